"""Numbers of a survey: one decimal sign for a column, and nothing that a cell does not say.

Expected readings of `267 788,01` in the spellings of three locales: the table of the survey of exports
(CLDR's separators for fr, ar-MA and en); the lost digits are those of the damaged export in
tests/exports/instrument.
"""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from idmaj.ingest.numbers import NumberEvidence, NumberReader, NumberStyle, survey_numbers
from idmaj.ingest.readings import KINDS

EXPORTS = Path(__file__).parents[1] / "exports" / "instrument"
POINT, COMMA, OPEN = NumberStyle(".", True), NumberStyle(",", True), NumberEvidence()


def read(cells, style=OPEN, sentinels=None, is_whole=False):
    return NumberReader(style, sentinels=sentinels or {}, is_whole=is_whole).read(
        pa.array(cells, pa.string())
    )


def kinds(reading):
    return [KINDS[code] for code in reading.kinds]


def faults(reading):
    return {fault.cell: fault.message for fault in reading.faults}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("267788.01", 267788.01), ("267,788.01", 267788.01), ("267.788,01", 267788.01), ("267 788,01", 267788.01),
        ("267\u00a0788,01", 267788.01), ("267\u202f788,01", 267788.01), ("267\u2009788", 267788.0),
        ("267'788.01", 267788.01), ("267’788.01", 267788.01), ("٢٦٧٬٧٨٨٫٠١", 267788.01), ("٢٥٠٠", 2500.0),
        ("۲۵۰۰", 2500.0), ("١٢،٥", 12.5), ("−99", -99.0), ("–99", -99.0), ("- 99", -99.0), ("+5", 5.0), (".5", 0.5),
        ("1,234,567", 1234567.0), ("1.234.567", 1234567.0), ("0,125", 0.125), ("0.125", 0.125), ("1e-05", 1e-05),
        ("1.5E+16", 1.5e16), ("2500 DH", 2500.0), ("DH 2 500", 2500.0), ("2500DHS", 2500.0), ("2 500,50 Dh.", 2500.5),
        ("MAD 2500", 2500.0), ("2500 درهم", 2500.0), ("\u200f٢٥٠٠ د.م.\u200f", 2500.0), ("-500 dirhams", -500.0),
        ("  12 ", 12.0), ("1000,5", 1000.5), ("٢٦٧,٧٨٨٫٠١", 267788.01), ("007", 7.0), ("\u20602500\u2060", 2500.0),
    ],
)  # fmt: skip
def test_a_cell_that_says_one_number_is_read_alone(cell, expected):
    reading = read([cell])
    assert reading.values.to_pylist() == [expected]
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1,500", "cell-ambiguous-number"), ("1.500", "cell-ambiguous-number"), ("-12,345", "cell-ambiguous-number"),
        ("1,500 DH", "cell-ambiguous-number"), ("2000-3000", "cell-range"), ("2000 à 3000", "cell-range"),
        ("٢٠٠٠ - ٣٠٠٠", "cell-range"), ("Below K100,000", "cell-range"), (">500", "cell-range"), ("3k", "cell-range"),
        ("3 000+", "cell-range"), ("environ 500", "cell-range"), ("أكثر من ٥٠٠", "cell-range"), ("~500", "cell-range"),
        ("entre 500 et 600", "cell-range"), ("3 mille", "cell-range"), ("????", "cell-lost-signs"),
        ("-???", "cell-lost-signs"), ("?", "cell-lost-signs"), ("??.??", "cell-lost-signs"),
        ("(500)", "cell-not-a-number"), ("5-", "cell-not-a-number"), ("12%", "cell-not-a-number"),
        ("1 23", "cell-not-a-number"), ("1,500,00", "cell-not-a-number"), ("1E5", "cell-not-a-number"),
        ("nan", "cell-not-a-number"), ("inf", "cell-not-a-number"), ("Infinity", "cell-not-a-number"),
        ("0x10", "cell-not-a-number"), ("1_000", "cell-not-a-number"),
        ("²", "cell-not-a-number"), ("--5", "cell-not-a-number"), ("n/a", "cell-not-a-number"),
        ("500 ريال", "cell-not-a-number"), ("deux mille", "cell-not-a-number"),
    ],
)  # fmt: skip
def test_a_cell_that_says_no_certain_number_is_a_fault_and_no_value(cell, message):
    reading = read([cell, "7"])
    assert reading.values.to_pylist() == [None, 7.0]
    assert kinds(reading) == ["unparseable", ""]
    assert [(f.message, f.cell, f.positions.tolist(), f.is_read) for f in reading.faults] == [
        (message, cell, [0], False)
    ]


@pytest.mark.parametrize(
    ("column", "decimal"),
    [
        (["1,500", "12.5"], "."), (["1.500", "12,5"], ","), (["1,500", "1,500.25"], "."), (["1.500", "2 000,75"], ","),
        (["1.500", "3000"], ""), (["1,234,567", "1.500"], "."), (["12.5", "12,5"], ""), (["12.1234", "5"], "."),
        (["٢٥٠٠", "٢٫٥"], ""), (["", ""], ""), (["0,125"], ","), (["1.5 DH"], "."), (["1000.250"], "."),
    ],
)  # fmt: skip
def test_the_column_proves_the_decimal_sign(column, decimal):
    assert survey_numbers(pa.array(column)).decimal == decimal
    parts = [survey_numbers(pa.array([cell])) for cell in column]
    assert sum(parts, NumberEvidence()) == survey_numbers(pa.array(column))


def test_a_proven_sign_settles_the_cells_that_could_be_two():
    column = ["1,500", "12.5", "1.500", "2,500,000", "-1,500.25"]
    reading = read(column, survey_numbers(pa.array(column)))
    assert reading.values.to_pylist() == [1500.0, 12.5, 1.5, 2500000.0, -1500.25]
    commas = ["1.500", "12,5", "1,500", "2.500.000", "1 500,25", "1’500"]
    assert read(commas, survey_numbers(pa.array(commas))).values.to_pylist() == [
        1500.0, 12.5, 1.5, 2500000.0, 1500.25, 1500.0,
    ]  # fmt: skip


def test_a_column_that_proves_both_signs_reads_only_what_is_certain():
    column = ["12.5", "12,5", "1.500"]
    reading = read(column, survey_numbers(pa.array(column)))
    assert reading.values.to_pylist() == [12.5, 12.5, None]
    assert faults(reading) == {"1.500": "cell-ambiguous-number"}


def test_a_declared_sign_is_not_bent():
    assert read(["1,500", "1.500", "12,5"], POINT).values.to_pylist() == [1500.0, 1.5, None]
    assert read(["1,500", "1.500", "12.5"], COMMA).values.to_pylist() == [1.5, 1500.0, None]


def test_a_whole_number_cannot_be_a_fraction():
    reading = read(["1.500", "1.000", "12.5", "3.00"], is_whole=True)
    assert reading.values.to_pylist() == [1500.0, None, 12.5, 3.0]
    assert [(f.message, f.cell, f.is_read) for f in reading.faults] == [
        ("cell-ambiguous-number", "1.000", False),
        ("cell-not-whole", "12.5", True),
    ]


def test_another_currency_is_told():
    reading = read(["500 €", "$20", "300 EUR"])
    assert reading.values.to_pylist() == [500.0, 20.0, 300.0]
    assert set(faults(reading).values()) == {"cell-currency"} and all(f.is_read for f in reading.faults)


def test_codes_of_missing_values_are_kinds_however_they_are_written():
    cells = ["-99", "-99.0", "−99", "٩٩-", "-88", "99", "NSP", "nsp", ""]
    reading = read(cells, sentinels={"-99": "dk", "-88": "refused", "nsp": "dk"})
    assert kinds(reading) == ["dk", "dk", "dk", "unparseable", "refused", "", "dk", "dk", "blank"]
    assert reading.values.to_pylist() == [None] * 5 + [99.0] + [None] * 3


def test_a_code_is_a_code_only_where_the_form_says_so():
    assert read(["-99"]).values.to_pylist() == [-99.0]


def test_spaces_alone_are_a_blank():
    assert kinds(read(["", " ", "\u200f\u00a0", "0"])) == ["blank", "blank", "blank", ""]


def test_faults_name_every_row_and_blocks_share_what_was_read():
    reader = NumberReader(OPEN, sentinels={}, is_whole=False)
    first = reader.read(pa.array(["x", "1", "x", "y"]))
    assert {f.cell: f.positions.tolist() for f in first.faults} == {"x": [0, 2], "y": [3]}
    sliced = pa.array(["5", "x", "2,5", "x", "", "8"]).slice(1, 4)
    second = reader.read(sliced)
    assert second.values.to_pylist() == [None, 2.5, None, None]
    assert {f.cell: f.positions.tolist() for f in second.faults} == {"x": [0, 2]}
    assert second.faults[0].positions.dtype == np.int64


@pytest.mark.parametrize("cells", [[], [""], ["", ""], [None, "1"]])
def test_columns_of_nothing(cells):
    reading = read(cells)
    assert len(reading.values) == len(reading.kinds) == len(cells)
    assert survey_numbers(pa.array(cells, pa.string())) == NumberEvidence()


def test_digits_that_an_ansi_file_lost_are_told():
    file = EXPORTS / "damaged" / "ar_labels_cp1256_lost_digits_MUST_BE_REFUSED.csv"
    rows = list(csv.reader(file.open(encoding="cp1256", newline=""), delimiter=";"))
    (place,) = [n for n, name in enumerate(rows[0]) if name.endswith("(درهم؛ قد يكون سالبا)")]
    reading = read([row[place] for row in rows[1:]])
    assert faults(reading) == dict.fromkeys(["????", "-???", "???", "-??"], "cell-lost-signs")
    assert sum(len(fault.positions) for fault in reading.faults) == 41


def test_amounts_that_a_french_spreadsheet_rewrote_are_those_of_the_export():
    files = (
        (EXPORTS / "kobo" / "xml_both.csv", "utf-8-sig"),
        (EXPORTS / "damaged" / "fr_excel_cp1252.csv", "cp1252"),
    )
    found = {}
    for file, encoding in files:
        rows = list(csv.reader(file.open(encoding=encoding, newline=""), delimiter=";"))
        key = rows[0].index("_uuid")
        for place, name in enumerate(rows[0]):
            if name.endswith(("_30d", "_mad", "hours", "days_month", "n_workers")):
                cells = [row[place] for row in rows[1:]]
                reading = read(cells, survey_numbers(pa.array(cells)), {"-99": "dk", "-88": "refused"})
                values = zip(
                    (row[key] for row in rows[1:]), reading.values.to_pylist(), reading.kinds, strict=True
                )
                found.setdefault(name, []).append(sorted(values, key=lambda row: row[0]))
                assert reading.faults == ()
    assert len(found) >= 9
    for name, (export, damaged) in found.items():
        assert export == damaged, name
