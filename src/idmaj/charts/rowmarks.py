"""Marks of a row chart: point, interval, the line of no difference and the band of small ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from idmaj.charts.style import BAND, GREY, INK
from idmaj.charts.ticks import draw_ticks_across
from idmaj.charts.words import Measure
from idmaj.text import Language, format_percent, message

ENDS: Final = ("conf_low", "conf_high")
BOUNDS: Final = ("bound_low", "bound_high")

_MARKER_SIZE: Final = {"D": 7.5, "s": 5.5, "o": 6.5}
_BROKEN: Final = (0, (1.0, 0.6))
_ENDED: Final[dict[str, Any]] = {"marker": "|", "markersize": 5.5, "markeredgewidth": 1.2}
_BELOW: Final = 0.2
"""Distance of the second mark of a row below the first, in centimetres."""


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
    is_open
        Whether the interval is drawn as an open bar without a point, as for a value still to come.
    other
        Another estimate of the same, drawn below the mark as an open circle.
    """

    label: str
    row: pd.Series
    marker: str
    colour: str
    ink: str = INK
    bold: bool = False
    is_open: bool = False
    other: pd.Series | None = None


def draw_marks(
    axes: Axes,
    entries: Sequence[RowEntry],
    measure: Measure,
    *,
    middles: Sequence[float],
    threshold: float | None,
) -> None:
    """Draw the marks of the rows, whose middles are given in centimetres."""
    if threshold is not None:
        axes.axvspan(-threshold, threshold, color=BAND, linewidth=0, zorder=0)
        for edge in (-threshold, threshold):
            axes.axvline(edge, color=GREY, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1)
    if measure.is_difference:
        axes.axvline(0, color=INK, linewidth=1.0, zorder=2)
    for entry, y in zip(entries, middles, strict=True):
        _draw_mark(axes, entry, y=y)
    axes.set_yticks([])
    draw_ticks_across(axes, measure.write_ticks)


def _draw_mark(axes: Axes, entry: RowEntry, *, y: float) -> None:
    row = entry.row
    if entry.other is not None and pd.notna(entry.other["estimate"]):
        _draw_other(axes, entry.other, y=y + _BELOW)
    if entry.is_open:
        _draw_line(axes, row, ENDS, y=y, color=entry.colour, linewidth=4.5)
        _draw_line(axes, row, ENDS, y=y, color="white", linewidth=2.7)
        _draw_line(axes, row, ENDS, y=y, color=entry.colour, linestyle="", **_ENDED)
        return
    if pd.isna(row["estimate"]):
        _draw_line(axes, row, ENDS, y=y, color=entry.colour, linewidth=0.9)
        _draw_line(axes, row, BOUNDS, y=y, color=entry.colour, linewidth=3.2, linestyle=_BROKEN, **_ENDED)
    else:
        _draw_line(axes, row, ENDS, y=y, color=entry.colour, linewidth=1.8)
        _draw_point(axes, float(row["estimate"]), entry, y=y)
    _draw_arrows(axes, row, entry.colour, y=y)


def _draw_line(axes: Axes, row: pd.Series, ends: tuple[str, str], *, y: float, **look: Any) -> None:
    """Draw a line between two columns of a row, as far as the axis reaches."""
    if pd.isna(row[ends[0]]) or pd.isna(row[ends[1]]):
        return
    low, high = axes.get_xlim()
    left, right = (min(max(float(row[name]), low), high) for name in ends)
    axes.plot([left, right], [y, y], **look)


def _draw_arrows(axes: Axes, row: pd.Series, colour: str, *, y: float) -> None:
    """Mark where a row goes on beyond the axis."""
    low, high = axes.get_xlim()
    if row[[*ENDS, *BOUNDS]].isna().all():
        return
    left, right = row[[ENDS[0], BOUNDS[0]]].min(), row[[ENDS[1], BOUNDS[1]]].max()
    for is_beyond, edge, arrow in ((left < low, low, "<"), (right > high, high, ">")):
        if is_beyond:
            axes.plot([edge], [y], marker=arrow, color=colour, markersize=6, clip_on=False)


def _draw_point(axes: Axes, x: float, entry: RowEntry, *, y: float) -> None:
    axes.plot(
        [x], [y], marker=entry.marker, markersize=_MARKER_SIZE[entry.marker], color=entry.colour,
        markeredgecolor="white", markeredgewidth=0.8, zorder=4, clip_on=False,
    )  # fmt: skip


def _draw_other(axes: Axes, row: pd.Series, *, y: float) -> None:
    _draw_line(axes, row, ENDS, y=y, color=GREY, linewidth=0.9)
    axes.plot(
        [float(row["estimate"])], [y], marker="o", markersize=4.5, markerfacecolor="white",
        markeredgecolor=GREY, markeredgewidth=1.0, zorder=4,
    )  # fmt: skip


def choose_limits(
    entries: Sequence[RowEntry], measure: Measure, threshold: float | None, *, is_whole: bool = False
) -> tuple[float, float]:
    """Limits that hold every estimate; unless `is_whole`, a row far wider than the first one ends in an arrow."""
    rows = pd.DataFrame([row for entry in entries for row in (entry.row, entry.other) if row is not None])
    ends = rows[[*ENDS, *BOUNDS]].astype(float)
    points = rows["estimate"].astype(float).fillna(ends[list(BOUNDS)].mean(axis=1))
    low = min(ends.min().min(), points.min(), 0.0)
    high = max(ends.max().max(), points.max(), 0.0)
    if measure.is_difference:
        reach = 0.0 if is_whole else 2.5 * _first_width(rows)
        reach = reach or high - low
        low = min(0.0, points.min(), (points - reach).clip(lower=ends.min(axis=1)).min())
        high = max(0.0, points.max(), (points + reach).clip(upper=ends.max(axis=1)).max())
        edge = 1.1 * threshold if threshold else 0.0
        low, high = min(low, -edge), max(high, edge)
        pad = 0.05 * (high - low) or 1.0
        return low - pad, high + pad
    top = min(1.0, high * 1.08) if measure.percents else high * 1.08
    return low * 1.08, top if top > low else low + 1


def _first_width(rows: pd.DataFrame) -> float:
    width = rows["conf_high"].iloc[0] - rows["conf_low"].iloc[0]
    return 0.0 if pd.isna(width) else float(width)


def has_sets(rows: pd.DataFrame) -> bool:
    """Tell whether some rows are bounds instead of an estimate."""
    return bool((rows["estimate"].isna() & rows["bound_low"].notna()).any())


def note_sets(rows: pd.DataFrame, language: Language) -> str:
    """Say what a thick broken line and the thin one around it are."""
    level = float(rows["conf_level"].dropna().iloc[0]) if rows["conf_level"].notna().any() else 0.95
    return message("chart-bounds-lines", language, level=format_percent(level, language))
