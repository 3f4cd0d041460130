"""Dates of a survey: what a column proves is read, what stays unclear is told.

Names of months are checked against CLDR (Babel), which nobody here wrote; the swapped and damaged columns
are those seen in field files (table of the survey of exports): every date as year-day-month, day and month
swapped cell by cell beside a start, serials 45632 (2024-12-06 in the 1900 system, 2028-12-07 in that of 1904).
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from babel.dates import format_date

from idmaj.ingest.dates import DateDecision, DateEvidence, DateReader, declare_dates, survey_dates
from idmaj.ingest.readings import KINDS

EXPORTS = Path(__file__).parents[1] / "exports" / "instrument"
WINDOW = (date(2024, 1, 1), date(2026, 12, 31))


def read(cells, decision=None, near=None, window=None):
    column = pa.array(cells, pa.string())
    days = None if near is None else pa.array([day and date.fromisoformat(day) for day in near], pa.date32())
    reader = DateReader(decision or survey_dates(column, days), window=window)
    return reader.read(column, days)


def shown(reading):
    return [day and day.isoformat() for day in reading.values.to_pylist()]


def told(reading):
    return {fault.cell: (fault.message, fault.is_read) for fault in reading.faults}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-12-06", "2024-12-06"), ("2024-12-06T10:52:00.000+01:00", "2024-12-06"), ("٢٠٢٤-١٢-٠٦", "2024-12-06"),
        ("2024-12-06 10:52:00", "2024-12-06"), ("20241206", "2024-12-06"), ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"), ("31.12.2024", "2024-12-31"), ("31-12-2024 15:04", "2024-12-31"),
        ("5/5/2024", "2024-05-05"), ("2024/12/31", "2024-12-31"), ("6 décembre 2024", "2024-12-06"),
        ("1er déc. 2024", "2024-12-01"), ("lundi 6 janvier 2025", "2025-01-06"), ("Dec 6, 2024", "2024-12-06"),
        ("6-Dec-2024", "2024-12-06"), ("2024 December 6", "2024-12-06"), ("٦ دجنبر ٢٠٢٤", "2024-12-06"),
        ("الجمعة 6 غشت 2024", "2024-08-06"), ("6 كانون الأول 2024", "2024-12-06"), ("6 ديسمبر، 2024", "2024-12-06"),
        ("September 18th, 2018", "2018-09-18"), ("18 de mai 2018", "2018-05-18"),
    ],
)  # fmt: skip
def test_a_cell_that_says_one_day_is_read_alone(cell, expected):
    reading = read([cell])
    assert shown(reading) == [expected]
    assert reading.faults == () and reading.precision.to_pylist() == ["day"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("06/12/2024", "cell-ambiguous-date"), ("06/12/24", "cell-ambiguous-date"), ("2024-02-30", "cell-not-a-date"),
        ("1446-06-05", "cell-hijri-date"), ("05/06/1446", "cell-hijri-date"), ("5 رجب 1446", "cell-hijri-date"),
        ("1446", "cell-hijri-date"), ("05/06/1446 هـ", "cell-hijri-date"), ("45632", "cell-not-a-date"),
        ("????-??-??", "cell-lost-signs"), ("??/??/????", "cell-lost-signs"), ("hier", "cell-not-a-date"),
        ("1899-12-31", "cell-not-a-date"), ("2101-01-01", "cell-not-a-date"), ("31/31/2024", "cell-not-a-date"),
        ("123/4/2024", "cell-not-a-date"), ("Dec-24", "cell-not-a-date"), ("12", "cell-not-a-date"),
        ("6 décembre", "cell-not-a-date"), ("0", "cell-not-a-date"), ("2024-13-32", "cell-not-a-date"),
    ],
)  # fmt: skip
def test_a_cell_that_says_no_certain_day_is_a_fault_and_no_value(cell, message):
    reading = read([cell, "2024-12-25", ""])
    assert shown(reading) == [None, "2024-12-25", None]
    assert [KINDS[code] for code in reading.kinds] == ["unparseable", "", "blank"]
    assert told(reading) == {cell: (message, False)}
    assert reading.precision.to_pylist() == [None, "day", None]


@pytest.mark.parametrize(
    ("cell", "expected", "precision"),
    [
        ("2024-09", "2024-09-15", "month"), ("09/2024", "2024-09-15", "month"), ("2024", "2024-07-01", "year"),
        ("septembre 2024", "2024-09-15", "month"), ("شتنبر 2024", "2024-09-15", "month"),
        ("٢٠٢٤", "2024-07-01", "year"), ("Sept. 2024", "2024-09-15", "month"),
    ],
)  # fmt: skip
def test_a_month_or_year_keeps_its_precision(cell, expected, precision):
    reading = read([cell, "2024-12-25"])
    assert shown(reading) == [expected, "2024-12-25"]
    assert reading.precision.to_pylist() == [precision, "day"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["06/12/2024", "25/12/2024"], ["2024-12-06", "2024-12-25"]),
        (["06/12/2024", "12/25/2024"], ["2024-06-12", "2024-12-25"]),
        (["6.12.2024", "25-12-2024 10:00"], ["2024-12-06", "2024-12-25"]),
        (["2018-17-04", "2018-05-04"], ["2018-04-17", "2018-04-05"]),
        (["2024-05-04", "2024-12-31"], ["2024-05-04", "2024-12-31"]),
        (["2024/05/04"], ["2024-05-04"]),
        (["06/12/2024", "2024-12-25", "25/12/2024"], ["2024-12-06", "2024-12-25", "2024-12-25"]),
    ],
)
def test_the_whole_column_proves_the_order(column, expected):
    assert shown(read(column)) == expected
    parts = sum((survey_dates(pa.array([cell])) for cell in reversed(column)), DateEvidence())
    assert shown(read(column, parts)) == expected


def test_a_year_of_two_digits_is_read_once_proven_and_flagged():
    reading = read(["06/12/24", "25/12/24", "31/01/69"])
    assert shown(reading) == ["2024-12-06", "2024-12-25", "1969-01-31"]
    assert set(told(reading).values()) == {("cell-short-year", True)}


def test_one_slip_does_not_make_iso_dates_ambiguous():
    column = ["2024-12-25"] * 60 + ["2024-05-04", "2024-17-04"]
    reading = read(column)
    assert shown(reading)[-2:] == ["2024-05-04", None]
    assert told(reading) == {"2024-17-04": ("cell-not-a-date", False)}


def test_orders_mixed_cell_by_cell_are_settled_by_the_day_beside_and_flagged():
    column = ["11/8/2018", "7/29/2018", "25/7/2018", "8/9/2018", "3/4/2018", "4/4/2018"]
    start = ["2018-08-11", "2018-07-29", "2018-07-25", "2018-08-09", "2015-01-01", None]
    reading = read(column, near=start)
    assert shown(reading) == ["2018-08-11", "2018-07-29", "2018-07-25", "2018-08-09", None, "2018-04-04"]
    assert told(reading) == {
        "11/8/2018": ("cell-date-by-nearness", True),
        "8/9/2018": ("cell-date-by-nearness", True),
        "3/4/2018": ("cell-ambiguous-date", False),
    }


def test_one_cell_may_be_two_days_beside_different_starts():
    reading = read(["8/9/2018", "8/9/2018", "8/9/2018"], DateDecision(), ["2018-08-10", "2018-09-08", None])
    assert shown(reading) == ["2018-08-09", "2018-09-08", None]
    assert [(f.message, f.positions.tolist()) for f in reading.faults] == [
        ("cell-date-by-nearness", [0, 1]),
        ("cell-ambiguous-date", [2]),
    ]


def test_nearness_that_is_unanimous_speaks_for_the_column():
    column, start = ["06/12/2024", "07/12/2024", "08/12/2024", "09/12/2024"], ["2024-12-06"] * 3 + [None]
    reading = read(column, near=start)
    assert shown(reading) == ["2024-12-06", "2024-12-07", "2024-12-08", "2024-12-09"]
    assert set(told(reading).values()) == {("cell-date-by-nearness", True)}
    assert shown(read(column[:2], near=start[:2] and [None, None])) == [None, None]


def test_serial_numbers_are_dates_within_the_survey_alone():
    reading = read(["45632", "45632.45", "43238", "2024-12-25"], window=WINDOW)
    assert shown(reading) == ["2024-12-06", "2024-12-06", None, "2024-12-25"]
    assert told(reading)["45632"] == ("cell-excel-serial", True)
    assert told(reading)["43238"] == ("cell-not-a-date", False)
    mac = read(["45632"], window=(date(2028, 1, 1), date(2028, 12, 31)))
    assert shown(mac) == ["2028-12-07"]
    assert told(read(["45632"], window=(date(2024, 1, 1), date(2029, 1, 1)))) == {
        "45632": ("cell-ambiguous-date", False)
    }


def test_a_declared_format_is_not_bent():
    reading = read(["06/12/2024", "12/25/2024", "2024-05-04"], declare_dates("%d/%m/%Y"))
    assert shown(reading) == ["2024-12-06", None, "2024-05-04"]
    assert shown(read(["2018-05-04"], declare_dates("%Y-%d-%m"))) == ["2018-04-05"]
    for wrong in ("%d/%m", "%s", "", "%M %D", "%d %m %Y %Y"):
        with pytest.raises(ValueError, match="order"):
            declare_dates(wrong)


@pytest.mark.parametrize("locale", ["fr", "en", "ar", "ar_EG", "ar_LB", "ar_DZ", "ar_TN", "fr_MA", "ar_MA"])
@pytest.mark.parametrize("length", ["long", "medium", "d MMM y", "EEEE d MMMM y"])
def test_the_months_of_the_common_locale_data_are_read(locale, length):
    days = [date(2025, month, 20) for month in range(1, 13)]
    cells = [format_date(day, length, locale) for day in days]
    expected = [None if " jui. " in cell else day for day, cell in zip(days, cells, strict=True)]
    assert read(cells).values.to_pylist() == expected  # `jui.` (fr-MA) could be juin or juillet


@pytest.mark.parametrize("year", [1956, 1999, 2000, 2024])
def test_every_day_of_a_year_in_every_proven_order(year):
    days = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    for shape in ("%d/%m/%Y", "%m-%d-%Y", "%Y.%m.%d", "%Y-%d-%m", "%d/%m/%Y %H:%M", "%m/%d/%Y, %I:%M:%S %p"):
        assert read([day.strftime(shape) for day in days]).values.to_pylist() == days


def test_blocks_are_read_alike_and_slices_keep_their_rows():
    column = pa.array(["x", "06/12/2024", "y", "25/12/2024", "y", ""])
    reader = DateReader(survey_dates(column))
    whole, tail = reader.read(column), reader.read(column.slice(2, 4))
    assert whole.values.slice(2, 4).to_pylist() == tail.values.to_pylist()
    assert {f.cell: f.positions.tolist() for f in tail.faults} == {"y": [0, 2]}


@pytest.mark.parametrize("cells", [[], [""], [None, "2024-12-25"]])
def test_columns_of_nothing(cells):
    reading = read(cells)
    assert len(reading.values) == len(reading.kinds) == len(reading.precision) == len(cells)


def test_dates_that_a_french_spreadsheet_rewrote_are_those_of_the_export():
    files = (
        (EXPORTS / "kobo" / "xml_both.csv", "utf-8-sig"),
        (EXPORTS / "damaged" / "fr_excel_cp1252.csv", "cp1252"),
    )
    found = {}
    for file, encoding in files:
        rows = list(csv.reader(file.open(encoding=encoding, newline=""), delimiter=";"))
        key = rows[0].index("_uuid")
        for name in ("today", "main/ent/ent_closed_date", "main/ent/equip_lost_date"):
            reading = read([row[rows[0].index(name)] for row in rows[1:]])
            assert reading.faults == ()
            found.setdefault(name, []).append(
                dict(zip((row[key] for row in rows[1:]), reading.values.to_pylist(), strict=True))
            )
    for export, damaged in found.values():
        assert export == damaged
