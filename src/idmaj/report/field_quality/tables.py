"""Tables of the page edition, each in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from idmaj.report.document import Column, Table
from idmaj.report.field_quality.record import (
    FATES,
    SEVERITIES,
    Agenda,
    FieldRecord,
    Task,
    count_lost,
)
from idmaj.report.field_quality.words import (
    Said,
    as_text,
    format_rate,
    label_field,
    list_fields,
    list_reasons,
    say_actor,
    say_cases,
    say_check,
    say_expected,
    say_reason,
    say_scope,
)
from idmaj.text import Language, format_count, message

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings

MOST_CASES: Final = 100
"""Cases of a check, and scopes, that a page lists; the workbook lists the others."""


@dataclass(frozen=True)
class CaseTable:
    """A table of cases, and the places of its columns that hold codes rather than words."""

    table: Table
    codes: frozenset[int]


def build_overview(agendas: tuple[Agenda, ...], language: Language) -> Table | None:
    """Count the tasks and cases of each person; None where nobody has any."""
    if not agendas:
        return None
    columns = (
        Column(message("quality-column-actor", language)),
        *(
            Column(message(f"quality-column-{name}", language), is_number=True)
            for name in (*SEVERITIES, "cases")
        ),
    )
    rows = tuple(
        (
            say_actor(agenda.actor, language),
            *(format_count(agenda.count(severity), language) for severity in SEVERITIES),
            format_count(agenda.n_cases, language),
        )
        for agenda in agendas
    )
    return Table(message("quality-table-overview", language), columns, rows)


def build_scopes(task: Task, language: Language, *, is_small: bool) -> Table:
    """Tell the scopes of a check apart."""
    with_rates = not is_small and bool(task.found["rate"].notna().any())
    shown = task.found.head(MOST_CASES)
    sentences = [say_check(line, language).what for _, line in shown.iterrows()]
    differ = len(set(sentences)) > 1
    names = ["scope", *["what"] * differ, "n", "of", *["rate"] * with_rates]
    columns = tuple(
        Column(message(f"quality-column-{name}", language), is_number=name in {"n", "of", "rate"})
        for name in names
    )
    rows = []
    for sentence, (_, line) in zip(sentences, shown.iterrows(), strict=True):
        cells = {
            "scope": say_scope(str(line["scope"]), language),
            "what": sentence,
            "n": format_count(int(line["n"]), language),
            "of": format_count(int(line["of"]), language),
            "rate": format_rate(float(line["rate"]), int(line["of"]), language)
            if pd.notna(line["rate"])
            else "–",
        }
        rows.append(tuple(cells[name] for name in names))
    note = _say_left(len(task.found) - len(shown), language)
    return Table(message("quality-table-scopes", language), columns, tuple(rows), note)


def build_cases(agenda: Agenda, task: Task, said: Said, language: Language) -> CaseTable | None:
    """List the first cases of a task; None where there is none to list."""
    shown = task.cases.head(MOST_CASES)
    fields = list_fields(agenda, shown)
    details = [detail.what for _, detail in say_cases(task, shown, language)]
    is_detailed = any(detail != said.what for detail in details)
    if not (fields or is_detailed):
        return None
    labels = [label_field(field, language) for field in fields]
    detail_label = [message("quality-column-detail", language)] * is_detailed
    rows = tuple(
        (*(as_text(case[field]) for field in fields), *[detail] * is_detailed)
        for detail, (_, case) in zip(details, shown.iterrows(), strict=True)
    )
    note = _say_left(len(task.cases) - len(shown), language)
    columns = tuple(Column(label) for label in (*labels, *detail_label))
    table = Table(message("quality-table-cases", language), columns, rows, note)
    return CaseTable(table, frozenset(range(len(fields))))


def build_rows(runs: pd.DataFrame, language: Language) -> Table | None:
    """Say for every file and table what became of its rows; a column tells rows that are lost, if any are."""
    if runs.empty:
        return None
    lost = count_lost(runs)
    counts = ["rows_in", *(fate for fate in FATES if fate in runs), *["rows_lost"] * bool(lost.ne(0).any())]
    columns = (
        Column(message("quality-column-file", language)),
        Column(message("quality-column-table", language)),
        *(Column(message(f"quality-column-{c.replace('_', '-')}", language), is_number=True) for c in counts),
    )
    rows = tuple(
        (
            as_text(run["source_file"]),
            as_text(run["table"]),
            *(format_count(int(run[count]), language) for count in counts),
        )
        for _, run in runs.assign(rows_lost=lost).fillna(dict.fromkeys(counts, 0)).iterrows()
    )
    return Table(message("quality-heading-rows", language), columns, rows)


def build_reasons(record: FieldRecord, language: Language) -> Table | None:
    """Count rows set aside by file and reason; None where there are none."""
    reasons = list_reasons(record, language)
    if not reasons:
        return None
    labels = ("quality-column-file", "quality-reason-example", "quality-column-remedy")
    columns = (
        *(Column(message(label, language)) for label in labels),
        Column(message("quality-column-n", language), is_number=True),
    )
    rows = tuple((r.file, r.what, r.remedy, format_count(r.n, language)) for r in reasons)
    return Table(message("quality-heading-set-aside", language), columns, rows)


def build_not_run(findings: QualityFindings, language: Language) -> Table | None:
    """List the checks that could not run and why; None where all ran."""
    left = findings.coverage.loc[findings.coverage["state"] == "not_run"]
    if left.empty:
        return None
    columns = tuple(Column(message(f"quality-column-{name}", language)) for name in ("expected", "reason"))
    rows = tuple(
        (say_expected(str(check["check_id"]), language), say_reason(str(check["reason"]), language))
        for _, check in left.iterrows()
    )
    return Table(message("quality-heading-not-run", language), columns, rows)


def _say_left(n: int, language: Language) -> str:
    return message("quality-more", language, count=format_count(n, language)) if n else ""
