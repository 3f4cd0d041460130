"""Weights that let people found stand for those lost, and the contrast whose error knows they are estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    RANK_TOLERANCE,
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_groups,
    check_indicator,
    check_values,
    check_weights,
)
from idmaj.effects.contrast import Contrast
from idmaj.effects.influence import Sampling, build_influence_contrast
from idmaj.effects.logit import build_design, solve_logit
from idmaj.effects.propensity import estimate_propensity
from idmaj.errors import EstimationError

LEAST_CHANCE = 0.01
"""Chance of being found below which nobody found can stand for a person."""


@dataclass(frozen=True, eq=False)
class ArmResponse:
    """The model of one arm's response.

    Attributes
    ----------
    people : ndarray of int, shape (m,)
        Positions of the arm's people.
    share : float
        Share of them that was found.
    probabilities : ndarray, shape (m,)
        Fitted chance of being found; 1 where the whole arm was.
    design, influence : ndarray, shape (m, q)
        Columns of the logit, and each person's influence on its coefficients; q = 0 where the arm was found.
    """

    people: np.ndarray
    share: float
    probabilities: FloatArray
    design: FloatArray
    influence: FloatArray


@dataclass(frozen=True, eq=False)
class ResponseWeights:
    """Stabilised weights of response.

    Attributes
    ----------
    probabilities : ndarray, shape (n,)
        Chance of being found given the arm and the covariates.
    weights : ndarray, shape (n,)
        Share of the arm that was found over the chance; 0 for the lost.
    effective_size_treated, effective_size_comparison : float
        Kish's effective number of people found.
    largest_weight : float
        In shares of the arm's mean weight.
    arms : tuple of ArmResponse
        Supported, comparison.
    """

    probabilities: FloatArray
    weights: FloatArray
    effective_size_treated: float
    effective_size_comparison: float
    largest_weight: float
    arms: tuple[ArmResponse, ArmResponse]


@dataclass(frozen=True, eq=False)
class ResponseWeightedEffect:
    """An effect among everybody, from the people found.

    Attributes
    ----------
    contrast : Contrast
    response : ResponseWeights
    effective_size_treated, effective_size_comparison : float
        Kish's effective number of people, all weights together.
    """

    contrast: Contrast
    response: ResponseWeights
    effective_size_treated: float
    effective_size_comparison: float


def estimate_response_weights(
    found: ArrayLike, treated: ArrayLike, covariates: ArrayLike, *, weights: ArrayLike | None = None
) -> ResponseWeights:
    """Estimate the chance of being found by a logit in each arm, and stabilised inverse weights.

    Covariates that do not vary in an arm, or repeat others there, say nothing of its response and are left out.

    Parameters
    ----------
    found : array_like, shape (n,)
        0/1 or boolean: whether the outcome is known.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Known of everybody; k = 0 gives weights of 1.
    weights : array_like, shape (n,), optional
        Weights of people, such as those of a survey.

    Raises
    ------
    EstimationError
        ``arm-all-lost``; ``chance-near-zero`` where somebody's chance is below one in a hundred;
        ``response-separated`` where covariates tell without error who was found; ``no-convergence``,
        ``empty-arm``, ``too-few-people``, input conditions.

    References
    ----------
    Robins, Rotnitzky & Zhao (1994), Journal of the American Statistical Association 89; Seaman & White (2013),
    Statistical Methods in Medical Research 22.
    """
    seen = check_indicator(found, "found")
    arm = check_arms(treated, len(seen))
    matrix = check_covariates(covariates, len(seen))
    base = check_weights(weights, len(seen))
    arms = (_fit_arm(seen, matrix, base, arm), _fit_arm(seen, matrix, base, ~arm))
    p, inverse = np.empty(len(seen)), np.zeros(len(seen))
    for part in arms:
        p[part.people] = part.probabilities
        inverse[part.people] = seen[part.people] * part.share / part.probabilities
    if p.min() < LEAST_CHANCE:
        raise EstimationError("chance-near-zero", n=int((p < LEAST_CHANCE).sum()), limit=LEAST_CHANCE)
    shares = inverse / np.where(arm, inverse[seen & arm].mean(), inverse[seen & ~arm].mean())
    return ResponseWeights(
        probabilities=p,
        weights=inverse,
        effective_size_treated=_effective_size(inverse[arm] * base[arm]),
        effective_size_comparison=_effective_size(inverse[~arm] * base[~arm]),
        largest_weight=float(shares.max()),
        arms=arms,
    )


def estimate_response_weighted(
    outcome: ArrayLike,
    found: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    estimand: Literal["itt", "att"] = "itt",
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> ResponseWeightedEffect:
    """Estimate an effect from the people found, weighted to stand for everybody.

    Weighted least squares of the outcome on the arm and indicators of the strata. The error is that of
    M-estimation with the scores of both logits of response (for the effect on the treated, of the propensity
    too) stacked under it. It is free of bias from loss where, among people of an arm alike in the covariates,
    loss says nothing of the outcome.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Not read where it was not found.
    found : array_like, shape (n,)
        0/1 or boolean.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Known of everybody.
    strata : array_like, shape (n,), optional
        Labels within which people were assigned.
    estimand : {"itt", "att"}
        ``itt``: people assigned by lot. ``att``: nobody was; comparison people found are also weighted by the
        odds of support given the covariates, fitted on everybody.
    conf_level : float
    **sampling
        Clusters, weights of people, correction for small samples: see `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `estimate_response_weights`, `idmaj.effects.propensity.estimate_propensity`;
        ``collinear-covariates`` where strata tell the arm; ``no-variation``, input conditions.

    References
    ----------
    Lunceford & Davidian (2004), Statistics in Medicine 23; Stefanski & Boos (2002), American Statistician 56.
    """
    seen = check_indicator(found, "found")
    arm = check_arms(treated, len(seen))
    y = _fill(outcome, seen)
    base = check_weights(sampling.get("weights"), len(y))
    response = estimate_response_weights(seen, arm, covariates, weights=base)
    weight, of_odds = base * response.weights, np.zeros(len(y))
    if estimand == "att":
        propensity = estimate_propensity(arm, check_covariates(covariates, len(y)), weights=base)
        odds = np.exp(special.logit(propensity.probabilities))
        weight = weight * np.where(arm, 1.0, odds)
    estimate, change = _fit_contrast(y, arm, weight, strata=strata, seen=seen)
    moved = weight * change
    influence = moved + _through_response(response, moved, seen, base=base)
    if estimand == "att":
        of_odds = propensity.influence @ (np.where(arm, 0.0, moved) @ propensity.design)
    sizes = (_effective_size(weight[arm]), _effective_size(weight[~arm]))
    contrast = build_influence_contrast(
        estimate, influence + of_odds, arm, sampling=sampling, sizes=sizes, spent=_spend(strata, len(y)),
        conf_level=conf_level,
    )  # fmt: skip
    return ResponseWeightedEffect(contrast, response, *sizes)


def _fit_arm(seen: BoolArray, matrix: FloatArray, base: FloatArray, inside: BoolArray) -> ArmResponse:
    people = np.flatnonzero(inside)
    r, w = seen[people].astype(np.float64), base[people]
    if not (w @ r) > 0:
        raise EstimationError("arm-all-lost")
    share = float(w @ r / w.sum())
    if r.all():
        nothing = np.empty((len(people), 0))
        return ArmResponse(people, share, np.ones(len(people)), nothing, nothing)
    design = build_design(_keep_independent(matrix[people]))
    try:
        optimum = solve_logit(r, design, weight=w)
    except EstimationError as error:
        raise EstimationError("response-separated") if error.message_id == "separation" else error from error
    p = special.expit(design @ optimum.point)
    influence = (design * (w * (r - p))[:, None]) @ np.linalg.inv(optimum.at.information)
    return ArmResponse(people, share, p, design, influence)


def _keep_independent(x: FloatArray) -> FloatArray:
    """Scale columns, and leave out those that do not vary or repeat those to their left."""
    centre, spread = x.mean(axis=0), x.std(axis=0)
    varies = spread > 1e-12 * np.abs(centre)
    scaled = (x[:, varies] - centre[varies]) / spread[varies]
    gram = scaled.T @ scaled / len(x)
    if not gram.size:
        return scaled
    return scaled[:, np.abs(np.diag(np.linalg.qr(gram, mode="r"))) >= RANK_TOLERANCE]


def _fit_contrast(
    y: FloatArray, arm: BoolArray, weight: FloatArray, *, strata: ArrayLike | None, seen: BoolArray
) -> tuple[float, FloatArray]:
    """Return the weighted difference, and its derivative by each person's weight."""
    codes = check_groups(np.zeros(len(y)) if strata is None else strata, "strata", n=len(y))
    own = np.zeros((codes.max() + 1, 2))
    np.add.at(own, codes, np.column_stack([weight, weight * arm]))
    share = np.divide(own[:, 1], own[:, 0], out=np.zeros(len(own)), where=own[:, 0] > 0)
    means = np.bincount(codes, weight * y) / np.maximum(own[:, 0], np.finfo(float).tiny)
    apart = arm - share[codes]
    total = float(weight @ apart**2)
    if not total > 1e-12 * weight.sum():
        raise EstimationError("collinear-covariates", column=-1)
    estimate = float(weight @ (apart * y)) / total
    residual = y - means[codes] - estimate * apart
    return estimate, np.where(seen, apart * residual / total, 0.0)


def _through_response(
    response: ResponseWeights, moved: FloatArray, seen: BoolArray, *, base: FloatArray
) -> FloatArray:
    """Return what each person adds to the estimate through the shares found and the logits of response."""
    added = np.zeros(len(moved))
    for part in response.arms:
        own, w = moved[part.people], base[part.people]
        pull = -(own * (1 - part.probabilities)) @ part.design
        on_share = w * (seen[part.people] - part.share) / w.sum()
        added[part.people] = part.influence @ pull + on_share * own.sum() / part.share
    return added


def _spend(strata: ArrayLike | None, n: int) -> tuple[int, int]:
    """Share the parameters of the strata between the arms."""
    if strata is None:
        return (0, 0)
    half = int(np.ceil(check_groups(strata, "strata", n=n).max() / 2))
    return (half, half)


def _effective_size(weights: FloatArray) -> float:
    return float(weights.sum() ** 2 / (weights @ weights))


def _fill(outcome: ArrayLike, seen: BoolArray) -> FloatArray:
    raw = np.asarray(outcome, dtype=np.float64)
    if raw.shape != seen.shape:
        raise EstimationError("unequal-lengths", what="outcome")
    return check_values(np.where(seen, raw, 0.0), "outcome")
