"""The effect on the treated from a comparison group weighted to resemble them: weights, diagnostics, IPW."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.logit import estimate_logit


@dataclass(frozen=True, eq=False)
class ComparisonWeights:
    """Weights that make the comparison group resemble the treated.

    Attributes
    ----------
    weights : ndarray, shape (n,)
        Sum to 1 within each arm: 1/n1 for each treated person.
    effective_size : float
        Kish's effective number of comparison people, (Σw)²/Σw².
    largest_share : float
        Largest weight of one comparison person.
    """

    weights: FloatArray
    effective_size: float
    largest_share: float


@dataclass(frozen=True, eq=False)
class Propensity:
    """Probabilities of treatment given covariates, and what follows from them.

    Attributes
    ----------
    probabilities : ndarray, shape (n,)
    overlap_share : float
        Share of the treated whose probability lies within the comparison group's range, ends included.
    comparison : ComparisonWeights
        Odds p/(1 - p), normalised over the comparison group.
    influence : ndarray, shape (n, k + 1)
        Each person's influence on the logit's coefficients (intercept, covariates at standard deviation 1).
    design : ndarray, shape (n, k + 1)
        Intercept and covariates at mean 0 and standard deviation 1.
    """

    probabilities: FloatArray
    overlap_share: float
    comparison: ComparisonWeights
    influence: FloatArray
    design: FloatArray


@dataclass(frozen=True, eq=False)
class WeightedEffect:
    """An effect on the treated and the weights behind it.

    Attributes
    ----------
    contrast : Contrast
        Treated minus weighted comparison, normal interval.
    comparison : ComparisonWeights
    """

    contrast: Contrast
    comparison: ComparisonWeights


def summarise_weights(weights: ArrayLike, treated: ArrayLike) -> ComparisonWeights:
    """Normalise the comparison group's weights and say how concentrated they are.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Non-negative; those of the treated are not read.
    treated : array_like, shape (n,)
        0/1 or boolean.

    Raises
    ------
    EstimationError
        ``no-weight``, ``negative-weights``, ``empty-arm``, input conditions.
    """
    raw = check_values(weights, "weights")
    arm = check_arms(treated, len(raw))
    share = check_weights(raw[~arm], int((~arm).sum()))
    share = share / share.sum()
    normalised = np.full(len(raw), 1 / arm.sum())
    normalised[~arm] = share
    return ComparisonWeights(normalised, float(1 / (share @ share)), float(share.max()))


def estimate_propensity(treated: ArrayLike, covariates: ArrayLike) -> Propensity:
    """Estimate probabilities of treatment by a logit with the covariates as main effects.

    Parameters
    ----------
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment; squares and products are columns of their own.

    Raises
    ------
    EstimationError
        ``separation`` when covariates tell the arms apart without error, so that there is no overlap;
        ``collinear-covariates``, ``empty-arm``, ``no-convergence``, input conditions.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    arm = check_arms(treated, len(matrix))
    scaled = scale_covariates(check_covariates(matrix, len(arm))).values
    design = np.column_stack([np.ones(len(arm)), scaled])
    fit = estimate_logit(arm, scaled)
    p = fit.probabilities
    inside = (p[arm] >= p[~arm].min()) & (p[arm] <= p[~arm].max())
    return Propensity(
        probabilities=p,
        overlap_share=float(inside.mean()),
        comparison=summarise_weights(np.where(arm, 0.0, p / (1 - p)), arm),
        influence=(design * (arm - p)[:, None]) @ fit.vcov,
        design=design,
    )


def estimate_ipw_att(
    outcome: ArrayLike, treated: ArrayLike, covariates: ArrayLike, *, conf_level: float = 0.95
) -> WeightedEffect:
    """Estimate the effect on the treated by inverse-probability weighting (Hájek).

    The comparison group is weighted by the odds of treatment, normalised to 1. The error is that of
    M-estimation with the logit's score stacked under the two means, so it knows that the weights are
    estimated; no small-sample factor.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_propensity`; ``no-variation``.

    References
    ----------
    Hirano, Imbens & Ridder (2003), Econometrica 71; Stefanski & Boos (2002), American Statistician 56.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    propensity = estimate_propensity(arm, check_covariates(covariates, len(y)))
    estimate, influence = compare_weighted_means(y, arm, weights=propensity.comparison.weights)
    influence = influence + correct_for_propensity(y, arm, propensity=propensity)
    contrast = build_contrast(estimate, float(np.sqrt(influence @ influence)), conf_level=conf_level)
    return WeightedEffect(contrast, propensity.comparison)


def compare_weighted_means(
    outcome: FloatArray, arm: BoolArray, *, weights: FloatArray
) -> tuple[float, FloatArray]:
    """Return the difference of two weighted means, and each person's influence on it with weights held.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    arm : ndarray, shape (n,)
    weights : ndarray, shape (n,)
        Summing to 1 within each arm.
    """
    mean_1, mean_0 = weights[arm] @ outcome[arm], weights[~arm] @ outcome[~arm]
    influence = weights * np.where(arm, outcome - mean_1, mean_0 - outcome)
    return float(mean_1 - mean_0), influence


def correct_for_propensity(outcome: FloatArray, arm: BoolArray, *, propensity: Propensity) -> FloatArray:
    """Return what each person adds to the influence on the effect through the estimated propensity.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        The quantity whose normalised weighted mean is taken: outcomes, or residuals of an outcome model.
    arm : ndarray, shape (n,)
    propensity : Propensity
    """
    weights = np.where(arm, 0.0, propensity.comparison.weights)
    slope = (weights * (outcome - weights @ outcome)) @ propensity.design
    return -propensity.influence @ slope
