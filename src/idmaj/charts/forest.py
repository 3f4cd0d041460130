"""Forest plot: the planned estimate first, then what other methods give."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.arms import name_arm
from idmaj.charts.contrast_words import enter_calculation, note_marks, say_row_contrast
from idmaj.charts.rowchart import Extras, draw_rows
from idmaj.charts.rowmarks import RowEntry
from idmaj.charts.selection import select_contrasts
from idmaj.charts.smallest import find_smallest
from idmaj.charts.style import GREY, RULE
from idmaj.charts.words import Measure
from idmaj.study import Study
from idmaj.text import Language, message


def draw_forest(
    estimates: pd.DataFrame,
    study: Study,
    language: Language,
    *,
    outcome: str,
    horizon: str | None = None,
    title: str | None = None,
) -> Figure:
    """Draw the contrasts of an outcome on one scale.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: see `idmaj.charts.selection.select_contrasts`.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    horizon
        Another horizon than that of the primary row.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Primary as a diamond, others as squares, a raw difference in grey and called so; the smallest
        difference that matters as a band; both sides named by who does better.

    Raises
    ------
    RenderError
        When no contrast of the outcome may be shown.
    """
    rows = select_contrasts(estimates, outcome=outcome, horizon=horizon)
    measure = Measure(str(rows["scale"].iloc[0]), study, outcome, language)
    threshold = find_smallest(measure)
    left, right = say_sides(measure)
    return draw_rows(
        [_entry(row, study, language) for _, row in rows.iterrows()],
        measure,
        subtitle=say_row_contrast("chart-forest-subtitle", rows, measure),
        notes=_notes(rows, measure, threshold),
        title=title,
        extras=Extras(threshold=threshold, left=left, right=right),
    )


def _entry(row: pd.Series, study: Study, language: Language) -> RowEntry:
    if row["role"] == "naive":
        return RowEntry(message("raw-difference", language), row, marker="s", colour=RULE, ink=GREY)
    return enter_calculation(row, study, language)


def say_sides(measure: Measure) -> tuple[str, str]:
    """Say what negative and positive differences mean."""
    names = {arm: name_arm(measure.study, arm, measure.language) for arm in ("support", "comparison")}
    better = measure.study.outcome[measure.outcome].better
    if better == "either":
        words = {arm: message("chart-side-higher", measure.language, arm=name) for arm, name in names.items()}
        return words["comparison"], words["support"]
    words = {arm: message("chart-side-better", measure.language, arm=name) for arm, name in names.items()}
    sides = (words["comparison"], words["support"])
    return sides if better == "higher" else sides[::-1]


def _notes(rows: pd.DataFrame, measure: Measure, threshold: float | None) -> list[str]:
    notes = note_marks(rows, measure, threshold)
    if "naive" in set(rows["role"]):
        notes.append(message("chart-raw-note", measure.language))
    return notes
