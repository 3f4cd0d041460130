"""Curves of shares over time, one a group: steps with bands, direct labels and the people behind every part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.arms import name_arm
from idmaj.charts.at_risk import GRID, list_counted, measure_counts, measure_heads, write_counts
from idmaj.charts.lines import draw_horizontal_grid, label_beside, look_of
from idmaj.charts.selection import order_arms
from idmaj.charts.sheet import line_height, open_sheet
from idmaj.charts.style import (
    GREY,
    LINE,
    NORMAL,
    SMALL,
    WIDTH_CM,
    as_line,
    in_house_style,
    measure_text,
    wrap_text,
)
from idmaj.charts.ticks import choose_ticks, keep_apart, set_ticks
from idmaj.charts.words import Measure, as_whole
from idmaj.text import Language, format_count, format_number, format_percent, message

WHOLE_CURVE = "simultaneous"
"""Interval of the rows whose band holds over the whole curve at once."""
_PLOT = 6.0
_LABEL_WIDTH = 4.5
_HEADROOM = 0.09
"""Room above the highest value for a label, as a part of the axis."""
_STUB = 0.012
"""Part of the axis that the last level is carried on, so that a last step is seen."""
_BAND = ["time", "estimate", "conf_low", "conf_high"]
Curves = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Course:
    """What stands around curves.

    Attributes
    ----------
    subtitle, title
        Words above.
    notes
        Words below, before those about people and about the outer band.
    start
        Share at time 0.
    limits
        Ends of the axis of shares.
    """

    subtitle: str
    start: float
    limits: tuple[float, float]
    notes: Sequence[str] = ()
    title: str | None = None


@in_house_style
def draw_course(rows: pd.DataFrame, measure: Measure, course: Course) -> Figure:
    """Draw the share of people over time, group by group.

    Parameters
    ----------
    rows
        Rows of curves of one outcome and scale, term = group: pointwise intervals, and, of the same curves, those
        of `WHOLE_CURVE`.
    measure
        How values are written.
    course
        Words and axis.

    Returns
    -------
    matplotlib.figure.Figure
        16.5 cm wide; the band over the whole curve as dotted lines. People at risk, events and ends of observation
        stand under the axis (Morris et al. 2019, KMunicate, BMJ Open 9: e030215).
    """
    study, language = measure.study, measure.language
    is_outer = rows["interval"] == WHOLE_CURVE
    pointwise, outer = rows.loc[~is_outer], rows.loc[is_outer]
    names = {arm: name_arm(study, arm, language) for arm in order_arms(pointwise["term"].tolist())}
    steps = {
        arm: _close_curve(pointwise.loc[pointwise["term"] == arm], measure, course.start) for arm in names
    }
    sheet = open_sheet(
        study,
        language,
        body=_PLOT + 1.0 + measure_counts(list_counted(pointwise), names),
        title=course.title,
        subtitle=course.subtitle,
        notes=[*course.notes, *_explain_outer(outer, language)],
    )
    start = measure_heads(language)
    end = WIDTH_CM - max(0.5, measure_text(format_count(_largest(pointwise), language), SMALL) / 2 + 0.1)
    axes = sheet.add_axes(start, end, 0.15, _PLOT)
    ticks = _draw_curves(axes, steps, measure, limits=course.limits)
    _draw_outer(axes, outer)
    _label_curves(axes, steps, names, language)
    unit = message(f"chart-time-{study.study.time_unit}", language)
    sheet.write(unit, (start + end) / 2, _PLOT + 0.8, size=SMALL, colour=GREY, align="centre")
    write_counts(sheet, axes, pointwise, names=names, ticks=ticks, y=_PLOT + 0.85)
    return sheet.figure


def _close_curve(mine: pd.DataFrame, measure: Measure, start: float) -> pd.DataFrame:
    """Begin at the start and carry the last step to the end of follow-up where people are still observed."""
    first, last = mine.iloc[0], mine.iloc[-1]
    parts = [mine]
    if first["time"] > 0:
        parts.insert(0, first.to_frame().T.assign(time=0.0, estimate=start, conf_low=start, conf_high=start))
    ends = [float(h) for h in measure.study.outcome[measure.outcome].horizons]
    still = last["n_at_risk"] - last["n_events"]
    is_open = pd.isna(still) or still > 0
    if ends and max(ends) > last["time"] and is_open and last["release_reason"] != GRID:
        parts.append(last.to_frame().T.assign(time=max(ends)))
    end = float(parts[-1]["time"].max())
    parts.append(last.to_frame().T.assign(time=end * (1 + _STUB)))
    return pd.concat([part[_BAND].astype(float) for part in parts], ignore_index=True)


def _explain_outer(outer: pd.DataFrame, language: Language) -> list[str]:
    if outer.empty:
        return []
    levels = outer["conf_level"].dropna()
    level = format_percent(float(levels.iloc[0]) if len(levels) else 0.95, language)
    return [message("chart-course-whole", language, level=level)]


def _largest(rows: pd.DataFrame) -> int:
    counts = rows["n_at_risk"].dropna()
    return int(counts.max()) if len(counts) else 0


def _draw_curves(axes: Axes, steps: Curves, measure: Measure, *, limits: tuple[float, float]) -> np.ndarray:
    for arm, curve in steps.items():
        look, time = look_of(arm), curve["time"]
        axes.fill_between(
            time, curve["conf_low"], curve["conf_high"], step="post", color=look.mark, alpha=0.16, linewidth=0
        )
        axes.step(time, curve["estimate"], where="post", color=look.mark, linestyle=look.dash, linewidth=1.7)
    end = max(float(curve["time"].max()) for curve in steps.values())
    bottom, top = limits
    axes.set(xlim=(0, end), ylim=(bottom, top + _HEADROOM * (top - bottom)))
    ticks = choose_ticks(bottom, top, 5)
    set_ticks(axes, "y", ticks, measure.write_ticks(ticks))
    draw_horizontal_grid(axes, numbers_on_right=measure.language == "ar")
    times = _time_ticks(measure, end / (1 + _STUB))
    labels = [format_number(as_whole(time), measure.language, None) for time in times]
    kept = keep_apart(axes, times, labels)
    set_ticks(axes, "x", times[kept], [labels[number] for number in kept])
    return times[kept]


def _draw_outer(axes: Axes, outer: pd.DataFrame) -> None:
    """Draw the edges of the band over the whole curve as dotted lines."""
    for arm in outer["term"].unique():
        mine = outer.loc[outer["term"] == arm]
        for edge in ("conf_low", "conf_high"):
            axes.step(
                mine["time"], mine[edge], where="post", color=look_of(str(arm)).mark, linewidth=0.9,
                linestyle=(0, (1, 1.5)),
            )  # fmt: skip


def _time_ticks(measure: Measure, end: float) -> np.ndarray:
    horizons = [float(h) for h in measure.study.outcome[measure.outcome].horizons]
    inside = [h for h in horizons if h <= end]
    if 3 <= len(inside) <= 7 and min(np.diff([0.0, *inside])) >= end / 12:
        return np.array([0.0, *inside])
    return choose_ticks(0, end, 7)


def _label_curves(axes: Axes, steps: Curves, names: dict[str, str], language: Language) -> None:
    """Label each curve where the curves are far apart, the upper above, the lower below."""
    low, end = axes.get_ylim()[0], axes.get_xlim()[1]
    lines = {
        arm: [as_line(line, language) for line in wrap_text(name, _LABEL_WIDTH, NORMAL, bold=True)]
        for arm, name in names.items()
    }
    height = max(map(len, lines.values())) * line_height(NORMAL) / _PLOT * (axes.get_ylim()[1] - low)
    place = _choose_place(steps, end, above=low + 1.2 * height)
    upper = max(steps, key=lambda arm: float(_value_at(steps[arm], np.array([place]))[0]))
    box = axes.get_position().width * WIDTH_CM
    for arm, label in lines.items():
        half = max(measure_text(line, NORMAL, bold=True) for line in label) / 2 / box * end
        middle = min(max(place, half + 0.02 * end), 0.98 * end - half)
        inside = _value_at(steps[arm], np.array([middle - half, middle + half]))
        side = 1 if arm == upper else -1
        label_beside(
            axes,
            label,
            at=(middle, float(inside.max() if side > 0 else inside.min())),
            offset=(0, side * (3 + len(label) * NORMAL * LINE / 2)),
            look=look_of(arm),
        )


def _choose_place(steps: Curves, end: float, *, above: float) -> float:
    """Choose the time at which the curves are farthest apart and the lower one has room below it."""
    grid = np.linspace(0.12, 0.72, 61) * end
    heights, early, late = (
        np.vstack([_value_at(curve, grid + shift * end) for curve in steps.values()])
        for shift in (0.0, -0.12, 0.12)
    )
    has_room = np.minimum(early, late).min(axis=0) > above
    apart = np.where(has_room, np.ptp(heights, axis=0), -1.0)
    if has_room.any():
        return float(grid[int(np.argmax(apart))])
    return float(grid[int(np.argmax(np.ptp(heights, axis=0)))] if len(steps) > 1 else grid[0])


def _value_at(curve: pd.DataFrame, times: np.ndarray) -> np.ndarray:
    place = np.searchsorted(curve["time"].to_numpy(), times, side="right") - 1
    return curve["estimate"].to_numpy()[np.clip(place, 0, None)]
