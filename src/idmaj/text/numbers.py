"""Numbers as people read them, in the three locales.

The separators and the percent pattern are CLDR's, through Babel. Sign and rounding are ours: Babel
writes U+002D for minus and rounds 12.5 % to 12 %. Every number comes isolated (U+2066 … U+2069).
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import cache
from typing import Final

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from idmaj.errors import TextError
from idmaj.text.isolates import isolate
from idmaj.text.languages import LOCALES, Language, check_language

Number = int | float | Decimal

MINUS: Final = "\u2212"


@dataclass(frozen=True, slots=True)
class _Signs:
    """Signs of one locale: a translation table for separators and the text after a percentage."""

    separators: dict[int, str]
    percent: str


def format_number(x: Number, language: Language, digits: int | None = 0) -> str:
    """Write a number.

    Parameters
    ----------
    x
        A finite number; numpy scalars too.
    language
        Reader's language.
    digits
        Decimals shown, rounded half up on the decimal representation; None shows all there are.

    Returns
    -------
    str
        Isolated number, such as ``267.788,01`` (ar), ``267 788,01`` (fr, U+202F), ``267,788.01`` (en).

    Raises
    ------
    TextError
        If `x` is not a finite number or the language is unknown.
    """
    return isolate(_digits_and_sign(round_half_up(x, digits), language))


def format_count(n: int, language: Language) -> str:
    """Write a whole number of things; a number that is not whole is refused (`TextError`)."""
    value = as_decimal(n)
    if value != value.to_integral_value():
        raise TextError(f"{n!r} is not a whole number")
    return format_number(value, language)


def format_year(year: int) -> str:
    """Write a year: never grouped, the same in every language."""
    return isolate(str(int(year)))


def format_signed(x: Number, language: Language, digits: int | None = 0) -> str:
    """Write a number with its sign, U+2212 or plus.

    A value that rounds to zero carries no sign: either one would state a direction.
    """
    return isolate(_digits_and_sign(round_half_up(x, digits), language, plus="+"))


def format_percent(share: Number, language: Language, digits: int | None = 0) -> str:
    """Write a share as a percentage: 0.125 is ``13%`` (ar, en) or ``13 %`` (fr, U+00A0)."""
    text = _digits_and_sign(round_half_up(hundredfold(share), digits), language)
    return isolate(text + _signs(language).percent)


def format_points(difference: Number, language: Language, digits: int | None = 0) -> str:
    """Write a difference of two shares in percentage points, signed, without the word.

    Parameters
    ----------
    difference
        Difference of shares: −0.0833 is written ``−8.3`` with one digit.
    language
        Reader's language.
    digits
        Decimals shown; None shows all there are.

    Returns
    -------
    str
        Isolated, signed number.
    """
    return format_signed(hundredfold(difference), language, digits)


def digits_for(low: Number, high: Number, digits: int = 0) -> int:
    """Count the decimals that keep a bound from being printed as 0 where the interval leaves 0 out.

    Parameters
    ----------
    low, high
        Bounds in the unit that is printed (percentage points: multiplied by 100).
    digits
        Decimals wanted.

    Returns
    -------
    int
        `digits`, or as many more as the bound nearer to 0 needs. An interval that holds or touches 0
        keeps `digits`.
    """
    lower, upper = as_decimal(low), as_decimal(high)
    if not (lower > 0 or upper < 0):
        return digits
    while not (round_half_up(lower, digits) and round_half_up(upper, digits)):
        digits += 1
    return digits


def round_half_up(x: Number, digits: int | None) -> Decimal:
    """Round half away from zero on the decimal representation, so that 0.125 is 0.13; None keeps all."""
    value = as_decimal(x)
    if digits is None:
        return value
    with localcontext() as context:
        context.prec = max(50, value.adjusted() + digits + 2)
        return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def hundredfold(share: Number) -> Decimal:
    """Multiply a share by 100 without the error of binary fractions."""
    sign, digits, exponent = as_decimal(share).as_tuple()
    return Decimal((sign, digits, int(exponent) + 2))


def as_decimal(x: object) -> Decimal:
    """Turn any finite real number into the decimal that its shortest representation shows."""
    if isinstance(x, bool) or not isinstance(x, (numbers.Real, Decimal)):
        raise TextError(f"{x!r} is not a number that can be shown")
    try:
        value = Decimal(int(x)) if isinstance(x, numbers.Integral) else Decimal(str(x))
    except (InvalidOperation, ValueError) as error:
        raise TextError(f"{x!r} is not a number that can be shown") from error
    if not value.is_finite():
        raise TextError(f"{x!r} is not a finite number; what is unknown is said in words")
    return value


def _digits_and_sign(value: Decimal, language: Language, *, plus: str = "") -> str:
    digits = f"{value.copy_abs():,f}".translate(_signs(language).separators)
    if not value:
        return digits
    return (MINUS if value < 0 else plus) + digits


@cache
def _signs(language: Language) -> _Signs:
    check_language(language)
    locale = Locale.parse(LOCALES[language])
    separators = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    return _Signs(str.maketrans(separators), locale.percent_formats[None].suffix[0])
