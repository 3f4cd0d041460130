"""Numbers of a survey: text to float64 under one decimal sign for a column, proven or declared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
from idmaj.ingest.number_text import OTHER_SIGN, SPACES, NumberText, is_inexact, is_lost, read_number_text
from idmaj.ingest.readings import KIND_CODE, Fault, Reading

_PLAIN = r"^-?[0-9]+(\.[0-9]+)?$"
_CERTAIN = r"^-?[0-9]+(\.([0-9]{1,2}|[0-9]{4,}))?$"
_CERTAIN_COMMA = r"^-?[0-9]+,([0-9]{1,2}|[0-9]{4,})$"


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written.

    Attributes
    ----------
    decimal
        Decimal sign.
    is_declared
        Whether somebody says so; else `1,500` and `1.500` are ambiguous until another cell of the
        column settles them.
    """

    decimal: Literal[".", ","]
    is_declared: bool


@dataclass(frozen=True)
class NumberEvidence:
    """Which decimal sign the cells of a column prove; evidence of blocks is added.

    Attributes
    ----------
    n_point, n_comma
        Cells that can be read with that decimal sign alone.
    n_unclear
        Cells that are two different numbers under the two signs.
    """

    n_point: int = 0
    n_comma: int = 0
    n_unclear: int = 0

    def __add__(self, other: NumberEvidence) -> NumberEvidence:
        """Join the evidence of two blocks."""
        return NumberEvidence(
            self.n_point + other.n_point, self.n_comma + other.n_comma, self.n_unclear + other.n_unclear
        )

    @property
    def decimal(self) -> str:
        """The proven decimal sign; "" where no cell or where cells of both signs speak."""
        if bool(self.n_point) == bool(self.n_comma):
            return ""
        return "." if self.n_point else ","


def survey_numbers(cells: Any) -> NumberEvidence:
    """Find which decimal sign the cells of a block prove.

    Parameters
    ----------
    cells
        Text, blank "".
    """
    cells = text_array(cells)
    signs = signs_beyond(cells, b"0123456789-")
    if not signs:
        return NumberEvidence()
    plain = matches(cells, _CERTAIN)
    rest = np.flatnonzero(filled_mask(cells) & ~plain)
    n_dots = int(np.sum(plain & _holds(cells, "."))) if b"." in signs else 0
    evidence = NumberEvidence(n_point=n_dots)
    if len(rest):
        cells = cells.take(pa.array(rest))
        commas = matches(cells, _CERTAIN_COMMA)
        evidence += NumberEvidence(n_comma=int(commas.sum()))
        evidence += _survey_distinct(cells.filter(pa.array(~commas)))
    return evidence


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
        self._decimal, self._is_strict, self._is_whole = style.decimal, is_declared, is_whole
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
            values[rest] = np.array([reading.value for reading in readings], dtype=float)[found.codes]
            kinds[rest] = kinds_of(found, readings)
            faults = find_faults(found, readings)
        for code, kind in self._codes.items():
            kinds[values == code] = kind
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
        plain = matches(cells, {".": _PLAIN, ",": r"^-?[0-9]+$"}.get(self._decimal, _CERTAIN))
        values = cast_where(cells, plain, pa.float64())
        rest = np.flatnonzero(filled & ~plain)
        if not self._decimal or not len(rest):
            return values, plain
        settled, numbers = _read_grouped(cells.take(pa.array(rest)), self._decimal)
        values[rest[settled]] = numbers
        plain[rest[settled]] = True
        return values, plain

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
            return CellReading(value, 0, "cell-currency" if found.currency else "")
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
        rows = np.flatnonzero((values != np.floor(values)) & (kinds == 0))
        if not len(rows):
            return ()
        found = find_distinct(cells, rows)
        return find_faults(found, [CellReading(0.0, 0, "cell-not-whole")] * len(found.cells))


def _why_no_number(text: str) -> str:
    if is_lost(text):
        return "cell-lost-signs"
    return "cell-range" if is_inexact(text) else "cell-not-a-number"


def _read_grouped(cells: pa.Array, decimal: str) -> tuple[np.ndarray, np.ndarray]:
    """Read cells of one settled decimal sign and groups of three: which were read, and their values."""
    groups = "|".join(
        rf"(?:{sign}[0-9]{{3}})+" for sign in (*SPACES, "'", "’", re.escape(OTHER_SIGN[decimal]))
    )
    point = re.escape(decimal)
    shape = rf"^-?(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{groups}))(?:{point}[0-9]+)?$"
    settled = matches(cells, shape)
    bare = pc.replace_substring_regex(
        cells.filter(pa.array(settled)), f"[{SPACES}'’{OTHER_SIGN[decimal]}]", ""
    )
    numbers = pc.replace_substring(bare, decimal, ".").cast(pa.float64())
    return settled, numbers.to_numpy(zero_copy_only=False)


def _survey_distinct(cells: pa.Array) -> NumberEvidence:
    found = find_distinct(cells)
    counts = np.bincount(found.codes, minlength=len(found.cells))
    evidence = NumberEvidence()
    for cell, n in zip(found.cells, counts.tolist(), strict=True):
        number = read_number_text(cell)
        if number is None or number.point == number.comma:
            continue
        if number.is_unclear:
            evidence += NumberEvidence(n_unclear=n)
        else:
            evidence += NumberEvidence(n if number.comma is None else 0, n if number.point is None else 0)
    return evidence


def _holds(cells: pa.Array, sign: str) -> np.ndarray:
    return pc.match_substring(cells, sign).to_numpy(zero_copy_only=False)
