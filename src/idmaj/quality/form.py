"""The form beside the tables: which question stands in which column."""

from __future__ import annotations

from collections.abc import Iterator

from idmaj.ingest.forms import columns_of
from idmaj.ingest.forms.model import MAIN, Question
from idmaj.quality.tables import SurveyTables


def placed_questions(tables: SurveyTables) -> Iterator[tuple[Question, str]]:
    """Questions of the main table whose answers stand in a column of `interviews`, with that column."""
    if tables.form is None:
        return
    places = columns_of(tables.form)
    for question in tables.form.of_table(MAIN):
        table, column = places.get(question.path, ("", ""))
        if table == "interviews" and column in tables.interviews:
            yield question, column


def columns_behind(tables: SurveyTables, column: str) -> frozenset[str]:
    """Columns of questions that are asked, or not, by the answer in a column."""
    placed = list(placed_questions(tables))
    names = [question.name for question, held in placed if held == column]
    return frozenset(
        held for question, held in placed if any(f"${{{name}}}" in question.relevant for name in names)
    )
