"""Event study: the difference between the groups by time since the support began, with one band for all."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.calculations import name_contrast
from idmaj.charts.contrast_words import note_smallest, note_withheld, say_contrast
from idmaj.charts.selection import keep_shown
from idmaj.charts.sheet import Sheet, line_height, open_sheet
from idmaj.charts.smallest import find_smallest
from idmaj.charts.style import (
    BAND,
    GREY,
    GRID,
    INK,
    NORMAL,
    PALE_BLUE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    in_house_style,
    measure_text,
    wrap_text,
)
from idmaj.charts.ticks import choose_ticks, set_ticks, write_under_axis
from idmaj.charts.words import Measure, as_whole
from idmaj.study import Study
from idmaj.text import Language, format_count, format_number, message

_HEAD = 0.95
_PLOT = 6.2
_BELOW = 1.15
_NARROWEST = 2.2
"""Least width of the words over one side of the plot, in centimetres."""


@in_house_style
def draw_events(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the difference between the groups by time since the support began.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``event_study`` of everybody, `time`
        the time since the support began (negative before it), with simultaneous intervals. Before the
        support a row is the change since the wave before; from then on, since the last wave before it.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        16.5 cm wide: open circles before the support on a pale ground, filled ones from then on; the line of
        no difference; the smallest difference that matters as a band. Time runs left to right.

    Raises
    ------
    RenderError
        When no row of the outcome may be shown.
    """
    rows = select_events(estimates, outcome=outcome)
    measure = Measure(str(rows["scale"].iloc[0]), study, outcome, language)
    smallest = find_smallest(measure)
    sheet = open_sheet(
        study,
        language,
        body=_PLOT + _BELOW,
        title=title,
        subtitle=say_contrast("chart-events-subtitle", rows, measure),
        notes=[
            *_explain(rows, measure),
            *note_smallest(measure, smallest),
            *note_withheld(_event_rows(estimates, outcome), language),
            *_count_people(rows, measure),
        ],
    )
    limits = _limits(rows, smallest)
    ticks = choose_ticks(*limits, 6)
    numbers = measure.write_ticks(ticks)
    start = max(1.2, max(measure_text(number, SMALL) for number in numbers) + 0.4)
    axes = sheet.add_axes(start, WIDTH_CM - 0.4, _HEAD, _PLOT)
    axes.set_ylim(*limits)
    axes.set_xlim(*_time_limits(rows))
    if sheet.is_rtl:
        axes.yaxis.tick_right()
    axes.tick_params(axis="y", length=0)
    set_ticks(axes, "y", ticks, numbers)
    _draw_ground(axes, rows, smallest)
    _draw_points(axes, rows)
    _write_sides(sheet, axes, rows)
    _write_times(sheet, axes, rows, measure)
    return sheet.figure


def select_events(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the effects by time since the support began, in order; `RenderError` when none may be shown."""
    return keep_shown(_event_rows(estimates, outcome), what=f"events of {outcome}").sort_values("time")


def _event_rows(estimates: pd.DataFrame, outcome: str) -> pd.DataFrame:
    of_outcome = (estimates["outcome"] == outcome) & (estimates["subgroup"] == "all")
    return estimates.loc[of_outcome & (estimates["estimator"] == "event_study")]


def _explain(rows: pd.DataFrame, measure: Measure) -> list[str]:
    """Say what points from the start of the support on, and before it, compare."""
    notes = [
        message("chart-events-since", measure.language, **name_contrast(measure.study, measure.language))
    ]
    return [*notes, message("chart-events-before", measure.language)] if (rows["time"] < 0).any() else notes


def _count_people(rows: pd.DataFrame, measure: Measure) -> list[str]:
    people, language = rows[["n_treated", "n_comparison"]].max(), measure.language
    if people.isna().any():
        return []
    counts = [format_count(int(n), language) for n in people]
    names = name_contrast(measure.study, language)
    return [message("chart-people-by-arm", language, **names, n_support=counts[0], n_comparison=counts[1])]


def _limits(rows: pd.DataFrame, smallest: float | None) -> tuple[float, float]:
    values = rows[["estimate", "conf_low", "conf_high"]].to_numpy(float)
    edge = 1.1 * smallest if smallest else 0.0
    low, high = min(float(np.nanmin(values)), -edge), max(float(np.nanmax(values)), edge)
    low, high = min(low, 0.0), max(high, 0.0)
    pad = 0.06 * (high - low) or 1.0
    return low - pad, high + pad


def _step(rows: pd.DataFrame) -> float:
    gaps = np.diff(rows["time"].to_numpy(float))
    return float(gaps.min()) if len(gaps) else 1.0


def _time_limits(rows: pd.DataFrame) -> tuple[float, float]:
    step = _step(rows)
    return float(rows["time"].min()) - 0.7 * step, float(rows["time"].max()) + 0.7 * step


def _start_of_support(rows: pd.DataFrame) -> float:
    """Place where the ground changes: half a step before time 0."""
    return -0.5 * _step(rows)


def _draw_ground(axes: Axes, rows: pd.DataFrame, smallest: float | None) -> None:
    first, _ = axes.get_xlim()
    if (rows["time"] < 0).any():
        axes.axvspan(first, _start_of_support(rows), color=PALE_BLUE, linewidth=0, zorder=0)
    if smallest is not None:
        axes.axhspan(-smallest, smallest, color=BAND, linewidth=0, zorder=0.2)
        for edge in (-smallest, smallest):
            axes.axhline(edge, color=GREY, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.axhline(0, color=INK, linewidth=1.0, zorder=2)


def _draw_points(axes: Axes, rows: pd.DataFrame) -> None:
    banded = rows.loc[rows["conf_low"].notna()]
    times = banded["time"].to_numpy(float)
    axes.vlines(times, banded["conf_low"], banded["conf_high"], color=SUPPORT, linewidth=1.6, zorder=3)
    for part, face in ((rows["time"] < 0, "white"), (rows["time"] >= 0, SUPPORT)):
        axes.plot(
            rows.loc[part, "time"],
            rows.loc[part, "estimate"],
            linestyle="none",
            marker="o",
            markersize=6,
            markerfacecolor=face,
            markeredgecolor=SUPPORT,
            markeredgewidth=1.3,
            zorder=4,
        )


def _write_sides(sheet: Sheet, axes: Axes, rows: pd.DataFrame) -> None:
    """Write over both sides of the plot what they are."""
    low, high = axes.get_xlim()
    border = _start_of_support(rows) if (rows["time"] < 0).any() else low
    for name, (first, last) in {"before": (low, border), "after": (border, high)}.items():
        if last <= first:
            continue
        box = axes.get_position()
        width = (last - first) / (high - low) * box.width * WIDTH_CM
        share = box.x0 + ((first + last) / 2 - low) / (high - low) * box.width
        from_start = (1 - share if sheet.is_rtl else share) * WIDTH_CM
        lines = wrap_text(message(f"chart-events-side-{name}", sheet.language), max(width, _NARROWEST), SMALL)
        middle = _HEAD - 0.1 - len(lines) / 2 * line_height(SMALL)
        sheet.write_lines(lines, from_start, middle, size=SMALL, colour=GREY, align="centre")


def _write_times(sheet: Sheet, axes: Axes, rows: pd.DataFrame, measure: Measure) -> None:
    """Write times since the support began under the axis, and their unit."""
    times = rows["time"].to_numpy(float)
    set_ticks(axes, "x", times, [""] * len(times))
    labels = [format_number(as_whole(time), sheet.language, None) for time in times]
    write_under_axis(sheet, axes, times, labels, y=_PLOT + 0.4)
    unit = message(f"chart-time-{measure.study.study.time_unit}", sheet.language)
    box = axes.get_position()
    share = box.x0 + box.width / 2
    from_start = (1 - share if sheet.is_rtl else share) * WIDTH_CM
    words = message("chart-events-axis", sheet.language, unit=unit)
    sheet.write(words, from_start, _PLOT + 0.85, size=NORMAL, colour=GREY, align="centre")
