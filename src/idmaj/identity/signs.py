"""Signs of identifiers: one sign for all its forms."""

from __future__ import annotations

import unicodedata

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
"""Arabic-Indic and Persian digits → Western ones."""

TATWEEL = "\u0640"

HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212_./"
"""Signs that people type between the parts of an identifier."""

_WITHOUT_HYPHENS = dict.fromkeys(map(ord, HYPHENS))
_CYRILLIC: dict[int, int] = str.maketrans("АВСЕНІЈКМОРЅТУХЗ", "ABCEHIJKMOPSTYXZ")
_GREEK: dict[int, int] = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
LOOKALIKES: dict[int, int | str] = {**_CYRILLIC, **_GREEK, ord("×"): "X"}
"""Capitals of other scripts that look like Latin ones → those (Unicode confusables, TR 39)."""


def fold_signs(text: str) -> str:
    """Unify compatibility forms and digits; remove spaces, direction marks and tatweel."""
    if text.isascii():
        return "".join(text.split())
    unified = unicodedata.normalize("NFKC", text).translate(DIGITS)
    return "".join(
        sign
        for sign in unified
        if not sign.isspace() and sign != TATWEEL and unicodedata.category(sign) != "Cf"
    )


def fold_capitals(text: str) -> str:
    """Write an identifier of letters and digits: capitals, no separators, look-alikes as Latin letters."""
    folded = fold_signs(text)
    if folded.isascii() and folded.isalnum():
        return folded.upper()
    return folded.translate(_WITHOUT_HYPHENS).upper().translate(LOOKALIKES)


def fold_in_place(text: str) -> str:
    """Unify digits and compatibility forms sign by sign, so that every position stays where it was."""
    if text.isascii():
        return text
    return "".join(_fold_sign(sign) for sign in text)


def _fold_sign(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign).translate(DIGITS)
    return folded if len(folded) == 1 else sign
