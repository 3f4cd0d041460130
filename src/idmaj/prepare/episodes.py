"""Rows of people repeated for each of their index episodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idmaj.prepare.range_ranks import IntArray
from idmaj.store import Tables
from idmaj.study import Study
from idmaj.study.recidivism import INDEX_ON, PERSON

DAYS = {"day": 1.0, "week": 7.0, "month": 30.436875, "year": 365.2425}
"""Mean days of a unit of the Gregorian calendar."""
REPEATED = ("interviews", "justice_events", "grants", "exposure")
"""Tables about persons whose rows follow them into each episode."""
MARK = "@"
"""Stands between the id of a person and the number of the episode."""


@dataclass(frozen=True, eq=False)
class Episodes:
    """Index episodes, ordered by person.

    Attributes
    ----------
    row : ndarray of int, shape (k,)
        Row of the persons.
    support : ndarray of bool, shape (k,)
        Whether it is the episode of a supported person.
    day : ndarray of int, shape (k,)
        Days from the release to the index date.
    matched_set : ndarray of int, shape (k,)
        Number of the set, from 1; 0 where nobody is matched.
    censored_on : ndarray of datetime64, shape (k,)
        Where follow-up ends because support begins.
    index_on : ndarray of datetime64, shape (k,)
        The index date.
    """

    row: IntArray
    support: NDArray[np.bool_]
    day: IntArray
    matched_set: IntArray
    censored_on: NDArray[np.datetime64]
    index_on: NDArray[np.datetime64] = field(default_factory=lambda: np.empty(0, dtype="datetime64[us]"))


def repeat_people(study: Study, tables: Tables, episodes: Episodes) -> Tables:
    """Replace persons by their episodes, and repeat what is known of them.

    Parameters
    ----------
    study
        Its time unit is that of `since_release`.
    tables
        Canonical tables; `persons` in the order that `episodes.row` counts.
    episodes
        Ordered by person.

    Returns
    -------
    dict of str to pandas.DataFrame
        See `idmaj.prepare.index_dates.index_persons`. Interviews on or after `censored_on` stay out: people were
        supported when they answered.
    """
    persons = tables["persons"].iloc[episodes.row].reset_index(drop=True)
    number = persons.groupby("person_id", sort=False).cumcount() + 1
    columns: dict[str, Any] = {
        PERSON: persons["person_id"],
        "person_id": (persons["person_id"] + MARK + number.astype("str")).astype("str"),
        "arm": pd.Series(np.where(episodes.support, "support", "comparison"), dtype="str"),
        INDEX_ON: episodes.index_on.astype("datetime64[us]"),
        "since_release": episodes.day / DAYS[study.study.time_unit],
        "matched_set": pd.Series(episodes.matched_set).astype("str").where(episodes.matched_set > 0, ""),
        "censored_on": episodes.censored_on.astype("datetime64[us]"),
    }
    repeated = persons.assign(**columns)
    repeated = repeated.sort_values("person_id", kind="stable", ignore_index=True)
    made = {
        name: _repeat_rows(tables[name], repeated)
        for name in REPEATED
        if name in tables and "person_id" in tables[name]
    }
    return tables | made | {"persons": repeated}


def _repeat_rows(table: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Repeat the rows of each person for each of the person's episodes."""
    order = table["person_id"].argsort(kind="stable").to_numpy()
    people, counts = np.unique(
        table["person_id"].to_numpy(dtype=object)[order].astype("U"), return_counts=True
    )
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    at = pd.Index(people).get_indexer(episodes[PERSON].to_numpy(dtype=object))
    n = np.where(at >= 0, counts[at], 0) if len(people) else np.zeros(len(episodes), dtype=np.int64)
    of = np.repeat(np.arange(len(episodes)), n)
    within = np.arange(len(of)) - np.repeat(np.cumsum(n) - n, n)
    rows = order[starts[at[of]] + within] if len(of) else np.empty(0, dtype=np.int64)
    repeated = table.iloc[rows].reset_index(drop=True)
    repeated["person_id"] = episodes["person_id"].iloc[of].to_numpy()
    repeated["person_id"] = repeated["person_id"].astype("str")
    if "interviewed_on" in repeated and "wave" in repeated:
        ends = episodes["censored_on"].iloc[of].reset_index(drop=True)
        repeated = repeated[~(repeated["interviewed_on"] >= ends)].reset_index(drop=True)
    return repeated
