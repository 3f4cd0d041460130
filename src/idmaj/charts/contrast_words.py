"""Words around charts of a difference between the groups: subtitles, and notes that several of them carry."""

from __future__ import annotations

import pandas as pd

from idmaj.charts.arms import name_arm
from idmaj.charts.calculations import name_calculation, name_contrast
from idmaj.charts.rowmarks import RowEntry, has_sets, note_sets
from idmaj.charts.selection import count_withheld
from idmaj.charts.smallest import say_smallest
from idmaj.charts.style import SUPPORT
from idmaj.charts.words import Measure, name_outcome
from idmaj.study import Study
from idmaj.text import Language, format_percent, message

_USUAL_LEVEL = 0.95


def say_contrast(message_id: str, rows: pd.DataFrame, measure: Measure) -> str:
    """Say what a chart of differences shows, with the level of its intervals.

    Parameters
    ----------
    message_id
        Message with `outcome`, `support`, `comparison`, `unit` and `level`.
    rows
        Rows that are drawn.
    measure
        Outcome and scale.
    """
    levels = rows["conf_level"].dropna()
    return message(
        message_id,
        measure.language,
        outcome=measure.study.outcome[measure.outcome].label[measure.language],
        unit=measure.unit(),
        level=format_percent(float(levels.iloc[0]) if len(levels) else _USUAL_LEVEL, measure.language),
        **name_contrast(measure.study, measure.language),
    )


def say_row_contrast(message_id: str, rows: pd.DataFrame, measure: Measure) -> str:
    """Say what a chart of rows shows at the horizon of its first row."""
    study, language = measure.study, measure.language
    return message(
        message_id,
        language,
        outcome=name_outcome(study, measure.outcome, language, horizon=str(rows["horizon"].iloc[0])),
        support=name_arm(study, "support", language),
        comparison=name_arm(study, "comparison", language),
        unit=measure.unit(),
    )


def enter_calculation(row: pd.Series, study: Study, language: Language) -> RowEntry:
    """Make the entry of a calculation: the planned one as a diamond, any other as a square."""
    name = name_calculation(row, language, study=study)
    if row["role"] == "primary":
        label = message("chart-forest-primary", language, estimator=name)
        return RowEntry(label, row, marker="D", colour=SUPPORT, bold=True)
    return RowEntry(name, row, marker="s", colour=SUPPORT)


def note_marks(rows: pd.DataFrame, measure: Measure, smallest: float | None) -> list[str]:
    """Explain thick lines of identified sets and the band of the smallest difference, where they are drawn."""
    notes = [note_sets(rows, measure.language)] if has_sets(rows) else []
    return notes + note_smallest(measure, smallest)


def note_smallest(measure: Measure, smallest: float | None) -> list[str]:
    """Explain the band of the smallest difference that matters, where it is drawn."""
    return [] if smallest is None else [say_smallest(measure, smallest)]


def note_withheld(candidates: pd.DataFrame, language: Language) -> list[str]:
    """Say that rows are held back, where some are."""
    return [message("chart-withheld", language)] if count_withheld(candidates) else []
