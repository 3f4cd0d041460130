"""Rows of covariates that change while people are followed: diagnostic, for they come after the support.

Work in a period and the risk in the same period move each other, so no sentence is made of these rows
(METHODS.md, section 1, employment).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.contrast import build_contrast
from idmaj.effects.cox import build_hazard_ratio, estimate_cox
from idmaj.effects.rows import Place, contrast_numbers, ratio_numbers
from idmaj.effects.sample import build_covariates
from idmaj.effects.timing.times import Times
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

POPULATION = "population-time-varying"


def estimate_changing(
    times: Times, periods: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place
) -> list[EffectEstimate]:
    """Estimate the hazard ratio of each covariate that changes while people are followed.

    Parameters
    ----------
    times
        People of the outcome, in ordinal periods.
    periods
        Rows of the outcome: person_id, covariate, period, value; a row is what holds at risk in that period.
    persons
        Persons, for the fixed covariates.
    study
        Covariates.
    place
        Where rows stand.

    Returns
    -------
    list of EffectEstimate
        Role `diagnostic`: a ratio and a log ratio a covariate, model errors.
    """
    outcome = study.outcome[str(place.fields["outcome"])]
    rows = []
    for covariate in outcome.time_varying:
        own = periods.loc[periods["covariate"] == covariate.id]
        rows += _rows_of(times, own, persons, study, place.at(population=POPULATION), covariate.id)
    return rows


def _rows_of(
    times: Times, periods: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place, term: str
) -> list[EffectEstimate]:
    fields: dict[str, Any] = {
        "estimator": "cox", "role": "diagnostic", "term": term, "n": len(times), "n_min": float(len(times)),
        "n_events": int(times.event.sum()), "note": "Efron ties; model errors",
    }  # fmt: skip

    def fit_rows() -> list[EffectEstimate]:
        split = _split(times, periods)
        names, fixed = build_covariates(
            persons.set_index("person_id").loc[times.person_ids], study.analysis.covariates
        )
        arm = [times.treated.astype(float)] if set(times.arm) != {""} else []
        matrix = (
            np.column_stack([*arm, fixed])[split["person"]] if arm or names else np.empty((len(split), 0))
        )
        design = np.column_stack([split["value"], matrix])
        fit = estimate_cox(split["stop"], split["event"], design, entry=split["start"])
        level = study.analysis.conf_level
        ratio = ratio_numbers(build_hazard_ratio(fit, 0, robust=False, conf_level=level))
        error = float(np.sqrt(fit.vcov[0, 0]))
        log_ratio = contrast_numbers(build_contrast(float(fit.coefficients[0]), error, conf_level=level))
        return [
            place.row(**{**fields, **ratio, "note": fields["note"]}, scale="hazard_ratio"),
            place.row(**{**fields, **log_ratio}, scale="log_hazard"),
        ]

    return place.attempt_all(fit_rows, **fields, scale="hazard_ratio")


def _split(times: Times, periods: pd.DataFrame) -> pd.DataFrame:
    """Make one row for each period in which a person was at risk and the covariate known."""
    position = pd.Series(np.arange(len(times)), index=pd.Index(times.person_ids))
    rows = periods.assign(person=periods["person_id"].map(position)).dropna(subset=["person", "value"])
    person = rows["person"].to_numpy(dtype=np.intp)
    stop = rows["period"].to_numpy(dtype=float)
    at_risk = (stop <= times.time[person]) & (stop > times.entry[person])
    person, stop = person[at_risk], stop[at_risk]
    if not len(person):
        raise EstimationError("no-events", n=0)
    return pd.DataFrame(
        {
            "person": person,
            "start": stop - 1,
            "stop": stop,
            "event": times.event[person] & (stop == times.time[person]),
            "value": rows["value"].to_numpy(dtype=float)[at_risk],
        }
    )
