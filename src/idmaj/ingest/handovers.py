"""The table of hand-overs: one row a public hand-over, people as a count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from idmaj.ingest.columns import read_column
from idmaj.ingest.duplicates import set_duplicates_aside
from idmaj.ingest.rows import AFTER_CUT_OFF, SourceRows
from idmaj.study.rules import ColumnUse

COUNTS = ("n_people", "n_women", "n_projects")
FLAGS = {"is_approximate": False, "in_totals": True, "in_unit_cost": True}
"""Flags, with what holds where a file has no such column."""

COLUMNS = (
    *("handover_id", "place_ar", "place_fr", "province", "region", "held_on", "held_year", "date_precision"),
    *(*COUNTS, "total_mad", *FLAGS, "kinds", "remark", "source_site", "source_url", "second_source_url"),
)
_PARTIAL_DATE = re.compile(r"(?P<year>(19|20)\d{2})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_YES = frozenset({"yes", "true", "1", "oui", "نعم"})
_NO = frozenset({"no", "false", "0", "non", "لا"})


def check_handovers(files: Sequence[SourceRows], cut_off: date | None) -> None:
    """Set aside hand-overs that cannot be used, and report what their cells hold."""
    for rows in files:
        rows.put_aside(
            (rows.cells["handover_id"] == "").to_numpy(), "handover-id-blank", column="handover_id"
        )
        if cut_off is not None and "held_on" in rows.cells:
            later = rows.cells["held_on"].map(lambda day: day > cut_off.isoformat()[: len(day)])
            rows.put_aside(later.to_numpy(dtype=bool), AFTER_CUT_OFF, column="held_on")
    set_duplicates_aside(files, ["handover_id"], same="handover-duplicate", differs="handover-differs")


def build_handovers(files: Sequence[SourceRows]) -> tuple[pd.DataFrame, dict[str, ColumnUse]]:
    """Build the table of hand-overs from the rows that are kept, with all its columns."""
    made: dict[str, pd.Series] = {}
    uses: dict[str, ColumnUse] = {}
    shared = [name for name in files[0].columns if all(name in rows.cells for rows in files)]
    for name in shared:
        use: ColumnUse = "number" if name in COUNTS or name == "total_mad" else "code"
        column = read_column(files, name, use)
        made[name], uses[name] = column.values, use
    n_rows = sum(int(rows.is_kept.sum()) for rows in files)
    table = pd.DataFrame(made, index=pd.RangeIndex(n_rows))
    for name in COLUMNS:
        if name not in table:
            table[name] = np.nan if name in COUNTS or name == "total_mad" else ""
    return _typed(table, files), uses


def _typed(table: pd.DataFrame, files: Sequence[SourceRows]) -> pd.DataFrame:
    for name in COUNTS:
        table[name] = table[name].round().astype("Int64")
    table["total_mad"] = table["total_mad"].astype(float)
    for name, default in FLAGS.items():
        table[name] = _flags(table[name], name, default, files)
    text = [name for name in COLUMNS if name not in {*COUNTS, *FLAGS, "total_mad", "held_year"}]
    table[text] = table[text].fillna("").astype("str")
    table["held_on"] = _partial_dates(table["held_on"], files)
    years = table["held_on"].str[:4]
    table["held_year"] = pd.to_numeric(years.where(years != "")).astype("Int64")
    return table[list(COLUMNS)].sort_values("handover_id", kind="stable", ignore_index=True)


def _flags(cells: pd.Series, name: str, default: bool, files: Sequence[SourceRows]) -> pd.Series:
    words = cells.fillna("").astype("str").str.casefold()
    unknown = (words != "") & ~words.isin(_YES | _NO)
    _flag(unknown, cells, name, "cell-not-yes-or-no", files)
    return words.isin(_YES) | ((words == "") & default)


def _partial_dates(cells: pd.Series, files: Sequence[SourceRows]) -> pd.Series:
    unreadable = (cells != "") & ~cells.map(lambda text: bool(_PARTIAL_DATE.fullmatch(text))).astype(bool)
    _flag(unreadable, cells, "held_on", "cell-not-a-date", files)
    return cells.mask(unreadable, "").astype("str")


def _flag(which: pd.Series, cells: pd.Series, name: str, message: str, files: Sequence[SourceRows]) -> None:
    """Report cells; rows of the table are the kept rows of the files in order."""
    owners = [(rows, int(row)) for rows in files for row in rows.rows[rows.is_kept]]
    for position in np.flatnonzero(which):
        rows, row = owners[position]
        rows.report(message, row=row, column=name, severity="flagged", value=str(cells.iloc[position])[:40])
