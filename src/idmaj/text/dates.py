"""Dates in words: 6 December 2024, 6 décembre 2024, 6 دجنبر 2024."""

from __future__ import annotations

from datetime import date
from typing import Final

from babel.dates import format_date as babel_format_date

from idmaj.errors import TextError
from idmaj.text.isolates import isolate
from idmaj.text.languages import LOCALES, Language, direction

_DAY: Final = "d MMMM y"
_FIRST_DAY_IN_FRENCH: Final = "d'er' MMMM y"
_MONTH: Final = "MMMM y"


def format_date(day: date | str, language: Language) -> str:
    """Write a day.

    Parameters
    ----------
    day
        A date, or its ISO text.
    language
        Reader's language. Arabic uses the Moroccan names of the months.

    Returns
    -------
    str
        Isolated date in the direction of the language.

    Raises
    ------
    TextError
        If the text is not an ISO date.
    """
    value = _as_date(day)
    first_in_french = language == "fr" and value.day == 1
    return _format(value, language, _FIRST_DAY_IN_FRENCH if first_in_french else _DAY)


def format_month(day: date | str, language: Language) -> str:
    """Write month and year of a day: December 2024, décembre 2024, دجنبر 2024."""
    return _format(_as_date(day), language, _MONTH)


def _format(value: date, language: Language, pattern: str) -> str:
    towards = direction(language)
    return isolate(babel_format_date(value, pattern, locale=LOCALES[language]), towards)


def _as_date(day: date | str) -> date:
    if isinstance(day, str):
        try:
            return date.fromisoformat(day)
        except ValueError as error:
            raise TextError(f"{day!r} is not a date; expected YYYY-MM-DD") from error
    if not isinstance(day, date) or day != day:  # pandas' NaT is a date that differs from itself
        raise TextError(f"{day!r} is not a date that can be shown")
    return day
