"""Rows of an export to rows of a canonical table: answers, kinds of missing values, consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block
from idmaj.ingest.forms.expressions import Expression, compile_expression
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.readings import KIND_CODE, KINDS, Fault, Reading
from idmaj.ingest.survey.fields import Field, codes_of
from idmaj.ingest.survey.flags import Remarks, show_cell

NOT_ASKED, BLANK = KIND_CODE["not_asked"], KIND_CODE["blank"]
NOT_COLLECTED, WITHHELD = KIND_CODE["not_collected"], KIND_CODE["withheld"]
UNCLEAR = frozenset(
    {"cell-ambiguous-number", "cell-ambiguous-date", "cell-date-by-nearness", "cell-not-a-date"}
)
"""Troubles that another cell of the column might settle."""

DAY = "@day"
"""Name under which the day of a submission stands among its answers, for rows of its repeats."""

_KIND_WORDS = pa.array(list(KINDS))


@dataclass
class Answers:
    """Answers of the rows of a block.

    Attributes
    ----------
    n
        Rows.
    readings
        Path of the question → its column.
    fields
        Path of the question → how it was read.
    """

    n: int
    readings: dict[str, Reading] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def unclear(self) -> frozenset[str]:
        """Paths of questions some of whose cells another cell of the column might settle."""
        return frozenset(
            path
            for path, reading in self.readings.items()
            if any(f.message in UNCLEAR for f in reading.faults)
        )


class CodeTexts(Mapping[str, pa.Array]):
    """Answers as expressions of the form see them: codes as text, blank where missing.

    Parameters
    ----------
    answers
        Answers of the block.
    others
        Name → codes of answers that stand in another table (the submission of a repeat).
    """

    def __init__(self, answers: Answers, others: Mapping[str, pa.Array] | None = None) -> None:
        self._answers = answers
        self._others = others or {}
        self._paths = {answers.fields[path].question.name: path for path in answers.readings}
        self._made: dict[str, pa.Array] = {}

    def __getitem__(self, name: str) -> pa.Array:
        """Codes of a question by its name; blank everywhere where nothing holds it."""
        if name not in self._made:
            if name in self._paths:
                path = self._paths[name]
                made = codes_of(self._answers.fields[path], self._answers.readings[path])
            elif name in self._others:
                made = self._others[name]
            else:
                made = pa.array([""] * self._answers.n, pa.string())
            self._made[name] = made
        return self._made[name]

    def __iter__(self) -> Any:
        """Iterate over the names of questions."""
        return iter({**self._others, **self._paths})

    def __len__(self) -> int:
        """Return the number of questions."""
        return len({**self._others, **self._paths})


def read_answers(fields: Sequence[Field], block: Block, *, near: pa.Array | None) -> Answers:
    """Read the answers of a block.

    Parameters
    ----------
    fields
        Fields of the table, their readers decided.
    block
        Rows as text.
    near
        date32, a day near the interview of each row, by which dates that could be two are settled.
    """
    answers = Answers(len(block.rows))
    for field_ in fields:
        answers.readings[field_.question.path] = field_.read(block, near=near)
        answers.fields[field_.question.path] = field_
    return answers


class Relevance:
    """Which questions were asked of whom, by the conditions of the form.

    Parameters
    ----------
    form
        The form.
    repeat
        Table of the questions.
    """

    def __init__(self, form: Form, repeat: str = MAIN) -> None:
        self._conditions: dict[str, Expression] = {}
        for question in form.of_table(repeat):
            if question.relevant:
                expression = compile_expression(question.relevant)
                if expression.is_supported:
                    self._conditions[question.path] = expression

    @property
    def names(self) -> frozenset[str]:
        """Names of questions that conditions refer to."""
        return frozenset().union(*(c.names for c in self._conditions.values()))

    def find_asked(
        self,
        answers: Answers,
        codes: Mapping[str, pa.Array],
        today: pa.Array,
        *,
        unknown: frozenset[str] = frozenset(),
    ) -> dict[str, np.ndarray]:
        """Find who was asked.

        Parameters
        ----------
        answers, codes
            Answers of the block, and their codes by name.
        today
            date32, day of each row.
        unknown
            Names of questions that the export has no column for: what depends on them is left open.

        Returns
        -------
        dict
            Path of a question with a condition → bool, one a row.
        """
        asked: dict[str, np.ndarray] = {}
        found: dict[int, np.ndarray] = {}
        memory: dict[Any, Any] = {}
        for path in answers.readings:
            condition = self._conditions.get(path)
            if condition is None or condition.names & unknown:
                continue
            if id(condition) not in found:
                evaluated = condition.evaluate(codes, answers.n, today=today, memory=memory)
                found[id(condition)] = evaluated.to_numpy(zero_copy_only=False)
            asked[path] = found[id(condition)]
        return asked


def absent_names(fields: Sequence[Field], *, is_complete: bool) -> frozenset[str]:
    """Names of questions that the export has no column for, where it would have one had they been asked."""
    return frozenset(field_.question.name for field_ in fields if is_complete and field_.is_absent)


def explain_blanks(answers: Answers, asked: Mapping[str, np.ndarray]) -> None:
    """Tell blank cells of questions that were not asked from those that were left empty."""
    for path, reading in answers.readings.items():
        if path in asked:
            reading.kinds[(reading.kinds == BLANK) & ~asked[path]] = NOT_ASKED


def explain_absent(answers: Answers, *, is_complete: bool) -> None:
    """Mark questions that the export has no column for.

    Parameters
    ----------
    answers
        Answers of the block.
    is_complete
        Whether the export writes a column for every question, also where nobody answered; else a column
        that is not there was left empty by all.
    """
    for path, reading in answers.readings.items():
        if is_complete and answers.fields[path].is_absent:
            reading.kinds[reading.kinds == BLANK] = NOT_COLLECTED


def explain_reasons(answers: Answers) -> None:
    """Take the kind of a missing value from the question that asks for its reason."""
    by_name = {answers.fields[path].question.name: path for path in answers.readings}
    for path, reading in answers.readings.items():
        target = by_name.get(answers.fields[path].question.reason_for)
        if target is not None:
            kinds = answers.readings[target].kinds
            said = (kinds == BLANK) & ~np.isin(reading.kinds, [0, int(BLANK), int(NOT_ASKED)])
            kinds[said] = reading.kinds[said]


def explain_versions(
    answers: Answers, versions: np.ndarray, not_collected: Mapping[str, frozenset[str]]
) -> None:
    """Mark blanks of questions that a version of the form did not hold.

    Parameters
    ----------
    answers
        Answers of the block.
    versions
        Version of the form of each row.
    not_collected
        Version → paths of the questions that it did not hold.
    """
    for version, paths in not_collected.items():
        rows = versions == version
        for path in paths & answers.readings.keys():
            kinds = answers.readings[path].kinds
            kinds[rows & (kinds == BLANK)] = NOT_COLLECTED


def withhold_answers(answers: Answers, form: Form, consent: str) -> np.ndarray:
    """Take out answers of people who did not consent.

    Parameters
    ----------
    answers
        Answers of the block.
    form
        The form.
    consent
        Path of the question of consent.

    Returns
    -------
    ndarray
        bool, one a row: consent was refused and answers stood there all the same.
    """
    refused = pc.fill_null(pc.equal(answers.readings[consent].values, False), False)
    without = refused.to_numpy(zero_copy_only=False)
    incident = np.zeros(answers.n, dtype=bool)
    if not without.any():
        return incident
    for path in _after_consent(form, consent) & answers.readings.keys():
        reading = answers.readings[path]
        stands = without & (reading.kinds != BLANK) & (reading.kinds != NOT_ASKED)
        if stands.any():
            incident |= stands
            reading.kinds[stands] = WITHHELD
            values = pc.if_else(pa.array(stands), pa.scalar(None, reading.values.type), reading.values)
            answers.readings[path] = Reading(values, reading.kinds, _without(reading.faults, stands))
    return incident


def _without(faults: Sequence[Fault], rows: np.ndarray) -> tuple[Fault, ...]:
    """Leave out faults of rows whose answers were withheld."""
    kept = []
    for fault in faults:
        positions = fault.positions[~rows[fault.positions]]
        if len(positions):
            kept.append(
                Fault(fault.message, fault.cell, positions, is_read=fault.is_read, arguments=fault.arguments)
            )
    return tuple(kept)


def _after_consent(form: Form, consent: str) -> set[str]:
    """Questions that are asked of those who consent: by their conditions, else all that follow."""
    paths = [question.path for question in form.of_table(MAIN)]
    name = form.by_path[consent].name
    names, depending = {name}, set[str]()
    for question in form.of_table(MAIN):
        expression = compile_expression(question.relevant) if question.relevant else None
        if expression is not None and expression.names & names:
            names.add(question.name)
            depending.add(question.path)
    return depending or set(paths[paths.index(consent) + 1 :])


def kind_words(kinds: np.ndarray) -> pa.Array:
    """Write kinds of missing values as words, "" where a value is present."""
    return pa.DictionaryArray.from_arrays(pa.array(kinds), _KIND_WORDS)


def remark_faults(remarks: Remarks, block: Block, answers: Answers) -> None:
    """Flag cells that could not be read or believed; of free text the shape alone is shown."""
    for path, reading in answers.readings.items():
        field_ = answers.fields[path]
        remark_cells(remarks, block, field_.header, reading.faults, is_masked=field_.type == "text")


def remark_cells(
    remarks: Remarks, block: Block, header: str, faults: Sequence[Fault], *, is_masked: bool = False
) -> None:
    """Flag the cells of one column that could not be read or believed."""
    for fault in faults:
        shown = {"value": show_cell(fault.cell, is_masked=is_masked), **dict(fault.arguments)}
        keys = block.keys.take(pa.array(fault.positions))
        remarks.flag(fault.message, header, block.rows[fault.positions], keys, shown)
