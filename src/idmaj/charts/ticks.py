"""Numbers along an axis: round, as many as fit, all with the same decimals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from idmaj.charts.sheet import Sheet
from idmaj.charts.style import SMALL, WIDTH_CM, font, measure_text
from idmaj.text import Formatter, Language

_BETWEEN = 0.25
"""Free room between two labels, in centimetres."""


def choose_ticks(low: float, high: float, count: int = 6) -> np.ndarray:
    """Choose round numbers inside an axis."""
    ticks = np.asarray(MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))
    slack = (high - low) / 1000
    return ticks[(ticks >= low - slack) & (ticks <= high + slack)]


def write_numbers(values: np.ndarray, formatter: Formatter, language: Language) -> list[str]:
    """Write numbers of an axis with as many decimals as their step needs."""
    step = float(np.min(np.diff(values))) if len(values) > 1 else 1.0
    digits = next((d for d in range(6) if math.isclose(step, round(step, d), rel_tol=1e-6)), 6)
    cleaned = [0.0 if abs(value) < step / 1000 else round(float(value), digits) for value in values]
    return [formatter(value, language, digits) for value in cleaned]  # type: ignore[call-arg]


def draw_ticks_across(axes: Axes, write: Callable[[np.ndarray], list[str]], *, most: int = 6) -> None:
    """Put as many round numbers under an axis as have room."""
    low, high = axes.get_xlim()
    for count in range(most, 0, -1):
        ticks = choose_ticks(min(low, high), max(low, high), count)
        labels = write(ticks)
        if len(keep_apart(axes, ticks, labels)) == len(ticks):
            break
    set_ticks(axes, "x", ticks, labels)


def keep_apart(axes: Axes, places: Sequence[float] | np.ndarray, labels: Sequence[str]) -> list[int]:
    """Which labels to show so that none touches another; the last one always is."""
    low, high = axes.get_xlim()
    per_unit = axes.get_position().width * WIDTH_CM / abs(high - low)
    kept: list[int] = []
    free_until = math.inf
    for number in range(len(labels) - 1, -1, -1):
        half = measure_text(labels[number], SMALL) / 2
        middle = float(places[number]) * per_unit
        if middle + half <= free_until:
            kept.insert(0, number)
            free_until = middle - half - _BETWEEN
    return kept


def set_ticks(axes: Axes, axis: str, ticks: Sequence[float] | np.ndarray, labels: Sequence[str]) -> None:
    """Put ticks and their written numbers on the `x` or `y` axis."""
    getattr(axes, f"set_{axis}ticks")(ticks, labels, fontproperties=font(SMALL))


def write_under_axis(
    sheet: Sheet, axes: Axes, places: Sequence[float] | np.ndarray, labels: Sequence[str], *, y: float
) -> None:
    """Write words under places of an axis; those without room are left out."""
    low, high = axes.get_xlim()
    box = axes.get_position()
    for number in keep_apart(axes, places, labels):
        share = box.x0 + (float(places[number]) - low) / (high - low) * box.width
        from_start = (1 - share if sheet.is_rtl else share) * WIDTH_CM
        sheet.write(labels[number], from_start, y, size=SMALL, align="centre")
