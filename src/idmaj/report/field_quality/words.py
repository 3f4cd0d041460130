"""Actors, scopes, checks and cases of field data in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from idmaj.errors import Problem
from idmaj.report.field_quality.record import Agenda, FieldRecord, Task
from idmaj.report.words import FINE_FROM
from idmaj.text import (
    Argument,
    Language,
    format_list,
    format_percent,
    isolate,
    message,
    message_variables,
    split_problem,
)

CASE_FIELDS: Final = ("wave", "person_id", "enumerator_id", "column", "shown", "submission_uuid")
"""Columns of a case that are shown as they stand."""

CASE_LABELS: Final = {"person_id": "person", "enumerator_id": "enumerator", "submission_uuid": "submission"}
"""Field → end of the id of its heading, where they differ."""


_WORDED: Final = frozenset({"arm", "mode", "outcome", "kind"})
"""Keys of scopes whose values are words of ours; other values are the study's own."""


@dataclass(frozen=True)
class Said:
    """A check in words: what was found, what was expected, what to do."""

    what: str
    expected: str
    remedy: str


@dataclass(frozen=True)
class Reason:
    """Rows set aside for one reason: the file, the first such row in words, and how many there are."""

    file: str
    what: str
    remedy: str
    n: int


def say_actor(actor: str, language: Language) -> str:
    """Name who must act: a part in the project, or an enumerator by the id of the export."""
    kind, colon, name = actor.partition(":")
    if kind != "enumerator":
        return message(f"quality-actor-{actor}", language)
    if not (colon and name.strip()):
        return message("quality-actor-enumerator-unknown", language)
    return message("quality-actor-enumerator", language, name=name)


def say_scope(scope: str, language: Language) -> str:
    """Say where a check applies: `all`, or `wave=1`, several joined by `|`."""
    if scope in ("", "all"):
        return message("quality-scope-all", language)
    comma = "، " if language == "ar" else ", "
    return comma.join(_say_part(part, language) for part in scope.split("|"))


def _say_part(part: str, language: Language) -> str:
    kind, equals, value = part.partition("=")
    if not equals:
        return isolate(part, None)
    is_word = kind in _WORDED
    said = message("quality-word", language, word=value) if is_word else value
    return message("quality-scope", language, kind=kind, value=said)


def say_check(line: Mapping[Any, Any] | pd.Series, language: Language, case: Any = None) -> Said:
    """Say what a check found.

    Parameters
    ----------
    line
        Row of `QualityFindings.checks`; its message is ``check-<check_id>``.
    language
        Reader's language.
    case
        Row of `QualityFindings.rows` whose own arguments complete or replace those of the check.

    Returns
    -------
    Said

    Raises
    ------
    TextError
        If the catalogue lacks the message or one of its arguments.
    """
    arguments = read_arguments(line, language)
    if case is not None:
        arguments |= _read_json(case["arguments"], language)
    name = f"check-{line['check_id']}"
    return Said(
        *(
            capitalise(message(part, language, **arguments))
            for part in (name, f"{name}.expected", f"{name}.remedy")
        )
    )


def say_expected(check_id: str, language: Language) -> str:
    """Say what a check looks for; its id where the words need what only a finding has."""
    name = f"check-{check_id}.expected"
    return isolate(check_id) if message_variables(name, language) else capitalise(message(name, language))


def say_reason(reason: str, language: Language) -> str:
    """Say why a check did not run: `too_few`, or `lacks:` and the name of a column or table."""
    kind, _, name = reason.partition(":")
    return message("quality-not-run-reason", language, kind=kind, name=name)


def say_cases(task: Task, cases: pd.DataFrame, language: Language) -> list[tuple[int, Said]]:
    """Say cases of a task one by one.

    Parameters
    ----------
    task
        Whose check they are of.
    cases
        Rows of `Task.cases`.
    language
        Reader's language.

    Returns
    -------
    list of (int, Said)
        For each case the position in `Task.found` of the first line whose scope holds it (the same wave,
        question, enumerator), and the words of that line with what the case adds to them.
    """
    scopes = [_find_fields(str(scope)) for scope in task.found["scope"]]
    said: dict[tuple[int, str], Said] = {}
    found = []
    for case in cases.to_dict("records"):
        holds = (n for n, scope in enumerate(scopes) if all(case.get(name) == scope[name] for name in scope))
        place = next(holds, 0)
        key = place, as_text(case["arguments"])
        if key not in said:
            said[key] = say_check(task.found.iloc[place], language, case)
        found.append((place, said[key]))
    return found


def _find_fields(scope: str) -> dict[str, str]:
    """The parts of a scope that a case carries too."""
    parts = (part.partition("=") for part in scope.split("|"))
    named = {"enumerator_id" if key == "enumerator" else key: value for key, _, value in parts}
    return {name: value for name, value in named.items() if name in CASE_FIELDS}


def list_reasons(record: FieldRecord, language: Language) -> list[Reason]:
    """Count rows set aside by file and reason, the most frequent first."""
    reasons = []
    for (file, _), rows in record.set_aside.groupby(["source_file", "message"], sort=True):
        _, what, _, remedy = split_problem(as_problem(rows.iloc[0]), language)
        reasons.append(Reason(str(file), capitalise(what), capitalise(remedy), len(rows)))
    return sorted(reasons, key=lambda reason: -reason.n)


def as_problem(row: Mapping[Any, Any] | pd.Series) -> Problem:
    """The problem that a stored row names, without its place."""
    return Problem(str(row["message"]), severity="set_aside", arguments=json.loads(row["arguments"] or "{}"))


def read_arguments(line: Mapping[Any, Any] | pd.Series, language: Language) -> dict[str, Argument]:
    """Arguments of the message of a check: counts, scope, rate, and its own."""
    counted: dict[str, Argument] = {
        "n": int(line["n"]),
        "of": int(line["of"]),
        "scope": say_scope(str(line["scope"]), language),
    }
    if pd.notna(line["rate"]):
        counted["rate"] = format_rate(float(line["rate"]), int(line["of"]), language)
    return counted | _read_json(line["arguments"], language)


def format_rate(rate: float, of: int, language: Language) -> str:
    """Write a share; with a decimal from `FINE_FROM` units on: below, a decimal would feign precision."""
    return format_percent(rate, language, 1 if of >= FINE_FROM else 0)


def as_text(value: Any) -> str:
    """A cell as text; nothing where it is missing."""
    return "" if value is None or value is pd.NA or value != value else str(value)


def capitalise(sentence: str) -> str:
    """Begin a sentence that stands alone with a capital; scripts without capitals stay as they are."""
    return sentence[:1].upper() + sentence[1:]


def list_fields(agenda: Agenda, cases: pd.DataFrame) -> list[str]:
    """The fields of `CASE_FIELDS` that say something about these cases, in order."""
    said = [field for field in CASE_FIELDS if field in cases and cases[field].map(as_text).ne("").any()]
    is_own = agenda.actor.startswith("enumerator:")
    return [field for field in said if not (is_own and field == "enumerator_id")]


def label_field(field: str, language: Language) -> str:
    """Heading of a field of a case."""
    return message(f"quality-column-{CASE_LABELS.get(field, field)}", language)


def _read_json(arguments: Any, language: Language) -> dict[str, Argument]:
    read: dict[str, Any] = json.loads(as_text(arguments) or "{}")
    return {name: _as_argument(value, language) for name, value in read.items() if value is not None}


def _as_argument(value: Any, language: Language) -> Argument:
    if isinstance(value, list):
        return format_list([str(item) for item in value], language) if value else ""
    return str(value).lower() if isinstance(value, bool) else value
