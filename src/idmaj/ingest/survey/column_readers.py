"""Readers of columns: each decides how the cells of one column are written, and reads them."""

from __future__ import annotations

from collections.abc import Mapping
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
    declare_dates,
    survey_dates,
)
from idmaj.ingest.dictionary import ColumnType
from idmaj.ingest.exports.model import ExportSettings
from idmaj.ingest.forms.codebook import words_of
from idmaj.ingest.forms.model import Choice, Form, Question
from idmaj.ingest.instants import InstantReader, survey_instants
from idmaj.ingest.labels import ChoiceReader
from idmaj.ingest.numbers import NumberEvidence, NumberReader, NumberStyle, survey_numbers
from idmaj.ingest.readings import Fault, Reading

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


def make_reader(
    question: Question, type_: ColumnType, form: Form, facts: ReadingFacts
) -> tuple[ColumnReader, Mapping[str, str]]:
    """Make the reader of a question, and the codes of its words."""
    choices = form.choices_of(question)
    if choices and question.kind in {"select_one", "select_multiple"}:
        words = words_of(form, question)
        codes = {word: code for code, word in reversed(words.items())}
        reader = ChoiceReader(choices, words, language=facts.language)
        is_several = question.kind == "select_multiple" or type_ == "codes"
        return Choices(reader, type_, is_several), codes
    if type_ == "flag":
        reader = ChoiceReader(YES_NO, {"1": "true", "0": "false"}, language=None)
        return Choices(reader, type_, is_several=False), {"true": "1", "false": "0"}
    if type_ in {"number", "whole"}:
        return _Numbers(
            question.sentinels, type_ == "whole" or question.kind == "integer", facts.settings.decimal
        ), {}
    if type_ == "date":
        return _Dates(facts), {}
    if type_ == "instant":
        return Instants(facts.settings.timezone, is_utc=False), {}
    return _Texts(is_code=type_ in {"code", "codes"}), {}


class Choices:
    """Reads a select: words of the tables for codes and labels."""

    def __init__(self, reader: ChoiceReader, type_: ColumnType, is_several: bool) -> None:
        self.reader, self._type, self._is_several = reader, type_, is_several

    def observe(self, cells: pa.Array, near: pa.Array | None) -> None:
        """Do nothing: the form says how choices are written."""

    def decide(self) -> str:
        """Settle nothing."""
        return ""

    def read(self, cells: pa.Array, near: pa.Array | None = None) -> Reading:
        """Read the cells."""
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
