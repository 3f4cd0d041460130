"""Checks of the tables that survey exports became, and the report on them."""

from __future__ import annotations

from pathlib import Path

from idmaj.ingest.exports import describe_export
from idmaj.ingest.survey import SurveyRun, describe_mapping
from idmaj.quality import CheckSettings, QualityFindings, run_checks
from idmaj.quality.folder import read_survey_tables
from idmaj.report.field_quality import FieldRecord, write_field_quality
from idmaj.text import LANGUAGES

SMALL_GROUP = 30
"""People below whom cases are listed and no rates are said."""

MOST_ROWS = 1_000_000
"""Interviews up to which checks run in memory; larger tables are checked in parts by whoever needs it."""


def report_survey(run: SurveyRun, *, timezone: str) -> tuple[QualityFindings | None, list[Path]]:
    """Check the tables of a survey and write the quality report beside them.

    Parameters
    ----------
    run
        Tables that `ingest_exports` made.
    timezone
        Where interviews took place.

    Returns
    -------
    findings, files
        What the checks found, and `quality.<language>.html` and `.xlsx` in the folder of the tables; None
        and nothing where nothing was written or the tables are too large.
    """
    if run.is_blocked or run.form is None or run.n_rows.get("interviews", 0) > MOST_ROWS:
        return None, []
    tables = read_survey_tables(run.folder, run.form)
    findings = run_checks(tables, settings=CheckSettings(timezone=timezone))
    detected = {
        language: [
            line
            for export, mapping in zip(run.exports, run.mappings, strict=True)
            for line in (*describe_export(export, language), *describe_mapping(export, mapping, language))
        ]
        for language in LANGUAGES
    }
    record = FieldRecord(run.read("ingest_runs"), run.read("set_aside"), detected)
    title = run.form.title or run.form.form_id or run.form.file
    is_small = tables.n_people < SMALL_GROUP
    return findings, write_field_quality(findings, record, run.folder, title=title, is_small=is_small)
