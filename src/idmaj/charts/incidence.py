"""Cumulative incidence: the share of people to whom an event has happened, where another may come first."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.causes import name_cause
from idmaj.charts.course import Course, draw_course
from idmaj.charts.survival import note_people, say_level, select_curves
from idmaj.charts.words import Measure
from idmaj.study import Study
from idmaj.text import Language, message

SCALE = "cumulative_incidence"
_FULL_ABOVE = 0.8
"""Where a band rises above this share, the axis ends at 1."""
_SMALLEST = 0.05
"""Least share at which the axis ends."""


def draw_incidence(
    curves: pd.DataFrame,
    study: Study,
    language: Language,
    *,
    outcome: str,
    cause: str = "",
    title: str | None = None,
) -> Figure:
    """Draw the share of people to whom an event has happened first, over time.

    Parameters
    ----------
    curves
        The curves table, or its released part: estimator ``aalen_johansen``, scale ``cumulative_incidence``, term =
        group, or ``group: id`` of a competing event, one row a time; rows of interval ``simultaneous`` are the band
        over the whole curve.
    study, language
        Names, unit of time and words.
    outcome
        A time_to_event outcome with competing events.
    cause
        Id of a competing event; by default the event of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        See `idmaj.charts.course.draw_course`.

    Raises
    ------
    RenderError
        When no row of the event may be shown.
    """
    rows = select_incidence(curves, outcome=outcome, cause=cause)
    measure = Measure(SCALE, study, outcome, language)
    event = name_cause(study, outcome, cause, language)
    course = Course(
        subtitle=message("chart-incidence-subtitle", language, event=event, level=say_level(rows, language)),
        start=0.0,
        limits=(0.0, _highest(rows)),
        notes=[message("chart-incidence-first", language), *note_people(rows, measure)],
        title=title,
    )
    return draw_course(rows, measure, course)


def select_incidence(curves: pd.DataFrame, *, outcome: str, cause: str = "") -> pd.DataFrame:
    """Select the incidence of an event by group; the term of a competing event becomes the group.

    Raises
    ------
    RenderError
        When no row of the event may be shown.
    """
    if not cause:
        return select_curves(curves, outcome=outcome, scale=SCALE)
    suffix = f": {cause}"
    own = curves.loc[curves["term"].str.endswith(suffix)]
    own = own.assign(term=own["term"].str.removesuffix(suffix))
    return select_curves(own, outcome=outcome, scale=SCALE)


def _highest(rows: pd.DataFrame) -> float:
    high = float(np.nanmax(rows[["conf_high", "estimate"]].to_numpy(dtype=float)))
    if high > _FULL_ABOVE:
        return 1.0
    step = 0.1 if high > 0.2 else _SMALLEST
    return float(max(_SMALLEST, np.ceil(high / step) * step))
