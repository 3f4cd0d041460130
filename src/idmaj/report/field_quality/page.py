"""The page edition: by who must act, what was found, what to do, and what became of every row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from idmaj.report.document import Table
from idmaj.report.field_quality.record import (
    Agenda,
    FieldRecord,
    Task,
    build_agendas,
    count_lost,
    find_state,
)
from idmaj.report.field_quality.tables import (
    CaseTable,
    build_cases,
    build_not_run,
    build_overview,
    build_reasons,
    build_rows,
    build_scopes,
)
from idmaj.report.field_quality.words import (
    Said,
    format_rate,
    say_actor,
    say_check,
    say_expected,
    say_scope,
)
from idmaj.report.pages import render_body, render_page
from idmaj.text import Language, format_count, message

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings


_BREAKABLE = re.compile(r"[^-_/.]{1,13}[-_/.]?|[-_/.]")


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
        overview=build_overview(agendas, language),
        agendas=[
            (say_actor(agenda.actor, language), _build_tasks(agenda, language, is_small=is_small))
            for agenda in agendas
        ],
        rows_state="" if lost else message("quality-rows-state", language, state="kept"),
        rows=build_rows(record.runs, language),
        reasons=build_reasons(record, language),
        detected=list(record.detected[language]),
        break_code=_break_code,
        clear=_list_clear(findings, language),
        not_run=build_not_run(findings, language),
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


def _build_tasks(agenda: Agenda, language: Language, *, is_small: bool) -> list[TaskPart]:
    return [
        TaskPart(
            severity=task.severity,
            severity_text=message("quality-severity", language, severity=task.severity),
            said=(said := say_check(task.found.iloc[0], language)),
            facts=_list_facts(task, said, language, is_small=is_small),
            scopes=build_scopes(task, language, is_small=is_small) if len(task.found) > 1 else None,
            cases=build_cases(agenda, task, said, language),
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


def _list_clear(findings: QualityFindings, language: Language) -> list[str]:
    clear = findings.coverage.loc[findings.coverage["state"] == "clear", "check_id"]
    return [say_expected(str(check_id), language) for check_id in clear]
