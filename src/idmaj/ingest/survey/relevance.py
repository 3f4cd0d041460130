"""Which questions were asked of whom, by the conditions of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.forms.expressions import Expression, compile_expression
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.survey.codes import codes_of
from idmaj.ingest.survey.fields import Field
from idmaj.ingest.survey.reading import Answers


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
