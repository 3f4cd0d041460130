"""Intervals that hold when trends differ after treatment by at most M̄ times their largest step before.

Without treatment the groups drift apart by δ (0 at the reference); estimates are normal around δ + τ, and
the effect is θ = l'τ. A case says which step before treatment is the largest, and its sign: |δ_t - δ_{t-1}|
≤ M̄·x for every t after treatment, x that step. Written by steps, τ enters each inequality by itself, so the
combinations that are free of τ, θ apart, weigh step t by a multiple of a_t = l_t + l_{t+1} + …, or weigh
both signs of one step equally. These few combinations are the vertices over which the linear programme of
Andrews, Roth and Pakes runs, and all of them are functions of two normal variables, l'β and x: neither a
programme nor a simulation is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.contrast import check_level
from idmaj.effects.panel.drift import Drift

GRID_POINTS = 201
REFINEMENT = 33
ANGLES = 1_024
FIRST_STAGE_SHARE = 0.1
NULL_VARIANCE = 1e-14
EDGE_TOLERANCE = 1e-8


@dataclass(frozen=True, eq=False)
class _Case:
    """Vertices as functions of (l'β - θ, x), at their means and with their covariance."""

    vertices: FloatArray
    centre: FloatArray
    covariance: FloatArray


def find_relative_interval(drift: Drift, ratio: float, *, conf_level: float = 0.95) -> tuple[float, float]:
    """Return the ends of the confidence set for the effect at one M̄.

    Parameters
    ----------
    drift : Drift
    ratio : float
        M̄, at least 0.
    conf_level : float

    References
    ----------
    Rambachan & Roth (2023), sections 2.4.1 and 3; Andrews, Roth & Pakes (2023), section 6 (hybrid test with
    a first stage of a tenth of the size).
    """
    alpha = 1 - check_level(conf_level)
    cases = _build_cases(drift, ratio)
    limits = [_find_first_stage(case, FIRST_STAGE_SHARE * alpha) for case in cases]

    def accepts(theta: FloatArray) -> BoolArray:
        tests = (
            _accepts(case, theta, limit=limit, alpha=alpha) for case, limit in zip(cases, limits, strict=True)
        )
        return np.logical_or.reduce(list(tests))

    steps = np.abs(np.diff(drift.before, append=0.0)).max()
    half = ratio * _find_reach(drift).sum() * steps + 8 * drift.std_error
    return _find_edge(accepts, drift.estimate, -half), _find_edge(accepts, drift.estimate, half)


def _find_reach(drift: Drift) -> FloatArray:
    return np.abs(np.cumsum(drift.weights[::-1])[::-1])


def _build_cases(drift: Drift, ratio: float) -> list[_Case]:
    p, q = len(drift.before), len(drift.after)
    levels = np.vstack([np.eye(p, p + q), np.zeros(p + q), np.eye(q, p + q, k=p)])
    steps = np.diff(levels, axis=0)
    effect = np.concatenate([np.zeros(p), drift.weights])
    beta = np.concatenate([drift.before, drift.after])
    later, reach = steps[p:], np.cumsum(drift.weights[::-1])[::-1]
    cases = []
    for sign in (1.0, -1.0):
        for largest in sign * steps[:p]:
            spread = np.array(
                [
                    np.sqrt(np.einsum("ij,jk,ik->i", row, drift.vcov, row))
                    for row in (later - ratio * largest, -later - ratio * largest)
                ]
            )
            vertices = _build_vertices(reach, spread, ratio)
            pair = np.vstack([effect, largest])
            cases.append(_Case(vertices, pair @ beta, pair @ drift.vcov @ pair.T))
    return cases


def _build_vertices(reach: FloatArray, spread: FloatArray, ratio: float) -> FloatArray:
    same = np.where(reach >= 0, spread[0], spread[1])
    opposite = np.where(reach >= 0, spread[1], spread[0])
    size = np.abs(reach)
    upper = np.array([1.0, -ratio * size.sum()]) / (size @ same)
    lower = np.array([-1.0, -ratio * size.sum()]) / (size @ opposite)
    both = np.column_stack([np.zeros(len(reach)), -2 * ratio / spread.sum(axis=0)])
    return np.vstack([upper, lower, both])


def _find_first_stage(case: _Case, size: float) -> float:
    """Upper quantile of the largest vertex at its least favourable mean, by integration over directions."""
    angles = 2 * np.pi * (np.arange(ANGLES) + 0.5) / ANGLES
    values, vectors = np.linalg.eigh(case.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    reach = (case.vertices @ root @ np.vstack([np.cos(angles), np.sin(angles)])).max(axis=0)
    reach = reach[reach > 0]

    def exceed(limit: float) -> float:
        return float(np.exp(-0.5 * (limit / reach) ** 2).sum() / ANGLES - size)

    return float(optimize.brentq(exceed, 0.0, 40 * reach.max(), xtol=1e-12))


def _accepts(case: _Case, theta: FloatArray, *, limit: float, alpha: float) -> BoolArray:
    point = case.centre[:, None] - np.vstack([theta, np.zeros_like(theta)])
    values = case.vertices @ point
    best = values.argmax(axis=0)
    statistic = values.max(axis=0)
    joint = case.vertices @ case.covariance @ case.vertices.T
    variance = np.diag(joint)[best]
    certain = variance <= NULL_VARIANCE * np.diag(joint).max()
    slope = joint[:, best] / np.where(certain, 1.0, variance)
    rest = values - slope * statistic
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = rest / (1 - slope)
    lower = np.where(slope < 1 - 1e-12, bound, -np.inf).max(axis=0)
    upper = np.minimum(np.where(slope > 1 + 1e-12, bound, np.inf).min(axis=0), limit)
    sd = np.sqrt(np.where(certain, 1.0, variance))
    size = (1 - FIRST_STAGE_SHARE) * alpha / (1 - FIRST_STAGE_SHARE * alpha)
    tail = _truncated_tail(statistic / sd, lower / sd, upper / sd)
    rejects = (statistic > limit) | ((statistic > 0) & (certain | (tail < size)))
    return ~rejects


def _truncated_tail(value: FloatArray, lower: FloatArray, upper: FloatArray) -> FloatArray:
    """P(Z > value | lower < Z < upper), through logarithms so that it holds far out in the tail."""
    value = np.clip(value, lower, upper)
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = special.log_ndtr(-upper)
        above = special.log_ndtr(-value)
        whole = special.log_ndtr(-lower)
        ratio = np.exp(above - whole) * -np.expm1(beyond - above) / -np.expm1(beyond - whole)
    return np.where(upper > lower, ratio, 1.0)


def _find_edge(accepts: Callable[[FloatArray], BoolArray], centre: float, half: float) -> float:
    """Farthest accepted value on one side of the centre, which the sign of `half` tells."""
    while accepts(np.array([centre + half]))[0]:
        half *= 2
    grid = centre + half * np.linspace(0, 1, GRID_POINTS)
    while True:
        last = int(np.flatnonzero(accepts(grid))[-1])
        low, high = float(grid[last]), float(grid[last + 1])
        if abs(high - low) <= EDGE_TOLERANCE * abs(half):
            return low
        grid = np.linspace(low, high, REFINEMENT)
