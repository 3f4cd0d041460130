"""Effects on everybody from those found, each weighted by the inverse of their chance of being found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_groups,
    check_indicator,
    check_rank,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast
from idmaj.effects.influence import Sampling, build_influence_contrast
from idmaj.effects.logit import build_design, solve_logit
from idmaj.effects.lost.people import check_found
from idmaj.effects.propensity import estimate_propensity
from idmaj.errors import EstimationError

LEAST_CHANCE = 0.01
"""Chance of being found below which nobody who was found can stand for a person."""


@dataclass(frozen=True, eq=False)
class ResponseWeights:
    """Weights that let the people found stand for everybody.

    Attributes
    ----------
    weights : ndarray, shape (n,)
        Share found of the arm over the person's chance of being found (stabilised); 0 for the lost.
    chances : ndarray, shape (n,)
        Chance of being found; 1 in an arm that lost nobody.
    effective_size_treated, effective_size : float
        Kish's effective number of people found, supported and other.
    influence : ndarray, shape (n, p)
        Each person's influence on the p quantities that the weights were made from.
    slope : ndarray, shape (n, p)
        Derivative of the logarithm of each weight by them.
    """

    weights: FloatArray
    chances: FloatArray
    effective_size_treated: float
    effective_size: float
    influence: FloatArray
    slope: FloatArray


@dataclass(frozen=True, eq=False)
class ReweightedEffect:
    """An effect from people found, weighted to stand for everybody.

    Attributes
    ----------
    contrast : Contrast
    response : ResponseWeights
    effective_sizes : tuple of float
        Kish's effective number of people behind the contrast, supported and other; for the effect on the
        treated the odds of treatment count too.
    """

    contrast: Contrast
    response: ResponseWeights
    effective_sizes: tuple[float, float]


def estimate_response_weights(
    found: ArrayLike,
    covariates: ArrayLike,
    treated: ArrayLike,
    *,
    by_arm: bool = True,
    weights: ArrayLike | None = None,
    least_chance: float = LEAST_CHANCE,
) -> ResponseWeights:
    """Estimate weights from logits of being found.

    Parameters
    ----------
    found : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment, of everybody.
    treated : array_like, shape (n,)
        0/1 or boolean.
    by_arm : bool
        One logit an arm; otherwise one logit with the arm beside the covariates, for few people lost. An arm
        that lost nobody needs none. Columns that do not vary within a logit's people leave it.
    weights : array_like, shape (n,), optional
        Weights of people, such as those of a survey.
    least_chance : float
        Chance of being found below which the weights are refused.

    Raises
    ------
    EstimationError
        ``nobody-lost``; ``arm-all-lost``; ``response-near-zero`` where somebody had almost no chance of being
        found; ``separation``, ``collinear-covariates``, ``no-convergence``; input conditions.

    References
    ----------
    Robins, Rotnitzky & Zhao (1995), Journal of the American Statistical Association 90.
    """
    seen = check_indicator(found, "found")
    x, arm = check_covariates(covariates, len(seen)), check_arms(treated, len(seen))
    base = check_weights(weights, len(seen))
    check_found(seen, arm)
    if seen.all():
        raise EstimationError("nobody-lost")
    arms = [part for part in (arm, ~arm) if not seen[part].all()]
    if not by_arm and len(arms) == 2:
        arms, x = [arm | ~arm], np.column_stack([arm, x])
    chances, influences, slopes = np.ones(len(seen)), [], []
    for part in arms:
        chances[part], influence, slope = _fit_response(seen, x, base, inside=part)
        influences.append(influence)
        slopes.append(slope)
    if chances.min() < least_chance:
        raise EstimationError("response-near-zero", chance=float(chances.min()), least=least_chance)
    stabilised, on_share, of_share = _stabilise(seen, arm, base)
    raw = np.where(seen, base * stabilised / chances, 0.0)
    return ResponseWeights(
        weights=raw / base.mean(),
        chances=chances,
        effective_size_treated=_effective_size(raw[arm]),
        effective_size=_effective_size(raw[~arm]),
        influence=np.column_stack([*influences, on_share]),
        slope=np.column_stack([*slopes, of_share]),
    )


def estimate_reweighted(
    outcome: ArrayLike,
    found: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    estimand: Literal["itt", "att"] = "itt",
    by_arm: bool = True,
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> ReweightedEffect:
    """Estimate the difference in means over everybody from those found, weighted by their chance of being found.

    Right where, among people alike in the covariates, being lost tells nothing of the outcome. The error is that
    of M-estimation with the scores of all logits stacked, so it knows that the weights are estimated.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Not read where lost.
    found, treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment, of everybody.
    strata : array_like, shape (n,), optional
        Labels; people are compared within them (weighted least squares with an indicator each).
    estimand : {"itt", "att"}
        ``itt``: as assigned by lot. ``att``: the comparison group is also weighted by the odds of treatment
        given the covariates, as in `idmaj.effects.weighting.estimate_ipw_att`.
    by_arm : bool
        See `estimate_response_weights`.
    conf_level : float
    **sampling
        Clusters, weights of people, correction for small samples: see `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `estimate_response_weights`, `idmaj.effects.propensity.estimate_propensity` and
        `idmaj.effects.influence.build_influence_contrast`.

    References
    ----------
    Robins, Rotnitzky & Zhao (1995), JASA 90; Stefanski & Boos (2002), American Statistician 56.
    """
    response = estimate_response_weights(
        found, covariates, treated, by_arm=by_arm, weights=sampling.get("weights")
    )
    seen, arm = check_indicator(found, "found"), check_arms(treated, len(response.weights))
    y = _read_outcome(outcome, seen)
    weights, influences, slopes = response.weights, [response.influence], [response.slope]
    if estimand == "att":
        propensity = estimate_propensity(arm, covariates, weights=sampling.get("weights"))
        odds = propensity.probabilities / (1 - propensity.probabilities)
        weights = weights * np.where(arm, 1.0, odds)
        influences.append(propensity.influence)
        slopes.append(np.where(arm, 0.0, 1.0)[:, None] * propensity.design)
    estimate, held = _compare_within(y, arm, weights, strata=strata)
    pulls = [influence @ (held @ slope) for influence, slope in zip(influences, slopes, strict=True)]
    sizes = _effective_size(weights[arm]), _effective_size(weights[~arm])
    contrast = build_influence_contrast(
        estimate, held + np.sum(pulls, axis=0), arm, sampling=sampling, sizes=sizes, conf_level=conf_level
    )
    return ReweightedEffect(contrast, response, sizes)


def _fit_response(
    seen: BoolArray, x: FloatArray, base: FloatArray, *, inside: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return chances of those inside, and influence and slope of everybody, (n, p)."""
    part = x[inside]
    varies = np.ptp(part, axis=0) > 0
    design = build_design(scale_covariates(part[:, varies]).values if varies.any() else part[:, varies])
    weight = base[inside]
    optimum = solve_logit(seen[inside].astype(np.float64), design, weight=weight)
    chance = np.asarray(special.expit(design @ optimum.point))
    influence, slope = np.zeros((len(seen), design.shape[1])), np.zeros((len(seen), design.shape[1]))
    score = design * (weight * (seen[inside] - chance))[:, None]
    influence[inside] = np.linalg.solve(optimum.at.information, score.T).T
    slope[inside] = -design * (1 - chance)[:, None]
    return chance, influence, slope


def _stabilise(
    seen: BoolArray, arm: BoolArray, base: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the share found of each person's arm, influences on the logarithms of both, and their slope."""
    share, influence, slope = np.ones(len(seen)), np.zeros((len(seen), 2)), np.zeros((len(seen), 2))
    for j, part in enumerate((arm, ~arm)):
        total = base[part].sum()
        found = float(base[part] @ seen[part] / total) if total > 0 else 0.0
        if found <= 0:
            raise EstimationError("no-weight")
        share[part], slope[part, j] = found, 1.0
        influence[part, j] = base[part] * (seen[part] - found) / (total * found)
    return share, influence, slope


def _compare_within(
    y: FloatArray, arm: BoolArray, weights: FloatArray, *, strata: ArrayLike | None
) -> tuple[float, FloatArray]:
    """Return the weighted difference within strata, and each person's influence on it with weights held."""
    inside = weights > 0
    design = build_design(arm[inside, None].astype(np.float64))
    if strata is not None:
        codes = check_groups(np.asarray(strata)[inside], "strata", n=int(inside.sum()))
        design = np.column_stack([design, codes[:, None] == np.arange(1, int(codes.max()) + 1)])
    root = np.sqrt(weights[inside])[:, None]
    check_rank(root * design, first_covariate=2)
    bread = np.linalg.inv((root * design).T @ (root * design))
    point = bread @ (design.T @ (weights[inside] * y[inside]))
    influence = np.zeros(len(y))
    influence[inside] = weights[inside] * (y[inside] - design @ point) * (design @ bread[:, 1])
    return float(point[1]), influence


def _read_outcome(outcome: ArrayLike, seen: BoolArray) -> FloatArray:
    raw = np.asarray(outcome, dtype=np.float64)
    if raw.shape != seen.shape:
        raise EstimationError("unequal-lengths", what="outcome")
    y = np.where(seen, raw, 0.0)
    if not np.isfinite(y).all():
        raise EstimationError("not-finite", what="outcome")
    return y


def _effective_size(weights: FloatArray) -> float:
    return float(weights.sum() ** 2 / (weights @ weights)) if weights.any() else 0.0
