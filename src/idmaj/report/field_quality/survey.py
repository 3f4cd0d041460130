"""Checks of the tables that survey exports became, and the report on them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from idmaj.errors import Place, Problem
from idmaj.identity import read_key
from idmaj.ingest import ingest_study
from idmaj.ingest.exports import describe_export
from idmaj.ingest.survey import SurveyRun, describe_mapping
from idmaj.ingest.surveys import ingest_surveys
from idmaj.quality import CheckSettings, QualityFindings, run_checks
from idmaj.quality.folder import read_survey_tables
from idmaj.report.field_quality import FieldRecord, write_field_quality
from idmaj.store import Workspace
from idmaj.study import Study
from idmaj.text import LANGUAGES, Language

SMALL_GROUP = 30
"""People below whom cases are listed and no rates are said."""

MOST_ROWS = 500_000
"""Interviews up to which checks run: they hold all of them in memory."""


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
    if run.form is None:
        return None, []
    title = run.form.title or run.form.form_id or run.form.file
    return _report(run, run.folder, title=title, timezone=timezone)


@dataclass(frozen=True)
class FieldReport:
    """What became of the exports of one form of a study.

    Attributes
    ----------
    file
        The first export, as shown.
    detected
        Language → what was recognised, in sentences.
    findings
        What the checks found; None where exports cannot be used or are too many to be checked in memory.
    files
        Pages and workbooks of the quality report.
    """

    file: str
    detected: Mapping[Language, list[str]]
    findings: QualityFindings | None
    files: list[Path]

    @property
    def problems(self) -> list[Problem]:
        """Each check that is blocking until it is resolved, with the number of rows it found."""
        if self.findings is None:
            return []
        found = self.findings.checks[self.findings.checks["severity"] == "blocking"]
        problems = []
        for check_id, lines in found.groupby("check_id", sort=False):
            arguments = json.loads(lines["arguments"].iloc[0]) | {"times": int(lines["n"].sum())}
            problems.append(Problem(f"check-{check_id}", Place(file=self.file), "blocking", arguments))
        return problems


def report_study_surveys(workspace: Workspace, study: Study) -> list[FieldReport]:
    """Check the survey exports of a study against its roster and waves, and write the quality report.

    Parameters
    ----------
    workspace, study
        Where the files are, and what they mean. Nothing is done where no source has a form.

    Returns
    -------
    list of FieldReport
        One a form. The pages go to `data/processed/<study>/restricted/quality/`, a folder for each form.
    """
    if not any(source.form for source in study.source):
        return []
    key = read_key(workspace.root) if study.study.identifiers == "keyed" else b""
    roster = ingest_study(workspace, study, study.study.as_of).tables.get("persons")
    titles: dict[Language, str] = {language: study.study.title[language] for language in LANGUAGES}
    reports: list[FieldReport] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (run, positions) in enumerate(ingest_surveys(workspace.root, study, key, Path(folder))):
            findings, files = _report(
                run,
                workspace.restricted(study.id) / "quality" / str(number + 1),
                title=titles,
                timezone=study.source[positions[0]].timezone,
                roster=roster,
                waves=_waves(study),
                is_simulated=study.study.simulated,
            )
            detected = {language: _detected(run, language) for language in LANGUAGES}
            reports.append(FieldReport(study.source[positions[0]].file, detected, findings, files))
    return reports


def _report(
    run: SurveyRun,
    folder: Path,
    *,
    title: str | Mapping[Language, str],
    timezone: str,
    roster: pd.DataFrame | None = None,
    waves: Mapping[str, tuple[date, date]] | None = None,
    is_simulated: bool = False,
) -> tuple[QualityFindings | None, list[Path]]:
    if run.is_blocked or run.form is None or run.n_rows.get("interviews", 0) > MOST_ROWS:
        return None, []
    tables = read_survey_tables(run.folder, run.form, roster=roster, waves=waves)
    settings = CheckSettings(timezone=timezone, accepted=_accepted(run.folder))
    findings = run_checks(tables, settings=settings)
    detected = {language: _detected(run, language) for language in LANGUAGES}
    record = FieldRecord(run.read("ingest_runs"), run.read("set_aside"), detected, is_simulated)
    is_small = tables.n_people < SMALL_GROUP
    return findings, write_field_quality(findings, record, folder, title=title, is_small=is_small)


def _accepted(folder: Path) -> frozenset[tuple[str, str]]:
    """Findings that somebody has looked at and found right, by the file of corrections."""
    file = folder / "corrections.parquet"
    if not file.exists():
        return frozenset()
    lines = pq.read_table(file, columns=["status", "new_value", "submission_uuid"]).to_pylist()
    return frozenset(
        (line["new_value"], line["submission_uuid"]) for line in lines if line["status"] == "accepted"
    )


def _detected(run: SurveyRun, language: Language) -> list[str]:
    return [
        line
        for export, mapping in zip(run.exports, run.mappings, strict=True)
        for line in (*describe_export(export, language), *describe_mapping(export, mapping, language))
    ]


def _waves(study: Study) -> dict[str, tuple[date, date]] | None:
    """Windows of the waves that have both ends."""
    dated = {wave.id: (wave.opens_on, wave.closes_on) for wave in study.wave}
    whole = {name: (first, last) for name, (first, last) in dated.items() if first and last}
    return whole or None
