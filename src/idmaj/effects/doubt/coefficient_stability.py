"""Coefficient stability: how much more the unmeasured would have to matter than the measured (Oster 2019)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    FloatArray,
    check_covariates,
    check_rank,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.errors import EstimationError

LARGEST_R2: Final = 1.3
"""Largest R² over that of the regression with the covariates (Oster 2019, section 5)."""


@dataclass(frozen=True)
class Stability:
    """How an estimate moves when covariates enter, and what that says of those that cannot.

    Attributes
    ----------
    uncontrolled, controlled : float
        Difference without and with the covariates, in the outcome's unit.
    r2_uncontrolled, r2_controlled, r2_max : float
        Shares of the outcome's variance explained without, with, and with everything unmeasured too.
    delta : float
        How strongly the unmeasured would have to go with the arm, relative to the measured, for the
        difference to be the `target`; negative where what was measured moved it away from there.
    adjusted : float
        The difference if the unmeasured goes with the arm as `assumed` times the measured: of the solutions
        the one nearest to the controlled difference.
    others : tuple of float
        The other solutions, nearest first.
    """

    uncontrolled: float
    controlled: float
    r2_uncontrolled: float
    r2_controlled: float
    r2_max: float
    delta: float
    adjusted: float
    others: tuple[float, ...]


def estimate_stability(
    outcome: ArrayLike,
    exposure: ArrayLike,
    covariates: ArrayLike,
    *,
    r2_max: float | None = None,
    target: float = 0.0,
    assumed: float = 1.0,
    weights: ArrayLike | None = None,
) -> Stability:
    """Estimate Oster's δ and the difference adjusted for proportional selection.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    exposure : array_like, shape (n,)
        The arm, 0/1, or any amount.
    covariates : array_like, shape (n, k)
    r2_max : float, optional
        Above the R² with covariates, at most 1; by default 1.3 times it, at most 1.
    target : float
        Difference that δ is to explain away to.
    assumed : float
        Relative strength of the unmeasured for `adjusted`.
    weights : array_like, shape (n,), optional

    Raises
    ------
    EstimationError
        Conditions of the arrays; ``no-covariates``; ``not-identified`` where the covariates leave the outcome
        or the arm no variance, `r2_max` is not above the R² with covariates, or δ is undefined.

    References
    ----------
    Oster (2019), Journal of Business & Economic Statistics 37, 187-204; as Stata's psacalc and R's robomit.
    """
    y = check_values(outcome, "outcome")
    x = check_values(exposure, "exposure", n=len(y))
    matrix = check_covariates(covariates, len(y))
    if not matrix.shape[1]:
        raise EstimationError("no-covariates")
    root = np.sqrt(check_weights(weights, len(y)))
    scaled = np.column_stack([np.ones(len(y)), scale_covariates(matrix).values])
    check_rank(scaled, first_covariate=1)
    if len(y) < scaled.shape[1] + 2:
        raise EstimationError("too-few-people", n=len(y), needed=scaled.shape[1] + 2)
    moments = _find_moments(y * root, x * root, scaled * root[:, None], root)
    return _solve(moments, r2_max=r2_max, target=target, assumed=assumed)


@dataclass(frozen=True)
class _Moments:
    """Coefficients and R² without and with covariates; variances of outcome, arm, and arm left by covariates."""

    uncontrolled: float
    controlled: float
    r2_uncontrolled: float
    r2_controlled: float
    outcome: float
    exposure: float
    left: float


def _find_moments(y: FloatArray, x: FloatArray, design: FloatArray, root: FloatArray) -> _Moments:
    total, basis = float(root @ root), np.linalg.qr(design)[0]
    unit = root / np.sqrt(total)
    around = [values - unit * (unit @ values) for values in (y, x)]
    left_y, left_x = (values - basis @ (basis.T @ values) for values in around)
    (var_y, var_x), tau = (float(v @ v) / total for v in around), float(left_x @ left_x) / total
    if var_y <= 0 or var_x <= 0 or tau <= 1e-12 * var_x:
        raise EstimationError("not-identified", what="arm")
    controlled = float(left_x @ left_y) / total / tau
    rest = left_y - controlled * left_x
    uncontrolled = float(around[1] @ around[0]) / total / var_x
    return _Moments(
        uncontrolled, controlled, uncontrolled**2 * var_x / var_y, 1 - float(rest @ rest) / total / var_y,
        var_y, var_x, tau,
    )  # fmt: skip


def _solve(found: _Moments, *, r2_max: float | None, target: float, assumed: float) -> Stability:
    largest = min(LARGEST_R2 * found.r2_controlled, 1.0) if r2_max is None else r2_max
    if not found.r2_controlled < largest <= 1 or largest - found.r2_controlled < 1e-12:
        raise EstimationError("not-identified", what="r2_max")
    above, below = _polynomials(found, largest)
    shift = found.controlled - target
    powers = shift ** np.arange(4)
    top, bottom = float(above @ powers), float(below @ powers)
    if abs(bottom) <= 1e-12 * float(np.abs(below) @ np.abs(powers)):
        raise EstimationError("not-identified", what="delta")
    solutions = _real_roots((assumed * below - above)[::-1])
    ordered = sorted((found.controlled - root for root in solutions), key=lambda b: abs(b - found.controlled))
    if not ordered:
        raise EstimationError("not-identified", what="beta")
    return Stability(
        found.uncontrolled, found.controlled, found.r2_uncontrolled, found.r2_controlled, largest,
        top / bottom, ordered[0], tuple(ordered[1:]),
    )  # fmt: skip


def _polynomials(m: _Moments, r2_max: float) -> tuple[FloatArray, FloatArray]:
    """Coefficients, by rising power of the shift, of the numerator and the denominator of δ."""
    moved = m.uncontrolled - m.controlled
    gained, unexplained = (
        (m.r2_controlled - m.r2_uncontrolled) * m.outcome,
        (r2_max - m.r2_controlled) * m.outcome,
    )
    cubic = m.left * m.exposure - m.left**2
    above = [0.0, gained * m.left + m.exposure * m.left * moved**2, 2 * m.left * moved * m.exposure, cubic]
    below = [
        unexplained * moved * m.exposure,
        unexplained * (m.exposure - m.left),
        m.left * moved * m.exposure,
        cubic,
    ]
    return np.array(above), np.array(below)


def _real_roots(coefficients: FloatArray) -> list[float]:
    kept = np.abs(coefficients) > 1e-14 * np.abs(coefficients).max()
    roots = np.roots(np.where(kept, coefficients, 0.0))
    return [float(root.real) for root in roots if abs(root.imag) <= 1e-9 * max(abs(root), 1e-300)]
