"""Numbers in the three locales. Expected forms: the CLDR forms of ar_MA, fr_MA and en_GB (Babel 2.18)
and the house rules on sign, rounding and isolates."""

from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.errors import IdmajError, TextError
from idmaj.text import (
    LANGUAGES,
    digits_for,
    direction,
    format_count,
    format_interval,
    format_number,
    format_percent,
    format_points,
    format_range,
    format_signed,
    format_year,
    round_half_up,
    strip_isolates,
)

DECIMAL = {"ar": ",", "fr": ",", "en": "."}
GROUP = {"ar": ".", "fr": "\u202f", "en": ","}


def read_number(text: str, language: str) -> Decimal:
    """The inverse of `format_number`, written apart from it."""
    plain = text.removeprefix("\u2066").removesuffix("\u2069").replace(GROUP[language], "")
    return Decimal(plain.replace(DECIMAL[language], ".").replace("\u2212", "-").replace("+", ""))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", "267.788,01"), ("fr", "267\u202f788,01"), ("en", "267,788.01")],
)
def test_published_budget_in_each_locale(language, expected):
    assert format_number(267788.01, language, 2) == f"\u2066{expected}\u2069"


def test_minus_is_the_sign_and_stands_inside_the_isolate():
    assert format_number(-4.5, "ar", 1) == "\u2066\u22124,5\u2069"
    assert format_signed(-4.5, "en", 1) == "\u2066\u22124.5\u2069"
    assert format_signed(4.5, "fr", 1) == "\u2066+4,5\u2069"


@pytest.mark.parametrize("value", [0, -0.0, -0.04, 0.04])
def test_a_rounded_zero_has_no_sign(value):
    assert format_signed(value, "en", 1) == "\u20660.0\u2069"
    assert format_number(value, "en", 1) == "\u20660.0\u2069"


@pytest.mark.parametrize(
    ("share", "expected"), [(0.125, "13"), (0.123, "12"), (0.005, "1"), (-0.125, "\u221213")]
)
def test_percent_rounds_half_up(share, expected):
    assert strip_isolates(format_percent(share, "en")) == f"{expected}%"
    assert strip_isolates(format_percent(share, "ar")) == f"{expected}%"
    assert strip_isolates(format_percent(share, "fr")) == f"{expected}\u00a0%"


def test_rounding_is_half_up_on_the_decimal_that_people_see():
    # 1.005 and 2.675 are stored below the half; 0.5 and 2.5 are where half-even differs.
    assert [round_half_up(x, 2) for x in (1.005, 2.675)] == [Decimal("1.01"), Decimal("2.68")]
    assert [round_half_up(x, 0) for x in (0.5, 2.5, -2.5)] == [1, 3, -3]


def test_points_of_the_tarp_difference():
    # Risk difference at 52 weeks, Newcombe: −0.0833 (−0.1650 to −0.0002); R, issue 2.
    assert strip_isolates(format_points(-0.0833, "en", 1)) == "\u22128.3"
    digits = digits_for(-16.50, -0.02, 1)
    assert digits == 2
    formatter = partial(format_points, digits=digits)
    assert strip_isolates(format_range(-0.1650, -0.0002, "en", formatter)) == "\u221216.50 to \u22120.02"


@pytest.mark.parametrize(
    ("low", "high", "digits", "expected"),
    [(0.2, 7, 0, 1), (0.5, 7, 0, 0), (-7, -0.004, 1, 3), (-0.2, 7, 0, 0), (0, 7, 0, 0), (3, 7, 1, 1)],
)
def test_a_bound_that_leaves_zero_out_is_not_printed_as_zero(low, high, digits, expected):
    assert digits_for(low, high, digits) == expected


@settings(max_examples=300)
@given(st.floats(1e-9, 1e6), st.floats(1e-9, 1e6), st.booleans(), st.integers(0, 3))
def test_digits_for_never_lets_a_bound_vanish(first, second, negative, digits):
    low, high = sorted((first, second))
    if negative:
        low, high = -high, -low
    chosen = digits_for(low, high, digits)
    assert round_half_up(low, chosen) and round_half_up(high, chosen)
    assert chosen == digits or not (round_half_up(low, chosen - 1) and round_half_up(high, chosen - 1))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "\u20664.1\u2069 to \u206612.7\u2069"),
        ("fr", "de \u20664,1\u2069 à \u206612,7\u2069"),
        ("ar", "من \u20664,1\u2069 إلى \u206612,7\u2069"),
    ],
)
def test_ranges_are_words_with_isolated_bounds(language, expected):
    assert format_range(4.1, 12.7, language, partial(format_number, digits=1)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "95% confidence interval: 1.2 to 7.8"),
        ("fr", "intervalle de confiance à 95\u00a0%\u00a0: de 1,2 à 7,8"),
        ("ar", "مجال الثقة 95%: من 1,2 إلى 7,8"),
    ],
)
def test_interval_in_words(language, expected):
    formatter = partial(format_number, digits=1)
    assert strip_isolates(format_interval(1.2, 7.8, language, formatter)) == expected


def test_a_range_out_of_order_is_refused():
    with pytest.raises(TextError, match="not in order"):
        format_range(2, 1, "en")


@settings(max_examples=500)
@given(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.integers(),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40),
    ),
    st.sampled_from(LANGUAGES),
)
def test_no_digit_is_lost_when_all_are_asked_for(x, language):
    text = format_number(x, language, digits=None)
    assert read_number(text, language) == (x if isinstance(x, (int, Decimal)) else Decimal(str(x)))
    if isinstance(x, float):
        assert float(read_number(text, language)) == x


@settings(max_examples=300)
@given(st.decimals(-1000, 1000, places=12), st.sampled_from(LANGUAGES))
def test_percent_and_points_lose_no_digit(share, language):
    percent = format_percent(share, language, None).replace("%", "").replace("\u00a0", "")
    assert read_number(percent, language) == share * 100
    assert read_number(format_points(share, language, None), language) == share * 100


@settings(max_examples=300)
@given(st.floats(-1e12, 1e12), st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_rounding_moves_a_number_by_half_a_unit_at_most(x, digits, language):
    shown = read_number(format_number(x, language, digits), language)
    assert abs(shown - Decimal(str(x))) <= Decimal("0.5").scaleb(-digits)


def test_numpy_scalars_are_numbers():
    assert format_number(np.float64(1.5), "en", None) == format_number(1.5, "en", None)
    assert format_number(np.float32(0.1), "en", None) == format_number(0.1, "en", None)
    assert format_count(np.int64(1234), "ar") == "\u20661.234\u2069"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), pd.NA, None, True, "5", Decimal("NaN")])
def test_what_is_not_a_finite_number_is_never_printed(value):
    with pytest.raises(TextError):
        format_number(value, "en")


def test_counts_are_whole_and_years_are_not_grouped():
    assert strip_isolates(format_count(7.0, "fr")) == "7"
    assert strip_isolates(format_year(2024)) == "2024"
    with pytest.raises(TextError, match="whole"):
        format_count(7.5, "fr")


def test_an_unknown_language_is_refused():
    for call in (lambda: format_number(1, "de"), lambda: direction("de")):
        with pytest.raises(IdmajError, match="ar, fr, en"):
            call()


def test_direction():
    assert [direction(language) for language in LANGUAGES] == ["rtl", "ltr", "ltr"]
