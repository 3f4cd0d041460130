"""Repeats whose instances stand side by side in the table of submissions: one row an instance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block, ExportTable
from idmaj.ingest.forms.model import Form
from idmaj.ingest.survey.model import ColumnUse, TableMapping

Kept = TypeVar("Kept")
_NOT_CHOSEN = ("0", "false", "False", "FALSE")


def list_wide_repeats(mapping: TableMapping) -> tuple[str, ...]:
    """List the repeats of which a table holds instances side by side, in the order of the form."""
    return mapping.wide_repeats


def unfold_wide(
    table: ExportTable, mapping: TableMapping, repeat: str, form: Form, *, blanks: Collection[str] = ()
) -> tuple[ExportTable, TableMapping, Callable[[], Iterator[Block]]]:
    """Turn the columns of a wide repeat into a table of its instances.

    Parameters
    ----------
    table, mapping
        Table of submissions and its columns.
    repeat
        Name of the repeat.
    form
        Form.
    blanks
        Cells that mean a blank on the platform: an instance of blanks alone is none.

    Returns
    -------
    table : ExportTable
        One row an instance that holds an answer, in the order of submissions and instances; row numbers
        and keys are those of the submission.
    mapping : TableMapping
        Its columns; without problems, which belong to the table of submissions.
    read_blocks : callable
        Reads its rows, from the start at every call.
    """
    wide = _WideRepeat.of(mapping, repeat, form)
    sources = [places[0] for places in wide.sources()]

    def read_blocks() -> Iterator[Block]:
        for block in table.read_blocks():
            yield unfold_block(block, wide, blanks=blanks)

    unfolded = ExportTable(
        name=repeat, header=[table.header[place] for place in sources], read_blocks=read_blocks, is_repeat=True,
        typed=_moved_typed(wide, table.typed), labels=_moved(wide, table.labels),
        missing=_moved(wide, table.missing), column_labels=_moved(wide, table.column_labels),
        misshapen=table.misshapen,
    )  # fmt: skip
    uses = tuple(replace(use, position=place, instance=()) for place, use in enumerate(wide.columns))
    return (
        unfolded,
        replace(mapping, repeat=repeat, columns=uses, unmatched=[], problems=[], wide_repeats=()),
        read_blocks,
    )


@dataclass(frozen=True)
class _WideRepeat:
    """Columns of a repeat, and where each instance keeps them.

    Attributes
    ----------
    columns
        One use for each column of the unfolded table.
    slots
        Instance → for each of `columns`, positions in the table of submissions, the first filled wins.
    """

    columns: tuple[ColumnUse, ...]
    slots: Mapping[tuple[int, ...], tuple[tuple[int, ...], ...]]

    @classmethod
    def of(cls, mapping: TableMapping, repeat: str, form: Form) -> _WideRepeat:
        uses = [
            use for use in mapping.columns if use.instance and form.by_path[use.question].repeat == repeat
        ]
        columns = tuple({use.target[:3]: use for use in reversed(uses)}.values())[::-1]
        places: dict[tuple[int, ...], dict[tuple[str, str, str], list[int]]] = {}
        for use in uses:
            places.setdefault(use.instance, {}).setdefault(use.target[:3], []).append(use.position)
        slots = {
            instance: tuple(tuple(held.get(use.target[:3], ())) for use in columns)
            for instance, held in sorted(places.items())
        }
        return cls(columns, slots)

    def sources(self) -> list[tuple[int, ...]]:
        """For each column, its positions in the table of submissions over all instances; at least one."""
        return [
            tuple(place for slot in self.slots.values() for place in slot[number])
            for number in range(len(self.columns))
        ]


def unfold_block(block: Block, wide: _WideRepeat, *, blanks: Collection[str] = ()) -> Block:
    """Turn a block of submissions into a block of the instances of a repeat."""
    n = len(block.rows)
    tables, origins, ranks = [], [], []
    for rank, slot in enumerate(wide.slots.values()):
        cells = [_first_filled(block, places, n) for places in slot]
        held = np.flatnonzero(_is_held(cells, wide.columns, blanks, n))
        taken = pa.table({str(place): column for place, column in enumerate(cells)}).take(pa.array(held))
        tables.append(taken)
        origins.append(held)
        ranks.append(np.full(len(held), rank))
    origin, rank_of = np.concatenate(origins), np.concatenate(ranks)
    order = np.lexsort((rank_of, origin))
    cells_of_all = pa.concat_tables(tables).take(pa.array(order)).combine_chunks()
    submissions = origin[order]
    return Block(cells_of_all, block.rows[submissions], block.keys.take(pa.array(submissions)))


def _first_filled(block: Block, places: tuple[int, ...], n: int) -> pa.ChunkedArray | pa.Array:
    if not places:
        return pa.array([""] * n, pa.string())
    cells = block.cells.column(str(places[0]))
    for place in places[1:]:
        cells = pc.if_else(pc.equal(cells, ""), block.cells.column(str(place)), cells)
    return cells


def _is_held(
    cells: list[pa.Array], columns: tuple[ColumnUse, ...], blanks: Collection[str], n: int
) -> np.ndarray:
    """Whether a row holds an answer; that a choice was not taken is one only where choices are all there is."""
    has_others = any(use.part != "choice" for use in columns)
    held = np.zeros(n, dtype=bool)
    for column, use in zip(cells, columns, strict=True):
        empty = ["", *blanks, *(_NOT_CHOSEN if use.part == "choice" and has_others else ())]
        held |= ~pc.is_in(column, value_set=pa.array(empty, pa.string())).to_numpy(zero_copy_only=False)
    return held


def _moved_typed(wide: _WideRepeat, typed: frozenset[int]) -> frozenset[int]:
    return frozenset(number for number, places in enumerate(wide.sources()) if set(places) <= typed)


def _moved(wide: _WideRepeat, kept: Mapping[int, Kept]) -> dict[int, Kept]:
    found = {number: [kept[p] for p in places if p in kept] for number, places in enumerate(wide.sources())}
    return {number: values[0] for number, values in found.items() if values}
