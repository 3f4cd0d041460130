"""Columns of text, cell by distinct cell: what kernels cannot settle is read once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.readings import KIND_CODE, Fault

BLANK, UNPARSEABLE = KIND_CODE["blank"], KIND_CODE["unparseable"]
_SAMPLE = 64
_MOST_REMEMBERED = 200_000
"""Distinct cells that a reader remembers; a column of more is no column of codes or dates."""


class CellReading(NamedTuple):
    """What one cell says.

    Attributes
    ----------
    value
        Its value; None where it has none.
    kind
        Code of `readings.KINDS`.
    message
        Problem of the cell; "" for none.
    arguments
        Further arguments of the problem.
    """

    value: Any
    kind: int = 0
    message: str = ""
    arguments: tuple[tuple[str, str | int | float], ...] = ()


class DistinctCells(NamedTuple):
    """The distinct cells among some rows of a column.

    Attributes
    ----------
    cells
        Distinct cells.
    codes
        Place in `cells` of each of the rows.
    positions
        Position in the block of each of the rows.
    """

    cells: list[str]
    codes: np.ndarray
    positions: np.ndarray


def faulty(message: str, **arguments: str | int | float) -> CellReading:
    """Read a cell that gives no value, for a reason."""
    return CellReading(None, int(UNPARSEABLE), message, tuple(arguments.items()))


class CellMemory:
    """Reads each distinct cell once over all blocks of a column.

    Parameters
    ----------
    read
        What one cell says.
    """

    def __init__(self, read: Callable[[str], CellReading]) -> None:
        self._read = read
        self._known: dict[str, CellReading] = {}

    def read_all(self, cells: Sequence[str]) -> list[CellReading]:
        """Read distinct cells."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known = {}  # threads may still read the old one
        known = self._known
        return [known.get(cell) or self._remember(cell) for cell in cells]

    def _remember(self, cell: str) -> CellReading:
        reading = self._known[cell] = self._read(cell)
        return reading


def text_array(cells: Any) -> pa.Array:
    """Take a column as one Arrow array of text without nulls (a null is a blank)."""
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if cells.type != pa.string():
        cells = cells.cast(pa.string())
    return pc.fill_null(cells, "") if cells.null_count else cells


def cell_lengths(cells: pa.Array) -> np.ndarray:
    """Take the length of each cell in bytes."""
    return np.diff(_offsets(cells))


def filled_mask(cells: pa.Array) -> np.ndarray:
    """Tell which cells hold anything, as bool."""
    return cell_lengths(cells) > 0


def null_blanks(cells: pa.Array, filled: np.ndarray) -> pa.Array:
    """Take the same text with blanks as nulls; nothing is copied."""
    if filled.all():
        return cells
    bits = pa.py_buffer(np.packbits(filled, bitorder="little"))
    offsets = pa.py_buffer(np.ascontiguousarray(_offsets(cells)))
    return pa.Array.from_buffers(pa.string(), len(cells), [bits, offsets, cells.buffers()[2]])


def cast_where(cells: pa.Array, mask: np.ndarray, type_: pa.DataType) -> np.ndarray:
    """Cast the cells of a mask by a kernel, to the numbers that the type is stored in.

    Values outside the mask mean nothing.

    Raises
    ------
    pyarrow.ArrowInvalid
        When a cell of the mask is no value of the type. That takes long where many are none.
    """
    cast = null_blanks(cells, mask).cast(type_)
    stored = np.dtype(np.float64 if pa.types.is_floating(type_) else f"i{type_.bit_width // 8}")
    if not len(cells):
        return np.zeros(0, dtype=stored)
    return np.frombuffer(cast.buffers()[1], dtype=stored)[cast.offset : cast.offset + len(cells)]


def looks_like(cells: pa.Array, filled: np.ndarray, shape: str) -> bool:
    """Tell whether a sample of the filled cells matches a regular expression."""
    rows = np.flatnonzero(filled[:: len(filled) // _SAMPLE + 1]) * (len(filled) // _SAMPLE + 1)
    return len(rows) > 0 and bool(matches(cells.take(pa.array(rows)), shape).all())


def matches(cells: pa.Array, shape: str) -> np.ndarray:
    """Tell which cells match a regular expression (RE2), as bool."""
    return pc.match_substring_regex(cells, shape).to_numpy(zero_copy_only=False)


def signs_beyond(cells: pa.Array, plain: bytes) -> bytes:
    """Take the bytes of a column that are none of the given ones."""
    offsets, data = _offsets(cells), cells.buffers()[2]
    if data is None or not len(cells):
        return b""
    held = data.slice(int(offsets[0]), int(offsets[-1] - offsets[0])).to_pybytes()
    return held.translate(None, plain)


def find_distinct(cells: pa.Array, positions: np.ndarray | None = None) -> DistinctCells:
    """Find the distinct cells of a column, or of some of its rows."""
    if positions is None:
        positions = np.arange(len(cells))
    else:
        cells = cells.take(pa.array(positions))
    encoded = cells.dictionary_encode()
    return DistinctCells(encoded.dictionary.to_pylist(), encoded.indices.to_numpy(), positions)


def find_faults(found: DistinctCells, readings: Sequence[CellReading]) -> tuple[Fault, ...]:
    """Build the faults of distinct cells, with the rows where each stands."""
    if not any(reading.message for reading in readings):
        return ()
    return tuple(
        Fault(reading.message, cell, rows, bool(reading.kind != UNPARSEABLE), reading.arguments)
        for reading, cell, rows in zip(readings, found.cells, rows_by_code(found, len(readings)), strict=True)
        if reading.message
    )


def kinds_of(found: DistinctCells, readings: Sequence[CellReading]) -> np.ndarray:
    """Take the kinds of the rows of distinct cells, as int8."""
    return np.array([reading.kind for reading in readings], dtype=np.int8)[found.codes]


def blank_kinds(filled: np.ndarray) -> np.ndarray:
    """Take kinds of a column of which nothing is known but which cells are blank, as int8."""
    return np.where(filled, np.int8(0), BLANK).astype(np.int8)


def array_of(values: np.ndarray, kinds: np.ndarray, type_: pa.DataType) -> pa.Array:
    """Build a column from stored numbers, null where a kind of missing value stands."""
    present = kinds == 0
    bits = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
    return pa.Array.from_buffers(type_, len(kinds), [bits, pa.py_buffer(np.ascontiguousarray(values))])


def rows_by_code(found: DistinctCells, n: int) -> list[np.ndarray]:
    """Take the positions in the block of each of the `n` distinct cells."""
    order = np.argsort(found.codes, kind="stable")
    ends = np.cumsum(np.bincount(found.codes, minlength=n))
    return np.split(found.positions[order].astype(np.int64), ends[:-1]) if n else []


def _offsets(cells: pa.Array) -> np.ndarray:
    if not len(cells):
        return np.zeros(1, dtype=np.int32)
    return np.frombuffer(cells.buffers()[1], dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
