"""Notebook 01: what arrived, and can it be trusted?"""

from __future__ import annotations

import json

import pandas as pd

from idmaj.errors import Place, Problem
from idmaj.ingest import build_tables
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.store import Evaluation
from idmaj.text import Language, format_count, message
from idmaj.text.problems import describe_problem

MOST_LINES = 20
"""Lines shown of what was set aside or flagged; the tables hold all."""

_TABLES = ("persons", "interviews", "justice_events", "grants", "handovers")


def summarise_ingest(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what arrived: rows in and kept of each file, tables made, columns and their codes.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; its canonical tables are made if they are not there.
    language
        Language of the words.

    Returns
    -------
    Sheet
        A table of files and a table of canonical tables.

    Raises
    ------
    IngestProblems
        When the raw files cannot be used.
    """
    tables = build_tables(evaluation)
    runs = tables["ingest_runs"]
    counts = ("rows_in", "rows_kept", "rows_set_aside", "rows_not_of_study")
    files = [
        [str(run["source_file"]), *(format_count(int(run[name]), language) for name in counts)]
        for _, run in runs.iterrows()
    ]
    made = [
        [message(f"notebook-table-{name}", language), format_count(len(tables[name]), language)]
        for name in _TABLES
        if len(tables[name])
    ]
    sheet = open_sheet(language, simulated=evaluation.study.study.simulated)
    headings = ["file", "rows-in", "rows-kept", "rows-set-aside", "rows-not-of-study"]
    sheet = sheet.tabulate([message(f"notebook-{name}", language) for name in headings], files)
    return sheet.tabulate([message(f"notebook-{name}", language) for name in ("table", "rows")], made)


def show_troubles(evaluation: Evaluation, language: Language) -> Sheet:
    """Show rows that were set aside and cells that were flagged, each with place, reason and remedy.

    Parameters
    ----------
    evaluation, language
        As for `summarise_ingest`.

    Returns
    -------
    Sheet
        At most `MOST_LINES` lines of each kind.
    """
    tables = build_tables(evaluation)
    sheet = open_sheet(language, simulated=evaluation.study.study.simulated)
    for name in ("set_aside", "quality_flags"):
        troubles = tables[name]
        kind = name.replace("_", "-")
        if troubles.empty:
            sheet = sheet.say(message(f"notebook-no-{kind}", language))
            continue
        n = len(troubles)
        sheet = sheet.say(message(f"notebook-{kind}", language, n=n, number=format_count(n, language)))
        sheet = sheet.list(_describe(row, language) for _, row in troubles.head(MOST_LINES).iterrows())
        if n > MOST_LINES:
            sheet = sheet.say(
                message("notebook-more", language, number=format_count(n - MOST_LINES, language))
            )
    return sheet


def _describe(trouble: pd.Series, language: Language) -> str:
    row = int(trouble["row"]) if pd.notna(trouble["row"]) else None
    place = Place(file=str(trouble["source_file"]), row=row, column=str(trouble["column"] or ""))
    problem = Problem(str(trouble["message"]), place, "flagged", json.loads(str(trouble["arguments"])))
    return describe_problem(problem, language)
