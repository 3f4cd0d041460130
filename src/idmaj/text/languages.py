"""The languages of the library, their locales and their reading direction."""

from __future__ import annotations

from typing import Final, Literal, get_args

from idmaj.errors import TextError

Language = Literal["ar", "fr", "en"]
Direction = Literal["rtl", "ltr"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""Language ids, in the order in which editions are listed."""

LOCALES: Final[dict[Language, str]] = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
"""CLDR locale of each language. Bare `ar` has other separators and month names than `ar_MA`."""


def direction(language: Language) -> Direction:
    """Reading direction of a language.

    Parameters
    ----------
    language
        One of `LANGUAGES`.

    Returns
    -------
    str
        ``rtl`` for Arabic, else ``ltr``.

    Raises
    ------
    TextError
        If the language is not one of `LANGUAGES`.
    """
    check_language(language)
    return "rtl" if language == "ar" else "ltr"


def check_language(language: str) -> None:
    """Raise `TextError` unless the language is one of `LANGUAGES`."""
    if language not in LOCALES:
        raise TextError(f"unknown language {language!r}; expected one of {', '.join(LANGUAGES)}")
