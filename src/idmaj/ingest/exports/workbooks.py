"""Workbooks (XLSX, XLS, ODS) through calamine: every visible sheet as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.exports.files import RawFile, open_archive
from idmaj.ingest.exports.sheets import LOOK, Sheet, Source, iterate_table, refuse
from idmaj.ingest.exports.typed import columns_of_values, find_typed_columns

_MOST_CELLS = 400_000_000
_WIDE_COLUMN = re.compile(rb'r="([A-Z]{3})\d')
_ROW = re.compile(rb'<row [^>]*?r="(\d+)"')


def read_workbook_source(raw: RawFile) -> Source:
    """Read the visible sheets of a workbook.

    Raises
    ------
    IngestProblems
        When it is no workbook, locked, or too large to be unpacked.
    """
    import python_calamine as calamine

    check_extent(raw)
    try:
        with raw.open() as opened:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(opened.read()))
        kept: list[Sheet] = []
        set_aside: dict[str, str] = {}
        for entry in book.sheets_metadata:
            values = _read_values(book, entry)
            if isinstance(values, str):
                set_aside[entry.name] = values
            else:
                kept.append(make_sheet(entry.name, values))
    except calamine.PasswordError as error:
        raise refuse("workbook-locked", raw.shown) from error
    except (calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise refuse("workbook-broken", raw.shown) from error
    if not kept:
        raise refuse("file-empty", raw.shown)
    return Source(raw.shown, raw.group, raw.files, "xlsx", kept, set_aside=set_aside)


def _read_values(book: Any, entry: Any) -> list[list[Any]] | str:
    """Values of a sheet, or why it is set aside."""
    if not str(entry.typ).endswith("WorkSheet"):
        return "sheet-not-table"
    if not str(entry.visible).endswith("Visible"):
        return "sheet-hidden"
    values = book.get_sheet_by_name(entry.name).to_python(skip_empty_area=False)
    return values if any(cell != "" for record in values for cell in record) else "sheet-empty"


def make_sheet(name: str, values: Sequence[Sequence[Any]]) -> Sheet:
    """Make a sheet of typed values.

    Parameters
    ----------
    name
        Name of the sheet.
    values
        Records of equal length, from the first row of the sheet.
    """
    head = columns_of_values([list(column) for column in zip(*values[:LOOK], strict=True)])
    records = [list(record) for record in zip(*(column.to_pylist() for column in head), strict=True)]

    def read_rows(first_row: int, width: int, misshapen: dict[int, int]) -> Any:
        below = [record for record in values[first_row - 1 :]]
        rows = np.arange(first_row, first_row + len(below), dtype=np.int64)
        filled = np.array([any(cell != "" for cell in record) for record in below], dtype=bool)
        taken = [record for record, is_filled in zip(below, filled, strict=True) if is_filled]
        if not taken:
            return iter(())
        columns = columns_of_values([list(column) for column in zip(*taken, strict=True)][:width])
        cells = pa.table(columns, names=[str(position) for position in range(len(columns))])
        return iterate_table(cells, rows[filled])(first_row, width, misshapen)

    def find_typed(first_row: int) -> frozenset[int]:
        below = values[first_row - 1 :]
        return find_typed_columns(zip(*below, strict=True)) if below else frozenset()

    return Sheet(name, records, read_rows, find_typed)


def check_extent(raw: RawFile) -> None:
    """Refuse a workbook whose sheets span more cells than memory holds: calamine lays out every one.

    Raises
    ------
    IngestProblems
    """
    if raw.read_start(4)[:2] != b"PK":
        return
    with open_archive(raw) as archive:
        for member in archive.infolist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
                continue
            try:
                n_rows, n_columns = _measure_sheet(archive, member)
            except (zipfile.BadZipFile, OSError, ValueError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
                raise refuse("workbook-broken", raw.shown) from error
            if n_rows * n_columns > _MOST_CELLS:
                raise refuse("workbook-too-wide", raw.shown)


def _measure_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
    """Last row, and last column where it has three letters (702 columns otherwise)."""
    last_row, columns = 1, 702
    with archive.open(member) as opened:
        rest = b""
        while block := opened.read(1 << 20):
            text = rest + block
            at = text.rfind(b"<row ")
            found = _ROW.match(text, at) if at >= 0 else None
            last_row = max(last_row, int(found[1])) if found else last_row
            for name in set(_WIDE_COLUMN.findall(text)):
                columns = max(columns, ((name[0] - 64) * 26 + name[1] - 64) * 26 + name[2] - 64)
            rest = text[-200:]
    return last_row, columns
