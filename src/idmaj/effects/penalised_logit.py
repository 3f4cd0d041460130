"""The logit's likelihood times Jeffreys' prior, and where it is highest."""

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
from idmaj.effects.newton import Evaluation, maximise
from idmaj.errors import EstimationError

MAX_ITERATIONS = 200


@dataclass(frozen=True, eq=False)
class Penalised:
    """A penalised log-likelihood at one point.

    Attributes
    ----------
    value : float
    gradient : ndarray, shape (k,)
    information : ndarray, shape (k, k)
        Of the likelihood without the penalty: what errors are made of.
    curvature : ndarray, shape (k, k)
        Minus the second derivatives, penalty and all: what steps are made of.
    """

    value: float
    gradient: FloatArray
    information: FloatArray
    curvature: FloatArray

    def project(self, basis: FloatArray) -> Evaluation:
        """Return the function of c at b = basis @ c, with the information where the curvature is not positive."""
        curvature = basis.T @ self.curvature @ basis
        if not (np.isfinite(curvature).all() and np.linalg.eigvalsh(curvature)[0] > 0):
            curvature = basis.T @ self.information @ basis
        return Evaluation(self.value, basis.T @ self.gradient, curvature)


@dataclass(frozen=True, eq=False)
class PenalisedLogit:
    """The penalised likelihood of a logit and where it is highest.

    Attributes
    ----------
    outcome, weights : ndarray, shape (n,)
    design : ndarray, shape (n, k + 1)
        Intercept, then covariates at mean 0 and standard deviation 1.
    to_original : ndarray, shape (k + 1, k + 1)
        Turns coefficients of `design` into coefficients per original unit.
    point : ndarray, shape (k + 1,)
        Coefficients of `design` at the maximum.
    at : Penalised
        The penalised log-likelihood there.
    """

    outcome: FloatArray
    weights: FloatArray
    design: FloatArray
    to_original: FloatArray
    point: FloatArray
    at: Penalised

    def evaluate(self, b: FloatArray) -> Penalised:
        """Return the penalised log-likelihood at coefficients b."""
        return evaluate_penalised(b, self.design, y=self.outcome, weight=self.weights)


def fit_penalised_logit(
    outcome: ArrayLike, covariates: ArrayLike, *, weights: ArrayLike | None = None
) -> PenalisedLogit:
    """Find the maximum of the penalised likelihood; parameters as `idmaj.effects.firth.estimate_firth`.

    Raises
    ------
    EstimationError
        ``collinear-covariates``, ``too-few-people``, ``no-convergence``, input conditions.
    """
    y = check_indicator(outcome, "outcome").astype(np.float64)
    matrix = check_covariates(covariates, len(y))
    weight = check_weights(weights, len(y))
    scaled = scale_covariates(matrix)
    design = np.column_stack([np.ones(len(y)), scaled.values])
    if np.count_nonzero(weight) <= design.shape[1]:
        raise EstimationError("too-few-people", n=int(np.count_nonzero(weight)), needed=design.shape[1] + 1)
    check_rank(design[weight > 0], first_covariate=1)
    whole = np.eye(design.shape[1])
    optimum = maximise(
        lambda b: evaluate_penalised(b, design, y=y, weight=weight).project(whole),
        np.zeros(len(whole)),
        max_iterations=MAX_ITERATIONS,
    )
    if not optimum.converged:
        raise EstimationError("no-convergence", model="firth", iterations=optimum.iterations)
    back = np.diag(np.concatenate([[1.0], 1 / scaled.scale]))
    back[0, 1:] = -scaled.centre / scaled.scale
    at = evaluate_penalised(optimum.point, design, y=y, weight=weight)
    return PenalisedLogit(y, weight, design, back, optimum.point, at)


def evaluate_penalised(b: FloatArray, design: FloatArray, *, y: FloatArray, weight: FloatArray) -> Penalised:
    """Return Firth's penalised log-likelihood with its first and second derivatives.

    Parameters
    ----------
    b : ndarray, shape (k,)
    design : ndarray, shape (n, k)
    y, weight : ndarray, shape (n,)
    """
    predictor = design @ b
    p, q = special.expit(predictor), special.expit(-predictor)
    weighted = design * np.sqrt(weight * p * q)[:, None]
    information = weighted.T @ weighted
    try:
        root = np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return Penalised(-np.inf, np.zeros_like(b), information, information)
    basis = np.linalg.solve(root, weighted.T).T
    leverage = np.einsum("ij,ij->i", basis, basis)
    log_likelihood = weight @ (special.log_expit(predictor) - (1 - y) * predictor)
    bend = design.T @ (design * (leverage * (p * q - (q - p) ** 2 / 2))[:, None])
    # Σ_ij x_i (q-p)_i H_ij² (q-p)_j x_j' / 2 without the n × n hat matrix H
    squares = (basis[:, :, None] * basis[:, None, :]).reshape(len(y), -1)
    turned = squares.T @ (design * (q - p)[:, None])
    return Penalised(
        value=float(log_likelihood + np.log(np.diag(root)).sum()),
        gradient=design.T @ (weight * (y - p) + leverage * (q - p) / 2),
        information=information,
        curvature=information + bend + turned.T @ turned / 2,
    )
