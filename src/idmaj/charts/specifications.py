"""Specification curve: every defensible calculation in the order of its result, over what each one takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.calculations import name_choice
from idmaj.charts.contrast_words import note_smallest, note_withheld, say_contrast
from idmaj.charts.lines import draw_horizontal_grid
from idmaj.charts.selection import keep_shown
from idmaj.charts.sheet import MARGIN, Sheet, line_height, open_sheet
from idmaj.charts.smallest import find_smallest
from idmaj.charts.style import (
    BAND,
    GREY,
    INK,
    RULE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    in_house_style,
    measure_text,
    wrap_text,
)
from idmaj.charts.ticks import choose_ticks, set_ticks
from idmaj.charts.words import Measure
from idmaj.study import Study
from idmaj.text import Language, format_count, format_range, message

CURVE: Final = "specification_curve"
_POPULATION: Final = "population-specification|"
_SUMMARY: Final = "summary"
_HEAD: Final = 0.3
_PLOT: Final = 5.2
_GAP: Final = 0.3
_LABEL: Final = 6.4
_OWN: Final = frozenset({"all", "none"})
_AS_PLANNED: Final = "planned"


@dataclass(frozen=True)
class _Line:
    """A line of the table of dots: the words, and which specifications, in order, make that choice."""

    words: list[str]
    chosen: np.ndarray


@in_house_style
def draw_specifications(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw every specification of a planned estimate, in the order of its result.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``specification_curve`` of everybody (see
        `idmaj.effects.doubt.specification_curve`), and the primary row, which tells the planned one.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Estimates with intervals from the lowest to the highest along the reading direction, the planned one as a
        diamond; below, a dot for each choice that a specification makes: calculation, covariates, amounts.

    Raises
    ------
    RenderError
        When no specification may be shown.
    """
    rows = select_specifications(estimates, outcome=outcome)
    measure = Measure(str(rows["scale"].iloc[0]), study, outcome, language)
    smallest = find_smallest(measure)
    groups = _list_lines(rows, study, language)
    below = [_height(lines) + _GAP for lines in groups]
    sheet = open_sheet(
        study, language, body=_HEAD + _PLOT + sum(below), title=title,
        subtitle=say_contrast("chart-specifications-subtitle", rows, measure),
        notes=[
            *_explain(estimates, rows, measure),
            *note_smallest(measure, smallest),
            *note_withheld(_specifications(estimates, outcome), language),
        ],
    )  # fmt: skip
    limits = _limits(rows, smallest)
    ticks = choose_ticks(*limits, 6)
    numbers = measure.write_ticks(ticks)
    words = [line for lines in groups for one in lines for line in one.words]
    start = MARGIN + 0.3 + max(measure_text(text, SMALL) for text in [*words, *numbers])
    axes = _add_axes(sheet, start, _HEAD, _HEAD + _PLOT, n=len(rows))
    axes.set_ylim(*limits)
    axes.spines["bottom"].set_visible(False)
    draw_horizontal_grid(axes, numbers_on_right=sheet.is_rtl)
    set_ticks(axes, "y", ticks, numbers)
    _draw_curve(axes, rows, smallest)
    top = _HEAD + _PLOT + _GAP
    for lines, height in zip(groups, below, strict=True):
        _draw_dots(sheet, lines, start, top=top, planned=rows["is_planned"].to_numpy())
        top += height
    return sheet.figure


def select_specifications(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the specifications of an outcome in the order of their estimates; `is_planned` marks the plan's own.

    Raises
    ------
    RenderError
        When none may be shown.
    """
    rows = _specifications(estimates, outcome)
    rows = keep_shown(rows.loc[rows["estimate"].notna()], what=f"specifications of {outcome}")
    of_outcome = (estimates["outcome"] == outcome) & (estimates["subgroup"] == "all")
    primary = estimates.loc[of_outcome & (estimates["role"] == "primary"), "estimator"]
    planned = str(primary.iloc[0]) if len(primary) else ""
    parts = rows["population"].map(_split)
    is_planned = parts.map(lambda part: part[0] == planned and part[1] in _OWN and part[2] == _AS_PLANNED)
    return rows.assign(is_planned=is_planned.astype(bool)).sort_values("estimate", kind="stable")


def collect_specifications(
    rows: pd.DataFrame, study: Study, language: Language, *, outcome: str
) -> dict[str, str]:
    """Collect what the text in place of the chart says: how many, their range, and the planned estimate."""
    chosen = select_specifications(rows, outcome=outcome)
    measure = Measure(str(chosen["scale"].iloc[0]), study, outcome, language)
    low, high = float(chosen["estimate"].iloc[0]), float(chosen["estimate"].iloc[-1])
    planned = chosen.loc[chosen["is_planned"], "estimate"]
    return {
        "n": format_count(len(chosen), language),
        "range": format_range(low, high, language, measure.formatter(measure.digits(low, high))),
        "unit": measure.unit(),
        "value": measure.write_value(float(planned.iloc[0])) if len(planned) else "–",
    }


def _specifications(estimates: pd.DataFrame, outcome: str) -> pd.DataFrame:
    of_outcome = (estimates["outcome"] == outcome) & (estimates["subgroup"] == "all")
    is_one = estimates["population"].str.startswith(_POPULATION)
    return estimates.loc[of_outcome & (estimates["estimator"] == CURVE) & is_one]


def _split(population: str) -> tuple[str, str, str]:
    """Return the estimator, the covariates and the amounts of a specification."""
    estimator, covariates, *amounts = population.removeprefix(_POPULATION).split(";")
    return estimator, covariates, amounts[0] if amounts else _AS_PLANNED


def _list_lines(rows: pd.DataFrame, study: Study, language: Language) -> list[list[_Line]]:
    """List the lines of choices, group by group; a choice that all specifications make has none."""
    parts = pd.DataFrame(
        rows["population"].map(_split).tolist(), columns=["estimator", "covariates", "amounts"]
    )

    def say(column: str, value: str) -> str:
        if column == "estimator":
            return message(f"estimator-{value}", language)
        if value == _AS_PLANNED:
            return message("specification-planned", language)
        return name_choice(value, language, study=study)

    groups = []
    for column in map(str, parts):
        values = list(dict.fromkeys(sorted(parts[column], key=_rank)))
        if len(values) > 1:
            groups.append(
                [
                    _Line(wrap_text(say(column, v), _LABEL, SMALL), (parts[column] == v).to_numpy())
                    for v in values
                ]
            )
    return groups


def _rank(choice: str) -> tuple[bool, bool, str]:
    """All or none and what is as planned come first, then choices by name."""
    return choice not in _OWN | {_AS_PLANNED}, ":" in choice, choice


def _height(lines: list[_Line]) -> float:
    return sum(len(line.words) for line in lines) * line_height(SMALL)


def _add_axes(sheet: Sheet, start: float, top: float, bottom: float, *, n: int) -> Axes:
    axes = sheet.add_axes(start, WIDTH_CM - 0.3, top, bottom)
    axes.set_xlim((n - 0.4, -0.6) if sheet.is_rtl else (-0.6, n - 0.4))
    axes.set_xticks([])
    return axes


def _limits(rows: pd.DataFrame, smallest: float | None) -> tuple[float, float]:
    values = rows[["estimate", "conf_low", "conf_high"]].to_numpy(float)
    edge = 1.1 * smallest if smallest else 0.0
    low, high = min(float(np.nanmin(values)), -edge), max(float(np.nanmax(values)), edge)
    pad = 0.05 * (high - low) or 1.0
    return low - pad, high + pad


def _draw_curve(axes: Axes, rows: pd.DataFrame, smallest: float | None) -> None:
    if smallest is not None:
        axes.axhspan(-smallest, smallest, color=BAND, linewidth=0, zorder=0.2)
    axes.axhline(0, color=INK, linewidth=1.0, zorder=1.5)
    width = min(1.8, 60 / len(rows))
    for place, (_, row) in enumerate(rows.iterrows()):
        look: dict[str, Any] = {
            "color": SUPPORT if row["is_planned"] else RULE,
            "linewidth": width,
            "zorder": 2,
        }
        axes.plot([place, place], [row["conf_low"], row["conf_high"]], **look)
    for is_planned, marker, size, colour in ((False, "o", 3.2, GREY), (True, "D", 6.5, SUPPORT)):
        at = np.flatnonzero(rows["is_planned"].to_numpy() == is_planned)
        axes.plot(
            at, rows["estimate"].to_numpy(float)[at], marker=marker, markersize=size, color=colour, linestyle="",
            markeredgewidth=0, zorder=3 + is_planned,
        )  # fmt: skip


def _draw_dots(sheet: Sheet, lines: list[_Line], start: float, *, top: float, planned: np.ndarray) -> None:
    """Draw a group of lines: words beside, and a dot where a specification makes the choice."""
    height = _height(lines)
    axes = _add_axes(sheet, start, top, top + height, n=len(planned))
    axes.set(ylim=(height, 0), yticks=[])
    axes.spines["bottom"].set_visible(False)
    y = 0.0
    for line in lines:
        middle = y + len(line.words) * line_height(SMALL) / 2
        sheet.write_lines(line.words, MARGIN, top + middle, size=SMALL)
        axes.axhline(middle, color=BAND, linewidth=0.8, zorder=0)
        for which, marker, size, colour in ((~planned, "o", 3.2, GREY), (planned, "D", 5.0, SUPPORT)):
            at = np.flatnonzero(line.chosen & which)
            axes.plot(
                at, np.full(len(at), middle), marker=marker, markersize=size, color=colour, linestyle="",
                markeredgewidth=0, zorder=2,
            )  # fmt: skip
        y += len(line.words) * line_height(SMALL)


def _explain(estimates: pd.DataFrame, rows: pd.DataFrame, measure: Measure) -> list[str]:
    """Say how columns are ordered, what the diamond is, and where half of the results lie."""
    language = measure.language
    notes = [message("chart-specifications-order", language)]
    if rows["is_planned"].any():
        notes.append(message("chart-specifications-planned", language))
    of_outcome = (estimates["outcome"] == measure.outcome) & (estimates["subgroup"] == "all")
    summary = estimates.loc[of_outcome & (estimates["estimator"] == CURVE) & (estimates["term"] == _SUMMARY)]
    if len(summary) and pd.notna(summary["estimate"].iloc[0]):
        median = measure.write_value(float(summary["estimate"].iloc[0]))
        notes.append(message("chart-specifications-median", language, median=median, unit=measure.unit()))
    return notes
