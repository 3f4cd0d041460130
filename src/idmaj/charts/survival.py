"""Survival curves: the share of people to whom the event has not happened yet."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.at_risk import list_counted
from idmaj.charts.course import Course, draw_course
from idmaj.charts.selection import ARMS, keep_shown, select_outcome
from idmaj.charts.words import Measure, write_people
from idmaj.study import Study
from idmaj.text import Language, format_percent, message

_BREAK_ABOVE = 0.55
"""Where every band stays above this share, the axis starts higher and a note says so."""
_USUAL_LEVEL = 0.95


def draw_survival(
    curves: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the share of people without the event over time.

    Parameters
    ----------
    curves
        The curves table, or its released part: estimator ``kaplan_meier``, scale ``survival``, term = arm,
        one row a time; rows of interval ``simultaneous`` are the band over the whole curve.
    study, language
        Names, unit of time and words.
    outcome
        A time_to_event outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        See `idmaj.charts.course.draw_course`.

    Raises
    ------
    RenderError
        When no row of the outcome may be shown.
    """
    rows = select_curves(curves, outcome=outcome, scale="survival")
    measure = Measure("survival", study, outcome, language)
    bottom = _lowest(rows)
    course = Course(
        subtitle=message(
            "chart-survival-subtitle",
            language,
            outcome=study.outcome[outcome].label[language],
            level=say_level(rows, language),
        ),
        start=1.0,
        limits=(bottom, 1.0),
        notes=[*note_people(rows, measure), *_note_break(bottom, language)],
        title=title,
    )
    return draw_course(rows, measure, course)


def select_curves(curves: pd.DataFrame, *, outcome: str, scale: str) -> pd.DataFrame:
    """Select the curves of the groups as they are estimated, without those standardised over people.

    Raises
    ------
    RenderError
        When no row of the outcome may be shown.
    """
    chosen = select_outcome(curves, outcome=outcome)
    chosen = chosen.loc[chosen["term"].isin(ARMS) & (chosen["population"] == "")]
    rows = keep_shown(chosen.loc[chosen["scale"] == scale], what=f"curve of {outcome}")
    return rows.sort_values(["term", "time"], kind="stable")


def say_level(rows: pd.DataFrame, language: Language) -> str:
    """Say the level of the intervals."""
    levels = rows["conf_level"].dropna()
    return format_percent(float(levels.iloc[0]) if len(levels) else _USUAL_LEVEL, language)


def note_people(rows: pd.DataFrame, measure: Measure) -> list[str]:
    """Say how many people stand behind curves that have no rows of people under them."""
    first = rows.groupby("term").first()
    people = first.assign(n=first["n_at_risk"].fillna(first["n"])).reset_index()
    if people["n"].isna().any() or list_counted(rows):
        return []
    return [write_people(people, measure.study, measure.language)]


def _lowest(rows: pd.DataFrame) -> float:
    low = float(rows[["conf_low", "estimate"]].min().min())
    return 0.0 if low < _BREAK_ABOVE else float(np.floor((low - 0.02) * 10) / 10)


def _note_break(bottom: float, language: Language) -> list[str]:
    if bottom <= 0:
        return []
    return [message("chart-axis-break", language, share=format_percent(bottom, language))]
