"""A survey form as read: questions, choices, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from idmaj.errors import Problem
from idmaj.ingest.forms.placement import place_questions

QuestionKind = Literal[
    "select_one", "select_multiple", "rank", "integer", "decimal", "text", "date", "month", "datetime", "time",
    "geopoint", "calculate", "acknowledge", "media", "note", "meta",
]  # fmt: skip
Disclosure = Literal["id", "quasi_id", "sensitive", "open"]

MAIN = ""
"""Name of the table of submissions; every other table is a repeat."""


@dataclass(frozen=True)
class Choice:
    """One answer of a list.

    Attributes
    ----------
    code
        As exports in codes write it.
    labels
        Language (`ar`, `fr`, `en`; another language by its name; "" where the form names none) → label.
    value
        Word in the canonical tables; "" keeps the code.
    missing
        Kind of missing value that the code means: `dk`, `refused`, `na`; "" for an answer.
    """

    code: str
    labels: Mapping[str, str]
    value: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    name
        Name in the form; may occur again in another group.
    groups
        Names of the groups and repeats above it, outermost first.
    repeat
        Innermost repeat above it; `MAIN` for the table of submissions.
    kind
        Type, without its list.
    list_name
        List of choices, for selects.
    labels
        Language → label.
    relevant
        Whole condition under which it is asked: its own and those of the groups above, joined by
        `and`; "" for always. References stand as `${name}`.
    constraint, calculation
        As in the form.
    required, or_other
        As in the form.
    table, column
        Canonical target that the form names, in the names of the tables; "" where it names none.
    sentinels
        Code → kind of missing value, for numbers.
    reason_for
        Name of the question whose missing value this one explains; "" for others.
    disclosure
        `id` never enters a table.
    unit
        Unit in words, "" where there is none.
    """

    name: str
    groups: tuple[str, ...]
    repeat: str
    kind: QuestionKind
    list_name: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    required: bool = False
    or_other: bool = False
    table: str = ""
    column: str = ""
    sentinels: Mapping[str, str] = field(default_factory=dict)
    reason_for: str = ""
    disclosure: Disclosure = "open"
    unit: str = ""

    @property
    def path(self) -> str:
        """Groups and name, joined by `/`: unique in a form."""
        return "/".join((*self.groups, self.name))


@dataclass(frozen=True)
class Form:
    """A survey form.

    Attributes
    ----------
    file
        Path as shown.
    form_id, title, version
        Settings of the form; "" where it names none.
    default_language
        Language code or name, "" where none is named.
    languages
        Languages of the labels, in the order of the form.
    questions
        In the order of the form.
    choices
        List → choices in order.
    group_labels
        Path of a group or repeat (`a/b`) → language → label.
    repeats
        Name of each repeat → path.
    notes
        Problems met while reading that leave the form usable; `check_form` returns them with its own.
    """

    file: str
    form_id: str
    title: str
    version: str
    default_language: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    group_labels: Mapping[str, Mapping[str, str]]
    repeats: Mapping[str, str]
    notes: tuple[Problem, ...] = ()

    def of_table(self, repeat: str) -> tuple[Question, ...]:
        """Questions of one table: `MAIN` or a repeat."""
        return tuple(question for question in self.questions if question.repeat == repeat)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """Choices of a select; empty for other questions and for lists kept outside the form."""
        return self.choices.get(question.list_name, ())

    @cached_property
    def by_path(self) -> dict[str, Question]:
        """Questions by path."""
        return {question.path: question for question in self.questions}

    @cached_property
    def columns(self) -> dict[str, tuple[str, str]]:
        """Path of each question that has an answer → canonical table and column."""
        return place_questions(self.questions)
