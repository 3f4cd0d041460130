"""Effects by imputation (Borusyak, Jaravel and Spiess): what treated units would have had, from untreated periods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse import csgraph

from idmaj.effects.conditions import RANK_TOLERANCE, BoolArray, FloatArray
from idmaj.effects.panel.wide import WidePanel, build_wide_panel
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class UntreatedModel:
    """Unit and period effects, and slopes, estimated on untreated observations.

    Attributes
    ----------
    weights : ndarray, shape (n_units, n_periods)
        Weight of each untreated observation, 0 elsewhere.
    columns : ndarray, shape (n_units, n_periods, k)
        Covariates at mean 0 and standard deviation 1.
    slopes : ndarray, shape (n_periods + k,)
        Period effects (0 for the first period of each connected part), then slopes.
    inverse : ndarray, shape (n_periods + k, n_periods + k)
        Inverse cross-products of period dummies and covariates within units; zeros for what is not estimated.
    predicted : ndarray, shape (n_units, n_periods)
        Outcome without treatment, where `identified`.
    identified : ndarray, shape (n_units, n_periods)
        Unit and period are linked by untreated observations.
    """

    weights: FloatArray
    columns: FloatArray
    slopes: FloatArray
    inverse: FloatArray
    predicted: FloatArray
    identified: BoolArray

    def influence_weights(self, target: FloatArray) -> FloatArray:
        """Return the weight of every observation in Σ target · (outcome - predicted), shape (n_units, n_periods).

        Parameters
        ----------
        target : ndarray, shape (n_units, n_periods)
            0 on untreated observations.
        """
        total = np.maximum(self.weights.sum(axis=1), np.finfo(float).tiny)
        of_unit = target.sum(axis=1) / total
        wanted = sum_columns(target, self.columns) - unit_sums(self.weights, self.columns).T @ of_unit
        slopes = self.inverse @ wanted
        of_unit = of_unit - unit_sums(self.weights, self.columns) @ slopes / total
        return target - self.weights * (of_unit[:, None] + apply_slopes(self.columns, slopes))


@dataclass(frozen=True, eq=False)
class ImputedEffects:
    """Effects of every treated unit in every period in which they can be told.

    Attributes
    ----------
    panel : WidePanel
    model : UntreatedModel
    starts : ndarray, shape (n_units,)
        First treatment; infinite where never while observed.
    treated : ndarray, shape (n_units, n_periods)
        Treated observations whose untreated outcome can be imputed.
    effects : ndarray, shape (n_units, n_periods)
        Outcome minus imputed outcome where `treated`, 0 elsewhere; each by itself is mostly noise.
    residuals : ndarray, shape (n_units, n_periods)
        Of the untreated observations, 0 elsewhere.
    n_always_treated : int
        Treated units without an untreated observation; they are left out.
    n_not_imputed : int
        Treated observations left out because nothing untreated links unit and period.
    """

    panel: WidePanel
    model: UntreatedModel
    starts: FloatArray
    treated: BoolArray
    effects: FloatArray
    residuals: FloatArray
    n_always_treated: int
    n_not_imputed: int


def estimate_imputation(
    outcome: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike,
    first_treated: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    anticipation: float = 0.0,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> ImputedEffects:
    """Impute untreated outcomes from unit effects, period effects and covariates of untreated observations.

    Gaps in the panel are allowed. Units treated in every period observed have no untreated observation: they
    are left out and counted, and are nobody's comparison.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        One row a unit and period.
    units, periods : array_like, shape (n,)
        Labels; numbers.
    first_treated : array_like, shape (n,)
        Period of first treatment; missing, infinite or after the last period where never, or 0 where all
        periods are later.
    covariates : array_like, shape (n, k), optional
        Varying within units, and not moved by treatment.
    anticipation : float
        Observations less than this long before treatment count neither as treated nor as untreated.
    weights, clusters : array_like, shape (n,), optional

    Raises
    ------
    EstimationError
        ``empty-arm`` (nobody treated), ``no-period-before``, ``no-comparison-group`` (nothing can be
        imputed), ``not-identified`` with the position of a covariate that unit and period effects absorb,
        ``repeated-unit-period``, ``varies-in-unit``, input conditions.

    References
    ----------
    Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91.
    """
    panel = build_wide_panel(
        outcome, units, periods, first_treated, covariates=covariates, weights=weights, clusters=clusters
    )
    starts = np.where(panel.first_treated > panel.times[-1] + anticipation, np.inf, panel.first_treated)
    begun = panel.times >= starts[:, None] - anticipation
    untreated = np.where(begun, 0.0, panel.weights)
    wanted = (panel.times >= starts[:, None]) & (panel.weights > 0)
    if not wanted.any():
        raise EstimationError("empty-arm", n=len(starts))
    always = wanted.any(axis=1) & (untreated.sum(axis=1) == 0)
    if always.sum() == wanted.any(axis=1).sum():
        raise EstimationError("no-period-before")
    model = fit_untreated(panel.outcome, untreated, columns=panel.covariates)
    treated = wanted & model.identified
    if not treated.any():
        raise EstimationError("no-comparison-group")
    gap = panel.outcome - model.predicted
    return ImputedEffects(
        panel=panel,
        model=model,
        starts=starts,
        treated=treated,
        effects=np.where(treated, gap, 0.0),
        residuals=np.where(untreated > 0, gap, 0.0),
        n_always_treated=int(always.sum()),
        n_not_imputed=int((wanted & ~treated).sum()),
    )


def fit_untreated(outcome: FloatArray, weights: FloatArray, *, columns: FloatArray) -> UntreatedModel:
    """Fit unit effects, period effects and slopes by weighted least squares.

    Parameters
    ----------
    outcome, weights : ndarray, shape (n_units, n_periods)
    columns : ndarray, shape (n_units, n_periods, k)

    Raises
    ------
    EstimationError
        ``not-identified`` with the position of the first column that the effects absorb.
    """
    scaled = _standardise(columns, weights)
    estimated, identified = _find_linked(weights)
    inverse = _invert(weights, scaled, estimated)
    total = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)
    mean = (weights * outcome).sum(axis=1) / total
    centred = outcome - mean[:, None]
    slopes = inverse @ sum_columns(weights * centred, scaled)
    of_unit = mean - unit_sums(weights, scaled) @ slopes / total
    predicted = of_unit[:, None] + apply_slopes(scaled, slopes)
    return UntreatedModel(weights, scaled, slopes, inverse, predicted, identified)


def unit_sums(weights: FloatArray, columns: FloatArray) -> FloatArray:
    """Return weighted sums of period dummies and columns by unit, shape (n_units, n_periods + k)."""
    return np.hstack([weights, np.einsum("it,itk->ik", weights, columns)])


def sum_columns(weights: FloatArray, columns: FloatArray) -> FloatArray:
    """Return weighted sums of period dummies and columns over all observations, shape (n_periods + k,)."""
    return np.concatenate([weights.sum(axis=0), np.einsum("it,itk->k", weights, columns)])


def apply_slopes(columns: FloatArray, slopes: FloatArray) -> FloatArray:
    """Return period effects plus columns times slopes, shape (n_units, n_periods)."""
    n_periods = columns.shape[1]
    return np.asarray(slopes[:n_periods] + columns @ slopes[n_periods:], dtype=np.float64)


def _standardise(columns: FloatArray, weights: FloatArray) -> FloatArray:
    seen = weights > 0
    if not columns.shape[2]:
        return columns
    centred = columns - columns[seen].mean(axis=0)
    spread = np.sqrt((centred[seen] ** 2).mean(axis=0))
    return np.asarray(centred / np.where(spread > 0, spread, 1.0), dtype=np.float64)


def _find_linked(weights: FloatArray) -> tuple[BoolArray, BoolArray]:
    n_units, n_periods = weights.shape
    unit, period = np.nonzero(weights)
    size = n_units + n_periods
    graph = sparse.coo_matrix((np.ones(len(unit)), (unit, n_units + period)), shape=(size, size))
    part = csgraph.connected_components(graph, directed=False)[1]
    of_unit, of_period = part[:n_units], part[n_units:]
    first = np.unique(of_period, return_index=True)[1]
    estimated = np.ones(n_periods, dtype=np.bool_)
    estimated[first] = False
    return estimated, of_unit[:, None] == of_period


def _invert(weights: FloatArray, columns: FloatArray, estimated: BoolArray) -> FloatArray:
    n_periods, k = columns.shape[1:]
    total = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)
    of_unit = unit_sums(weights, columns)
    products = np.zeros((n_periods + k, n_periods + k))
    products[:n_periods, :n_periods] = np.diag(weights.sum(axis=0))
    cross = np.einsum("it,itk->tk", weights, columns)
    products[:n_periods, n_periods:], products[n_periods:, :n_periods] = cross, cross.T
    products[n_periods:, n_periods:] = np.einsum("it,itk,itl->kl", weights, columns, columns, optimize=True)
    scale = np.sqrt(np.maximum(np.diag(products), np.finfo(float).tiny))
    within = products - of_unit.T @ (of_unit / total[:, None])
    kept = np.flatnonzero(np.concatenate([estimated, np.ones(k, dtype=np.bool_)]))
    unit = within[np.ix_(kept, kept)] / np.outer(scale[kept], scale[kept])
    diagonal = np.abs(np.diag(np.linalg.qr(unit, mode="r")))
    absorbed = np.flatnonzero(diagonal[int(estimated.sum()) :] < RANK_TOLERANCE)
    if len(absorbed):
        raise EstimationError("not-identified", column=int(absorbed[0]))
    inverse = np.zeros_like(products)
    inverse[np.ix_(kept, kept)] = np.linalg.inv(unit) / np.outer(scale[kept], scale[kept])
    return inverse
