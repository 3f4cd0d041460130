"""Rows of an export to rows of a canonical table: answers, kinds of missing values, consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from idmaj.ingest.exports.model import Block
from idmaj.ingest.readings import KIND_CODE, KINDS, Fault, Reading
from idmaj.ingest.survey.fields import Field
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
