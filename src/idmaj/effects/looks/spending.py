"""Lan and DeMets' spending of the error over looks, as O'Brien and Fleming would: little early, most at the end."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

FARTHEST = 37.0
"""Standard errors beyond which a normal tail is no number."""
REACH = 12.0
"""Standard errors to which the distribution of a statistic is followed."""
NODES = 16
PANEL = 1.5
"""Width of a panel of nodes, in standard deviations of the smaller step."""
MOST_PANELS = 200
LARGEST_ERROR = 0.999


def spend_error(shares: ArrayLike, *, conf_level: float = 0.95) -> FloatArray:
    """Return the two-sided error spent by each look, those before it included.

    Parameters
    ----------
    shares : array_like, shape (k,)
        Shares of the final information, above 0, rising, at most 1.
    conf_level : float
        One less the error of all looks together.

    Returns
    -------
    ndarray, shape (k,)
        4 - 4Φ(z/√t), z the upper quantile of a quarter of the error: each side spends half by
        2 - 2Φ(z/√t), the convention of the published tables.

    Raises
    ------
    EstimationError
        ``information`` where shares do not rise within (0, 1]; ``confidence-level``; input conditions.

    References
    ----------
    Lan & DeMets (1983), Biometrika 70.
    """
    t = _check_shares(shares)
    quantile = -special.ndtri((1 - check_level(conf_level)) / 4)
    return np.asarray(4 * special.ndtr(-quantile / np.sqrt(t)))


def find_boundaries(shares: ArrayLike, *, conf_level: float = 0.95) -> FloatArray:
    """Return the boundary of the absolute standardised statistic at each look.

    The chance that a normal statistic of no effect crosses at a look for the first time is what the look
    spends; found by recursive integration over the statistics that have not crossed.

    Parameters
    ----------
    shares : array_like, shape (k,)
        As for `spend_error`.
    conf_level : float

    Returns
    -------
    ndarray, shape (k,)
        In standard errors; infinite where nothing that could be seen is spent.

    Raises
    ------
    EstimationError
        As `spend_error`.

    References
    ----------
    Armitage, McPherson & Rowe (1969), JRSS A 132; Reboussin, DeMets, Kim & Lan (2000), Controlled Clinical
    Trials 21.
    """
    t = _check_shares(shares)
    return np.array(_find_boundaries(tuple(t.tolist()), 1 - check_level(conf_level)))


def find_spent_p(statistic: float, shares: ArrayLike) -> float:
    """Return the smallest error of all looks together at which the last one of `shares` rejects.

    Parameters
    ----------
    statistic : float
        Standardised estimate at the last look.
    shares : array_like, shape (k,)
        Shares of the information at this look and those before.

    Returns
    -------
    float
        The p-value that belongs to the interval by spending: it is below an error exactly where the interval
        excludes no effect. 1 where not even an error of 0.999 rejects.

    Raises
    ------
    EstimationError
        ``not-finite``; as `spend_error`.

    References
    ----------
    Jennison & Turnbull (2000), Group Sequential Methods, section 9.2 (repeated p-values).
    """
    t = tuple(_check_shares(shares).tolist())
    size = abs(float(check_values([statistic], "statistic")[0]))

    def excess(log_error: float) -> float:
        return min(_find_boundaries(t, float(np.exp(log_error)))[-1], FARTHEST) - size

    nominal = 2 * float(special.ndtr(-size))
    low, high = float(np.log(max(nominal, 1e-300))) - 1e-6, float(np.log(LARGEST_ERROR))
    if low >= high or excess(high) > 0:
        return 1.0
    if excess(low) <= 0:
        return float(np.exp(low))
    return float(np.exp(optimize.brentq(excess, low, high, xtol=1e-8)))


def _check_shares(shares: ArrayLike) -> FloatArray:
    t = check_values(shares, "shares")
    if t[0] <= 0 or t[-1] > 1 or (np.diff(t) <= 0).any():
        raise EstimationError("information")
    return t


@lru_cache(maxsize=256)
def _find_boundaries(t: tuple[float, ...], error: float) -> tuple[float, ...]:
    quantile = -special.ndtri(error / 4)
    spent = 2 * special.ndtr(-quantile / np.sqrt(t))
    steps = np.sqrt(np.diff(t, prepend=0.0))
    nodes, mass = np.zeros(1), np.ones(1)
    boundaries: list[float] = []
    for look, (step, root) in enumerate(zip(steps, np.sqrt(t), strict=True)):
        due = spent[look] - (spent[look - 1] if look else 0.0)
        boundary = _find_boundary(nodes, mass, step=step, root=root, due=due)
        boundaries.append(boundary)
        if look + 1 < len(t):
            finest = min(step, steps[look + 1])
            following, weights = _place_nodes(min(boundary, REACH) * root, finest)
            distance = (following[:, None] - nodes) / step
            density = (np.exp(-(distance**2) / 2) @ mass) / (step * np.sqrt(2 * np.pi))
            nodes, mass = following, weights * density
    return tuple(boundaries)


def _find_boundary(nodes: FloatArray, mass: FloatArray, *, step: float, root: float, due: float) -> float:
    if due <= 0:
        return np.inf
    target = np.log(due)

    def excess(boundary: float) -> float:
        crossing = float(mass @ special.ndtr((nodes - boundary * root) / step))
        return float(np.log(max(crossing, 1e-320))) - target

    if excess(0.0) <= 0:
        return 0.0
    if excess(FARTHEST) >= 0:
        return np.inf
    return float(optimize.brentq(excess, 0.0, FARTHEST, xtol=1e-11))


def _place_nodes(limit: float, finest: float) -> tuple[FloatArray, FloatArray]:
    """Return Gauss-Legendre nodes and weights on panels between -limit and limit."""
    panels = int(np.clip(np.ceil(2 * limit / (PANEL * finest)), 1, MOST_PANELS))
    x, w = _legendre()
    edges = np.linspace(-limit, limit, panels + 1)
    half = limit / panels
    middles = (edges[:-1] + edges[1:]) / 2
    return (middles[:, None] + half * x).ravel(), np.tile(half * w, panels)


@lru_cache(maxsize=1)
def _legendre() -> tuple[FloatArray, FloatArray]:
    x, w = np.polynomial.legendre.leggauss(NODES)
    return x, w
