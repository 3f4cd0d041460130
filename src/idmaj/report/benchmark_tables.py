"""Tables of published rates: those used, those not used and why, and observed over expected."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.charts.benchmark import name_dimension
from idmaj.report.document import Column, Table
from idmaj.report.words import phrase, say_horizon
from idmaj.study import Study
from idmaj.study.recidivism import Benchmark
from idmaj.text import (
    Language,
    Number,
    format_count,
    format_duration,
    format_number,
    format_percent,
    format_range,
    isolate,
    message,
)

OVERALL: Final = "overall"
MID_P: Final = "population-mid-p"
ENDS: Final = ("population-benchmark-low", "population-benchmark-high")
_FIGURES: Final = frozenset({"ratio"})
"""Reasons of figures that are numbers of times, not percentages."""


def build_rates_table(
    rates: pd.DataFrame, benchmark: Benchmark, language: Language, *, whole: bool = False
) -> Table:
    """Build the table of usable rates: of everybody and of the declared margins, or of all.

    Parameters
    ----------
    rates
        Rows of one benchmark.
    benchmark
        Its margins.
    language
        Reader's language.
    whole
        Whether every margin of the table is shown.
    """
    dimensions = {OVERALL, *(margin.dimension for margin in benchmark.margins)}
    usable = rates.loc[rates["is_usable"] & (rates["dimension"].isin(dimensions) | whole)]
    columns = tuple(
        Column(message(f"benchmark-column-{name}", language), is_number=name == "rate", width=width)
        for name, width in (
            ("group", 1.6), ("window", 1.0), ("rate", 0.8), ("agreement", 1.0), ("source", 1.0), ("remark", 3.0)
        )
    )  # fmt: skip
    lines = tuple(
        (
            name_group(row, language),
            _write_window(row, language),
            _write_rate(row, language),
            _say_agreement(row, language),
            isolate(str(row["source"])),
            str(row[f"remark_{language}"]),
        )
        for _, row in usable.iterrows()
    )
    return Table(message("benchmark-rates-table", language), columns, lines)


def build_refused_table(rates: pd.DataFrame, language: Language) -> Table | None:
    """Build the table of figures that are not used, with the reasons; None where there is none."""
    refused = rates.loc[~rates["is_usable"]]
    if refused.empty:
        return None
    columns = tuple(
        Column(message(f"benchmark-column-{name}", language), is_number=name == "figure", width=width)
        for name, width in (("group", 2.0), ("figure", 0.8), ("source", 1.0), ("reason", 2.0))
    )
    lines = tuple(
        (
            name_group(row, language),
            _write_figure(row, language),
            isolate(str(row["source"])),
            message(f"benchmark-reason-{row['reason']}", language),
        )
        for _, row in refused.iterrows()
    )
    return Table(message("benchmark-refused-table", language), columns, lines)


def build_ratio_table(rows: pd.DataFrame, study: Study, language: Language) -> Table | None:
    """Build the table of observed over expected, one margin a line; None where no ratio is known.

    Parameters
    ----------
    rows
        Rows of one benchmark (`select_rows`).
    study
        Names of horizons.
    language
        Reader's language.
    """
    ratios = rows.loc[(rows["scale"] == "ratio") & rows["estimate"].notna() & (rows["population"] == "")]
    if ratios.empty:
        return None
    looks = bool((ratios["interval"] == "sequence").any())
    names = (
        "by",
        "window",
        "people",
        "observed",
        "expected",
        "ratio",
        "looks" if looks else "exact",
        "mid-p",
        "ends",
    )
    heads = [
        message("brief-column-people" if name == "people" else f"benchmark-column-{name}", language)
        for name in names
    ]
    columns = tuple(Column(head, is_number=number > 1) for number, head in enumerate(heads))
    lines = tuple(_write_ratio(row, rows, study, language) for _, row in ratios.iterrows())
    return Table(message("benchmark-ratio-table", language), columns, lines)


def name_group(row: pd.Series, language: Language) -> str:
    """Name the people of a published figure: the table's own words, else its dimension and category."""
    own = str(row[f"label_{language}"])
    if row["dimension"] == OVERALL:
        return own or name_dimension(OVERALL, language)
    name = own or isolate(str(row["category"]))
    return phrase(
        "brief-measure", language, outcome=name_dimension(str(row["dimension"]), language), when=name
    )


def _write_ratio(row: pd.Series, rows: pd.DataFrame, study: Study, language: Language) -> tuple[str, ...]:
    same = rows.loc[(rows["term"] == row["term"]) & (rows["horizon"] == row["horizon"])]
    expected = same.loc[same["scale"] == "count", "estimate"]
    mid_p = same.loc[same["population"] == MID_P]
    ends = same.loc[same["population"].isin(ENDS), "estimate"]
    return (
        name_dimension(str(row["term"]).rpartition("|")[2], language),
        say_horizon(row, study, language),
        format_count(int(row["n"]), language),
        format_count(int(row["n_events"]), language),
        format_number(float(expected.iloc[0]), language, 2) if len(expected) else "—",
        format_number(float(row["estimate"]), language, 2),
        _write_range(row["conf_low"], row["conf_high"], language),
        _write_range(mid_p["conf_low"].iloc[0], mid_p["conf_high"].iloc[0], language) if len(mid_p) else "—",
        _write_range(ends.min(), ends.max(), language) if len(ends) else "—",
    )


def _write_range(low: float, high: float, language: Language) -> str:
    return format_range(float(low), float(high), language, _two_digits)


def _two_digits(value: Number, language: Language) -> str:
    return format_number(float(value), language, 2)


def _write_window(row: pd.Series, language: Language) -> str:
    if pd.isna(row["horizon"]):
        return ""
    duration = format_duration(as_whole(row["horizon"]), str(row["time_unit"]), language)
    return phrase("brief-within", language, duration=duration)


def _write_rate(row: pd.Series, language: Language) -> str:
    rate = format_percent(float(row["rate"]), language, 1)
    if row["low"] == row["high"] == row["rate"]:
        return rate
    low, high = float(row["low"]), float(row["high"])
    return phrase(
        "brief-value-range", language, value=rate, range=format_range(low, high, language, _percent)
    )


def _percent(value: Number, language: Language) -> str:
    return format_percent(float(value), language, 1)


def _write_figure(row: pd.Series, language: Language) -> str:
    if pd.isna(row["rate"]):
        return "—"
    if row["reason"] in _FIGURES:
        return format_number(float(row["rate"]) * 100, language, 1)
    return format_percent(float(row["rate"]), language, 2 if row["rate"] < 0.01 else 1)


def _say_agreement(row: pd.Series, language: Language) -> str:
    return message(f"benchmark-agreement-{row['agreement']}", language) if row["agreement"] else ""


def as_whole(value: float) -> float | int:
    """Write 4.0 as 4."""
    return int(value) if float(value).is_integer() else float(value)
