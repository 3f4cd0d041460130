"""The tables about persons of the study: interviews, justice events, grants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code, canonical_codes, mask_value, parse_dates
from idmaj.ingest.columns import read_column
from idmaj.ingest.duplicates import set_duplicates_aside
from idmaj.ingest.partial_dates import PRECISION, complete_dates
from idmaj.ingest.rows import AFTER_CUT_OFF, SourceRows
from idmaj.study import Study
from idmaj.study.model import Wave
from idmaj.study.rules import ColumnUse, clock_columns, needed_columns

CONTACTS = ("interviewed", "refused", "not_found", "in_prison", "abroad", "deceased")
CONTACT_COLUMN = "outcome"
"""Canonical name under which a study file maps the result of the contact."""

KNOWN_ON = {
    "interviews": ("interviewed_on",),
    "justice_events": ("event_on", "proven_on"),
    "grants": ("delivered_on",),
}
"""Dates at which a row of each role became known."""

TEXT = frozenset(
    {
        "person_id",
        "wave",
        "event_type",
        CONTACT_COLUMN,
        "grant_id",
        "technical",
        "submission_uuid",
        "event_id",
        "reported_by",
        "date_precision",
    }
)


def check_follow_up(
    study: Study,
    role: str,
    files: Sequence[SourceRows],
    *,
    persons: Mapping[str, str],
    others: frozenset[str],
    cut_off: date | None,
) -> None:
    """Set aside rows about persons that cannot be used, and report what they hold.

    Parameters
    ----------
    study, role, files
        Study file, and the files of a role.
    persons
        Person id → reason why the person's row was set aside, "" where it is kept.
    others
        Ids of persons in the raw files who are not of the study.
    cut_off
        Rows known after it are not read.
    """
    if role == "justice_events":
        _describe_events(files)
    for rows in files:
        rows.leave_out(rows.cells["person_id"].isin(others).to_numpy())
        _check_persons(rows, persons)
        _check_known(rows, KNOWN_ON[role], cut_off)
        if role == "interviews":
            _check_waves(study, rows)
            _check_contacts(study, rows)
        if role == "justice_events":
            _check_events(rows)
    keys = {"interviews": ["person_id", "wave"], "grants": ["grant_id"]}.get(role)
    if role == "justice_events":
        keys = sorted(set.intersection(*(set(rows.cells.columns) for rows in files)))
    if keys and all(key in rows.cells for rows in files for key in keys):
        if role == "interviews":
            set_duplicates_aside(files, keys, same="interview-duplicate", differs="interview-differs")
        else:
            set_duplicates_aside(files, keys, same="row-duplicate", differs="row-differs")


def build_follow_up(
    study: Study, role: str, files: Sequence[SourceRows]
) -> tuple[pd.DataFrame, dict[str, ColumnUse]]:
    """Build the table of a role from the rows that are kept.

    Returns
    -------
    table : pandas.DataFrame
        Sorted by person, and by wave or date.
    uses : dict
        How each column was read.
    """
    is_masked = study.study.identifiers == "keyed"
    made: dict[str, pd.Series] = {}
    uses: dict[str, ColumnUse] = {}
    for name, use in _columns(study, role, files).items():
        column = read_column(files, name, use, is_masked=is_masked)
        uses[name] = column.use
        made[name] = column.values
        if (column.missing != "").any() and name not in TEXT:
            made[f"{name}__missing"] = column.missing
    table = pd.DataFrame(made)
    if role == "interviews":
        table["contact"] = _contacts(table.pop(CONTACT_COLUMN) if CONTACT_COLUMN in table else None, table)
    order = [
        name for name in ("person_id", "wave", *KNOWN_ON[role], "event_type", "grant_id") if name in table
    ]
    return table.sort_values(order, kind="stable", ignore_index=True), uses


def _columns(study: Study, role: str, files: Sequence[SourceRows]) -> dict[str, ColumnUse]:
    dates = {name for name in files[0].columns if name.endswith("_on")} | set(clock_columns(study))
    needed: dict[str, ColumnUse] = {c.name: c.use for c in needed_columns(study, role)}
    shared = [name for name in files[0].columns if all(name in rows.cells for rows in files)]
    return {
        name: "code" if name in TEXT else "date" if name in dates else needed.get(name, "auto")
        for name in shared
    }


def _describe_events(files: Sequence[SourceRows]) -> None:
    """Note who told each event, and how precise its date is, where a file says so."""
    is_imprecise = [complete_dates(rows) for rows in files]
    is_told = any(rows.source.reported_by for rows in files)
    for rows in files:
        if is_told:
            rows.cells["reported_by"] = rows.source.reported_by or ""
        if any(is_imprecise) and PRECISION not in rows.cells:
            rows.cells[PRECISION] = "day"


def _check_persons(rows: SourceRows, persons: Mapping[str, str]) -> None:
    ids = rows.cells["person_id"]
    rows.put_aside((ids == "").to_numpy(), "person-id-blank", column="person_id")
    if not persons:
        return
    reasons = ids.map(lambda person: persons.get(person, "person-unknown")).to_numpy(dtype=object)
    rows.put_aside(reasons == "person-unknown", "person-unknown", column="person_id")
    rows.put_aside(reasons == AFTER_CUT_OFF, AFTER_CUT_OFF)
    rows.put_aside(reasons != "", "person-set-aside", column="person_id")


def _check_known(rows: SourceRows, columns: Sequence[str], cut_off: date | None) -> None:
    if cut_off is None:
        return
    for name in columns:
        if name in rows.cells:
            days = parse_dates(rows.cells[name], rows.source.date_format)
            rows.put_aside((days > pd.Timestamp(cut_off)).to_numpy(), AFTER_CUT_OFF, column=name)


def _check_waves(study: Study, rows: SourceRows) -> None:
    values = canonical_codes(rows.cells["wave"])
    rows.put_aside((values == "").to_numpy(), "wave-blank", column="wave")
    known = {canonical_code(wave.id): wave for wave in study.wave}
    unknown = values[(values != "") & ~values.isin(list(known)) & rows.is_kept] if known else values[:0]
    is_masked = study.study.identifiers == "keyed"
    rows.report_unknown("wave-unknown", "wave", unknown, known=list(known), is_masked=is_masked)
    if "interviewed_on" in rows.cells:
        days = parse_dates(rows.cells["interviewed_on"], rows.source.date_format)
        for wave_id, wave in known.items():
            _check_window(rows, wave, days[(values == wave_id) & rows.is_kept])


def _check_window(rows: SourceRows, wave: Wave, days: pd.Series) -> None:
    early = days < pd.Timestamp(wave.opens_on or date.min.replace(year=1900))
    late = days > pd.Timestamp(wave.closes_on or date.max.replace(year=2100))
    for position, day in days[early | late].items():
        rows.report(
            "date-outside-window",
            row=int(rows.rows[int(str(position))]),
            column="interviewed_on",
            severity="flagged",
            value=day.date().isoformat(),
            wave=wave.id,
            opens=wave.opens_on.isoformat() if wave.opens_on else "…",
            closes=wave.closes_on.isoformat() if wave.closes_on else "…",
        )


def _check_contacts(study: Study, rows: SourceRows) -> None:
    if CONTACT_COLUMN not in rows.cells:
        return
    values = _contact_words(rows.cells[CONTACT_COLUMN])
    strange = (values != "") & ~values.isin(CONTACTS) & rows.is_kept
    is_masked = study.study.identifiers == "keyed"
    for position in np.flatnonzero(strange):
        cell = str(rows.cells[CONTACT_COLUMN].iloc[position])
        rows.report(
            "contact-unknown",
            row=int(rows.rows[position]),
            column=CONTACT_COLUMN,
            severity="flagged",
            value=mask_value(cell) if is_masked else cell[:40],
            known=", ".join(CONTACTS),
        )


def _contact_words(cells: pd.Series) -> pd.Series:
    return cells.fillna("").str.casefold().str.replace(r"[\s-]+", "_", regex=True)


def _contacts(cells: pd.Series | None, table: pd.DataFrame) -> pd.Series:
    """Result of each contact: without such a column every row is an interview."""
    if cells is None:
        return pd.Series("interviewed", index=table.index, dtype="str")
    words = _contact_words(cells)
    return words.where(words.isin(CONTACTS), "").astype("str")


def _check_events(rows: SourceRows) -> None:
    days = parse_dates(rows.cells["event_on"], rows.source.date_format)
    rows.put_aside(days.isna().to_numpy(), "event-date-unreadable", column="event_on")
    rows.put_aside((rows.cells["event_type"] == "").to_numpy(), "event-type-blank", column="event_type")
