"""Rows of an export that hold no submission."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block, Export
from idmaj.ingest.matching import match_key
from idmaj.ingest.survey.fields import column_of_block

UNDECRYPTED = ("not decrypted", "missing encrypted form data")
"""States of submissions whose answers the server could not read (ODK Central)."""

TOTALS = frozenset(match_key(word) for word in ("Total", "Totaux", "Total général", "المجموع", "مجموع"))
_LIKE_TOTAL = r"(?i)^\s*(total|totaux|مجموع|المجموع)"


def split_block(export: Export, block: Block) -> tuple[Block, dict[str, np.ndarray]]:
    """Split a block into rows that hold a submission and others.

    Parameters
    ----------
    export, block
        The export, and rows of its main table.

    Returns
    -------
    kept, aside
        Rows that hold a submission; reason → bool, one a row of `block`, each row at most once.
    """
    found = {
        "submission-not-decrypted": _find_undecrypted(export, block),
        "row-is-total": _find_totals(export, block),
        "submission-without-key": pc.equal(block.keys, "").to_numpy(zero_copy_only=False),
    }
    taken = np.zeros(len(block.rows), dtype=bool)
    aside: dict[str, np.ndarray] = {}
    for reason, rows in found.items():
        if (rows & ~taken).any():
            aside[reason] = rows & ~taken
            taken |= rows
    return (take_rows(block, ~taken) if taken.any() else block), aside


def take_rows(block: Block, which: np.ndarray) -> Block:
    """Take some rows of a block."""
    kept = pa.array(which)
    return Block(block.cells.filter(kept), block.rows[which], block.keys.filter(kept))


def _find_undecrypted(export: Export, block: Block) -> np.ndarray:
    position = export.system.get("status")
    if position is None:
        return np.zeros(len(block.rows), dtype=bool)
    status = pc.utf8_lower(column_of_block(block, position))
    return pc.is_in(status, value_set=pa.array(UNDECRYPTED)).to_numpy(zero_copy_only=False)


def _find_totals(export: Export, block: Block) -> np.ndarray:
    """Find rows without a key of the platform one of whose first cells says that they are totals."""
    found = np.zeros(len(block.rows), dtype=bool)
    keyless = pc.equal(block.keys, "") if "key" in export.system else pc.is_valid(block.keys)
    if not pc.any(keyless).as_py():
        return found
    for position in range(min(3, block.cells.num_columns)):
        column = column_of_block(block, position)
        likely = pc.and_(keyless, pc.match_substring_regex(column, _LIKE_TOTAL)).to_numpy(
            zero_copy_only=False
        )
        for place in np.flatnonzero(likely).tolist():
            found[place] |= match_key(column[place].as_py()).rstrip(" :") in TOTALS
    return found
