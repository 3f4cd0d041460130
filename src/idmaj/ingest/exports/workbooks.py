"""Workbooks (XLSX, XLS, ODS) through calamine: every visible sheet as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
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
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of PyO3, which is no Exception and cannot be imported
            raise
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


def make_sheet(name: str, values: list[list[Any]]) -> Sheet:
    """Make a sheet of typed values.

    Parameters
    ----------
    name
        Name of the sheet.
    values
        Records of equal length, from the first row of the sheet; emptied once they are written as text.
    """
    head = columns_of_values([list(column) for column in zip(*values[:LOOK], strict=True)])
    records = [list(record) for record in zip(*(column.to_pylist() for column in head), strict=True)]
    below = _Below(values)

    def read_rows(
        first_row: int, width: int, misshapen: dict[int, int]
    ) -> Iterator[tuple[pa.Table, np.ndarray]]:
        below.write(first_row)
        return iterate_table(below.cells, below.rows)(first_row, width, misshapen)

    def find_typed(first_row: int) -> frozenset[int]:
        below.write(first_row)
        return below.typed

    return Sheet(name, records, read_rows, find_typed)


class _Below:
    """The rows below the header, written as text when they are first asked for."""

    def __init__(self, values: list[list[Any]]) -> None:
        self._values = values
        self.cells = pa.table({})
        self.rows = np.empty(0, dtype=np.int64)
        self.typed: frozenset[int] = frozenset()

    def write(self, first_row: int) -> None:
        """Write the rows from `first_row` on, once."""
        if not self._values:
            return
        width = len(self._values[0])
        taken = [
            (row, record)
            for row, record in enumerate(self._values[first_row - 1 :], start=first_row)
            if any(cell != "" for cell in record)
        ]
        self._values.clear()
        columns = list(zip(*(record for _, record in taken), strict=True)) if taken else [()] * width
        self.rows = np.array([row for row, _ in taken], dtype=np.int64)
        self.typed = find_typed_columns(columns)
        written = columns_of_values(columns)
        self.cells = pa.table(written, names=[str(position) for position in range(width)])


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
