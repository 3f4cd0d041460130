"""What can be doubted in a form that can be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from idmaj.errors import Place, Problem
from idmaj.ingest.dictionary import TABLES, find_column
from idmaj.ingest.forms.codebook import words_of
from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import MAIN, Form, Question


def check_form(form: Form) -> list[Problem]:
    """Check a form that could be read.

    Parameters
    ----------
    form
        The form.

    Returns
    -------
    list of Problem
        Flagged, never blocking: what was met while reading (types and references that are not known),
        conditions that cannot be evaluated again, targets that are named twice or stand in the wrong table,
        choices of a list with one label, answers of a yes/no column that are neither.
    """
    found = [*form.notes]
    for check in (_check_expressions, _check_targets, _check_choices, _check_flags):
        found += check(form)
    return found


def _flag(form: Form, message: str, column: str, **arguments: str) -> Problem:
    return Problem(message, Place(file=form.file, sheet="survey", column=column), "flagged", arguments)


def _check_expressions(form: Form) -> Iterator[Problem]:
    seen = set()
    for question in form.questions:
        for column, text in (("relevant", question.relevant), ("constraint", question.constraint)):
            expression = compile_expression(text) if text else None
            if expression is None or expression.is_supported:
                continue
            if (column, expression.reason, expression.detail, text) not in seen:
                seen.add((column, expression.reason, expression.detail, text))
                message = f"form-expression-{expression.reason}"
                yield _flag(form, message, column, name=question.name, found=expression.detail)


def _check_targets(form: Form) -> Iterator[Problem]:
    targeted = [question for question in form.questions if question.table]
    times = Counter((question.table, question.column) for question in targeted)
    for (table, column), n in times.items():
        if n > 1:
            named = [
                question.name for question in targeted if (question.table, question.column) == (table, column)
            ]
            target = f"{table}.{column}"
            yield _flag(form, "form-target-twice", "canonical", target=target, names=", ".join(named))
    for question in targeted:
        if question.table in TABLES and find_column(question.table, question.column) is None:
            target = f"{question.table}.{question.column}"
            yield _flag(form, "form-target-unknown", "canonical", name=question.name, target=target)
        if (question.table == "interviews") != (question.repeat == MAIN) and question.table in TABLES:
            yield _flag(
                form, "form-target-in-wrong-table", "canonical", name=question.name, target=question.table
            )


def _check_choices(form: Form) -> Iterator[Problem]:
    for list_name, choices in form.choices.items():
        for language in form.languages:
            times = Counter(choice.labels.get(language, "").strip() for choice in choices)
            for label, n in times.items():
                if label and n > 1:
                    yield _flag(form, "form-label-twice", "label", name=list_name, label=label)


def _check_flags(form: Form) -> Iterator[Problem]:
    for question in form.questions:
        column = find_column(question.table, question.column)
        if column is not None and column.type == "flag" and question.kind == "select_one":
            yield from _check_flag(form, question)


def _check_flag(form: Form, question: Question) -> Iterator[Problem]:
    words = words_of(form, question)
    for choice in form.choices_of(question):
        if not choice.missing and words[choice.code] not in {"true", "false"}:
            yield _flag(form, "form-flag-answer", "canonical", name=question.name, code=choice.code)
