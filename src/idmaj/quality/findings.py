"""From positions of a table to the rows of a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from idmaj.quality.model import ROW_COLUMNS, Arguments, Finding, write_arguments
from idmaj.quality.tables import SurveyTables

LONGEST = 80
_UNIT = list(ROW_COLUMNS[2:])


def find_interviews(
    tables: SurveyTables,
    hits: np.ndarray,
    *,
    base: np.ndarray | None = None,
    column: str = "",
    shown: np.ndarray | Sequence[str] | None = None,
    scope: str = "all",
    arguments: Sequence[Arguments] | None = None,
) -> Iterator[Finding]:
    """List interviews.

    Parameters
    ----------
    tables
        Tables of the survey.
    hits
        bool, one a row of `interviews`: those found.
    base
        bool: those looked at; None for all.
    column
        Column that the finding is about.
    shown
        What is shown of the rows found, in their order; by default their value of `column`.
    scope
        See `Finding`.
    arguments
        Arguments of each row found, in their order.

    Yields
    ------
    Finding
        One, or none where nothing was found.
    """
    places = np.flatnonzero(hits)
    if not len(places):
        return
    looked = np.ones(len(hits), dtype=bool) if base is None else base
    if shown is None:
        shown = show_values(tables.interviews[column].iloc[places]) if column else [""] * len(places)
    rows = pd.DataFrame(
        {
            **{name: tables.text(name)[places] for name in _UNIT[:4]},
            "column": column,
            "shown": np.asarray(shown, dtype=object),
            "arguments": [write_arguments(each) for each in arguments] if arguments else "{}",
        }
    )
    enumerators = tables.text("enumerator_id")[looked]
    yield Finding(len(places), int(looked.sum()), scope, rows, enumerators)


def find_people(
    tables: SurveyTables,
    people: Sequence[str],
    *,
    of: int,
    scope: str = "all",
    wave: str = "",
    shown: str = "",
) -> Iterator[Finding]:
    """List people of whom there is no interview."""
    if len(people):
        rows = pd.DataFrame({"submission_uuid": "", "person_id": list(people), "wave": wave})
        rows[["enumerator_id", "column", "shown", "arguments"]] = ["", "", shown, "{}"]
        yield Finding(len(people), of, scope, rows[_UNIT])


def find_events(
    tables: SurveyTables,
    hits: np.ndarray,
    *,
    base: np.ndarray,
    column: str,
    shown: Sequence[str],
    scope: str = "all",
) -> Iterator[Finding]:
    """List justice events, each with the contact of its interview."""
    if not hits.any():
        return
    contacts = tables.interviews.drop_duplicates("submission_uuid").set_index("submission_uuid")
    known = [name for name in ("person_id", "wave", "enumerator_id") if name in contacts]
    uuids = tables.justice_events["submission_uuid"]
    joined = pd.DataFrame({"submission_uuid": uuids.to_numpy()})
    for name in ("person_id", "wave", "enumerator_id"):
        joined[name] = uuids.map(contacts[name]).astype(object).fillna("").to_numpy() if name in known else ""
    rows = joined[hits].assign(column=column, shown=list(shown), arguments="{}")
    yield Finding(
        int(hits.sum()), int(base.sum()), scope, rows[_UNIT], joined["enumerator_id"].to_numpy()[base]
    )


def show_values(values: pd.Series) -> list[str]:
    """Show values of a column as text: numbers plain, days in ISO 8601, text with identifiers masked."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        moments = values.dt.tz_convert("UTC").dt.tz_localize(None)
        return ["" if pd.isna(moment) else f"{moment.isoformat(' ', 'minutes')} UTC" for moment in moments]
    if pd.api.types.is_datetime64_any_dtype(values):
        return [day.date().isoformat() if pd.notna(day) else "" for day in values]
    if pd.api.types.is_bool_dtype(values):
        return ["" if pd.isna(value) else str(bool(value)).lower() for value in values]
    if pd.api.types.is_numeric_dtype(values):
        return [show_number(float(value)) if pd.notna(value) else "" for value in values]
    return [show_text(value) for value in values.astype("str").fillna("")]


def show_number(value: float) -> str:
    """Write a number plainly, without groups."""
    number = round(float(value), 4)
    return str(int(number)) if number.is_integer() else repr(number)


def show_text(text: str) -> str:
    """Show the beginning of a text, identifiers masked."""
    from idmaj.identity import mask_identifiers

    masked = mask_identifiers(text)
    return masked if len(masked) <= LONGEST else f"{masked[:LONGEST]}…"


def in_scopes(tables: SurveyTables, column: str, key: str) -> Iterator[tuple[str, np.ndarray]]:
    """Pairs of scope and rows for each value of a column, in order."""
    values = tables.text(column)
    order = tables.wave_order if column == "wave" else sorted(set(values) - {""})
    for value in order:
        yield f"{key}={value}", values == value


def join_days(*days: np.ndarray) -> list[str]:
    """Write days side by side, such as `2025-03-01 · 2025-02-11`."""
    return [" · ".join(str(day) for day in several) for several in zip(*days, strict=True)]


def each(
    function: Callable[[SurveyTables, str], Iterator[Finding]], tables: SurveyTables
) -> Iterator[Finding]:
    """Apply a check to every question."""
    for column in tables.answer_columns:
        yield from function(tables, column)
