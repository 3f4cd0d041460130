"""Skips and constraints of the form, evaluated again on the answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import Question
from idmaj.quality.findings import find_interviews
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

_TABLE = "interviews"
_ANSWERED = ("", "dk", "refused", "na")
_NO_ANSWER = frozenset({"calculate", "note", "meta", "media"})


def _why_not(text: str, tables: SurveyTables) -> str:
    """Why a condition cannot be evaluated: what it calls, or the names that no column holds."""
    expression = compile_expression(text)
    if not expression.is_supported:
        return expression.detail or expression.reason
    return ", ".join(f"${{{name}}}" for name in sorted(expression.names - set(_answers(tables))))


def _answers(tables: SurveyTables) -> dict[str, pa.Array]:
    """Answers by name, without identifiers: these are pseudonyms, judged while ingest holds them."""
    form_questions = () if tables.form is None else tables.form.questions
    hidden = {question.name for question in form_questions if question.disclosure == "id"}
    restored = (tables.answers or {}).get(_TABLE, {})
    return {name: answers for name, answers in restored.items() if name not in hidden}


def _today(tables: SurveyTables) -> pa.Array:
    days = tables.days("interviewed_on")
    return pa.array(["" if np.isnat(day) else str(day) for day in days], pa.string())


def _evaluate(text: str, tables: SurveyTables, current: pa.Array | None = None) -> np.ndarray:
    n = len(tables.interviews)
    found = compile_expression(text).evaluate(_answers(tables), n, current=current, today=_today(tables))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _asked(tables: SurveyTables) -> Iterator[tuple[Question, str, np.ndarray]]:
    """Questions whose condition can be evaluated, their column, and who was to be asked."""
    known: dict[str, np.ndarray] = {"": np.ones(len(tables.interviews), dtype=bool)}
    for question, column in tables.placed:
        if question.kind in _NO_ANSWER or column not in tables.questions:
            continue
        if question.relevant not in known:
            if _why_not(question.relevant, tables):
                continue
            known[question.relevant] = _evaluate(question.relevant, tables)
        yield question, column, known[question.relevant]


def find_answers_out_of_skip(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers to questions that were not to be asked."""
    for _, column, asked in _asked(tables):
        hits = ~asked & tables.is_kind(column, *_ANSWERED)
        yield from find_interviews(tables, hits, base=~asked, column=column, scope=f"column={column}")


def find_unasked_questions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Questions left out though they were to be asked, and required questions left blank."""
    for question, column, asked in _asked(tables):
        lacking = tables.is_kind(column, "not_asked", *(["blank"] if question.required else []))
        hits = asked & lacking & tables.is_interviewed
        base = asked & tables.is_interviewed
        shown = [""] * int(hits.sum())
        yield from find_interviews(
            tables, hits, base=base, column=column, shown=shown, scope=f"column={column}"
        )


def find_broken_constraints(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers that the form should have refused."""
    for question, column in tables.placed:
        current = _answers(tables).get(question.name)
        if not question.constraint or current is None or _why_not(question.constraint, tables):
            continue
        held = np.asarray(pc.not_equal(pc.cast(current, pa.string()), ""))
        if compile_expression(question.constraint).uses_today:
            held &= ~np.isnat(tables.days("interviewed_on"))
        hits = held & ~_evaluate(question.constraint, tables, current)
        yield from find_interviews(tables, hits, base=held, column=column, scope=f"column={column}")


def count_unevaluated(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Conditions of the form that could not be evaluated."""
    for question, column in tables.placed:
        for text in (question.relevant, question.constraint):
            reason = _why_not(text, tables) if text else ""
            if reason:
                yield Finding(1, 1, f"column={column}", arguments={"reason": reason})


CHECKS = (
    Check("answer-out-of-skip", "skips", "flagged", "data_manager", 0, find_answers_out_of_skip,
          ("form", "answers")),
    Check("question-left-out", "skips", "flagged", "enumerator", 0, find_unasked_questions,
          ("form", "answers")),
    Check("constraint-broken", "skips", "flagged", "enumerator", 0, find_broken_constraints,
          ("form", "answers")),
    Check("condition-not-evaluated", "skips", "note", "data_manager", 0, count_unevaluated,
          ("form", "answers")),
)  # fmt: skip
