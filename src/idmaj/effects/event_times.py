"""Event times and who is at risk at each: people sorted by stratum and time, at risk on (entry, time].

A sum over a risk set is a reversed cumulative sum over event times, from which those who had not entered yet
are taken away, and a sum over event times is looked up per person: nothing loops over people or times.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray

DAYS = 65_536


@dataclass(frozen=True, eq=False)
class History:
    """When people came under observation and how it ended.

    Attributes
    ----------
    time : ndarray, shape (n,)
    is_event : ndarray, shape (n,)
    weights : ndarray, shape (n,)
        Positive.
    entry : ndarray, shape (n,), optional
        At risk on (entry, time].
    strata : ndarray, shape (n,), optional
        Codes 0, 1, …; people are at risk only within their own.
    lingers : ndarray, shape (n,), optional
        Who had a competing event.
    """

    time: FloatArray
    is_event: BoolArray
    weights: FloatArray
    entry: FloatArray | None = None
    strata: IntArray | None = None
    lingers: BoolArray | None = None

    def select(self, kept: BoolArray) -> "History":
        """Return the history of some of the people."""
        return History(
            self.time[kept],
            self.is_event[kept],
            self.weights[kept],
            entry=None if self.entry is None else self.entry[kept],
            strata=None if self.strata is None else self.strata[kept],
            lingers=None if self.lingers is None else self.lingers[kept],
        )


@dataclass(frozen=True, eq=False)
class EventTimes:
    """The m distinct event times of all strata, in order of stratum and time.

    Attributes
    ----------
    time : ndarray, shape (m,)
    stratum : ndarray, shape (m,)
    begins, ends : ndarray, shape (m,)
        Position of the first event time of the same stratum, and of the first of the next.
    n_strata : int
        Strata with an event.
    """

    time: FloatArray
    stratum: IntArray
    begins: IntArray
    ends: IntArray
    n_strata: int

    def sum_from(self, values: FloatArray) -> FloatArray:
        """Sum from each event time to the last of its stratum, along the last axis."""
        return np.ascontiguousarray(self._within(values[..., ::-1], reverse=True)[..., ::-1])

    def sum_to(self, values: FloatArray) -> FloatArray:
        """Sum from the first event time of the stratum to each, along the last axis."""
        return self._within(values, reverse=False)

    def _within(self, values: FloatArray, *, reverse: bool) -> FloatArray:
        total = np.cumsum(values, axis=-1)
        if self.n_strata == 1:
            return total
        before = (len(self.time) - self.ends)[::-1] if reverse else self.begins
        padded = np.concatenate([np.zeros((*total.shape[:-1], 1)), total], axis=-1)
        return np.asarray(total - padded[..., before])


@dataclass(frozen=True, eq=False)
class Positions:
    """Where people stand among the event times; those never at risk at one are left out, n are left.

    Attributes
    ----------
    order : ndarray, shape (n,)
        Positions in the caller's arrays, by stratum and time.
    last : ndarray, shape (n,)
        Last event time at which they are at risk.
    enters : ndarray, shape (n,)
        First event time at which they are.
    times : EventTimes
    """

    order: IntArray
    last: IntArray
    enters: IntArray
    times: EventTimes


def sort_people(time: FloatArray, strata: IntArray | None) -> IntArray:
    """Return the positions in order of stratum and time; whole days below 65,536 are sorted by counting."""
    order: IntArray | None = None
    if time.min() >= 0 and time.max() < DAYS:
        days = time.astype(np.uint16)
        if (days == time).all():
            order = np.argsort(days, kind="stable")
    if order is None:
        order = np.argsort(time)
    if strata is None:
        return order
    return np.asarray(order[np.argsort(strata[order], kind="stable")])


def find_next(
    times: EventTimes,
    moments: FloatArray,
    strata: IntArray | None,
    *,
    side: Literal["left", "right"] = "right",
) -> IntArray:
    """Find the first event time of the same stratum after each moment (`left`: at or after it).

    Parameters
    ----------
    times : EventTimes
    moments : ndarray, shape (q,)
    strata : ndarray, shape (q,), optional
        Their strata.

    Returns
    -------
    ndarray, shape (q,)
        Positions in `times`; the beginning of the next stratum where there is none.
    """
    if strata is None:
        return np.searchsorted(times.time, moments, side=side)
    distinct = np.unique(times.time)
    width = len(distinct) + 1
    keys = times.stratum * width + np.searchsorted(distinct, times.time) + 1
    passed = np.searchsorted(distinct, moments, side=side)
    return np.searchsorted(keys, strata * width + passed, side="right")


def sum_at(positions: IntArray, values: FloatArray, m: int) -> FloatArray:
    """Sum values by their position among m."""
    return np.bincount(positions, values, minlength=m).astype(np.float64, copy=False)


def read_at(
    times: EventTimes, values: FloatArray, positions: IntArray, strata: IntArray | None, *, otherwise: float
) -> FloatArray:
    """Read values of event times at positions; `otherwise` where these lie outside the stratum.

    Parameters
    ----------
    times : EventTimes
    values : ndarray, shape (m,)
    positions : ndarray, shape (q,)
        As from `find_next`, or one less.
    strata : ndarray, shape (q,), optional
    otherwise : float
    """
    m = len(times.time)
    inside = np.clip(positions, 0, m - 1)
    own = (inside == positions) & (times.stratum[inside] == (0 if strata is None else strata))
    return np.where(own, values[inside], otherwise)


def find_positions(history: History) -> Positions:
    """Sort people and find the event times at which each is at risk."""
    order = sort_people(history.time, history.strata)
    t, s = history.time[order], None if history.strata is None else history.strata[order]
    changes = t[1:] != t[:-1]
    if s is not None:
        changes |= s[1:] != s[:-1]
    starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    first = starts[np.add.reduceat(history.is_event[order], starts, dtype=np.intp) > 0]
    times = _index_event_times(t[first], None if s is None else s[first])
    last = np.repeat(np.arange(-1, len(first)), np.diff(first, prepend=0, append=len(t)))
    begins = np.zeros(len(t), np.intp) if s is None else np.searchsorted(times.stratum, s)
    enters = begins
    if history.entry is not None:
        enters = np.maximum(begins, find_next(times, history.entry[order], s))
    kept = enters <= last
    if history.lingers is not None:
        kept |= history.lingers[order] & (
            times.stratum[np.minimum(begins, len(first) - 1)] == (0 if s is None else s)
        )
        never = enters > last  # they stay only as people who had a competing event
        last = np.maximum(last, begins)
        enters = np.where(never, last + 1, enters)
    if kept.all():
        return Positions(order, last, enters, times)
    return Positions(order[kept], last[kept], enters[kept], times)


def _index_event_times(time: FloatArray, strata: IntArray | None) -> EventTimes:
    m = len(time)
    stratum = np.zeros(m, np.intp) if strata is None else strata
    begins = np.searchsorted(stratum, stratum, side="left")
    ends = np.searchsorted(stratum, stratum, side="right")
    return EventTimes(time, stratum, begins, ends, n_strata=len(np.unique(begins)))
