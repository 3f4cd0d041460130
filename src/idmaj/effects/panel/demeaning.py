"""Sweep unit and period effects out of columns exactly, without iteration and without dummies."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from idmaj.effects.conditions import FloatArray, IntArray

NULL_EIGENVALUE = 1e-9
DENSE_CELLS_PER_ROW = 8


@dataclass(frozen=True, eq=False)
class PanelEffects:
    """Unit and period effects of a panel, ready to be swept out of any column.

    Attributes
    ----------
    units : ndarray, shape (n,)
        Code 0 … n_units - 1 of each row.
    periods : ndarray, shape (n,), optional
        Code 0 … n_periods - 1 of each row; None where only unit effects are swept out.
    weights : ndarray, shape (n,), optional
        Positive weights; None for equal ones.
    unit_weights : ndarray, shape (n_units,)
        Total weight of each unit.
    period_inverse : ndarray, shape (n_periods, n_periods)
        Generalised inverse of the period effects' normal equations, unit effects partialled out.
    n_periods : int
        1 where only unit effects are swept out.
    rank : int
        Dimension of the space that unit and period effects span: units + periods - connected parts.
    """

    units: IntArray
    periods: IntArray | None
    weights: FloatArray | None
    unit_weights: FloatArray
    period_inverse: FloatArray
    n_periods: int
    rank: int


def build_panel_effects(
    units: IntArray, periods: IntArray | None, *, weights: FloatArray | None = None
) -> PanelEffects:
    """Factor the normal equations of unit and period effects.

    With the unit effects partialled out, the period effects solve a system of n_periods equations (a Schur
    complement), so the projection is exact for any pattern of missing rows. Where the panel falls into
    parts that share no unit and no period, the generalised inverse takes one effect a part as 0.

    Parameters
    ----------
    units, periods : ndarray, shape (n,)
        Codes without gaps (see `idmaj.effects.conditions.check_groups`).
    weights : ndarray, shape (n,), optional
        Positive.

    References
    ----------
    Wansbeek & Kapteyn (1989), Journal of Econometrics 41.
    """
    unit_weights = np.bincount(units, weights).astype(np.float64)
    n_units = len(unit_weights)
    if periods is None:
        return PanelEffects(units, None, weights, unit_weights, np.zeros((1, 1)), 1, n_units)
    n_periods = int(periods.max()) + 1
    system = _find_period_system(units, periods, weights=weights, unit_weights=unit_weights)
    totals = np.bincount(periods, weights, minlength=n_periods).astype(np.float64)
    inverse, rank = _invert(system, totals)
    return PanelEffects(units, periods, weights, unit_weights, inverse, n_periods, n_units + rank)


def demean(column: FloatArray, effects: PanelEffects) -> FloatArray:
    """Return what unit and period effects leave of a column.

    Parameters
    ----------
    column : ndarray, shape (n,)
    effects : PanelEffects
    """
    residual = _demean_units(column, effects)
    if effects.periods is None:
        return residual
    weighted = residual if effects.weights is None else residual * effects.weights
    sums = np.bincount(effects.periods, weighted, minlength=effects.n_periods)
    np.subtract(column, (effects.period_inverse @ sums)[effects.periods], out=residual)
    return _demean_units(residual, effects, out=residual)


def _demean_units(column: FloatArray, effects: PanelEffects, *, out: FloatArray | None = None) -> FloatArray:
    weighted = column if effects.weights is None else column * effects.weights
    means = np.bincount(effects.units, weighted) / effects.unit_weights
    return np.subtract(column, means[effects.units], out=out)


def _find_period_system(
    units: IntArray, periods: IntArray, *, weights: FloatArray | None, unit_weights: FloatArray
) -> FloatArray:
    n_units, n_periods = len(unit_weights), int(periods.max()) + 1
    totals = np.bincount(periods, weights, minlength=n_periods)
    if n_units * n_periods <= DENSE_CELLS_PER_ROW * len(units):
        cells = np.bincount(units * n_periods + periods, weights, minlength=n_units * n_periods)
        shares = cells.reshape(n_units, n_periods) / np.sqrt(unit_weights)[:, None]
        return np.diag(totals) - shares.T @ shares
    values = np.ones(len(units)) if weights is None else weights
    scaled = values / np.sqrt(unit_weights)[units]
    incidence = sparse.csr_array((scaled, (units, periods)), shape=(n_units, n_periods))
    return np.diag(totals) - (incidence.T @ incidence).toarray()


def _invert(system: FloatArray, totals: FloatArray) -> tuple[FloatArray, int]:
    scale = 1 / np.sqrt(totals)
    values, vectors = np.linalg.eigh(system * scale[:, None] * scale)
    kept = values > NULL_EIGENVALUE
    half = vectors[:, kept] * scale[:, None] / np.sqrt(values[kept])
    return half @ half.T, int(kept.sum())
