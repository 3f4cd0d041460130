"""Rows of a panel that carry information: positive weight, and a unit and a period seen more than once."""

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
class PanelRows:
    """Checked rows of a panel.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
    regressors : ndarray, shape (n, k)
    units : ndarray, shape (n,)
        Codes without gaps.
    periods, clusters : ndarray, shape (n,), optional
        Codes without gaps; None where none were given.
    weights : ndarray, shape (n,), optional
        Mean 1; None for equal weights.
    kept : ndarray, shape (n_given,)
        True for the given rows that are here.
    n_singletons : int
        Rows left out because their unit, or their period, has no other row.
    """

    outcome: FloatArray
    regressors: FloatArray
    units: IntArray
    periods: IntArray | None
    clusters: IntArray | None
    weights: FloatArray | None
    kept: BoolArray
    n_singletons: int


def check_panel_rows(
    outcome: ArrayLike,
    regressors: ArrayLike,
    *,
    units: ArrayLike,
    periods: ArrayLike | None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> PanelRows:
    """Check the columns of a panel and leave out rows that cannot tell anything.

    A row that is alone in its unit or its period is fitted exactly by that effect: it changes no
    coefficient, but the small-sample factor would count it. Leaving rows out can leave others alone, so the
    search is repeated. A unit may have several rows in a period.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    regressors : array_like, shape (n, k)
    units, periods, clusters, weights : array_like, shape (n,)

    Raises
    ------
    EstimationError
        ``too-few-groups`` (under two units, periods or clusters), ``too-few-people`` (no row is left),
        input conditions.
    """
    y = check_values(outcome, "outcome")
    n = len(y)
    matrix = check_covariates(regressors, n)
    unit_codes = check_groups(units, "units", n=n, needed=2)
    period_codes = None if periods is None else check_groups(periods, "periods", n=n, needed=2)
    cluster_codes = None if clusters is None else check_groups(clusters, "clusters", n=n, needed=2)
    w = None if weights is None else check_weights(weights, n)
    positive = np.ones(n, dtype=np.bool_) if w is None else w > 0
    kept = _find_informative(positive, unit_codes, period_codes)
    if not kept.any():
        raise EstimationError("too-few-people", n=0, needed=2)
    w = None if w is None else w[kept] / w[kept].mean()
    n_singletons = int(positive.sum() - kept.sum())
    if kept.all():
        return PanelRows(y, matrix, unit_codes, period_codes, cluster_codes, w, kept, n_singletons)
    return PanelRows(
        outcome=y[kept],
        regressors=matrix[kept],
        units=_recode(unit_codes[kept]),
        periods=None if period_codes is None else _recode(period_codes[kept]),
        clusters=None if cluster_codes is None else _recode(cluster_codes[kept]),
        weights=w,
        kept=kept,
        n_singletons=n_singletons,
    )


def _find_informative(positive: BoolArray, units: IntArray, periods: IntArray | None) -> BoolArray:
    kept = positive
    while True:
        before = kept
        for codes in (units,) if periods is None else (units, periods):
            sizes = np.bincount(codes[kept] if not kept.all() else codes, minlength=int(codes.max()) + 1)
            if (sizes == 1).any():
                kept = kept & (sizes != 1)[codes]
        if kept is before:
            return kept


def _recode(codes: IntArray) -> IntArray:
    present = np.bincount(codes) > 0
    return (np.cumsum(present) - 1)[codes].astype(np.intp, copy=False)
