"""Files that hold typed values (workbooks, Parquet, Stata, SPSS): values to canonical text."""

from __future__ import annotations

import difflib
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.cells import canonical_code, clean_cell
from idmaj.ingest.raw import RawTable, table_of_records
from idmaj.study import Source


def read_workbook(file: Path, source: Source, shown: str) -> RawTable:
    """Read a sheet of a workbook (XLSX, XLS, ODS) through calamine.

    Raises
    ------
    IngestProblems
        When the file is no workbook, is locked, or the sheet cannot be told.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(file)
        sheet = _choose_sheet([s.name for s in book.sheets_metadata if _is_visible(s)], source, shown)
        values = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise _refused("workbook-locked", shown) from error
    except (calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise _refused("workbook-broken", shown) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of PyO3, which is no Exception and cannot be imported
            raise
        raise _refused("workbook-broken", shown) from error
    if not any(cell != "" for record in values for cell in record):
        raise _refused("file-empty", shown)
    records = [[as_text(cell, source.decimal) for cell in record] for record in values]
    table = table_of_records(records, source.header_row, shown)
    return replace(table, typed=_columns_with_fractions(values, table, source.header_row))


def read_parquet(file: Path, source: Source, shown: str) -> RawTable:
    """Read a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        frame = pq.read_table(file).to_pandas(ignore_metadata=True, date_as_object=True)
    except (pa.ArrowException, OSError) as error:
        raise _refused("file-not-of-its-format", shown, format="Parquet") from error
    return _typed_table(frame, source, shown)


def read_statistical(file: Path, source: Source, shown: str) -> RawTable:
    """Read a Stata or SPSS file; codes that the file calls missing stay codes, labels are kept."""
    import pyreadstat

    is_stata = source.platform == "stata" or (source.platform is None and file.suffix.lower() == ".dta")
    read = pyreadstat.read_dta if is_stata else pyreadstat.read_sav
    settings: dict[str, Any] = {"user_missing": True, "apply_value_formats": False}
    try:
        try:
            frame, meta = read(file, **settings)
        except OverflowError:  # dates outside the range of datetime
            frame, meta = read(file, disable_datetime_conversion=True, **settings)
    except (pyreadstat.ReadstatError, OSError, ValueError, UnicodeError) as error:
        raise _refused("file-not-of-its-format", shown, format="Stata" if is_stata else "SPSS") from error
    labels = {
        column: {as_text(code, source.decimal): str(label) for code, label in pairs.items()}
        for column, pairs in (meta.variable_value_labels or {}).items()
    }
    return replace(_typed_table(frame, source, shown), labels=labels)


def as_text(value: object, decimal: str = ".") -> str:
    """Write a typed value as text: `1.0` as `1`, dates in ISO 8601, nothing as ""."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        return _float_text(float(value), decimal)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _float_text(value: float, decimal: str) -> str:
    if value != value:
        return ""
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return canonical_code(text).replace(".", decimal)


def _typed_table(frame: pd.DataFrame, source: Source, shown: str) -> RawTable:
    if frame.columns.empty:
        raise _refused("file-without-header", shown)
    if frame.empty:
        raise _refused("file-without-rows", shown)
    cells = {str(name): _column_text(frame[name], source.decimal) for name in frame.columns}
    rows = np.arange(1, len(frame) + 1)
    numeric = frozenset(str(n) for n in frame.columns if pd.api.types.is_numeric_dtype(frame[n]))
    return RawTable(pd.DataFrame(cells), rows, typed=numeric)


def _column_text(column: pd.Series, decimal: str) -> pd.Series:
    codes, distinct = pd.factorize(column, use_na_sentinel=True)
    made = np.array([*(clean_cell(as_text(value, decimal)) for value in distinct), ""], dtype=object)
    return pd.Series(made[codes], dtype="str")  # code -1 takes the last, the blank


def _columns_with_fractions(values: list[list[Any]], table: RawTable, header_row: int) -> frozenset[str]:
    header = [clean_cell(as_text(cell)) for cell in values[header_row - 1]]
    kept = set(table.header)
    return frozenset(
        name
        for place, name in enumerate(header)
        if name in kept and any(_is_fraction(record[place]) for record in values[header_row:])
    )


def _is_fraction(value: object) -> bool:
    return isinstance(value, float) and not value.is_integer()


def _is_visible(sheet: Any) -> bool:
    return str(sheet.visible).endswith("Visible")


def _choose_sheet(sheets: Iterable[str], source: Source, shown: str) -> str:
    names = list(sheets)
    arguments: dict[str, str | int | float] = {"sheets": ", ".join(names)}
    if source.sheet is None:
        if len(names) == 1:
            return names[0]
        raise IngestProblems([Problem("sheet-not-named", Place(file=shown), arguments=arguments)])
    if source.sheet in names:
        return source.sheet
    arguments["nearest"] = (difflib.get_close_matches(source.sheet, names, n=1, cutoff=0) or [""])[0]
    problem = Problem("sheet-missing", Place(file=shown, sheet=source.sheet), arguments=arguments)
    raise IngestProblems([problem])


def _refused(message: str, shown: str, **arguments: str) -> IngestProblems:
    return IngestProblems([Problem(message, Place(file=shown), arguments=arguments)])
