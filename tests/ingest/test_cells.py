"""Nothing is guessed: what a cell says is read strictly, and what is unclear is told."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.ingest.cells import (
    NumberStyle,
    canonical_code,
    clean_cell,
    mask_value,
    parse_dates,
    parse_numbers,
)

POINT, COMMA = NumberStyle(".", True), NumberStyle(",", True)


def number(text, style=POINT):
    return parse_numbers(pd.Series([text], dtype="str"), style).values[0]


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("267788.01", POINT, 267788.01),
        ("267,788.01", POINT, 267788.01),
        ("267.788,01", COMMA, 267788.01),
        ("267 788,01", COMMA, 267788.01),
        ("267\u00a0788,01", COMMA, 267788.01),
        ("267\u202f788,01", COMMA, 267788.01),
        ("٢٦٧٬٧٨٨٫٠١", POINT, 267788.01),
        ("٢٦٧٬٧٨٨٫٠١", COMMA, 267788.01),
        ("٢٥٠٠", POINT, 2500.0),
        ("۲۵۰۰", POINT, 2500.0),
        ("−99", POINT, -99.0),
        ("-99", COMMA, -99.0),
        ("+5", POINT, 5.0),
        ("1,500", POINT, 1500.0),
        ("1,500", COMMA, 1.5),
        ("1e-05", POINT, 1e-05),
        ("1,234,567", POINT, 1234567.0),
    ],
)
def test_numbers_that_are_read(text, style, expected):
    assert number(text, style) == expected


@pytest.mark.parametrize(
    "text",
    ["", "n/a", "2000-3000", "5k", "12,34", "1,2345", "1.234.567", "1 23", "1E5", "0x10", "١٢٣abc", "1..2",
     "nan", "inf", "Infinity", "1_000", "²", "--5", "5-", "1,500,00", "½"],
)  # fmt: skip
def test_cells_that_are_no_number(text):
    assert math.isnan(number(text))


@pytest.mark.parametrize("text", ["1,500", "1.500", "-12,345"])
def test_a_number_that_could_be_two_is_told_until_something_settles_it(text):
    undeclared = NumberStyle(".", False)
    alone = parse_numbers(pd.Series([text], dtype="str"), undeclared)
    assert alone.is_ambiguous.tolist() == [True]
    assert math.isnan(alone.values[0])
    settled = parse_numbers(pd.Series([text, "12.5"], dtype="str"), undeclared)
    assert settled.is_ambiguous.tolist() == [False, False]
    assert not math.isnan(settled.values[0])


def test_a_group_never_starts_with_zero():
    assert not parse_numbers(pd.Series(["0.125"], dtype="str"), NumberStyle(".", False)).is_ambiguous.any()


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
@settings(max_examples=200, deadline=None)
def test_numbers_survive_being_written_in_either_way(whole, cents):
    english = f"{whole:,}.{cents:02d}"
    expected = float(f"{whole}.{cents:02d}")
    assert number(english) == expected
    assert number(english.replace(",", " ").replace(".", ","), COMMA) == expected
    arabic = english.translate(str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫"))
    assert number(arabic) == expected


@pytest.mark.parametrize(
    ("text", "date_format", "expected"),
    [
        ("2024-12-06", None, "2024-12-06"),
        ("2024-12-06T10:52:00.000+01:00", None, "2024-12-06"),
        ("٢٠٢٤-١٢-٠٦", None, "2024-12-06"),
        ("06/12/2024", "%d/%m/%Y", "2024-12-06"),
        ("06/12/2024", None, None),
        ("2024-12-06", "%d/%m/%Y", None),
        ("2024-17-04", None, None),
        ("2024-02-30", None, None),
        ("1446-06-05", None, None),
        ("45632", None, None),
        ("", None, None),
    ],
)
def test_dates(text, date_format, expected):
    day = parse_dates(pd.Series([text], dtype="str"), date_format)[0]
    assert (None if pd.isna(day) else day.date().isoformat()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.0", "1"), ("1.50", "1.5"), ("007", "007"), ("-2.00", "-2"), ("1.0.0", "1.0.0"), ("yes", "yes")],
)
def test_codes_have_one_form_and_leading_zeros_stay(text, expected):
    assert canonical_code(text) == expected


def test_what_nobody_sees_is_removed():
    assert clean_cell("\u200f نعم \u00a0") == "نعم"


def test_the_shape_of_a_cell_shows_no_name_and_no_phone():
    assert mask_value("Fatima زهراء 0612345678") == "aaaaaa aaaaa 9999999999"
