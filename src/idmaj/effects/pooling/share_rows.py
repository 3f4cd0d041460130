"""Rows of shares of many tiny cohorts: one growing answer, the next cohort, and each one drawn toward all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.pooling.beta_binomial import BetaBinomial, estimate_beta_binomial
from idmaj.effects.pooling.cohort_shares import CohortShares, estimate_cohort_shares
from idmaj.effects.pooling.divisions import split_people
from idmaj.effects.rows import Place
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

POOLED = "pooled"
NEW_COHORT = "new cohort"
BETWEEN = "between cohorts"


def pool_shares(
    outcomes: pd.DataFrame,
    persons: pd.DataFrame,
    place: Place,
    *,
    column: str,
    conf_level: float,
    arm: str = "",
    least_public: int = 10,
) -> list[EffectEstimate]:
    """Make the rows of a share pooled over cohorts.

    Parameters
    ----------
    outcomes
        Rows of one binary outcome and horizon, of one group of people.
    persons
        Canonical persons.
    place
        Where rows stand.
    column
        Column of the cohort.
    conf_level
        Coverage of intervals.
    arm
        The group, where there are two: terms then begin with it and a bar.
    least_public
        People from which a cohort's own count may be published. Where a cohort has as many, pooled rows stand at
        the column instead of at everybody: beside published cohorts they could tell a withheld one.

    Returns
    -------
    list of EffectEstimate
        Or one row that says why there is none: one cohort, or fewer than five.
    """
    observed = outcomes.loc[outcomes["value"].notna()]
    cohorts = [(value, _count(rows)) for value, rows in split_people(observed, persons, column)]
    events = np.array([k for _, (k, _) in cohorts], dtype=np.float64)
    people = np.array([n for _, (_, n) in cohorts], dtype=np.float64)
    prefix = f"{arm}|" if arm else ""
    if people.max(initial=0) >= least_public:
        place = place.at(subgroup=column)
    fields: dict[str, Any] = {
        "estimator": "beta_binomial", "scale": "share", "term": prefix + POOLED, "role": "secondary",
        "n": int(people.sum()), "n_min": float(people.sum()), "n_clusters": len(cohorts),
        "n_events": int(events.sum()),
    }  # fmt: skip
    try:
        pooled = estimate_beta_binomial(events, people, conf_level=conf_level)
    except EstimationError as error:
        return [place.refuse(error, **fields)]
    is_whole = int(people.sum()) == len(observed)
    shares = estimate_cohort_shares(events, people, conf_level=conf_level)
    values = [value for value, _ in cohorts]
    return [
        *_pooled_rows(pooled, place, fields, prefix, is_whole=is_whole),
        _new_row(shares, place, {**fields, "term": prefix + NEW_COHORT, "role": "diagnostic"}),
        *_own_rows(
            shares, place, {f"{column}={v}": int(n) for v, n in zip(values, people, strict=True)}, prefix
        ),
    ]


def _count(rows: pd.DataFrame) -> tuple[int, int]:
    return int(rows["value"].sum()), len(rows)


def _pooled_rows(
    pooled: BetaBinomial, place: Place, fields: dict[str, Any], prefix: str, *, is_whole: bool
) -> list[EffectEstimate]:
    level = {"conf_level": pooled.conf_level, "interval": "profile"}
    apart = "" if is_whole else "note-without-cohort"
    mean = place.row(
        **fields,
        **level,
        estimate=pooled.mean,
        conf_low=pooled.conf_low,
        conf_high=pooled.conf_high,
        note=apart,
    )
    between = {**fields, "scale": "i2", "term": prefix + BETWEEN, "role": "diagnostic"}
    if pooled.correlation is None:
        return [mean, place.refuse(EstimationError("no-variation"), **between)]
    note = "note-no-variance-between" if pooled.is_boundary else "note-correlation-in-cohorts"
    return [
        mean,
        place.row(
            **between, **level, estimate=pooled.correlation, conf_low=pooled.correlation_low,
            conf_high=pooled.correlation_high, note=note,
        ),
    ]  # fmt: skip


def _new_row(shares: CohortShares, place: Place, fields: dict[str, Any]) -> EffectEstimate:
    return place.row(
        **fields, estimate=shares.expected, conf_low=shares.prediction_low, conf_high=shares.prediction_high,
        conf_level=shares.conf_level, interval="prediction", note="note-new-cohort",
    )  # fmt: skip


def _own_rows(shares: CohortShares, place: Place, sizes: dict[str, int], prefix: str) -> list[EffectEstimate]:
    """Each cohort's share drawn toward all; the row stands at the cohort, whose own cell it rests on."""
    return [
        place.row(
            estimator="partial_pooling", scale="share", term=prefix + cohort, role="diagnostic", subgroup=cohort,
            estimate=float(shares.shares[at]), conf_low=float(shares.conf_low[at]),
            conf_high=float(shares.conf_high[at]), conf_level=shares.conf_level, interval="percentile",
            n=n, n_min=float(n), note="note-drawn-to-mean",
        )
        for at, (cohort, n) in enumerate(sizes.items())
    ]  # fmt: skip
