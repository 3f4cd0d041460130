"""Files of statistical programs and Parquet: values as text, with the labels that the file carries."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.cells import clean_cell
from idmaj.ingest.exports.files import RawFile
from idmaj.ingest.exports.sheets import LOOK, Sheet, Source, refuse
from idmaj.ingest.exports.typed import column_of_values, is_typed, value_as_text
from idmaj.ingest.typed_files import as_text

_ROWS_OF_A_BLOCK = 100_000
_NUMBERED_NAME = re.compile(r"(?i)(var|v|q)_?\d+")
_KIND_OF_LABEL = (
    ("dk", re.compile(r"(?i)don.?t know|do not know|^dk$|ne sai[st] pas|^nsp$|لا أعرف|لا أدري|لا يعرف")),
    ("refused", re.compile(r"(?i)refus|رفض")),
    ("na", re.compile(r"(?i)not applicable|^n/?a$|sans objet|non applicable|غير معني|لا ينطبق")),
)


def read_statistical_source(raw: RawFile, *, is_stata: bool) -> Source:
    """Read a Stata or SPSS file; codes that the file calls missing stay codes.

    Names are taken from the labels of the columns where the columns are only numbered (`var1`, `var2`, …),
    as older exports of Kobo to SPSS wrote them.

    Raises
    ------
    IngestProblems
        When the file cannot be read.
    """
    import pyreadstat

    read = pyreadstat.read_dta if is_stata else pyreadstat.read_sav
    settings: dict[str, Any] = {"user_missing": True, "apply_value_formats": False, "output_format": "dict"}
    with _as_path(raw) as path:
        try:
            try:
                values, meta = read(path, **settings)
            except OverflowError:  # dates outside the range of datetime
                values, meta = read(path, disable_datetime_conversion=True, **settings)
        except (pyreadstat.ReadstatError, OSError, ValueError, UnicodeError, OverflowError) as error:
            raise refuse(
                "file-not-of-its-format", raw.shown, format="Stata" if is_stata else "SPSS"
            ) from error
    columns = {name: list(values[name]) for name in meta.column_names}
    if not columns:
        raise refuse("file-without-header", raw.shown)
    sheet = _make_sheet(_stem(raw.shown), columns, meta)
    return Source(raw.shown, raw.group, raw.files, "stata" if is_stata else "spss", [sheet])


def read_parquet_source(raw: RawFile) -> Source:
    """Read a Parquet file.

    Raises
    ------
    IngestProblems
        When the file cannot be read.
    """
    import pyarrow.parquet as pq

    try:
        with raw.open() as opened:
            table = pq.read_table(pa.BufferReader(opened.read()))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise refuse("file-not-of-its-format", raw.shown, format="Parquet") from error
    if not table.num_columns:
        raise refuse("file-without-header", raw.shown)
    columns = [_column_as_text(table.column(position)) for position in range(table.num_columns)]
    typed = frozenset(p for p, column in enumerate(table.columns) if not _is_text(column.type))
    sheet = _sheet_of_columns(_stem(raw.shown), list(table.column_names), columns, typed=typed)
    return Source(raw.shown, raw.group, raw.files, "parquet", [sheet])


def _column_as_text(column: pa.ChunkedArray) -> pa.Array:
    """Text of a column, each distinct value written once where it is typed."""
    import pyarrow.compute as pc

    if _is_text(column.type):
        whole = column.cast(pa.string()).combine_chunks()
        whole = pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
        return pc.fill_null(whole, "")
    return column_of_values(column.to_pylist())


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _make_sheet(name: str, columns: Mapping[str, Sequence[Any]], meta: Any) -> Sheet:
    names = list(columns)
    shown_labels = {p: clean_cell(meta.column_names_to_labels.get(n) or "") for p, n in enumerate(names)}
    is_numbered = all(_NUMBERED_NAME.fullmatch(n) and shown_labels[p] for p, n in enumerate(names))
    header = [shown_labels[p] for p in range(len(names))] if is_numbered else names
    labels = {
        position: {
            as_text(code): clean_cell(str(label)) for code, label in meta.variable_value_labels[n].items()
        }
        for position, n in enumerate(names)
        if meta.variable_value_labels.get(n)
    }
    missing = {
        position: found
        for position, n in enumerate(names)
        if (found := _find_missing(n, columns[n], meta, labels=labels.get(position, {})))
    }
    return _sheet_of_columns(
        name,
        header,
        [column_of_values(columns[n]) for n in names],
        typed=frozenset(p for p, n in enumerate(names) if is_typed(columns[n])),
        labels=labels,
        missing=missing,
        column_labels={} if is_numbered else {p: label for p, label in shown_labels.items() if label},
    )


def _find_missing(
    name: str, values: Sequence[Any], meta: Any, *, labels: Mapping[str, str]
) -> dict[str, str]:
    """Codes that the file calls missing, and the kind that their labels tell (else a blank)."""
    ranges = [(span["lo"], span["hi"]) for span in (meta.missing_ranges or {}).get(name, [])]
    ranges += [(code, code) for code in (meta.missing_user_values or {}).get(name, [])]
    if not ranges:
        return {}
    distinct = {value for value in values if value is not None and value == value}
    codes = {value_as_text(value): value for value in distinct}
    named = {code: _number_or_text(code) for code in labels if code not in codes}
    found = {
        code for code, value in {**codes, **named}.items() if any(_lies_in(value, span) for span in ranges)
    }
    return {code: _kind_of(labels.get(code, "")) for code in sorted(found)}


def _lies_in(value: Any, span: tuple[Any, Any]) -> bool:
    try:
        return bool(span[0] <= value <= span[1])
    except TypeError:
        return False


def _number_or_text(code: str) -> float | str:
    try:
        return float(code)
    except ValueError:
        return code


def _kind_of(label: str) -> str:
    return next((kind for kind, words in _KIND_OF_LABEL if words.search(label)), "blank")


def _sheet_of_columns(
    name: str,
    header: Sequence[str],
    columns: Sequence[pa.Array],
    *,
    typed: frozenset[int],
    labels: Mapping[int, Mapping[str, str]] | None = None,
    missing: Mapping[int, Mapping[str, str]] | None = None,
    column_labels: Mapping[int, str] | None = None,
) -> Sheet:
    """Make a sheet of columns that have no header row in the file: its first row is row 1."""
    cells = pa.table(list(columns), names=[str(position) for position in range(len(columns))])
    first = [list(record) for record in zip(*(c.slice(0, LOOK).to_pylist() for c in columns), strict=True)]

    def read_rows(
        first_row: int, width: int, misshapen: dict[int, int]
    ) -> Iterator[tuple[pa.Table, np.ndarray]]:
        del first_row, misshapen
        for start in range(0, cells.num_rows, _ROWS_OF_A_BLOCK):
            taken = cells.select(list(range(width))).slice(start, _ROWS_OF_A_BLOCK)
            yield taken, np.arange(start + 1, start + 1 + taken.num_rows, dtype=np.int64)

    return Sheet(
        name, [list(header), *first], read_rows, lambda first_row: typed, is_complete=True,
        labels=labels or {}, missing=missing or {}, column_labels=column_labels or {},
    )  # fmt: skip


@contextmanager
def _as_path(raw: RawFile) -> Iterator[Path]:
    """A path for libraries that read no streams: the file itself, or a copy of a member while it is read."""
    if raw.path is not None:
        yield raw.path
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"member{raw.suffix}"
        with raw.open() as opened:
            path.write_bytes(opened.read())
        yield path


def _stem(shown: str) -> str:
    return shown.rsplit("/", 1)[-1].rsplit(".", 1)[0]
