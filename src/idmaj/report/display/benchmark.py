"""Notebook 05: a small cohort beside published rates, or why it cannot be set beside them."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import Chart, write_chart
from idmaj.charts.benchmark import describe_benchmark, draw_benchmark, title_benchmark
from idmaj.effects import estimate_study
from idmaj.ingest.benchmarks import read_benchmarks
from idmaj.report.benchmark import has_ratios, say_kind, say_size, select_rows, tell_use
from idmaj.report.benchmark_tables import build_rates_table, build_ratio_table, build_refused_table
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.document import Table
from idmaj.report.notes import say_notes
from idmaj.report.words import name_outcome
from idmaj.store import Evaluation
from idmaj.text import Language, message


def show_benchmark(evaluation: Evaluation, language: Language) -> Sheet:
    """Show each benchmark of a study: what the rates are, observed over expected, and what is not used.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where the study declares no benchmark. Numbers are not released.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    if not study.benchmark:
        return sheet.say(message("benchmark-none-declared", language))
    rates, _ = read_benchmarks(evaluation.workspace.root, study)
    rows = estimate_study(evaluation)["estimates"]
    for benchmark in study.benchmark:
        own = rates.loc[rates["benchmark"] == benchmark.id]
        sheet = sheet.say(name_outcome(study, benchmark.outcome, language), heading=True)
        if own.empty:
            sheet = sheet.say(message("benchmark-table-faulty", language))
            continue
        found = select_rows(rows, benchmark)
        sheet = sheet.say(say_kind(own, language))
        for sentence in tell_use(found, benchmark, study, language):
            sheet = sheet.say(sentence)
        sheet = _show_ratios(sheet, found, evaluation, benchmark.outcome)
        sheet = sheet.say(message("benchmark-description", language))
        if size := say_size(found, study, language):
            sheet = sheet.say(message("benchmark-size-heading", language), heading=True).list(size)
        sheet = _add_table(sheet, build_rates_table(own, benchmark, language, whole=True))
        refused = build_refused_table(own, language)
        sheet = sheet if refused is None else _add_table(sheet, refused)
    return sheet


def _show_ratios(sheet: Sheet, rows: pd.DataFrame, evaluation: Evaluation, outcome: str) -> Sheet:
    language = sheet.language
    refused = rows.loc[(rows["scale"] == "ratio") & rows["estimate"].isna(), "note"]
    reasons = list(dict.fromkeys(text for note in refused for text in say_notes(note, language)))
    table = build_ratio_table(rows, evaluation.study, language)
    if table is None or not has_ratios(rows):
        return sheet.list(reasons) if reasons else sheet
    notes = rows.loc[(rows["scale"] == "ratio") & rows["estimate"].notna(), "note"]
    said = list(dict.fromkeys(text for note in notes for text in say_notes(note, language)))
    sheet = _add_table(sheet, table).list([message("benchmark-margins", language), *said, *reasons])
    return sheet.show(_draw(rows, evaluation, language, outcome))


def _draw(rows: pd.DataFrame, evaluation: Evaluation, language: Language, outcome: str) -> Chart:
    study = evaluation.study
    return write_chart(
        draw_benchmark(rows, study, language, outcome=outcome),
        f"benchmark-{outcome}",
        language,
        evaluation.folder / "charts",
        title=title_benchmark(study, language, outcome=outcome),
        alt=describe_benchmark(rows, study, language, outcome=outcome),
    )


def _add_table(sheet: Sheet, table: Table) -> Sheet:
    heads = [column.label for column in table.columns]
    return sheet.say(table.caption, heading=True).tabulate(heads, table.rows)
