"""What the curves say of each group at a horizon: the risk, the time free of the event, the time lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from idmaj.effects.contrast import build_contrast
from idmaj.effects.cumulative_incidence import (
    CumulativeIncidence,
    IncidenceEstimates,
    estimate_cumulative_incidence,
    estimate_incidence,
)
from idmaj.effects.restricted_mean import estimate_restricted_mean
from idmaj.effects.rows import Place, contrast_numbers
from idmaj.effects.survival import SurvivalCurve, SurvivalEstimates, estimate_kaplan_meier, estimate_survival
from idmaj.effects.time_lost import estimate_time_lost
from idmaj.effects.timing.times import EVENT, Times
from idmaj.estimates import EffectEstimate

Numbers = dict[str, Any]
WRONG = "one-minus-km"
"""Note of 1 - KM where competing events exist: a labelled contrast, too high by construction."""


def estimate_levels(
    times: Times, place: Place, *, horizon: float, conf_level: float, is_primary: bool = False
) -> list[EffectEstimate]:
    """Estimate what the curves say of each group at a horizon.

    Parameters
    ----------
    times
        People of the outcome.
    place
        Where rows stand.
    horizon
        In the study's unit of time.
    conf_level
        Coverage of intervals.
    is_primary
        Whether the risk is the primary row, as in a study of one group that not everybody was followed in.

    Returns
    -------
    list of EffectEstimate
        A group: survival and mean time free of the event; with competing events the risk of each of them, the
        time lost, and 1 - KM as a labelled contrast; the risk by class of the event where there are classes.
    """
    rows = []
    for term, people in times.groups():
        role = "primary" if is_primary else "diagnostic"
        make = _RowMaker(place, people, term, horizon, conf_level)
        rows += list(
            make.with_competing(role) if times.competing else make.alone(role, is_primary=is_primary)
        )
        rows += list(make.by_class())
    return rows


class _RowMaker:
    """Makes the rows of one group at one horizon."""

    def __init__(self, place: Place, people: Times, term: str, horizon: float, conf_level: float) -> None:
        self.place, self.people, self.term = place, people, term
        self.horizon, self.conf_level = horizon, conf_level

    def row(self, make: Callable[[], Numbers], **fields: Any) -> EffectEstimate:
        """Make a row, or the row that says why there is no number."""
        seen = int(((self.people.cause > 0) | (self.people.time >= self.horizon)).sum())
        shared = {
            "term": self.term, "role": "diagnostic", "n": len(self.people), "n_min": float(seen), **fields,
        }  # fmt: skip
        return self.place.attempt(lambda: self.place.row(**{**shared, **make()}), **shared)

    def alone(self, role: str, *, is_primary: bool) -> Iterator[EffectEstimate]:
        """Yield survival and the mean time free of the event."""
        yield self.row(self._survival, estimator="kaplan_meier", scale="survival")
        if is_primary:
            yield self.row(self._one_minus, estimator="kaplan_meier", scale="cumulative_incidence", role=role)
        yield self.row(self._mean_free, estimator="rmst", scale="rmst")

    def with_competing(self, role: str) -> Iterator[EffectEstimate]:
        """Yield the risk of the event and of each competing one, the time lost, and 1 - KM."""
        of = {"estimator": "aalen_johansen"}
        yield self.row(lambda: self._incidence(EVENT), scale="cumulative_incidence", role=role, **of)
        for cause, name in enumerate(self.people.competing, start=EVENT + 1):
            yield self.row(
                partial(self._incidence, cause), **of, scale="cumulative_incidence",
                term=f"{self.term}: {name}",
            )  # fmt: skip
        yield self.row(self._time_lost, scale="time_lost", **of)
        yield self.row(
            self._one_minus, estimator="kaplan_meier", scale="cumulative_incidence", role="naive", note=WRONG
        )

    def by_class(self) -> Iterator[EffectEstimate]:
        """Yield the risk of an event of each class, every other event competing with it."""
        people = self.people
        for name in sorted(set(people.event_class[people.event]) - {""}):
            is_own = people.event & (people.event_class == name)
            cause = np.where(is_own, EVENT, np.where(people.cause > 0, EVENT + 1, 0))
            yield self.row(
                partial(self._of_class, cause), estimator="aalen_johansen", scale="cumulative_incidence",
                term=f"{self.term}: class={name}",
            )  # fmt: skip

    def _of_class(self, cause: np.ndarray) -> Numbers:
        return _incidence_numbers(self._at(incidence_of(self.people, cause)), conf_level=self.conf_level)

    def _survival(self) -> Numbers:
        at = self._survival_at()
        return _numbers(at) | {
            "estimate": float(at.estimate[0]), "std_error": float(at.std_error[0]),
            "conf_low": float(at.conf_low[0]), "conf_high": float(at.conf_high[0]), "interval": "log_log",
            "conf_level": self.conf_level,
        }  # fmt: skip

    def _one_minus(self) -> Numbers:
        at = self._survival_at()
        return _numbers(at) | {
            "estimate": 1 - float(at.estimate[0]), "std_error": float(at.std_error[0]),
            "conf_low": 1 - float(at.conf_high[0]), "conf_high": 1 - float(at.conf_low[0]),
            "interval": "log_log", "conf_level": self.conf_level,
        }  # fmt: skip

    def _survival_at(self) -> SurvivalEstimates:
        return estimate_survival(
            survival_of(self.people), [self.horizon], limit=self.people.limit, conf_level=self.conf_level
        )

    def _mean_free(self) -> Numbers:
        mean = estimate_restricted_mean(survival_of(self.people), self.horizon)
        return _untested(mean.estimate, mean.std_error, self.conf_level)

    def _time_lost(self) -> Numbers:
        lost = estimate_time_lost(incidence_of(self.people, self.people.cause), self.horizon)
        return _untested(lost.estimate, lost.std_error, self.conf_level)

    def _incidence(self, cause: int) -> Numbers:
        at = self._at(incidence_of(self.people, self.people.cause), cause)
        return _incidence_numbers(at, conf_level=self.conf_level)

    def _at(self, curve: CumulativeIncidence, cause: int = EVENT) -> IncidenceEstimates:
        return estimate_incidence(
            curve, [self.horizon], cause=cause, limit=self.people.limit, conf_level=self.conf_level
        )


def survival_of(people: Times) -> SurvivalCurve:
    """Estimate the Kaplan-Meier curve of people."""
    return estimate_kaplan_meier(people.time, people.event, entry=people.delayed, clusters=people.clusters)


def incidence_of(people: Times, cause: np.ndarray) -> CumulativeIncidence:
    """Estimate the cumulative incidence of each cause among people."""
    return estimate_cumulative_incidence(
        people.time, cause, n_causes=1 + max(1, len(people.competing)), entry=people.delayed,
        clusters=people.clusters,
    )  # fmt: skip


def _incidence_numbers(at: IncidenceEstimates, *, conf_level: float) -> Numbers:
    return _numbers(at) | {
        "estimate": float(at.estimate[0]), "std_error": float(at.std_error[0]),
        "conf_low": float(at.conf_low[0]), "conf_high": float(at.conf_high[0]), "interval": "log_log",
        "conf_level": conf_level,
    }  # fmt: skip


def _numbers(at: SurvivalEstimates | IncidenceEstimates) -> Numbers:
    return {
        "n_at_risk": int(at.n_at_risk[0]), "n_events": int(at.n_events[0]), "n_censored": int(at.n_censored[0]),
    }  # fmt: skip


def _untested(estimate: float, error: float, conf_level: float) -> Numbers:
    """Return the columns of a mean that is held against nothing, so that no test belongs to it."""
    numbers = contrast_numbers(build_contrast(estimate, error, conf_level=conf_level))
    return {**numbers, "statistic": None, "p_value": None}
