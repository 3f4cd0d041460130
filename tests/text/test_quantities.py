"""Golden words for money, durations, dates and lists. Arabic plural forms: CLDR (zero, one, two,
few 3-10, many 11-99, other) and the words of Moroccan administrative use."""

from datetime import date

import pandas as pd
import pytest

from idmaj.errors import TextError
from idmaj.text import (
    COUNTED_UNITS,
    CURRENCIES,
    LANGUAGES,
    TIME_UNITS,
    format_date,
    format_duration,
    format_list,
    format_money,
    format_month,
    format_percentage_points,
    format_quantity,
    strip_isolates,
)


@pytest.mark.parametrize(
    ("currency", "amount", "digits", "expected"),
    [
        ("mad", 267788.01, 2, ("267.788,01\u00a0درهم", "267\u202f788,01\u00a0MAD", "MAD\u00a0267,788.01")),
        ("MAD", 38255.43, 0, ("38.255\u00a0درهما", "38\u202f255\u00a0MAD", "MAD\u00a038,255")),
        ("mad", 5, 0, ("5\u00a0دراهم", "5\u00a0MAD", "MAD\u00a05")),
        ("usd", 1794.34, 0, ("1.794\u00a0دولارا أمريكيا", "1\u202f794\u00a0USD", "USD\u00a01,794")),
        ("usd", 1800, 0, ("1.800\u00a0دولار أمريكي", "1\u202f800\u00a0USD", "USD\u00a01,800")),
        (
            "usd",
            -8497.5,
            None,
            ("\u22128.497,50\u00a0دولار أمريكي", "\u22128\u202f497,50\u00a0USD", "USD\u00a0\u22128,497.50"),
        ),
        ("usd", 1794.0, None, ("1.794\u00a0دولارا أمريكيا", "1\u202f794\u00a0USD", "USD\u00a01,794")),
    ],
)  # fmt: skip
def test_money(currency, amount, digits, expected):
    written = [strip_isolates(format_money(amount, currency, language, digits)) for language in LANGUAGES]
    assert tuple(written) == expected


def test_the_number_of_an_arabic_amount_is_isolated():
    assert format_money(267788.01, "mad", "ar", 2) == "\u2066267.788,01\u2069\u00a0درهم"


def test_a_currency_without_words_of_ours_takes_its_code_or_its_common_name():
    shown = [strip_isolates(format_money(1234.5, "egp", language, None)) for language in ("en", "fr", "ar")]
    assert shown == ["EGP\u00a01,234.50", "1\u202f234,50\u00a0EGP", "1.234,50\u00a0جنيه مصري"]
    assert strip_isolates(format_money(1234.5, "xof", "fr", None)) == "1\u202f235\u00a0XOF"


def test_what_is_no_currency_code_is_refused():
    with pytest.raises(TextError, match="ISO 4217"):
        format_money(1, "dirham", "en")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("week", ["0 أسبوع", "أسبوع واحد", "أسبوعين", "3 أسابيع", "11 أسبوعا", "100 أسبوع", "102 أسبوع"]),
        ("month", ["0 شهر", "شهر واحد", "شهرين", "3 أشهر", "11 شهرا", "100 شهر", "102 شهر"]),
        ("year", ["0 سنة", "سنة واحدة", "سنتين", "3 سنوات", "11 سنة", "100 سنة", "102 سنة"]),
        ("person", ["0 شخص", "شخص واحد", "شخصين", "3 أشخاص", "11 شخصا", "100 شخص", "102 شخص"]),
        ("project", ["0 مشروع", "مشروع واحد", "مشروعين", "3 مشاريع", "11 مشروعا", "100 مشروع", "102 مشروع"]),
    ],
)
def test_six_arabic_plural_forms(unit, expected):
    counts = (0, 1, 2, 3, 11, 100, 102)
    assert [strip_isolates(format_quantity(n, unit, "ar")) for n in counts] == expected


def test_plural_follows_the_hundreds_in_arabic():
    assert [strip_isolates(format_quantity(n, "person", "ar")) for n in (103, 111, 200, 1187)] == [
        "103 أشخاص",
        "111 شخصا",
        "200 شخص",
        "1.187 شخصا",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["0 semaine", "1 semaine", "1,5 semaine", "2 semaines", "52 semaines"]),
        ("en", ["0 weeks", "1 week", "1.5 weeks", "2 weeks", "52 weeks"]),
        ("ar", ["0 أسبوع", "أسبوع واحد", "1,5 أسبوع", "أسبوعين", "52 أسبوعا"]),
    ],
)
def test_durations(language, expected):
    assert [strip_isolates(format_duration(n, "week", language)) for n in (0, 1, 1.5, 2, 52)] == expected


def test_the_plural_follows_the_number_shown():
    # 1.96 is shown as 2: the words must agree with the 2 on the page.
    assert strip_isolates(format_duration(1.96, "year", "fr", digits=0)) == "2 ans"
    assert strip_isolates(format_duration(10.6, "month", "ar", digits=0)) == "11 شهرا"


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (-0.0833, ("\u22128,3 نقطة مئوية", "\u22128,3 points de pourcentage", "\u22128.3 percentage points")),
        (0.05, ("+5,0 نقاط مئوية", "+5,0 points de pourcentage", "+5.0 percentage points")),
        (-0.01, ("\u22121,0 نقطة مئوية", "\u22121,0 point de pourcentage", "\u22121.0 percentage point")),
    ],
)
def test_percentage_points(difference, expected):
    assert (
        tuple(strip_isolates(format_percentage_points(difference, code, 1)) for code in LANGUAGES) == expected
    )


def test_every_unit_and_currency_can_be_said_in_every_language():
    for language in LANGUAGES:
        assert all(format_quantity(3, unit, language) for unit in (*TIME_UNITS, *COUNTED_UNITS))
        assert all(format_money(3, currency, language) for currency in CURRENCIES)


def test_unknown_units_are_refused():
    with pytest.raises(TextError, match="week"):
        format_duration(3, "weeks", "en")
    with pytest.raises(TextError, match="person"):
        format_duration(3, "person", "en")
    with pytest.raises(TextError, match="person"):
        format_quantity(3, "people", "en")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-12-06", ("6 دجنبر 2024", "6 décembre 2024", "6 December 2024")),
        ("1980-07-01", ("1 يوليوز 1980", "1er juillet 1980", "1 July 1980")),
        ("2013-08-31", ("31 غشت 2013", "31 août 2013", "31 August 2013")),
    ],
)
def test_dates_with_moroccan_months(day, expected):
    assert tuple(strip_isolates(format_date(day, language)) for language in LANGUAGES) == expected
    assert tuple(strip_isolates(format_date(date.fromisoformat(day), code)) for code in LANGUAGES) == expected
    assert tuple(strip_isolates(format_date(pd.Timestamp(day), code)) for code in LANGUAGES) == expected


def test_a_date_is_isolated_in_its_own_direction():
    assert format_date("2024-12-06", "ar") == "\u20676 دجنبر 2024\u2069"
    assert format_date("2024-12-06", "en") == "\u20666 December 2024\u2069"


def test_months():
    written = tuple(strip_isolates(format_month("2024-12-06", language)) for language in LANGUAGES)
    assert written == ("دجنبر 2024", "décembre 2024", "December 2024")


@pytest.mark.parametrize("day", ["06/12/2024", "", None, pd.NaT])
def test_what_is_not_a_date_is_refused(day):
    with pytest.raises(TextError):
        format_date(day, "en")


def test_lists():
    items = ["Temara", "Rabat", "Salé"]
    written = [strip_isolates(format_list(items, language)) for language in LANGUAGES]
    assert written == ["Temara وRabat وSalé", "Temara, Rabat et Salé", "Temara, Rabat and Salé"]
    assert format_list(["Temara"], "ar") == "\u2068Temara\u2069"
    with pytest.raises(TextError, match="empty"):
        format_list([], "en")
