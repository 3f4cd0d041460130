"""Rows of words around one numeric axis: label, people, mark with interval, estimate in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.lines import set_numeric_ticks
from idmaj.charts.sheet import MARGIN, Sheet, line_height, open_sheet
from idmaj.charts.style import GREY, INK, NORMAL, SMALL, WIDTH_CM, in_house_style, measure_text, wrap_text
from idmaj.charts.words import Measure, choose_ticks
from idmaj.text import format_count, format_percent, format_range, message

_LABEL = 5.2
_HEAD = 0.75
_ROW = 0.3
_AXIS = 0.7
_COLUMN_GAP = 0.35
_MARKER_SIZE = {"D": 7.5, "s": 5.5, "o": 6.5}


@dataclass(frozen=True, slots=True)
class RowEntry:
    """One row of the chart.

    Attributes
    ----------
    label
        Words of the row.
    row
        Its estimate.
    marker
        Shape of the point: ``D`` diamond, ``s`` square, ``o`` circle.
    colour, ink
        Colour of the mark and of the words.
    bold
        Whether words stand out.
    """

    label: str
    row: pd.Series
    marker: str
    colour: str
    ink: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Extras:
    """What a forest plot adds to rows.

    Attributes
    ----------
    threshold
        Smallest difference that matters, as a band around 0; None without one.
    left, right
        Words under the two sides of 0; empty without.
    """

    threshold: float | None = None
    left: str = ""
    right: str = ""


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
    labels = [wrap_text(entry.label, _LABEL, NORMAL, bold=entry.bold) for entry in entries]
    heights = [len(lines) * line_height(NORMAL) + _ROW for lines in labels]
    sides = _wrap_sides(extras)
    below = _AXIS + (line_height(SMALL) * max(map(len, sides)) + 0.5 if any(sides) else 0)
    sheet = open_sheet(
        measure.study,
        measure.language,
        body=_HEAD + sum(heights) + below,
        title=title,
        subtitle=subtitle,
        notes=notes,
    )
    middles = [_HEAD + sum(heights[:number]) + height / 2 for number, height in enumerate(heights)]
    start, end = _write_columns(sheet, entries, measure, labels=labels, middles=middles)
    bottom = _HEAD + sum(heights)
    axes = sheet.add_axes(start, end, _HEAD, bottom)
    axes.set_ylim(bottom, _HEAD)
    _draw_marks(axes, entries, measure, middles=middles, threshold=extras.threshold)
    if any(sides):
        _draw_sides(sheet, axes, sides, y=bottom + _AXIS)
    return sheet.figure


def _wrap_sides(extras: Extras) -> tuple[list[str], list[str]]:
    half = (WIDTH_CM - 1) / 2
    return tuple(wrap_text(text, half, SMALL) if text else [] for text in (extras.left, extras.right))  # type: ignore[return-value]


def _write_columns(
    sheet: Sheet,
    entries: Sequence[RowEntry],
    measure: Measure,
    *,
    labels: Sequence[Sequence[str]],
    middles: Sequence[float],
) -> tuple[float, float]:
    """Write the columns of words and return where the axis begins and ends."""
    language = measure.language
    values = [_write_estimate(entry.row, measure) for entry in entries]
    counts = [
        "" if pd.isna(entry.row["n"]) else format_count(int(entry.row["n"]), language) for entry in entries
    ]
    level = next((float(e.row["conf_level"]) for e in entries if pd.notna(e.row["conf_level"])), 0.95)
    heads = {
        "n": message("chart-column-people", language),
        "value": message("chart-column-estimate", language, level=format_percent(level, language)),
    }
    label_width = max(measure_text(line, NORMAL, bold=True) for lines in labels for line in lines)
    n_width = max(measure_text(heads["n"], SMALL), *(measure_text(c, NORMAL) for c in counts))
    value_width = max(
        measure_text(heads["value"], SMALL), *(measure_text(v, NORMAL, bold=True) for v in values)
    )
    n_end = MARGIN + label_width + _COLUMN_GAP + n_width
    sheet.write(heads["n"], n_end, 0.2, size=SMALL, colour=GREY, align="end")
    value_start = WIDTH_CM - MARGIN - value_width
    sheet.write(heads["value"], value_start, 0.2, size=SMALL, colour=GREY)
    for entry, lines, count, value, y in zip(entries, labels, counts, values, middles, strict=True):
        sheet.write_lines(lines, MARGIN, y, bold=entry.bold, colour=entry.ink)
        if count:
            sheet.write(count, n_end, y, colour=entry.ink, bold=entry.bold, align="end")
        sheet.write(value, value_start, y, colour=entry.ink, bold=entry.bold)
    return n_end + _COLUMN_GAP + 0.15, value_start - _COLUMN_GAP - 0.15


def _write_estimate(row: pd.Series, measure: Measure) -> str:
    if pd.isna(row["estimate"]):
        low, high = float(row["bound_low"]), float(row["bound_high"])
        return format_range(low, high, measure.language, measure.formatter(measure.digits(low, high)))
    if pd.isna(row["conf_low"]):
        return measure.write_value(float(row["estimate"]))
    return measure.write(float(row["estimate"]), float(row["conf_low"]), float(row["conf_high"]))


def _draw_marks(
    axes: Axes,
    entries: Sequence[RowEntry],
    measure: Measure,
    *,
    middles: Sequence[float],
    threshold: float | None,
) -> None:
    low, high = _limits(entries, measure, threshold)
    axes.set_xlim(low, high)
    if threshold is not None:
        axes.axvspan(-threshold, threshold, color="#EEF1F4", linewidth=0, zorder=0)
        for edge in (-threshold, threshold):
            axes.axvline(edge, color=GREY, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1)
    if measure.is_difference:
        axes.axvline(0, color=INK, linewidth=1.0, zorder=2)
    for entry, y in zip(entries, middles, strict=True):
        _draw_mark(axes, entry, y=y)
    axes.set_yticks([])
    ticks = choose_ticks(low, high, 5)
    set_numeric_ticks(axes, "x", ticks, measure.write_ticks(ticks))


def _draw_mark(axes: Axes, entry: RowEntry, *, y: float) -> None:
    low, high = axes.get_xlim()
    row = entry.row
    ends = ("bound_low", "bound_high") if pd.isna(row["estimate"]) else ("conf_low", "conf_high")
    if pd.notna(row[ends[0]]):
        left, right = (float(row[name]) for name in ends)
        dash = (0, (1, 1)) if pd.isna(row["estimate"]) else "-"
        axes.plot(
            [max(left, low), min(right, high)], [y, y], color=entry.colour, linewidth=1.8, linestyle=dash
        )
        for bound, edge, arrow in ((left, low, "<"), (right, high, ">")):
            if (bound < edge) if arrow == "<" else (bound > edge):
                axes.plot([edge], [y], marker=arrow, color=entry.colour, markersize=6, clip_on=False)
    if pd.notna(row["estimate"]):
        axes.plot(
            [float(row["estimate"])],
            [y],
            marker=entry.marker,
            markersize=_MARKER_SIZE[entry.marker],
            color=entry.colour,
            markeredgecolor="white",
            markeredgewidth=0.8,
            zorder=4,
        )


def _limits(entries: Sequence[RowEntry], measure: Measure, threshold: float | None) -> tuple[float, float]:
    """Limits that hold every estimate; an interval far wider than the first row's ends in an arrow."""
    rows = pd.DataFrame([entry.row for entry in entries])
    ends = rows[["conf_low", "conf_high", "bound_low", "bound_high"]].astype(float)
    points = rows["estimate"].astype(float)
    low = min(ends.min().min(), points.min(), 0.0)
    high = max(ends.max().max(), points.max(), 0.0)
    if measure.is_difference:
        first = rows.iloc[0]
        width = float(first["conf_high"] - first["conf_low"]) if pd.notna(first["conf_high"]) else high - low
        low = max(low, min(points.min(), float(first["conf_low"]) - 2.5 * width if width else low))
        high = min(high, max(points.max(), float(first["conf_high"]) + 2.5 * width if width else high))
        reach = 1.1 * threshold if threshold else 0.0
        low, high = min(low, -reach), max(high, reach)
        pad = 0.05 * (high - low)
        return low - pad, high + pad
    top = min(1.0, high * 1.08) if measure.percents else high * 1.08
    return (low * 1.08, top if top > low else low + 1)


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
