"""The proportional-odds logit of ordered answers."""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_rank,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, Ratio, build_contrast
from idmaj.effects.newton import Evaluation, maximise
from idmaj.effects.poisson import exponentiate
from idmaj.errors import EstimationError

MAX_ITERATIONS = 100
SEPARATED_PREDICTOR = 15.0


@dataclass(frozen=True)
class OrderedEffect:
    """The arm's effect on the odds of a higher answer.

    Attributes
    ----------
    log_odds : Contrast
        Log odds ratio of lying above any one threshold, treated over comparison.
    odds_ratio : Ratio
        Its exponential.
    """

    log_odds: Contrast
    odds_ratio: Ratio


def estimate_proportional_odds(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    robust: bool = True,
    conf_level: float = 0.95,
) -> OrderedEffect:
    """Estimate P(y above c | arm, x) = expit(arm b + x'g - threshold_c), one threshold between two answers.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Ordered answers; the numbers' order alone counts.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment.
    clusters : array_like, shape (n,), optional
        Labels of people whose answers are dependent; factor G/(G - 1).
    robust : bool
        Sandwich errors, factor n/(n - 1), which hold where odds are not quite proportional; else the inverse
        information. Clusters imply a sandwich.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-variation`` where all answers are equal; ``separation`` where a covariate settles answers;
        ``collinear-covariates``, ``no-convergence``, ``too-few-people``, input conditions.

    References
    ----------
    McCullagh (1980), Journal of the Royal Statistical Society B 42.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    levels, codes = np.unique(y, return_inverse=True)
    if len(levels) < 2:
        raise EstimationError("no-variation")
    scaled = scale_covariates(check_covariates(covariates, len(y))).values
    design = np.column_stack([arm.astype(np.float64), scaled])
    check_rank(np.column_stack([np.ones(len(y)), design]), first_covariate=2)
    start = np.concatenate([_start_thresholds(codes), np.zeros(design.shape[1])])
    optimum = maximise(lambda b: _evaluate(b, design, codes), start, max_iterations=MAX_ITERATIONS)
    if not optimum.converged:
        _refuse(float(np.abs(design @ optimum.point[len(levels) - 1 :]).max()), optimum.iterations)
    position = len(levels) - 1
    score = _find_scores(optimum.point, design, codes)
    vcov, n_clusters = _find_vcov(score, optimum.at.information, clusters, robust=robust)
    log_odds = build_contrast(
        float(optimum.point[position]),
        float(np.sqrt(vcov[position, position])),
        df=np.inf if n_clusters is None else n_clusters - 1.0,
        conf_level=conf_level,
        n_clusters=n_clusters,
    )
    return OrderedEffect(log_odds, exponentiate(log_odds))


def _refuse(largest: float, iterations: int) -> NoReturn:
    if largest > SEPARATED_PREDICTOR:
        raise EstimationError("separation", model="proportional-odds")
    raise EstimationError("no-convergence", model="proportional-odds", iterations=iterations)


def _start_thresholds(codes: IntArray) -> FloatArray:
    below = np.cumsum(np.bincount(codes))[:-1] / len(codes)
    return np.asarray(special.logit(below))


def _evaluate(b: FloatArray, design: FloatArray, codes: IntArray) -> Evaluation:
    """Log-likelihood; a vector whose thresholds are out of order has none."""
    n_thresholds = int(codes.max())
    if (np.diff(b[:n_thresholds]) <= 0).any():
        return Evaluation(-np.inf, np.zeros_like(b), np.eye(len(b)))
    upper, lower, wide_upper, wide_lower = _find_ends(b, design, codes)
    chance = special.expit(upper) - special.expit(lower)
    if not (chance > 0).all():
        return Evaluation(-np.inf, np.zeros_like(b), np.eye(len(b)))
    f_upper, f_lower = _slope(upper), _slope(lower)
    score = (wide_upper * f_upper[:, None] - wide_lower * f_lower[:, None]) / chance[:, None]
    bend_upper, bend_lower = f_upper * np.tanh(-upper / 2) / chance, f_lower * np.tanh(-lower / 2) / chance
    information = (
        score.T @ score
        - wide_upper.T @ (wide_upper * bend_upper[:, None])
        + wide_lower.T @ (wide_lower * bend_lower[:, None])
    )
    return Evaluation(float(np.log(chance).sum()), score.sum(axis=0), information)


def _find_scores(b: FloatArray, design: FloatArray, codes: IntArray) -> FloatArray:
    upper, lower, wide_upper, wide_lower = _find_ends(b, design, codes)
    chance = special.expit(upper) - special.expit(lower)
    return np.asarray(
        (wide_upper * _slope(upper)[:, None] - wide_lower * _slope(lower)[:, None]) / chance[:, None]
    )


def _find_ends(
    b: FloatArray, design: FloatArray, codes: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the logits at the two ends of each person's answer, ±40 for none, and their derivatives in b."""
    n_thresholds = int(codes.max())
    indicator = np.eye(n_thresholds)
    none = np.zeros((1, n_thresholds))
    ends = np.concatenate([[-40.0], b[:n_thresholds], [40.0]])
    predictor = design @ b[n_thresholds:]
    has_upper, has_lower = codes < n_thresholds, codes > 0
    upper = np.where(has_upper, ends[codes + 1] - predictor, 40.0)
    lower = np.where(has_lower, ends[codes] - predictor, -40.0)
    wide_upper = np.hstack([np.vstack([indicator, none])[codes], -design * has_upper[:, None]])
    wide_lower = np.hstack([np.vstack([none, indicator])[codes], -design * has_lower[:, None]])
    return upper, lower, wide_upper, wide_lower


def _slope(logit: FloatArray) -> FloatArray:
    p = special.expit(logit)
    return np.asarray(p * special.expit(-logit))


def _find_vcov(
    score: FloatArray, information: FloatArray, clusters: ArrayLike | None, *, robust: bool
) -> tuple[FloatArray, int | None]:
    bread = np.asarray(np.linalg.inv(information), dtype=np.float64)
    if clusters is None and not robust:
        return bread, None
    codes = np.arange(len(score))
    if clusters is not None:
        codes = check_groups(clusters, "clusters", n=len(score), needed=2)
    g = int(codes.max()) + 1
    sums = np.column_stack([np.bincount(codes, column, minlength=g) for column in score.T])
    vcov = bread @ (sums.T @ sums) @ bread * g / (g - 1)
    return np.asarray(vcov, dtype=np.float64), None if clusters is None else g
