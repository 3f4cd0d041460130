"""Keys of submissions: which row answers for which interview."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.detect import Layout
from idmaj.ingest.exports.platforms import Platform
from idmaj.ingest.exports.sheets import Sheet

ReadKeys = Callable[[pa.Table, np.ndarray], pa.Array]
"""Cells and their rows → keys."""

_CERTAIN_NAMES = ("submission_uuid", "_uuid", "uuid", "instanceid", "meta/instanceid", "key", "submission_id")


def find_own_keys(platform: Platform, layout: Layout, sheet: Sheet) -> list[int]:
    """Positions of the columns that hold the key of a submission, the best first.

    Where no platform vouches for it, a column that is merely called an id must be filled and unique.
    """
    places = layout.places
    found = [(name, places[name]) for name in platform.keys if name in places]
    if platform.key != "plain":
        return [position for _, position in found]
    certain = [position for name, position in found if name in _CERTAIN_NAMES]
    if certain:
        return certain
    return [position for _, position in found if is_unique(sheet, layout, position)][:1]


def is_unique(sheet: Sheet, layout: Layout, position: int) -> bool:
    """Whether a column is filled in every row, and never twice with the same."""
    seen: list[pa.Array] = []
    for cells, _ in sheet.read_rows(layout.first_row, len(layout.header), {}):
        seen += cells.column(position).chunks
    whole = pa.chunked_array(seen, pa.string())
    if not len(whole):
        return False
    distinct = pc.unique(whole)
    return len(distinct) == len(whole) and not pc.any(pc.equal(distinct, "")).as_py()


def read_own_keys(positions: Sequence[int]) -> ReadKeys:
    """Make the reader of keys in a main table; "" where the cell is blank."""

    def read_keys(cells: pa.Table, rows: np.ndarray) -> pa.Array:
        made = pa.array(np.full(len(rows), "", dtype=object), pa.string())
        for position in positions:
            made = _first_filled(made, clean_keys(cells.column(position)))
        return made

    return read_keys


def number_rows(prefix: str) -> ReadKeys:
    """Make keys of the numbers of rows, for tables without a column of keys."""

    def read_keys(cells: pa.Table, rows: np.ndarray) -> pa.Array:
        del cells
        return pc.binary_join_element_wise(f"{prefix}row", pc.cast(pa.array(rows), pa.string()), "-")

    return read_keys


def read_parent_keys(positions: Sequence[int]) -> ReadKeys:
    """Make the reader of a repeat whose rows name their submission: `uuid:…/group/child[2]` is cut."""

    def read_keys(cells: pa.Table, rows: np.ndarray) -> pa.Array:
        made = pa.array(np.full(len(rows), "", dtype=object), pa.string())
        for position in positions:
            whole = clean_keys(cells.column(position))
            made = _first_filled(made, pc.replace_substring_regex(whole, "/.*$", ""))
        return made

    return read_keys


def look_up_keys(position: int, key_of: Mapping[str, str]) -> ReadKeys:
    """Make the reader of a repeat whose rows give the number of a row of the main table."""

    def read_keys(cells: pa.Table, rows: np.ndarray) -> pa.Array:
        del rows
        numbers = clean_keys(cells.column(position)).to_pylist()
        return pa.array([key_of.get(number, "") for number in numbers], pa.string())

    return read_keys


def read_index(sheet: Sheet, layout: Layout, *, index: int, read_keys: ReadKeys) -> dict[str, str]:
    """Number of a row of the main table, as the platform counts them → key."""
    key_of: dict[str, str] = {}
    for cells, rows in sheet.read_rows(layout.first_row, len(layout.header), {}):
        numbers = clean_keys(cells.column(index)).to_pylist()
        key_of.update(zip(numbers, read_keys(cells, rows).to_pylist(), strict=True))
    key_of.pop("", None)
    return key_of


def clean_keys(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Keys without outer spaces and `uuid:`."""
    cells = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(cells, pa.ChunkedArray):
        cells = pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([], pa.string())
    trimmed = pc.utf8_trim_whitespace(cells)
    marked = pc.starts_with(trimmed, "uuid:", ignore_case=True)
    return (
        pc.if_else(marked, pc.utf8_slice_codeunits(trimmed, 5), trimmed)
        if pc.any(marked).as_py()
        else trimmed
    )


def _first_filled(first: pa.Array, second: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(first, ""), second, first)
