"""Where the answers to questions go: table and column of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idmaj.ingest.forms.model import Question

_RESERVED = frozenset({
    "submission_uuid", "person_id", "submitted_at", "duration_minutes", "form_version", "validation", "source",
    "sequence", "date_precision", "ingest_id",
})  # fmt: skip
_KIND_SUFFIX = "__missing"  # columns of kinds of missing values end so


def place_questions(questions: Sequence[Question]) -> dict[str, tuple[str, str]]:
    """Give every question with an answer a table and a column of its own.

    Parameters
    ----------
    questions
        Questions of a form, in order.

    Returns
    -------
    dict
        Path → canonical table and column: the target that the form names, or `interviews` (a repeat: its
        name) and the question's own name. No two questions share a column: where names collide, and where a
        name is taken by a target or by a column of the table itself, the path joined by `_` stands
        instead, then with a number.
    """
    asked = [question for question in questions if question.kind != "note"]
    places: dict[str, tuple[str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for question in asked:
        if question.table and (question.table, question.column) not in taken:
            places[question.path] = (question.table, question.column)
            taken.add(places[question.path])
    rest = [question for question in asked if question.path not in places]
    own = Counter((_own_table(question), question.name) for question in rest)
    for question in rest:
        place = (_own_table(question), question.name)
        if own[place] == 1 and place not in taken and not _is_reserved(question.name):
            places[question.path] = place
    taken |= set(places.values())
    for question in rest:
        if question.path not in places:
            places[question.path] = _place_by_path(question, taken)
            taken.add(places[question.path])
    return {question.path: places[question.path] for question in asked}


def _own_table(question: Question) -> str:
    return "interviews" if not question.repeat else question.repeat


def _place_by_path(question: Question, taken: set[tuple[str, str]]) -> tuple[str, str]:
    table, path = _own_table(question), question.path.replace("/", "_").replace(_KIND_SUFFIX, "_missing")
    names = chain([path], (f"{path}_{number}" for number in count(2)))
    return table, next(name for name in names if (table, name) not in taken and not _is_reserved(name))


def _is_reserved(name: str) -> bool:
    return name in _RESERVED or name.endswith(_KIND_SUFFIX)
