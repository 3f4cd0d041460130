"""Corrections of interviews: one line each, refused when what it corrects is no longer there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from idmaj.errors import IngestProblems, Place, Problem, Severity
from idmaj.identity import mask_identifiers
from idmaj.ingest.corrected_values import Cell, ColumnValues, column_values
from idmaj.ingest.delimited import decode_text, find_separator
from idmaj.ingest.forms.model import Form

COLUMNS = ("submission_uuid", "variable", "old_value", "new_value", "reason", "by", "on")
_OTHER_NAMES = {"key": "submission_uuid", "old": "old_value", "new": "new_value", "date": "on"}
_APPLIED = (*COLUMNS, "status", "source_file", "row")

ROW, DROP = "row", "drop"
"""A line with variable `row` and new value `drop` sets the submission aside."""

CHECK = "check"
"""A line with variable `check` says that what a check found, the new value, was looked at and is right."""

FIXED = frozenset({
    "submission_uuid", "submitted_at", "duration_minutes", "form_version", "validation", "source", "source_row",
    "ingest_id", "who5_0_100",
})  # fmt: skip
"""Columns that say where a row comes from, or follow from others."""

_WHO5 = [f"who5_{item}" for item in range(1, 6)]


def read_corrections(file: Path, shown: str | None = None) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a file of corrections.

    Parameters
    ----------
    file
        Text with separators and the columns submission_uuid (or key), variable, old_value, new_value,
        reason, by, on (or date).
    shown
        Path to show in problems; the name of the file by default.

    Returns
    -------
    corrections : DataFrame
        One row a correction that is complete, in the order of the file: `COLUMNS` as text, `source_file`, `row`.
    problems : list of Problem
        Blocking: a file that is no table, a column that is missing, a line without a reason, a person or
        a day.
    """
    name = shown or file.name
    records, problems = _read_records(file, name)
    header = _read_header(records[0]) if records else []
    lacking = [column for column in COLUMNS if column not in header]
    if lacking and not problems:
        arguments = {"column": ", ".join(lacking)}
        problems = [Problem("corrections-column-missing", Place(file=name, row=1), arguments=arguments)]
    if problems:
        return pd.DataFrame(columns=[*COLUMNS, "source_file", "row"], dtype="str"), problems
    rows = [
        (number, dict(zip(header, cells, strict=False))) for number, cells in enumerate(records[1:], start=2)
    ]
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row.values())]
    problems = [problem for number, row in filled for problem in _check_line(name, number, row)]
    wrong = {problem.place.row for problem in problems}
    lines = [
        {**{column: row.get(column, "").strip() for column in COLUMNS}, "source_file": name, "row": number}
        for number, row in filled
        if number not in wrong
    ]
    return pd.DataFrame(lines, columns=[*COLUMNS, "source_file", "row"]), problems


def _read_records(file: Path, name: str) -> tuple[list[list[str]], list[Problem]]:
    try:
        text, _ = decode_text(file.read_bytes(), None, name)
        opened = io.StringIO(text, newline="")
        return list(csv.reader(opened, delimiter=find_separator(text, 1), strict=True)), []
    except OSError:
        return [], [Problem("file-missing", Place(file=name))]
    except IngestProblems as error:
        return [], list(error.problems)
    except csv.Error:
        return [], [Problem("file-broken-quotes", Place(file=name))]


def _read_header(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    return [_OTHER_NAMES.get(name, name) for name in names]


def _check_line(name: str, number: int, row: Mapping[str, str]) -> list[Problem]:
    lacking = [
        column
        for column in ("submission_uuid", "variable", "reason", "by")
        if not row.get(column, "").strip()
    ]
    found = [
        Problem("correction-incomplete", Place(file=name, row=number, column=column)) for column in lacking
    ]
    try:
        date.fromisoformat(row.get("on", "").strip())
    except ValueError:
        found.append(Problem("correction-without-day", Place(file=name, row=number, column="on")))
    return found


@dataclass
class _Work:
    """Corrections under way."""

    frame: pd.DataFrame
    columns: dict[str, ColumnValues]
    places: dict[str, int]
    dropped: list[int] = field(default_factory=list)
    applied: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(
        self,
        line: Mapping[str, Any],
        message: str,
        column: str,
        severity: Severity = "blocking",
        **shown: str,
    ) -> None:
        place = Place(file=str(line["source_file"]), row=int(line["row"]), column=column)
        self.problems.append(Problem(message, place, severity, {"variable": str(line["variable"]), **shown}))

    def accept(self, line: Mapping[str, Any], status: str) -> None:
        self.applied.append(
            {**{column: line[column] for column in _APPLIED if column in line}, "status": status}
        )


def apply_corrections(
    interviews: pd.DataFrame, corrections: pd.DataFrame, *, form: Form | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Apply corrections in their order.

    Parameters
    ----------
    interviews
        Canonical interviews. They are not changed.
    corrections
        As `read_corrections` gives them. Values are written as in the tables: words, plain numbers, ISO
        dates, true and false, or a kind of missing value (dk, refused, na, blank …).
    form
        The form, whose choices a new value must be among.

    Returns
    -------
    interviews : DataFrame
        Corrected; rows of dropped submissions left out.
    applied : DataFrame
        One row a correction that holds, with `status`: `applied`, `already` (the new value stood there),
        `dropped`, `accepted` (a finding that was looked at).
    problems : list of Problem
        Refused corrections. Blocking: the old value is no longer there, the variable is unknown or follows
        from others, the new value is none of its type or choices. Flagged: there is no such submission.
    """
    uuids = interviews["submission_uuid"].astype("str")
    wanted = np.flatnonzero(uuids.isin(list(corrections["submission_uuid"])))
    places = {str(uuids.iloc[place]): int(place) for place in wanted[::-1]}
    work = _Work(interviews.reset_index(drop=True), {}, places)
    for line in corrections.to_dict("records"):
        _apply_line(work, {str(name): value for name, value in line.items()}, form)
    _renew_derived(work)
    kept = work.frame.drop(index=work.frame.index[work.dropped]).reset_index(drop=True)
    return kept, pd.DataFrame(work.applied, columns=list(_APPLIED)), work.problems


def _apply_line(work: _Work, line: dict[str, Any], form: Form | None) -> None:
    variable = str(line["variable"])
    place = work.places.get(str(line["submission_uuid"]))
    if place is None or place in work.dropped:
        work.refuse(line, "correction-key-unknown", "submission_uuid", "flagged")
    elif variable == CHECK:
        work.accept(line, "accepted")
    elif variable == ROW:
        _drop_row(work, line, place)
    elif variable in FIXED or variable not in work.frame or variable.endswith("__missing"):
        work.refuse(line, "correction-variable-unknown", "variable")
    else:
        _set_value(work, line, place, form)


def _drop_row(work: _Work, line: dict[str, Any], place: int) -> None:
    if line["new_value"] != DROP:
        work.refuse(line, "correction-value-wrong", "new_value", value=str(line["new_value"])[:40])
        return
    work.dropped.append(place)
    work.accept(line, "dropped")


def _set_value(work: _Work, line: dict[str, Any], place: int, form: Form | None) -> None:
    variable = str(line["variable"])
    if variable not in work.columns:
        work.columns[variable] = column_values(work.frame, variable, form)
    values = work.columns[variable]
    old, new = (values.parse(str(line[name])) for name in ("old_value", "new_value"))
    current = values.at(work.frame, place)
    if new is None:
        work.refuse(line, "correction-value-wrong", "new_value", value=_show(variable, line["new_value"]))
    elif values.are_same(current, new):
        work.accept(line, "already")
    elif not _stands_there(values, current, old, str(line["old_value"])):
        work.refuse(
            line, "correction-old-value-gone", "old_value",
            value=_show(variable, line["old_value"]), current=_show(variable, values.write(current)),
        )  # fmt: skip
    else:
        values.put(work.frame, place, new)
        work.accept(line, "applied")


def _stands_there(values: ColumnValues, current: Cell, old: Cell | None, text: str) -> bool:
    """Whether the old value still stands there; a blank one stands for any missing value."""
    if not text:
        return current[1] != ""
    return old is not None and values.are_same(current, old)


def _show(variable: str, text: object) -> str:
    """Show a value; a person's id in its shape alone, identifiers in text masked."""
    if variable == "person_id":
        return re.sub(r"\w", "·", str(text))[:40]
    return mask_identifiers(str(text))[:40]


def _renew_derived(work: _Work) -> None:
    """Derive again, in corrected rows, what follows from other columns."""
    touched = sorted({work.places[str(line["submission_uuid"])] for line in work.applied})
    frame = work.frame
    if "who5_0_100" in frame and all(name in frame for name in _WHO5):
        for place in touched:
            items = frame[_WHO5].iloc[place].astype("float64")
            frame.loc[place, "who5_0_100"] = 4.0 * items.sum() if items.notna().all() else np.nan
    if all(name in frame for name in ("duration_minutes", "started_at", "ended_at")):
        for place in touched:
            lasted = frame["ended_at"].iloc[place] - frame["started_at"].iloc[place]
            if pd.notna(lasted):
                frame.loc[place, "duration_minutes"] = lasted.total_seconds() / 60
