"""The row that asks whether people who were supported later would have changed the comparison they left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.censoring_weights import (
    WeightedSpans,
    estimate_censoring_weights,
    estimate_reweighted_difference,
)
from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.propensity import estimate_propensity
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.effects.sample import build_covariates
from idmaj.estimates import EffectEstimate
from idmaj.outcomes.clock import elapsed
from idmaj.study import Study
from idmaj.study.recidivism import INDEX_ON, PERSON

POPULATION, NOTE = "population-censoring-weighted", "note-censoring-weights"
ROUNDING = 1e-9


def estimate_with_censoring_weights(
    durations: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place, *, horizon: float
) -> list[EffectEstimate]:
    """Estimate the difference with weights for follow-up that ended because support began.

    Comparison people also carry the odds of their propensity, so that the row stands beside an adjusted one; both
    weights are held as known, and errors are clustered on people.

    Parameters
    ----------
    durations
        Of one outcome: person_id, arm, duration, event, competing.
    persons
        Index episodes (`idmaj.prepare.index_persons`).
    study
        Covariates, and the outcome's rule for time at risk.
    place
        Where rows stand.
    horizon
        In the study's time unit.

    Returns
    -------
    list of EffectEstimate
        One row of role `robustness`; none where nobody's follow-up ended so.
    """
    rows = durations[durations["arm"].isin(["support", "comparison"])].sort_values("person_id")
    people = persons.set_index("person_id").loc[rows["person_id"]]
    stopped = find_stopped(rows, people, study, str(place.fields["outcome"]))
    treated = (rows["arm"] == "support").to_numpy()
    if not stopped.any() or not treated.any():
        return []
    counts = {"n_treated": int(treated.sum()), "n_comparison": int((~treated).sum())}
    fields: dict[str, Any] = {
        "estimator": "aalen_johansen", "scale": "risk_difference", "term": CONTRAST, "role": "robustness",
        "estimand": "att", "population": POPULATION, "n": len(rows), "n_events": int(rows["event"].sum()),
        "n_min": float(min(counts.values())), **counts,
    }  # fmt: skip

    def make() -> EffectEstimate:
        matrix = build_covariates(people, study.analysis.covariates)[1]
        spans = [_weigh_arm(rows, matrix, stopped, of) for of in (treated, ~treated)]
        if matrix.shape[1]:
            odds = estimate_propensity(treated, matrix).comparison.weights[~treated] * counts["n_comparison"]
            spans[1] = replace(spans[1], weight=spans[1].weight * odds[spans[1].row])
        who = people[PERSON].to_numpy()
        contrast = estimate_reweighted_difference(
            spans[0], spans[1], (who[treated], who[~treated]), horizon=horizon,
            conf_level=study.analysis.conf_level,
        )  # fmt: skip
        return place.row(**{**fields, **contrast_numbers(contrast), "note": NOTE})

    return [place.attempt(make, **fields)]


def find_stopped(rows: pd.DataFrame, people: pd.DataFrame, study: Study, name: str) -> BoolArray:
    """Find follow-up that ended, without an event, because support began.

    Parameters
    ----------
    rows
        Durations of one outcome.
    people
        Episodes of the same rows, in the same order.
    study, name
        Time unit; the outcome.
    """
    free = ~rows["event"].to_numpy(dtype=bool) & (rows["competing"] == "").to_numpy()
    known = people["censored_on"].notna().to_numpy()
    if study.outcome[name].time_at_risk == "at_liberty":
        return np.asarray(free & known)
    until = elapsed(people[INDEX_ON], people["censored_on"].fillna(people[INDEX_ON]), study.study.time_unit)
    return np.asarray(free & known & (until.to_numpy(dtype=float) <= rows["duration"].to_numpy() + ROUNDING))


def _weigh_arm(rows: pd.DataFrame, matrix: FloatArray, stopped: BoolArray, of: BoolArray) -> WeightedSpans:
    cause = np.where(rows["event"], 1, np.where(rows["competing"] != "", 2, 0))
    return estimate_censoring_weights(
        rows["duration"].to_numpy(dtype=float)[of], cause[of], stopped[of], matrix[of]
    )
