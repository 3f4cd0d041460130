"""Points of the grid on which the curves of one group are published.

A point is kept when the events counted by it differ from every other published count of the same kind of event by
nobody or by at least the threshold. Each kind of event has its own points. Where events compete, who is left at a
point is told only if the other kinds of events obey the same rule there: everybody less those left, less the
events, less those whose observation ended are the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from idmaj.disclosure.cells import is_safe_size
from idmaj.study import Study

Counts = npt.NDArray[np.float64]
STEP: Final = {"day": 7}
"""Step of the grid in units of time, where it is not one."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the grid.

    Attributes
    ----------
    time : float
    events : float
        Events of the curve's kind by it, itself included.
    censored : float
        Ends of observation before it.
    left : float
        People still followed after its events.
    is_counted : bool
        Whether `left` and `censored` may be told.
    """

    time: float
    events: float
    censored: float
    left: float
    is_counted: bool


@dataclass(frozen=True, eq=False)
class Course:
    """What became of one group over time, counted.

    Attributes
    ----------
    time : ndarray, shape (k,)
        Times of the curve, in order.
    entered : ndarray, shape (k,)
        People under observation before each time.
    events : dict of str to ndarray, shape (k,)
        Events by each time, by term of the curve.
    censored : ndarray, shape (k,)
        Ends of observation by each time.
    """

    time: Counts
    entered: Counts
    events: dict[str, Counts]
    censored: Counts


def read_course(curves: dict[str, pd.DataFrame]) -> Course:
    """Read the counts of a group from its curves.

    Parameters
    ----------
    curves
        By term, the curve of the event first: rows ordered by time, at the same times in each, with `n_at_risk`
        just before the time, and events and ends of observation since the row before.
    """
    first = next(iter(curves.values()))
    events = {term: _add_up(curve["n_events"]) for term, curve in curves.items()}
    censored = _add_up(first["n_censored"])
    gone = np.concatenate([[0.0], (sum(events.values()) + censored)[:-1]])
    at_risk = first["n_at_risk"].to_numpy(dtype="float64")
    return Course(first["time"].to_numpy(dtype="float64"), at_risk + gone, events, censored)


def _add_up(counts: pd.Series) -> Counts:
    return np.asarray(counts.fillna(0).astype("float64").cumsum())


def choose_points(
    course: Course, term: str, published: dict[str, set[float]], *, horizons: list[float], study: Study
) -> Iterator[Point]:
    """Choose the points of one curve of a group.

    Parameters
    ----------
    course
        Counts of the group.
    term
        Whose curve.
    published
        Counts of events that are told, by term; those told by the points are added.
    horizons
        Times that are points whether or not events came since the last.
    study
        Threshold and unit of time.

    Yields
    ------
    Point
        From the first to the last at which enough people are left.
    """
    threshold, last = study.disclosure.threshold, -1.0
    fixed = {0.0, *horizons}
    for time, position in _candidates(course, horizons, study):
        counts = {name: float(events[position]) for name, events in course.events.items()}
        censored = _before(course, time)
        left = float(course.entered[position]) - sum(counts.values()) - censored
        if not is_safe_size(left, study):
            return
        is_due = time in fixed or counts[term] >= last + threshold
        if not (is_due and _is_apart(counts[term], published[term], threshold)):
            continue
        last = counts[term]
        others = {name: count for name, count in counts.items() if name != term}
        is_counted = all(_is_apart(count, published[name], threshold) for name, count in others.items())
        for name, count in (counts if is_counted else {term: last}).items():
            published[name].add(count)
        yield Point(time, last, censored, left, is_counted)


def _candidates(course: Course, horizons: list[float], study: Study) -> Iterator[tuple[float, int]]:
    step = STEP.get(study.study.time_unit, 1)
    longest = max(horizons, default=0.0)
    for time in np.union1d(np.arange(0, longest + step / 2, step), horizons):
        position = int(np.searchsorted(course.time, time, side="right")) - 1
        if position >= 0:
            yield float(time), position


def _before(course: Course, time: float) -> float:
    position = int(np.searchsorted(course.time, time, side="left")) - 1
    return float(course.censored[position]) if position >= 0 else 0.0


def _is_apart(count: float, told: set[float], threshold: int) -> bool:
    gaps = (abs(count - other) for other in told)
    return all(gap == 0 or gap >= threshold for gap in gaps)
