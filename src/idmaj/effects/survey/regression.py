"""Regressions on a sample: linear and logit with the design's errors, and the difference between two arms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.absorption import sum_by_group
from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_indicator,
    check_rank,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.logit import estimate_logit
from idmaj.effects.survey.design import SurveyDesign, check_spread, count_clusters, find_df
from idmaj.effects.survey.estimate import check_domain
from idmaj.effects.survey.variance import estimate_vcov
from idmaj.errors import EstimationError

Correction = Literal["none", "leverage"]
FULL_LEVERAGE = 1 - 1e-10


@dataclass(frozen=True, eq=False)
class SurveyRegression:
    """A regression for a population, intercept first.

    Attributes
    ----------
    coefficients : ndarray, shape (k + 1,)
        Per unit of each column; log odds for the logit.
    std_errors : ndarray, shape (k + 1,)
    vcov : ndarray, shape (k + 1, k + 1)
    df : float
        Clusters minus strata, minus the covariates.
    n : int
        People with a weight in the domain.
    n_clusters : int
    """

    coefficients: FloatArray
    std_errors: FloatArray
    vcov: FloatArray
    df: float
    n: int
    n_clusters: int


def estimate_survey_regression(
    outcome: ArrayLike,
    covariates: ArrayLike,
    design: SurveyDesign,
    *,
    model: Literal["linear", "logit"] = "linear",
    correction: Correction = "none",
    domain: ArrayLike | None = None,
) -> SurveyRegression:
    """Estimate a regression of the population by weighted estimating equations.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0/1 or boolean for the logit.
    covariates : array_like, shape (n, k)
        Without a column of ones.
    design : SurveyDesign
    model : {"linear", "logit"}
    correction : {"none", "leverage"}
        ``none`` is the linearised error. ``leverage`` divides each cluster's residuals by the root of what
        the cluster leaves itself (CR2; HC2 without clusters), linear model and linearised errors only. The
        design's own factor clusters / (clusters - 1) stays, so that the two together err on the wide side.
    domain : array_like, shape (n,), optional
        0/1 or boolean.

    Raises
    ------
    EstimationError
        ``collinear-covariates``, ``separation``, ``no-convergence``, ``full-leverage``, ``no-variation``,
        ``too-few-people`` (no degree of freedom left), ``extreme-weights``, input conditions.

    References
    ----------
    Binder (1983), International Statistical Review 51; Bell & McCaffrey (2002), Survey Methodology 28.
    """
    n = len(design.weights)
    y = (
        check_indicator(outcome, "outcome", n=n)
        if model == "logit"
        else check_values(outcome, "outcome", n=n)
    )
    y = y.astype(np.float64)
    matrix = check_covariates(covariates, n)
    inside = check_domain(design, domain) & (design.weights > 0)
    if model == "logit":
        return _estimate_logit_regression(y, matrix, design, inside=inside)
    return _estimate_linear_regression(y, matrix, design, inside=inside, correction=correction)


def estimate_survey_contrast(
    outcome: ArrayLike,
    treated: ArrayLike,
    design: SurveyDesign,
    *,
    covariates: ArrayLike | None = None,
    correction: Correction = "leverage",
    domain: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference between two arms of the population, adjusted for covariates if given.

    The coefficient of the arm in a weighted linear regression: without covariates the difference of the
    arms' weighted means, and of shares for a 0/1 outcome.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    design : SurveyDesign
    covariates : array_like, shape (n, k), optional
    correction, domain
        As `estimate_survey_regression`; errors of replicates are never corrected.
    conf_level : float

    Returns
    -------
    Contrast
        Student's t with clusters - strata - 1 - k degrees of freedom.

    Raises
    ------
    EstimationError
        ``empty-arm`` where an arm has no weight; ``extreme-weights`` where a few people dominate one;
        ``one-cluster-per-arm`` where the clusters of an arm are one; as `estimate_survey_regression`.
    """
    n = len(design.weights)
    arm = check_arms(treated, n)
    inside = check_domain(design, domain) & (design.weights > 0)
    _check_arms_of_sample(arm, design, inside=inside)
    other = np.empty((n, 0)) if covariates is None else check_covariates(covariates, n)
    fit = estimate_survey_regression(
        outcome, np.column_stack([arm, other]), design, correction=correction, domain=inside
    )
    return build_contrast(
        fit.coefficients[1], fit.std_errors[1], df=fit.df, conf_level=conf_level, n_clusters=fit.n_clusters
    )


def _check_arms_of_sample(arm: BoolArray, design: SurveyDesign, *, inside: BoolArray) -> None:
    for members in (arm & inside, ~arm & inside):
        if not members.any():
            raise EstimationError("empty-arm", n=int(inside.sum()))
        check_spread(design.weights[members])
        if count_clusters(design, members) < 2:
            raise EstimationError("one-cluster-per-arm")


def _estimate_linear_regression(
    y: FloatArray, matrix: FloatArray, design: SurveyDesign, *, inside: BoolArray, correction: Correction
) -> SurveyRegression:
    scaled = scale_covariates(matrix[inside])
    columns = np.column_stack([np.ones(int(inside.sum())), scaled.values])
    weights = design.weights[inside] / design.weights[inside].max()
    check_rank(columns * np.sqrt(weights)[:, None], first_covariate=1)
    kept = y[inside]

    def statistic(replicate: FloatArray) -> FloatArray:
        return _solve_weighted(kept, columns, weights=replicate[inside])

    coefficients = _solve_weighted(kept, columns, weights=weights)
    bread = np.linalg.inv(columns.T @ (columns * weights[:, None]))
    residuals = kept - columns @ coefficients
    if not np.abs(residuals).max() > 1e-12 * np.abs(kept).max():
        raise EstimationError("no-variation")
    corrected = residuals
    if correction == "leverage" and design.replicates is None:
        corrected = _correct_leverage(
            residuals, columns, weights=weights, bread=bread, clusters=design.stages[0].clusters[inside]
        )
    scores = np.zeros((len(y), columns.shape[1]))
    scores[inside] = (columns * (weights * corrected)[:, None]) @ bread
    vcov = estimate_vcov(design, scores, statistic=statistic)
    back = _to_original_units(scaled.centre, scaled.scale)
    return _build_regression(back @ coefficients, back @ vcov @ back.T, design, inside=inside)


def _estimate_logit_regression(
    y: FloatArray, matrix: FloatArray, design: SurveyDesign, *, inside: BoolArray
) -> SurveyRegression:
    kept, columns = y[inside], matrix[inside]

    def statistic(replicate: FloatArray) -> FloatArray:
        # a log-likelihood has no meaning where weights of a replicate are negative
        return estimate_logit(kept, columns, weights=replicate[inside]).coefficients

    fit = estimate_logit(kept, columns, weights=design.weights[inside])
    ones = np.column_stack([np.ones(len(kept)), columns])
    scores = np.zeros((len(y), ones.shape[1]))
    residuals = design.weights[inside] * (kept - fit.probabilities)
    scores[inside] = (ones * residuals[:, None]) @ fit.vcov
    vcov = estimate_vcov(design, scores, statistic=statistic)
    return _build_regression(fit.coefficients, vcov, design, inside=inside)


def _build_regression(
    coefficients: FloatArray, vcov: FloatArray, design: SurveyDesign, *, inside: BoolArray
) -> SurveyRegression:
    df = find_df(design, inside) + 1 - len(coefficients)
    if df <= 0:
        raise EstimationError("too-few-people", n=find_df(design, inside), needed=len(coefficients))
    return SurveyRegression(
        coefficients=coefficients,
        std_errors=np.sqrt(np.diag(vcov)),
        vcov=vcov,
        df=float(df),
        n=int(inside.sum()),
        n_clusters=count_clusters(design, inside),
    )


def _solve_weighted(y: FloatArray, columns: FloatArray, *, weights: FloatArray) -> FloatArray:
    weighted = columns * weights[:, None]
    information = columns.T @ weighted
    if np.linalg.matrix_rank(information, tol=1e-10 * np.abs(information).max(), hermitian=True) < len(
        information
    ):
        raise EstimationError("collinear-covariates", column=0)
    return np.asarray(np.linalg.solve(information, weighted.T @ y), dtype=np.float64)


def _correct_leverage(
    residuals: FloatArray,
    columns: FloatArray,
    *,
    weights: FloatArray,
    bread: FloatArray,
    clusters: IntArray,
) -> FloatArray:
    root = np.sqrt(weights)
    half = (columns * root[:, None]) @ np.linalg.cholesky(bread)
    codes, k = np.unique(clusters, return_inverse=True)[1], half.shape[1]
    n_clusters = int(codes.max()) + 1
    if n_clusters == len(codes):
        leverage = np.einsum("ij,ij->i", half, half)
        _check_leverage(leverage)
        return residuals / np.sqrt(1 - leverage)
    products = np.einsum("ij,ik->ijk", half, half).reshape(len(half), k * k)
    shares, axes = np.linalg.eigh(sum_by_group(products, codes).reshape(n_clusters, k, k))
    _check_leverage(shares.max(axis=1))
    # (1 - s)^(-1/2) - 1 over s, written so that it has its limit 1/2 at s = 0
    kept = np.sqrt(1 - np.clip(shares, 0.0, None))
    gains = 1 / (kept * (1 + kept))
    score = sum_by_group(half * (root * residuals)[:, None], codes)
    moved = np.einsum("gij,gj,gkj,gk->gi", axes, gains, axes, score, optimize=True)
    return residuals + np.einsum("ij,ij->i", half, moved[codes]) / root


def _check_leverage(shares: FloatArray) -> None:
    if shares.max() > FULL_LEVERAGE:
        raise EstimationError("full-leverage", n=int((shares > FULL_LEVERAGE).sum()))


def _to_original_units(centre: FloatArray, scale: FloatArray) -> FloatArray:
    back = np.diag(np.concatenate([[1.0], 1 / scale]))
    back[0, 1:] = -centre / scale
    return back
