"""Marks that every chart of two groups draws alike: colour, dash, halo, direct labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from idmaj.charts.style import COMPARISON, COMPARISON_TEXT, GRID, HALF_CAPITAL, LINE, NORMAL, SUPPORT, font


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


def label_beside(
    axes: Axes,
    lines: Sequence[str],
    *,
    at: tuple[float, float],
    offset: tuple[float, float],
    look: Look,
    ha: str = "center",
) -> None:
    """Write a direct label with a white halo.

    Parameters
    ----------
    axes
        Where it stands.
    lines
        The words, line by line, each with its direction.
    at
        A point of the data.
    offset
        From that point to the middle of the label's edge, in points.
    look
        Whose label it is.
    ha
        Which part of the label stands there: ``left``, ``center`` or ``right``.
    """
    pitch = NORMAL * LINE
    first = offset[1] + (len(lines) - 1) / 2 * pitch - HALF_CAPITAL * NORMAL
    for number, line in enumerate(lines):
        label = axes.annotate(
            line,
            at,
            xytext=(offset[0], first - number * pitch),
            textcoords="offset points",
            fontproperties=font(NORMAL, bold=True),
            color=look.text,
            annotation_clip=False,
            ha=ha,
            va="baseline",
        )
        label.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def draw_horizontal_grid(axes: Axes, *, numbers_on_right: bool) -> None:
    """Draw grid lines across, without a spine, the numbers on the reading side."""
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    if numbers_on_right:
        axes.yaxis.tick_right()
    axes.tick_params(axis="y", length=0)
