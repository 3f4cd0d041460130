"""Read a survey form: XLSForm workbook, or the JSON content of a Kobo asset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.cells import clean_cell
from idmaj.ingest.forms.conventions import (
    KINDS_OF_FORMS,
    find_disclosure,
    find_explained,
    find_missing_kind,
    repeats_identifier,
)
from idmaj.ingest.forms.languages import read_language
from idmaj.ingest.forms.model import Choice, Form, Question
from idmaj.ingest.forms.sheets import FormSheets, Sheet, read_sheets
from idmaj.ingest.forms.survey_sheet import CLASSES, SurveyReading, check_references, walk_rows


def read_form(file: Path, shown: str | None = None) -> Form:
    """Read a survey form.

    Parameters
    ----------
    file
        XLSForm (.xlsx, .xls; also in the words of older forms, SurveyCTO and Kobo), or the JSON content
        of a Kobo asset. Beside the columns of XLSForm these are understood: `canonical`, `missing`,
        `reason_for`, `disclosure`, `unit` of questions; `canonical`, `missing` of choices
        (`forms/README.md`).
    shown
        Path in problems; the name of the file by default.

    Returns
    -------
    Form
        What can be doubted without making the form useless stands in `Form.notes`.

    Raises
    ------
    IngestProblems
        All that makes the form useless: no workbook, no survey sheet, no columns `type` and `name`,
        a list that is not there, a group that is not closed, a name twice in one group, a condition that
        refers to no question, a cell of our own columns that cannot be read.
    """
    shown = shown or file.name
    sheets = read_sheets(file, shown)
    survey = _require_survey(sheets, shown)
    choices, problems = _read_choices(sheets.choices, shown)
    reading = SurveyReading(shown, survey.name, choices, problems=problems)
    walk_rows(reading, survey.rows)
    check_references(reading)
    blocking = [problem for problem in reading.problems if problem.severity == "blocking"]
    if blocking:
        raise IngestProblems(blocking)
    return _complete(reading, sheets, survey)


def _require_survey(sheets: FormSheets, shown: str) -> Sheet:
    if sheets.survey is None:
        raise IngestProblems([Problem("form-without-survey", Place(file=shown))])
    missing = [name for name in ("type", "name") if name not in sheets.survey.columns]
    if missing:
        place = Place(file=shown, sheet=sheets.survey.name)
        raise IngestProblems(
            [Problem("form-column-missing", place, arguments={"name": name}) for name in missing]
        )
    if not sheets.survey.rows:
        raise IngestProblems([Problem("form-without-questions", Place(file=shown, sheet=sheets.survey.name))])
    return sheets.survey


def _read_choices(sheet: Sheet, shown: str) -> tuple[dict[str, tuple[Choice, ...]], list[Problem]]:
    lists: dict[str, dict[str, Choice]] = {}
    problems = []
    for row in sheet.rows:
        listed, code = clean_cell(row.get("list_name")), clean_cell(row.get("name"))
        if not listed or not code:
            continue
        missing = row.get("missing").lower()
        if missing and missing not in KINDS_OF_FORMS:
            place = Place(file=shown, sheet=sheet.name, row=row.row, column="missing")
            arguments = {"found": missing, "allowed": ", ".join(KINDS_OF_FORMS)}
            problems.append(Problem("form-missing-unreadable", place, arguments=arguments))
        kind = missing or ("" if row.get("canonical") else find_missing_kind(code, row.labels.values()))
        choice = Choice(code, row.labels, row.get("canonical"), kind)
        lists.setdefault(listed, {}).setdefault(code, choice)
    return {listed: tuple(codes.values()) for listed, codes in lists.items()}, problems


def _complete(reading: SurveyReading, sheets: FormSheets, survey: Sheet) -> Form:
    settings = sheets.settings
    languages = tuple(dict.fromkeys((*survey.languages, *sheets.choices.languages)))
    default = read_language(settings.get("default_language", ""))
    names = tuple(dict.fromkeys(language or default for language in languages))

    def named(labels: Mapping[str, str]) -> dict[str, str]:
        """Labels without a language are those of the default language, unless it has one of its own."""
        by_default = default if default not in labels else ""
        return {language or by_default: label for language, label in labels.items()}

    questions = _classify(reading)
    return Form(
        file=reading.shown,
        form_id=settings.get("form_id", ""),
        title=settings.get("form_title", ""),
        version=settings.get("version", ""),
        default_language=default,
        languages=names,
        questions=tuple(replace(question, labels=named(question.labels)) for question in questions),
        choices={
            listed: tuple(replace(choice, labels=named(choice.labels)) for choice in choices)
            for listed, choices in reading.choices.items()
        },
        group_labels={path: named(labels) for path, labels in reading.group_labels.items()},
        repeats=reading.repeats,
        notes=tuple(reading.problems),
    )


def _classify(reading: SurveyReading) -> list[Question]:
    """Add what depends on other questions: whose blank answer is explained, what identifies a person."""
    classed = []
    for question in reading.questions:
        row = reading.rows[question.path]
        listed = reading.choices.get(question.list_name, ())
        paths = ["/".join(question.groups[: n + 1]) for n in range(len(question.groups))]
        labels = [text for path in paths for text in reading.group_labels.get(path, {}).values()]
        by_rule = find_disclosure(
            question, is_identifying=question.path in reading.identifying, group_labels=labels
        )
        declared = next((known for known in CLASSES if known == row.get("disclosure").lower()), None)
        explained = row.get("reason_for") or find_explained(row.get("relevant"), listed)
        classed.append(replace(question, disclosure=declared or by_rule, reason_for=explained))
    identifying = {question.name: question for question in classed if question.disclosure == "id"}
    return [
        replace(question, disclosure="id")
        if not reading.rows[question.path].get("disclosure") and repeats_identifier(question, identifying)
        else question
        for question in classed
    ]
