"""Notebook 05: from which day people are compared, who is, and what a clock that starts too early would show."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd

from idmaj.effects import estimate_study
from idmaj.effects.clocks import CLOCKS, teach_immortal_time
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.words import phrase
from idmaj.store import Evaluation
from idmaj.text import (
    Language,
    format_count,
    format_percent,
    format_percentage_points,
    format_points,
    format_range,
    message,
)

_FLOW: Final = "|index:"
_COLUMNS: Final = ("clock", "support", "comparison", "difference")


def show_clocks(evaluation: Evaluation, language: Language) -> Sheet:
    """Show who is compared from index dates, and on invented people what other clocks would make of it.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where the study compares nobody from index dates.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    if study.index is None:
        return sheet.say(message("index-none", language))
    rows = estimate_study(evaluation)["estimates"]
    sheet = sheet.say(phrase(f"note-index-{study.index.rule}", language))
    sheet = _show_flow(sheet, rows.loc[rows["term"].str.contains(_FLOW, regex=False)])
    return _show_lesson(sheet)


def _show_flow(sheet: Sheet, rows: pd.DataFrame) -> Sheet:
    language = sheet.language
    counts = rows.drop_duplicates("term")
    cells = [
        [message(f"index-flow-{term.partition(_FLOW)[2]}", language), format_count(int(n), language)]
        for term, n in zip(counts["term"], counts["estimate"], strict=True)
    ]
    return sheet.tabulate([message(f"index-column-{name}", language) for name in ("who", "count")], cells)


def _show_lesson(sheet: Sheet) -> Sheet:
    language = sheet.language
    lesson = teach_immortal_time()
    sheet = sheet.say(message("immortal-title", language), heading=True)
    sheet = sheet.say(message("immortal-lead", language))
    heads = [message(f"immortal-column-{name}", language) for name in _COLUMNS]
    sheet = sheet.tabulate(heads, [_write_clock(row, language) for _, row in lesson.iterrows()])
    return sheet.list([message(f"immortal-why-{clock}", language) for clock in CLOCKS])


def _write_clock(row: pd.Series, language: Language) -> list[str]:
    risks = [format_percent(row[arm], language, 1) for arm in ("support", "comparison")]
    difference = format_percentage_points(row["difference"], language, 1)
    if pd.notna(row["conf_low"]):
        bounds = format_range(row["conf_low"], row["conf_high"], language, partial(format_points, digits=1))
        difference = phrase("brief-value-range", language, value=difference, range=bounds)
    return [message(f"immortal-clock-{row['clock']}", language), *risks, difference]
