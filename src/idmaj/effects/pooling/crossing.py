"""Differences of an effect between groups of people whose clusters are the same: one regression for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.contrast import build_contrast
from idmaj.effects.contrasts import of_design
from idmaj.effects.linear import LinearFit, estimate_linear
from idmaj.effects.pooling.divisions import name_values
from idmaj.effects.rows import Place, contrast_numbers
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate


@dataclass(frozen=True, eq=False)
class Crossing:
    """People of several groups who share clusters.

    Attributes
    ----------
    sample : Sample
    group : ndarray of int, shape (n,)
        Position in `values`; -1 for people of no group compared.
    values : tuple of str
    """

    sample: Sample
    group: IntArray
    values: tuple[str, ...]


def find_crossing(planned: Planned, column: str, values: list[str]) -> Crossing | None:
    """Return the groups if clusters hold people of several of them, None where groups are independent."""
    sample = planned.sample
    clusters = sample.assignment.clusters
    if clusters is None:
        return None
    codes = planned.persons.set_index("person_id").loc[sample.person_ids, column]
    text = name_values(codes)
    group = np.full(len(text), -1, dtype=np.intp)
    for number, value in enumerate(values):
        group[text == value] = number
    held = np.unique(np.column_stack([clusters, group])[group >= 0], axis=0)
    is_shared = len(held) > len(np.unique(held[:, 0]))
    return Crossing(sample, group, tuple(values)) if is_shared else None


def compare_crossing(
    crossing: Crossing, pairs: list[tuple[str, str, dict[str, Any]]], joint: dict[str, Any], place: Place,
    *, conf_level: float,
) -> list[EffectEstimate]:  # fmt: skip
    """Make the rows of differences between groups that share clusters.

    Parameters
    ----------
    crossing
        People, groups and clusters.
    pairs
        First value, second value, and columns of the row.
    joint
        Columns of the row of the joint test.
    place
        Where rows stand.
    conf_level
        Coverage of intervals.
    """
    rows = []
    for first, second, fields in pairs:
        columns = {**fields, "term": f"{first} - {second}"}

        def make(
            first: str = first, second: str = second, columns: dict[str, Any] = columns
        ) -> EffectEstimate:
            fit, positions = _fit(crossing, reference=second)
            at = positions[first]
            contrast = build_contrast(
                float(fit.coefficients[at]), float(fit.std_errors[at]), df=float(fit.df[at]),
                conf_level=conf_level, n_clusters=fit.n_clusters,
            )  # fmt: skip
            numbers = contrast_numbers(contrast)
            return place.row(**{**columns, **numbers, "note": "note-interaction-by-regression"})

        rows.append(place.attempt(make, **columns))
    return [*rows, place.attempt(lambda: place.row(**{**joint, **_test(crossing)}), **joint)]


def _fit(crossing: Crossing, *, reference: str) -> tuple[LinearFit, dict[str, int]]:
    """Regress on groups, support, and support in each group but the reference; return their positions."""
    sample, kept = crossing.sample, crossing.group >= 0
    others = [number for number, value in enumerate(crossing.values) if value != reference]
    treated = sample.treated[kept].astype(np.float64)
    indicators = (crossing.group[kept][:, None] == np.array(others)).astype(np.float64)
    strata = _varying(sample.stratum_indicators[kept])
    design = np.column_stack(
        [np.ones(len(treated)), treated, indicators, indicators * treated[:, None], strata]
    )
    start = 2 + len(others)
    positions = {crossing.values[number]: start + at for at, number in enumerate(others)}
    errors = of_design(sample)
    fit = estimate_linear(
        sample.outcome[kept], _spanning(design, start + len(others)), errors=errors.get("errors"),
        clusters=errors["clusters"][kept], weights=None if sample.weights is None else sample.weights[kept],
    )  # fmt: skip
    return fit, positions


def _varying(columns: FloatArray) -> FloatArray:
    varies: BoolArray = (
        np.ptp(columns, axis=0) > 0 if columns.size else np.zeros(columns.shape[1], dtype=bool)
    )
    return columns[:, varies]


def _spanning(design: FloatArray, needed: int) -> FloatArray:
    """Drop indicators of strata that follow from the columns to their left."""
    unit = design / np.linalg.norm(design, axis=0)
    remaining = np.abs(np.diag(np.linalg.qr(unit.T @ unit, mode="r")))
    return design[:, (np.arange(design.shape[1]) < needed) | (remaining > 1e-9)]


def _test(crossing: Crossing) -> dict[str, Any]:
    """Test all interactions at once: Wald's F with the clusters less one as degrees of freedom."""
    fit, positions = _fit(crossing, reference=crossing.values[0])
    at = list(positions.values())
    b, vcov = fit.coefficients[at], fit.vcov[np.ix_(at, at)]
    within = float((fit.n_clusters or fit.n) - 1)
    if within <= len(at) or np.linalg.matrix_rank(vcov) < len(at):
        raise EstimationError("too-few-groups", what="clusters", n=int(within) + 1, needed=len(at) + 2)
    statistic = float(b @ np.linalg.solve(vcov, b))
    p_value = float(special.fdtrc(len(at), within, statistic / len(at)))
    return {
        "statistic": statistic,
        "df": float(len(at)),
        "p_value": p_value,
        "note": "note-joint-interaction",
    }
