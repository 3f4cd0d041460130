"""`idmaj ingest`: exports of a form to tables and a quality report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from idmaj.errors import IngestProblems
from idmaj.identity import KEY_VARIABLE, read_key
from idmaj.ingest.exports import ExportSettings
from idmaj.ingest.survey import SurveyRun, SurveySettings, ingest_exports

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings


def ingest_files(
    files: Sequence[Path], form: Path, out: Path, options: Mapping[str, Any]
) -> tuple[SurveyRun, QualityFindings | None, list[Path]]:
    """Read exports with the options of the command line, and check the tables.

    Parameters
    ----------
    files, form, out
        Exports, form, and folder of the tables.
    options
        Options of `idmaj ingest` by name.

    Returns
    -------
    run, findings, report
        The tables, what the checks found, and the files of the quality report.
    """
    from idmaj.report.field_quality.survey import report_survey

    export = ExportSettings(
        platform=options["platform"],
        encoding=options["encoding"],
        separator=_unescape(options["separator"]),
        header_row=options["header_row"],
        sheet=options["sheet"],
        language=options["language"],
        decimal=options["decimal"],
        date_format=options["date_format"],
        timezone=options["timezone"],
    )
    try:
        key = _find_key(out)
    except IngestProblems as error:
        return SurveyRun(out, None, [], [], {}, error.problems), None, []
    settings = SurveySettings(
        export,
        key=key,
        is_fresh=options["fresh"],
        corrections=options["corrections"],
        as_csv=options["as_csv"],
    )
    run = ingest_exports(files, form, out, settings)
    return run, *report_survey(run, timezone=export.timezone)


def _find_key(out: Path) -> bytes | None:
    """Read the key of pseudonyms where one is named; None makes one of this run alone."""
    import os

    return read_key(out) if os.environ.get(KEY_VARIABLE) else None


def _unescape(separator: str | None) -> str | None:
    return "\t" if separator in {"\\t", "tab", "TAB"} else separator
