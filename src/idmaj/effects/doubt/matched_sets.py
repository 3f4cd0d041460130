"""Rosenbaum bounds of matched sets: one supported person beside several."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from idmaj.effects.conditions import FloatArray, IntArray, check_arms, check_groups, check_values
from idmaj.effects.doubt.rosenbaum import Sensitivity, search_gamma, tail_above
from idmaj.errors import EstimationError


def estimate_set_sensitivity(
    outcome: ArrayLike, treated: ArrayLike, sets: ArrayLike, *, conf_level: float = 0.95
) -> Sensitivity:
    """Test matched sets with one supported person each, and find the bias that the test survives.

    Binary outcomes: the number of supported people with the outcome (Mantel and Haenszel). Others: aligned
    ranks, the outcome less its mean in the set, ranked over everybody (Hodges and Lehmann).

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean; exactly one 1 in each set.
    sets : array_like, shape (n,)
        Labels of the matched sets.
    conf_level : float
        As `idmaj.effects.doubt.rosenbaum.estimate_signed_rank_sensitivity`.

    Raises
    ------
    EstimationError
        Conditions of the arrays; ``not-matched-sets`` where a set has not one supported person and another;
        ``no-variation``.

    References
    ----------
    Gastwirth, Krieger & Rosenbaum (2000), JRSS B 62, 545-555: the separable bound for many sets.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    groups = check_groups(sets, "sets", n=len(y))
    sizes = np.bincount(groups)
    if (np.bincount(groups, weights=arm) != 1).any() or (sizes < 2).any():
        raise EstimationError("not-matched-sets")
    scores = _score_sets(y, groups, sizes)
    spread = np.bincount(
        groups, weights=(scores - (np.bincount(groups, weights=scores) / sizes)[groups]) ** 2
    )
    told = spread[groups] > 1e-12 * max(float(spread.max()), 1e-300)
    if not told.any():
        raise EstimationError("no-variation")
    scores, arm, groups = scores[told], arm[told], np.unique(groups[told], return_inverse=True)[1]
    observed = float(scores[arm].sum())
    larger, smaller = (_tail_of_sets(sign * scores, groups, sign * observed, 1.0) for sign in (1.0, -1.0))
    side = 1 if larger <= smaller else -1
    return search_gamma(
        lambda gamma: _tail_of_sets(side * scores, groups, side * observed, gamma), side, int(groups.max()) + 1,
        conf_level=conf_level,
    )  # fmt: skip


def _score_sets(y: FloatArray, groups: IntArray, sizes: IntArray) -> FloatArray:
    if np.isin(y, (0.0, 1.0)).all():
        return y
    aligned = y - (np.bincount(groups, weights=y) / sizes)[groups]
    unit = np.abs(aligned).max()  # equal outcomes stay tied, whatever rounding a mean brings
    return np.asarray(stats.rankdata(np.round(aligned / unit, 12)) if unit else np.zeros(len(y)))


def _tail_of_sets(scores: FloatArray, groups: IntArray, observed: float, gamma: float) -> float:
    """Largest chance of a sum of the supported people's scores as large as observed."""
    mean = variance = 0.0
    order = np.lexsort((scores, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    for size in np.unique(sizes):
        rows = order[starts[sizes == size][:, None] + np.arange(size)]
        top_mean, top_variance = _worst_of_sets(scores[rows], gamma)
        mean, variance = mean + top_mean, variance + top_variance
    return tail_above(observed, mean, variance)


def _worst_of_sets(scores: FloatArray, gamma: float) -> tuple[float, float]:
    """Largest mean of each set's score, and the largest variance that goes with it; shape (sets, size), sorted."""
    size = scores.shape[1]
    chances = np.where(np.arange(size) >= np.arange(1, size)[:, None], gamma, 1.0)
    chances /= chances.sum(axis=1, keepdims=True)
    means = scores @ chances.T
    variances = np.maximum(scores**2 @ chances.T - means**2, 0.0)
    best = means.max(axis=1, keepdims=True)
    is_best = means >= best - 1e-12 * np.abs(scores).max(axis=1, keepdims=True)
    return float(best.sum()), float(np.where(is_best, variances, 0.0).max(axis=1).sum())
