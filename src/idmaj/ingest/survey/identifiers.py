"""Identifiers of persons in an export: read, checked and turned into pseudonyms, never stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block
from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import MAIN, Form, Question
from idmaj.ingest.survey.fields import column_of_block
from idmaj.ingest.survey.flags import Remarks
from idmaj.ingest.survey.mapping import TableMapping
from idmaj.ingest.survey.people import Pseudonyms, find_code_faults


class Identifiers:
    """Questions of a form that identify persons.

    Parameters
    ----------
    form, mapping, header
        The form, the columns of its questions, and their names.
    pseudonyms
        Makes person ids.
    blanks
        Cells that mean a blank.
    """

    def __init__(
        self,
        form: Form,
        mapping: TableMapping,
        header: Sequence[str],
        *,
        pseudonyms: Pseudonyms,
        blanks: Collection[str] = (),
    ) -> None:
        self._pseudonyms, self._header = pseudonyms, header
        self._blanks = pa.array(sorted(blanks), pa.string())
        self._positions: dict[str, int] = {}
        self._questions: list[Question] = []
        for question in form.of_table(MAIN):
            uses = mapping.uses_of(question.path)
            if question.disclosure == "id" and question.kind in {"text", "integer", "calculate"} and uses:
                self._questions.append(question)
                self._positions[question.path] = uses[0].position

    def make_ids(self, block: Block) -> pa.Array:
        """Make the person ids of a block, "" where the form has no identifier of persons."""
        for question in self._questions:
            if question.column == "person_id":
                return self._pseudonyms.make(self._cells(block, question))
        return pa.array([""] * len(block.rows), pa.string())

    def remark(self, remarks: Remarks, block: Block, codes: Mapping[str, pa.Array]) -> None:
        """Flag identifiers that are blank, wrong, or break a condition of the form.

        Parameters
        ----------
        remarks
            Where flags go.
        block
            Rows that are kept.
        codes
            Answers to other questions by name.
        """
        cells = {question.name: self._cells(block, question) for question in self._questions}
        for question in self._questions:
            column = cells[question.name]
            found = find_code_faults(column) if question.column == "person_id" else {}
            if question.constraint:
                found["identifier-breaks-constraint"] = _find_broken(question, column, {**codes, **cells})
            for message, rows in found.items():
                header = self._header[self._positions[question.path]]
                remarks.flag(message, header, block.rows[rows], block.keys.filter(pa.array(rows)))

    def _cells(self, block: Block, question: Question) -> pa.Array:
        cells = column_of_block(block, self._positions[question.path])
        return pc.if_else(pc.is_in(cells, value_set=self._blanks), "", cells) if len(self._blanks) else cells


def _find_broken(question: Question, column: pa.Array, codes: Mapping[str, pa.Array]) -> np.ndarray:
    expression = compile_expression(question.constraint)
    filled = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    if not expression.is_supported or not filled.any():
        return np.zeros(len(column), dtype=bool)
    fits = expression.evaluate(codes, len(column), current=column).to_numpy(zero_copy_only=False)
    return filled & ~fits
