"""Notebook 01: what survey exports and registers brought, and what the checks of field data found."""

from __future__ import annotations

import pandas as pd

from idmaj.ingest import build_tables
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.field_quality.survey import FieldReport, report_study_surveys
from idmaj.store import Evaluation
from idmaj.text import Language, format_count, message

_SEVERITIES = ("blocking", "flagged", "note")


def show_field_checks(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what was recognised in survey exports, what the checks of field data found, and match rates.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    language
        Language of the words.

    Returns
    -------
    Sheet
        A list of what was recognised and a table of checks for each form; a table of links for each
        register. The full report lies in `data/processed/<study>/restricted/quality/`.

    Raises
    ------
    IngestProblems
        When the raw files cannot be used.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    reports = report_study_surveys(evaluation.workspace, study)
    if not reports:
        sheet = sheet.say(message("notebook-no-surveys", language))
    for report in reports:
        sheet = _show_report(sheet, report, language)
    rates = build_tables(evaluation)["link_rates"]
    return _show_rates(sheet, rates, language) if len(rates) else sheet


def _show_report(sheet: Sheet, report: FieldReport, language: Language) -> Sheet:
    sheet = sheet.say(report.file, heading=True).list(report.detected[language])
    if report.findings is None:
        return sheet
    checks = report.findings.checks
    if checks.empty:
        return sheet.say(message("notebook-no-check", language))
    found = checks.groupby(["severity", "check_id"], sort=False)["n"].sum().reset_index()
    ordered = found.sort_values("severity", key=lambda s: s.map(_SEVERITIES.index), kind="stable")
    headings = [message(f"notebook-{name}", language) for name in ("severity", "check", "cases")]
    lines = [
        [
            message("quality-severity", language, severity=str(line["severity"])),
            message(f"check-{line['check_id']}", language),
            format_count(int(line["n"]), language),
        ]
        for _, line in ordered.iterrows()
    ]
    return sheet.tabulate(headings, lines)


def _show_rates(sheet: Sheet, rates: pd.DataFrame, language: Language) -> Sheet:
    headings = [
        message(f"notebook-{name}", language) for name in ("file", "link-rule", "link-status", "rows")
    ]
    lines = [
        [
            str(line["source_file"]),
            message(f"link-rule-{str(line['rule']).replace('_', '-')}", language) if line["rule"] else "–",
            message(f"link-status-{str(line['status']).replace('_', '-')}", language),
            format_count(int(line["n_records"]), language),
        ]
        for _, line in rates.iterrows()
    ]
    return sheet.tabulate(headings, lines)
