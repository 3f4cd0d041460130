"""Marks of a row chart: point, interval, the line of no difference and the band of small ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from idmaj.charts.style import BAND, GREY, INK
from idmaj.charts.ticks import draw_ticks_across
from idmaj.charts.words import Measure

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
            clip_on=False,
        )


def choose_limits(
    entries: Sequence[RowEntry], measure: Measure, threshold: float | None
) -> tuple[float, float]:
    """Limits that hold every estimate; an interval far wider than the first row's ends in an arrow."""
    rows = pd.DataFrame([entry.row for entry in entries])
    ends = rows[["conf_low", "conf_high", "bound_low", "bound_high"]].astype(float)
    points = rows["estimate"].astype(float)
    low = min(ends.min().min(), points.min(), 0.0)
    high = max(ends.max().max(), points.max(), 0.0)
    if measure.is_difference:
        reach = 2.5 * _first_width(rows) or high - low
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
