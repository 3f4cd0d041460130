"""Columns of text as read: values, kinds of missing values, faults."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

KINDS = (
    "", "blank", "not_asked", "dk", "refused", "na", "not_collected", "unparseable", "withheld",
)  # fmt: skip
"""Kinds of missing values by their code; 0 is a value that is present. `blank`: asked and left empty."""

KIND_CODE = {kind: np.int8(code) for code, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Fault:
    """A distinct cell that cannot be read or believed.

    Attributes
    ----------
    message
        Id of a problem, such as `cell-not-a-number`.
    cell
        The cell. Whoever shows it masks it where persons' data may stand.
    positions
        int64, positions in the block.
    is_read
        Whether a value was kept all the same (flagged, not `unparseable`).
    arguments
        Further arguments of the message, as pairs.
    """

    message: str
    cell: str
    positions: np.ndarray
    is_read: bool = False
    arguments: tuple[tuple[str, str | int | float], ...] = ()


@dataclass(frozen=True)
class Reading:
    """A column of a block.

    Attributes
    ----------
    values
        Arrow array: float64, date32, timestamp[us, UTC], bool or string; null where missing.
    kinds
        int8 codes of `KINDS`.
    faults
        Cells that could not be read or believed.
    """

    values: pa.Array
    kinds: np.ndarray
    faults: tuple[Fault, ...] = ()
