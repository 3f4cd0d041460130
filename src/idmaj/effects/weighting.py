"""Effects from groups weighted to resemble each other by the propensity: IPW and overlap weights."""

from dataclasses import dataclass
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_values,
    check_weights,
)
from idmaj.effects.contrast import Contrast
from idmaj.effects.influence import Sampling, build_influence_contrast
from idmaj.effects.propensity import (
    ComparisonWeights,
    Estimand,
    describe_weights,
    estimate_propensity,
    find_weights,
)


@dataclass(frozen=True, eq=False)
class WeightedEffect:
    """An effect and the weights behind it.

    Attributes
    ----------
    contrast : Contrast
        Weighted treated minus weighted comparison.
    comparison : ComparisonWeights
        Weights of both arms.
    """

    contrast: Contrast
    comparison: ComparisonWeights


def estimate_ipw(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    estimand: Estimand = "att",
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate an effect by propensity weights, normalised within each arm (Hájek).

    With p the propensity, treated and comparison people have the weights 1 and p/(1 - p) for the effect on
    the treated, 1/p and 1/(1 - p) for the average effect, 1 - p and p for the effect where the groups
    overlap. The error is that of M-estimation with the logit's score stacked under the two means, so it
    knows that the weights are estimated.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment.
    estimand : {"att", "ate", "overlap"}
        People over whom the effect is averaged: the treated, everybody, those who could be either.
    conf_level : float
    **sampling
        Clusters, weights of people, correction for small samples: see `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `estimate_propensity`; ``extreme-weights`` where a propensity is 0 or 1 to rounding;
        ``no-variation``; as `idmaj.effects.influence.build_influence_contrast`.

    References
    ----------
    Hirano, Imbens & Ridder (2003), Econometrica 71; Stefanski & Boos (2002), American Statistician 56; Li,
    Morgan & Zaslavsky (2018), JASA 113, for overlap weights.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    base = check_weights(sampling.get("weights"), len(y))
    propensity = estimate_propensity(arm, check_covariates(covariates, len(y)), weights=base)
    weights, slope = find_weights(propensity.probabilities, arm, estimand=estimand, base=base)
    estimate, influence = compare_weighted_means(y, arm, weights=weights)
    mean_1, mean_0 = weights[arm] @ y[arm], weights[~arm] @ y[~arm]
    pull = np.where(arm, slope * (y - mean_1), -slope * (y - mean_0)) @ propensity.design
    comparison = describe_weights(weights, arm)
    contrast = build_influence_contrast(
        estimate, influence + propensity.influence @ pull, arm, sampling=sampling,
        sizes=(comparison.effective_size_treated, comparison.effective_size), conf_level=conf_level,
    )  # fmt: skip
    return WeightedEffect(contrast, comparison)


def estimate_ipw_att(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate the effect on the treated by inverse-probability weighting: `estimate_ipw` for the ATT."""
    return estimate_ipw(outcome, treated, covariates, estimand="att", conf_level=conf_level, **sampling)


def estimate_overlap_weighted(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate the effect among people who could be in either arm: `estimate_ipw` with overlap weights.

    No weight exceeds 1 before normalising, and weighted means of the covariates are equal in both arms.
    """
    return estimate_ipw(outcome, treated, covariates, estimand="overlap", conf_level=conf_level, **sampling)


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
