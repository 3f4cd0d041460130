"""Two-way fixed effects: least squares with unit and period effects swept out exactly."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.linear import estimate_linear
from idmaj.effects.panel.demeaning import PanelEffects, build_panel_effects, demean
from idmaj.effects.panel.panel_rows import PanelRows, check_panel_rows
from idmaj.errors import EstimationError

PanelErrors = Literal["clustered", "CR2", "classic"]
SmallSampleFactor = Literal["nested", "full", "none"]
ABSORBED_SHARE = 1e-16
DEPENDENT_SHARE = 1e-10


@dataclass(frozen=True, eq=False)
class TwoWayFit:
    """A regression with unit and period effects.

    Attributes
    ----------
    coefficients, std_errors, df : ndarray, shape (k,)
        In the outcome's unit per regressor's unit; degrees of freedom of Student's t.
    vcov : ndarray, shape (k, k)
    n : int
        Rows that carry information: positive weight, unit and period observed at least twice.
    n_singletons : int
        Rows left out because their own unit or period effect fits them exactly.
    n_units, n_periods : int
        Among the n rows; n_periods = 1 where no period effects were asked for.
    n_clusters : int, optional
        None with classic errors.
    n_parameters : int
        Parameters that the small-sample factor counts.
    within_r2 : float
        Share of the variation left by the effects that the regressors explain.
    errors : {"clustered", "CR2", "classic"}
    factor : {"nested", "full", "none"}
    """

    coefficients: FloatArray
    std_errors: FloatArray
    df: FloatArray
    vcov: FloatArray
    n: int
    n_singletons: int
    n_units: int
    n_periods: int
    n_clusters: int | None
    n_parameters: int
    within_r2: float
    errors: PanelErrors
    factor: SmallSampleFactor


@dataclass(frozen=True, eq=False)
class _WithinFit:
    coefficients: FloatArray
    inverse: FloatArray
    swept: list[FloatArray]
    residuals: FloatArray
    total: float
    unexplained: float


def estimate_two_way(
    outcome: ArrayLike,
    regressors: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike | None,
    *,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    errors: PanelErrors = "clustered",
    factor: SmallSampleFactor = "nested",
) -> TwoWayFit:
    """Estimate a regression with an effect for every unit and every period.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        One row per unit and period; rows may be missing.
    regressors : array_like, shape (n, k)
        Without intercept.
    units : array_like, shape (n,)
    periods : array_like, shape (n,), or None
        None for unit effects alone.
    clusters : array_like, shape (n,), optional
        Units where not given.
    weights : array_like, shape (n,), optional
        Rows of weight 0 are left out.
    errors : {"clustered", "CR2", "classic"}
        Clustered: t with clusters - 1 degrees of freedom. CR2: bias-reduced, with Satterthwaite's degrees of
        freedom, for few clusters or few treated ones. Classic: n less all parameters.
    factor : {"nested", "full", "none"}
        Clustered variances are multiplied by G/(G - 1)·(n - 1)/(n - K). "full": K counts regressors and all
        effects (R's sandwich with type HC1). "nested": effects nested in the clusters are not counted, so
        that with units as clusters K = k + n_periods (Stata's reghdfe). "none": the factor is 1, as it is
        with CR2.

    Raises
    ------
    EstimationError
        ``not-identified`` with the column that the effects, or the columns to its left, explain;
        ``too-few-groups``, ``too-few-people``, ``no-variation``, input conditions.

    References
    ----------
    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, chapter 10; Correia (2015),
    "Singletons, cluster-robust standard errors and fixed effects"; Cameron & Miller (2015), Journal of
    Human Resources 50.
    """
    rows = check_panel_rows(
        outcome, regressors, units=units, periods=periods, clusters=clusters, weights=weights
    )
    effects = build_panel_effects(rows.units, rows.periods, weights=rows.weights)
    n, k = rows.regressors.shape
    if n <= k + effects.rank:
        raise EstimationError("too-few-people", n=n, needed=k + effects.rank + 1)
    fit = _fit_within(rows, effects)
    labels = rows.units if rows.clusters is None else rows.clusters
    counted = k + effects.rank
    if errors == "classic":
        vcov, df = fit.inverse * fit.unexplained / (n - counted), np.full(k, float(n - counted))
    elif errors == "CR2":
        vcov, df = _reduce_bias(rows, effects, labels=labels)
    else:
        counted = k + _count_effects(rows, effects, labels=labels, factor=factor)
        vcov, df = _cluster(fit, rows, labels=labels, counted=0 if factor == "none" else counted)
    if not (np.diag(vcov) > 0).all():
        raise EstimationError("no-variation")
    return TwoWayFit(
        coefficients=fit.coefficients,
        std_errors=np.sqrt(np.diag(vcov)),
        df=df,
        vcov=vcov,
        n=n,
        n_singletons=rows.n_singletons,
        n_units=len(effects.unit_weights),
        n_periods=effects.n_periods,
        n_clusters=None if errors == "classic" else int(labels.max()) + 1,
        n_parameters=counted,
        within_r2=1 - fit.unexplained / fit.total,
        errors=errors,
        factor=factor,
    )


def _weigh(column: FloatArray, rows: PanelRows) -> FloatArray:
    return column if rows.weights is None else column * rows.weights


def _multiply(left: FloatArray, right: FloatArray) -> float:
    # Not `@`: threads of a linear-algebra library cost more than they bring on one pass over memory.
    return float(np.einsum("i,i->", left, right))


def _fit_within(rows: PanelRows, effects: PanelEffects) -> _WithinFit:
    y = demean(rows.outcome - rows.outcome.mean(), effects)
    swept = [_sweep_regressor(rows, effects, column=j) for j in range(rows.regressors.shape[1])]
    weighted = [_weigh(column, rows) for column in swept]
    products = np.array([[_multiply(left, right) for right in swept] for left in weighted])
    scale = np.sqrt(np.diag(products))
    gram = products / np.outer(scale, scale)
    dependent = np.flatnonzero(np.abs(np.diag(np.linalg.qr(gram, mode="r"))) < DEPENDENT_SHARE)
    if len(dependent):
        raise EstimationError("not-identified", column=int(dependent[0]))
    inverse = np.linalg.inv(gram) / np.outer(scale, scale)
    coefficients, residuals = np.zeros(len(swept)), y.copy()
    # The second pass takes away the rounding error of the normal equations.
    for _ in range(2):
        step = inverse @ np.array([_multiply(column, residuals) for column in weighted])
        coefficients = coefficients + step
        for size, column in zip(step, swept, strict=True):
            residuals -= size * column
    total, unexplained = _multiply(_weigh(y, rows), y), _multiply(_weigh(residuals, rows), residuals)
    if not unexplained > len(y) * (1e-13 * np.abs(rows.outcome).max()) ** 2:
        raise EstimationError("no-variation")
    return _WithinFit(coefficients, inverse, swept, residuals, total, unexplained)


def _sweep_regressor(rows: PanelRows, effects: PanelEffects, *, column: int) -> FloatArray:
    values = rows.regressors[:, column] - rows.regressors[:, column].mean()
    swept = demean(values, effects)
    size = np.abs(rows.regressors[:, column]).max()
    limit = max(ABSORBED_SHARE * _multiply(values, values), len(values) * (1e-13 * size) ** 2)
    if not _multiply(swept, swept) > limit:
        raise EstimationError("not-identified", column=column)
    return swept


def _count_effects(
    rows: PanelRows, effects: PanelEffects, *, labels: IntArray, factor: SmallSampleFactor
) -> int:
    if factor == "full":
        return effects.rank
    if rows.clusters is None or _is_nested(rows.units, labels):
        return effects.rank - len(effects.unit_weights) + 1
    if rows.periods is not None and _is_nested(rows.periods, labels):
        return effects.rank - effects.n_periods + 1
    return effects.rank


def _reduce_bias(
    rows: PanelRows, effects: PanelEffects, *, labels: IntArray
) -> tuple[FloatArray, FloatArray]:
    k = rows.regressors.shape[1]
    design = rows.regressors
    if rows.periods is not None:
        members = rows.periods[:, None] == np.arange(1, effects.n_periods)
        design = np.column_stack([design, members])
    fit = estimate_linear(
        rows.outcome, design, errors="CR2", clusters=labels, weights=rows.weights, absorb=rows.units
    )
    return fit.vcov[:k, :k], fit.df[:k]


def _is_nested(groups: IntArray, labels: IntArray) -> bool:
    label_of_group = np.empty(int(groups.max()) + 1, dtype=np.intp)
    label_of_group[groups] = labels
    return bool((label_of_group[groups] == labels).all())


def _cluster(
    fit: _WithinFit, rows: PanelRows, *, labels: IntArray, counted: int
) -> tuple[FloatArray, FloatArray]:
    """Sandwich and degrees of freedom; without factor where no parameters are counted."""
    weighted = _weigh(fit.residuals, rows)
    scores = np.column_stack([np.bincount(labels, weighted * column) for column in fit.swept])
    n, g = len(weighted), len(scores)
    factor = g / (g - 1) * (n - 1) / (n - counted) if counted else 1.0
    vcov = factor * fit.inverse @ (scores.T @ scores) @ fit.inverse
    return vcov, np.full(len(vcov), float(g - 1))
