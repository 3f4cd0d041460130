"""Marks that every chart of two groups draws alike: colour, dash, halo, direct labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from idmaj.charts.style import COMPARISON, COMPARISON_TEXT, GRID, NORMAL, SMALL, SUPPORT, font


@dataclass(frozen=True, slots=True)
class Look:
    """How an arm looks: never by colour alone.

    Attributes
    ----------
    mark, text
        Colour of marks and of words.
    dash
        Line style.
    marker
        Shape of a point.
    """

    mark: str
    text: str
    dash: Any
    marker: str


_LOOKS = {
    "support": Look(SUPPORT, SUPPORT, "-", "o"),
    "comparison": Look(COMPARISON, COMPARISON_TEXT, (0, (4, 1.6)), "s"),
    "all": Look(SUPPORT, SUPPORT, "-", "o"),
}


def look_of(term: str) -> Look:
    """Look of an arm."""
    return _LOOKS[term]


def label_point(
    axes: Axes, text: str, *, at: tuple[float, float], offset: tuple[float, float], look: Look, **place: Any
) -> Text:
    """Write a direct label beside a point, with a white halo; `offset` is in points."""
    label = axes.annotate(
        text,
        at,
        xytext=offset,
        textcoords="offset points",
        fontproperties=font(NORMAL, bold=True),
        color=look.text,
        annotation_clip=False,
        **place,
    )
    label.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
    return label


def set_numeric_ticks(axes: Axes, axis: str, ticks: Any, labels: list[str]) -> None:
    """Put ticks and their written numbers on the `x` or `y` axis."""
    getattr(axes, f"set_{axis}ticks")(ticks, labels, fontproperties=font(SMALL))


def draw_horizontal_grid(axes: Axes, *, numbers_on_right: bool) -> None:
    """Draw grid lines across, without a spine, the numbers on the reading side."""
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.tick_params(axis="y", length=0)
    if numbers_on_right:
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", length=0)
