"""Levels of an outcome by wave and arm, with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.lines import draw_horizontal_grid, label_point, look_of, set_numeric_ticks
from idmaj.charts.rowchart import RowEntry, draw_rows
from idmaj.charts.selection import count_withheld, order_arms, select_levels, select_outcome
from idmaj.charts.sheet import MARGIN, Sheet, open_sheet
from idmaj.charts.style import CM_PER_POINT, GREY, NORMAL, SMALL, WIDTH_CM, in_house_style, measure_text
from idmaj.charts.words import (
    Measure,
    choose_ticks,
    name_arm,
    name_horizon,
    name_outcome,
    write_people,
)
from idmaj.study import Study
from idmaj.text import Language, format_count, format_percent, message

_PLOT = 5.6
_ROW = 0.42
_DODGE = 0.014
_LABEL_GAP = 0.25


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
    notes = [*_withheld_note(estimates, outcome, language)]
    if rows["horizon"].nunique() == 1:
        return _draw_one_horizon(rows, measure, notes=notes, title=title)
    return _draw_over_time(rows, measure, notes=notes, title=title)


def _withheld_note(estimates: pd.DataFrame, outcome: str, language: Language) -> list[str]:
    chosen = select_outcome(estimates, outcome=outcome)
    levels = chosen.loc[chosen["scale"].isin(["share", "mean"]) & (chosen["role"] == "diagnostic")]
    return [message("chart-withheld", language)] if count_withheld(levels) else []


def _subtitle(rows: pd.DataFrame, measure: Measure, horizon: str = "") -> str:
    return message(
        "chart-levels-subtitle",
        measure.language,
        outcome=name_outcome(measure.study, measure.outcome, measure.language, horizon=horizon),
        measure=message(f"scale-{measure.scale}", measure.language),
        unit=measure.unit(),
        level=format_percent(_level(rows), measure.language),
    )


def _level(rows: pd.DataFrame) -> float:
    levels = rows["conf_level"].dropna()
    return float(levels.iloc[0]) if len(levels) else 0.95


def _draw_one_horizon(rows: pd.DataFrame, measure: Measure, *, notes: list[str], title: str | None) -> Figure:
    study, language = measure.study, measure.language
    entries = [
        RowEntry(
            label=name_arm(study, str(row["term"]), language),
            row=row,
            marker=look_of(str(row["term"])).marker,
            colour=look_of(str(row["term"])).mark,
            ink=look_of(str(row["term"])).text,
        )
        for _, row in rows.iterrows()
    ]
    return draw_rows(
        entries,
        measure,
        subtitle=_subtitle(rows, measure, str(rows["horizon"].iloc[0])),
        notes=[write_people(rows, study, language), *notes],
        title=title,
    )


def _draw_over_time(rows: pd.DataFrame, measure: Measure, *, notes: list[str], title: str | None) -> Figure:
    arms = order_arms(rows["term"].tolist())
    sheet = open_sheet(
        measure.study,
        measure.language,
        body=_PLOT + 0.75 + (len(arms) + 1) * _ROW,
        title=title,
        subtitle=_subtitle(rows, measure),
        notes=[write_people(rows, measure.study, measure.language), *notes],
    )
    names = {arm: name_arm(measure.study, arm, measure.language) for arm in arms}
    heads = [message("chart-people-followed", measure.language), *names.values()]
    head = max(measure_text(text, SMALL, bold=True) for text in heads) + 0.9
    axes = sheet.add_axes(max(head, 1.6), WIDTH_CM - 0.5, 0.15, _PLOT)
    _draw_arms(axes, rows, measure, arms=arms)
    _label_ends(axes, rows, measure, names=names)
    _write_people_rows(sheet, axes, rows, names=names)
    return sheet.figure


def _draw_arms(axes: Axes, rows: pd.DataFrame, measure: Measure, *, arms: list[str]) -> None:
    times = np.unique(rows["time"].to_numpy(float))
    span = float(times[-1] - times[0])
    for arm, shift in zip(arms, _dodge(len(arms), span), strict=True):
        mine, look = rows.loc[rows["term"] == arm], look_of(arm)
        x = mine["time"].to_numpy(float) + shift
        axes.vlines(x, mine["conf_low"], mine["conf_high"], color=look.mark, linewidth=1.4)
        axes.plot(
            x,
            mine["estimate"],
            color=look.mark,
            linestyle=look.dash,
            linewidth=1.6,
            marker=look.marker,
            markersize=5,
        )
    low, high = value_limits(rows, measure)
    axes.set_ylim(low, high)
    ticks = choose_ticks(low, high, 5)
    set_numeric_ticks(axes, "y", ticks, measure.write_ticks(ticks))
    draw_horizontal_grid(axes, numbers_on_right=measure.language == "ar")
    by_time = rows.drop_duplicates("time").sort_values("time")
    words = [name_horizon(measure.study, str(h), measure.language) for h in by_time["horizon"]]
    set_numeric_ticks(axes, "x", by_time["time"].to_numpy(float), words)


def _dodge(arms: int, span: float) -> list[float]:
    return [(number - (arms - 1) / 2) * _DODGE * span for number in range(arms)]


def value_limits(rows: pd.DataFrame, measure: Measure) -> tuple[float, float]:
    """Limits of a value axis: from 0, and at most 1 for shares."""
    low = min(0.0, float(rows[["conf_low", "estimate"]].min().min()))
    high = float(rows[["conf_high", "estimate"]].max().max())
    top = choose_ticks(low, high * 1.3, 5) if high > 0 else np.array([1.0])
    above = top[top >= high]
    limit = float(above[0]) if len(above) else high * 1.05
    return low * 1.1, min(limit, 1.0) if measure.percents else limit


def _label_ends(axes: Axes, rows: pd.DataFrame, measure: Measure, *, names: dict[str, str]) -> None:
    last = {arm: rows.loc[rows["term"] == arm].iloc[-1] for arm in names}
    texts = {
        arm: message(
            "chart-label-with-value",
            measure.language,
            label=names[arm],
            value=measure.write_value(float(row["estimate"])),
        )
        for arm, row in last.items()
    }
    width = max(measure_text(text, NORMAL, bold=True) for text in texts.values()) + _LABEL_GAP + 0.25
    times = rows["time"]
    first, end = float(times.min()), float(times.max())
    box = axes.get_position().width * WIDTH_CM
    margin = 0.6
    per_cm = (end - first) / (box - width - margin)
    axes.set_xlim(first - margin * per_cm, end + width * per_cm)
    heights = _spread({arm: float(row["estimate"]) for arm, row in last.items()}, axes)
    for arm, text in texts.items():
        label_point(
            axes,
            text if measure.language != "ar" else f"\u200f{text}",
            at=(end, heights[arm]),
            offset=(_LABEL_GAP / CM_PER_POINT, 0),
            look=look_of(arm),
            ha="left",
            va="center",
        )


def _spread(values: dict[str, float], axes: Axes) -> dict[str, float]:
    """Push labels apart to at least one line."""
    low, high = axes.get_ylim()
    gap = 1.5 * NORMAL * CM_PER_POINT / _PLOT * (high - low)
    order = sorted(values, key=lambda arm: values[arm])
    if len(order) < 2 or values[order[1]] - values[order[0]] >= gap:
        return values
    middle = sum(values.values()) / 2
    middle = min(max(middle, low + gap), high - gap / 2)
    return {order[0]: middle - gap / 2, order[1]: middle + gap / 2}


def _write_people_rows(sheet: Sheet, axes: Axes, rows: pd.DataFrame, *, names: dict[str, str]) -> None:
    y = _PLOT + 0.95
    sheet.write(message("chart-people-followed", sheet.language), MARGIN, y, size=SMALL, colour=GREY)
    for number, (arm, name) in enumerate(names.items(), start=1):
        mine = rows.loc[rows["term"] == arm]
        look = look_of(arm)
        sheet.write(name, MARGIN, y + number * _ROW, size=SMALL, bold=True, colour=look.text)
        for _, row in mine.loc[mine["n"].notna()].iterrows():
            write_under_tick(
                sheet, axes, format_count(int(row["n"]), sheet.language), x=row["time"], y=y + number * _ROW
            )


def write_under_tick(sheet: Sheet, axes: Axes, text: str, *, x: float, y: float) -> None:
    """Write a number under a place of the time axis."""
    low, high = axes.get_xlim()
    box = axes.get_position()
    place = box.x0 + (x - low) / (high - low) * box.width
    from_start = (1 - place if sheet.is_rtl else place) * WIDTH_CM
    sheet.write(text, from_start, y, size=SMALL, align="centre")
