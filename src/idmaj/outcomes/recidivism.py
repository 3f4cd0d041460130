"""Times to an event, and whether it fell into a window.

Windows are half-open. Exact times: T in [0, τ). Ordinal periods: period w is the interval [w − 1, w),
so an event in period w lies in every window τ ≥ w. Who has not been followed for the whole window is
`immature`: counted, never scored 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandas.api.typing import NaTType

from idmaj.ingest.cells import canonical_code
from idmaj.outcomes.clock import add_time, elapsed
from idmaj.outcomes.definition import Measured, cells_as_text, missing_kinds, read_numbers
from idmaj.study.base import TimeUnit
from idmaj.study.outcome import Outcome

IMMATURE = "immature"


@dataclass(frozen=True)
class FollowUp:
    """Time to an event or to the end of follow-up, one a person.

    Attributes
    ----------
    duration
        In the study's time unit; NaN where `missing` says why.
    event
        Whether the event happened at the end of it.
    missing
        Kind of what is missing, "" where there is a duration.
    is_period
        Whether durations are ordinal periods.
    """

    duration: np.ndarray
    event: np.ndarray
    missing: np.ndarray
    is_period: bool


@dataclass(frozen=True)
class Register:
    """Events of persons, and the day up to which they are known.

    Attributes
    ----------
    events
        `justice_events`.
    cut_off
        The first day that is not covered; None leaves it to the last date observed.
    unit
        The study's time unit.
    """

    events: pd.DataFrame
    cut_off: date | None
    unit: TimeUnit

    @property
    def end(self) -> pd.Timestamp | NaTType:
        """The first day that is not covered; NaT where nothing tells."""
        if self.cut_off is not None:
            return pd.Timestamp(self.cut_off)
        return self.events["event_on"].max()


def follow_columns(outcome: Outcome, rows: pd.DataFrame) -> FollowUp:
    """Read times to an event from two columns of the persons."""
    assert outcome.time is not None and outcome.happened is not None  # the study model sees to it
    time = _without_times_before_the_clock(read_numbers(rows, outcome.time), outcome)
    kinds = np.where(time.missing == "", missing_kinds(rows, outcome.happened), time.missing).astype(object)
    yes = [canonical_code(value) for value in outcome.happened_values]
    event = cells_as_text(rows, outcome.happened).isin(yes).to_numpy() & (kinds == "")
    duration = np.where(kinds == "", time.value, np.nan)
    return FollowUp(duration, event, kinds, outcome.time_kind == "period")


def _without_times_before_the_clock(time: Measured, outcome: Outcome) -> Measured:
    first = 1 if outcome.time_kind == "period" else 0
    early = time.value < first
    return Measured(np.where(early, np.nan, time.value), np.where(early, "unparseable", time.missing))


def follow_register(outcome: Outcome, rows: pd.DataFrame, register: Register) -> FollowUp:
    """Work out times to the first event of a type from a register of events and a date column.

    Notes
    -----
    Follow-up ends at the cut-off less the time allowed for proof. Events before the clock starts are
    not counted; neither are, where the register says so, breaches of conditions that the definition
    leaves out.
    """
    assert outcome.clock_column is not None  # the study model sees to it
    starts, kinds = rows[outcome.clock_column], missing_kinds(rows, outcome.clock_column)
    end = pd.Series(register.end, index=rows.index)
    last = _subtract_lag(end, outcome.proof_lag, register.unit)
    kinds = np.where((kinds == "") & ~(starts <= last).to_numpy(), IMMATURE, kinds).astype(object)
    events = _events_of(register, outcome.event_type, technical=outcome.technical_violations)
    firsts = _first_event(rows, starts, events, before=last)
    happened = firsts.notna().to_numpy() & (kinds == "")
    finish = firsts.where(happened, last).where(kinds == "")
    duration = elapsed(starts.where(kinds == ""), finish, register.unit).to_numpy(dtype=float)
    return FollowUp(duration, happened, kinds, is_period=False)


def within_window(follow_up: FollowUp, horizon: float) -> Measured:
    """Tell from times whether the event fell into the window.

    Returns
    -------
    Measured
        1 where it did; 0 where the person was followed for the whole window without it; missing
        `immature` where follow-up ended inside the window.
    """
    time, event = follow_up.duration, follow_up.event
    inside = event & ((time <= horizon) if follow_up.is_period else (time < horizon))
    unfinished = ~event & (time < horizon)
    kinds = np.where((follow_up.missing == "") & unfinished, IMMATURE, follow_up.missing).astype(object)
    return Measured(np.where(kinds == "", inside.astype(float), np.nan), kinds)


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
        Its `proof_lag` λ and `technical_violations` hold.

    Returns
    -------
    Measured
        Mature people alone have a value: start + horizon + λ ≤ cut-off. An event counts when it lies
        in the window and, where the register tells, was proven before the window's end + λ.
    """
    starts, kinds = rows[clock], missing_kinds(rows, clock)
    closes = add_time(starts, horizon, register.unit)
    proven_by = add_time(closes, outcome.proof_lag, register.unit)
    immature = ~(proven_by <= register.end).to_numpy()
    kinds = np.where((kinds == "") & immature, IMMATURE, kinds).astype(object)
    events = _events_of(register, event_types, technical=outcome.technical_violations)
    firsts = _first_event(rows, starts, events, before=closes, proven_before=proven_by)
    return Measured(np.where(kinds == "", firsts.notna().to_numpy(dtype=float), np.nan), kinds)


def _events_of(register: Register, event_types: list[str], *, technical: bool) -> pd.DataFrame:
    events = register.events
    chosen = events["event_type"].isin([canonical_code(word) for word in event_types])
    if not technical and "technical" in events:
        chosen &= ~events["technical"].fillna("").astype("str").str.casefold().isin(["1", "yes", "true"])
    return events[chosen]


def _first_event(
    rows: pd.DataFrame,
    starts: pd.Series,
    events: pd.DataFrame,
    *,
    before: pd.Series,
    proven_before: pd.Series | None = None,
) -> pd.Series:
    """First event of each person at or after the start and before an end; NaT where there is none."""
    limits = pd.DataFrame(
        {"person_id": rows["person_id"], "_row": rows.index, "_start": starts, "_end": before}
    )
    limits["_proven"] = proven_before if proven_before is not None else pd.NaT
    pairs = limits.merge(events, on="person_id", how="inner")
    counts = (pairs["event_on"] >= pairs["_start"]) & (pairs["event_on"] < pairs["_end"])
    if proven_before is not None and "proven_on" in events:
        counts &= pairs["proven_on"] < pairs["_proven"]
    return pairs[counts].groupby("_row")["event_on"].min().reindex(rows.index)


def _subtract_lag(ends: pd.Series, lag: float, unit: TimeUnit) -> pd.Series:
    return add_time(ends, -lag, unit) if lag else ends
