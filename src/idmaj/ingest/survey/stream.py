"""One table of an export, block by block, to a draft of its canonical table."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from idmaj.ingest.exports.model import Block
from idmaj.ingest.survey.flags import Remarks
from idmaj.ingest.survey.merge import hash_keys, open_writer

AHEAD = 2
"""Blocks that are read while an earlier one is written."""

TIMES = 3
"""Times that a table is read at most: once, and again where later rows settle how earlier ones are written."""


@dataclass
class Streamed:
    """What became of a table.

    Attributes
    ----------
    rows_in, rows_kept
        Rows of the file, and rows of the draft.
    hashes
        Hashes of the keys of the rows kept.
    remarks
        Flags and rows set aside.
    n_blocks
        Blocks that were read.
    unclear
        Paths of questions some of whose cells are unclear.
    """

    remarks: Remarks
    rows_in: int = 0
    rows_kept: int = 0
    n_blocks: int = 0
    unclear: frozenset[str] = frozenset()
    hashes: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))


@dataclass(frozen=True)
class Made:
    """What became of a block.

    Attributes
    ----------
    table
        Rows that are kept.
    note
        Notes what the block tells; called in the order of the blocks.
    rows_in
        Rows of the block.
    unclear
        Paths of questions some of whose cells another block might settle.
    """

    table: pa.Table
    note: Callable[[Remarks], None]
    rows_in: int
    unclear: frozenset[str] = frozenset()


class TableReader:
    """Reads a table: what it observes of the cells, what it decides, and what it makes of a block."""

    is_ordered = False
    """Whether blocks must be read one after the other."""

    def read_blocks(self) -> Iterator[Block]:
        """Read the rows from the start."""
        raise NotImplementedError

    def observe(self, block: Block, *, only: frozenset[str] | None = None) -> None:
        """Take note of how the cells of some questions are written; None means all."""
        raise NotImplementedError

    def observe_answers(self, block: Block) -> None:
        """Take note of what the answers tell, once it is settled how to read them."""

    def decide(self) -> Mapping[str, object]:
        """Settle how to read; returns the decisions, to be compared with those after the last block."""
        raise NotImplementedError

    def read(self, block: Block) -> Made:
        """Read a block."""
        raise NotImplementedError

    def new_remarks(self) -> Remarks:
        """Start the remarks anew."""
        raise NotImplementedError


def stream_table(reader: TableReader, draft: Path) -> Streamed:
    """Read a table block by block and write its draft.

    Parameters
    ----------
    reader
        What reads it.
    draft
        Parquet file to write; absent where there is no block.

    Returns
    -------
    Streamed
    """
    for block in islice(reader.read_blocks(), 1):
        reader.observe(block)
        reader.decide()
        reader.observe_answers(block)
    decided = reader.decide()
    streamed = _stream_once(reader, draft)
    for _ in range(TIMES - 1):
        if streamed.n_blocks <= 1:
            break
        if streamed.unclear:
            for block in islice(reader.read_blocks(), 1, None):
                reader.observe(block, only=streamed.unclear)
        again = reader.decide()
        if again == decided:
            break
        decided = again
        streamed = _stream_once(reader, draft)
    return streamed


def _stream_once(reader: TableReader, draft: Path) -> Streamed:
    streamed = Streamed(reader.new_remarks())
    hashes: list[np.ndarray] = []
    writer: pq.ParquetWriter | None = None
    try:
        for made in _read_ahead(reader):
            streamed.n_blocks += 1
            streamed.rows_in += made.rows_in
            streamed.unclear |= made.unclear
            made.note(streamed.remarks)
            if len(made.table) or writer is None:
                writer = writer or open_writer(draft, made.table.schema)
                writer.write_table(made.table)
                streamed.rows_kept += len(made.table)
                hashes.append(hash_keys(made.table["submission_uuid"]))
    finally:
        if writer is not None:
            writer.close()
    streamed.hashes = np.concatenate(hashes) if hashes else streamed.hashes
    return streamed


def _read_ahead(reader: TableReader) -> Iterator[Made]:
    """Read blocks in threads, a few ahead of the one that is written; their order stays."""
    blocks = reader.read_blocks()
    first = list(islice(blocks, 2))
    if len(first) < 2 or reader.is_ordered:
        yield from map(reader.read, chain(first, blocks))
        return
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(AHEAD) as threads:
        for block in chain(first, blocks):
            waiting.append(threads.submit(reader.read, block))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
