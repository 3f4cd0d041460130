"""Rows counted at each distinct time: who is at risk, has an event, is censored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.curve_times import FollowUp

SLOTS_PER_PERSON = 4
"""Whole times are counted without sorting while there are at most this many units of time per person."""

Counts = NDArray[Any]


@dataclass(frozen=True, eq=False)
class EventTable:
    """Counts at the m distinct times of an event or a censoring, ascending.

    Attributes
    ----------
    time : ndarray, shape (m,)
    n_at_risk, n_censored : ndarray, shape (m,)
        Rows at risk just before each time; rows censored at it. An event comes before a censoring at the same
        time.
    n_events : ndarray, shape (k, m)
        Rows with each event at each time.
    at_risk : ndarray, shape (m,)
        Weight at risk; equal to the counts without weights.
    events : ndarray, shape (k, m)
        Weight of the events.
    effective_at_risk : ndarray, shape (m,)
        Kish's effective number at risk: squared sum of weights over the sum of squared weights.
    covered_until : float
        Largest time before which somebody was always at risk and the curve had not ended; the largest
        observed time unless people entered late.
    """

    time: FloatArray
    n_at_risk: IntArray
    n_censored: IntArray
    n_events: IntArray
    at_risk: FloatArray
    events: FloatArray
    effective_at_risk: FloatArray
    covered_until: float


def count_events(people: FollowUp) -> EventTable:
    """Count who is at risk, has an event or is censored at each distinct time."""
    k = people.n_causes
    distinct, counts = tabulate_times(people.time, people.cause, n_labels=k + 1)
    left = counts.sum(axis=0)
    late = people.entry is not None and bool(people.entry.any())
    first = find_positions(people, distinct)[0] if late else None
    at_risk = _find_at_risk(left, first)
    ended = at_risk - left == -counts[0]
    covered = _find_cover(people, distinct, left, ended)
    if people.weights is None:
        alone = at_risk.astype(np.float64)
        return EventTable(
            distinct, at_risk, counts[0], counts[1:], alone, counts[1:].astype(np.float64), alone, covered
        )
    slot = np.searchsorted(distinct, people.time)
    weighed, squares = (
        np.bincount(people.cause * len(distinct) + slot, weights=mass, minlength=counts.size).reshape(
            counts.shape
        )
        for mass in (people.weights, people.weights**2)
    )
    mass = _find_at_risk(weighed.sum(axis=0), first, people.weights)
    effective = np.asarray(mass**2 / _find_at_risk(squares.sum(axis=0), first, people.weights**2), np.float64)
    return EventTable(
        distinct, at_risk, counts[0], counts[1:], mass, weighed[1:].astype(np.float64), effective, covered
    )


def tabulate_times(time: FloatArray, label: IntArray, *, n_labels: int) -> tuple[FloatArray, IntArray]:
    """Count rows by distinct time and label.

    Whole times are counted in place. Others are sorted once, the label carried in the lowest bits of the time's
    own bits, which stand in the order of the times.

    Parameters
    ----------
    time : ndarray, shape (n,)
        ≥ 0.
    label : ndarray, shape (n,)
        0, 1, … n_labels - 1.
    n_labels : int

    Returns
    -------
    distinct : ndarray, shape (m,)
        Ascending.
    counts : ndarray, shape (n_labels, m)
    """
    whole = find_whole_times(time)
    if whole is not None:
        n_slots = int(whole.max()) + 1
        counts = np.bincount(label * n_slots + whole, minlength=n_labels * n_slots).reshape(n_labels, n_slots)
        used = np.flatnonzero(counts.any(axis=0))
        return used.astype(np.float64), counts[:, used]
    ordered, labels = _sort_with_labels(time, label, width=(n_labels - 1).bit_length())
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    if len(starts) == len(ordered):
        return ordered, np.stack([(labels == one).astype(np.intp) for one in range(n_labels)])
    counts = np.stack([np.add.reduceat(labels == one, starts, dtype=np.intp) for one in range(n_labels)])
    return ordered[starts], counts


def find_whole_times(time: FloatArray) -> IntArray | None:
    """Return the times as whole numbers where they are, and few enough to be counted in place."""
    if time.max() >= SLOTS_PER_PERSON * len(time) + 1_000:
        return None
    whole = time.astype(np.intp)
    return whole if np.array_equal(whole, time) else None


def find_positions(people: FollowUp, distinct: Counts) -> tuple[IntArray, IntArray]:
    """Return the positions of the first and the last distinct time at which each row is at risk."""
    last = np.searchsorted(distinct, people.time)
    if people.entry is None:
        return np.zeros(len(last), dtype=np.intp), last
    first = np.searchsorted(distinct, people.entry, side="right")
    return np.where(people.entry > 0, first, 0), last


def _sort_with_labels(time: FloatArray, label: IntArray, *, width: int) -> tuple[FloatArray, IntArray]:
    bits = (time + 0.0).view(np.int64)  # a negative zero would sort last
    low = int(bits.min())
    if (int(bits.max()) - low).bit_length() + width > 63:
        order = np.argsort(time, kind="stable")
        return time[order], label[order]
    key = (bits - low) << width | label
    key.sort()
    return ((key >> width) + low).view(np.float64), key & ((1 << width) - 1)


def _find_at_risk(left: Counts, first: IntArray | None, weights: FloatArray | None = None) -> Counts:
    """Sum those who leave later or now, less those who have not entered: exact at the last time."""
    staying = left[::-1].cumsum()[::-1]
    if first is None:
        return staying
    entered = np.bincount(first, weights=weights, minlength=len(left))
    return staying - np.append(entered[::-1].cumsum()[::-1][1:], 0)


def _find_cover(people: FollowUp, distinct: FloatArray, left: IntArray, ended: BoolArray) -> float:
    if people.entry is None:
        return float(distinct[-1])
    if people.entry.min() > 0:
        return 0.0
    entered = np.searchsorted(np.sort(people.entry), distinct, side="right")
    stops = (entered == left.cumsum()) | ended
    return float(distinct[int(np.argmax(stops))])
