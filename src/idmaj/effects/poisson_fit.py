"""The Poisson pseudo-likelihood with strata: rows that tell something, Newton, sandwich errors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.clusters import sum_by_group
from idmaj.effects.conditions import (
    RANK_TOLERANCE,
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_rank,
    check_weights,
    scale_covariates,
)
from idmaj.effects.linear import ErrorKind, LinearFit, estimate_linear
from idmaj.effects.newton import Evaluation, maximise
from idmaj.errors import EstimationError

MAX_ITERATIONS = 100


@dataclass(frozen=True, eq=False)
class PoissonRows:
    """People whose outcome tells something; m of n rows are kept.

    Attributes
    ----------
    outcome : ndarray, shape (m,)
        At weighted mean 1.
    design : ndarray, shape (m, k + 1)
        The arm, then covariates at mean 0 and standard deviation 1.
    offset : ndarray, shape (m,)
        Log exposure.
    strata : ndarray, shape (m,)
        Codes 0, 1, …; all 0 where there are none.
    weights : ndarray, shape (m,)
    kept : ndarray, shape (n,)
        Which rows.
    has_strata : bool
    """

    outcome: FloatArray
    design: FloatArray
    offset: FloatArray
    strata: IntArray
    weights: FloatArray
    kept: BoolArray
    has_strata: bool


def build_rows(
    y: FloatArray,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    exposure: FloatArray,
    strata: ArrayLike | None,
    weights: ArrayLike | None,
) -> PoissonRows:
    """Check the input and leave out who tells nothing: weight 0, or a stratum whose outcomes are all 0.

    Parameters
    ----------
    y, exposure : ndarray, shape (n,)
        Checked already; exposure above 0.
    treated, covariates, strata, weights
        As `idmaj.effects.poisson.estimate_percent_change`, which names the errors.
    """
    n = len(y)
    arm = check_arms(treated, n)
    matrix, weight = check_covariates(covariates, n), check_weights(weights, n)
    if (y < 0).any():
        raise EstimationError("negative-outcome")
    if not (weight[arm] @ y[arm] > 0 and weight[~arm] @ y[~arm] > 0):
        raise EstimationError("no-events", n=0)
    codes = np.zeros(n, dtype=np.intp) if strata is None else check_groups(strata, "strata", n=n)
    kept = (weight > 0) & (np.bincount(codes, weight * y)[codes] > 0)
    inside = np.unique(codes[kept], return_inverse=True)[1].astype(np.intp)
    design = np.column_stack([arm[kept], scale_covariates(matrix[kept]).values]).astype(np.float64)
    _check_within(design, inside)
    offset = np.log(exposure[kept] / exposure[kept].mean())
    level = np.average(y[kept], weights=weight[kept])
    return PoissonRows(y[kept] / level, design, offset, inside, weight[kept], kept, strata is not None)


def _check_within(design: FloatArray, strata: IntArray) -> None:
    centred = design - (sum_by_group(design, strata) / np.bincount(strata)[:, None])[strata]
    lost = np.flatnonzero((centred**2).sum(axis=0) <= RANK_TOLERANCE * (design**2).sum(axis=0))
    if 0 in lost:
        raise EstimationError("not-identified", what="treated")
    if len(lost):
        raise EstimationError("collinear-covariates", column=int(lost[0]) - 1)
    check_rank(centred, first_covariate=1)


def fit_poisson(rows: PoissonRows, clusters: IntArray | None, *, errors: ErrorKind | None) -> LinearFit:
    """Fit by Newton, the strata's levels concentrated out; errors from the last weighted least squares.

    At the estimate the regression of the working response, weighted by the fitted means, has the coefficients,
    scores and leverages of the Poisson fit.

    Parameters
    ----------
    rows : PoissonRows
    clusters : ndarray, shape (kept rows,), optional
    errors : optional
        HC3 by default, CR2 with clusters.

    Raises
    ------
    EstimationError
        ``separation``, and as `idmaj.effects.linear.estimate_linear`.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, 2.5, for the working response.
    """
    start = np.zeros(rows.design.shape[1])
    optimum = maximise(lambda b: _evaluate(b, rows), start, max_iterations=MAX_ITERATIONS)
    if not optimum.converged:
        raise EstimationError("separation", model="poisson")
    predictor = rows.design @ optimum.point + rows.offset
    totals = np.bincount(rows.strata, rows.weights * rows.outcome)
    mean = totals[rows.strata] * _find_shares(predictor, rows)[0] / rows.weights
    design = rows.design if rows.has_strata else np.column_stack([rows.design, np.ones(len(mean))])
    return estimate_linear(
        rows.design @ optimum.point + (rows.outcome - mean) / mean,
        design,
        errors=errors or ("HC3" if clusters is None else "CR2"),
        clusters=clusters,
        weights=rows.weights * mean,
        absorb=rows.strata if rows.has_strata else None,
    )


def _evaluate(b: FloatArray, rows: PoissonRows) -> Evaluation:
    predictor = rows.design @ b + rows.offset
    share, log_total = _find_shares(predictor, rows)
    mass = rows.weights * rows.outcome
    totals = np.bincount(rows.strata, mass)
    means = sum_by_group(rows.design * share[:, None], rows.strata)
    value = mass @ predictor - totals @ log_total
    fitted = totals[rows.strata] * share
    information = rows.design.T @ (rows.design * fitted[:, None]) - (means * totals[:, None]).T @ means
    return Evaluation(float(value), rows.design.T @ (mass - fitted), information)


def _find_shares(predictor: FloatArray, rows: PoissonRows) -> tuple[FloatArray, FloatArray]:
    """Return each person's share of the fitted total of the stratum, and the log of exp(predictor) summed."""
    top = np.full(int(rows.strata.max()) + 1, -np.inf)
    np.maximum.at(top, rows.strata, predictor)
    raised = rows.weights * np.exp(predictor - top[rows.strata])
    total = np.bincount(rows.strata, raised)
    return raised / total[rows.strata], np.log(total) + top
