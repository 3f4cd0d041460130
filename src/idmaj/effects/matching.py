"""The effect on the treated from pairs: each treated person beside the nearest of the comparison group."""

from dataclasses import dataclass
from typing import Literal, TypedDict, Unpack

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_rank,
    check_values,
)
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.nearest import (
    NOBODY,
    SearchSpace,
    Side,
    find_nearest_again,
    find_nearest_covariates,
    find_nearest_once,
)
from idmaj.effects.outcome_models import predict_outcome
from idmaj.effects.propensity import ComparisonWeights, Propensity, describe_weights, estimate_propensity
from idmaj.effects.weighting import compare_weighted_means
from idmaj.errors import EstimationError

SCORE_DIGITS = 12
"""Digits of a probability that count, so that rounding does not tell equal people apart."""
VARIANCE_NEIGHBOURS = 2
"""Nearest people of the same arm from whom the spread of the outcome around a person is taken."""


class MatchingRule(TypedDict, total=False):
    """How people are matched; every key has a default.

    Attributes
    ----------
    ratio : int
        Comparison people for each treated person (1).
    caliper : float or None
        Largest distance allowed between matches, in standard deviations of the logit of the propensity,
        pooled over the arms; Austin (2011) recommends 0.2 (None: no limit).
    replacement : bool
        May a comparison person be matched more than once? (False).
    order : {"largest", "smallest"}
        Who chooses first where nobody is used twice: the treated with the largest propensity, or the
        smallest ("largest").
    distance : {"propensity", "mahalanobis"}
        Nearest in the propensity, or in the covariates ("propensity").
    adjusted : bool
        Compare what a regression on the covariates leaves of the outcomes, fitted to the matched comparison
        people: it takes out the bias of matches that are near but not equal (False).
    side : {"nearest", "below"}
        ``below`` takes the nearest of those with a lower propensity, whoever is nearer from above, as
        numbers of R's MatchIt 4.5.1 do ("nearest").
    """

    ratio: int
    caliper: float | None
    replacement: bool
    order: Literal["largest", "smallest"]
    distance: Literal["propensity", "mahalanobis"]
    adjusted: bool
    side: Side


@dataclass(frozen=True, eq=False)
class MatchedEffect:
    """An effect on the treated who were matched.

    Attributes
    ----------
    contrast : Contrast
        Mean of the matched treated minus the weighted mean of their matches; Student's t.
    pairs : ndarray of int, shape (m, 2)
        Rows of a treated person and of one match, ordered by the rows of the treated.
    comparison : ComparisonWeights
        Summing to 1 within each arm; 0 for people who are in no pair.
    n_unmatched : int
        Treated without a match: they leave the estimand.
    n_comparison_used : int
        Different comparison people in pairs.
    """

    contrast: Contrast
    pairs: IntArray
    comparison: ComparisonWeights
    n_unmatched: int
    n_comparison_used: int


def estimate_matched(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    exact: ArrayLike | None = None,
    conf_level: float = 0.95,
    **rule: Unpack[MatchingRule],
) -> MatchedEffect:
    """Estimate the effect on the treated by greedy nearest-neighbour matching.

    Nobody's outcome is read before the pairs stand. Where people tie, the order of rows decides (see
    `idmaj.effects.nearest.find_nearest_once`): keep rows in a lasting order, such as that of identifiers.

    Without replacement the error is that of the weighted regression on the arm, clustered on the treated
    person with their matches, with the factor G/(G - 1)·(n - 1)/(n - 2) and G - 1 degrees of freedom; it
    is right for matching without replacement (Abadie & Spiess). With replacement it is Abadie and Imbens'
    variance, the spread around each person from the two nearest of the same arm, the propensity held as
    known, with one degree of freedom fewer than the effective number of the smaller side.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment; of the propensity and of the distance.
    exact : array_like, shape (n,) or (n, m), optional
        Labels that matches share in every column.
    conf_level : float
    **rule
        See `MatchingRule`.

    Raises
    ------
    EstimationError
        ``no-match`` when fewer than two treated find anybody; otherwise as
        `idmaj.effects.propensity.estimate_propensity`; ``missing-group``; ``not-a-count`` for a ratio below
        1; ``no-variation``.

    References
    ----------
    Austin (2011), Pharmaceutical Statistics 10; Abadie & Imbens (2006), Econometrica 74, and (2011), Journal of
    Business & Economic Statistics 29, for the adjustment; Abadie & Spiess (2022), JASA 117; Ho, Imai, King &
    Stuart (2011), Journal of Statistical Software 42.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y), needed=2)
    matrix = check_covariates(covariates, len(y))
    propensity = estimate_propensity(arm, matrix)
    space = _build_space(propensity, arm, group=_code_groups(exact, len(y)), caliper=rule.get("caliper"))
    turn, matches = _find_matches(space, matrix, rule)
    weights, pairs = _weigh(turn, matches, n=len(y))
    known = np.zeros(len(y))
    if rule.get("adjusted", False):
        y, known = _take_out_covariates(y, arm, design=propensity.design, weights=weights)
    if rule.get("replacement", False):
        contrast = _contrast_people(y, space, weights=weights, pairs=pairs, conf_level=conf_level)
    else:
        estimate, influence = compare_weighted_means(y, arm, weights=weights)
        contrast = _contrast_subclasses(estimate, influence + known, pairs=pairs, conf_level=conf_level)
    return MatchedEffect(
        contrast=contrast,
        pairs=pairs,
        comparison=describe_weights(weights, arm),
        n_unmatched=int(arm.sum()) - len(np.unique(pairs[:, 0])),
        n_comparison_used=len(np.unique(pairs[:, 1])),
    )


def _code_groups(exact: ArrayLike | None, n: int) -> IntArray:
    if exact is None:
        return np.zeros(n, dtype=np.intp)
    labels = np.asarray(exact)
    columns = labels.T if labels.ndim == 2 else labels[None]
    codes = [check_groups(column, "exact", n=n) for column in columns]
    return np.asarray(pd.MultiIndex.from_arrays(codes).factorize()[0], dtype=np.intp)


def _build_space(
    propensity: Propensity, arm: BoolArray, *, group: IntArray, caliper: float | None
) -> SearchSpace:
    p = propensity.probabilities
    logit = np.log(p / (1 - p))
    limit = np.inf
    if caliper is not None:
        spread = np.sqrt((logit[arm].var(ddof=1) + logit[~arm].var(ddof=1)) / 2)
        limit = float(caliper * spread * (1 + 1e-9))
    return SearchSpace(arm, np.round(p, SCORE_DIGITS), group, logit, limit)


def _find_matches(
    space: SearchSpace, covariates: FloatArray, rule: MatchingRule
) -> tuple[IntArray, IntArray]:
    ratio, replacement = rule.get("ratio", 1), rule.get("replacement", False)
    if ratio < 1:
        raise EstimationError("not-a-count", events=ratio, n=int((~space.arm).sum()))
    rows = np.flatnonzero(space.arm)
    descending = rule.get("order", "largest") == "largest"
    turn = rows[np.argsort(-space.score[rows] if descending else space.score[rows], kind="stable")]
    if rule.get("distance", "propensity") == "mahalanobis":
        coordinates = _whiten(covariates, space.arm)
        found = find_nearest_covariates(space, turn, coordinates, ratio=ratio, replacement=replacement)
    else:
        find = find_nearest_again if replacement else find_nearest_once
        found = find(space, turn, ratio=ratio, side=rule.get("side", "nearest"))
    return turn, found


def _whiten(covariates: FloatArray, arm: BoolArray) -> FloatArray:
    """Turn Mahalanobis distance by the covariance within arms into Euclidean distance."""
    centred = np.where(
        arm[:, None], covariates - covariates[arm].mean(0), covariates - covariates[~arm].mean(0)
    )
    scale = np.sqrt((centred**2).sum(axis=0) / (len(arm) - 2))
    if not (scale > 0).all():
        raise EstimationError("collinear-covariates", column=int(np.argmin(scale)))
    unit = centred / scale
    check_rank(unit)
    factor = np.linalg.cholesky(unit.T @ unit / (len(arm) - 2))
    return np.asarray(np.linalg.solve(factor, (covariates / scale).T).T)


def _weigh(turn: IntArray, matches: IntArray, *, n: int) -> tuple[FloatArray, IntArray]:
    found = matches != NOBODY
    counts = found.sum(axis=1)
    n_matched = int((counts > 0).sum())
    if n_matched < 2:
        raise EstimationError("no-match")
    who = np.repeat(turn, counts)
    share = np.repeat(1 / np.maximum(counts, 1), counts) / n_matched
    weights = np.bincount(matches[found], weights=share, minlength=n).astype(np.float64)
    weights[turn[counts > 0]] = 1 / n_matched
    pairs = np.column_stack([who, matches[found]])
    return weights, pairs[np.argsort(who, kind="stable")]


def _take_out_covariates(
    y: FloatArray, arm: BoolArray, *, design: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what a regression leaves of the outcomes, and what each person adds through its coefficients."""
    model = predict_outcome(y, design, fitted_to=~arm, weight=weights, model="linear")
    imbalance = np.where(arm, weights, -weights) @ design
    return y - model.values, -model.influence @ imbalance


def _contrast_subclasses(
    estimate: float, influence: FloatArray, *, pairs: IntArray, conf_level: float
) -> Contrast:
    rows, subclass = np.unique(pairs[:, 0], return_inverse=True)
    sums = influence[rows] + np.bincount(subclass, weights=influence[pairs[:, 1]])
    groups, n = len(rows), len(rows) + len(pairs)
    factor = groups / (groups - 1) * (n - 1) / (n - 2)
    error = float(np.sqrt(factor * (sums @ sums)))
    return build_contrast(estimate, error, df=groups - 1, conf_level=conf_level, n_clusters=groups)


def _contrast_people(
    y: FloatArray, space: SearchSpace, *, weights: FloatArray, pairs: IntArray, conf_level: float
) -> Contrast:
    rows, subclass, counts = np.unique(pairs[:, 0], return_inverse=True, return_counts=True)
    share = 1 / counts[subclass]
    gain = y[rows] - np.bincount(subclass, weights=share * y[pairs[:, 1]])
    estimate = float(gain.mean())
    used = np.unique(pairs[:, 1])
    reuse = (weights[used] * len(rows)) ** 2
    own = np.bincount(pairs[:, 1], weights=share**2, minlength=len(y))[used]
    variance = ((gain - estimate) ** 2).sum() + ((reuse - own) * _local_variance(y, space, used)).sum()
    error = float(np.sqrt(variance)) / len(rows)
    effective = 1 / float(weights[used] @ weights[used])
    df = max(min(len(rows), effective) - 1, 1.0)
    return build_contrast(estimate, error, df=df, conf_level=conf_level)


def _local_variance(y: FloatArray, space: SearchSpace, rows: IntArray) -> FloatArray:
    """Variance of the outcome around each comparison person, from the nearest others along the score."""
    others = np.flatnonzero(~space.arm)
    order = others[np.argsort(space.score[others], kind="stable")]
    k = min(VARIANCE_NEIGHBOURS, len(order) - 1)
    place = np.empty(len(y), dtype=np.intp)
    place[order] = np.arange(len(order))
    steps = np.concatenate([-1 - np.arange(k), 1 + np.arange(k)])
    index = place[rows][:, None] + steps
    outside = (index < 0) | (index >= len(order))
    near = order[np.clip(index, 0, len(order) - 1)]
    distance = np.where(outside, np.inf, np.abs(space.score[near] - space.score[rows][:, None]))
    nearest = np.take_along_axis(near, np.argsort(distance, axis=1, kind="stable")[:, :k], axis=1)
    return np.asarray((y[rows] - y[nearest].mean(axis=1)) ** 2 * k / (k + 1))
