"""Questions of a table as columns: which columns of the file hold them, and how their cells are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.date_order import SERIAL
from idmaj.ingest.dates import (
    DateDecision,
    DateEvidence,
    DateReader,
    DateReading,
    declare_dates,
    survey_dates,
)
from idmaj.ingest.dictionary import ColumnType, find_column
from idmaj.ingest.exports.model import Block, ExportSettings
from idmaj.ingest.forms.codebook import column_of, words_of
from idmaj.ingest.forms.model import Choice, Form, Question
from idmaj.ingest.instants import InstantReader, survey_instants
from idmaj.ingest.labels import ChoiceReader
from idmaj.ingest.numbers import NumberEvidence, NumberReader, NumberStyle, survey_numbers
from idmaj.ingest.readings import KIND_CODE, Fault, Reading
from idmaj.ingest.selects import join_split
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

YES_NO = (Choice("1", {}, "true"), Choice("0", {}, "false"))
SIGN_RUN = 3
"""Length from which a run of question marks in a text is lost text rather than a question."""


class ColumnReader(Protocol):
    """Reads the cells of one column; decides how from what it observed."""

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        """Take note of how the cells are written."""

    def decide(self) -> str:
        """Settle how to read; returns the decision in a word."""

    def read(self, cells: pa.Array, near: pa.Array | None) -> Reading:
        """Read the cells."""


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
    reader, codes = _make_reader(question, type_, form, facts)
    return Field(
        question, column, type_, whole, split, header[first[0]] if first else "",
        {**facts.blanks, **find_missing(question, whole, facts.missing, form)}, reader,
        zero_means_asked=facts.zero_means_asked, codes=codes, kind_codes=_codes_of_kinds(question, form),
        choices=reader.reader if isinstance(reader, _Choices) else None,
    )  # fmt: skip


@dataclass(frozen=True)
class ReadingFacts:
    """What is known of an export before its cells are read.

    Attributes
    ----------
    settings
        What was declared.
    language
        Language of labels; None where cells are codes.
    blanks, zero_means_asked
        See `Field`.
    window
        First and last day of the survey, for serial numbers of days.
    missing
        Position → value → kind, where the file itself declares missing values.
    """

    settings: ExportSettings
    language: str | None
    blanks: Mapping[str, str]
    zero_means_asked: bool = True
    window: tuple[date, date] | None = None
    missing: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def _make_reader(
    question: Question, type_: ColumnType, form: Form, facts: ReadingFacts
) -> tuple[ColumnReader, Mapping[str, str]]:
    """Make the reader of a question, and the codes of its words."""
    choices = form.choices_of(question)
    if choices and question.kind in {"select_one", "select_multiple"}:
        words = words_of(form, question)
        codes = {word: code for code, word in reversed(words.items())}
        reader = ChoiceReader(choices, words, language=facts.language)
        is_several = question.kind == "select_multiple" or type_ == "codes"
        return _Choices(reader, type_, is_several), codes
    if type_ == "flag":
        reader = ChoiceReader(YES_NO, {"1": "true", "0": "false"}, language=None)
        return _Choices(reader, type_, is_several=False), {"true": "1", "false": "0"}
    if type_ in {"number", "whole"}:
        return _Numbers(
            question.sentinels, type_ == "whole" or question.kind == "integer", facts.settings.decimal
        ), {}
    if type_ == "date":
        return _Dates(facts), {}
    if type_ == "instant":
        return Instants(facts.settings.timezone, is_utc=False), {}
    return _Texts(is_code=type_ in {"code", "codes"}), {}


class _Choices:
    def __init__(self, reader: ChoiceReader, type_: ColumnType, is_several: bool) -> None:
        self.reader, self._type, self._is_several = reader, type_, is_several

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        pass

    def decide(self) -> str:
        return ""

    def read(self, cells: pa.Array, near: pa.Array | None = None) -> Reading:
        reading = self.reader.read_several(cells) if self._is_several else self.reader.read(cells)
        return _typed(reading, self._type)


def _typed(reading: Reading, type_: ColumnType) -> Reading:
    """Turn words of choices into the type of the column."""
    if type_ == "flag":
        values = pc.if_else(pc.equal(reading.values, "true"), True, pc.if_else(
            pc.equal(reading.values, "false"), False, pa.scalar(None, pa.bool_())))  # fmt: skip
        return Reading(values, reading.kinds, reading.faults)
    if type_ in {"number", "whole"}:
        return Reading(pc.cast(reading.values, pa.float64()), reading.kinds, reading.faults)
    return reading


class _Numbers:
    def __init__(self, sentinels: Mapping[str, str], is_whole: bool, decimal: str | None) -> None:
        self._sentinels, self._is_whole = sentinels, is_whole
        self._declared = NumberStyle("," if decimal == "," else ".", is_declared=True) if decimal else None
        self._evidence = NumberEvidence()
        self._decided: str | None = None

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        self._evidence += survey_numbers(cells)

    def decide(self) -> str:
        style: NumberStyle | NumberEvidence = self._declared or self._evidence
        decimal: str = style.decimal
        if self._is_whole and isinstance(style, NumberEvidence):
            decimal = style.decimal_of_whole
        if decimal != self._decided:
            self._decided = decimal
            self._reader = NumberReader(style, sentinels=self._sentinels, is_whole=self._is_whole)
        return decimal

    def read(self, cells: pa.Array, near: pa.Array | None) -> Reading:
        return self._reader.read(cells)


class _Dates:
    def __init__(self, facts: ReadingFacts) -> None:
        self._window = facts.window
        declared = facts.settings.date_format
        self._declared = declare_dates(declared) if declared else None
        self._evidence = DateEvidence()
        self._decided: DateDecision | None = None

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        self._evidence += survey_dates(cells, near)

    def decide(self) -> str:
        decision = self._declared or self._evidence.decide()
        if decision != self._decided:
            self._decided = decision
            self._reader = DateReader(decision, window=self._window)
        return str(decision)

    def read(self, cells: pa.Array, near: pa.Array | None) -> Reading:
        return self._reader.read(cells, near)


class Instants:
    """Reads times: one order of day and month for a column.

    Parameters
    ----------
    zone, is_utc
        Zone of times without an offset, and whether they are in UTC instead.
    """

    def __init__(self, zone: str, *, is_utc: bool) -> None:
        self._zone, self._is_utc = zone, is_utc
        self._evidence, self._decided = DateEvidence(), DateDecision()
        self._reader = InstantReader(zone, is_utc=is_utc)

    @property
    def is_open(self) -> bool:
        """Whether times were seen whose order of day and month is not settled."""
        return any(not getattr(self._decided, shape) for shape, _ in self._evidence.fits if shape != SERIAL)

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        """Take note of how the cells are written."""
        self._evidence += survey_instants(cells, near)

    def decide(self) -> str:
        """Settle how to read; returns the decision in a word."""
        decision = self._evidence.decide()
        if decision != self._decided:
            self._decided = decision
            self._reader = InstantReader(self._zone, is_utc=self._is_utc, decision=decision)
        return str(decision)

    def read(self, cells: pa.Array, near: pa.Array | None) -> Reading:
        """Read the cells."""
        return self._reader.read(cells)


class _Texts:
    """Text as it stands; codes without the spaces around them."""

    def __init__(self, is_code: bool) -> None:
        self._is_code = is_code

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        pass

    def decide(self) -> str:
        return ""

    def read(self, cells: pa.Array, near: pa.Array | None) -> Reading:
        if self._is_code:
            cells = pc.utf8_trim_whitespace(cells)
        values = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
        return Reading(values, np.zeros(len(cells), dtype=np.int8), _find_lost(cells))


def _find_lost(cells: pa.Array) -> tuple[Fault, ...]:
    """Find texts of which an unfit encoding left question marks."""
    suspect = pc.match_substring(cells, "?" * SIGN_RUN).to_numpy(zero_copy_only=False)
    positions = np.flatnonzero(suspect)
    found = []
    for cell, group in _group(cells, positions).items():
        if cell.count("?") >= sum(sign.isalpha() for sign in cell):
            found.append(Fault("cell-lost-signs", cell, np.array(group, dtype=np.int64)))
    return tuple(found)


def _group(cells: pa.Array, positions: np.ndarray) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = {}
    for position in positions.tolist():
        grouped.setdefault(cells[position].as_py(), []).append(position)
    return grouped


def codes_of(field_: Field, reading: Reading) -> pa.Array:
    """Write a column as codes of the form: what its expressions compare.

    Returns
    -------
    pyarrow.Array
        Text, blank where missing; kinds that the form has a code for as that code.
    """
    values = reading.values
    if pa.types.is_boolean(values.type):
        text = pc.if_else(values, field_.codes.get("true", "1"), field_.codes.get("false", "0"))
    elif pa.types.is_floating(values.type):
        text = _plain_numbers(values)
    elif pa.types.is_string(values.type):
        text = _recode(values, field_.codes)
    else:
        text = pc.cast(values, pa.string())
    text = pc.fill_null(text, "")
    for kind, code in field_.kind_codes.items():
        rows = pa.array(reading.kinds == KIND_CODE[kind])
        text = pc.if_else(rows, code, text)
    return text


def _codes_of_kinds(question: Question, form: Form) -> dict[str, str]:
    """Kind of missing value → the first code that means it."""
    pairs = {choice.code: choice.missing for choice in form.choices_of(question) if choice.missing}
    pairs |= question.sentinels
    return {kind: code for code, kind in reversed(pairs.items())}


def _plain_numbers(values: pa.Array) -> pa.Array:
    whole = pc.equal(values, pc.trunc(values))
    integers = pc.cast(pc.if_else(pc.fill_null(whole, False), values, None), pa.int64(), safe=False)
    return pc.if_else(pc.fill_null(whole, True), pc.cast(integers, pa.string()), pc.cast(values, pa.string()))


def _recode(values: pa.Array, codes: Mapping[str, str]) -> pa.Array:
    if not codes or all(word == code for word, code in codes.items()):
        return values
    encoded = values.dictionary_encode()
    words = [
        " ".join(codes.get(w, w) for w in str(value).split(" ")) for value in encoded.dictionary.to_pylist()
    ]
    return pa.array(words, pa.string()).take(encoded.indices)


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
