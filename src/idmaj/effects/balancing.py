"""Entropy balancing: comparison weights nearest to equal that reproduce the treated group's means."""

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_rank,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import build_contrast
from idmaj.effects.newton import Evaluation, maximise
from idmaj.effects.weighting import (
    ComparisonWeights,
    WeightedEffect,
    compare_weighted_means,
    summarise_weights,
)
from idmaj.errors import EstimationError

MOMENT_TOLERANCE = 1e-8


def estimate_balancing_weights(treated: ArrayLike, covariates: ArrayLike) -> ComparisonWeights:
    """Estimate entropy-balancing weights for the comparison group by Newton's method on the dual.

    The weights are proportional to exp(x'λ), with λ such that the weighted means of the comparison group
    equal the treated group's to 1e-8 standard deviations.

    Parameters
    ----------
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Moments to balance; squares and products are columns of their own.

    Raises
    ------
    EstimationError
        ``infeasible-moments`` when no positive weights reach the treated group's means;
        ``collinear-covariates`` (also for a column that does not vary in the comparison group),
        ``empty-arm``, input conditions.

    References
    ----------
    Hainmueller (2012), Political Analysis 20.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    arm = check_arms(treated, len(matrix))
    return _balance(arm, scale_covariates(check_covariates(matrix, len(arm))).values)


def estimate_balanced_att(
    outcome: ArrayLike, treated: ArrayLike, covariates: ArrayLike, *, conf_level: float = 0.95
) -> WeightedEffect:
    """Estimate the effect on the treated with entropy-balancing weights.

    The error is that of M-estimation with the balancing conditions and the treated group's means stacked
    under the two outcome means. Its influence function is that of the difference in means of e = y - x'b,
    where b is the weighted regression of the outcome on the covariates in the comparison group: the part of
    the outcome that the balanced covariates explain linearly adds no error. No small-sample factor.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Moments to balance, measured before treatment.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_balancing_weights`; ``no-variation``.

    References
    ----------
    Hainmueller (2012); Zhao & Percival (2017), Journal of Causal Inference 5; Stefanski & Boos (2002).
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    scaled = scale_covariates(check_covariates(covariates, len(y))).values
    comparison = _balance(arm, scaled)
    w = comparison.weights
    estimate, _ = compare_weighted_means(y, arm, weights=w)
    slope = _weighted_slope(y[~arm], scaled[~arm], weights=w[~arm])
    _, influence = compare_weighted_means(y - scaled @ slope, arm, weights=w)
    contrast = build_contrast(estimate, float(np.sqrt(influence @ influence)), conf_level=conf_level)
    return WeightedEffect(contrast, comparison)


def _balance(arm: BoolArray, scaled: FloatArray) -> ComparisonWeights:
    distance = scaled[~arm] - scaled[arm].mean(axis=0)
    check_rank(np.column_stack([np.ones(len(distance)), distance]), first_covariate=1)
    optimum = maximise(lambda b: _evaluate(b, distance), np.zeros(distance.shape[1]))
    share = _share(optimum.point, distance)
    if not optimum.converged or np.abs(share @ distance).max(initial=0.0) > MOMENT_TOLERANCE:
        raise EstimationError("infeasible-moments", n=int((~arm).sum()))
    weights = np.zeros(len(arm))
    weights[~arm] = share
    return summarise_weights(weights, arm)


def _evaluate(b: FloatArray, distance: FloatArray) -> Evaluation:
    predictor = distance @ b
    top = predictor.max()
    share = np.exp(predictor - top)
    total = share.sum()
    share /= total
    mean = share @ distance
    information = distance.T @ (distance * share[:, None]) - np.outer(mean, mean)
    return Evaluation(-float(top + np.log(total)), -mean, information)


def _share(b: FloatArray, distance: FloatArray) -> FloatArray:
    predictor = distance @ b
    share = np.exp(predictor - predictor.max())
    return np.asarray(share / share.sum())


def _weighted_slope(y: FloatArray, covariates: FloatArray, *, weights: FloatArray) -> FloatArray:
    centred = covariates - weights @ covariates
    spread = centred.T @ (centred * weights[:, None])
    return np.asarray(np.linalg.solve(spread, centred.T @ (weights * y)), dtype=np.float64)
