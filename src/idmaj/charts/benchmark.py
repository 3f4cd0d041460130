"""Small cohort beside published rates: observed over expected, one characteristic a row."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.rowchart import draw_rows
from idmaj.charts.rowmarks import RowEntry
from idmaj.charts.selection import keep_shown
from idmaj.charts.style import GREY, INK, SUPPORT
from idmaj.charts.words import Measure
from idmaj.charts.write import ALT_LIMIT
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import (
    Language,
    Number,
    format_count,
    format_number,
    format_percent,
    format_range,
    has_message,
    isolate,
    message,
    strip_isolates,
)

MID_P = "population-mid-p"
_EVERYBODY = "overall"


def draw_benchmark(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw observed over expected events by each published margin.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``observed_expected``, scale ``ratio``, of
        everybody at the latest horizon.
    study, language
        Names and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        A row a margin: the exact interval, below it the mid-p interval; 1 as a broken line.

    Raises
    ------
    RenderError
        When no ratio may be shown.
    """
    rows = select_benchmark(estimates, outcome=outcome)
    measure = Measure("ratio", study, outcome, language)
    mid_p = estimates.loc[(estimates["population"] == MID_P) & estimates["estimate"].notna()]
    entries = [
        RowEntry(
            name_dimension(_read_dimension(row), language), row, "o", SUPPORT,
            bold=_read_dimension(row) == _EVERYBODY, other=_find_other(mid_p, row),
        )
        for _, row in rows.iterrows()
    ]  # fmt: skip
    level = format_percent(float(rows["conf_level"].iloc[0]), language)
    one = format_number(1, language)
    figure = draw_rows(
        entries,
        measure,
        subtitle=message("chart-benchmark-subtitle", language, level=level),
        notes=[message("chart-benchmark-one", language, one=one), message("benchmark-description", language)],
        title=title,
    )
    axes = figure.axes[0]
    low, high = axes.get_xlim()
    if low <= 1 <= high:
        axes.axvline(1, color=GREY, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1)
    axes.axvline(0, color=INK, linewidth=0.7, zorder=1)
    return figure


def select_benchmark(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the ratios of an outcome at its latest horizon, everybody's rate first.

    Raises
    ------
    RenderError
        When no ratio may be shown.
    """
    rows = estimates.loc[
        (estimates["outcome"] == outcome)
        & (estimates["estimator"] == "observed_expected")
        & (estimates["scale"] == "ratio")
        & (estimates["subgroup"] == "all")
        & (estimates["population"] == "")
    ]
    shown = keep_shown(rows, what=f"observed over expected of {outcome}")
    latest = shown.loc[shown["time"] == shown["time"].max()]
    is_margin = latest["term"].map(lambda term: term.rpartition("|")[2] != _EVERYBODY)
    return latest.assign(_margin=is_margin).sort_values("_margin", kind="stable").drop(columns="_margin")


def describe_benchmark(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> str:
    """Say the chart in at most 150 characters.

    Raises
    ------
    RenderError
        When no ratio may be shown, or even the shortest text is too long.
    """
    first = select_benchmark(rows, outcome=outcome).iloc[0]
    arguments = {
        "outcome": study.outcome[outcome].label[language],
        "value": _write(first["estimate"], language),
        "range": format_range(float(first["conf_low"]), float(first["conf_high"]), language, _write),
        "n": format_count(int(first["n"]), language),
    }
    for name in ("chart-alt-benchmark", "chart-alt-benchmark.short", "chart-alt-benchmark.shortest"):
        text = strip_isolates(message(name, language, **arguments))
        if len(text) <= ALT_LIMIT:
            return text
    raise RenderError(f"alt text of benchmark ({language}) is too long")


def title_benchmark(study: Study, language: Language, *, outcome: str) -> str:
    """Name what the chart shows, without a finding."""
    return message("chart-title-benchmark", language, outcome=study.outcome[outcome].label[language])


def name_dimension(dimension: str, language: Language) -> str:
    """Name a margin of a table of published rates; one that the catalogue does not know as it stands."""
    known = f"benchmark-dimension-{dimension}"
    return message(known, language) if has_message(known, language) else isolate(dimension)


def _read_dimension(row: pd.Series) -> str:
    return str(row["term"]).rpartition("|")[2]


def _find_other(mid_p: pd.DataFrame, row: pd.Series) -> pd.Series | None:
    place = ["outcome", "horizon", "term", "subgroup", "scale"]
    same = mid_p.loc[(mid_p[place] == row[place]).all(axis=1)]
    return None if same.empty else same.iloc[0]


def _write(value: Number, language: Language) -> str:
    return format_number(float(value), language, 2)
