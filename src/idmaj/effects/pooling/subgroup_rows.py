"""Rows of the effect by kinds of people, and of how it differs between them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrasts import Numbers
from idmaj.effects.pooling.crossing import compare_crossing, find_crossing
from idmaj.effects.pooling.divisions import Part
from idmaj.effects.pooling.interactions import (
    check_equality,
    combine_intervals,
    estimate_difference_of_effects,
)
from idmaj.effects.pooling.partial_pooling import estimate_partial_pooling
from idmaj.effects.rows import CONTRAST, Place, contrast_numbers
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

MOST_PAIRED = 4
"""Groups up to which every two are compared; beyond, each is compared with the largest."""
SYMMETRIC = frozenset({"wald_t", "wald_z"})
JOINT = "joint"


def pool_parts(parts: list[Part], planned: Planned) -> list[EffectEstimate]:
    """Make the rows of effects drawn toward their mean, one a part with an effect.

    Parameters
    ----------
    parts
        Of one column.
    planned
        The contrast of everybody.
    """
    known = [part for part in parts if part.has_error]
    if len(known) < 2:
        return []
    effects, variances = _numbers_of(known)
    pooled = estimate_partial_pooling(effects, variances, conf_level=planned.beside.conf_level)
    return [
        planned.place.row(
            **_people(part.row), estimator="partial_pooling", scale=part.row.scale, term=CONTRAST,
            role="diagnostic", estimand=part.row.estimand, subgroup=part.row.subgroup,
            estimate=float(pooled.estimates[at]), std_error=float(pooled.std_errors[at]),
            conf_low=float(pooled.conf_low[at]), conf_high=float(pooled.conf_high[at]),
            conf_level=pooled.conf_level, interval="percentile", note="note-drawn-to-mean",
        )
        for at, part in enumerate(known)
    ]  # fmt: skip


def compare_parts(parts: list[Part], planned: Planned, column: str) -> list[EffectEstimate]:
    """Make the rows of how the effect differs between parts: pair by pair, and all at once.

    Parameters
    ----------
    parts
        Of one column.
    planned
        The contrast of everybody.
    column
        The column; rows carry it as their subgroup, since they rest on the people of several of its values.

    Returns
    -------
    list of EffectEstimate
        Where clusters hold people of several parts, by a regression with interactions whose error counts
        clusters; else by the independent effects of the parts.
    """
    known = [part for part in parts if part.has_effect]
    place = planned.place.at(subgroup=column)
    fields: dict[str, Any] = {
        "estimator": "interaction", "role": "secondary", "estimand": planned.beside.estimand,
    }  # fmt: skip
    joint = {
        **fields,
        "role": "diagnostic",
        "scale": "chi_square",
        "term": JOINT,
        **_together(known),
        "unit": "",
    }
    if len(known) < 2:
        return [place.refuse(EstimationError("one-cohort", n=len(known), needed=2), **joint)]
    crossing = find_crossing(planned, column, [part.value for part in known])
    fields["scale"] = planned.sample.scale
    level = planned.beside.conf_level
    if crossing is not None:
        return compare_crossing(
            crossing, [(a.value, b.value, {**fields, **_together([a, b])}) for a, b in _pairs(known)],
            joint, place, conf_level=level,
        )  # fmt: skip
    rows = [_compare_two(a, b, place, fields, level) for a, b in _pairs(known)]
    return [*rows, place.attempt(lambda: place.row(**{**joint, **_joint_numbers(known)}), **joint)]


def _pairs(parts: list[Part]) -> list[tuple[Part, Part]]:
    if len(parts) <= MOST_PAIRED:
        return list(combinations(parts, 2))
    largest = max(parts, key=lambda part: part.row.n or 0)
    return [(part, largest) for part in parts if part is not largest]


def _compare_two(a: Part, b: Part, place: Place, fields: dict[str, Any], level: float) -> EffectEstimate:
    shared = {**fields, **_together([a, b]), "term": f"{a.value} - {b.value}"}
    return place.attempt(lambda: place.row(**{**shared, **_difference(a.row, b.row, level)}), **shared)


def _difference(a: EffectEstimate, b: EffectEstimate, level: float) -> Numbers:
    if a.interval in SYMMETRIC and b.interval in SYMMETRIC:
        contrast = estimate_difference_of_effects(_with_error(a), _with_error(b), conf_level=level)
        return contrast_numbers(contrast)
    found = combine_intervals(_with_limits(a), _with_limits(b))
    return {
        "estimate": found.estimate, "conf_low": found.conf_low, "conf_high": found.conf_high,
        "conf_level": level, "interval": "newcombe", "note": "note-intervals-combined",
    }  # fmt: skip


def _joint_numbers(parts: list[Part]) -> Numbers:
    effects, variances = _numbers_of(parts)
    df = np.array([np.inf if part.row.df is None else part.row.df for part in parts])
    test = check_equality(effects, variances, df=df)
    return {
        "statistic": test.statistic * test.df, "df": test.df, "p_value": test.p_value,
        "note": "note-joint-interaction",
    }  # fmt: skip


def _with_error(row: EffectEstimate) -> tuple[float, float, float]:
    df = np.inf if row.df is None else row.df
    return float(row.estimate or 0.0), float(row.std_error or 0.0), float(df)


def _with_limits(row: EffectEstimate) -> tuple[float, float, float]:
    return float(row.estimate or 0.0), float(row.conf_low or 0.0), float(row.conf_high or 0.0)


def _numbers_of(parts: list[Part]) -> tuple[FloatArray, FloatArray]:
    found = pd.DataFrame([(part.row.estimate, part.row.std_error) for part in parts], dtype=np.float64)
    return found[0].to_numpy(), found[1].to_numpy() ** 2


def _people(row: EffectEstimate) -> dict[str, Any]:
    names = ("n", "n_treated", "n_comparison", "n_min", "n_events", "n_clusters")
    return {name: getattr(row, name) for name in names}


def _together(parts: list[Part]) -> dict[str, Any]:
    """People of several parts; the smallest arm of them all."""
    rows = [part.row for part in parts]
    counted = {
        name: sum(getattr(row, name) or 0 for row in rows) for name in ("n", "n_treated", "n_comparison")
    }
    return {**counted, "n_min": min((row.n_min or 0.0 for row in rows), default=0.0)}
