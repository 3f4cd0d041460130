"""Rows of an event study: who is compared with whom, and when."""

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
from idmaj.effects.panel.timing import check_timing
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class EventRows:
    """Rows of units that were seen without treatment.

    Attributes
    ----------
    outcome, periods : ndarray, shape (n,)
    units, clusters : ndarray, shape (n,)
        Codes; units where no clusters were given.
    first_treated : ndarray, shape (n,)
        Infinite for never-treated units.
    event_times : ndarray, shape (n,)
        Periods since the first treated one; not a number for never-treated units.
    covariates : ndarray, shape (n, k)
    weights : ndarray, shape (n,), optional
    n_always_treated : int
        Units left out because they were treated in every observed period.
    """

    outcome: FloatArray
    periods: FloatArray
    units: IntArray
    clusters: IntArray
    first_treated: FloatArray
    event_times: FloatArray
    covariates: FloatArray
    weights: FloatArray | None
    n_always_treated: int


def check_event_rows(
    outcome: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike,
    first_treated: ArrayLike,
    *,
    covariates: ArrayLike | None,
    clusters: ArrayLike | None,
    weights: ArrayLike | None,
) -> EventRows:
    """Check the columns of an event study and leave out units treated in every observed period.

    Parameters
    ----------
    outcome, units, periods, first_treated, clusters, weights : array_like, shape (n,)
    covariates : array_like, shape (n, k), optional

    Raises
    ------
    EstimationError
        ``empty-arm`` where no unit is treated within the data, ``no-comparison-group`` where all are
        treated at the same time, ``one-cluster-per-arm`` where the treated are a single cluster; input
        conditions.
    """
    y = check_values(outcome, "outcome")
    n = len(y)
    timing = check_timing(units, periods, first_treated)
    if len(timing.units) != n:
        raise EstimationError("unequal-lengths", what="units")
    labels = timing.units if clusters is None else check_groups(clusters, "clusters", n=n, needed=2)
    matrix = np.empty((n, 0)) if covariates is None else check_covariates(covariates, n)
    w = None if weights is None else check_weights(weights, n)
    starts = timing.first_treated
    kept = ~timing.always_treated if w is None else ~timing.always_treated & (w > 0)
    event = np.where(np.isinf(starts), np.nan, timing.periods - starts)
    _check_comparison(starts[kept], event=event[kept], clusters=labels[kept])
    return EventRows(
        outcome=y[kept],
        periods=timing.periods[kept],
        units=timing.units[kept],
        clusters=labels[kept],
        first_treated=starts[kept],
        event_times=event[kept],
        covariates=matrix[kept],
        weights=None if w is None else w[kept],
        n_always_treated=timing.n_always_treated,
    )


def _check_comparison(starts: FloatArray, *, event: FloatArray, clusters: IntArray) -> None:
    treated: BoolArray = event >= 0
    if not treated.any():
        raise EstimationError("empty-arm", n=len(starts))
    if len(np.unique(starts)) == 1:
        raise EstimationError("no-comparison-group")
    if len(np.unique(clusters[treated])) == 1 or len(np.unique(clusters[~treated])) == 1:
        raise EstimationError("one-cluster-per-arm")
