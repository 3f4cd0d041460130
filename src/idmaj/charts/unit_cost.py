"""Cost a head of the hand-overs: every row a dot, so that the spread and the outliers are seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.sheet import MARGIN, Sheet, open_sheet
from idmaj.charts.style import (
    COMPARISON,
    COMPARISON_TEXT,
    GREY,
    GRID,
    HALF_CAPITAL,
    PALE_BLUE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    as_line,
    font,
    in_house_style,
    measure_text,
)
from idmaj.charts.ticks import draw_ticks_across, write_numbers
from idmaj.effects import build_unit_costs
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_count,
    format_money,
    format_number,
    format_range,
    format_year,
    isolate,
    message,
    name_currency,
)

_ROW = 0.72
_HEAD = 0.75
_AXIS = 1.1
_DOT = 4.6
_CLEAR = 0.18
"""Distance from a dot to its name."""
_WIDEST = 14.5
_STACK = 0.15
"""Distance between stacked dots, in centimetres."""


@in_house_style
def draw_unit_cost(
    handovers: pd.DataFrame, study: Study, language: Language, *, title: str | None = None
) -> Figure:
    """Draw the money a head of each hand-over by year.

    Parameters
    ----------
    handovers
        The canonical table: one row a hand-over; those fit for a cost a head (``in_unit_cost``) are drawn.
    study, language
        Source and words.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Median as a line, the middle half as a band. Rows beyond 1.5 interquartile ranges (Tukey 1977) are
        named; open dots are amounts given as approximate.

    Raises
    ------
    RenderError
        When no row is fit for a cost a head.
    """
    rows = _arrange(handovers)
    years = sorted(set(rows["year"]), key=lambda year: year or 10_000)
    quartiles = np.quantile(rows["cost"], [0.25, 0.5, 0.75])
    sheet = open_sheet(
        study,
        language,
        body=_HEAD + len(years) * _ROW + _AXIS,
        title=title,
        subtitle=message("chart-unit-cost-subtitle", language),
        notes=_notes(rows, quartiles, language),
    )
    names = [format_year(year) if year else message("chart-undated", language) for year in years]
    start = max(measure_text(name, SMALL) for name in names) + 0.5
    axes = sheet.add_axes(start, WIDTH_CM - 0.5, _HEAD, _HEAD + len(years) * _ROW)
    for number, name in enumerate(names):
        sheet.write(name, MARGIN, _HEAD + (number + 0.5) * _ROW, size=SMALL)
    _draw_axis(sheet, axes, rows, quartiles, n_years=len(years))
    _draw_dots(axes, rows, years=years)
    _name_outliers(axes, rows, quartiles, years=years, language=language)
    return sheet.figure


def _arrange(handovers: pd.DataFrame) -> pd.DataFrame:
    rows = build_unit_costs(handovers)
    if rows.empty:
        raise RenderError("hand-overs: no row is fit for a cost a head")
    year = rows["held_year"].fillna(0).astype(int)
    return rows.assign(cost=rows["money_per_person"], year=year).sort_values(
        ["year", "cost", "handover_id"], kind="stable"
    )


def _notes(rows: pd.DataFrame, quartiles: np.ndarray, language: Language) -> list[str]:
    low, _, high = (float(value) for value in quartiles)
    spread = format_range(round(low), round(high), language, format_number)
    return [
        message("chart-unit-cost-band", language, range=spread, n=format_count(len(rows), language)),
        message("chart-unit-cost-open", language),
    ]


def _draw_axis(sheet: Sheet, axes: Axes, rows: pd.DataFrame, quartiles: np.ndarray, *, n_years: int) -> None:
    low, median, high = (float(value) for value in quartiles)
    top = float(rows["cost"].max()) * 1.06
    axes.set(xlim=(0, top), ylim=(n_years * _ROW, 0))
    axes.axvspan(low, high, color=PALE_BLUE, linewidth=0, zorder=0)
    axes.axvline(median, color=SUPPORT, linewidth=1.1, zorder=1)
    axes.hlines([(n + 0.5) * _ROW for n in range(n_years)], 0, top, color=GRID, linewidth=0.5, zorder=0.5)
    words = message("chart-median", sheet.language, value=format_money(median, "mad", sheet.language))
    axes.annotate(
        as_line(words, sheet.language),
        (median, 0),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        va="bottom",
        color=SUPPORT,
        fontproperties=font(SMALL, bold=True),
        annotation_clip=False,
    )
    axes.set_yticks([])
    draw_ticks_across(axes, lambda ticks: write_numbers(ticks, format_number, sheet.language))
    unit = message("chart-unit-cost-axis", sheet.language, unit=name_currency("mad", sheet.language))
    box = axes.get_position()
    middle = (box.x0 + box.x1) / 2
    from_start = (1 - middle if sheet.is_rtl else middle) * WIDTH_CM
    sheet.write(unit, from_start, _HEAD + n_years * _ROW + 0.85, size=SMALL, colour=GREY, align="centre")


def _is_outlier(rows: pd.DataFrame, quartiles: np.ndarray) -> pd.Series:
    reach = 1.5 * (quartiles[2] - quartiles[0])
    return (rows["cost"] < quartiles[0] - reach) | (rows["cost"] > quartiles[2] + reach)


def _draw_dots(axes: Axes, rows: pd.DataFrame, *, years: list[int]) -> None:
    quartiles = np.quantile(rows["cost"], [0.25, 0.5, 0.75])
    marked = rows.assign(is_outlier=_is_outlier(rows, quartiles))
    for number, year in enumerate(years):
        mine = marked.loc[rows["year"] == year]
        heights = (number + 0.5) * _ROW + stack_dots(mine["cost"].to_numpy(), axes)
        for (_, row), y in zip(mine.iterrows(), heights, strict=True):
            colour = COMPARISON if row["is_outlier"] else SUPPORT
            approximate = bool(row["is_approximate"])
            axes.plot(
                [row["cost"]],
                [y],
                marker="s" if row["is_outlier"] else "o",
                markersize=_DOT,
                color=colour,
                markerfacecolor="white" if approximate else colour,
                zorder=3,
            )


def stack_dots(values: np.ndarray, axes: Axes) -> np.ndarray:
    """Move dots that would lie on one another up and down, the same way every time; centimetres."""
    low, high = axes.get_xlim()
    width = axes.get_position().width * WIDTH_CM / (high - low)
    placed: list[tuple[float, float]] = []
    for value in values * width:
        for shift in (0.0, -_STACK, _STACK, -2 * _STACK, 2 * _STACK):
            if all(np.hypot(value - x, shift - y) >= _STACK for x, y in placed):
                break
        placed.append((value, shift))
    return np.array([shift for _, shift in placed])


def _name_outliers(
    axes: Axes, rows: pd.DataFrame, quartiles: np.ndarray, *, years: list[int], language: Language
) -> None:
    """Name each outlier on the first side of its dot that is free of dots and of other names."""
    per_unit = axes.get_position().width * WIDTH_CM / (axes.get_xlim()[1] - axes.get_xlim()[0])
    outliers = rows.loc[_is_outlier(rows, quartiles)]
    for year, mine in outliers.groupby("year"):
        y = (years.index(year) + 0.5) * _ROW  # type: ignore[arg-type]
        costs = rows.loc[rows["year"] == year, "cost"].to_numpy() * per_unit
        taken = [_Box(cost - 0.1, cost + 0.1, -0.1, 0.1) for cost in costs]
        for _, row in mine.iterrows():
            text = isolate(str(row["place_ar"] if language == "ar" else row["place_fr"]), None)
            width = measure_text(text, SMALL)
            box = _find_room(float(row["cost"]) * per_unit, width, taken)
            taken.append(box)
            axes.annotate(
                as_line(text, language),
                ((box.left + box.right) / 2 / per_unit, y + (box.top + box.bottom) / 2),
                xytext=(0, -HALF_CAPITAL * SMALL),
                textcoords="offset points",
                ha="center",
                va="baseline",
                color=COMPARISON_TEXT,
                fontproperties=font(SMALL),
                annotation_clip=False,
            )


@dataclass(frozen=True, slots=True)
class _Box:
    """A box in centimetres: across from the left of the axis, down from the middle of a row."""

    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            min(self.right, other.right) > max(self.left, other.left)
            and min(self.bottom, other.bottom) > max(self.top, other.top)
        )  # fmt: skip


def _find_room(x: float, width: float, taken: list[_Box]) -> _Box:
    half = 0.14
    places = [
        _Box(x + _CLEAR, x + _CLEAR + width, -half, half),
        _Box(x - _CLEAR - width, x - _CLEAR, -half, half),
        _Box(x - width / 2, x + width / 2, -0.25 - half, -0.25 + half),
        _Box(x - width / 2, x + width / 2, 0.25 - half, 0.25 + half),
    ]
    inside = [box for box in places if box.left >= 0 and box.right <= _WIDEST]
    free = (box for box in inside if not any(box.meets(other) for other in taken))
    return next(free, (inside or places)[-1])
