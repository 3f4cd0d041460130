"""Levels of an outcome by wave and arm, with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from idmaj.charts.arms import name_arm
from idmaj.charts.lines import draw_horizontal_grid, label_beside, look_of
from idmaj.charts.rowchart import draw_rows
from idmaj.charts.rowmarks import RowEntry
from idmaj.charts.selection import LEVEL_ROLES, count_withheld, order_arms, select_levels, select_outcome
from idmaj.charts.sheet import MARGIN, Sheet, line_height, open_sheet
from idmaj.charts.style import (
    CM_PER_POINT,
    GREY,
    NORMAL,
    SMALL,
    WIDTH_CM,
    in_house_style,
    measure_text,
    wrap_text,
)
from idmaj.charts.ticks import choose_ticks, set_ticks, write_under_axis
from idmaj.charts.words import Measure, join_words, name_horizon, name_outcome
from idmaj.study import Study
from idmaj.text import Language, format_count, format_percent, message

_PLOT = 5.6
_DODGE = 0.014
_LABEL_GAP = 0.25
_LABEL_WIDTH = 4.2
_NAME_WIDTH = 4.2
_EDGE = 0.6
_FAR_FROM_ZERO = 0.3
"""Part of the largest mean within which all must lie for an axis that does not start at 0."""


@in_house_style
def draw_levels(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the levels of an outcome by horizon and arm, with intervals.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: shares, means or survival of the outcome with
        term ``support``, ``comparison`` or ``all``; rows with the note ``selected`` stay out.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        16.5 cm wide. One horizon: a row for each arm; several: lines over time, people below.

    Raises
    ------
    RenderError
        When no row of the outcome may be shown.
    """
    rows = select_levels(estimates, outcome=outcome)
    measure = Measure(str(rows["scale"].iloc[0]), study, outcome, language)
    notes = _withheld_note(estimates, outcome, language)
    if len(rows["horizon"].unique()) == 1:
        return _draw_one_horizon(rows, measure, notes=notes, title=title)
    return _draw_over_time(rows, measure, notes=notes, title=title)


def _withheld_note(estimates: pd.DataFrame, outcome: str, language: Language) -> list[str]:
    chosen = select_outcome(estimates, outcome=outcome)
    levels = chosen.loc[chosen["scale"].isin(["share", "mean"]) & chosen["role"].isin(LEVEL_ROLES)]
    return [message("chart-withheld", language)] if count_withheld(levels) else []


def _subtitle(rows: pd.DataFrame, measure: Measure, horizon: str | None = None) -> str:
    levels = rows["conf_level"].dropna()
    return message(
        "chart-levels-subtitle" if measure.percents else "chart-levels-subtitle-with-unit",
        measure.language,
        outcome=name_outcome(measure.study, measure.outcome, measure.language, horizon=horizon),
        measure=message(f"scale-{measure.scale}", measure.language),
        unit=measure.unit(),
        level=format_percent(float(levels.iloc[0]) if len(levels) else 0.95, measure.language),
    )


def _draw_one_horizon(rows: pd.DataFrame, measure: Measure, *, notes: list[str], title: str | None) -> Figure:
    entries = []
    for _, row in rows.iterrows():
        look, name = look_of(str(row["term"])), name_arm(measure.study, str(row["term"]), measure.language)
        entries.append(RowEntry(name, row, marker=look.marker, colour=look.mark, ink=look.text))
    subtitle = _subtitle(rows, measure, str(rows["horizon"].iloc[0]))
    return draw_rows(entries, measure, subtitle=subtitle, notes=notes, title=title)


def _draw_over_time(rows: pd.DataFrame, measure: Measure, *, notes: list[str], title: str | None) -> Figure:
    names = {arm: name_arm(measure.study, arm, measure.language) for arm in order_arms(rows["term"].tolist())}
    wrapped = {arm: wrap_text(name, _NAME_WIDTH, SMALL, bold=True) for arm, name in names.items()}
    heading = wrap_text(message("chart-people-followed", measure.language), _NAME_WIDTH, SMALL)
    n_lines = len(heading) + sum(map(len, wrapped.values()))
    limits = _value_limits(rows, measure)
    ticks = choose_ticks(*limits, 5)
    numbers = measure.write_ticks(ticks)
    if limits[0] > 0:
        notes = [*notes, message("chart-axis-break", measure.language, share=numbers[0])]
    sheet = open_sheet(
        measure.study,
        measure.language,
        body=_PLOT + 0.7 + n_lines * line_height(SMALL),
        title=title,
        subtitle=_subtitle(rows, measure),
        notes=notes,
    )
    words = [line for lines in (heading, *wrapped.values()) for line in lines]
    start = max(measure_text(line, SMALL, bold=True) for line in words) + 0.3
    start += max(measure_text(number, SMALL) for number in numbers)
    axes = sheet.add_axes(max(start, 1.6), WIDTH_CM - 0.5, 0.15, _PLOT)
    axes.set_ylim(*limits)
    set_ticks(axes, "y", ticks, numbers)
    draw_horizontal_grid(axes, numbers_on_right=sheet.is_rtl)
    _label_ends(axes, rows, measure, names=names)
    _draw_arms(axes, rows, arms=list(names))
    _write_below(sheet, axes, rows, measure, heading=heading, wrapped=wrapped)
    return sheet.figure


def _draw_arms(axes: Axes, rows: pd.DataFrame, *, arms: list[str]) -> None:
    low, high = axes.get_xlim()
    for number, arm in enumerate(arms):
        mine, look = rows.loc[rows["term"] == arm], look_of(arm)
        x = mine["time"].to_numpy(float) + (number - (len(arms) - 1) / 2) * _DODGE * (high - low) * 0.7
        axes.vlines(x, mine["conf_low"], mine["conf_high"], color=look.mark, linewidth=1.4)
        axes.plot(x, mine["estimate"], color=look.mark, linestyle=look.dash, linewidth=1.6)
        axes.plot(
            x,
            mine["estimate"],
            color=look.mark,
            linestyle="none",
            marker=look.marker,
            markersize=5,
            clip_on=False,
        )


def _value_limits(rows: pd.DataFrame, measure: Measure) -> tuple[float, float]:
    """Limits of a value axis: from 0, and at most 1 for shares; means far from 0 have an axis of their own."""
    least = float(rows[["conf_low", "estimate"]].min().min())
    high = float(rows[["conf_high", "estimate"]].max().max())
    if measure.scale == "mean" and least > (1 - _FAR_FROM_ZERO) * high > 0:
        ticks = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(least, high)
        return float(ticks[0]), float(ticks[-1])
    low = min(0.0, least)
    if high <= low:
        return low, low + 1
    above = [tick for tick in choose_ticks(low, high * 1.3, 5) if tick >= high]
    limit = float(above[0]) if above else high * 1.05
    return low * 1.1, min(limit, 1.0) if measure.percents else limit


def _label_ends(axes: Axes, rows: pd.DataFrame, measure: Measure, *, names: dict[str, str]) -> None:
    """Write name and last value beside the last points, and give the axis room for it."""
    last = {arm: rows.loc[rows["term"] == arm].iloc[-1] for arm in names}
    labels = {arm: _end_label(name, last[arm], measure) for arm, name in names.items()}
    width = max(measure_text(line, NORMAL, bold=True) for lines in labels.values() for line in lines)
    width += _LABEL_GAP + 0.25
    first, end = float(rows["time"].min()), float(rows["time"].max())
    per_cm = (end - first) / (axes.get_position().width * WIDTH_CM - width - _EDGE)
    axes.set_xlim(first - _EDGE * per_cm, end + width * per_cm)
    heights = _spread(
        {arm: float(row["estimate"]) for arm, row in last.items()},
        axes,
        lines=max(map(len, labels.values())),
    )
    for arm, lines in labels.items():
        offset = (_LABEL_GAP / CM_PER_POINT, 0)
        label_beside(axes, lines, at=(end, heights[arm]), offset=offset, look=look_of(arm), ha="left")


def _end_label(name: str, row: pd.Series, measure: Measure) -> list[str]:
    value = measure.write_value(float(row["estimate"]))
    text = join_words("chart-label-with-value", measure.language, label=name, value=value)
    return wrap_text(text, _LABEL_WIDTH, NORMAL, bold=True)


def _spread(values: dict[str, float], axes: Axes, *, lines: int) -> dict[str, float]:
    """Push two labels apart until they are clear of each other."""
    low, high = axes.get_ylim()
    gap = (lines + 0.1) * line_height(NORMAL) / _PLOT * (high - low)
    order = sorted(values, key=lambda arm: values[arm])
    if len(order) < 2 or values[order[1]] - values[order[0]] >= gap:
        return values
    middle = min(max(sum(values.values()) / 2, low + gap), high - gap / 2)
    return {order[0]: middle - gap / 2, order[1]: middle + gap / 2}


def _write_below(
    sheet: Sheet,
    axes: Axes,
    rows: pd.DataFrame,
    measure: Measure,
    *,
    heading: list[str],
    wrapped: dict[str, list[str]],
) -> None:
    """Write horizons and, for each arm, the people at each of them."""
    waves = rows.drop_duplicates("time").sort_values("time")
    times = waves["time"].to_numpy(float)
    set_ticks(axes, "x", times, [""] * len(times))
    horizons = [name_horizon(measure.study, str(horizon), sheet.language) for horizon in waves["horizon"]]
    write_under_axis(sheet, axes, times, horizons, y=_PLOT + 0.4)
    pitch = line_height(SMALL)
    y = _PLOT + 0.7 + pitch / 2
    for number, line in enumerate(heading):
        sheet.write(line, MARGIN, y + number * pitch, size=SMALL, colour=GREY)
    y += len(heading) * pitch
    for arm, lines in wrapped.items():
        for number, line in enumerate(lines):
            sheet.write(line, MARGIN, y + number * pitch, size=SMALL, bold=True, colour=look_of(arm).text)
        mine = rows.loc[(rows["term"] == arm) & rows["n"].notna()]
        counts = [format_count(int(n), sheet.language) for n in mine["n"]]
        write_under_axis(sheet, axes, np.asarray(mine["time"], float), counts, y=y)
        y += len(lines) * pitch
