"""Numbers of a survey: text to float64 under one decimal sign for a column, proven or declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.decimal_sign import (
    CERTAIN,
    PLAIN,
    NumberEvidence,
    NumberStyle,
    read_grouped,
    survey_numbers,
)
from idmaj.ingest.distinct import (
    CellMemory,
    CellReading,
    array_of,
    blank_kinds,
    cast_where,
    faulty,
    filled_mask,
    find_distinct,
    find_faults,
    kinds_of,
    matches,
    signs_beyond,
    text_array,
)
from idmaj.ingest.matching import clean_cell, match_key
from idmaj.ingest.number_text import NumberText, is_inexact, is_lost, read_number_text
from idmaj.ingest.readings import KIND_CODE, Fault, Reading

__all__ = ["NumberEvidence", "NumberReader", "NumberStyle", "survey_numbers"]


class NumberReader:
    """Reads the numbers of a column, block by block.

    Parameters
    ----------
    style
        The declared style, or the evidence of the whole column.
    sentinels
        Code → kind of missing value (`-99` → `dk`); a code that is no number is compared as a word.
    is_whole
        Whether the question asks for a whole number: other numbers are flagged, and `1,500` can only be
        one thousand five hundred.
    """

    def __init__(
        self, style: NumberStyle | NumberEvidence, *, sentinels: Mapping[str, str], is_whole: bool
    ) -> None:
        is_declared = isinstance(style, NumberStyle) and style.is_declared
        self._decimal = style.decimal
        if isinstance(style, NumberEvidence) and is_whole:
            self._decimal = style.decimal_of_whole
        self._is_strict, self._is_whole = is_declared, is_whole
        numeric = {code: read_number_text(code) for code in sentinels}
        self._codes = {
            found.point: KIND_CODE[sentinels[code]]
            for code, found in numeric.items()
            if found is not None and found.point is not None
        }
        self._words = {match_key(c): KIND_CODE[sentinels[c]] for c, found in numeric.items() if found is None}
        self._memory = CellMemory(self._read_cell)

    def read(self, cells: Any) -> Reading:
        """Read a block.

        Parameters
        ----------
        cells
            Text, blank "".

        Returns
        -------
        Reading
            float64. Faults: `cell-not-a-number`, `cell-ambiguous-number`, `cell-range` (a range or an
            approximation), `cell-lost-signs`; read all the same: `cell-currency`, `cell-not-whole`.
        """
        cells = text_array(cells)
        filled = filled_mask(cells)
        kinds = blank_kinds(filled)
        values, is_read = self._read_plain(cells, filled)
        rest = np.flatnonzero(filled & ~is_read)
        faults: tuple[Fault, ...] = ()
        if len(rest):
            found = find_distinct(cells, rest)
            readings = self._memory.read_all(found.cells)
            values = values.copy()
            values[rest] = np.array([reading.value for reading in readings], dtype=float)[found.codes]
            kinds[rest] = kinds_of(found, readings)
            faults = find_faults(found, readings)
        for code, kind in self._codes.items():
            kinds[(values == code) & (kinds == 0)] = kind
        faults += self._find_fractions(cells, values, kinds)
        return Reading(array_of(values, kinds, pa.float64()), kinds, faults)

    def _read_plain(self, cells: pa.Array, filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Read what needs no thought by kernels: values, and which cells that were."""
        beyond = signs_beyond(cells, b"0123456789-")
        if not beyond:
            try:
                return cast_where(cells, filled, pa.float64()), filled
            except pa.ArrowInvalid:
                pass  # `1-2`
        plain = matches(cells, {".": PLAIN, ",": r"^-?[0-9]+$"}.get(self._decimal, CERTAIN))
        values = cast_where(cells, plain, pa.float64())
        rest = np.flatnonzero(filled & ~plain)
        if not self._decimal or not len(rest):
            return values, plain
        settled, numbers = read_grouped(cells.take(pa.array(rest)), self._decimal)
        values, is_read = values.copy(), plain.copy()
        values[rest[settled]] = numbers
        is_read[rest[settled]] = True
        return values, is_read

    def _read_cell(self, cell: str) -> CellReading:
        text = clean_cell(cell)
        if not text:
            return CellReading(np.nan, int(KIND_CODE["blank"]))
        kind = self._words.get(match_key(text)) if self._words else None
        if kind is not None:
            return CellReading(np.nan, int(kind))
        found = read_number_text(text)
        value = self._choose(found) if found else None
        if found and value is not None:
            return CellReading(value, 0, "cell-currency" if found.is_foreign else "")
        is_unclear = found is not None and found.is_unclear
        return faulty("cell-ambiguous-number" if is_unclear else _why_no_number(text))

    def _choose(self, found: NumberText) -> float | None:
        if self._decimal and (self._is_strict or found.is_unclear):
            return found.point if self._decimal == "." else found.comma
        if not found.is_unclear:
            return found.point if found.point is not None else found.comma
        whole = [value for value in (found.point, found.comma) if value is not None and value.is_integer()]
        return whole[0] if self._is_whole and len(whole) == 1 else None

    def _find_fractions(self, cells: pa.Array, values: np.ndarray, kinds: np.ndarray) -> tuple[Fault, ...]:
        if not self._is_whole:
            return ()
        rows = np.flatnonzero((np.floor(values) != values) & (kinds == 0))
        if not len(rows):
            return ()
        found = find_distinct(cells, rows)
        return find_faults(found, [CellReading(0.0, 0, "cell-not-whole")] * len(found.cells))


def _why_no_number(text: str) -> str:
    if is_lost(text):
        return "cell-lost-signs"
    return "cell-range" if is_inexact(text) else "cell-not-a-number"
