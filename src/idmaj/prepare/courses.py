"""What happened to people after their release: when they were at risk, and when they were supported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idmaj.ingest.cells import canonical_code, canonical_codes
from idmaj.prepare.coverage import find_coverage, select_told
from idmaj.prepare.range_ranks import IntArray
from idmaj.prepare.risk_sets import Spells
from idmaj.store import Tables
from idmaj.store.schemas import empty_table
from idmaj.study import Outcome, Study
from idmaj.study.recidivism import INDEX_ON, YES
from idmaj.study.timing import BREACHES

FAR = 10_000_000
"""Day that never comes."""
UNDATED = -FAR
"""Day of a support that is not known: nobody knows whether it lies before or after an index date."""


@dataclass(frozen=True, eq=False)
class Courses:
    """The courses of people, in whole days since their release; one row a person.

    Attributes
    ----------
    released : ndarray of int, shape (n,)
        Day of the release since 1970; 0 where not known.
    is_released : ndarray of bool, shape (n,)
        Whether the release is known.
    is_covered : ndarray of bool, shape (n,)
        Whether events are known since the release.
    covered : ndarray of int, shape (n,)
        First day on which events are no longer known.
    supported : ndarray of int, shape (n,)
        First hand-over; negative before the release, `UNDATED` where its day is not known, `FAR` where there is none.
    until : ndarray of int, shape (n,)
        First day after which nobody can be at risk: the day after the first event, death or departure, or the first
        day that is no longer covered.
    spells : Spells
        Spells at liberty up to `until`, whether supported or not; cell 0.
    """

    released: IntArray
    is_released: NDArray[np.bool_]
    is_covered: NDArray[np.bool_]
    covered: IntArray
    supported: IntArray
    until: IntArray
    spells: Spells


def read_courses(study: Study, tables: Tables, *, cut_off: date | None = None) -> Courses:
    """Read the courses of people from canonical tables.

    Parameters
    ----------
    study
        Its outcomes whose clock is the index date say which events end being at risk: those that count, and those
        that compete with them. Deaths and departures do so always.
    tables
        `persons`, `grants`, `justice_events`, and `exposure` where time at liberty is known; without it people are at
        liberty from their release.
    cut_off
        First day that is not known; by default the study file's.

    Notes
    -----
    A day belongs to who was at risk when it began: on the day of an event, a death or an admission people are still at
    risk, so that the event lies in the window that starts on that day.
    """
    persons = tables["persons"]
    released_on = _column(persons, study.index.released_on if study.index else "released_on")
    supported_on, is_undated = find_support(study, tables)
    is_released = released_on.notna().to_numpy()
    released = _days(released_on)
    first, end = find_known_days(study, tables["justice_events"], cut_off)
    ended = _find_endings(study, tables["justice_events"], persons, released, is_released)
    until = np.minimum(ended + 1, end - released)
    supported = np.where(supported_on.notna().to_numpy(), _days(supported_on) - released, FAR)
    supported[is_undated] = UNDATED
    return Courses(
        released=released,
        is_released=is_released,
        is_covered=is_released & (released >= first) & (released < end),
        covered=end - released,
        supported=np.where(is_released | is_undated, supported, FAR),
        until=np.where(is_released, until, 0),
        spells=_find_spells(tables, persons, released, np.where(is_released, until, 0)),
    )


def find_support(study: Study, tables: Tables) -> tuple[pd.Series, NDArray[np.bool_]]:
    """Find the first day of support of each person, from the persons or the grants.

    Returns
    -------
    supported_on : pandas.Series
        One a person; NaT where there is none.
    is_undated : ndarray of bool
        Whether a person was supported on a day that is not known.
    """
    persons, grants = tables["persons"], tables["grants"]
    name = study.arms.supported_on if study.arms else None
    if name is not None and name not in persons and name in grants:
        firsts = grants.groupby("person_id")[name].min()
        days = firsts.reindex(persons["person_id"]).set_axis(persons.index).astype("datetime64[us]")
        return days, (days.isna() & persons["person_id"].isin(grants["person_id"])).to_numpy()
    days = _column(persons, name or "")
    unread = f"{name}__missing"
    is_unread = (
        persons[unread].eq("unparseable") if unread in persons else pd.Series(False, index=persons.index)
    )
    return days, (days.isna() & is_unread).to_numpy()


def find_known_days(study: Study, events: pd.DataFrame, cut_off: date | None = None) -> tuple[int, int]:
    """Find the days, since 1970, between which the events that outcomes read are known: the first in, the end out.

    Several sources count where all of them are known. Without a declared end it is the cut-off, and without a cut-off
    the day of the last event.
    """
    told = {outcome.data_source for outcome in _outcomes_from_index(study)} or {None}
    known = [find_coverage(study, source, cut_off or study.study.as_of) for source in told]
    begins = [coverage.begins for coverage in known if coverage.begins is not pd.NaT]
    ends = [coverage.ends for coverage in known if coverage.ends is not pd.NaT]
    last = int(_days(events["event_on"]).max()) if len(events) else FAR
    return (
        int(_days(pd.Series(begins)).max()) if begins else -FAR,
        int(_days(pd.Series(ends)).min()) if ends else last,
    )


def _outcomes_from_index(study: Study) -> Iterator[Outcome]:
    """Outcomes whose clock starts at the index date and whose events stand in a register."""
    yield from (o for o in study.outcome.values() if o.clock_column == INDEX_ON and o.event_type)


def _column(persons: pd.DataFrame, name: str) -> pd.Series:
    if name not in persons:
        return pd.Series(pd.NaT, index=persons.index, dtype="datetime64[us]")
    return persons[name]


def _days(dates: pd.Series) -> IntArray:
    """Days since 1970; 0 where there is no date."""
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), 0, days.astype(np.int64))


def _find_endings(
    study: Study,
    events: pd.DataFrame,
    persons: pd.DataFrame,
    released: IntArray,
    is_released: NDArray[np.bool_],
) -> IntArray:
    """Days from release to the first event that ends being at risk; `FAR` where there is none."""
    ended = np.full(len(persons), FAR, dtype=np.int64)
    row = pd.Index(persons["person_id"]).get_indexer(events["person_id"])
    day = _days(events["event_on"])
    counts = np.zeros(len(events), dtype=bool)
    since = np.where(row >= 0, day - released[row], -1) if len(persons) else np.full(len(events), -1)
    for outcome in _outcomes_from_index(study):
        counts |= _counts(outcome, events, released, row)
    gone = [canonical_code(word) for word in (*study.liberty.died, *study.liberty.departed)]
    counts |= events["event_type"].isin(gone).to_numpy()
    counts &= (row >= 0) & (since >= 0)
    counts[counts] &= is_released[row[counts]]
    np.minimum.at(ended, row[counts], since[counts])
    return ended


def _counts(outcome: Outcome, events: pd.DataFrame, released: IntArray, row: IntArray) -> NDArray[np.bool_]:
    """Tell which events end being at risk of an outcome: its own, by its definition, and those that compete."""
    types = events["event_type"]
    own = types.isin([canonical_code(word) for word in outcome.event_type])
    for name in () if outcome.technical_violations else BREACHES:
        if name in events:
            own &= ~events[name].fillna("").astype("str").str.casefold().isin(YES)
    if outcome.of_class is not None and outcome.of_class.column in events:
        classes = [canonical_code(word) for word in outcome.of_class.one_of]
        own &= canonical_codes(events[outcome.of_class.column].fillna("").astype("str")).isin(classes)
    if not outcome.old_offences and "offence_on" in events and len(released):
        own &= ~(events["offence_on"].notna() & (_days(events["offence_on"]) < released[row]))
    own &= events.index.isin(select_told(events, outcome.data_source).index)
    others = [canonical_code(word) for event in outcome.competing for word in event.event_type]
    return np.asarray((own | types.isin(others)).to_numpy(dtype=bool))


def _find_spells(tables: Tables, persons: pd.DataFrame, released: IntArray, until: IntArray) -> Spells:
    """Spells at liberty since the release; of everybody from the release on where no table tells."""
    exposure = tables.get("exposure", empty_table("exposure"))
    row = pd.Index(persons["person_id"]).get_indexer(exposure["person_id"])
    exposure, row = exposure[row >= 0], row[row >= 0]
    without = np.arange(0 if len(exposure) else len(persons))
    is_left = exposure["ended_by"].isin(["custody", "death", "departure"]).to_numpy(dtype=np.int64)
    entry = np.maximum(_days(exposure["starts_on"]) - released[row], 0)
    leave = _days(exposure["ends_on"]) - released[row] + is_left
    person = np.concatenate([row, without]).astype(np.int64)
    entry = np.concatenate([entry, np.zeros(len(without), dtype=np.int64)])
    leave = np.minimum(np.concatenate([leave, np.full(len(without), FAR)]), until[person])
    kept = entry < leave
    person, entry, leave = person[kept], entry[kept], leave[kept]
    return Spells(person, released[person], entry, leave, np.zeros(len(person), dtype=np.int64))
