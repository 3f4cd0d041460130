"""What is declared about exports, checked before anything is read."""

from __future__ import annotations

from dataclasses import replace

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.date_order import declare_dates
from idmaj.ingest.exports.model import ExportSettings
from idmaj.ingest.forms.model import Form
from idmaj.ingest.zones import read_zone


def check_settings(settings: ExportSettings, form: Form) -> list[Problem]:
    """Find declarations that have no meaning.

    Parameters
    ----------
    settings
        What is declared; platform and encoding are checked where files are opened.
    form
        The form, in whose languages labels may be.

    Returns
    -------
    list of Problem
        Blocking ones, each with the name of the setting as its key.
    """
    problems: list[Problem] = []
    try:
        read_zone(settings.timezone)
    except IngestProblems as error:
        problems += [replace(problem, place=Place(key="timezone")) for problem in error.problems]
    if settings.date_format is not None:
        try:
            declare_dates(settings.date_format)
        except ValueError:
            arguments = {"value": settings.date_format, "example": "%d/%m/%Y"}
            problems.append(Problem("date-format-unknown", Place(key="date_format"), arguments=arguments))
    known = [language for language in form.languages if language]
    if settings.language is not None and known and settings.language not in known:
        arguments = {"value": settings.language, "known": ", ".join(known)}
        problems.append(Problem("language-not-of-form", Place(key="language"), arguments=arguments))
    return problems
