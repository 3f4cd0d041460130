"""The variance between cohorts: by moments, by restricted likelihood, by Paule and Mandel; its interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

VarianceMethod = Literal["fixed", "DL", "REML", "PM"]
FEWEST_COHORTS = 2
GRID = 80


def check_effects(effects: ArrayLike, variances: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return effects and their variances, one of each a cohort.

    Raises
    ------
    EstimationError
        ``one-cohort`` below two; ``no-variation`` for a variance of 0 or less; input conditions.
    """
    y = check_values(effects, "effects")
    v = check_values(variances, "variances", n=len(y))
    if len(y) < FEWEST_COHORTS:
        raise EstimationError("one-cohort", n=len(y), needed=FEWEST_COHORTS)
    if (v <= 0).any():
        raise EstimationError("no-variation")
    return y, v


def weigh(effects: FloatArray, variances: FloatArray, tau2: float) -> tuple[float, float]:
    """Return the mean weighted by inverse total variance, and its variance."""
    weights = 1 / (variances + tau2)
    return float(weights @ effects / weights.sum()), float(1 / weights.sum())


def find_cochran_q(effects: FloatArray, variances: FloatArray, tau2: float = 0.0) -> float:
    """Return the weighted sum of squares around the weighted mean."""
    mean, _ = weigh(effects, variances, tau2)
    return float(((effects - mean) ** 2 / (variances + tau2)).sum())


def estimate_between_variance(
    effects: ArrayLike, variances: ArrayLike, *, method: VarianceMethod = "REML"
) -> float:
    """Estimate the variance of true effects between cohorts.

    Parameters
    ----------
    effects, variances : array_like, shape (k,)
        Estimates and their squared standard errors.
    method : {"fixed", "DL", "REML", "PM"}
        No variance; DerSimonian and Laird's moments; restricted likelihood; Paule and Mandel.

    Returns
    -------
    float
        In squared units of the effects; 0 where the cohorts differ no more than chance makes them.

    Raises
    ------
    EstimationError
        As `check_effects`.

    References
    ----------
    DerSimonian & Laird (1986), Controlled Clinical Trials 7; Viechtbauer (2005), Journal of Educational and
    Behavioral Statistics 30; Paule & Mandel (1982), Journal of Research of the NBS 87.
    """
    y, v = check_effects(effects, variances)
    if method == "fixed":
        return 0.0
    if method == "DL":
        return _by_moments(y, v)
    if method == "PM":
        return _solve(lambda tau2: find_cochran_q(y, v, tau2) - (len(y) - 1), _unit(y, v))
    return _by_restricted_likelihood(y, v)


def estimate_between_interval(
    effects: ArrayLike, variances: ArrayLike, *, conf_level: float = 0.95
) -> tuple[float, float]:
    """Return the Q-profile interval of the variance between cohorts.

    Both limits are 0 where the cohorts lie closer together than chance alone would let them: that is no
    certainty of a variance of 0, and no interval should then be shown.

    Raises
    ------
    EstimationError
        ``confidence-level``; as `check_effects`.

    References
    ----------
    Viechtbauer (2007), Statistics in Medicine 26.
    """
    y, v = check_effects(effects, variances)
    tail = (1 - check_level(conf_level)) / 2
    limits = (float(special.chdtri(len(y) - 1, p)) for p in (tail, 1 - tail))
    low, high = (_solve(lambda t, q=q: find_cochran_q(y, v, t) - q, _unit(y, v)) for q in limits)  # type: ignore[misc]
    return low, high


def _by_moments(y: FloatArray, v: FloatArray) -> float:
    weights = 1 / v
    excess = find_cochran_q(y, v) - (len(y) - 1)
    return max(0.0, float(excess / (weights.sum() - (weights @ weights) / weights.sum())))


def _unit(y: FloatArray, v: FloatArray) -> float:
    return float(v.min() + np.var(y))


def _solve(falling: Callable[[float], float], unit: float) -> float:
    """Find where a falling function of the variance is 0; 0 where it is negative from the start."""
    if falling(0.0) <= 0:
        return 0.0
    high = unit
    while falling(high) > 0:
        high *= 2
    return float(optimize.brentq(falling, 0.0, high, xtol=1e-14 * unit, rtol=1e-14))


def _by_restricted_likelihood(y: FloatArray, v: FloatArray) -> float:
    """Find the best variance of a grid, then where the score beside it is 0."""
    top = float(np.ptp(y) ** 2 + v.max())
    grid = np.concatenate([[0.0], np.geomspace(1e-6 * v.min(), top, GRID)])
    at = int(np.argmax([_restricted_likelihood(y, v, tau2) for tau2 in grid]))
    low, high = float(grid[max(at - 1, 0)]), float(grid[min(at + 1, GRID)])
    if _score(y, v, low) <= 0:
        return low
    return float(optimize.brentq(lambda tau2: _score(y, v, tau2), low, high, xtol=1e-14 * top, rtol=1e-14))


def _restricted_likelihood(y: FloatArray, v: FloatArray, tau2: float) -> float:
    weights = 1 / (v + tau2)
    return float(np.log(weights).sum() - np.log(weights.sum()) - find_cochran_q(y, v, tau2)) / 2


def _score(y: FloatArray, v: FloatArray, tau2: float) -> float:
    """Twice the slope of the restricted likelihood."""
    weights = 1 / (v + tau2)
    mean = weights @ y / weights.sum()
    return float(weights**2 @ (y - mean) ** 2 - weights.sum() + weights @ weights / weights.sum())
