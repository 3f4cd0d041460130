"""Bounds of an effect when outcomes are missing or defined for some people only: Lee, Manski."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_groups,
    check_indicator,
    check_values,
)
from idmaj.effects.partial_identification import EffectBounds, build_bounds
from idmaj.effects.trimming import TrimmingRule, bound_mean
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class LeeBounds:
    """Bounds of the effect on people whose outcome would be observed in either arm.

    Attributes
    ----------
    bounds : EffectBounds
    naive : float
        Difference in means of those observed.
    observed_treated, observed_comparison : float
        Shares of the arms with the outcome observed.
    trim_share : float
        Share of the trimmed arm's observed people that is left out (average over cells).
    share_always : float
        Share of all people whose outcome would be observed in either arm.
    """

    bounds: EffectBounds
    naive: float
    observed_treated: float
    observed_comparison: float
    trim_share: float
    share_always: float


def estimate_lee_bounds(
    outcome: ArrayLike,
    observed: ArrayLike,
    treated: ArrayLike,
    *,
    rule: TrimmingRule = "fraction",
    cells: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> LeeBounds:
    """Estimate Lee's bounds: the arm with more outcomes is trimmed at one end, then at the other.

    They hold where the arm moves everybody's chance of being observed in one direction (in each cell, where
    cells are given), and outcomes before the arm do not differ, as under randomisation.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Not read where it is not observed.
    observed : array_like, shape (n,)
        0/1 or boolean: outcome known, or defined (people in work).
    treated : array_like, shape (n,)
        0/1 or boolean.
    rule : {"fraction", "count", "quantile"}
        ``fraction``: the exact share is cut, the person at the cut in part. ``count``: the whole number of people
        below it. ``quantile``: everybody beyond the sample quantile (inverse of the distribution, R's
        type 1); unsuited to ties. Errors are the same.
    cells : array_like, shape (n,), optional
        Labels of groups by baseline covariates, which tighten the bounds.
    clusters : array_like, shape (n,), optional
        Labels of people whose outcomes are dependent.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-people`` where an arm, or a cell of it, has under two outcomes; ``no-variation``;
        ``one-cluster-per-arm``; ``empty-arm``, input conditions.

    References
    ----------
    Lee (2009), Review of Economic Studies 76, proposition 3 for the errors; Imbens & Manski (2004),
    Econometrica 72; Semenova (2020), arXiv 2008.12720, for directions that differ between cells.
    """
    seen = check_indicator(observed, "observed")
    arm = check_arms(treated, len(seen), needed=2)
    y = _fill(outcome, seen, value=0.0)
    codes = check_groups(np.zeros(len(y)) if cells is None else cells, "cells", n=len(y))
    parts = [_bound_cell(y, seen, arm, inside=codes == cell, rule=rule) for cell in range(codes.max() + 1)]
    lower, influence_low = _average_cells(parts, 0)
    upper, influence_high = _average_cells(parts, 1)
    always = float(sum(part.share_always for part in parts))
    return LeeBounds(
        bounds=build_bounds(
            (lower, upper), (influence_low, influence_high), arm, clusters=clusters, conf_level=conf_level
        ),
        naive=float(y[arm & seen].mean() - y[~arm & seen].mean()),
        observed_treated=float(seen[arm].mean()),
        observed_comparison=float(seen[~arm].mean()),
        trim_share=float(sum(part.share_always * part.trim_share for part in parts)) / always,
        share_always=always,
    )


def estimate_manski_bounds(
    outcome: ArrayLike,
    observed: ArrayLike,
    treated: ArrayLike,
    *,
    limits: tuple[float, float],
    clusters: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> EffectBounds:
    """Estimate worst-case bounds: missing outcomes are the lowest possible in one arm, the highest in the other.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Not read where it is not observed.
    observed : array_like, shape (n,)
        0/1 or boolean.
    treated : array_like, shape (n,)
        0/1 or boolean.
    limits : tuple of float
        Lowest and highest possible outcome; (0, 1) for a yes or no. No outcome may lie outside.
    clusters : array_like, shape (n,), optional
        Labels of people whose outcomes are dependent.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-finite`` where a limit is infinite or an outcome beyond it; ``no-variation``, ``empty-arm``,
        ``too-few-people``, ``one-cluster-per-arm``, input conditions.

    References
    ----------
    Horowitz & Manski (2000), Journal of the American Statistical Association 95; Imbens & Manski (2004).
    """
    seen = check_indicator(observed, "observed")
    arm = check_arms(treated, len(seen), needed=2)
    low, high = limits
    known = _fill(outcome, seen, value=low)
    if not (np.isfinite(limits).all() and low < high and (known >= low).all() and (known <= high).all()):
        raise EstimationError("not-finite", what="limits")
    worst = np.where(seen, known, np.where(arm, low, high))
    best = np.where(seen, known, np.where(arm, high, low))
    lower, influence_low = _compare_means(worst, arm)
    upper, influence_high = _compare_means(best, arm)
    return build_bounds(
        (lower, upper), (influence_low, influence_high), arm, clusters=clusters, conf_level=conf_level
    )


@dataclass(frozen=True, eq=False)
class _Cell:
    """Bounds within one cell; influences of all n people, 0 outside."""

    ends: tuple[float, float]
    influences: tuple[FloatArray, FloatArray]
    trim_share: float
    share_always: float
    share_influence: FloatArray


def _bound_cell(
    y: FloatArray, seen: BoolArray, arm: BoolArray, *, inside: BoolArray, rule: TrimmingRule
) -> _Cell:
    group = (inside & arm, inside & ~arm)
    fewest = min(int((part & seen).sum()) for part in group)
    if fewest < 2:
        raise EstimationError("too-few-people", n=fewest, needed=2)
    shares = [float(seen[part].mean()) for part in group]
    # which arm is trimmed changes with the data where shares are equal: the larger error is taken
    arms = [more for more in (0, 1) if shares[more] == max(shares)]
    sides = [_trim_arm(y, seen, group, more=more, rule=rule) for more in arms]
    ends = [
        max((side[end] for side in sides), key=lambda bound: float(bound[1] @ bound[1])) for end in (0, 1)
    ]
    size, least = float(inside.mean()), min(shares)
    behind = [
        _influence_of_share(seen, part) for part, share in zip(group, shares, strict=True) if share == least
    ]
    on_least = np.mean(behind, axis=0)
    return _Cell(
        ends=(ends[0][0], ends[1][0]),
        influences=(ends[0][1], ends[1][1]),
        trim_share=1 - least / max(shares),
        share_always=size * least,
        share_influence=size * on_least + least * (inside - size) / len(y),
    )


def _trim_arm(
    y: FloatArray, seen: BoolArray, group: tuple[BoolArray, BoolArray], *, more: int, rule: TrimmingRule
) -> list[tuple[float, FloatArray]]:
    """Return the lower and the upper bound, each with influences, where arm `more` (0: treated) is trimmed."""
    wide, narrow = group[more], group[1 - more]
    kept = float(seen[narrow].mean() / seen[wide].mean())
    on_kept = _influence_of_share(seen, narrow) - kept * _influence_of_share(seen, wide)
    other, influence_other = _mean_within(y, narrow & seen)
    sign = 1.0 if more == 0 else -1.0
    bounds = []
    for from_top in (more == 0, more == 1):
        trimmed = bound_mean(y[wide & seen], kept, from_top=from_top, rule=rule)
        influence = trimmed.slope * on_kept / seen[wide].mean()
        influence[wide & seen] += trimmed.influence
        bounds.append((sign * (trimmed.mean - other), sign * (influence - influence_other)))
    return bounds


def _influence_of_share(seen: BoolArray, inside: BoolArray) -> FloatArray:
    return np.asarray(np.where(inside, seen - seen[inside].mean(), 0.0) / inside.sum())


def _average_cells(parts: list[_Cell], end: Literal[0, 1]) -> tuple[float, FloatArray]:
    total = sum(part.share_always for part in parts)
    average = sum(part.share_always * part.ends[end] for part in parts) / total
    influence = sum(
        part.share_always * part.influences[end] + (part.ends[end] - average) * part.share_influence
        for part in parts
    )
    return float(average), np.asarray(influence / total)


def _compare_means(y: FloatArray, arm: BoolArray) -> tuple[float, FloatArray]:
    (one, influence_1), (zero, influence_0) = _mean_within(y, arm), _mean_within(y, ~arm)
    return one - zero, influence_1 - influence_0


def _mean_within(y: FloatArray, inside: BoolArray) -> tuple[float, FloatArray]:
    mean = float(y[inside].mean())
    return mean, np.where(inside, y - mean, 0.0) / inside.sum()


def _fill(outcome: ArrayLike, seen: BoolArray, *, value: float) -> FloatArray:
    raw = np.asarray(outcome, dtype=np.float64)
    if raw.shape != seen.shape:
        raise EstimationError("unequal-lengths", what="outcome")
    return check_values(np.where(seen, raw, value), "outcome")
