"""The page edition: by who must act, what was found, what to do, and what became of every row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
from markupsafe import Markup

from idmaj.report.document import Column, Table
from idmaj.report.field_quality.record import (
    FATES,
    SEVERITIES,
    Agenda,
    FieldRecord,
    Task,
    build_agendas,
    count_lost,
    find_state,
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
from idmaj.report.pages import render_body, render_page
from idmaj.text import Language, format_count, message

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings

MOST_CASES: Final = 100
"""Cases of a check, and scopes, that a page lists; the workbook lists the others."""


_BREAKABLE = re.compile(r"[^-_/.]{1,13}[-_/.]?|[-_/.]")


@dataclass(frozen=True)
class CaseTable:
    """A table of cases, and the places of its columns that hold codes rather than words."""

    table: Table
    codes: frozenset[int]


@dataclass(frozen=True)
class TaskPart:
    """A task as a page shows it; `severity` is a class of the style, `severity_text` its word."""

    severity: str
    severity_text: str
    said: Said
    facts: tuple[tuple[str, str], ...]
    scopes: Table | None
    cases: CaseTable | None


def render_field_quality(
    findings: QualityFindings, record: FieldRecord, language: Language, *, title: str, is_small: bool
) -> str:
    """Write the report on the quality of field data as one page that loads nothing.

    Parameters
    ----------
    findings, record
        What the checks found; what reading the files left behind.
    language
        Reader's language.
    title
        Title of the study or form.
    is_small
        Whether the group is too small for rates: cases are counted and listed only.

    Returns
    -------
    str
        The page; the same input gives the same text.
    """
    agendas = build_agendas(findings)
    lost = bool(count_lost(record.runs).ne(0).any())
    body = render_body(
        "field_quality.html.j2",
        title=title,
        heading=message("quality-title", language),
        marks=_list_marks(record, language),
        verdict=message("quality-verdict", language, state=find_state(findings)),
        warning=message("quality-rows-state", language, state="lost") if lost else "",
        notes=[message("quality-small", language)] * is_small + [message("quality-correct", language)],
        words=_say_headings(language),
        overview=_build_overview(agendas, language),
        agendas=[
            (say_actor(agenda.actor, language), _build_tasks(agenda, language, is_small=is_small))
            for agenda in agendas
        ],
        rows_state="" if lost else message("quality-rows-state", language, state="kept"),
        rows=_build_rows(record.runs, language),
        reasons=_build_reasons(record, language),
        detected=list(record.detected[language]),
        break_code=_break_code,
        clear=_list_clear(findings, language),
        not_run=_build_not_run(findings, language),
    )
    return render_page(body, language, title=f"{message('quality-title', language)} – {title}")


def _break_code(text: str) -> Markup:
    """Let a long code break after its signs, and within where it has none; what is copied stays whole."""
    return Markup("<wbr>").join(_BREAKABLE.findall(text))


def _list_marks(record: FieldRecord, language: Language) -> list[str]:
    simulated = [message("simulated-mark", language)] if record.is_simulated else []
    return [message("report-restricted", language), *simulated]


def _say_headings(language: Language) -> dict[str, str]:
    ids = {
        name.replace("-", "_"): f"quality-heading-{name}"
        for name in ("overview", "rows", "set-aside", "detected", "clear", "not-run")
    }
    ids |= {"no_cases": "quality-no-cases", "nothing_set_aside": "quality-nothing-set-aside"}
    return {name: message(message_id, language) for name, message_id in ids.items()}


def _build_overview(agendas: tuple[Agenda, ...], language: Language) -> Table | None:
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


def _build_tasks(agenda: Agenda, language: Language, *, is_small: bool) -> list[TaskPart]:
    return [
        TaskPart(
            severity=task.severity,
            severity_text=message("quality-severity", language, severity=task.severity),
            said=(said := say_check(task.found.iloc[0], language)),
            facts=_list_facts(task, said, language, is_small=is_small),
            scopes=_build_scopes(task, language, is_small=is_small) if len(task.found) > 1 else None,
            cases=_build_cases(agenda, task, said, language),
        )
        for task in agenda.tasks
    ]


def _list_facts(task: Task, said: Said, language: Language, *, is_small: bool) -> tuple[tuple[str, str], ...]:
    """What was expected and is to be done; for a check of one scope, where and how many."""
    facts = [("quality-label-expected", said.expected), ("quality-label-remedy", said.remedy)]
    if len(task.found) == 1:
        line = task.found.iloc[0]
        n, of = int(line["n"]), int(line["of"])
        counts = {"n": format_count(n, language), "of": format_count(of, language)}
        if is_small or pd.isna(line["rate"]):
            counted = message("quality-counted", language, **counts)
        else:
            rate = format_rate(float(line["rate"]), of, language)
            counted = message("quality-counted-rate", language, **counts, rate=rate)
        where = [("quality-column-scope", say_scope(line["scope"], language))] * (line["scope"] != "all")
        facts += [*where, ("quality-column-n", counted)]
    return tuple((message(label, language), text) for label, text in facts)


def _build_scopes(task: Task, language: Language, *, is_small: bool) -> Table:
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


def _build_cases(agenda: Agenda, task: Task, said: Said, language: Language) -> CaseTable | None:
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


def _say_left(n: int, language: Language) -> str:
    return message("quality-more", language, count=format_count(n, language)) if n else ""


def _build_rows(runs: pd.DataFrame, language: Language) -> Table | None:
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


def _build_reasons(record: FieldRecord, language: Language) -> Table | None:
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


def _list_clear(findings: QualityFindings, language: Language) -> list[str]:
    clear = findings.coverage.loc[findings.coverage["state"] == "clear", "check_id"]
    return [say_expected(str(check_id), language) for check_id in clear]


def _build_not_run(findings: QualityFindings, language: Language) -> Table | None:
    left = findings.coverage.loc[findings.coverage["state"] == "not_run"]
    if left.empty:
        return None
    columns = tuple(Column(message(f"quality-column-{name}", language)) for name in ("expected", "reason"))
    rows = tuple(
        (say_expected(str(check["check_id"]), language), say_reason(str(check["reason"]), language))
        for _, check in left.iterrows()
    )
    return Table(message("quality-heading-not-run", language), columns, rows)
