"""The effect on the treated by augmented inverse-probability weighting (AIPW)."""

from typing import Literal

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
from idmaj.effects.regression import LeastSquaresFit, estimate_least_squares
from idmaj.effects.weighting import (
    Propensity,
    WeightedEffect,
    compare_weighted_means,
    correct_for_propensity,
    estimate_propensity,
)
from idmaj.errors import EstimationError


def estimate_aipw_att(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    normalised: bool = True,
    errors: Literal["influence", "stacked"] = "influence",
    conf_level: float = 0.95,
) -> WeightedEffect:
    """Estimate the effect on the treated from a propensity logit and a linear outcome model.

    The outcome model is least squares in the comparison group. With residuals r = y - m(x) and odds w:
    unnormalised, mean of r over the treated minus Σ w r / n1 over the comparison group; normalised, minus
    Σ w r / Σ w. The two agree in the limit and have one influence function.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment, used in both models.
    normalised : bool
        Divide by the sum of the odds rather than by the number treated.
    errors : {"influence", "stacked"}
        ``influence``: root of the summed squared efficient influence function
        ((T(r - τ) - (1 - T) w r)/n1), taken at its own root, which is the unnormalised estimate, for either
        variant; right when both models are. ``stacked``: M-estimation with the scores of both models stacked
        under the normalised estimate; right also when only one model is.
    conf_level : float

    Raises
    ------
    EstimationError
        As `idmaj.effects.weighting.estimate_propensity`; ``collinear-covariates`` and ``too-few-people`` also
        for the outcome model in the comparison group; ``stacked-unnormalised`` for that combination.

    References
    ----------
    Robins, Rotnitzky & Zhao (1994), JASA 89; Hahn (1998), Econometrica 66; Stefanski & Boos (2002).
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    matrix = check_covariates(covariates, len(y))
    if errors == "stacked" and not normalised:
        raise EstimationError("stacked-unnormalised")
    propensity = estimate_propensity(arm, matrix)
    design = np.column_stack([np.ones(len(y)), scale_covariates(matrix).values])
    fit = _fit_comparison(y, arm, design=design)
    residuals = y - design @ fit.coefficients
    estimate, influence = compare_weighted_means(residuals, arm, weights=propensity.comparison.weights)
    unnormalised, efficient = _efficient_influence(residuals, arm, propensity=propensity)
    if errors == "stacked":
        influence = influence + correct_for_propensity(residuals, arm, propensity=propensity)
        efficient = influence + _correct_for_outcome_model(fit, arm, design=design, propensity=propensity)
    error = float(np.sqrt(efficient @ efficient))
    contrast = build_contrast(estimate if normalised else unnormalised, error, conf_level=conf_level)
    return WeightedEffect(contrast, propensity.comparison)


def _fit_comparison(y: FloatArray, arm: BoolArray, *, design: FloatArray) -> LeastSquaresFit:
    if int((~arm).sum()) <= design.shape[1]:
        raise EstimationError("too-few-people", n=int((~arm).sum()), needed=design.shape[1] + 1)
    check_rank(design[~arm], first_covariate=1)
    return estimate_least_squares(y[~arm], design[~arm])


def _efficient_influence(
    residuals: FloatArray, arm: BoolArray, *, propensity: Propensity
) -> tuple[float, FloatArray]:
    odds = propensity.probabilities / (1 - propensity.probabilities)
    terms = np.where(arm, residuals, -odds * residuals) / arm.sum()
    estimate = float(terms.sum())
    return estimate, terms - arm * (estimate / arm.sum())


def _correct_for_outcome_model(
    fit: LeastSquaresFit, arm: BoolArray, *, design: FloatArray, propensity: Propensity
) -> FloatArray:
    imbalance = np.where(arm, -1.0, 1.0) * propensity.comparison.weights @ design
    correction = np.zeros(len(arm))
    correction[~arm] = fit.residuals * (design[~arm] @ (fit.unscaled_vcov @ imbalance))
    return correction
