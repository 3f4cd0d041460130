"""The bootstrap of regressions: people, or whole clusters, drawn with replacement, all refits in step."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    FloatArray,
    IntArray,
    check_covariates,
    check_groups,
    check_indicator,
    check_rank,
    check_values,
)
from idmaj.effects.contrast import check_level
from idmaj.effects.logit import estimate_logit
from idmaj.effects.refits import Refits, build_basis, join_refits, prepare_least_squares, prepare_logit
from idmaj.effects.resample_counts import CountArray, plan_resamples
from idmaj.errors import EstimationError

IntervalKind = Literal["percentile", "basic", "studentised"]
MOST_UNDEFINED = 0.05
MOST_THREADS = 8


@dataclass(frozen=True, eq=False)
class BootstrapDraws:
    """Coefficients refitted on resamples.

    Attributes
    ----------
    estimates : ndarray, shape (k,)
        Coefficients of the sample itself.
    coefficients : ndarray, shape (b, k)
        Of each resample; those that do not define the coefficients are left out, at most 5 %.
    estimate_errors : ndarray, shape (k,), optional
        Robust standard errors of the sample (HC0; CR0 with clusters), where asked for.
    std_errors : ndarray, shape (b, k), optional
        The same of each resample.
    n_undefined : int
        Resamples left out.
    n_units : int
        People, or clusters, that were drawn.
    """

    estimates: FloatArray
    coefficients: FloatArray
    estimate_errors: FloatArray | None
    std_errors: FloatArray | None
    n_undefined: int
    n_units: int


@dataclass(frozen=True)
class BootstrapInterval:
    """One coefficient with its bootstrap error and interval.

    Attributes
    ----------
    estimate, std_error : float
        Of the sample; standard deviation over resamples.
    conf_low, conf_high, conf_level : float
    """

    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    conf_level: float


def bootstrap_ols(
    outcome: ArrayLike,
    design: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    draws: int = 2_000,
    seed: int = 0,
    with_errors: bool = False,
) -> BootstrapDraws:
    """Refit a linear regression on resamples of people or of clusters.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    design : array_like, shape (n, k)
        The intercept included.
    clusters : array_like, shape (n,), optional
        Drawn as a whole; otherwise people are.
    strata : array_like, shape (n,), optional
        Groups within which units are drawn.
    draws, seed : int
    with_errors : bool
        Also a robust error of each refit, which studentised intervals need.

    Raises
    ------
    EstimationError
        ``collinear-covariates``; ``not-identified`` where more than 5 % of resamples do not define the
        coefficients; ``cluster-crosses-strata``, ``single-cluster-stratum``, ``too-few-groups``; input
        conditions.

    Notes
    -----
    Row order changes the resamples, not their distribution. A refit costs its share of one matrix product:
    counts of units times sums, by unit, of products of pairs of columns.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap; Cameron, Gelbach & Miller (2008), REStat 90.
    """
    y = check_values(outcome, "outcome")
    matrix = check_covariates(design, len(y))
    units = _find_units(len(y), clusters=clusters, strata=strata)
    check_rank(matrix)
    basis = build_basis(matrix, units.of_row)
    start = basis.values.T @ y / len(y)
    refit = prepare_least_squares(y - basis.values @ start, basis)
    return _collect(refit, basis.back @ start, units, draws=draws, seed=seed, with_errors=with_errors)


def bootstrap_logit(
    outcome: ArrayLike,
    covariates: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    draws: int = 2_000,
    seed: int = 0,
    with_errors: bool = False,
) -> BootstrapDraws:
    """Refit a logit on resamples of people or of clusters, Newton's steps of all resamples taken together.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Without a column of ones; the intercept comes first in the result, which has k + 1 columns.
    clusters, strata, draws, seed, with_errors
        As `bootstrap_ols`.

    Raises
    ------
    EstimationError
        ``separation`` in the sample; otherwise as `bootstrap_ols` and
        `idmaj.effects.logit.estimate_logit`.
    """
    y = check_indicator(outcome, "outcome").astype(np.float64)
    units = _find_units(len(y), clusters=clusters, strata=strata)
    estimates = estimate_logit(y, covariates).coefficients
    basis = build_basis(
        np.column_stack([np.ones(len(y)), check_covariates(covariates, len(y))]), units.of_row
    )
    refit = prepare_logit(y, basis, np.asarray(np.linalg.solve(basis.back, estimates)))
    return _collect(refit, estimates, units, draws=draws, seed=seed, with_errors=with_errors)


def build_interval(
    draws: BootstrapDraws, position: int, *, kind: IntervalKind = "percentile", conf_level: float = 0.95
) -> BootstrapInterval:
    """Build the interval of one coefficient from its resamples.

    Parameters
    ----------
    draws : BootstrapDraws
    position : int
        Of the coefficient.
    kind : {"percentile", "basic", "studentised"}
        Quantiles of the refits; the same reflected at the estimate; quantiles of the refits' t ratios times the
        sample's error, reflected (the only one of the three that is accurate to second order).
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-identified`` for a studentised interval without errors or with one of 0; ``confidence-level``.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application, ch. 5: quantiles at (b + 1)·p.
    """
    estimate, values = float(draws.estimates[position]), draws.coefficients[:, position]
    tail = (1 - check_level(conf_level)) / 2
    ends, unit = values, 1.0
    if kind == "studentised":
        if draws.estimate_errors is None or draws.std_errors is None:
            raise EstimationError("not-identified")
        errors, unit = draws.std_errors[:, position], float(draws.estimate_errors[position])
        if unit <= 0 or (errors <= 0).any():
            raise EstimationError("not-identified")
        ends = (values - estimate) / errors
    low, high = np.quantile(ends, [tail, 1 - tail], method="weibull")
    if kind == "basic":
        low, high = 2 * estimate - high, 2 * estimate - low
    elif kind == "studentised":
        low, high = estimate - high * unit, estimate - low * unit
    return BootstrapInterval(estimate, float(values.std(ddof=1)), float(low), float(high), conf_level)


@dataclass(frozen=True, eq=False)
class _Units:
    """Cluster of each row (None where rows are drawn), number of units, and the stratum of each unit."""

    of_row: IntArray | None
    n: int
    strata: IntArray | None


def _find_units(n: int, *, clusters: ArrayLike | None, strata: ArrayLike | None) -> _Units:
    stratum = None if strata is None else check_groups(strata, "strata", n=n)
    if clusters is None:
        return _Units(None, n, stratum)
    unit = check_groups(clusters, "clusters", n=n, needed=2)
    first = np.unique(unit, return_index=True)[1]
    if stratum is None:
        return _Units(unit, len(first), None)
    if (stratum != stratum[first][unit]).any():
        raise EstimationError("cluster-crosses-strata")
    return _Units(unit, len(first), stratum[first])


def _collect(
    refit: Callable[[CountArray, bool], Refits],
    estimates: FloatArray,
    units: _Units,
    *,
    draws: int,
    seed: int,
    with_errors: bool,
) -> BootstrapDraws:
    sample = refit(np.ones((1, units.n), dtype=np.uint8), with_errors)
    blocks = plan_resamples(units.n, strata=units.strata, draws=draws, seed=seed)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS, len(blocks))) as pool:
        resamples = join_refits(list(pool.map(lambda block: refit(block.draw(), with_errors), blocks)))
    kept = resamples.is_defined
    if np.count_nonzero(kept) < (1 - MOST_UNDEFINED) * draws:
        raise EstimationError("not-identified")
    errors = resamples.std_errors
    return BootstrapDraws(
        estimates=estimates,
        coefficients=(estimates[:, None] + resamples.shifts[:, kept]).T,
        estimate_errors=None if sample.std_errors is None else sample.std_errors[:, 0],
        std_errors=None if errors is None else errors[:, kept].T,
        n_undefined=int(draws - np.count_nonzero(kept)),
        n_units=units.n,
    )
