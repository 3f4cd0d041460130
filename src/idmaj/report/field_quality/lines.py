"""The sheets of the workbook as plain lines: what each holds, before a cell is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from idmaj.report.field_quality.record import FATES, Agenda, FieldRecord, Task, count_lost
from idmaj.report.field_quality.words import (
    CASE_FIELDS,
    Said,
    as_problem,
    as_text,
    capitalise,
    label_field,
    say_actor,
    say_cases,
    say_check,
    say_expected,
    say_reason,
    say_scope,
)
from idmaj.text import Language, message, split_problem

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings

CellKind = Literal["words", "code", "answer", "count", "rate"]

MOST_LINES: Final = 20_000
"""Lines of a sheet."""


@dataclass(frozen=True)
class Heading:
    """Heading of a column, and what its cells are: words, a code or an answer as it stands, a count or a rate."""

    label: str
    kind: CellKind = "words"


@dataclass(frozen=True)
class SheetLines:
    """A sheet.

    Attributes
    ----------
    name
        Its name, as long as it comes.
    headings
        One a column.
    lines
        Cells of each line: text, numbers, or None.
    left
        Lines that there was no room for.
    """

    name: str
    headings: tuple[Heading, ...]
    lines: tuple[tuple[Any, ...], ...]
    left: int = 0


def build_overview(
    findings: QualityFindings, agendas: Sequence[Agenda], language: Language, *, is_small: bool
) -> SheetLines:
    """List every check that found something, scope by scope, then the checks that did not run."""
    names = ["actor", "severity", "check", "what", "scope", "n", "of", "rate", "expected", "remedy"]
    kinds: dict[str, CellKind] = {"check": "code", "n": "count", "of": "count", "rate": "rate"}
    kept = [name for name in names if not (is_small and name == "rate")]
    lines = [
        _describe_line(line, agenda.actor, language)
        for agenda in agendas
        for task in agenda.tasks
        for _, line in task.found.loc[task.found["actor"] == agenda.actor].iterrows()
    ]
    lines += [
        {"check": check["check_id"], "what": _say_idle(check, language), "expected": expected}
        for _, check in findings.coverage.loc[findings.coverage["state"] != "found"].iterrows()
        for expected in [say_expected(str(check["check_id"]), language)]
    ]
    headings = tuple(
        Heading(message(f"quality-column-{name}", language), kinds.get(name, "words")) for name in kept
    )
    cells = tuple(tuple(line.get(name) for name in kept) for line in lines)
    return SheetLines(message("quality-sheet-overview", language), headings, cells)


def build_agenda_sheet(agenda: Agenda, language: Language) -> SheetLines:
    """List what one person must settle: a line a case, or a line a scope where a check lists no case."""
    names = ("severity", "what", "scope", "n", "of", *CASE_FIELDS, "expected", "remedy", "check")
    kinds: dict[str, CellKind] = dict.fromkeys((*CASE_FIELDS, "check"), "code")
    kinds |= {"shown": "answer", "n": "count", "of": "count"}
    room = MOST_LINES
    lines: list[dict[str, Any]] = []
    for task in agenda.tasks:
        lines += (
            _list_cases(task, language, room - len(lines))
            if len(task.cases)
            else _list_scopes(task, language)
        )
    used = [name for name in names if any(as_text(line.get(name)) for line in lines)]
    headings = tuple(Heading(_label(name, language), kinds.get(name, "words")) for name in used)
    cells = tuple(tuple(line.get(name) for name in used) for line in lines[:room])
    wanted = sum(len(task.cases) or len(task.found) for task in agenda.tasks)
    return SheetLines(say_actor(agenda.actor, language), headings, cells, wanted - len(cells))


def build_rows_sheet(record: FieldRecord, language: Language) -> SheetLines:
    """Say for every file and table what became of its rows."""
    counts = ["rows_in", *(fate for fate in FATES if fate in record.runs), "rows_lost"]
    runs = record.runs.assign(rows_lost=count_lost(record.runs)).fillna(dict.fromkeys(counts, 0))
    headings = (
        Heading(message("quality-column-file", language), "code"),
        Heading(message("quality-column-table", language), "code"),
        *(Heading(message(f"quality-column-{c.replace('_', '-')}", language), "count") for c in counts),
    )
    cells = tuple(
        (as_text(run["source_file"]), as_text(run["table"]), *(int(run[count]) for count in counts))
        for _, run in runs.iterrows()
    )
    return SheetLines(message("quality-sheet-rows", language), headings, cells)


def build_set_aside_sheet(record: FieldRecord, language: Language) -> SheetLines:
    """List every row set aside with its reason."""
    rows = record.set_aside.head(MOST_LINES)
    labels: tuple[tuple[str, CellKind], ...] = (
        ("file", "code"), ("row", "answer"), ("what", "words"), ("expected", "words"), ("remedy", "words"),
    )  # fmt: skip
    headings = tuple(Heading(message(f"quality-column-{name}", language), kind) for name, kind in labels)
    cells = tuple(
        (as_text(row["source_file"]), as_text(row["row"]), *_say_reason(row, language))
        for _, row in rows.iterrows()
    )
    left = len(record.set_aside) - len(rows)
    return SheetLines(message("quality-sheet-set-aside", language), headings, cells, left)


def _say_reason(row: pd.Series, language: Language) -> tuple[str, ...]:
    return tuple(capitalise(part) for part in split_problem(as_problem(row), language)[1:])


def _describe_line(line: pd.Series, actor: str, language: Language) -> dict[str, Any]:
    said = say_check(line, language)
    return {
        "actor": say_actor(actor, language),
        **_describe_check(line, said, language),
        "scope": say_scope(str(line["scope"]), language),
        "n": int(line["n"]),
        "of": int(line["of"]),
        "rate": float(line["rate"]) if pd.notna(line["rate"]) else None,
    }


def _describe_check(line: pd.Series, said: Said, language: Language) -> dict[str, Any]:
    return {
        "severity": message("quality-severity", language, severity=str(line["severity"])),
        "check": str(line["check_id"]),
        "what": said.what,
        "expected": said.expected,
        "remedy": said.remedy,
    }


def _list_cases(task: Task, language: Language, room: int) -> list[dict[str, Any]]:
    cases = task.cases.head(max(room, 0))
    return [
        {
            **_describe_check(task.found.iloc[place], said, language),
            **{field: as_text(case[field]) for field in CASE_FIELDS if field in case},
        }
        for case, (place, said) in zip(
            cases.to_dict("records"), say_cases(task, cases, language), strict=True
        )
    ]


def _list_scopes(task: Task, language: Language) -> list[dict[str, Any]]:
    lines = [_describe_line(line, str(line["actor"]), language) for _, line in task.found.iterrows()]
    return [{name: cell for name, cell in line.items() if name not in {"actor", "rate"}} for line in lines]


def _say_idle(check: pd.Series, language: Language) -> str:
    if check["state"] == "clear":
        return message("quality-heading-clear", language)
    reason = say_reason(str(check["reason"]), language)
    return message("quality-not-run", language, reason=reason)


def _label(name: str, language: Language) -> str:
    return label_field(name, language) if name in CASE_FIELDS else message(f"quality-column-{name}", language)
