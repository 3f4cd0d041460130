"""Selects of several answers that exports split into a column for each choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from idmaj.ingest.distinct import BLANK, CellReading, DistinctCells, faulty, find_distinct, text_array
from idmaj.ingest.label_text import FALSE_WORDS, TRUE_WORDS
from idmaj.ingest.labels import ChoiceReader, take_words
from idmaj.ingest.matching import clean_cell, match_key
from idmaj.ingest.readings import Reading

_NOTHING, _LEFT, _TAKEN, _UNKNOWN = range(4)


def join_split(
    parts: Mapping[str, pa.Array], parent: pa.Array | None, reader: ChoiceReader, *, zero_means_asked: bool
) -> Reading:
    """Join the columns of the choices of one question to its answers.

    Parameters
    ----------
    parts
        Code → cells of its column: 1 and 0, true and false, yes and no, the code or label itself, or "".
    parent
        Cells of the column that names all answers as text; None where the export has no such column.
        Where it is blank nothing was answered, whatever zeros the parts hold.
    reader
        Reader of the question's choices.
    zero_means_asked
        Whether the platform writes zeros only where the question was asked. It decides without a parent
        alone: a row of zeros is then an answer of none (""), else no answer.

    Returns
    -------
    Reading
        Words joined by spaces in alphabetical order. Faults: those of `ChoiceReader.read_several`,
        `cell-parts-differ` (text and columns contradict each other), `cell-unknown-choice` (a part is
        neither); read all the same, from the columns alone: `cell-read-from-parts`.
    """
    states = {code: _read_part(code, text_array(cells), reader) for code, cells in parts.items()}
    n = len(parent) if parent is not None else len(next(iter(states.values()), ()))
    texts = find_distinct(text_array(parent)) if parent is not None else None
    ids = np.zeros(n, dtype=np.int64) if texts is None else texts.codes.astype(np.int64)
    for state in states.values():
        ids = pd.factorize(ids * 4 + state)[0].astype(np.int64)
    _, firsts, rows = np.unique(ids, return_index=True, return_inverse=True)
    cells, readings = [], []
    for first in firsts.tolist():
        text = texts.cells[texts.codes[first]] if texts is not None else None
        row = {code: int(state[first]) for code, state in states.items()}
        cells.append(text or " ".join(sorted(code for code, state in row.items() if state == _TAKEN)))
        readings.append(_join_row(row, text, reader, zero_means_asked))
    return take_words(DistinctCells(cells, rows.ravel(), np.arange(n)), readings)


def _read_part(code: str, cells: pa.Array, reader: ChoiceReader) -> np.ndarray:
    found = find_distinct(cells)
    states = [_state_of(cell, code, reader) for cell in found.cells]
    return np.array(states, dtype=np.int8)[found.codes] if states else np.zeros(0, dtype=np.int8)


def _state_of(cell: str, code: str, reader: ChoiceReader) -> int:
    text = clean_cell(cell)
    if not text:
        return _NOTHING
    key = match_key(text)
    if key in FALSE_WORDS or key == "0.0":
        return _LEFT
    if key in TRUE_WORDS or key == "1.0" or text == code or reader.names_choice(code, text):
        return _TAKEN
    return _UNKNOWN


def _join_row(
    row: Mapping[str, int], text: str | None, reader: ChoiceReader, zero_means_asked: bool
) -> CellReading:
    taken = frozenset(code for code, state in row.items() if state == _TAKEN)
    is_filled, is_unknown = any(row.values()), _UNKNOWN in row.values()
    if text is not None and clean_cell(text):
        return _join_with_text(row.keys(), taken, text, reader, is_filled and not is_unknown)
    if is_unknown:
        return faulty("cell-unknown-choice")
    if text is not None and taken:
        return faulty("cell-parts-differ")
    if taken or (text is None and is_filled and zero_means_asked):
        return reader.join(taken)
    return CellReading(None, int(BLANK))


def _join_with_text(
    parts: Any, taken: frozenset[str], text: str, reader: ChoiceReader, has_parts: bool
) -> CellReading:
    """Join the parts of a row with its text: the text may name choices that have no column."""
    codes = reader.find_codes(text)
    if isinstance(codes, CellReading):
        joined = reader.join(taken)
        is_settled = has_parts and taken and not joined.message
        return joined._replace(message="cell-read-from-parts") if is_settled else codes
    if has_parts and codes & frozenset(parts) != taken:
        return faulty("cell-parts-differ")
    return reader.join(codes)
