"""Skips and constraints of the form, evaluated again on the answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import Question
from idmaj.quality.layers import Layer, layers_of
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SUFFIX, SurveyTables

_ANSWERED = ("", "dk", "refused", "na")
_NO_ANSWER = frozenset({"calculate", "note", "meta", "media"})


def _asked(tables: SurveyTables) -> Iterator[tuple[Layer, Question, str, np.ndarray]]:
    """Questions whose condition can be evaluated, their column, and who was to be asked."""
    for layer in layers_of(tables):
        known: dict[str, np.ndarray] = {"": np.ones(len(layer.frame), dtype=bool)}
        for question, column in layer.placed:
            if question.kind in _NO_ANSWER or f"{column}{SUFFIX}" not in layer.frame:
                continue
            if question.relevant not in known:
                if layer.why_not(question.relevant):
                    continue
                known[question.relevant] = layer.evaluate(question.relevant)
            yield layer, question, column, known[question.relevant]


def find_answers_out_of_skip(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers to questions that were not to be asked."""
    for layer, _, column, asked in _asked(tables):
        yield from layer.find(~asked & layer.is_kind(column, *_ANSWERED), ~asked, column)


def find_unasked_questions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Questions left out though they were to be asked, and required questions left blank."""
    for layer, question, column, asked in _asked(tables):
        lacking = layer.is_kind(column, "not_asked", *(["blank"] if question.required else []))
        base = asked & layer.is_held
        yield from layer.find(base & lacking, base, column, is_shown=False)


def find_broken_constraints(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers that the form should have refused."""
    for layer in layers_of(tables):
        for question, column in layer.placed:
            current = layer.answers.get(question.name)
            if not question.constraint or current is None or layer.why_not(question.constraint):
                continue
            held = np.array(pc.not_equal(pc.cast(current, pa.string()), ""))
            if compile_expression(question.constraint).uses_today:
                held &= ~np.isnat(layer.days)
            yield from layer.find(held & ~layer.evaluate(question.constraint, current), held, column)


def count_unevaluated(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Conditions of the form that could not be evaluated."""
    for layer in layers_of(tables):
        for question, column in layer.placed:
            for text in (question.relevant, question.constraint):
                reason = layer.why_not(text) if text and question.disclosure != "id" else ""
                if reason:
                    yield Finding(1, 1, f"column={column}", arguments={"reason": reason})


_NEEDS = ("form", "answers")
CHECKS = (
    Check("answer-out-of-skip", "skips", "flagged", "data_manager", 0, find_answers_out_of_skip, _NEEDS),
    Check("question-left-out", "skips", "flagged", "enumerator", 0, find_unasked_questions, _NEEDS),
    Check("constraint-broken", "skips", "flagged", "enumerator", 0, find_broken_constraints, _NEEDS),
    Check("condition-not-evaluated", "skips", "note", "data_manager", 0, count_unevaluated, _NEEDS),
)  # fmt: skip
