"""Effects by augmented inverse-probability weighting (AIPW), cross-fitted or not."""

from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_groups,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.cross_fitting import Nuisance, assign_folds, cross_fit
from idmaj.effects.influence import Sampling, build_influence_contrast
from idmaj.effects.logit import build_design
from idmaj.effects.outcome_models import OutcomeModel, Prediction, predict_outcome
from idmaj.effects.propensity import Propensity, describe_weights, estimate_propensity, find_weights
from idmaj.effects.weighting import WeightedEffect, compare_weighted_means
from idmaj.errors import EstimationError


def estimate_aipw_att(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    outcome_covariates: ArrayLike | None = None,
    normalised: bool = True,
    errors: Literal["influence", "stacked"] = "influence",
    outcome_model: OutcomeModel = "linear",
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate the effect on the treated from a propensity logit and an outcome model.

    The outcome model is fitted in the comparison group. With residuals r = y - m(x) and odds w:
    unnormalised, mean of r over the treated minus Σ w r / n1 over the comparison group; normalised, minus
    Σ w r / Σ w. The two agree in the limit and have one influence function.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment, used in both models.
    outcome_covariates : array_like, shape (n, m), optional
        Covariates of the outcome model where they are not those of the propensity.
    normalised : bool
        Divide by the sum of the odds rather than by the number treated.
    errors : {"influence", "stacked"}
        ``influence``: root of the summed squared efficient influence function
        ((T(r - τ) - (1 - T) w r)/n1), taken at its own root, which is the unnormalised estimate, for either
        variant; right when both models are. ``stacked``: M-estimation with the scores of both models stacked
        under the normalised estimate; right also when only one model is.
    outcome_model : {"linear", "logit"}
        Least squares, or a logit for an outcome of 0 and 1.
    conf_level : float
    **sampling
        Clusters, weights of people, correction for small samples: see `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `idmaj.effects.propensity.estimate_propensity` and
        `idmaj.effects.outcome_models.predict_outcome`; ``stacked-unnormalised`` for that combination.

    References
    ----------
    Robins, Rotnitzky & Zhao (1994), JASA 89; Hahn (1998), Econometrica 66; Stefanski & Boos (2002).
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    base = check_weights(sampling.get("weights"), len(y))
    if errors == "stacked" and not normalised:
        raise EstimationError("stacked-unnormalised")
    propensity = estimate_propensity(arm, check_covariates(covariates, len(y)), weights=base)
    design = propensity.design
    if outcome_covariates is not None:
        design = build_design(scale_covariates(check_covariates(outcome_covariates, len(y))).values)
    model = predict_outcome(y, design, fitted_to=~arm, weight=base, model=outcome_model)
    residuals = y - model.values
    weights = propensity.comparison.weights
    estimate, influence = compare_weighted_means(residuals, arm, weights=weights)
    unnormalised, efficient = _efficient_influence(
        _score_treated(residuals, arm, odds=_odds(propensity.probabilities)),
        arm.astype(np.float64),
        base=base,
    )
    if errors == "stacked":
        influence = influence + _correct_for_propensity(residuals, arm, propensity=propensity)
        efficient = influence + _correct_for_outcome_model(model, arm, design=design, weights=weights)
    comparison = propensity.comparison
    contrast = build_influence_contrast(
        estimate if normalised else unnormalised, efficient, arm, sampling=sampling, conf_level=conf_level,
        sizes=(comparison.effective_size_treated, comparison.effective_size),
        spent=(0, design.shape[1] - 1),
    )  # fmt: skip
    return WeightedEffect(contrast, comparison)


def estimate_aipw(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    estimand: Literal["att", "ate"] = "att",
    outcome_model: OutcomeModel = "linear",
    folds: int | None = None,
    seed: int = 0,
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> WeightedEffect:
    """Estimate an effect from a propensity logit and outcome models, weights normalised, cross-fitted if asked.

    With folds, everybody's propensity and outcome are predicted by models that have not seen them, nor
    anybody of their cluster. For the effect on the treated without folds this is `estimate_aipw_att`.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment, used in all models.
    estimand : {"att", "ate"}
        Effect on the treated, or average over everybody.
    outcome_model : {"linear", "logit"}
        Least squares, or a logit for an outcome of 0 and 1; one for each arm that is needed.
    folds : int, optional
        Folds of cross-fitting; none fits every model to everybody.
    seed : int
        Of the assignment to folds.
    conf_level : float
    **sampling
        See `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `estimate_aipw_att`; ``extreme-weights``; ``too-few-people`` or ``too-few-groups`` where folds
        cannot be filled.

    References
    ----------
    Robins, Rotnitzky & Zhao (1994), JASA 89; Chernozhukov et al. (2018), Econometrics Journal 21; Chiang,
    Kato, Ma & Sasaki (2022), Journal of Business & Economic Statistics 40, for clusters.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    base = check_weights(sampling.get("weights"), len(y))
    propensity = estimate_propensity(arm, check_covariates(covariates, len(y)), weights=base)
    arms = (False,) if estimand == "att" else (False, True)
    design, k = propensity.design, propensity.design.shape[1] - 1
    if folds is None:
        fits = {part: predict_outcome(y, design, fitted_to=arm == part, weight=base, model=outcome_model)
                for part in arms}  # fmt: skip
        treated_values = fits[True].values if True in fits else np.zeros(len(y))
        nuisance = Nuisance(propensity.probabilities, fits[False].values, treated_values)
    else:
        labels = sampling.get("clusters")
        codes = None if labels is None else check_groups(labels, "clusters", n=len(y), needed=2)
        fold = assign_folds(propensity.probabilities, arm, folds=folds, seed=seed, codes=codes)
        nuisance = cross_fit(y, propensity, arm=arm, weight=base, fold=fold, model=outcome_model, arms=arms)
    weights = find_weights(nuisance.probabilities, arm, estimand=estimand, base=base)[0]
    comparison = describe_weights(weights, arm)
    estimate, influence = _augment(y, arm, nuisance, estimand=estimand, weights=weights, base=base)
    contrast = build_influence_contrast(
        estimate, influence, arm, sampling=sampling, conf_level=conf_level,
        sizes=(comparison.effective_size_treated, comparison.effective_size),
        spent=(k if estimand == "ate" else 0, k) if folds is None else (0, 0),
    )  # fmt: skip
    return WeightedEffect(contrast, comparison)


def _augment(
    y: FloatArray, arm: BoolArray, nuisance: Nuisance, *, estimand: str, weights: FloatArray, base: FloatArray
) -> tuple[float, FloatArray]:
    """Return the normalised estimate and the efficient influence at the root of its own mean."""
    left = y - np.where(arm, nuisance.predicted_treated, nuisance.predicted_comparison)
    odds = _odds(nuisance.probabilities)
    if estimand == "att":
        residuals = y - nuisance.predicted_comparison
        score = _score_treated(residuals, arm, odds=odds)
        estimate, _ = compare_weighted_means(residuals, arm, weights=weights)
        return estimate, _efficient_influence(score, arm.astype(np.float64), base=base)[1]
    gain = nuisance.predicted_treated - nuisance.predicted_comparison
    score = gain + np.where(arm, (1 + 1 / odds) * left, -(1 + odds) * left)
    correction, _ = compare_weighted_means(left, arm, weights=weights)
    estimate = float(base @ gain / base.sum()) + correction
    return estimate, _efficient_influence(score, np.ones(len(y)), base=base)[1]


def _odds(probabilities: FloatArray) -> FloatArray:
    return np.asarray(probabilities / (1 - probabilities))


def _score_treated(residuals: FloatArray, arm: BoolArray, *, odds: FloatArray) -> FloatArray:
    return np.where(arm, residuals, -odds * residuals)


def _efficient_influence(
    score: FloatArray, population: FloatArray, *, base: FloatArray
) -> tuple[float, FloatArray]:
    """Return the mean score over the population of the estimand, and the influence on it."""
    total = float(base @ population)
    estimate = float(base @ score) / total
    return estimate, base * (score - population * estimate) / total


def _correct_for_propensity(residuals: FloatArray, arm: BoolArray, *, propensity: Propensity) -> FloatArray:
    weights = np.where(arm, 0.0, propensity.comparison.weights)
    slope = (weights * (residuals - weights @ residuals)) @ propensity.design
    return -propensity.influence @ slope


def _correct_for_outcome_model(
    model: Prediction, arm: BoolArray, *, design: FloatArray, weights: FloatArray
) -> FloatArray:
    share = np.where(arm, -1.0, 1.0) * weights * model.slope
    return model.influence @ (share @ design)
