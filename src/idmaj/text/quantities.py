"""Quantities in words: money, durations, percentage points, ranges and lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from babel.lists import format_list as babel_format_list
from babel.numbers import get_currency_name, get_currency_precision

from idmaj.errors import TextError
from idmaj.text.catalogue import has_message, message
from idmaj.text.isolates import confine_text, isolate, merge_isolates
from idmaj.text.languages import LOCALES, Language, check_language
from idmaj.text.numbers import (
    Number,
    as_decimal,
    format_number,
    format_percent,
    format_points,
    hundredfold,
    round_half_up,
)

Formatter = Callable[[Number, Language], str]
"""A function that writes one number, such as `format_number` or a `functools.partial` of `format_points`."""


CURRENCIES: Final = {"mad": "money-mad", "usd": "money-usd", "eur": "money-eur", "gbp": "money-gbp"}
"""Messages of currencies whose words we decline, by ISO 4217 code in lower case, as study files write it."""

TIME_UNITS: Final = ("minute", "hour", "day", "week", "month", "quarter", "year")
"""Units of `format_duration`, in the singular, as study files write them."""

COUNTED_UNITS: Final = ("person", "participant", "project", "handover", "interview", "province")
"""Things that `format_quantity` counts, besides `TIME_UNITS`."""


def format_money(amount: Number, currency: str, language: Language, digits: int | None = 0) -> str:
    """Write an amount of money.

    Parameters
    ----------
    amount
        Finite number in units of the currency.
    currency
        ISO 4217 code, any case.
    language
        Reader's language.
    digits
        Decimals shown; None gives those of the small unit where the amount has any, else 0.

    Returns
    -------
    str
        ``MAD 267,788.01``, ``267 788,01 MAD`` or ``267.788,01 درهم``. The space beside the currency is
        U+00A0, so that no line breaks there.

    Raises
    ------
    TextError
        If the currency is no code of three letters or the amount is not a finite number.
    """
    code = _check_currency(currency)
    small = get_currency_precision(code.upper())
    if digits is None:
        whole = round_half_up(amount, small)
        digits = 0 if whole == whole.to_integral_value() else small
    rounded = round_half_up(amount, digits)
    number = format_number(rounded, language, digits)
    if code in CURRENCIES:
        return message(CURRENCIES[code], language, n=_plural_number(rounded), number=number)
    word = name_currency(code, language) if language == "ar" else isolate(code.upper())
    return message("money-other", language, number=number, currency=word)


def name_currency(currency: str, language: Language) -> str:
    """Name a currency as the unit of an axis or a column: our words, else those of CLDR, else its code.

    Parameters
    ----------
    currency
        ISO 4217 code, any case.
    language
        Reader's language.

    Raises
    ------
    TextError
        If the currency is no code of three letters.
    """
    code = _check_currency(currency)
    if has_message(f"currency-{code}", language):
        return message(f"currency-{code}", language)
    return isolate(get_currency_name(code.upper(), locale=LOCALES[language]), None)


def _check_currency(currency: str) -> str:
    code = currency.lower()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise TextError(f"{currency!r} is no ISO 4217 code of a currency")
    return code


def format_duration(value: Number, unit: str, language: Language, digits: int | None = None) -> str:
    """Write a duration: 52 weeks, 52 semaines, 52 أسبوعا.

    Parameters
    ----------
    value
        Finite number of units.
    unit
        One of `TIME_UNITS`.
    language
        Reader's language. The Arabic dual stands in the case that follows a preposition (خلال شهرين).
    digits
        Decimals shown; None shows all there are.

    Returns
    -------
    str
        Number and unit, in the plural form of the language.

    Raises
    ------
    TextError
        If the unit is not in `TIME_UNITS` or the value is not a finite number.
    """
    if unit not in TIME_UNITS:
        raise TextError(f"unknown unit of time {unit!r}; expected one of {', '.join(TIME_UNITS)}")
    return format_quantity(value, unit, language, digits)


def format_quantity(value: Number, unit: str, language: Language, digits: int | None = None) -> str:
    """Write a number of things: 7 projects, 7 projets, 7 مشاريع. As `format_duration`, for any unit."""
    if unit not in (*TIME_UNITS, *COUNTED_UNITS):
        raise TextError(f"unknown unit {unit!r}; expected one of {', '.join((*TIME_UNITS, *COUNTED_UNITS))}")
    rounded = round_half_up(value, digits)
    number = format_number(rounded, language, digits)
    return message(f"unit-{unit}", language, n=_plural_number(rounded), number=number)


def format_percentage_points(difference: Number, language: Language, digits: int = 0) -> str:
    """Write a difference of two shares with its unit: −8.3 percentage points."""
    rounded = round_half_up(hundredfold(difference), digits)
    number = format_points(difference, language, digits)
    return message("unit-point", language, n=_plural_number(abs(rounded)), number=number)


def format_range(low: Number, high: Number, language: Language, formatter: Formatter = format_number) -> str:
    """Write a range in words, each bound isolated: 4.1 to 12.7, de 4,1 à 12,7, من 4,1 إلى 12,7.

    Parameters
    ----------
    low, high
        Bounds, in order.
    language
        Reader's language.
    formatter
        Writes one bound.

    Returns
    -------
    str
        The range, without brackets.

    Raises
    ------
    TextError
        If a bound is not a finite number or the bounds are not in order.
    """
    if as_decimal(low) > as_decimal(high):
        raise TextError(f"a range from {low!r} to {high!r} is not in order")
    return message("number-range", language, low=formatter(low, language), high=formatter(high, language))


def format_interval(
    low: Number,
    high: Number,
    language: Language,
    formatter: Formatter = format_number,
    *,
    level: float = 0.95,
) -> str:
    """Write a confidence interval in words: 95% confidence interval: 4.1 to 12.7. See `format_range`."""
    share = format_percent(level, language, digits=None)
    bounds = format_range(low, high, language, formatter)
    return message("number-interval", language, level=share, bounds=bounds)


def format_list(items: Sequence[str], language: Language) -> str:
    """Write a list: A, B and C; A, B et C; أ وب وج. Each item is isolated; an empty list is refused."""
    check_language(language)
    if not items:
        raise TextError("an empty list cannot be written; say in words that there is nothing")
    isolated = [merge_isolates(isolate(confine_text(item), None)) for item in items]
    return str(babel_format_list(isolated, locale=LOCALES[language]))


def _plural_number(rounded: Number) -> int | float:
    value = as_decimal(rounded)
    return int(value) if value == value.to_integral_value() else float(value)
