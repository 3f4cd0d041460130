"""Published rates in words: what was printed and by whom, what is not used and why, what so few people allow."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.ingest.benchmarks import read_benchmarks
from idmaj.report.benchmark_tables import (
    as_whole,
    build_rates_table,
    build_ratio_table,
    build_refused_table,
)
from idmaj.report.document import Section
from idmaj.report.material import Material
from idmaj.report.rows import public_rows
from idmaj.study import Study
from idmaj.study.recidivism import Benchmark
from idmaj.text import Language, format_duration, format_percent, format_quantity, message

ESTIMATOR: Final = "observed_expected"
_NONE_OF_N: Final = "none of n"


def build_benchmark_sections(material: Material) -> list[Section]:
    """Build the section of each benchmark for the page edition, from released rows and the table alone.

    Parameters
    ----------
    material
        Released rows and the study file.

    Returns
    -------
    list of Section
        What kind of figures these are, whether they can be applied, what the number of people alone allows, observed
        over expected where it is public, the rates with sources and disagreements, the figures not used. Empty
        where the study declares no benchmark, or its table cannot be used.
    """
    study, language = material.study, material.language
    rates, _ = read_benchmarks(material.evaluation.workspace.root, study)
    rows = public_rows(material.released)
    sections = []
    for benchmark in study.benchmark:
        own = rates.loc[rates["benchmark"] == benchmark.id]
        if own.empty:
            continue
        found = select_rows(rows, benchmark)
        told = tell_use(found, benchmark, study, language)
        if not has_ratios(found) and is_since_declared(benchmark, study):
            told.append(message("benchmark-restricted", language))
        heading = message("benchmark-heading", language)
        paragraphs = (say_kind(own, language), *told, message("benchmark-description", language))
        size = tuple(say_size(found, study, language))
        table = build_rates_table(own, benchmark, language)
        sections.append(Section(heading, paragraphs, size, table=table, is_printed=False))
        if (ratios := build_ratio_table(found, study, language)) is not None:
            margins = (message("benchmark-margins", language),)
            sections.append(Section(ratios.caption, margins, table=ratios, is_printed=False))
        if (refused := build_refused_table(own, language)) is not None:
            sections.append(Section(refused.caption, table=refused, is_printed=False))
    return sections


def select_rows(rows: pd.DataFrame, benchmark: Benchmark) -> pd.DataFrame:
    """Select the rows of one benchmark for everybody, those without a number too."""
    is_own = rows["term"].map(lambda term: benchmark.id in term.split("|")[:2]).astype(bool)
    chosen = (rows["estimator"] == ESTIMATOR) & (rows["outcome"] == benchmark.outcome)
    return rows.loc[chosen & (rows["subgroup"] == "all") & is_own]


def has_ratios(rows: pd.DataFrame) -> bool:
    """Whether some ratio is known."""
    return bool(((rows["scale"] == "ratio") & rows["estimate"].notna()).any())


def is_since_declared(benchmark: Benchmark, study: Study) -> bool:
    """Whether the study file leads to the time since release; without a column or two dates nothing can be applied."""
    outcome = study.outcome[benchmark.outcome]
    return benchmark.since is not None or outcome.clock == "release" or outcome.clock_column is not None


def say_kind(rates: pd.DataFrame, language: Language) -> str:
    """Say whether the rates are press figures."""
    is_press = (rates["source_kind"] == "press").any()
    return message("benchmark-press" if is_press else "benchmark-published", language)


def tell_use(rows: pd.DataFrame, benchmark: Benchmark, study: Study, language: Language) -> list[str]:
    """Say that the benchmark cannot be applied, where it cannot."""
    unknown = rows["note"].str.split("|").map(lambda parts: "estimation-benchmark-since-unknown" in parts)
    is_unknown = bool(unknown.any()) or not is_since_declared(benchmark, study)
    return [message("benchmark-cannot", language)] if is_unknown and not has_ratios(rows) else []


def say_size(rows: pd.DataFrame, study: Study, language: Language) -> list[str]:
    """Say what the number of people alone allows, from rows that read no outcome."""
    alone = rows.loc[(rows["scale"] == "probability") & rows["term"].str.contains(_NONE_OF_N, regex=False)]
    said = []
    for _, row in alone.drop_duplicates("term").iterrows():
        start, end = (float(part) for part in str(row["term"]).split("|")[-2:])
        words = {
            "people": format_quantity(int(row["n"]), "person", language),
            "rate": format_percent(float(row["threshold"]), language, 1),
            "duration": _write_time(end, study, language),
            "chance": format_percent(float(row["estimate"]), language, 1),
        }
        if start == 0:
            said.append(message("benchmark-size-release", language, **words))
        else:
            since = _write_time(start, study, language)
            said.append(message("benchmark-size-later", language, since=since, **words))
    return said


def _write_time(time: float, study: Study, language: Language) -> str:
    """Write a time in the study's unit; whole years where it is months."""
    unit = study.study.time_unit
    if unit == "month" and time % 12 == 0:
        return format_duration(as_whole(time / 12), "year", language)
    return format_duration(as_whole(time), unit, language)
