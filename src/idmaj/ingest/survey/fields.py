"""Questions of a table as columns: which columns of the file hold them, and how their cells are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.dates import (
    DateReading,
)
from idmaj.ingest.dictionary import ColumnType, find_column
from idmaj.ingest.exports.model import Block
from idmaj.ingest.forms.codebook import column_of
from idmaj.ingest.forms.model import Form, Question
from idmaj.ingest.labels import ChoiceReader
from idmaj.ingest.readings import KIND_CODE, Reading
from idmaj.ingest.selects import join_split
from idmaj.ingest.survey.column_readers import Choices, ColumnReader, ReadingFacts, make_reader
from idmaj.ingest.survey.mapping import ColumnUse
from idmaj.ingest.survey.value_labels import find_missing

BLANK = KIND_CODE["blank"]
OF_KIND: dict[str, ColumnType] = {
    "integer": "number", "decimal": "number", "date": "date", "month": "date", "datetime": "instant",
    "select_one": "code", "acknowledge": "code", "select_multiple": "codes", "rank": "text",
}  # fmt: skip
"""Type of the column of a question that names no canonical target."""

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "flag": pa.bool_(), "number": pa.float64(), "whole": pa.float64(), "date": pa.date32(),
    "instant": pa.timestamp("us", "UTC"), "code": pa.string(), "codes": pa.string(), "text": pa.string(),
}  # fmt: skip
"""Type of the values of a column."""


@dataclass
class Field:
    """A question, the columns of the file that hold it, and its reader.

    Attributes
    ----------
    question, column, type
        The question, its column in the canonical table, and the type of that column.
    whole
        Positions of columns that hold the answer; the first one that is filled counts.
    split
        Code of a choice → positions of the columns that say whether it was chosen.
    header
        Name of the first column in the file.
    blanks
        Cells that mean a blank on the platform → kind.
    reader
        Reads whole cells.
    zero_means_asked
        Whether a zero in a split column tells that the question was asked.
    codes
        Word of the tables → code of the form, where they differ.
    kind_codes
        Kind of missing value → code of the form.
    choices
        Reads the choices of a select; None for other questions.
    """

    question: Question
    column: str
    type: ColumnType
    whole: list[int]
    split: dict[str, list[int]]
    header: str
    blanks: Mapping[str, str]
    reader: ColumnReader
    zero_means_asked: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)
    kind_codes: Mapping[str, str] = field(default_factory=dict)
    choices: ChoiceReader | None = None

    @property
    def is_absent(self) -> bool:
        """Whether the export has no column of the question."""
        return not self.whole and not self.split

    def cells(self, block: Block) -> pa.Array | None:
        """Cells of a block as text; None where only split columns hold the answer."""
        return _coalesce([column_of_block(block, position) for position in self.whole])

    def observe(self, block: Block, near: pa.Array | None) -> None:
        """Take note of how the cells of a block are written."""
        cells = self.cells(block)
        if cells is not None:
            self.reader.observe(self._without_blanks(cells)[0], near)

    def read(self, block: Block, *, near: pa.Array | None) -> Reading:
        """Read the cells of a block; blank where the export has no column."""
        if self.is_absent:
            n = len(block.rows)
            values, kinds = pa.nulls(n, ARROW_TYPES[self.type]), np.full(n, BLANK, dtype=np.int8)
            if self.type == "date":
                return DateReading(values, kinds, precision=pa.nulls(n, pa.string()))
            return Reading(values, kinds)
        cells = self.cells(block)
        found: dict[str, np.ndarray] = {}
        if cells is not None:
            cells, found = self._without_blanks(cells)
        if self.split and self.choices is not None:
            parts = {
                code: _coalesce([column_of_block(block, p) for p in places])
                for code, places in self.split.items()
            }
            cleaned = {
                code: self._without_blanks(part)[0] for code, part in parts.items() if part is not None
            }
            reading = join_split(cleaned, cells, self.choices, zero_means_asked=self.zero_means_asked)
        else:
            reading = self.reader.read(cells, near)
        return _settle_kinds(reading, found)

    def _without_blanks(self, cells: pa.Array) -> tuple[pa.Array, dict[str, np.ndarray]]:
        kinds = {}
        for token, kind in self.blanks.items():
            found = pc.equal(cells, token)
            if pc.any(found).as_py():
                cells = pc.if_else(found, "", cells)
                kinds[kind] = found.to_numpy(zero_copy_only=False)
        return cells, kinds


def _settle_kinds(reading: Reading, kinds: Mapping[str, np.ndarray]) -> Reading:
    codes = np.array(reading.kinds, dtype=np.int8, copy=True)
    missing = reading.values.is_null().to_numpy(zero_copy_only=False)
    codes[missing & (codes == 0)] = BLANK
    for kind, rows in kinds.items():
        codes[rows & (codes == BLANK)] = KIND_CODE[kind]
    if isinstance(reading, DateReading):
        return DateReading(reading.values, codes, reading.faults, reading.precision)
    return Reading(reading.values, codes, reading.faults)


def build_field(
    question: Question, uses: Sequence[ColumnUse], header: Sequence[str], *, form: Form, facts: ReadingFacts
) -> Field:
    """Build the field of a question.

    Parameters
    ----------
    question
        The question.
    uses
        Columns of the file that belong to it.
    header
        Names of the columns of the file.
    form, facts
        The form, and what is known of the export.

    Returns
    -------
    Field
        `is_absent` where no column holds the answer.
    """
    whole = [use.position for use in uses if use.part == "whole"]
    split: dict[str, list[int]] = {}
    for use in uses:
        if use.part == "choice":
            split.setdefault(use.choice, []).append(use.position)
    table, column = column_of(form, question)
    known = find_column(table, column)
    type_ = known.type if known else OF_KIND.get(question.kind, "text")
    first = [*whole, *(place for places in split.values() for place in places)][:1]
    reader, codes = make_reader(question, type_, form, facts)
    return Field(
        question, column, type_, whole, split, header[first[0]] if first else "",
        {**facts.blanks, **find_missing(question, whole, facts.missing, form)}, reader,
        zero_means_asked=facts.zero_means_asked, codes=codes, kind_codes=_codes_of_kinds(question, form),
        choices=reader.reader if isinstance(reader, Choices) else None,
    )  # fmt: skip


def _codes_of_kinds(question: Question, form: Form) -> dict[str, str]:
    """Kind of missing value → the first code that means it."""
    pairs = {choice.code: choice.missing for choice in form.choices_of(question) if choice.missing}
    pairs |= question.sentinels
    return {kind: code for code, kind in reversed(pairs.items())}


def column_of_block(block: Block, position: int) -> pa.Array:
    """Take a column of a block by its position."""
    column = block.cells.column(str(position))
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _coalesce(columns: Sequence[pa.Array]) -> pa.Array | None:
    """First filled cell of each row."""
    if not columns:
        return None
    cells = columns[0]
    for other in columns[1:]:
        cells = pc.if_else(pc.equal(cells, ""), other, cells)
    return cells
