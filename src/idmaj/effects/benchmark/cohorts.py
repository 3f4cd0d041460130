"""Cohorts held against published rates one by one, and pooled under one common shift."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from idmaj.effects.benchmark.observed_expected import (
    ObservedExpected,
    estimate_observed_expected,
    pool_observed_expected,
)
from idmaj.effects.conditions import FloatArray
from idmaj.effects.rows import Place
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

POOLED: Final = "population-benchmark-pooled"


def pool_benchmark_cohorts(
    study: Study, people: pd.DataFrame, risks: FloatArray, place: Place, term: str, *, note: str
) -> list[EffectEstimate]:
    """Hold each cohort of a study against the published rates, and all of them together.

    Parameters
    ----------
    study
        `analysis.cohort` names the column of the cohorts; without it there are no rows.
    people
        Persons with `_value`, their outcome.
    risks
        Risk of each of them by the published rates.
    place
        Where rows stand.
    term
        Term of the rows.
    note
        What kind of figures the rates are.

    Returns
    -------
    list of EffectEstimate
        Ratios with exact intervals: subgroup ``cohort=value`` one by one, subgroup ``cohort`` pooled; none where
        people are of one cohort.
    """
    column = study.analysis.cohort
    if column is None or column not in people:
        return []
    cohorts = people[column].astype("str").to_numpy(dtype=object)
    values = sorted(set(cohorts[people[column].notna().to_numpy()]) - {""})
    if len(values) < 2:
        return []
    level = study.analysis.conf_level
    events = people["_value"].to_numpy(dtype=np.float64)
    chosen = [cohorts == value for value in values]
    counts = [int(events[here].sum()) for here in chosen]
    parts = [risks[here] for here in chosen]

    def make() -> list[EffectEstimate]:
        rows = [
            place.at(subgroup=f"{column}={value}").row(
                **_fields(term, note, estimate_observed_expected(count, part, conf_level=level))
            )
            for value, count, part in zip(values, counts, parts, strict=True)
        ]
        pooled = pool_observed_expected(counts, parts, conf_level=level)
        return [*rows, place.at(subgroup=column).row(**_fields(term, note, pooled), population=POOLED)]

    refused: dict[str, Any] = {
        "estimator": "observed_expected", "scale": "ratio", "term": term, "role": "diagnostic", "unit": "",
        "n": len(people), "n_min": float(len(people)),
    }  # fmt: skip
    return place.at(subgroup=column).attempt_all(make, **refused)


def _fields(term: str, note: str, found: ObservedExpected) -> dict[str, Any]:
    return {
        "estimator": "observed_expected", "scale": "ratio", "term": term, "role": "diagnostic", "unit": "",
        "estimate": found.ratio, "conf_low": found.conf_low, "conf_high": found.conf_high,
        "conf_level": found.conf_level, "interval": "inversion", "n": found.n, "n_min": float(found.n),
        "n_events": found.observed, "note": note,
    }  # fmt: skip
