"""What of a raw file belongs to a study: the columns it uses, the rows it keeps, who a row is about."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from idmaj.errors import Place, Problem
from idmaj.ingest.cells import canonical_code, canonical_codes, map_distinct, parse_dates
from idmaj.ingest.raw import RawTable
from idmaj.ingest.rows import Arguments, SourceRows
from idmaj.study import Source, Study
from idmaj.study.plan import FIRST_TREATED
from idmaj.study.recidivism import PERSON
from idmaj.study.rules import needed_columns


def take_rows(
    study: Study, source: Source, raw: RawTable, *, identify: Callable[[str], str]
) -> tuple[SourceRows | None, list[Problem]]:
    """Take the columns that the study uses, and the rows that belong to it.

    Parameters
    ----------
    study, source
        Study file and the entry of this file.
    raw
        The file as read.
    identify
        Makes the person id of the tables from the one in the file; not called for blank cells.

    Returns
    -------
    rows : SourceRows or None
        None where a column is missing.
    problems : list of Problem
        One for each column that is not there, with the nearest name.
    """
    needed = _wanted(study, source, raw)
    wanted = {name: source.columns.get(name, name) for name in needed}
    problems = [
        _missing_column(source, raw, name, key)
        for name, key in needed.items()
        if wanted[name] not in raw.cells.columns
    ]
    if source.keep is not None and source.keep.column not in raw.cells.columns:
        problems.append(_missing_column(source, raw, source.keep.column, "keep.column"))
    if source.first_by is not None and source.first_by not in raw.cells.columns:
        problems.append(_missing_column(source, raw, source.first_by, "first_by"))
    problems += _aimless_settings(study, source, raw, wanted)
    linking = source.link.columns if source.link else {}
    problems += [
        _missing_column(source, raw, column, f"source[{study.source.index(source) + 1}].link.{name}")
        for name, column in linking.items()
        if column not in raw.cells.columns
    ]
    if problems:
        return None, problems
    number = study.source.index(source) + 1
    cells = pd.DataFrame({name: _recode(raw.cells[column], source, name) for name, column in wanted.items()})
    if "person_id" not in cells and source.role == "persons":
        cells["person_id"] = [f"{number}-{row:06d}" for row in raw.rows]  # machine number
    elif "person_id" in cells:
        cells["person_id"] = map_distinct(cells["person_id"], lambda cell: identify(cell) if cell else "")
    elif source.is_register:
        cells["person_id"] = ""
    if source.spells:
        _number_spells(cells)
    taken = SourceRows(source, number, raw, cells, raw.rows)
    _take_identifiers(taken)
    _apply_keep(taken)
    _take_first_rows(study, taken)
    return taken, []


def _number_spells(cells: pd.DataFrame) -> None:
    """Give each spell of a person an id of its own, and note whose it is."""
    cells[PERSON] = cells["person_id"]
    number = (cells.groupby("person_id").cumcount() + 1).astype("str")
    cells["person_id"] = (cells[PERSON] + "@" + number).where(cells[PERSON] != "", "")


def _take_first_rows(study: Study, taken: SourceRows) -> None:
    """Read one row a person where the file has several: the one that is first by a column of the file.

    Cells that are numbers are ordered as numbers, others after them as text.
    """
    column = taken.source.first_by
    if column is None:
        return
    cells = taken.raw.cells[column].iloc[np.searchsorted(taken.raw.rows, taken.rows)].reset_index(drop=True)
    order = pd.DataFrame({"number": pd.to_numeric(cells, errors="coerce"), "text": cells})
    order["person_id"] = taken.cells["person_id"].where(
        taken.cells["person_id"] != "",
        "row " + order.index.astype("str"),  # a blank id is nobody's
    )
    if study.arms is not None and study.arms.treated_when is not None:
        _note_first_treated(taken, order, study.arms.treated_when)
    first = ~order.sort_values(["number", "text"], kind="stable").duplicated("person_id").sort_index()
    taken.leave_out(~first.to_numpy())


def _note_first_treated(taken: SourceRows, order: pd.DataFrame, column: str) -> None:
    """Note on every row of a unit the first wave with support; support that ends again is flagged."""
    is_treated = (pd.to_numeric(taken.cells[column], errors="coerce") > 0).to_numpy()
    starts = order["number"].where(is_treated).groupby(order["person_id"]).transform("min")
    taken.cells[FIRST_TREATED] = starts.map(lambda time: "" if pd.isna(time) else f"{time:g}").astype("str")
    ends = ~is_treated & (order["number"] > starts).to_numpy()
    if ends.any():
        n = int(order.loc[ends, "person_id"].nunique())
        taken.report("panel-support-ends", column=column, severity="flagged", n=n)


def _take_identifiers(taken: SourceRows) -> None:
    """Take the columns that tell who a row is about; codes of missing values are blank."""
    source = taken.source
    if source.link is None:
        return
    missing = {canonical_code(code) for code in source.missing}
    made = {
        name: map_distinct(
            taken.raw.cells[column], lambda cell: "" if canonical_code(cell) in missing else cell
        )
        for name, column in source.link.columns.items()
    }
    if "born_on" in made:
        given = made["born_on"] != ""
        made["born_on"] = parse_dates(made["born_on"], source.date_format).dt.strftime("%Y-%m-%d").fillna("")
        n_unread = int((given & (made["born_on"] == "")).sum())
        if n_unread:
            column = source.link.columns["born_on"]
            taken.report("link-birth-unread", column=column, severity="flagged", n=n_unread)
    taken.identifiers = pd.DataFrame(made).astype("str")


def _wanted(study: Study, source: Source, raw: RawTable) -> dict[str, str]:
    """Canonical columns of a file, each with the key path that asks for it."""
    position = study.source.index(source) + 1
    mapped = {name: f"source[{position}].columns.{name}" for name in source.columns}
    needed = [c for c in needed_columns(study, source.role) if c.name not in mapped]
    return mapped | {c.name: c.key for c in needed if not c.is_optional or c.name in raw.cells.columns}


def _recode(cells: pd.Series, source: Source, name: str) -> pd.Series:
    """Put the values that the study file declares in the place of those of the file."""
    meant = {canonical_code(code): value for code, value in source.recode.get(name, {}).items()}
    return map_distinct(cells, lambda cell: meant.get(canonical_code(cell), cell)) if meant else cells


def _missing_column(source: Source, raw: RawTable, name: str, key: str) -> Problem:
    column = source.columns.get(name, name)
    nearest = difflib.get_close_matches(column, raw.header, n=1, cutoff=0.0)
    arguments: Arguments = {"key": key, "nearest": nearest[0] if nearest else "", "columns": len(raw.header)}
    return Problem(
        "column-missing", Place(file=source.file, row=source.header_row, column=column), "blocking", arguments
    )


def _aimless_settings(
    study: Study, source: Source, raw: RawTable, wanted: Mapping[str, str]
) -> list[Problem]:
    """Find recodes and limits of columns that are nowhere: they would change nothing in silence."""
    position = study.source.index(source) + 1
    settings: dict[str, Mapping[str, object]] = {"recode": source.recode, "limits": source.limits}
    return [
        _missing_column(source, raw, name, f"source[{position}].{setting}")
        for setting, columns in settings.items()
        for name in columns
        if name not in wanted and name not in raw.cells.columns
    ]


def _apply_keep(taken: SourceRows) -> None:
    keep = taken.source.keep
    if keep is None:
        return
    values = {canonical_code(value) for value in keep.any_of}
    outside = ~canonical_codes(taken.raw.cells[keep.column]).isin(values).to_numpy()
    if "person_id" in taken.cells:
        taken.ids_not_of_study = frozenset(taken.cells.loc[outside, "person_id"])
    taken.leave_out(outside)
    if outside.all():
        key = f"source[{taken.number}].keep"
        known = ", ".join(keep.any_of)
        taken.report("keep-leaves-nothing", column=keep.column, severity="blocking", known=known, key=key)
