"""The quality report of the raw data: what arrived, what was kept, what was set aside and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest import build_tables, check_sources
from idmaj.report.document import Column, Table
from idmaj.report.pages import render_body, render_page
from idmaj.store import Evaluation, Tables, write_atomically
from idmaj.text import Language, format_number, message, split_problem

MOST_SHOWN: Final = 200
"""Problems listed one by one; beyond, they are counted by kind."""

_SEVERITIES = ("blocking", "set_aside", "flagged")


def write_quality(
    evaluation: Evaluation, language: Language, problems: Sequence[Problem] | None = None
) -> Path:
    """Write the quality report of a study in one language.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    language
        Language of the report.
    problems
        What was found in study file and raw data; by default they are looked for.

    Returns
    -------
    Path
        ``data/processed/<study>/quality.<language>.html``. It names files, rows and columns, and is not
        for publication.
    """
    study = evaluation.study
    found = list(check_sources(evaluation.workspace, study) if problems is None else problems)
    body = render_body(
        "quality.html.j2",
        title=study.study.title[language],
        heading=message("report-quality", language),
        mark=message("simulated-mark", language) if study.study.simulated else "",
        verdict=message("report-quality-verdict", language, state=_worst(found)),
        tables=[
            _files_table(evaluation, language),
            _kinds_table(found, language),
            _list_table(found, language),
        ],
    )
    file = evaluation.workspace.processed(study.id) / f"quality.{language}.html"
    write_atomically(render_page(body, language, title=message("report-quality", language)), file)
    return file


def _worst(problems: Sequence[Problem]) -> str:
    present = {problem.severity for problem in problems}
    return next((severity for severity in _SEVERITIES if severity in present), "none")


def _files_table(evaluation: Evaluation, language: Language) -> Table | None:
    try:
        runs = build_tables(evaluation)["ingest_runs"]
    except IngestProblems:
        return None
    counts = ("rows_in", "rows_kept", "rows_not_of_study", "rows_set_aside")
    columns = (
        Column(message("report-column-file", language), width=3),
        *(
            Column(message(f"report-column-{name.replace('_', '-')}", language), is_number=True)
            for name in counts
        ),
    )
    rows = tuple(
        (row["source_file"], *(format_number(int(row[name]), language) for name in counts))
        for _, row in runs.iterrows()
    )
    return Table(message("report-table-files", language), columns, rows)


def _kinds_table(problems: Sequence[Problem], language: Language) -> Table | None:
    """How many problems of each kind, the gravest first."""
    if not problems:
        return None
    counted = Counter((_SEVERITIES.index(p.severity), p.message, p.place.file) for p in problems)
    columns = (
        Column(message("report-column-severity", language)),
        Column(message("report-column-file", language), width=2),
        Column(message("report-column-check", language), width=2),
        Column(message("report-column-times", language), is_number=True),
    )
    rows = tuple(
        (_say_severity(_SEVERITIES[place], language), file, name, format_number(times, language))
        for (place, name, file), times in sorted(counted.items())
    )
    return Table(message("report-table-kinds", language), columns, rows)


def _list_table(problems: Sequence[Problem], language: Language) -> Table | None:
    if not problems:
        return None
    ordered = sorted(problems, key=lambda problem: _SEVERITIES.index(problem.severity))
    columns = tuple(
        Column(message(f"report-column-{name}", language), width=width)
        for name, width in (("where", 2), ("wrong", 3), ("expected", 2), ("remedy", 2))
    )
    rows = tuple(split_problem(problem, language) for problem in ordered[:MOST_SHOWN])
    left = len(problems) - len(rows)
    note = message("report-more", language, count=format_number(left, language)) if left else ""
    return Table(message("report-table-problems", language), columns, rows, note)


def _say_severity(severity: str, language: Language) -> str:
    return message("report-severity", language, severity=severity)


def read_flags(tables: Tables) -> list[Problem]:
    """Read the problems that ingest stored beside its tables.

    Parameters
    ----------
    tables
        Canonical tables; `set_aside` and `quality_flags` are read.

    Returns
    -------
    list of Problem
    """
    return [*_read(tables["set_aside"], "set_aside"), *_read(tables["quality_flags"], "flagged")]


def _read(rows: pd.DataFrame, severity: str) -> list[Problem]:
    return [
        Problem(
            str(row["message"]),
            Place(file=str(row["source_file"]), row=int(row["row"]), column=str(row.get("column", "") or "")),
            severity,  # type: ignore[arg-type]
            json.loads(row["arguments"] or "{}"),
        )
        for _, row in rows.iterrows()
    ]
