"""Times to an event that stand in columns of the persons."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code
from idmaj.outcomes.definition import BLANK, Measured, cells_as_text, missing_kinds, read_numbers
from idmaj.outcomes.follow_up import NOT_AT_RISK, First, FollowUp, find_first
from idmaj.study.base import Cell
from idmaj.study.outcome import Outcome
from idmaj.study.recidivism import Competing


def follow_columns(outcome: Outcome, rows: pd.DataFrame) -> FollowUp:
    """Read times to the first event from columns of the persons.

    Parameters
    ----------
    outcome
        Names the columns `time` and `happened`, and where it has them `entry`, `followed_for`, `classes`
        and those of competing events.
    rows
        Persons.

    Returns
    -------
    FollowUp
        The first event wins, the event of the outcome wins a tie. Who had no event and has a blank
        `time` is followed to `followed_for`, else to the latest time of a competing event's column. An
        event after `followed_for` is not seen: follow-up ends there.
    """
    assert outcome.time is not None and outcome.happened is not None  # the study model sees to it
    time = _read_times(outcome, rows, outcome.time)
    followed = _read_followed(outcome, rows)
    nothing_told = (time.missing == BLANK) & ~np.isnan(followed.value)
    happened = _read_answer(rows, outcome.happened, outcome.happened_values, nothing_told)
    others = {event.id: _Other.read(outcome, event, rows, nothing_told) for event in outcome.competing}
    yes = happened.value == 1
    counted = yes & _is_of_class(outcome, rows)
    first = _first_event(time, counted, others)
    last = _end_without_event(time, followed, yes, others)
    late = first.time > followed.value
    seen = np.isfinite(first.time) & ~late
    duration = np.where(seen, first.time, np.fmin(last, followed.value))
    kinds = _missing_kinds(time, happened, followed, others, yes, duration)
    entry, kinds = _read_entry(outcome, rows, duration, kinds)
    known = kinds == ""
    return FollowUp(
        np.where(known, duration, np.nan),
        first.event & ~late & known,
        kinds,
        outcome.time_kind == "period",
        entry=np.where(known, entry, 0.0),
        competing=np.where(~late & known, first.competing, ""),
        event_class=_read_classes(outcome, rows, first.event & ~late & known),
        followed=followed.value,
    )


class _Other:
    """A competing event: who had it, when, and what is missing of it."""

    def __init__(self, happened: Measured, time: Measured) -> None:
        self.happened, self.time = happened, time
        self.times = np.where(happened.value == 1, time.value, np.inf)

    @classmethod
    def read(cls, outcome: Outcome, event: Competing, rows: pd.DataFrame, nothing_told: np.ndarray) -> _Other:
        """Read the columns of a competing event."""
        assert event.happened is not None and outcome.time is not None  # the study model sees to it
        happened = _read_answer(rows, event.happened, event.happened_values, nothing_told)
        return cls(happened, _read_times(outcome, rows, event.time or outcome.time))


def _first_event(time: Measured, counted: np.ndarray, others: dict[str, _Other]) -> First:
    main = np.where(counted, time.value, np.inf)
    ends = np.where(counted | np.isnan(time.value), np.inf, time.value)
    times = {name: np.where(np.isnan(other.times), np.inf, other.times) for name, other in others.items()}
    seen = {name: np.where(other > ends, np.inf, other) for name, other in times.items()}
    return find_first(np.where(np.isnan(main), np.inf, main), seen)


def _end_without_event(
    time: Measured, followed: Measured, yes: np.ndarray, others: dict[str, _Other]
) -> np.ndarray:
    """End of follow-up of who has no counted event: an event of another class ends it too."""
    last = np.where(~yes & np.isnan(time.value), followed.value, time.value)
    for other in others.values():
        last = np.where(~yes & np.isnan(last), other.time.value, last)
    return last


def _missing_kinds(
    time: Measured,
    happened: Measured,
    followed: Measured,
    others: dict[str, _Other],
    yes: np.ndarray,
    duration: np.ndarray,
) -> np.ndarray:
    kinds = np.where(np.isnan(duration), np.where(time.missing == "", BLANK, time.missing), "")
    faulty = (time.missing != "") & (time.missing != BLANK)
    kinds = np.where(faulty | (yes & np.isnan(time.value)), time.missing, kinds)
    for other in others.values():
        untimed = (other.happened.value == 1) & np.isnan(other.time.value)
        kinds = np.where((kinds == "") & untimed, other.time.missing, kinds)
        kinds = np.where((kinds == "") & ~yes, other.happened.missing, kinds)
    unread = (kinds == "") & (followed.missing != BLANK)
    kinds = np.where(unread, followed.missing, kinds)
    return np.where(happened.missing != "", happened.missing, kinds).astype(object)


def _read_times(outcome: Outcome, rows: pd.DataFrame, column: str) -> Measured:
    """Read a column of times; one before the clock starts is `unparseable`."""
    found = read_numbers(rows, column)
    early = found.value < (1 if outcome.time_kind == "period" else 0)
    return Measured(np.where(early, np.nan, found.value), np.where(early, "unparseable", found.missing))


def _read_answer(rows: pd.DataFrame, column: str, accepted: list[Cell], nothing_told: np.ndarray) -> Measured:
    """Read who had an event; where time and answer are both blank, nothing happened while followed."""
    kinds = missing_kinds(rows, column)
    kinds = np.where((kinds == BLANK) & nothing_told, "", kinds).astype(object)
    yes = cells_as_text(rows, column).isin([canonical_code(value) for value in accepted]).to_numpy()
    return Measured(np.where(kinds == "", yes.astype(float), np.nan), kinds)


def _read_followed(outcome: Outcome, rows: pd.DataFrame) -> Measured:
    """Read for how long people would have been followed; NaN without a kind where nothing tells."""
    if isinstance(outcome.followed_for, str):
        return _read_times(outcome, rows, outcome.followed_for)
    value = np.nan if outcome.followed_for is None else outcome.followed_for
    return Measured(np.full(len(rows), value), np.full(len(rows), "", dtype=object))


def _read_entry(
    outcome: Outcome, rows: pd.DataFrame, duration: np.ndarray, kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if outcome.entry is None:
        return np.zeros(len(rows)), kinds
    found = read_numbers(rows, outcome.entry)
    entry = np.maximum(found.value, 0.0)
    kinds = np.where(kinds == "", found.missing, kinds)
    outside = (entry > 0) & (entry >= duration)
    return entry, np.where((kinds == "") & outside, NOT_AT_RISK, kinds).astype(object)


def _is_of_class(outcome: Outcome, rows: pd.DataFrame) -> np.ndarray:
    if outcome.of_class is None:
        return np.ones(len(rows), dtype=bool)
    accepted = [canonical_code(value) for value in outcome.of_class.one_of]
    return cells_as_text(rows, outcome.of_class.column).isin(accepted).to_numpy()


def _read_classes(outcome: Outcome, rows: pd.DataFrame, event: np.ndarray) -> np.ndarray:
    if outcome.classes is None:
        return np.full(len(rows), "", dtype=object)
    return np.where(event, cells_as_text(rows, outcome.classes).to_numpy(dtype=object), "")
