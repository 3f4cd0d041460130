"""Time at liberty: spells that releases open and imprisonments, deaths and departures close."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.api.typing import NaTType

from idmaj.ingest.cells import canonical_code
from idmaj.store import Tables
from idmaj.store.schemas import empty_table
from idmaj.study import Study
from idmaj.study.recidivism import INDEX_ON
from idmaj.study.rules import clock_columns

RELEASED_ON = "released_on"
DEATH, DEPARTURE, CUSTODY, END, OPEN = "death", "departure", "custody", "end", "open"
_RANK = {"first": 0, DEATH: 1, DEPARTURE: 2, CUSTODY: 3, OPEN: 4}
"""Order of what happens on one day: the first release, then what closes a spell, then what opens one."""

Day = pd.Timestamp | NaTType


def build_exposure(study: Study, tables: Tables, end: Day) -> pd.DataFrame:
    """Build the spells at liberty of each person.

    Parameters
    ----------
    study
        Its section `[liberty]` tells which events open and close spells.
    tables
        `persons`, `grants` and `justice_events`.
    end
        First day that is no longer observed; NaT where nothing tells.

    Returns
    -------
    pandas.DataFrame
        person_id, starts_on, ends_on, ended_by, n_days. Spells are half-open: the day of release is at
        liberty, the day of an imprisonment is not. They start with the release that the persons' file
        tells, else with the first date of a clock; nobody is at liberty after a death or a departure.
        Spells without a day are left out.
    """
    turns = _list_turns(study, tables)
    turns = turns[turns["on"].notna() & ~(turns["on"] >= end)] if end is not pd.NaT else turns[:0]
    if turns.empty:
        return empty_table("exposure")
    turns = turns.sort_values(["person_id", "on", "rank"], kind="stable", ignore_index=True)
    turns = _without_after_the_last(turns)
    opens = turns["kind"].isin(["first", OPEN])
    same_person = turns["person_id"] == turns["person_id"].shift()
    changes = ~same_person | (opens != opens.shift())
    turns, opens = turns[changes].reset_index(drop=True), opens[changes].reset_index(drop=True)
    closed = turns["person_id"].shift(-1) == turns["person_id"]
    spells = pd.DataFrame(
        {
            "person_id": turns["person_id"],
            "starts_on": turns["on"],
            "ends_on": turns["on"].shift(-1).where(closed, end),
            "ended_by": turns["kind"].shift(-1).where(closed, END),
        }
    )[opens]
    spells["n_days"] = (spells["ends_on"] - spells["starts_on"]).dt.days
    spells = spells[spells["n_days"] > 0].reset_index(drop=True)
    return spells.astype(empty_table("exposure").dtypes.to_dict())


def measure_liberty(
    exposure: pd.DataFrame, person_ids: pd.Series, starts: pd.Series, ends: pd.Series
) -> np.ndarray:
    """Count days at liberty between dates.

    Parameters
    ----------
    exposure
        Spells of `build_exposure`.
    person_ids, starts, ends
        Whose days, from which day to before which; one an interval, the same index.

    Returns
    -------
    ndarray of float, shape (n,)
        NaN where a date is missing, 0 for people without any spell.
    """
    limits = pd.DataFrame(
        {"person_id": person_ids.to_numpy(), "_start": starts.to_numpy(), "_end": ends.to_numpy()}
    )
    limits["_row"] = np.arange(len(limits))
    pairs = limits.merge(exposure[["person_id", "starts_on", "ends_on"]], on="person_id", how="inner")
    begin = pairs[["starts_on", "_start"]].max(axis=1, skipna=False)
    until = pairs[["ends_on", "_end"]].min(axis=1, skipna=False)
    days = (until - begin).dt.days.clip(lower=0)
    total = days.groupby(pairs["_row"]).sum().reindex(limits["_row"], fill_value=0).to_numpy(dtype=float)
    return np.where(limits["_start"].isna() | limits["_end"].isna(), np.nan, total)


def _list_turns(study: Study, tables: Tables) -> pd.DataFrame:
    """List every day on which somebody's liberty begins or ends."""
    persons, events = tables["persons"], tables["justice_events"]
    parts = [_turns(persons["person_id"], find_first_day(study, tables), "first")]
    liberty = study.liberty
    kinds = {
        CUSTODY: liberty.imprisoned,
        DEATH: liberty.died,
        DEPARTURE: liberty.departed,
        OPEN: liberty.released,
    }
    for kind, words in kinds.items():
        chosen = events[events["event_type"].isin([canonical_code(word) for word in words])]
        parts.append(_turns(chosen["person_id"], chosen["event_on"], kind))
        if kind == CUSTODY and "ended_on" in chosen:
            ended = chosen[chosen["ended_on"] >= chosen["event_on"]]
            parts.append(_turns(ended["person_id"], ended["ended_on"], OPEN))
    return pd.concat(parts, ignore_index=True)


def _turns(person_ids: pd.Series, days: pd.Series, kind: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"person_id": person_ids.to_numpy(), "on": days.to_numpy(), "kind": kind, "rank": _RANK[kind]}
    )


def _without_after_the_last(turns: pd.DataFrame) -> pd.DataFrame:
    """Leave out what stands after a death or a departure of the same person."""
    is_last = turns["kind"].isin([DEATH, DEPARTURE]).astype("int64")
    before = is_last.groupby(turns["person_id"]).cumsum() - is_last
    return turns[before == 0].reset_index(drop=True)


def find_first_day(study: Study, tables: Tables) -> pd.Series:
    """Find the first day at liberty of each person: the release that is told, else the first clock.

    Returns
    -------
    pandas.Series
        One a row of `persons`; NaT where nothing tells.
    """
    persons = tables["persons"]
    by_clock = [o.clock_column for o in study.outcome.values() if o.clock == "release" and o.clock_column]
    released = [study.index.released_on] if study.index else []
    days = [persons[name] for name in (*released, *by_clock, RELEASED_ON) if _is_dated(persons, name)]
    others = [name for name in clock_columns(study) if name != INDEX_ON]
    days += [persons[name] for name in others if _is_dated(persons, name)]
    grants = tables["grants"]
    for name in others:
        if name in grants and name not in persons:
            days.append(persons["person_id"].map(grants.groupby("person_id")[name].min()))
    first = pd.Series(pd.NaT, index=persons.index, dtype="datetime64[us]")
    for column in days:
        first = first.fillna(column)
    return first


def _is_dated(table: pd.DataFrame, name: str) -> bool:
    return name in table and pd.api.types.is_datetime64_any_dtype(table[name])
