"""Times that end in one of several events or in censoring, late entries, weights and clusters, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from idmaj.effects.conditions import (
    FloatArray,
    IntArray,
    check_groups,
    check_indicator,
    check_values,
    check_weights,
)
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class FollowUp:
    """One row a person, or a person's spell under observation.

    Attributes
    ----------
    time : ndarray, shape (n,)
        End of the spell, in the study's unit of time.
    cause : ndarray, shape (n,)
        0 where the spell ends in censoring, else the number of the event, from 1.
    n_causes : int
    entry : ndarray, shape (n,), optional
        Time from which the row is under observation: it is at risk on (entry, time]. 0 and None are the start
        of the clock, where an event at time 0 counts.
    weights : ndarray, shape (n,), optional
        Positive.
    clusters : ndarray, shape (n,), optional
        Labels of groups whose rows vary together.
    """

    time: FloatArray
    cause: IntArray
    n_causes: int
    entry: FloatArray | None = None
    weights: FloatArray | None = None
    clusters: NDArray[Any] | None = None

    @property
    def is_counted(self) -> bool:
        """Whether counts are all there is to the variance: rows count once and vary by themselves.

        Rows that enter late make increments of several events dependent; Greenwood's variance of one event's
        curve leaves that out, as R's ``survfit`` does.
        """
        alone = self.weights is None and self.clusters is None
        return alone and (self.n_causes == 1 or self.entry is None or not self.entry.any())

    @property
    def size(self) -> float:
        """Effective number of rows (Kish), or clusters where these are fewer."""
        size = float(len(self.time))
        if self.weights is not None:
            size = float(self.weights.sum() ** 2 / (self.weights**2).sum())
        return size if self.clusters is None else min(size, float(len(np.unique(self.clusters))))


def check_follow_up(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    n_causes: int | None = None,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> FollowUp:
    """Return checked times; rows of weight 0 are left out.

    Parameters
    ----------
    time : array_like, shape (n,)
        ≥ 0.
    cause : array_like, shape (n,)
        0 for censored, 1 … k for the events.
    n_causes : int, optional
        k; the largest cause seen by default.
    entry, weights, clusters : array_like, shape (n,), optional
        As `FollowUp`.

    Raises
    ------
    EstimationError
        ``negative-time``, ``entry-not-before-exit``, ``not-a-cause``, ``negative-weights``, ``no-weight``,
        ``missing-group``, ``not-finite``, ``unequal-lengths``.
    """
    t = check_values(time, "time")
    if t.min() < 0:
        raise EstimationError("negative-time")
    codes, k = _check_causes(cause, len(t), n_causes)
    start = None if entry is None else _check_entry(entry, t)
    mass = None if weights is None else check_weights(weights, len(t))
    labels = None
    if clusters is not None:
        check_groups(clusters, "clusters", n=len(t), needed=2)
        labels = np.asarray(clusters)
    if mass is not None and (mass <= 0).any():
        kept = mass > 0
        start, labels = (part if part is None else part[kept] for part in (start, labels))
        t, codes, mass = t[kept], codes[kept], mass[kept]
    return FollowUp(t, codes, k, start, mass, labels)


def check_horizon(horizon: float, *, last: float, covered_until: float) -> float:
    """Return a horizon that data reach.

    Raises
    ------
    EstimationError
        ``not-finite``, ``negative-time``; ``horizon-beyond-data`` past the largest observed time;
        ``gap-in-observation`` where, before the horizon, nobody was under observation.
    """
    if not np.isfinite(horizon):
        raise EstimationError("not-finite", what="horizon")
    if horizon < 0:
        raise EstimationError("negative-time")
    if horizon > last:
        raise EstimationError("horizon-beyond-data", horizon=float(horizon), last=float(last))
    if horizon > covered_until:
        raise EstimationError("gap-in-observation", horizon=float(horizon), last=float(covered_until))
    return float(horizon)


def _check_causes(cause: ArrayLike, n: int, n_causes: int | None) -> tuple[IntArray, int]:
    array = np.asarray(cause)
    if array.dtype == np.bool_ and array.shape == (n,) and n_causes in (None, 1):
        return array.astype(np.intp), 1
    if n_causes == 1:
        return check_indicator(cause, "event", n=n).astype(np.intp), 1
    values = check_values(cause, "event", n=n)
    codes = values.astype(np.intp)
    top = max(int(codes.max()), 1) if n_causes is None else n_causes
    if (codes != values).any() or codes.min() < 0 or codes.max() > top:
        raise EstimationError("not-a-cause", n=top)
    return codes, top


def _check_entry(entry: ArrayLike, time: FloatArray) -> FloatArray:
    start = check_values(entry, "entry", n=len(time))
    if start.min() < 0:
        raise EstimationError("negative-time")
    late = (start >= time) & (start > 0)
    if late.any():
        raise EstimationError("entry-not-before-exit", n=int(late.sum()))
    return start
