"""A table of answers beside the form: what its conditions are evaluated on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.forms import columns_of
from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import MAIN, Form, Question
from idmaj.quality.findings import find_events, find_interviews, show_values
from idmaj.quality.model import Finding
from idmaj.quality.tables import SUFFIX, SurveyTables

EVENTS = "justice_events"


@dataclass(frozen=True)
class Layer:
    """The interviews, or the events that they tell.

    Attributes
    ----------
    tables, is_events
        Tables of the survey, and which of them this is.
    frame
        The table.
    placed
        Questions that have a column in it, with that column.
    answers
        Name → answers in the codes of the form, one a row; those of the interview stand beside its events.
        Identifiers are left out: they are pseudonyms here, and judged while ingest holds them.
    days
        Day of the interview, datetime64[D].
    is_held
        Which rows belong to an interview that was held.
    """

    tables: SurveyTables
    is_events: bool
    frame: pd.DataFrame
    placed: list[tuple[Question, str]]
    answers: dict[str, pa.Array]
    days: np.ndarray
    is_held: np.ndarray

    def why_not(self, text: str) -> str:
        """Why a condition cannot be evaluated: what it calls, or the names that no column holds."""
        expression = compile_expression(text)
        if not expression.is_supported:
            return expression.detail or expression.reason
        return ", ".join(f"${{{name}}}" for name in sorted(expression.names - set(self.answers)))

    def evaluate(self, text: str, current: pa.Array | None = None) -> np.ndarray:
        """Say of which rows a condition is true."""
        today = pa.array(["" if np.isnat(day) else str(day) for day in self.days], pa.string())
        expression = compile_expression(text)
        found = expression.evaluate(self.answers, len(self.frame), current=current, today=today)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)

    def is_kind(self, column: str, *kinds: str) -> np.ndarray:
        """Where an answer is missing for one of several reasons; "" where it stands."""
        return self.frame[f"{column}{SUFFIX}"].isin(kinds).to_numpy(dtype=bool)

    def find(
        self, hits: np.ndarray, base: np.ndarray, column: str, *, is_shown: bool = True
    ) -> Iterator[Finding]:
        """List rows of one question."""
        shown = show_values(self.frame[column][hits]) if is_shown else [""] * int(hits.sum())
        find_rows = find_events if self.is_events else find_interviews
        yield from find_rows(
            self.tables, hits, base=base, column=column, shown=shown, scope=f"column={column}"
        )


def layers_of(tables: SurveyTables) -> list[Layer]:
    """The interviews, and the justice events where the form asks for them in one repeat."""
    if tables.form is None:
        return []
    days, held = tables.days("interviewed_on"), tables.is_interviewed
    answers = _answers(tables, "interviews")
    layers = [Layer(tables, False, tables.interviews, tables.placed, answers, days, held)]
    placed = _placed_events(tables.form, tables.justice_events)
    if placed and EVENTS in (tables.answers or {}):
        rows = pd.Index(tables.text("submission_uuid"))
        unique = pd.Series(np.arange(len(rows)), index=rows)[~rows.duplicated()]
        place = unique.reindex(tables.justice_events["submission_uuid"].astype("str")).to_numpy(dtype=float)
        known = ~np.isnan(place)
        take = pa.array(np.where(known, np.nan_to_num(place), -1).astype("int64"), mask=~known)
        of_interview = {name: pc.fill_null(cells.take(take), "") for name, cells in answers.items()}
        event_days = np.full(len(place), np.datetime64("NaT"), dtype="datetime64[D]")
        event_days[known] = days[place[known].astype("int64")]
        joined = {**of_interview, **_answers(tables, EVENTS)}
        layers.append(Layer(tables, True, tables.justice_events, placed, joined, event_days, known))
    return layers


def _placed_events(form: Form, events: pd.DataFrame) -> list[tuple[Question, str]]:
    places = columns_of(form)
    repeated = [question for question in form.questions if question.repeat != MAIN]
    columns = [(question, *places.get(question.path, ("", ""))) for question in repeated]
    return [(question, column) for question, table, column in columns if table == EVENTS and column in events]


def _answers(tables: SurveyTables, table: str) -> dict[str, pa.Array]:
    form_questions = () if tables.form is None else tables.form.questions
    hidden = {question.name for question in form_questions if question.disclosure == "id"}
    restored = (tables.answers or {}).get(table, {})
    return {name: answers for name, answers in restored.items() if name not in hidden}
