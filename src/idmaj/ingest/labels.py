"""Answers of selects: codes or labels in any language to the words of the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.distinct import (
    BLANK,
    CellMemory,
    CellReading,
    DistinctCells,
    faulty,
    find_distinct,
    find_faults,
    kinds_of,
    text_array,
)
from idmaj.ingest.forms.model import Choice
from idmaj.ingest.label_text import ChoiceNames
from idmaj.ingest.matching import canonical_code, clean_cell
from idmaj.ingest.number_text import is_lost
from idmaj.ingest.readings import KIND_CODE, Reading


class ChoiceReader:
    """Reads the answers of a select, block by block.

    Parameters
    ----------
    choices
        Choices of its list; where there are none (a list kept outside the form) cells are codes.
    words
        Code → word of the tables; a code without one keeps the value of its choice, or stays as it is.
    language
        Language of the labels that the column bears; None where it bears codes, or where that is unknown.
    """

    def __init__(self, choices: Sequence[Choice], words: Mapping[str, str], *, language: str | None) -> None:
        self._names = ChoiceNames(choices, language)
        self._words = {choice.code: words.get(choice.code, choice.value or choice.code) for choice in choices}
        self._missing = {choice.code: KIND_CODE[choice.missing] for choice in choices if choice.missing}
        self._one = CellMemory(self._read_one)
        self._several = CellMemory(self._read_several)

    def read(self, cells: Any) -> Reading:
        """Read a block of single answers.

        Parameters
        ----------
        cells
            Text, blank "".

        Returns
        -------
        Reading
            Words as text. Faults: `cell-unknown-choice`, `cell-two-choices` (it names either of two),
            `cell-lost-signs`.
        """
        return _take(self._one, text_array(cells))

    def read_several(self, cells: Any) -> Reading:
        """Read a block of several answers a cell: codes by spaces, or labels joined in any usual way.

        Returns
        -------
        Reading
            Words joined by spaces in alphabetical order. Faults as of `read`; read all the same:
            `cell-missing-with-answers`.
        """
        return _take(self._several, text_array(cells))

    def find_codes(self, cell: str) -> frozenset[str] | CellReading:
        """Find the codes of a cell of several answers, or why they cannot be told."""
        ways = self._names.split(cell) if self._names.codes else {frozenset(cell.split())}
        if len(ways) == 1:
            return next(iter(ways))
        one = self._names.find(cell) if not ways else ()
        if len(one) == 1:
            return frozenset(one)
        if ways or one:
            return faulty("cell-two-choices")
        return faulty("cell-lost-signs" if is_lost(cell) else "cell-unknown-choice")

    def names_choice(self, code: str, cell: str) -> bool:
        """Tell whether a cell names one choice, by its code or a label."""
        return self._names.find(cell) == (code,)

    def join(self, codes: frozenset[str]) -> CellReading:
        """Join several codes to one answer of the tables."""
        answers = sorted({self._words.get(code, code) for code in codes if code not in self._missing})
        kinds = sorted({int(self._missing[code]) for code in codes if code in self._missing})
        if kinds and not answers:
            return CellReading(None, kinds[0])
        return CellReading(" ".join(answers), 0, "cell-missing-with-answers" if kinds else "")

    def _read_one(self, cell: str) -> CellReading:
        text = clean_cell(cell)
        if not text:
            return CellReading(None, int(BLANK))
        if not self._names.codes:
            return faulty("cell-lost-signs") if is_lost(cell) else CellReading(canonical_code(text))
        codes = self._names.find(text)
        if len(codes) == 1:
            kind = self._missing.get(codes[0])
            return CellReading(self._words[codes[0]]) if kind is None else CellReading(None, int(kind))
        if codes:
            return faulty("cell-two-choices")
        return faulty("cell-lost-signs" if is_lost(cell) else "cell-unknown-choice")

    def _read_several(self, cell: str) -> CellReading:
        if not clean_cell(cell):
            return CellReading(None, int(BLANK))
        codes = self.find_codes(cell)
        return codes if isinstance(codes, CellReading) else self.join(codes)


def take_words(found: DistinctCells, readings: Sequence[CellReading]) -> Reading:
    """Build the answers of a block from those of its distinct cells, one for each row."""
    words = pa.array([reading.value for reading in readings], pa.string())
    values = words.take(pa.array(found.codes)) if len(words) else pa.array([], pa.string())
    kinds = kinds_of(found, readings) if len(words) else np.zeros(0, dtype=np.int8)
    return Reading(values, kinds, find_faults(found, readings))


def _take(memory: CellMemory, cells: pa.Array) -> Reading:
    found = find_distinct(cells)
    return take_words(found, memory.read_all(found.cells))
