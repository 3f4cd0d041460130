"""Shortest intervals that hold when the slope of the difference in trends changes by at most M a period.

An estimator l'β_after + v'β_before is free of any linear trend when Σ k·v_k = Σ k·l_k, k the distance from
the reference. Writing v as second differences of c (c_0 = Σ k·l_k, c_k = 0 from the first period on), its
largest bias is M·(Σ|c_k| + constant), so the best trade of bias for variance solves a quadratic programme
with an absolute-value penalty on c. Its dual has box constraints only.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import check_level
from idmaj.effects.panel.drift import Drift

PENALTIES = 48
POINTS_BETWEEN = 6
FAR_BIAS = 8.0


@dataclass(frozen=True, eq=False)
class AffineEstimators:
    """Estimators of the effect, from the least variance to the least bias.

    Attributes
    ----------
    estimates, std_errors : ndarray, shape (s,)
        In the outcome's unit.
    biases : ndarray, shape (s,)
        Largest bias for M = 1.
    """

    estimates: FloatArray
    std_errors: FloatArray
    biases: FloatArray


def build_affine_estimators(drift: Drift) -> AffineEstimators:
    """Trace the trade of bias for variance.

    Parameters
    ----------
    drift : Drift

    References
    ----------
    Rambachan & Roth (2023), Review of Economic Studies 90, section 4; Armstrong & Kolesár (2018),
    Econometrica 86.
    """
    p, q = len(drift.before), len(drift.after)
    after_bias = np.abs([drift.weights[j:] @ np.arange(1, q - j + 1) for j in range(q)]).sum()
    fixed, free = _build_weights(drift)
    quadratic = free.T @ drift.vcov[:p, :p] @ free
    linear = free.T @ (drift.vcov[:p, :p] @ fixed + drift.vcov[:p, p:] @ drift.weights)
    curves = _solve_path(quadratic, linear)
    weights = np.column_stack([fixed + curves @ free.T, np.tile(drift.weights, (len(curves), 1))])
    return AffineEstimators(
        estimates=weights @ np.concatenate([drift.before, drift.after]),
        std_errors=np.sqrt(np.einsum("si,ij,sj->s", weights, drift.vcov, weights)),
        biases=np.abs(curves).sum(axis=1) + after_bias,
    )


def find_smooth_interval(
    estimators: AffineEstimators, change: float, *, conf_level: float = 0.95
) -> tuple[float, float]:
    """Return the ends of the shortest interval of fixed length at one M.

    Parameters
    ----------
    estimators : AffineEstimators
    change : float
        M, in the outcome's unit, at least 0.
    conf_level : float
    """
    bias = change * estimators.biases / estimators.std_errors
    half = estimators.std_errors * _folded_quantile(bias, check_level(conf_level))
    best = int(np.argmin(half))
    return float(estimators.estimates[best] - half[best]), float(estimators.estimates[best] + half[best])


def _build_weights(drift: Drift) -> tuple[FloatArray, FloatArray]:
    """Weights before treatment, in order of time, as `fixed + free @ c` with c of length p - 1."""
    p, q = len(drift.before), len(drift.after)
    curve = np.zeros((p + 2, p))
    curve[0, 0] = drift.weights @ np.arange(1, q + 1)
    curve[1:p, 1:] = np.eye(p - 1)
    second = (curve[:-2] - 2 * curve[1:-1] + curve[2:])[::-1]
    return second[:, 0], second[:, 1:]


def _solve_path(quadratic: FloatArray, linear: FloatArray) -> FloatArray:
    if len(linear) == 0:
        return np.zeros((1, 0))
    root = np.linalg.cholesky(quadratic)
    inverse = np.linalg.inv(root)
    least_variance = -inverse.T @ (inverse @ linear)
    largest = np.abs(linear).max()
    path = [least_variance]
    for penalty in largest * np.geomspace(1e-6, 1, PENALTIES, endpoint=False):
        dual = optimize.lsq_linear(inverse, -inverse @ linear, (-penalty, penalty), method="bvls").x
        path.append(-inverse.T @ (inverse @ (linear + dual)))
    path.append(np.zeros_like(linear))
    # The path is linear between its knots, and every point between two estimators is an estimator too.
    places = np.linspace(0, len(path) - 1, (len(path) - 1) * POINTS_BETWEEN + 1)
    return np.column_stack([np.interp(places, np.arange(len(path)), curve) for curve in np.transpose(path)])


def _folded_quantile(bias: FloatArray, conf_level: float) -> FloatArray:
    """Quantile of |N(bias, 1)|."""
    near = np.minimum(bias, FAR_BIAS)
    quantile = np.sqrt(special.chndtrix(conf_level, 1.0, near**2))
    return np.where(bias > FAR_BIAS, bias + special.ndtri(conf_level), quantile)
