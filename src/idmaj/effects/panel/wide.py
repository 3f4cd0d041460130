"""A long panel (one row a unit and period) as arrays of one row a unit, with the gaps kept as gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_covariates,
    check_groups,
    check_values,
    check_weights,
)
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class WidePanel:
    """A panel, units in the order of their labels, periods in order of time.

    Attributes
    ----------
    times : ndarray, shape (n_periods,)
    outcome : ndarray, shape (n_units, n_periods)
        0 where the unit was not observed.
    observed : ndarray, shape (n_units, n_periods)
    covariates : ndarray, shape (n_units, n_periods, k)
    weights : ndarray, shape (n_units, n_periods)
        Sampling weights; 0 where the unit was not observed.
    first_treated : ndarray, shape (n_units,)
        Infinite where never treated.
    clusters : ndarray of codes, shape (n_units,), optional
    row_units, row_periods : ndarray, shape (n,)
        Place of each long row.
    """

    times: FloatArray
    outcome: FloatArray
    observed: BoolArray
    covariates: FloatArray
    weights: FloatArray
    first_treated: FloatArray
    clusters: IntArray | None
    row_units: IntArray
    row_periods: IntArray


def build_wide_panel(
    outcome: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike,
    first_treated: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> WidePanel:
    """Arrange a long panel by unit and period.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        One row a unit and period; a unit may lack periods.
    units : array_like, shape (n,)
    periods : array_like, shape (n,)
        Numbers.
    first_treated : array_like, shape (n,)
        Period in which the unit was first treated; missing or infinite where never, or 0 where all periods
        are later.
    covariates : array_like, shape (n, k), optional
    weights : array_like, shape (n,), optional
    clusters : array_like, shape (n,), optional

    Raises
    ------
    EstimationError
        ``repeated-unit-period``; ``varies-in-unit`` for a first treatment or cluster that changes within a
        unit; ``too-few-groups`` with one period; input conditions.
    """
    y = check_values(outcome, "outcome")
    n = len(y)
    unit = check_groups(units, "units", n=n)
    time = check_values(periods, "periods", n=n)
    period = check_groups(time, "periods", n=n, needed=2)
    shape = (int(unit.max()) + 1, int(period.max()) + 1)
    observed = np.zeros(shape, dtype=np.bool_)
    observed[unit, period] = True
    if int(observed.sum()) < n:
        raise EstimationError("repeated-unit-period")
    matrix = np.empty((n, 0)) if covariates is None else check_covariates(covariates, n)
    wide = [np.zeros((*shape, *long.shape[1:])) for long in (y, matrix, y)]
    for table, long in zip(wide, (y, matrix, check_weights(weights, n)), strict=True):
        table[unit, period] = long
    cluster = None if clusters is None else check_groups(clusters, "clusters", n=n)
    return WidePanel(
        times=np.unique(time),
        outcome=wide[0],
        observed=observed,
        covariates=wide[1],
        weights=wide[2],
        first_treated=_take_constant(
            read_first_treated(first_treated, n, earliest=float(time.min())), unit, "first_treated"
        ),
        clusters=None if cluster is None else _take_constant(cluster, unit, "clusters").astype(np.intp),
        row_units=unit,
        row_periods=period,
    )


def read_first_treated(first_treated: ArrayLike, n: int, *, earliest: float) -> FloatArray:
    """Return the period of first treatment as numbers, infinite where never treated.

    Parameters
    ----------
    first_treated : array_like, shape (n,)
        Missing or infinite where never, or 0 where `earliest` is later.
    n : int
    earliest : float
        First period of the panel.

    Raises
    ------
    EstimationError
        ``unequal-lengths``; ``not-finite`` for minus infinity.
    """
    start = np.asarray(first_treated, dtype=np.float64)
    if start.shape != (n,):
        raise EstimationError("unequal-lengths", what="first_treated")
    if (start == -np.inf).any():
        raise EstimationError("not-finite", what="first_treated")
    never = np.isnan(start) | ((start == 0) & (earliest > 0))
    return np.where(never, np.inf, start)


def _take_constant(values: FloatArray | IntArray, unit: IntArray, name: str) -> FloatArray:
    of_unit = np.empty(int(unit.max()) + 1)
    of_unit[unit] = values
    if (of_unit[unit] != values).any():
        raise EstimationError("varies-in-unit", what=name)
    return of_unit
