"""The project's own form: what servers accept, and what the library reads from it."""

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pytest
import python_calamine
from pyxform.xls2xform import convert

from idmaj.ingest.dictionary import TABLES, find_column
from idmaj.ingest.forms import check_form, columns_of, compile_expression, read_form, words_of

ROOT = Path(__file__).parents[3]
FORM = ROOT / "forms/follow_up.xlsx"
EXPORTS = ROOT / "tests/exports/instrument"
LANGUAGES = ("العربية (ar)", "Français (fr)", "English (en)")
XFORMS = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def form():
    return read_form(FORM)


@pytest.fixture(scope="module")
def converted():
    return convert(str(FORM), validate=False)


def cells_of(sheet: str) -> list[dict[str, str]]:
    header, *rows = python_calamine.CalamineWorkbook.from_path(FORM).get_sheet_by_name(sheet).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_pyxform_converts_it_without_warnings(converted):
    assert converted.warnings == []
    languages = [
        node.get("lang") for node in ElementTree.fromstring(converted.xform).iter(f"{XFORMS}translation")
    ]
    assert languages == list(LANGUAGES)
    assert (
        'default="true()"'
        in re.search(f"<translation[^>]*{re.escape(LANGUAGES[0])}[^>]*>", converted.xform)[0]
    )


@pytest.mark.parametrize("file", [FORM, EXPORTS / "instrument_draft.xlsx"], ids=["follow_up", "draft"])
def test_questions_and_types_are_those_that_pyxform_sees(file):
    types = {
        "select_one": {"string"},
        "select_multiple": {"string"},
        "integer": {"int"},
        "text": {"string"},
        "date": {"date"},
        "month": {"date"},
        "datetime": {"dateTime"},
        "geopoint": {"geopoint"},
        "calculate": {"string"},
        "media": {"binary"},
        "note": {"string"},
        "meta": {"string", "binary"},
    }
    tree = ElementTree.fromstring(convert(str(file), validate=False).xform)
    binds = {node.get("nodeset"): node for node in tree.iter(f"{XFORMS}bind")}
    root = f"/{next(iter(binds)).split('/')[1]}/"
    seen = {
        path.removeprefix(root): bind.get("type")
        for path, bind in binds.items()
        if bind.get("type") and not path.endswith(("/instanceID", "/instanceName"))
    }
    seen = {path.removeprefix("meta/"): type_ for path, type_ in seen.items()}
    form = read_form(file)
    assert set(seen) == {question.path for question in form.questions}
    assert [q.path for q in form.questions if seen[q.path] not in types[q.kind]] == []


def test_checks_find_nothing(form):
    assert check_form(form) == []


def test_it_holds_the_draft(form, draft):
    assert {question.path for question in draft.questions} <= {question.path for question in form.questions}
    for question in draft.questions:
        ours = form.by_path[question.path]
        assert (ours.kind, ours.labels, ours.sentinels, ours.list_name, ours.reason_for) == (
            question.kind,
            question.labels,
            question.sentinels,
            question.list_name,
            question.reason_for,
        ), question.path
    for name, choices in draft.choices.items():
        ours = {choice.code: (choice.labels, choice.missing) for choice in form.choices[name]}
        assert {choice.code: (choice.labels, choice.missing) for choice in choices}.items() <= ours.items()
    assert (form.form_id, form.repeats, form.group_labels) == (
        draft.form_id,
        draft.repeats,
        draft.group_labels,
    )
    assert form.version > draft.version


def test_targets_are_in_the_dictionary_and_cover_it(form):
    targeted = {(question.table, question.column) for question in form.questions if question.table}
    assert [target for target in targeted if find_column(*target) is None] == []
    # Worked out of other answers or of coding in the office, never asked.
    derived = {("interviews", "labour_status"), ("interviews", "isco08_1d"), ("interviews", "interviewed_on")}
    known = {(table, column.name) for table, columns in TABLES.items() for column in columns}
    assert known - targeted == derived
    places = columns_of(form)
    assert len(set(places.values())) == len(places)


def test_every_text_stands_in_three_languages():
    for sheet in ("survey", "choices"):
        for row in cells_of(sheet):
            for kind in ("label", "hint", "constraint_message"):
                said = [bool(row.get(f"{kind}::{language}")) for language in LANGUAGES]
                assert len(set(said)) == 1, (sheet, row["name"], kind)
    asked = [
        row
        for row in cells_of("survey")
        if re.match("select|integer|text|date|geopoint|image|note", row["type"])
    ]
    assert [row["name"] for row in asked if not row[f"label::{LANGUAGES[0]}"]] == []
    assert [
        row["name"] for row in asked if row["constraint"] and not row[f"constraint_message::{LANGUAGES[0]}"]
    ] == []


def test_words_of_its_choices(form):
    words = {
        question.name: words_of(form, question) for question in form.questions if form.choices_of(question)
    }
    assert words["contact_outcome"]["5"] == "abroad"
    assert words["consent"] == {"1": "true", "0": "false", "-99": "-99", "-88": "-88"}
    assert words["jev_type"]["4"] == "imprisonment"
    for question in form.questions:
        column = find_column(question.table, question.column)
        given = {words[question.name][c.code] for c in form.choices_of(question) if not c.missing}
        assert all(re.fullmatch("[a-z0-9_]+", word) for word in given)
        if column is not None and column.words:
            assert given <= set(column.words)


def test_what_identifies_is_hidden(form):
    assert {question.name for question in form.questions if question.disclosure == "id"} == {
        "deviceid",
        "audit",
        "person_code",
        "person_code2",
        "roster_code",
        "gps",
        "equip_photo",
        "phone_next",
    }


def test_the_device_refuses_a_wrong_check_digit(form):
    with (EXPORTS / "expected_wave_interview.csv").open(encoding="utf-8", newline="") as opened:
        codes = sorted({row["person_id"] for row in csv.DictReader(opened)})
    wrong = [code[:6] + str((int(code[6]) + 1) % 10) + code[7] for code in codes]
    constraint = compile_expression(form.by_path["ident/person_code"].constraint)
    assert len(codes) == 14
    assert constraint.evaluate({}, 14, current=pa.array(codes)).to_pylist() == [True] * 14
    assert constraint.evaluate({}, 14, current=pa.array(wrong)).to_pylist() == [False] * 14


def flat_answers(submissions: list[dict[str, object]], form) -> dict[str, list[str]]:
    """Answers of the main table by name, from the JSON of Kobo's API."""
    paths = {question.path: question for question in form.of_table("")}
    return {q.name: [str(row.get(path, "")) for row in submissions] for path, q in paths.items()}


@pytest.mark.parametrize("which", ["draft", "form"])
def test_answers_of_the_real_exporter_obey_the_conditions(request, which):
    # 110 submissions that Kobo's exporter wrote; README of the folder names what was planted.
    form = request.getfixturevalue(which)
    submissions = json.loads((EXPORTS / "kobo/api_v2_data.json").read_text(encoding="utf-8"))
    submissions = submissions["results"] if isinstance(submissions, dict) else submissions
    assert len(submissions) == 110
    answers = {
        name: pa.array(column, pa.string()) for name, column in flat_answers(submissions, form).items()
    }
    found = {}
    for question in form.of_table(""):
        if not question.relevant or question.kind == "note":
            continue
        asked = compile_expression(question.relevant).evaluate(answers, 110).to_pylist()
        given = [cell != "" for cell in answers[question.name].to_pylist()]
        found[question.name] = sum(is_ and not may for is_, may in zip(given, asked, strict=True))
    # Three people refused the interview and yet are noted as agreeing to the matching: read in the file.
    assert sum(row.get("ident/consent") == "0" and "ident/consent_link" in row for row in submissions) == 3
    assert {name: n for name, n in found.items() if n} == {"consent_link": 3}
