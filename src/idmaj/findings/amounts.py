"""Amounts of a difference in the unit that people read: per hundred people, money, time."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final, Literal

from idmaj.study import Study
from idmaj.text import (
    Language,
    digits_for,
    format_duration,
    format_money,
    format_number,
    format_percent,
    message,
    round_half_up,
)

Side = Literal["less", "more", "none"]
Family = Literal["people", "amount"]

FAMILIES: Final[dict[str, Family]] = {
    "risk_difference": "people",
    "mean_difference": "amount",
    "rmst_difference": "amount",
}
"""Scales that a sentence can state a difference on. Ratios and hazards are never primary."""

SHARES: Final = frozenset({"share", "cumulative_incidence"})
HUNDRED: Final = 100
MOST_DIGITS: Final = 6


def find_side(value: float) -> Side:
    """Tell on which side of no difference a value lies."""
    return "more" if value > 0 else "less" if value < 0 else "none"


def say_amount(
    value: float, scale: str, outcome: str, study: Study, language: Language, *, more_digits: int | None = 0
) -> str:
    """Write the size of a difference, without its sign.

    Parameters
    ----------
    value
        Difference on the scale of the row, unrounded.
    scale
        Scale of the row.
    outcome
        Name of the outcome: tells whether amounts are money, and their unit.
    study
        The study file.
    language
        Reader's language.
    more_digits
        Decimals beyond the usual; None writes the number exactly (a smallest effect, which was declared).

    Returns
    -------
    str
        With as many decimals as keep a difference that is not zero from being printed as 0.
    """
    size = abs(value)
    if scale == "risk_difference":
        size = float(Decimal(str(size)) * HUNDRED)
    usual = _digits(size, scale, money=study.outcome[outcome].money)
    digits = _exact_digits(size) if more_digits is None else usual + more_digits
    if scale == "rmst_difference":
        return format_duration(size, study.study.time_unit, language, digits)
    if scale == "mean_difference":
        return say_mean(size, outcome, study, language, digits=digits)
    return format_number(size, language, digits)


def count_more_digits(value: float, other: float, scale: str, outcome: str, study: Study) -> int:
    """Count the decimals beyond the usual that keep two sizes that differ from being printed alike."""
    more = 0
    while more < MOST_DIGITS and abs(value) != abs(other):
        shown = (say_amount(x, scale, outcome, study, "en", more_digits=more) for x in (value, other))
        if len(set(shown)) > 1:
            break
        more += 1
    return more


def say_mean(value: float, outcome: str, study: Study, language: Language, *, digits: int) -> str:
    """Write an amount of an outcome: money in the study's currency, else the number with its unit."""
    definition = study.outcome[outcome]
    if definition.money:
        return format_money(value, study.study.currency, language, digits)
    number = format_number(value, language, digits)
    if definition.unit is None:
        return number
    return message("finding-amount", language, number=number, unit=definition.unit[language])


def say_levels(
    values: tuple[float, float], scale: str, outcome: str, study: Study, language: Language
) -> tuple[str, str]:
    """Write two levels side by side; one digit more where different ones would look equal."""
    digits = (
        0 if scale in SHARES else _digits(max(map(abs, values)), scale, money=study.outcome[outcome].money)
    )
    for more in (0, 1, 2):
        first, second = (_say_level(x, scale, outcome, study, language, digits + more) for x in values)
        if first != second or values[0] == values[1]:
            break
    return first, second


def is_only_just(low: float, high: float, scale: str, *, money: bool) -> bool:
    """Whether a bound of an interval that leaves 0 out would be printed as 0."""
    factor = HUNDRED if scale == "risk_difference" else 1
    digits = _base_digits(max(abs(low), abs(high)), scale, money=money)
    return digits_for(low * factor, high * factor, digits) > digits


def _say_level(value: float, scale: str, outcome: str, study: Study, language: Language, digits: int) -> str:
    if scale in SHARES:
        return format_percent(value, language, digits)
    return say_mean(value, outcome, study, language, digits=digits)


def _exact_digits(size: float) -> int:
    exponent = Decimal(str(size)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _digits(size: float, scale: str, *, money: bool) -> int:
    digits = _base_digits(size, scale, money=money)
    while size and not round_half_up(size, digits):
        digits += 1
    return digits


def _base_digits(size: float, scale: str, *, money: bool) -> int:
    if money or scale == "risk_difference":
        return 0
    if size >= HUNDRED or size.is_integer():
        return 0
    return 1 if size >= 1 else math.ceil(-math.log10(size))  # one digit that says something, in any unit
