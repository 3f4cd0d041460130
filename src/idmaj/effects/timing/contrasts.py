"""Contrasts of two groups that read the whole course of their times: tests, time free of the event, risks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from idmaj.effects.cumulative_incidence import estimate_incidence_difference
from idmaj.effects.gray import estimate_gray
from idmaj.effects.log_rank import estimate_log_rank
from idmaj.effects.restricted_mean import estimate_restricted_mean_difference
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.effects.survival import estimate_survival_difference
from idmaj.effects.time_lost import estimate_time_lost_difference
from idmaj.effects.timing.levels import incidence_of, survival_of
from idmaj.effects.timing.times import Times
from idmaj.estimates import EffectEstimate

Numbers = dict[str, Any]
TEST_ONLY = "test, no interval"


@dataclass(frozen=True, eq=False)
class Arms:
    """Both arms of an outcome with times, and where their rows stand.

    Attributes
    ----------
    people : Times
        Of both arms.
    place
        Where rows stand.
    horizon
        In the study's unit of time.
    estimand
        `itt` or `att`.
    conf_level
        Coverage of intervals.
    """

    people: Times
    place: Place
    horizon: float
    estimand: str
    conf_level: float

    @property
    def support(self) -> Times:
        """Supported people."""
        return self.people.of(self.people.treated)

    @property
    def comparison(self) -> Times:
        """The others."""
        return self.people.of(~self.people.treated)

    def columns(self, **fields: Any) -> Numbers:
        """Return the columns that rows of the contrast share."""
        n_support, n_comparison = len(self.support), len(self.comparison)
        return {
            "n": len(self.people), "n_treated": n_support, "n_comparison": n_comparison,
            "n_min": float(min(n_support, n_comparison)), "n_events": int(self.people.event.sum()),
            "estimand": self.estimand, "term": CONTRAST, "role": "robustness", **fields,
        }  # fmt: skip

    def row(self, make: Callable[[], Numbers], **fields: Any) -> EffectEstimate:
        """Make a row, or the row that says why there is no number."""
        columns = self.columns(**fields)
        return self.place.attempt(lambda: self.place.row(**{**columns, **make()}), **columns)


def estimate_course(arms: Arms, *, with_risk: bool) -> list[EffectEstimate]:
    """Estimate the contrasts that read the whole course.

    Parameters
    ----------
    arms
        Both arms.
    with_risk
        Whether the difference of risks read from the curves is wanted beside the planned one.

    Returns
    -------
    list of EffectEstimate
        Role `robustness`. With competing events: Gray's test and the time lost to the event, and a log-rank test
        of the cause-specific hazard; else the log-rank test and the mean time free of the event.
    """
    competing = bool(arms.people.competing)
    rows = [arms.row(lambda: _log_rank(arms), estimator="logrank", scale="chi_square", note=TEST_ONLY)]
    if competing:
        rows += [
            arms.row(lambda: _gray(arms), estimator="gray", scale="chi_square", note=TEST_ONLY),
            arms.row(lambda: _time_lost(arms), estimator="aalen_johansen", scale="time_lost_difference"),
        ]
    else:
        rows.append(arms.row(lambda: _time_free(arms), estimator="rmst", scale="rmst_difference"))
    if with_risk:
        estimator = "aalen_johansen" if competing else "kaplan_meier"
        rows.append(arms.row(lambda: _risk(arms), estimator=estimator, scale="risk_difference"))
    return rows


def _log_rank(arms: Arms) -> Numbers:
    people = arms.people
    test = estimate_log_rank(people.time, people.event, people.arm, entry=people.delayed)
    return {"statistic": test.statistic, "df": float(test.df), "p_value": test.p_value}


def _gray(arms: Arms) -> Numbers:
    people = arms.people
    test = estimate_gray(people.time, people.cause, people.arm)
    return {"statistic": test.statistic, "df": float(test.df), "p_value": test.p_value}


def _time_free(arms: Arms) -> Numbers:
    one, zero = survival_of(arms.support), survival_of(arms.comparison)
    contrast = estimate_restricted_mean_difference(one, zero, arms.horizon, conf_level=arms.conf_level)
    return contrast_numbers(contrast)


def _time_lost(arms: Arms) -> Numbers:
    one, zero = (incidence_of(people, people.cause) for people in (arms.support, arms.comparison))
    return contrast_numbers(
        estimate_time_lost_difference(one, zero, arms.horizon, conf_level=arms.conf_level)
    )


def _risk(arms: Arms) -> Numbers:
    people = arms.people
    at: Numbers = {"limit": people.limit, "conf_level": arms.conf_level}
    if people.competing:
        one, zero = (incidence_of(group, group.cause) for group in (arms.support, arms.comparison))
        return contrast_numbers(estimate_incidence_difference(one, zero, arms.horizon, **at))
    # the difference of risks is that of survivals with the arms exchanged
    return contrast_numbers(
        estimate_survival_difference(
            survival_of(arms.comparison), survival_of(arms.support), arms.horizon, **at
        )
    )
