"""Answers of selects by code or label, one or several in a cell.

The joined labels of `Fiche anthropométrique, casier Stigmatisation` are those of the instrument's French
export; its lists and submissions are in tests/exports/instrument, where the codes of the same submissions
(export by names) are the expected values of the export by labels.
"""

import csv
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from idmaj.ingest.forms.model import Choice
from idmaj.ingest.labels import ChoiceReader
from idmaj.ingest.readings import KINDS

EXPORTS = Path(__file__).parents[1] / "exports" / "instrument"
YES_NO = (
    Choice("1", {"fr": "Oui", "en": "Yes", "ar": "نعم"}),
    Choice("0", {"fr": "Non", "en": "No", "ar": "لا"}),
)
BARRIERS = (
    Choice(
        "1", {"fr": "Fiche anthropométrique, casier", "en": "Criminal record", "ar": "السجل العدلي"}, "record"
    ),
    Choice("2", {"fr": "Stigmatisation", "en": "Stigma", "ar": "الوصم"}, "stigma"),
    Choice("10", {"fr": "Santé", "en": "Health / body", "ar": "الصحة"}, "health"),
    Choice("-99", {"fr": "Ne sait pas", "en": "Don’t know", "ar": "لا أعرف"}, missing="dk"),
    Choice("-88", {"fr": "Refus", "en": "Refused", "ar": "رفض"}, missing="refused"),
)


def one(cells, choices, words=None, language=None):
    return ChoiceReader(choices, words or {}, language=language).read(pa.array(cells, pa.string()))


def several(cells, choices=BARRIERS, words=None, language=None):
    return ChoiceReader(choices, words or {}, language=language).read_several(pa.array(cells, pa.string()))


def told(reading):
    return {fault.cell: fault.message for fault in reading.faults}


def kinds(reading):
    return [KINDS[code] for code in reading.kinds]


@pytest.mark.parametrize(
    "cell",
    [
        "1",
        "1.0",
        "Oui",
        "oui",
        " OUI ",
        "نعم",
        "\u200fنعم\u200f",
        "نَعَم",
        "Yes",
        "TRUE",
        "True",
        "VRAI",
        "١",
        "<b>Oui</b>",
    ],
)
def test_a_code_or_a_label_in_any_language_is_one_answer(cell):
    reading = one([cell, "0"], YES_NO, {"1": "true", "0": "false"})
    assert reading.values.to_pylist() == ["true", "false"]
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("2", "cell-unknown-choice"),
        ("peut-être", "cell-unknown-choice"),
        ("???", "cell-lost-signs"),
        ("?", "cell-lost-signs"),
    ],
)
def test_an_answer_that_the_form_does_not_know_is_told(cell, message):
    reading = one([cell, "1", "", cell], YES_NO)
    assert reading.values.to_pylist() == [None, "1", None, None]
    assert kinds(reading) == ["unparseable", "", "blank", "unparseable"]
    assert [(f.message, f.cell, f.positions.tolist()) for f in reading.faults] == [(message, cell, [0, 3])]


def test_the_words_of_the_tables():
    assert one(["2", "Stigma", "Santé"], BARRIERS).values.to_pylist() == ["stigma", "stigma", "health"]
    assert one(["2"], BARRIERS, {"2": "shame"}).values.to_pylist() == ["shame"]


def test_choices_that_mean_a_missing_value_are_kinds():
    reading = one(["-99", "Ne sait pas", "لا أعرف", "Dont know", "Refused", "-88.0"], BARRIERS)
    assert kinds(reading) == ["dk", "dk", "dk", "unparseable", "refused", "refused"]
    assert reading.values.to_pylist() == [None] * 6


def test_a_cell_of_two_codes_is_settled_by_the_language_of_the_column_alone():
    choices = (Choice("a", {"fr": "Pain", "en": "Bread"}), Choice("b", {"fr": "Douleur", "en": "Pain"}))
    assert told(one(["Pain"], choices)) == {"Pain": "cell-two-choices"}
    assert one(["Pain", "Bread"], choices, language="fr").values.to_pylist() == ["a", "a"]
    assert one(["Pain"], choices, language="en").values.to_pylist() == ["b"]


def test_labels_that_are_numbers_are_labels_where_a_language_is_declared():
    choices = (Choice("1", {"fr": "0"}), Choice("2", {"fr": "1"}), Choice("3", {"fr": "2"}))
    assert one(["1", "2"], choices).values.to_pylist() == ["1", "2"]
    assert one(["1", "2"], choices, language="fr").values.to_pylist() == ["2", "3"]


def test_codes_that_differ_by_a_zero_or_a_capital_stay_two():
    choices = tuple(Choice(code, {}) for code in ("007", "7", "A", "a"))
    assert one(["007", "7", "7.0", "A", "a"], choices).values.to_pylist() == ["007", "7", "7", "A", "a"]


def test_labels_that_differ_by_letters_that_fold_are_told_apart_by_the_very_text():
    choices = (Choice("1", {"ar": "على"}), Choice("2", {"ar": "علي"}))
    assert one(["على", "علي"], choices).values.to_pylist() == ["1", "2"]
    assert told(one(["عَلِي"], choices)) == {"عَلِي": "cell-two-choices"}


def test_yes_and_no_in_other_words():
    choices = (Choice("yes", {}), Choice("no", {}), Choice("maybe", {}))
    assert one(["TRUE", "n", "Oui", "1", "0"], choices).values.to_pylist() == [
        "yes",
        "no",
        "yes",
        "yes",
        "no",
    ]
    sexes = (Choice("1", {"fr": "Femme"}), Choice("0", {"fr": "Homme"}))
    assert one(["true", "oui"], sexes).values.to_pylist() == ["1", None]


def test_a_list_outside_the_form_keeps_its_codes():
    reading = one(["TM01", "1.0", "", "??"], ())
    assert reading.values.to_pylist() == ["TM01", "1", None, None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 2", "record stigma"), ("2 1", "record stigma"), ("10", "health"), ("1", "record"), ("1.0", "record"),
        ("1, 2", "record stigma"), ("2;10", "health stigma"),
        ("Fiche anthropométrique, casier Stigmatisation", "record stigma"),
        ("Stigmatisation, Fiche anthropométrique, casier", "record stigma"),
        ("Fiche anthropometrique, casier;santé", "health record"), ("Health / body\nStigma", "health stigma"),
        ("السجل العدلي الوصم", "record stigma"), ("الصحة", "health"), ("Stigma, السجل العدلي", "record stigma"),
    ],
)  # fmt: skip
def test_several_answers_use_up_the_whole_cell(cell, expected):
    reading = several([cell])
    assert reading.values.to_pylist() == [expected]
    assert reading.faults == ()


def test_a_joined_cell_that_cannot_be_used_up_is_told():
    cells = ["1 3", "Stigmatisation et autre", "Fiche anthropométrique", "Stigmatisations", "??? ????", "12"]
    reading = several(cells)
    assert reading.values.null_count == len(cells)
    assert told(reading) == dict.fromkeys(cells, "cell-unknown-choice") | {"??? ????": "cell-lost-signs"}


def test_a_joined_cell_of_two_meanings_is_told():
    choices = (Choice("a", {"fr": "Aide"}), Choice("b", {"fr": "Autre"}), Choice("c", {"fr": "Autre Aide"}))
    reading = several(["Autre Aide", "Aide Autre", "Autre Aide Autre", "Autre Aide Aide"], choices)
    assert reading.values.to_pylist() == [None, "a b", "b c", "a c"]
    assert told(reading) == {"Autre Aide": "cell-two-choices"}


def test_missing_among_several():
    reading = several(["-99", "Ne sait pas", "2 -99", ""])
    assert reading.values.to_pylist() == [None, None, "stigma", None]
    assert kinds(reading) == ["dk", "dk", "", "blank"]
    assert [(f.cell, f.message, f.is_read) for f in reading.faults] == [
        ("2 -99", "cell-missing-with-answers", True)
    ]


def test_many_labels_that_overlap_take_no_time():
    choices = tuple(Choice(str(n), {"fr": " ".join(["a"] * n)}) for n in range(1, 30))
    assert told(several([" ".join(["a"] * 60)], choices)) == {" ".join(["a"] * 60): "cell-two-choices"}


def instrument_lists():
    sheets = openpyxl.load_workbook(EXPORTS / "instrument_draft.xlsx", read_only=True)
    rows = list(sheets["choices"].iter_rows(values_only=True))
    heads = {str(name).strip(): place for place, name in enumerate(rows[0]) if name}
    languages = {"ar": "label::العربية (ar)", "fr": "label::Français (fr)", "en": "label::English (en)"}
    lists = {}
    for row in rows[1:]:
        if row[heads["list_name"]]:
            labels = {code: row[heads[name]] for code, name in languages.items()}
            lists.setdefault(row[heads["list_name"]], []).append(Choice(str(row[heads["name"]]), labels))
    survey = list(sheets["survey"].iter_rows(values_only=True))
    kinds = {str(row[1]): str(row[0]).split() for row in survey[1:] if row[0] and " " in str(row[0])}
    return {name: (kind[0], lists[kind[1]]) for name, kind in kinds.items() if kind[-1] in lists}


def test_every_select_of_the_instrument_is_the_same_by_label_as_by_name():
    names = list(
        csv.reader((EXPORTS / "kobo" / "xml_both.csv").open(encoding="utf-8-sig", newline=""), delimiter=";")
    )
    book = CalamineWorkbook.from_path(EXPORTS / "kobo" / "labels_ar.xlsx")
    labels = book.get_sheet_by_index(0).to_python()
    assert len(names) == len(labels)
    parts = {f"{parent}/" for parent in names[0]}  # columns of one choice each
    places = [
        (n, h.split("/")[-1])
        for n, h in enumerate(names[0])
        if h[: h.rfind("/") + 1] not in parts or "/" not in h
    ]
    n_answers = 0
    for question, (kind, choices) in instrument_lists().items():
        for place in [n for n, name in places if name == question]:
            by_name, by_label = ([str(row[place]) for row in rows[1:]] for rows in (names, labels))
            read = one if kind == "select_one" else several
            expected, found = read(by_name, choices), read(by_label, choices, language="ar")
            assert (question, told(expected), told(found)) == (question, {}, {})
            assert found.values.to_pylist() == expected.values.to_pylist()
            n_answers += len(found.values) - found.values.null_count
    assert n_answers > 2000
