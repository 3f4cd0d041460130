"""What doubly robust differences rest on: odds of treatment, outcome models, and signed weighted means of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, check_rank
from idmaj.effects.logit import estimate_logit
from idmaj.effects.newton import Evaluation, maximise
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class TreatmentOdds:
    """Odds of treatment of the comparison group.

    Attributes
    ----------
    odds : ndarray, shape (n,)
        p/(1 - p); 0 for the treated.
    influence : ndarray, shape (n, k)
        Each unit's influence on the coefficients of log p/(1 - p); zeros where they need no correction.
    """

    odds: FloatArray
    influence: FloatArray


@dataclass(frozen=True, eq=False)
class OutcomeModel:
    """A linear model of the outcome.

    Attributes
    ----------
    predicted : ndarray, shape (n,)
        For every unit, whether or not the model was fitted to it.
    influence : ndarray, shape (n, k)
        Each unit's influence on the coefficients; zeros where they need no correction.
    """

    predicted: FloatArray
    influence: FloatArray


@dataclass(frozen=True, eq=False)
class SignedMean:
    """A term of an estimate: sign times the weighted mean of base + Σ coefficient · prediction.

    Attributes
    ----------
    sign : float
    weights : ndarray, shape (n,)
        Non-negative, of any sum.
    base : ndarray, shape (n,)
    models : sequence of (float, OutcomeModel)
    by_odds : bool
        The weights hold the odds of treatment as a factor.
    """

    sign: float
    weights: FloatArray
    base: FloatArray
    models: Sequence[tuple[float, OutcomeModel]] = ()
    by_odds: bool = False


def estimate_odds(arm: BoolArray, design: FloatArray, weights: FloatArray) -> TreatmentOdds:
    """Estimate odds of treatment by a logit.

    Parameters
    ----------
    arm : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Intercept first.
    weights : ndarray, shape (n,)

    Raises
    ------
    EstimationError
        ``separation``, ``collinear-covariates``, ``no-convergence``.
    """
    fit = estimate_logit(arm, design[:, 1:], weights=weights)
    p = fit.probabilities
    odds = np.where(arm, 0.0, p / (1 - p))
    return TreatmentOdds(odds, (design * (weights * (arm - p))[:, None]) @ fit.vcov)


def calibrate_odds(arm: BoolArray, design: FloatArray, weights: FloatArray) -> TreatmentOdds:
    """Find odds exp(x'γ) that give the comparison group the covariate totals of the treated.

    Equal to inverse-probability tilting and to entropy balancing. Their estimation adds nothing to the error
    of the improved estimator.

    Parameters
    ----------
    arm, design, weights
        As `estimate_odds`.

    Raises
    ------
    EstimationError
        ``infeasible-moments`` when no odds reach the treated group's totals.

    References
    ----------
    Graham, Pinto & Egel (2012), Review of Economic Studies 79; Sant'Anna & Zhao (2020), section 3.1.
    """
    x, w = design[~arm], weights[~arm]
    target = weights[arm] @ design[arm]
    check_rank(x, first_covariate=1)

    def evaluate(point: FloatArray) -> Evaluation:
        with np.errstate(over="ignore", invalid="ignore"):
            tilted = w * np.exp(x @ point)
            information = x.T @ (x * tilted[:, None])
            return Evaluation(float(target @ point - tilted.sum()), target - tilted @ x, information)

    start = np.zeros(design.shape[1])
    start[0] = np.log(weights[arm].sum() / w.sum())
    optimum = maximise(evaluate, start, max_iterations=100)
    if not optimum.converged:
        raise EstimationError("infeasible-moments", n=int((~arm).sum()))
    odds = np.zeros(len(arm))
    odds[~arm] = np.exp(x @ optimum.point)
    return TreatmentOdds(odds, np.zeros_like(design))


def estimate_outcome_model(
    outcome: FloatArray, design: FloatArray, *, weights: FloatArray, rows: BoolArray
) -> OutcomeModel:
    """Estimate a linear outcome model by weighted least squares on some of the rows.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Intercept first.
    weights : ndarray, shape (n,)
        Positive on `rows`.
    rows : ndarray, shape (n,)

    Raises
    ------
    EstimationError
        ``too-few-people`` for fewer rows than columns; ``collinear-covariates`` within the rows.
    """
    x = design[rows]
    check_rank(x, first_covariate=1)
    root = np.sqrt(weights[rows])
    q, r = np.linalg.qr(x * root[:, None])
    inverse = np.linalg.inv(r)
    predicted = design @ (inverse @ (q.T @ (root * outcome[rows])))
    influence = np.zeros_like(design)
    influence[rows] = q @ inverse.T * (root * (outcome[rows] - predicted[rows]))[:, None]
    return OutcomeModel(predicted, influence)


def combine_means(
    terms: Sequence[SignedMean], design: FloatArray, *, odds: TreatmentOdds | None
) -> tuple[float, FloatArray]:
    """Add up signed means, and the influence of each unit on the sum, estimated models included.

    Parameters
    ----------
    terms : sequence of SignedMean
    design : ndarray, shape (n, k)
    odds : TreatmentOdds, optional
        Where a term is weighted by odds.

    Returns
    -------
    float, ndarray of shape (n,)
    """
    estimate, influence = 0.0, np.zeros(len(design))
    for term in terms:
        share = term.weights / term.weights.sum()
        values = term.base + sum(c * model.predicted for c, model in term.models)
        mean = float(share @ values)
        estimate += term.sign * mean
        influence += term.sign * share * (values - mean)
        for c, model in term.models:
            influence += term.sign * c * (model.influence @ (share @ design))
        if term.by_odds and odds is not None:
            influence += term.sign * (odds.influence @ ((share * (values - mean)) @ design))
    return estimate, influence
