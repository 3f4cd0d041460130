"""Dates of support: the arms that they tell, and what release, support and register say of each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from idmaj.ingest.cells import parse_dates
from idmaj.ingest.rows import SourceRows
from idmaj.store import Tables
from idmaj.study import Study


def name_arms(study: Study, tables: Tables) -> Tables:
    """Name the arms of a study in which dates in the grants tell who was supported.

    Parameters
    ----------
    study
        Its `arms.supported_on` names the date column.
    tables
        `persons` and `grants`.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables; `persons.arm` is "support" with a date, "" with a grant whose date is not known, "comparison"
        without a grant. Unchanged where the dates stand in the persons.
    """
    name = study.arms.supported_on if study.arms else None
    persons, grants = tables["persons"], tables["grants"]
    if name is None or name in persons or name not in grants:
        return tables
    dated = persons["person_id"].isin(grants.loc[grants[name].notna(), "person_id"])
    granted = persons["person_id"].isin(grants["person_id"])
    arm = np.select([dated, granted], ["support", ""], "comparison")
    return tables | {"persons": persons.assign(arm=pd.Series(arm, index=persons.index, dtype="str"))}


def check_supports(study: Study, files: Sequence[SourceRows]) -> None:
    """Flag dates of release and support that cannot be right, or that leave people out of the comparison.

    Parameters
    ----------
    study
        With a section `[index]`; without one there is nothing to check.
    files
        Files of the study, their rows checked.

    Notes
    -----
    People stay in the tables; `idmaj.prepare.index_dates` counts who is not compared, and why.
    """
    index = study.index
    if index is None or study.arms is None or study.arms.supported_on is None:
        return
    released = pd.Series(dtype="datetime64[us]")
    for rows in files:
        if rows.source.role == "persons" and index.released_on in rows.cells:
            released = pd.concat([released, _check_releases(study, rows, index.released_on)])
    released = released[~released.index.duplicated()]
    for rows in files:
        if rows.source.role in {"persons", "grants"} and study.arms.supported_on in rows.cells:
            _check_dates(rows, study.arms.supported_on, released)
    for rows in files:
        if rows.source.role == "justice_events" and not (rows.source.observed_until or study.study.as_of):
            rows.report("index-coverage-undeclared", severity="flagged", key="observed_until")


def _check_releases(study: Study, rows: SourceRows, name: str) -> pd.Series:
    """Flag releases that are not known, or that no register follows; return them by person."""
    days = parse_dates(rows.cells[name], rows.source.date_format)
    released = pd.Series(days[rows.is_kept].to_numpy(), index=rows.kept()["person_id"].to_numpy())
    _flag(rows, days.isna(), "index-release-missing", name)
    end = _last_day(study)
    if end is not None:
        _flag(rows, days >= pd.Timestamp(end), "index-release-late", name, until=end.isoformat())
    return released


def _last_day(study: Study) -> date | None:
    """First day that some source of events, or the evaluation, no longer covers."""
    ends = [source.observed_until for source in study.sources_of("justice_events")]
    return min((day for day in (*ends, study.study.as_of) if day is not None), default=None)


def _check_dates(rows: SourceRows, name: str, released: pd.Series) -> None:
    """Flag support before release, support whose date is not known, and a second date."""
    days = parse_dates(rows.cells[name], rows.source.date_format)
    since = days - released.reindex(rows.cells["person_id"]).set_axis(days.index)
    _flag(rows, since < pd.Timedelta(0), "index-support-before-release", name)
    if rows.source.role == "grants":
        _flag(rows, days.isna(), "index-support-undated", name)
        dated = rows.cells.loc[days.notna().to_numpy(), "person_id"]
        _flag(rows, dated.duplicated().reindex(days.index, fill_value=False), "index-support-repeated", name)
    else:
        _flag(rows, days.isna() & (rows.cells[name] != ""), "index-support-undated", name)


def _flag(rows: SourceRows, which: pd.Series, message: str, column: str, **arguments: str) -> None:
    """Flag rows in one problem, with their number and the first of them."""
    found = np.flatnonzero(which.to_numpy(dtype=bool) & rows.is_kept)
    if len(found):
        row = int(rows.rows[found[0]])
        rows.report(message, row=row, column=column, severity="flagged", n=len(found), **arguments)
