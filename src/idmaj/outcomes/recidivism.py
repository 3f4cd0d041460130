"""Times to the first event of a register, and whether it fell into a window.

Follow-up runs from the clock's date to the cut-off less the time allowed for proof; it ends earlier with
a competing event, or where a person's own follow-up does. See `follow_up` for windows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code
from idmaj.outcomes.clock import add_time, elapsed
from idmaj.outcomes.definition import Measured, cells_as_text, missing_kinds
from idmaj.outcomes.follow_up import (
    IMMATURE,
    LATE_ENTRY,
    NOT_AT_RISK,
    FollowUp,
    find_first,
    within_window,
)
from idmaj.outcomes.register_events import (
    CENSORED_ON,
    COUNTS_ON,
    Register,
    first_of,
    open_register,
    pair_events,
    select_events,
    select_types,
)
from idmaj.outcomes.reported_times import follow_columns
from idmaj.prepare.exposure import measure_liberty
from idmaj.study.base import TimeUnit
from idmaj.study.outcome import Outcome

__all__ = [
    "IMMATURE",
    "FollowUp",
    "Register",
    "follow_columns",
    "follow_register",
    "open_register",
    "register_window",
    "within_window",
]


@dataclass(frozen=True)
class _Course:
    """Dates of each person: from when and until when they can be followed, and what happened first."""

    starts: pd.Series
    enters: pd.Series
    last: pd.Series
    main: pd.Series
    others: dict[str, pd.Series]
    pairs: pd.DataFrame
    kinds: np.ndarray


def follow_register(outcome: Outcome, rows: pd.DataFrame, register: Register) -> FollowUp:
    """Work out times to the first event from a register of events and a date column.

    Parameters
    ----------
    outcome
        Types of its events and of competing ones, clock, time allowed for proof, what counts.
    rows
        Persons.
    register
        Events, and the days that are covered.

    Notes
    -----
    Follow-up ends at the cut-off less the time allowed for proof. Events before the clock starts are not
    counted; neither are breaches of conditions, and returns for an offence from before the clock, unless
    the definition takes them in. Who came under observation late is at risk from then on, if nothing had
    happened before. With `time_at_risk` at liberty, days in custody are taken off.
    """
    course = _read_course(outcome, rows, register)
    kinds = course.kinds
    main, others = _seen(course.main, course.last), _seen_others(course)
    first = find_first(_numbers(main), {name: _numbers(days) for name, days in others.items()})
    before = pd.concat([main, *others.values()], axis=1).min(axis=1)
    is_late = (course.enters > course.starts).to_numpy()
    gone = is_late & ~(before.fillna(course.last) > course.enters).to_numpy()
    kinds = np.where((kinds == "") & gone, NOT_AT_RISK, kinds).astype(object)
    known = kinds == ""
    finish = before.fillna(course.last).where(known)
    event, competing = first.event & known, np.where(known, first.competing, "")
    is_whole = known & (outcome.time_at_risk == "all_time")  # days in custody are not known beforehand
    followed = _time_since(course.starts, course.last, register.unit, is_whole)
    finish = _without_custody(finish, course.starts, rows, outcome, register)
    enters = _without_custody(course.enters, course.starts, rows, outcome, register)
    entry = _time_since(course.starts, enters, register.unit, known & is_late)
    return FollowUp(
        _time_since(course.starts, finish, register.unit, known),
        event,
        kinds,
        is_period=False,
        entry=np.where(np.isnan(entry), 0.0, entry),
        competing=competing,
        event_class=_classes(outcome, course, event, rows),
        followed=followed,
    )


def register_window(
    register: Register,
    rows: pd.DataFrame,
    horizon: float,
    *,
    event_types: list[str],
    clock: str,
    outcome: Outcome,
) -> Measured:
    """Tell from a register whether an event fell into [start, start + horizon).

    Parameters
    ----------
    register, rows, horizon
        Events, persons with their dates, window in the study's time unit.
    event_types, clock
        Which events count, and the date column at which time starts.
    outcome
        Its `proof_lag` λ and what counts hold.

    Returns
    -------
    Measured
        Mature people alone have a value: start + horizon + λ ≤ cut-off. An event counts when it lies
        in the window and, where the register tells, was proven before the window's end + λ; one that a
        competing event came before does not. Who was not covered from the start is `late_entry`.
    """
    starts = rows[clock]
    closes = add_time(starts, horizon, register.unit)
    kinds = _maturity(register, rows, horizon, clock=clock, outcome=outcome)
    if outcome.time_at_risk == "at_liberty" and outcome.is_event:
        found = within_window(follow_register(outcome, rows, register), horizon)
        missing = np.where(kinds == "", found.missing, kinds).astype(object)
        return Measured(np.where(missing == "", found.value, np.nan), missing)
    events = select_events(register, outcome, event_types)
    pairs = pair_events(rows, events, starts=starts, old_offences=outcome.old_offences)
    proven_by = add_time(closes, outcome.proof_lag, register.unit)
    firsts = first_of(_counted(pairs, closes, proven_by), rows, "event_on")
    others = _competing(register, rows, starts, outcome) if outcome.is_event else {}
    for days in others.values():
        firsts = firsts.mask(days < firsts)
    censored = _censored_on(rows)
    firsts = firsts.mask(firsts >= censored)
    open_end = (censored < closes).to_numpy() & firsts.isna().to_numpy()
    for days in others.values():
        open_end &= ~(days < censored).to_numpy()
    kinds = np.where((kinds == "") & open_end, IMMATURE, kinds).astype(object)
    return Measured(np.where(kinds == "", firsts.notna().to_numpy(dtype=float), np.nan), kinds)


def _read_course(outcome: Outcome, rows: pd.DataFrame, register: Register) -> _Course:
    assert outcome.clock_column is not None  # the study model sees to it
    starts = rows[outcome.clock_column]
    end = pd.Series(register.end, index=rows.index, dtype="datetime64[us]")
    last = add_time(end, -outcome.proof_lag, register.unit) if outcome.proof_lag else end
    censored = _censored_on(rows)
    last = last.where(~(censored < last), censored)
    kinds = missing_kinds(rows, outcome.clock_column)
    kinds = np.where((kinds == "") & ~(starts <= last).to_numpy(), IMMATURE, kinds).astype(object)
    enters = _enters(outcome, rows, starts, register)
    events = select_events(register, outcome, outcome.event_type)
    pairs = pair_events(rows, events, starts=starts, old_offences=outcome.old_offences)
    others = _competing(register, rows, starts, outcome)
    return _Course(starts, enters, last, first_of(pairs, rows, COUNTS_ON), others, pairs, kinds)


def _seen(days: pd.Series, last: pd.Series) -> pd.Series:
    return days.where(days < last)


def _seen_others(course: _Course) -> dict[str, pd.Series]:
    return {name: _seen(days, course.last) for name, days in course.others.items()}


def _competing(
    register: Register, rows: pd.DataFrame, starts: pd.Series, outcome: Outcome
) -> dict[str, pd.Series]:
    """First date of each competing event: from the register, whoever told it, or from columns of the persons."""
    found: dict[str, pd.Series] = {}
    for event in outcome.competing:
        if event.happened is None:
            events = select_types(register.events, event.event_type)
            pairs = pair_events(rows, events, starts=starts, old_offences=True)
            found[event.id] = first_of(pairs, rows, "event_on")
        elif event.time is not None:
            yes = [canonical_code(value) for value in event.happened_values]
            days = rows[event.time].where(cells_as_text(rows, event.happened).isin(yes))
            found[event.id] = days.where(days >= starts)
    return found


def _enters(outcome: Outcome, rows: pd.DataFrame, starts: pd.Series, register: Register) -> pd.Series:
    """Day since when each person is observed: the clock, the first day covered, or a day of their own."""
    enters = starts
    if isinstance(register.begin, pd.Timestamp):
        enters = enters.where(~(enters < register.begin), register.begin)
    if outcome.entry is not None:
        own = rows[outcome.entry]
        enters = enters.where(~(own > enters), own)
    return enters


def _maturity(
    register: Register, rows: pd.DataFrame, horizon: float, *, clock: str, outcome: Outcome
) -> np.ndarray:
    starts, kinds = rows[clock], missing_kinds(rows, clock)
    proven_by = add_time(add_time(starts, horizon, register.unit), outcome.proof_lag, register.unit)
    immature = ~(proven_by <= register.end).to_numpy()
    kinds = np.where((kinds == "") & immature, IMMATURE, kinds)
    late = (_enters(outcome, rows, starts, register) > starts).to_numpy()
    return np.where((kinds == "") & late, LATE_ENTRY, kinds).astype(object)


def _counted(pairs: pd.DataFrame, closes: pd.Series, proven_by: pd.Series) -> pd.DataFrame:
    counts = pairs["event_on"] < closes.reindex(pairs["_row"]).to_numpy()
    if "proven_on" in pairs:
        counts &= pairs["proven_on"] < proven_by.reindex(pairs["_row"]).to_numpy()
    return pairs[counts]


def _censored_on(rows: pd.DataFrame) -> pd.Series:
    if CENSORED_ON in rows:
        return rows[CENSORED_ON]
    return pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")


def _without_custody(
    days: pd.Series, starts: pd.Series, rows: pd.DataFrame, outcome: Outcome, register: Register
) -> pd.Series:
    """Move days back by those in custody since the start, where time at risk is time at liberty."""
    if outcome.time_at_risk != "at_liberty":
        return days
    at_liberty = measure_liberty(register.spells, rows["person_id"], starts, days)
    return starts + pd.to_timedelta(pd.Series(at_liberty, index=rows.index), unit="D")


def _time_since(starts: pd.Series, ends: pd.Series, unit: TimeUnit, known: np.ndarray) -> np.ndarray:
    return elapsed(starts.where(known), ends.where(known), unit).where(known).to_numpy(dtype=float)


def _numbers(days: pd.Series) -> np.ndarray:
    numbers = days.to_numpy().astype("datetime64[D]").astype(np.float64)
    return np.where(days.isna().to_numpy(), np.inf, numbers)


def _classes(outcome: Outcome, course: _Course, event: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    """Class of each person's first event; of several on one day the first in alphabetical order."""
    if outcome.classes is None or outcome.classes not in course.pairs:
        return np.full(len(rows), "", dtype=object)
    pairs = course.pairs.assign(_class=cells_as_text(course.pairs, outcome.classes))
    firsts = pairs[pairs[COUNTS_ON] == course.main.reindex(pairs["_row"]).to_numpy()]
    found = firsts.sort_values("_class").drop_duplicates("_row").set_index("_row")["_class"]
    return np.where(event, found.reindex(rows.index).fillna("").to_numpy(dtype=object), "")
