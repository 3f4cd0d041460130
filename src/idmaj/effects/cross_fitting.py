"""Propensities and outcomes predicted for people whom the models have not seen."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_indicator, check_rank
from idmaj.effects.logit import solve_logit
from idmaj.effects.outcome_models import OutcomeModel
from idmaj.effects.propensity import Propensity
from idmaj.errors import EstimationError

SCORE_DIGITS = 12


@dataclass(frozen=True, eq=False)
class Nuisance:
    """What a doubly robust score needs to know of each person.

    Attributes
    ----------
    probabilities : ndarray, shape (n,)
        Of treatment.
    predicted_comparison, predicted_treated : ndarray, shape (n,)
        Outcomes predicted by the model of either arm; the latter 0 where no model of it was asked for.
    """

    probabilities: FloatArray
    predicted_comparison: FloatArray
    predicted_treated: FloatArray


def assign_folds(
    score: FloatArray, arm: BoolArray, *, folds: int, seed: int, codes: IntArray | None = None
) -> IntArray:
    """Deal people, or whole clusters, to folds of equal size with like scores and shares of treated.

    People are sorted by arm and score and dealt out in random order, `folds` at a time: the fold of a person
    hangs on nothing that the order of rows could change, and no fold is without one arm.

    Parameters
    ----------
    score : ndarray, shape (n,)
        A propensity.
    arm : ndarray, shape (n,)
    folds : int
    seed : int
    codes : ndarray of int, shape (n,), optional
        Clusters, kept whole.

    Returns
    -------
    ndarray of int, shape (n,)
        0 … folds - 1.

    Raises
    ------
    EstimationError
        ``too-few-people`` where an arm is smaller than the number of folds, ``too-few-groups`` where there
        are fewer clusters; ``not-a-count`` for fewer than two folds.
    """
    smallest = int(min(arm.sum(), (~arm).sum()))
    if folds < 2:
        raise EstimationError("not-a-count", events=folds, n=len(arm))
    if smallest < folds:
        raise EstimationError("too-few-people", n=smallest, needed=folds)
    score = np.round(score, SCORE_DIGITS)
    generator = np.random.default_rng(seed)
    if codes is None:
        order = np.lexsort((score, arm))
        return _deal(order, generator, folds=folds)
    size = np.bincount(codes)
    if len(size) < folds:
        raise EstimationError("too-few-groups", what="clusters", n=len(size), needed=folds)
    share = np.round(np.bincount(codes, weights=arm) / size, SCORE_DIGITS)
    mean = np.round(np.bincount(codes, weights=score) / size, SCORE_DIGITS)
    return _deal(np.lexsort((mean, share)), generator, folds=folds)[codes]


def cross_fit(
    outcome: FloatArray,
    propensity: Propensity,
    *,
    arm: BoolArray,
    weight: FloatArray,
    fold: IntArray,
    model: OutcomeModel,
    arms: tuple[bool, ...],
) -> Nuisance:
    """Predict for the people of each fold from those of all other folds.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    propensity : Propensity
        Fitted to everybody: its design serves all models, its coefficients are where searches begin.
    arm, weight, fold : ndarray, shape (n,)
    model : {"linear", "logit"}
    arms : tuple of bool
        Arms whose outcomes are modelled.

    Raises
    ------
    EstimationError
        As `idmaj.effects.outcome_models.predict_outcome` and `idmaj.effects.logit.solve_logit`.
    """
    design = propensity.design
    probabilities = _cross_fit_logit(
        arm.astype(np.float64), design, weight=weight, fold=fold, start=propensity.coefficients
    )
    predicted = {True: np.zeros(len(arm)), False: np.zeros(len(arm))}
    for part in arms:
        inside = np.where(arm == part, weight, 0.0)
        if model == "logit":
            check_indicator(outcome[arm == part], "outcome")
            start = solve_logit(outcome, design, weight=inside).point
            predicted[part] = _cross_fit_logit(outcome, design, weight=inside, fold=fold, start=start)
        else:
            predicted[part] = _cross_fit_line(outcome, design, weight=inside, fold=fold)
    return Nuisance(probabilities, predicted[False], predicted[True])


def _deal(order: IntArray, generator: np.random.Generator, *, folds: int) -> IntArray:
    rounds = -(-len(order) // folds)
    dealt = generator.permuted(np.tile(np.arange(folds), (rounds, 1)), axis=1).ravel()
    fold = np.empty(len(order), dtype=np.intp)
    fold[order] = dealt[: len(order)]
    return fold


def _cross_fit_logit(
    outcome: FloatArray, design: FloatArray, *, weight: FloatArray, fold: IntArray, start: FloatArray
) -> FloatArray:
    predicted = np.empty(len(outcome))
    for here in range(int(fold.max()) + 1):
        held_out = fold == here
        optimum = solve_logit(outcome, design, weight=np.where(held_out, 0.0, weight), start=start)
        predicted[held_out] = special.expit(design[held_out] @ optimum.point)
    return predicted


def _cross_fit_line(
    outcome: FloatArray, design: FloatArray, *, weight: FloatArray, fold: IntArray
) -> FloatArray:
    k = design.shape[1]
    parts = []
    for here in range(int(fold.max()) + 1):
        rows = np.flatnonzero((fold == here) & (weight > 0))
        x = design[rows] * np.sqrt(weight[rows])[:, None]
        parts.append((x.T @ x, x.T @ (np.sqrt(weight[rows]) * outcome[rows]), len(rows)))
    gram, moment = sum(part[0] for part in parts), sum(part[1] for part in parts)
    n = sum(part[2] for part in parts)
    predicted = np.empty(len(outcome))
    for here, (own_gram, own_moment, own_n) in enumerate(parts):
        if n - own_n <= k:
            raise EstimationError("too-few-people", n=n - own_n, needed=k + 1)
        coefficients = _solve(gram - own_gram, moment - own_moment)
        held_out = fold == here
        predicted[held_out] = design[held_out] @ coefficients
    return predicted


def _solve(gram: FloatArray, moment: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(gram)
    check_rank(np.sqrt(np.maximum(values, 0.0))[:, None] * vectors.T, first_covariate=1)
    return np.asarray(np.linalg.solve(gram, moment), dtype=np.float64)
