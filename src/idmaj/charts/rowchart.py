"""Rows of words around one numeric axis: label, people, mark with interval, estimate in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.rowmarks import BOUNDS, ENDS, RowEntry, choose_limits, draw_marks
from idmaj.charts.sheet import MARGIN, Sheet, line_height, open_sheet
from idmaj.charts.style import GREY, NORMAL, SMALL, WIDTH_CM, in_house_style, measure_text, wrap_text
from idmaj.charts.words import Measure, join_words
from idmaj.text import format_count, format_percent, format_range, message

_LABEL = 5.2
_NARROWEST = 3.0
_VALUE = 4.6
_AXIS_WIDTH = 4.0
_SIDE = 7.0
_HEAD = 0.75
_ROW = 0.3
_AXIS = 0.7
_COLUMN_GAP = 0.35


@dataclass(frozen=True, slots=True)
class Extras:
    """What a forest plot adds to rows.

    Attributes
    ----------
    threshold
        Smallest difference that matters, as a band around 0; None without one.
    left, right
        Words under the two sides of 0; empty without.
    is_whole
        Whether the axis holds every row from end to end, however wide.
    """

    threshold: float | None = None
    left: str = ""
    right: str = ""
    is_whole: bool = False


@in_house_style
def draw_rows(
    entries: Sequence[RowEntry],
    measure: Measure,
    *,
    subtitle: str,
    notes: Sequence[str],
    title: str | None = None,
    extras: Extras | None = None,
) -> Figure:
    """Draw rows around one axis that runs left to right; words follow the reading direction.

    Parameters
    ----------
    entries
        Rows from top to bottom.
    measure
        How values are written.
    subtitle, notes, title
        Words above and below.
    extras
        Band and sides of a forest plot.

    Returns
    -------
    matplotlib.figure.Figure
    """
    extras = extras or Extras()
    columns = _measure_columns(entries, measure)
    labels = [wrap_text(entry.label, columns.label, NORMAL, bold=True) for entry in entries]
    n_lines = [max(map(len, pair)) for pair in zip(labels, columns.values, strict=True)]
    heights = [n * line_height(NORMAL) + _ROW for n in n_lines]
    bottom = _HEAD + sum(heights)
    low, high = choose_limits(entries, measure, extras.threshold, is_whole=extras.is_whole)
    sides = _wrap_sides(extras, zero=columns.start + (columns.end - columns.start) * (0 - low) / (high - low))
    n_side_lines = max(map(len, sides))
    sheet = open_sheet(
        measure.study,
        measure.language,
        body=bottom + _AXIS + (line_height(SMALL) * n_side_lines + 0.25 if n_side_lines else 0),
        title=title,
        subtitle=subtitle,
        notes=notes,
    )
    middles = [_HEAD + sum(heights[:number]) + height / 2 for number, height in enumerate(heights)]
    _write_columns(sheet, entries, columns, labels=labels, middles=middles)
    axes = sheet.add_axes(columns.start, columns.end, _HEAD, bottom)
    axes.set(xlim=(low, high), ylim=(bottom, _HEAD))
    draw_marks(axes, entries, measure, middles=middles, threshold=extras.threshold)
    if n_side_lines:
        _draw_sides(sheet, axes, sides, y=bottom + _AXIS)
    return sheet.figure


def _wrap_sides(extras: Extras, *, zero: float) -> tuple[list[str], list[str]]:
    """Wrap the words under both sides of 0, a distance from the reading side, into the room there is."""
    before, after = zero - 0.5, WIDTH_CM - zero - 0.5
    left, right = (
        wrap_text(text, max(min(room, _SIDE), 2.0), SMALL) if text else []
        for text, room in ((extras.left, before), (extras.right, after))
    )
    return left, right


@dataclass(frozen=True, slots=True)
class _Columns:
    label: float
    n_end: float
    start: float
    end: float
    value_start: float
    heads: tuple[str, str]
    counts: Sequence[str]
    values: Sequence[Sequence[str]]


def _measure_columns(entries: Sequence[RowEntry], measure: Measure) -> _Columns:
    """Share the width among the columns: words give way where the axis would become too short."""
    language = measure.language
    values = [wrap_text(_write_estimate(entry.row, measure), _VALUE, NORMAL, bold=True) for entry in entries]
    people = [entry.row["n"] for entry in entries]
    counts = ["" if pd.isna(n) else format_count(int(n), language) for n in people]
    level = next((float(e.row["conf_level"]) for e in entries if pd.notna(e.row["conf_level"])), 0.95)
    heads = (
        message("chart-column-people", language),
        message("chart-column-estimate", language, level=format_percent(level, language)),
    )
    n_width = max(
        measure_text(heads[0], SMALL), *(measure_text(count, NORMAL, bold=True) for count in counts)
    )
    value_width = max(
        measure_text(heads[1], SMALL),
        *(measure_text(v, NORMAL, bold=True) for lines in values for v in lines),
    )
    gaps = 2 * MARGIN + 4 * _COLUMN_GAP
    room = max(_NARROWEST, min(_LABEL, WIDTH_CM - gaps - n_width - value_width - _AXIS_WIDTH))
    lines = [line for entry in entries for line in wrap_text(entry.label, room, NORMAL, bold=True)]
    label = min(room, max(measure_text(line, NORMAL, bold=True) for line in lines)) + 0.01
    n_end = MARGIN + label + _COLUMN_GAP + n_width
    value_start = WIDTH_CM - MARGIN - value_width
    start, end = n_end + 1.5 * _COLUMN_GAP, value_start - 1.5 * _COLUMN_GAP
    return _Columns(label, n_end, start, end, value_start, heads, counts, values)


def _write_columns(
    sheet: Sheet,
    entries: Sequence[RowEntry],
    columns: _Columns,
    *,
    labels: Sequence[Sequence[str]],
    middles: Sequence[float],
) -> None:
    sheet.write(columns.heads[0], columns.n_end, 0.2, size=SMALL, colour=GREY, align="end")
    sheet.write(columns.heads[1], columns.value_start, 0.2, size=SMALL, colour=GREY)
    for number, (entry, y) in enumerate(zip(entries, middles, strict=True)):
        style: dict[str, Any] = {"bold": entry.bold, "colour": entry.ink}
        sheet.write_lines(labels[number], MARGIN, y, **style)
        sheet.write_lines(columns.values[number], columns.value_start, y, **style)
        if columns.counts[number]:
            sheet.write(columns.counts[number], columns.n_end, y, align="end", **style)


def _write_estimate(row: pd.Series, measure: Measure) -> str:
    """Write an estimate, or the bounds it lies between, with the interval in brackets."""
    if pd.notna(row["estimate"]):
        if pd.isna(row["conf_low"]):
            return measure.write_value(float(row["estimate"]))
        return measure.write(float(row["estimate"]), float(row["conf_low"]), float(row["conf_high"]))
    language = measure.language
    bounds, ends = ((float(row[pair[0]]), float(row[pair[1]])) for pair in (BOUNDS, ENDS))
    digits = max(measure.digits(*pair) for pair in (bounds, ends) if not math.isnan(pair[0]))
    one = measure.formatter(digits)
    said = format_range(bounds[0], bounds[1], language, one)
    if math.isnan(ends[0]):
        return said
    interval = format_range(ends[0], ends[1], language, one)
    return join_words("chart-estimate-with-range", language, estimate=said, range=interval)


def _draw_sides(sheet: Sheet, axes: Axes, sides: tuple[list[str], list[str]], *, y: float) -> None:
    """Write under the axis what its two sides mean, with arrows that start at 0."""
    box = axes.get_position()
    low, high = axes.get_xlim()
    zero = box.x0 + (0 - low) / (high - low) * box.width
    line = sheet.down(y + 0.05)
    for lines, towards, sign in ((sides[0], box.x0, -1), (sides[1], box.x1, 1)):
        start = zero + sign * 0.15 / WIDTH_CM
        if not lines:
            continue
        axes.annotate(
            "",
            (towards, line),
            xytext=(start, line),
            xycoords="figure fraction",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0},
        )
        for number, text in enumerate(lines):
            _write_side(sheet, text, start, y=y + 0.4 + number * line_height(SMALL), sign=sign)


def _write_side(sheet: Sheet, text: str, start: float, *, y: float, sign: int) -> None:
    from_start = (1 - start if sheet.is_rtl else start) * WIDTH_CM
    align = "start" if (sign > 0) != sheet.is_rtl else "end"
    sheet.write(text, from_start, y, size=SMALL, colour=GREY, align=align)  # type: ignore[arg-type]
