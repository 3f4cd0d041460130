"""The logit by Newton's method, with separation refused instead of reported as a large number."""

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
    design = np.column_stack([np.ones(n), scaled.values])
    check_rank(design, first_covariate=1)
    y = outcome_is.astype(np.float64)
    optimum = maximise(lambda b: _evaluate(b, design, y=y, weight=weight), np.zeros(design.shape[1]))
    _check_convergence(optimum, design)
    probabilities = special.expit(design @ optimum.point)
    bread = np.linalg.inv(optimum.at.information)
    score = design * (weight * (y - probabilities))[:, None]
    back = _to_original_units(scaled.centre, scaled.scale)
    half = back @ bread
    return LogitFit(
        coefficients=back @ optimum.point,
        vcov=back @ bread @ back.T,
        vcov_robust=half @ (score.T @ score) @ half.T,
        probabilities=probabilities,
        log_likelihood=optimum.at.value,
        iterations=optimum.iterations,
    )


def _evaluate(b: FloatArray, design: FloatArray, *, y: FloatArray, weight: FloatArray) -> Evaluation:
    predictor = design @ b
    p = special.expit(predictor)
    log_likelihood = weight @ (special.log_expit(predictor) - (1 - y) * predictor)
    information = design.T @ (design * (weight * p * (1 - p))[:, None])
    return Evaluation(float(log_likelihood), design.T @ (weight * (y - p)), information)


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
