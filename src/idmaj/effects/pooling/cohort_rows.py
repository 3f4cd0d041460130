"""Rows of an effect, or of a mean, pooled over cohorts that are each large enough to have an estimate."""

from __future__ import annotations

from typing import Any

import numpy as np

from idmaj.effects.pooling.random_effects import PooledEffects, estimate_random_effects
from idmaj.effects.pooling.share_rows import BETWEEN, NEW_COHORT, POOLED
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

FEWEST_IN_COHORT = 30
"""People of the smaller arm below which a cohort's estimate is left to the counts (METHODS.md, table of pooling)."""

FEWEST_FOR_SPREAD = 3
"""Cohorts below which the variance between them has no interval: two leave it without an upper end in practice."""


def pool_estimates(
    cohorts: list[EffectEstimate], place: Place, *, column: str, conf_level: float
) -> list[EffectEstimate]:
    """Pool estimates of cohorts by random effects.

    Parameters
    ----------
    cohorts
        One row a cohort, with its own subgroup; those without an estimate or with fewer than 30 people in the
        smaller arm are left out and named, each by a row at its subgroup.
    place
        Where rows stand.
    column
        Column of the cohort: the subgroup of the pooled rows, which rest on the people of several of its values.
    conf_level
        Coverage of intervals.

    Returns
    -------
    list of EffectEstimate
        The mean effect over cohorts, the interval for a new cohort, the variance between cohorts and its share,
        and the cohorts left out.
    """
    if not cohorts:
        return []
    large = [row for row in cohorts if is_pooled(row)]
    kept = {
        "scale": cohorts[0].scale, "estimand": cohorts[0].estimand,
        "term": CONTRAST if cohorts[0].term == CONTRAST else POOLED,
    }  # fmt: skip
    fields: dict[str, Any] = {
        **kept, "estimator": "random_effects", "role": "secondary",
        "population": "population-over-cohorts", **_count(large), "n_clusters": len(large), "subgroup": column,
    }  # fmt: skip
    left_out = [_name_left_out(row, place, kept) for row in cohorts if not is_pooled(row)]
    try:
        pooled = estimate_random_effects(
            np.array([row.estimate for row in large], dtype=np.float64),
            np.array([row.std_error for row in large], dtype=np.float64) ** 2, conf_level=conf_level,
        ) if large else _refuse_none()  # fmt: skip
    except EstimationError as error:
        return [place.refuse(error, **fields), *left_out]
    return [*_pooled_rows(pooled, place, fields), *left_out]


def is_pooled(row: EffectEstimate) -> bool:
    """Tell whether a cohort's estimate enters."""
    return row.estimate is not None and bool(row.std_error) and (row.n_min or 0.0) >= FEWEST_IN_COHORT


def _refuse_none() -> PooledEffects:
    raise EstimationError("one-cohort", n=0, needed=2)


def _name_left_out(row: EffectEstimate, place: Place, kept: dict[str, Any]) -> EffectEstimate:
    few = (row.n_min or 0.0) < FEWEST_IN_COHORT
    people = {"n": row.n, "n_treated": row.n_treated, "n_comparison": row.n_comparison, "n_min": row.n_min}
    return place.row(
        **kept, **people, estimator="random_effects", role="diagnostic", subgroup=row.subgroup,
        note="note-cohort-too-small" if few else "note-cohort-without-estimate",
    )  # fmt: skip


def _count(rows: list[EffectEstimate]) -> dict[str, Any]:
    def total(name: str) -> int | None:
        known = [getattr(row, name) for row in rows if getattr(row, name) is not None]
        return sum(known) if known else None

    names = ("n", "n_treated", "n_comparison")
    return {
        **{name: total(name) for name in names},
        "n_min": min((r.n_min or 0.0 for r in rows), default=0.0),
    }


def _pooled_rows(pooled: PooledEffects, place: Place, fields: dict[str, Any]) -> list[EffectEstimate]:
    level = pooled.contrast.conf_level
    between = {**fields, "role": "diagnostic", "unit": "", "term": BETWEEN}
    nothing = "note-no-variance-between" if pooled.is_boundary else "note-variance-between"
    numbers = {"conf_low": pooled.tau2_low, "conf_high": pooled.tau2_high, "conf_level": level}
    is_told = pooled.tau2_high > 0 and pooled.n_cohorts >= FEWEST_FOR_SPREAD
    spread = {**numbers, "interval": "inversion"} if is_told else {}
    return [
        place.row(**{**fields, **contrast_numbers(pooled.contrast), "n_clusters": pooled.n_cohorts}),
        place.row(**{
            **fields, "role": "diagnostic", "term": NEW_COHORT, "estimate": pooled.contrast.estimate,
            "conf_low": pooled.prediction_low, "conf_high": pooled.prediction_high, "conf_level": level,
            "interval": "prediction", "note": "note-new-cohort",
        }),
        place.row(**{**between, "scale": "tau2", "estimate": pooled.tau2, "note": nothing, **spread}),
        place.row(**{
            **between, "scale": "i2", "estimate": pooled.i2, "statistic": pooled.q,
            "df": pooled.n_cohorts - 1.0, "p_value": pooled.q_p_value, "note": "note-cochran",
        }),
    ]  # fmt: skip
