"""Pieces of a text file to columns of text, two at a time."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

_THREADS = 2
_BLOCK = 1 << 20


@dataclass(frozen=True)
class TextFile:
    """A text file that was scanned.

    Attributes
    ----------
    open
        Opens its bytes as UTF-8.
    separator
        Sign between cells.
    pieces
        Lengths of its pieces.
    skip
        Bytes at the start that are not text.
    """

    open: Callable[[], BinaryIO]
    separator: str
    pieces: Sequence[int]
    skip: int = 0


@dataclass(frozen=True)
class _Parsed:
    """A piece in columns: `kept` are its records by number, from 0; `odd` those of another width."""

    cells: pa.Table
    kept: np.ndarray
    odd: dict[int, int]
    n_records: int


def read_records(
    text: TextFile,
    first_row: int,
    width: int,
    misshapen: dict[int, int],
    *,
    only: Sequence[int] | None = None,
) -> Iterator[tuple[pa.Table, np.ndarray]]:
    """Read the records of a text file from a row on.

    Parameters
    ----------
    text
        The file.
    first_row
        First record to read, counted from 1; blank lines count.
    width
        Number of columns.
    misshapen
        Takes the rows of another width, with their number of cells.
    only
        Positions of the columns to read; all of them when None.

    Yields
    ------
    cells, rows
        Text columns named by position, in pieces; rows in which every cell is blank are left out.
    """
    base = 1
    for parsed in _parse_ahead(text, width, only):
        rows = parsed.kept + base
        misshapen.update({n + base: cells for n, cells in parsed.odd.items() if n + base >= first_row})
        base += parsed.n_records
        cells = parsed.cells
        if len(rows) and rows[0] < first_row:
            above = int(np.searchsorted(rows, first_row))
            cells, rows = cells.slice(above), rows[above:]
        if len(rows):
            yield cells, rows


def _parse_ahead(text: TextFile, width: int, only: Sequence[int] | None) -> Iterator[_Parsed]:
    """Parse pieces in threads ahead of whoever takes them; the order is kept."""
    waiting: deque[Future[_Parsed]] = deque()
    with text.open() as opened, ThreadPoolExecutor(_THREADS) as threads:
        opened.read(text.skip)
        for length in text.pieces:
            waiting.append(threads.submit(parse_piece, opened.read(length), text.separator, width, only=only))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def parse_piece(piece: bytes, separator: str, width: int, *, only: Sequence[int] | None = None) -> _Parsed:
    """Parse whole records: every cell as text, blank cells as "", rows that are blank left out."""
    odd: dict[int, tuple[int, str]] = {}

    def note(row: Any) -> str:
        odd[row.number - 1] = (row.actual_columns, row.text)
        return "skip"

    cells = _parse(piece, separator, width, note, only)
    n_records = cells.num_rows + len(odd)
    kept = np.arange(n_records, dtype=np.int64)
    misshapen: dict[int, int] = {}
    if odd:
        kept = np.delete(kept, list(odd))
        cells, kept, misshapen = _repair(cells, kept, odd, separator=separator, width=width, only=only)
    cells = pa.table([_without_spaces(column) for column in cells.columns], names=cells.column_names)
    filled = ~_find_blank_rows(cells)
    if not filled.all():
        cells, kept = cells.filter(pa.array(filled)), kept[filled]
    return _Parsed(cells, kept, misshapen, n_records)


def _parse(
    piece: bytes, separator: str, width: int, note: Callable[[Any], str], only: Sequence[int] | None
) -> pa.Table:
    """Parse in blocks that fit the cache, twice as fast as in one; a record may be longer than a block."""
    try:
        return _parse_in_blocks(piece, separator, width, note, only=only, size=_BLOCK)
    except pa.ArrowInvalid:
        return _parse_in_blocks(piece, separator, width, note, only=only, size=len(piece) + 1)


def _parse_in_blocks(
    piece: bytes,
    separator: str,
    width: int,
    note: Callable[[Any], str],
    *,
    only: Sequence[int] | None,
    size: int,
) -> pa.Table:
    import pyarrow.csv as pa_csv

    names = [str(position) for position in range(width)]
    table = pa_csv.read_csv(
        pa.BufferReader(piece),
        read_options=pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=max(size, 1 << 16)),
        parse_options=pa_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            include_columns=None if only is None else [str(position) for position in only],
        ),
    )
    return table.combine_chunks()


def _repair(
    cells: pa.Table,
    kept: np.ndarray,
    odd: dict[int, tuple[int, str]],
    *,
    separator: str,
    width: int,
    only: Sequence[int] | None,
) -> tuple[pa.Table, np.ndarray, dict[int, int]]:
    """Take rows back that are only longer by blank cells; the others are noted unless they are blank."""
    misshapen: dict[int, int] = {}
    taken: list[tuple[int, list[str]]] = []
    for number, (n_cells, line) in odd.items():
        record = next(csv.reader(io.StringIO(line, newline=""), delimiter=separator), [])
        if not any(cell.strip() for cell in record):
            continue
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            taken.append((number, record))
        else:
            misshapen[number] = n_cells
    if not taken:
        return cells, kept, misshapen
    positions = [int(name) for name in cells.column_names] if only is not None else list(range(width))
    extra = pa.table(
        {str(at): pa.array([record[at] for _, record in taken], pa.string()) for at in positions}
    )
    numbers = np.concatenate([kept, np.array([number for number, _ in taken], dtype=np.int64)])
    order = np.argsort(numbers, kind="stable")
    return pa.concat_tables([cells, extra]).take(pa.array(order)), numbers[order], misshapen


def _without_spaces(column: pa.ChunkedArray) -> pa.Array:
    """Make cells of nothing but spaces blank."""
    import pyarrow.compute as pc

    cells = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(cells, pa.ChunkedArray):
        cells = pa.concat_arrays(cells.chunks)
    is_ascii = pc.all(pc.string_is_ascii(cells)).as_py()
    spaces = pc.ascii_is_space(cells) if is_ascii else pc.utf8_is_space(cells)
    return pc.if_else(spaces, "", cells) if pc.any(spaces).as_py() else cells


def _find_blank_rows(cells: pa.Table) -> np.ndarray:
    blank = np.ones(cells.num_rows, dtype=bool)
    for column in cells.columns:
        for chunk in column.chunks if column.num_chunks == 1 else [column.combine_chunks()]:
            blank &= _lengths(chunk) == 0
        if not blank.any():
            break
    return blank


def _lengths(cells: pa.Array) -> np.ndarray:
    import pyarrow.compute as pc

    return pc.binary_length(cells).to_numpy(zero_copy_only=False)
