"""The logit by Newton's method, with separation refused instead of reported as a large number."""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    FloatArray,
    check_covariates,
    check_indicator,
    check_rank,
    check_weights,
    scale_covariates,
)
from idmaj.effects.newton import Evaluation, Optimum, maximise
from idmaj.errors import EstimationError

SEPARATED_PREDICTOR = 15.0
BLOCK_ROWS = 8_192
"""People at a time, so that a block of the design stays in the processor's cache."""
START_ROWS = 20_000
"""People from whom a first solution is sought where there are many more."""


@dataclass(frozen=True, eq=False)
class LogitFit:
    """A fitted logit, intercept first.

    Attributes
    ----------
    coefficients : ndarray, shape (k + 1,)
        Log odds per unit of each column.
    vcov : ndarray, shape (k + 1, k + 1)
        Inverse information (model-based).
    vcov_robust : ndarray, shape (k + 1, k + 1)
        HC0 sandwich.
    probabilities : ndarray, shape (n,)
        Fitted P(y = 1).
    log_likelihood : float
    iterations : int
    """

    coefficients: FloatArray
    vcov: FloatArray
    vcov_robust: FloatArray
    probabilities: FloatArray
    log_likelihood: float
    iterations: int


def estimate_logit(
    outcome: ArrayLike, covariates: ArrayLike, *, weights: ArrayLike | None = None
) -> LogitFit:
    """Estimate P(y = 1 | x) = 1 / (1 + exp(-b0 - x'b)) by maximum likelihood.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Without a column of ones; any units.
    weights : array_like, shape (n,), optional
        Non-negative weights of the log-likelihood.

    Raises
    ------
    EstimationError
        ``separation`` when a combination of covariates predicts the outcome without error for some people,
        so that the estimate is infinite; ``collinear-covariates``; ``no-convergence``; input conditions.
    """
    outcome_is = check_indicator(outcome, "outcome")
    n = len(outcome_is)
    matrix = check_covariates(covariates, n)
    weight = check_weights(weights, n)
    scaled = scale_covariates(matrix)
    design = build_design(scaled.values)
    y = outcome_is.astype(np.float64)
    optimum = solve_logit(y, design, weight=weight)
    probabilities = special.expit(design @ optimum.point)
    bread = np.linalg.inv(optimum.at.information)
    back = _to_original_units(scaled.centre, scaled.scale)
    half = back @ bread
    return LogitFit(
        coefficients=back @ optimum.point,
        vcov=back @ bread @ back.T,
        vcov_robust=half @ _sum_outer(design, weight * (y - probabilities)) @ half.T,
        probabilities=probabilities,
        log_likelihood=optimum.at.value,
        iterations=optimum.iterations,
    )


def build_design(covariates: FloatArray) -> FloatArray:
    """Put a column of ones before the covariates.

    Parameters
    ----------
    covariates : ndarray, shape (n, k)

    Returns
    -------
    ndarray, shape (n, k + 1)
    """
    design = np.empty((len(covariates), covariates.shape[1] + 1))
    design[:, 0] = 1.0
    design[:, 1:] = covariates
    return design


def solve_logit(
    outcome: FloatArray, design: FloatArray, *, weight: FloatArray, start: FloatArray | None = None
) -> Optimum:
    """Solve the likelihood equations of a logit.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        0.0 or 1.0.
    design : ndarray, shape (n, k + 1)
        Intercept first, covariates of comparable scale (see `build_design`).
    weight : ndarray, shape (n,)
        Non-negative; 0 leaves a person out.
    start : ndarray, shape (k + 1,), optional
        The solution for almost the same people, whose design passed the checks; it changes how long the
        search takes, never where it ends.

    Raises
    ------
    EstimationError
        ``separation``, ``collinear-covariates``, ``too-few-people``, ``no-convergence``.
    """
    if start is None:
        _check_design(design)
        start = _find_start(outcome, design, weight=weight)
    optimum = maximise(lambda b: _evaluate(b, design, y=outcome, weight=weight), start)
    if not optimum.converged and start.any():
        optimum = maximise(
            lambda b: _evaluate(b, design, y=outcome, weight=weight), np.zeros(design.shape[1])
        )
    _check_convergence(optimum, design[weight > 0] if not optimum.converged else design)
    return optimum


def _check_design(design: FloatArray) -> None:
    # the factor of the Gram matrix has the rank of the design, and k rows instead of n
    n, k = design.shape
    factor: FloatArray = design
    if n >= k:
        with suppress(np.linalg.LinAlgError):
            factor = np.linalg.cholesky(design.T @ design).T.astype(np.float64)
    check_rank(factor, first_covariate=1)


def _find_start(y: FloatArray, design: FloatArray, *, weight: FloatArray) -> FloatArray:
    """Solve a thinned sample where there are many people; zeros where that has no solution."""
    zeros = np.zeros(design.shape[1])
    stride = len(design) // START_ROWS
    if stride < 2:
        return zeros
    thin = np.ascontiguousarray(design[::stride])
    y_thin, weight_thin = y[::stride], weight[::stride]
    optimum = maximise(lambda b: _evaluate(b, thin, y=y_thin, weight=weight_thin), zeros, tolerance=1e-3)
    return optimum.point if optimum.converged else zeros


def _evaluate(b: FloatArray, design: FloatArray, *, y: FloatArray, weight: FloatArray) -> Evaluation:
    value, k = 0.0, design.shape[1]
    gradient, information = np.zeros(k), np.zeros((k, k))
    for first in range(0, len(design), BLOCK_ROWS):
        x, w = design[first : first + BLOCK_ROWS], weight[first : first + BLOCK_ROWS]
        outcome = y[first : first + BLOCK_ROWS]
        predictor = x @ b
        odds = np.exp(-np.abs(predictor))
        larger = 1 / (1 + odds)
        p = np.where(predictor >= 0, larger, odds * larger)
        value += float(w @ (outcome * predictor - np.maximum(predictor, 0) - np.log1p(odds)))
        gradient += (w * (outcome - p)) @ x
        half = x * (np.sqrt(w * odds) * larger)[:, None]
        information += half.T @ half
    return Evaluation(value, gradient, information)


def _sum_outer(design: FloatArray, score: FloatArray) -> FloatArray:
    total = np.zeros((design.shape[1], design.shape[1]))
    for first in range(0, len(design), BLOCK_ROWS):
        part = design[first : first + BLOCK_ROWS] * score[first : first + BLOCK_ROWS, None]
        total += part.T @ part
    return total


def _check_convergence(optimum: Optimum, design: FloatArray) -> None:
    if optimum.converged:
        return
    largest = float(np.abs(design @ optimum.point).max())
    if largest > SEPARATED_PREDICTOR:
        raise EstimationError("separation", model="logit")
    raise EstimationError("no-convergence", model="logit", iterations=optimum.iterations)


def _to_original_units(centre: FloatArray, scale: FloatArray) -> FloatArray:
    back = np.diag(np.concatenate([[1.0], 1 / scale]))
    back[0, 1:] = -centre / scale
    return back
