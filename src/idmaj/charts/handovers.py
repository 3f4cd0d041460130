"""Published hand-overs: people and money by year, people by region."""

from __future__ import annotations

import unicodedata
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.sheet import MARGIN, Sheet, open_sheet
from idmaj.charts.style import (
    GREY,
    HALF_CAPITAL,
    INK,
    NORMAL,
    RULE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    font,
    in_house_style,
    measure_text,
)
from idmaj.charts.ticks import draw_ticks_across, keep_apart, set_ticks
from idmaj.errors import RenderError
from idmaj.study import SEVERAL_REGIONS, Study
from idmaj.text import (
    Language,
    format_count,
    format_number,
    format_quantity,
    format_year,
    has_message,
    isolate,
    message,
    name_currency,
)

REGIONS: Final = (
    "tanger-tetouan-al-hoceima", "l-oriental", "fes-meknes", "rabat-sale-kenitra", "beni-mellal-khenifra",
    "casablanca-settat", "marrakech-safi", "draa-tafilalet", "souss-massa", "guelmim-oued-noun",
    "laayoune-sakia-el-hamra", "dakhla-oued-ed-dahab",
)  # fmt: skip
"""The twelve regions of Morocco (decree 2-15-40 of 20 February 2015), in its order."""

_PANEL = 2.9
_PANEL_GAP = 1.25
_BAR = 0.46
_MILLION = 1_000_000
_SILENT: Final = {"n_people": "chart-handovers-no-people", "total_mad": "chart-handovers-no-money"}
"""What is said of the rows that do not state a column."""


@in_house_style
def draw_handover_years(
    handovers: pd.DataFrame, study: Study, language: Language, *, title: str | None = None
) -> Figure:
    """Draw people and money of the hand-overs by year; those without a date stand apart.

    Parameters
    ----------
    handovers
        The canonical table: one row a hand-over. Rows out of the totals (possible double counts) stay out.
    study, language
        Source and words.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Years run left to right in every language.

    Raises
    ------
    RenderError
        When no row enters the totals.
    """
    counted = _counted(handovers)
    years = _sum_by_year(counted)
    sheet = open_sheet(
        study,
        language,
        body=2 * (_PANEL + _PANEL_GAP) - 0.35,
        title=title,
        subtitle=message("chart-years-subtitle", language),
        notes=_count_notes(handovers, language, _SILENT),
    )
    panels = {
        "n_people": message("chart-years-people", language),
        "total_mad": message("chart-years-money", language, unit=name_currency("mad", language)),
    }
    for number, (column, heading) in enumerate(panels.items()):
        top = 0.15 + number * (_PANEL + _PANEL_GAP)
        sheet.write(heading, MARGIN, top, bold=True)
        axes = sheet.add_axes(0.2, WIDTH_CM - 0.2, top + 0.3, top + 0.3 + _PANEL)
        _draw_year_bars(axes, years, column, language=language)
    return sheet.figure


def _counted(handovers: pd.DataFrame) -> pd.DataFrame:
    counted = handovers.loc[handovers["in_totals"].astype(bool)]
    if counted.empty:
        raise RenderError("hand-overs: no row enters the totals")
    return counted


def _sum_by_year(counted: pd.DataFrame) -> pd.DataFrame:
    """Sum by year, every year of the range, then the rows without a date under 0; what nobody stated is empty."""
    held = counted["held_year"].fillna(0).astype(int)
    columns = counted.assign(n_people=counted["n_people"].astype(float))[["n_people", "total_mad"]]
    sums = columns.groupby(held).sum(min_count=1)
    dated = [year for year in sums.index if year]
    index = [*(range(min(dated), max(dated) + 1) if dated else ()), *([0] if 0 in sums.index else ())]
    return sums.reindex(index, fill_value=0)


def _count_notes(handovers: pd.DataFrame, language: Language, shown: dict[str, str]) -> list[str]:
    """Say what is counted, what is left out, and how many rows say nothing of what is shown."""
    counted = _counted(handovers)
    notes = [
        message(
            "chart-handovers-counted",
            language,
            handovers=format_quantity(len(counted), "handover", language),
            people=format_quantity(int(counted["n_people"].sum()), "person", language),
        )
    ]
    left_out = len(handovers) - len(counted)
    if left_out:
        notes.append(
            message(
                "chart-handovers-left-out",
                language,
                handovers=format_quantity(left_out, "handover", language),
            )
        )
    for column, message_id in shown.items():
        silent = int(counted[column].isna().sum())
        if silent:
            notes.append(
                message(message_id, language, handovers=format_quantity(silent, "handover", language))
            )
    return notes


def _draw_year_bars(axes: Axes, years: pd.DataFrame, column: str, *, language: Language) -> None:
    values = years[column].astype(float)
    places = [number + (0.6 if year == 0 else 0.0) for number, year in enumerate(years.index)]
    colours = [RULE if year == 0 else SUPPORT for year in years.index]
    axes.bar(places, values, width=0.62, color=colours, linewidth=0)
    axes.set(ylim=(0, max(float(values.max()), 1.0) * 1.18), xlim=(-0.6, places[-1] + 0.7))
    for place, value in zip(places, values, strict=True):
        axes.annotate(
            _write_sum(value, column, language),
            (place, 0 if pd.isna(value) else value),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontproperties=font(SMALL),
            color=INK if value > 0 else GREY,
        )
    names = [format_year(year) if year else message("chart-undated", language) for year in years.index]
    kept = keep_apart(axes, places, names)
    set_ticks(axes, "x", [places[number] for number in kept], [names[number] for number in kept])
    axes.tick_params(axis="x", length=0)
    axes.set_yticks([])


def _write_sum(value: float, column: str, language: Language) -> str:
    if pd.isna(value):
        return message("chart-unknown", language)
    if column == "total_mad" and value:
        return format_number(value / _MILLION, language, 1)
    return format_count(int(value), language)


@in_house_style
def draw_handover_regions(
    handovers: pd.DataFrame, study: Study, language: Language, *, title: str | None = None
) -> Figure:
    """Draw the people of the hand-overs by region, regions without any included.

    Parameters
    ----------
    handovers
        The canonical table: one row a hand-over. Rows out of the totals (possible double counts) stay out.
    study, language
        Source and words.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Bars start at the reading side: mirrored in Arabic. Rows of several regions, or of none named, stand
        apart below.

    Raises
    ------
    RenderError
        When no row enters the totals.
    """
    people = sum_by_region(_counted(handovers))
    names = [name_region(region, language) for region in people.index]
    height = len(people) * _BAR + 0.25
    sheet = open_sheet(
        study,
        language,
        body=height + 0.65,
        title=title,
        subtitle=message("chart-regions-subtitle", language),
        notes=_count_notes(handovers, language, {"n_people": _SILENT["n_people"]}),
    )
    start = max(measure_text(name, NORMAL) for name in names) + 0.4
    axes = sheet.add_axes(start, WIDTH_CM - 0.3, 0, height)
    _draw_region_bars(sheet, axes, people, names=names)
    return sheet.figure


def sum_by_region(counted: pd.DataFrame) -> pd.Series:
    """Sum people by region: the twelve, the largest first, then several regions, then not stated."""
    people = counted.groupby(counted["region"].map(_region_key))["n_people"].sum()
    known = people.reindex(
        [*REGIONS, *(r for r in people.index if r not in (*REGIONS, *_APART))], fill_value=0
    )
    apart = people.reindex([name for name in _APART if name in people.index])
    return pd.concat([known.sort_values(ascending=False, kind="stable"), apart]).astype(int)


_APART = ("several", "not-stated")


def _region_key(region: object) -> str:
    if not isinstance(region, str) or not region.strip():
        return "not-stated"
    if SEVERAL_REGIONS in region:
        return "several"
    plain = unicodedata.normalize("NFKD", region.lower())
    letters = "".join(sign if sign.isalnum() else "-" for sign in plain if not unicodedata.combining(sign))
    return "-".join(filter(None, letters.split("-")))


def name_region(region: str, language: Language) -> str:
    """Name a region by its key; one that is not known keeps the name of the source."""
    key = f"region-{region}"
    return message(key, language) if has_message(key, language) else isolate(region, None)


def _draw_region_bars(sheet: Sheet, axes: Axes, people: pd.Series, *, names: list[str]) -> None:
    places = [
        number * _BAR + (0.25 if region in _APART else 0) + _BAR / 2
        for number, region in enumerate(people.index)
    ]
    colours = [RULE if region in _APART else SUPPORT for region in people.index]
    axes.barh(places, people, height=_BAR * 0.66, color=colours, linewidth=0)
    top = max(int(people.max()), 1) * 1.12
    axes.set(ylim=(len(people) * _BAR + 0.25, 0), xlim=(0, top))
    if sheet.is_rtl:
        axes.invert_xaxis()
    for place, value, name in zip(places, people, names, strict=True):
        sheet.write(name, MARGIN, place)
        axes.annotate(
            format_count(int(value), sheet.language),
            (value, place),
            xytext=(-3 if sheet.is_rtl else 3, -HALF_CAPITAL * NORMAL),
            textcoords="offset points",
            ha="right" if sheet.is_rtl else "left",
            va="baseline",
            fontproperties=font(NORMAL),
            color=INK if value else GREY,
        )
    axes.set_yticks([])
    draw_ticks_across(
        axes, lambda ticks: [format_count(round(tick), sheet.language) for tick in ticks], most=5
    )
