"""The same people compared from different days: what a clock that starts too early makes of the support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from idmaj.effects.contrast import Contrast
from idmaj.effects.cumulative_incidence import (
    CumulativeIncidence,
    estimate_cumulative_incidence,
    estimate_incidence,
    estimate_incidence_difference,
)
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.outcomes.build import measure_outcomes
from idmaj.outcomes.register_events import Register
from idmaj.prepare.index_dates import index_persons, naive_persons
from idmaj.simulate.teaching import MONTHS, simulate_immortal_time
from idmaj.store import Tables
from idmaj.study import Study
from idmaj.study.recidivism import PERSON

Clock = Literal["naive", "never", "risk_set"]
CLOCKS: tuple[Clock, ...] = ("naive", "never", "risk_set")
"""From release by whether ever supported; from the hand-over beside people never supported; the risk-set rule."""
NAIVE_NOTE, NAIVE_POPULATION = "note-naive-clock", "population-naive-clock"
"""Messages that warn beside a comparison that starts at release."""


@dataclass(frozen=True, eq=False)
class Clocked:
    """Risks of both arms at a horizon, counted from the days of a clock.

    Attributes
    ----------
    support, comparison : float
        Cumulative incidence on the left of the horizon.
    contrast : Contrast
        Their difference, errors clustered on people.
    n_support, n_comparison, n_events : int
        Episodes of each arm, and events up to the end of follow-up.
    is_competing : bool
        Whether something competed with the event.
    """

    support: float
    comparison: float
    contrast: Contrast
    n_support: int
    n_comparison: int
    n_events: int
    is_competing: bool


def compare_from(
    study: Study,
    tables: Tables,
    name: str,
    *,
    clock: Clock,
    horizon: float,
    cut_off: date | None = None,
    seed: int = 0,
) -> Clocked:
    """Compare the risks of an event by a horizon, counted from the days of a clock.

    Parameters
    ----------
    study
        With a section `[index]` and the outcome, whose clock column is the index date.
    tables
        Canonical tables, before people were replaced by their episodes.
    name
        Outcome of kind time_to_event.
    clock
        See `CLOCKS`; the first two are wrong, and here to show it.
    horizon
        In the study's time unit.
    cut_off
        First day that is not known; by default the study file's.
    seed
        Of the draws from the risk sets.

    Raises
    ------
    EstimationError
        ``no-release-date`` or ``empty-risk-sets`` where an arm has nobody; as `estimate_incidence_difference`.
    """
    if clock == "naive":
        indexed = naive_persons(study, tables, cut_off=cut_off)
    else:
        later: Literal["left_out", "censored"] = "left_out" if clock == "never" else "censored"
        indexed = index_persons(study, tables, cut_off=cut_off, seed=seed, later=later)
    end = cut_off or study.study.as_of
    register = Register(
        indexed["justice_events"], end, study.study.time_unit, exposure=indexed.get("exposure")
    )
    chosen = study.model_copy(update={"outcome": {name: study.outcome[name]}})
    durations = measure_outcomes(chosen, indexed, register)["durations"]
    people = indexed["persons"].set_index("person_id")[PERSON]
    curves = {arm: _estimate_curve(durations, people, arm) for arm in ("support", "comparison")}
    levels = {
        arm: float(estimate_incidence(curve, [horizon], limit="left").estimate[0])
        for arm, curve in curves.items()
    }
    contrast = estimate_incidence_difference(
        curves["support"], curves["comparison"], horizon, limit="left", conf_level=study.analysis.conf_level
    )
    arms = durations["arm"].value_counts()
    return Clocked(
        **levels,
        contrast=contrast,
        n_support=int(arms["support"]),
        n_comparison=int(arms["comparison"]),
        n_events=int(durations["event"].sum()),
        is_competing=bool((durations["competing"] != "").any()),
    )


def _estimate_curve(durations: pd.DataFrame, people: pd.Series, arm: str) -> CumulativeIncidence:
    rows = durations[durations["arm"] == arm]
    if rows.empty:
        raise EstimationError("empty-risk-sets")
    cause = np.where(rows["event"], 1, np.where(rows["competing"] != "", 2, 0))
    return estimate_cumulative_incidence(
        rows["duration"].to_numpy(dtype=float),
        cause,
        n_causes=2,
        clusters=people.loc[rows["person_id"]].to_numpy(),
    )


def estimate_naive_clock(
    study: Study, tables: Tables, place: Place, *, cut_off: date | None = None
) -> EffectEstimate:
    """Estimate the difference that a clock from release shows: a row of role `naive` with its warning.

    Parameters
    ----------
    study, tables, cut_off
        As `compare_from`.
    place
        Outcome and horizon.
    """
    fields: dict[str, Any] = {
        "estimator": "aalen_johansen", "scale": "risk_difference", "term": CONTRAST, "role": "naive",
        "estimand": "descriptive", "population": NAIVE_POPULATION,
    }  # fmt: skip

    def make() -> EffectEstimate:
        name, horizon = str(place.fields["outcome"]), float(place.fields["time"])
        found = compare_from(study, tables, name, clock="naive", horizon=horizon, cut_off=cut_off)
        arms = {"n_treated": found.n_support, "n_comparison": found.n_comparison}
        chosen = {} if found.is_competing else {"estimator": "kaplan_meier"}
        return place.row(
            **{
                **fields,
                **chosen,
                **contrast_numbers(found.contrast),
                **arms,
                "n": sum(arms.values()),
                "n_min": float(min(arms.values())),
                "n_events": found.n_events,
                "note": NAIVE_NOTE,
            }
        )

    return place.attempt(make, **fields)


def teach_immortal_time(*, seed: int = 0, n: int = 5_000) -> pd.DataFrame:
    """Compare invented people, whom the support helps in nothing, by each clock.

    Parameters
    ----------
    seed
        Of the invented lives and of the draws from the risk sets.
    n
        People released.

    Returns
    -------
    pandas.DataFrame
        A row each of `CLOCKS`, then of ``truth``: clock, support, comparison, difference, conf_low, conf_high,
        n_support, n_comparison. Risks within 12 months; nothing in it is about anybody.
    """
    world = simulate_immortal_time(seed, n)
    rows: list[dict[str, Any]] = []
    for clock in CLOCKS:
        found = compare_from(
            world.study, world.tables, "returned", clock=clock, horizon=float(MONTHS), seed=seed
        )
        rows.append(
            {
                "clock": clock, "support": found.support, "comparison": found.comparison,
                "difference": found.contrast.estimate, "conf_low": found.contrast.conf_low,
                "conf_high": found.contrast.conf_high, "n_support": found.n_support,
                "n_comparison": found.n_comparison,
            }
        )  # fmt: skip
    truth = world.truth
    rows.append(
        {
            "clock": "truth", "support": truth["with_support"], "comparison": truth["without_support"],
            "difference": truth["risk_difference"],
        }
    )  # fmt: skip
    return pd.DataFrame(rows).astype({"n_support": "Int64", "n_comparison": "Int64"})
