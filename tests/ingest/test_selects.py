"""Selects split into a column for each choice: the text says whether it was asked, parts may only agree.

The expected answers of the instrument's submissions are those of its text columns (tests/exports), in the
exports of Kobo and of ODK Central; ODK's zeros where nothing was asked are filled in as its exporter does.
"""

import csv
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from idmaj.ingest.forms.model import Choice
from idmaj.ingest.labels import ChoiceReader
from idmaj.ingest.readings import KINDS
from idmaj.ingest.selects import join_split

EXPORTS = Path(__file__).parents[1] / "exports" / "instrument"
CHOICES = (
    Choice("1", {"fr": "Contrat"}, "contract"),
    Choice("2", {"fr": "CNSS"}, "cnss"),
    Choice("-99", {"fr": "Ne sait pas"}, missing="dk"),
)


def join(parts, parent=None, zero_means_asked=True, choices=CHOICES):
    columns = {code: pa.array(cells, pa.string()) for code, cells in parts.items()}
    text = None if parent is None else pa.array(parent, pa.string())
    return join_split(
        columns, text, ChoiceReader(choices, {}, language=None), zero_means_asked=zero_means_asked
    )


def kinds(reading):
    return [KINDS[code] for code in reading.kinds]


@pytest.mark.parametrize(
    ("yes", "no"),
    [("1", "0"), ("True", "False"), ("TRUE", "FALSE"), ("yes", "no"), ("1.0", "0.0"), ("VRAI", "FAUX"), ("Oui", "Non"),
     ("نعم", "لا"), ("1", "")],
)  # fmt: skip
def test_parts_in_every_usual_writing(yes, no):
    reading = join({"1": [yes, no, yes, ""], "2": [yes, yes, no, ""]})
    assert reading.values.to_pylist() == ["cnss contract", "cnss", "contract", None]
    assert kinds(reading) == ["", "", "", "blank"]
    assert reading.faults == ()


def test_a_part_may_repeat_its_code_or_label():
    assert join({"2": ["2", "CNSS", "cnss", ""]}).values.to_pylist() == ["cnss", "cnss", "cnss", None]


def test_zeros_beside_a_blank_text_are_no_answers():
    reading = join({"1": ["0", "0", ""], "2": ["0", "1", ""]}, ["", "2", ""], zero_means_asked=False)
    assert reading.values.to_pylist() == [None, "cnss", None]
    assert kinds(reading) == ["blank", "", "blank"]
    assert reading.faults == ()


def test_a_row_of_zeros_alone_is_an_answer_where_the_platform_writes_them_so():
    parts = {"1": ["0", "", "1"], "2": ["0", "", "0"]}
    assert join(parts).values.to_pylist() == ["", None, "contract"]
    assert join(parts, zero_means_asked=False).values.to_pylist() == [None, None, "contract"]


def test_text_and_parts_that_contradict_each_other_are_told():
    reading = join({"1": ["1", "1", "0", ""], "2": ["0", "0", "0", ""]}, ["1", "2", "", "1"])
    assert reading.values.to_pylist() == ["contract", None, None, "contract"]
    assert [(f.message, f.cell, f.positions.tolist(), f.is_read) for f in reading.faults] == [
        ("cell-parts-differ", "2", [1], False)
    ]
    taken = join({"1": ["1"]}, [""])
    assert [f.message for f in taken.faults] == ["cell-parts-differ"] and kinds(taken) == ["unparseable"]


def test_a_choice_without_a_column_comes_from_the_text():
    assert join({"1": ["1", "0"]}, ["1 2", "2"]).values.to_pylist() == ["cnss contract", "cnss"]


def test_parts_save_a_text_that_cannot_be_read():
    reading = join({"1": ["1", "0"], "2": ["1", "0"]}, ["Contrat/CNSS", "zzz"])
    assert reading.values.to_pylist() == ["cnss contract", None]
    assert [(f.message, f.is_read) for f in reading.faults] == [
        ("cell-read-from-parts", True),
        ("cell-unknown-choice", False),
    ]


def test_a_part_that_is_neither_taken_nor_left_is_told():
    reading = join({"1": ["peut-être", "1"], "2": ["1", "0"]})
    assert reading.values.to_pylist() == [None, "contract"]
    assert [f.message for f in reading.faults] == ["cell-unknown-choice"]
    assert join({"1": ["peut-être"]}, ["2"]).values.to_pylist() == ["cnss"]


def test_missing_and_nothing():
    assert kinds(join({"1": ["0"], "-99": ["1"]})) == ["dk"]
    assert len(join({"1": []}).values) == 0
    assert join({}, ["1 2", ""]).values.to_pylist() == ["cnss contract", None]


def test_more_parts_than_bits():
    choices = tuple(Choice(f"c{n}", {}) for n in range(100))
    parts = {f"c{n}": ["1" if n == row else "0" for row in range(100)] for n in range(100)}
    assert join(parts, choices=choices).values.to_pylist() == [f"c{n}" for n in range(100)]


def test_the_instruments_submissions_are_the_same_however_they_are_split():
    file = EXPORTS / "kobo" / "xml_both.csv"
    kobo = list(csv.reader(file.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    with zipfile.ZipFile(EXPORTS / "odk_central" / "central_default.zip") as archive:
        text = archive.read("reintegration_followup.csv").decode("utf-8")
    central = list(csv.reader(io.StringIO(text)))
    answers = {row[central[0].index("KEY")].removeprefix("uuid:"): row for row in central[1:]}
    for question in ("formality", "ent_close_reason"):
        (place,) = [n for n, h in enumerate(kobo[0]) if h.endswith(f"/{question}")]
        (there,) = [n for n, h in enumerate(central[0]) if h.endswith(f"-{question}")]
        codes = {h.split("/")[-1]: n for n, h in enumerate(kobo[0]) if f"{question}/" in h}
        choices = tuple(Choice(code, {}) for code in codes)
        parts = {code: [row[n] for row in kobo[1:]] for code, n in codes.items()}
        filled = {code: [cell or "0" for cell in cells] for code, cells in parts.items()}
        texts = [row[place] for row in kobo[1:]]
        expected = [" ".join(sorted(cell.split())) or None for cell in texts]
        assert join(parts, None, choices=choices).values.to_pylist() == expected
        assert join(parts, texts, choices=choices).values.to_pylist() == expected
        central_like = join(filled, texts, zero_means_asked=False, choices=choices)
        assert central_like.values.to_pylist() == expected and central_like.faults == ()
        keys = [row[kobo[0].index("_uuid")] for row in kobo[1:]]
        seen = [answers[key] for key in keys]
        status = central[0].index("Status")
        read = ChoiceReader(choices, {}, language=None).read_several(pa.array([row[there] for row in seen]))
        for row, answer, wanted in zip(seen, read.values.to_pylist(), expected, strict=True):
            assert answer == (None if row[status] else wanted)
        assert 20 < sum(answer is not None for answer in expected) < 110
