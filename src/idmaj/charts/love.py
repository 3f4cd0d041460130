"""Love plot: are the groups alike, before and after weighting?"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from idmaj.charts.arms import name_arm, name_covariate
from idmaj.charts.selection import keep_shown
from idmaj.charts.sheet import MARGIN, Sheet, open_sheet
from idmaj.charts.style import (
    GREY,
    GRID,
    INK,
    NORMAL,
    PALE_BLUE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    in_house_style,
    measure_text,
)
from idmaj.charts.ticks import draw_ticks_across, write_numbers
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import Language, format_number, format_signed, isolate, message, strip_isolates

_ROW = 0.55
_HEAD = 0.7
_AXIS = 0.7
_POPULATIONS = ("unweighted", "weighted")


@in_house_style
def draw_love(
    estimates: pd.DataFrame,
    study: Study,
    language: Language,
    *,
    outcome: str = "",
    title: str | None = None,
) -> Figure:
    """Draw the standardised differences of the covariates.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``balance``, scale
        ``standardised_difference``, role ``diagnostic``, term = covariate, population ``unweighted`` or
        ``weighted``.
    study, language
        Names, limit and words.
    outcome
        Outcome whose people are compared; groups can differ from one outcome to the next, because
        not everybody is observed for each. By default all rows, which must then agree.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Open circles before weighting, filled ones after it; the study's limit as lines.

    Raises
    ------
    RenderError
        When there is no row, or a covariate stands twice.
    """
    table = arrange_balance(estimates, outcome)
    limit = study.gates.standardised_difference
    sheet = open_sheet(
        study,
        language,
        body=_HEAD + len(table) * _ROW + _AXIS,
        title=title,
        subtitle=message(
            "chart-love-subtitle",
            language,
            support=name_arm(study, "support", language),
            comparison=name_arm(study, "comparison", language),
        ),
        notes=[message("chart-love-limit", language, limit=_both_signs(limit, language))],
    )
    names = [name_covariate(study, str(name), language) for name in table.index]
    start = max(measure_text(name, NORMAL) for name in names) + 0.6
    end = _write_values(sheet, table)
    axes = sheet.add_axes(start, end, _HEAD, _HEAD + len(table) * _ROW)
    for number, name in enumerate(names):
        sheet.write(name, MARGIN, _HEAD + (number + 0.5) * _ROW)
    _draw_points(axes, table, limit=limit, language=language)
    if len(table.columns) > 1:
        _write_key(sheet, start)
    return sheet.figure


def arrange_balance(estimates: pd.DataFrame, outcome: str = "") -> pd.DataFrame:
    """Arrange standardised differences: a row a covariate, the largest first; a column before and after."""
    rows = estimates.loc[
        (estimates["estimator"] == "balance")
        & (estimates["scale"] == "standardised_difference")
        & (estimates["role"] == "diagnostic")
        & (estimates["subgroup"] == "all")
        & estimates["population"].isin(_POPULATIONS)
        & ((estimates["outcome"] == outcome) | (outcome == ""))
    ]
    rows = keep_shown(rows, what="balance").drop_duplicates(["term", "population", "estimate"])
    if rows.duplicated(["term", "population"]).any():
        raise RenderError("balance: a covariate has several differences; pass the rows of one outcome")
    table = rows.pivot_table(index="term", columns="population", values="estimate", sort=False)
    by_size = table.get("unweighted", table.iloc[:, 0]).abs().sort_values(ascending=False, kind="stable")
    return table.loc[by_size.index]


def _both_signs(limit: float, language: Language) -> str:
    return isolate(f"±{strip_isolates(format_number(limit, language, None))}")


def _draw_points(axes: Axes, table: pd.DataFrame, *, limit: float, language: Language) -> None:
    low = min(float(table.min().min()), -limit * 1.5)
    high = max(float(table.max().max()), limit * 1.5)
    pad = 0.06 * (high - low)
    axes.set(xlim=(low - pad, high + pad), ylim=(len(table), 0))
    axes.axvspan(-limit, limit, color=PALE_BLUE, linewidth=0, zorder=0)
    for edge in (-limit, limit):
        axes.axvline(edge, color=GREY, linewidth=0.7, linestyle=(0, (3, 2)))
    axes.axvline(0, color=INK, linewidth=0.9)
    places = [number + 0.5 for number in range(len(table))]
    axes.hlines(places, low - pad, high + pad, color=GRID, linewidth=0.5, zorder=0.5)
    for population in table.columns:
        filled = population == "weighted"
        axes.plot(
            table[population], places, linestyle="none", zorder=4 if filled else 3, **_dot(filled=filled)
        )
    axes.set_yticks([])
    draw_ticks_across(axes, lambda ticks: write_numbers(ticks, format_signed, language), most=7)


def _dot(*, filled: bool) -> dict[str, Any]:
    face = SUPPORT if filled else "white"
    return {
        "marker": "o",
        "markersize": 5.5,
        "markerfacecolor": face,
        "markeredgecolor": SUPPORT,
        "markeredgewidth": 1.2,
    }


def _write_values(sheet: Sheet, table: pd.DataFrame) -> float:
    """Write the differences in columns on the far side and return where the axis ends."""
    end = WIDTH_CM - MARGIN
    for population in reversed([name for name in _POPULATIONS if name in table.columns]):
        head = message(f"chart-love-{population if len(table.columns) > 1 else 'difference'}", sheet.language)
        texts = [
            format_signed(value, sheet.language, 2) if pd.notna(value) else "" for value in table[population]
        ]
        width = max(measure_text(head, SMALL), *(measure_text(text, NORMAL) for text in texts))
        sheet.write(head, end, 0.15, size=SMALL, colour=GREY, align="end")
        for number, text in enumerate(texts):
            if text:
                sheet.write(text, end, _HEAD + (number + 0.5) * _ROW, align="end")
        end -= width + 0.35
    return end - 0.1


def _write_key(sheet: Sheet, start: float) -> None:
    place = start
    for population in _POPULATIONS:
        text = message(f"chart-love-{population}", sheet.language)
        dot = sheet.figure.add_artist(_key_dot(sheet, place + 0.1, filled=population == "weighted"))
        dot.set_zorder(4)
        sheet.write(text, place + 0.3, 0.15, size=SMALL, colour=GREY)
        place += measure_text(text, SMALL) + 0.9


def _key_dot(sheet: Sheet, x: float, *, filled: bool) -> Line2D:
    place = [sheet.across(x)], [sheet.down(0.13)]
    return Line2D(*place, linestyle="none", transform=sheet.figure.transFigure, **_dot(filled=filled))
