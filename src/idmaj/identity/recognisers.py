"""Identifiers of persons in free text: found, and masked before anything leaves."""

from __future__ import annotations

import re
from typing import Literal

from idmaj.identity.codes import read_code
from idmaj.identity.signs import fold_in_place

IdentifierKind = Literal["email", "code", "cin", "phone", "number"]

MASK = "•••"
"""What stands in the place of an identifier; its length tells nothing."""

_GAP = "[\\s.\\-/()\u00ad\u2010-\u2014\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_NOT_WORD = r"(?<![^\W_])"  # an underscore or a sign may stand before an identifier, a letter may not
_END = r"(?![^\W_])"

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CODE = re.compile(rf"{_NOT_WORD}[A-Za-z]{{2}}{_GAP}?\d{{5}}{_GAP}?[\dXx]{_END}")
_PHONE = re.compile(
    rf"(?<!\d)(?:"
    rf"(?:\+|00){_GAP}?212{_GAP}*(?:0{_GAP}*)?[5-8](?:{_GAP}*\d){{8}}"
    rf"|0{_GAP}?[5-8](?:{_GAP}{{0,2}}\d){{8}}"
    rf"|\+{_GAP}?[1-9](?:{_GAP}{{0,2}}\d){{7,14}}"
    rf"|212[5-8]\d{{8}}|[67]\d{{8}}"
    rf")(?!\d)"
)
_CIN_GLUED = re.compile(rf"{_NOT_WORD}[A-Za-z]{{1,2}}-?\d{{5,7}}{_END}")
_CIN_APART = re.compile(rf"{_NOT_WORD}[A-Z]{{1,2}}{_GAP}{{1,3}}\d{{5,7}}{_END}")
_CUE = r"(?:c\.?i\.?n\.?e?|cni|carte\s+nationale|national\s+card|البطاقة\s+الوطنية|بطاقة\s+التعريف|لاكارط)"
_CIN_CUED = re.compile(
    rf"(?i){_NOT_WORD}{_CUE}(?:\s+d.identit[ée]|\s+للتعريف)?[\s:=n°ºرقم.\-]{{0,12}}?"
    rf"(?P<found>(?:[a-z]{{1,2}}{_GAP}{{0,2}})?\d{{4,7}}){_END}"
)
_NUMBER = re.compile(r"(?<!\d)\d{10,}(?!\d)")

_WORDS = frozenset({"DH", "DE", "DU", "LE", "LA", "EN", "ET", "AU", "OU", "UN", "À", "A", "IL", "NO"})
"""Words of one or two letters that stand before amounts; no letters of an identity card."""


def find_identifiers(text: str) -> list[tuple[IdentifierKind, int, int]]:
    """Find identifiers of persons in free text.

    Parameters
    ----------
    text
        Free text in any of the three languages, with any digits.

    Returns
    -------
    list of (kind, start, end)
        Positions in `text`, in order, without overlap: e-mail addresses, programme codes with a right
        check digit, telephone numbers, numbers of identity cards, and runs of ten digits and more
        (bank accounts, devices). Names are not found: no rule knows them.
    """
    if "@" not in text and not any(sign.isdigit() for sign in text):
        return []
    folded = fold_in_place(text)
    taken: list[tuple[IdentifierKind, int, int]] = []
    for kind, start, end in _candidates(folded):
        if all(end <= begun or start >= ended for _, begun, ended in taken):
            taken.append((kind, start, end))
    return sorted(taken, key=lambda found: found[1])


def mask_identifiers(text: str) -> str:
    """Put `•••` in the place of every identifier that `find_identifiers` finds."""
    for _, start, end in reversed(find_identifiers(text)):
        text = text[:start] + MASK + text[end:]
    return text


def _candidates(folded: str) -> list[tuple[IdentifierKind, int, int]]:
    """List what could be an identifier, the surest first."""
    found: list[tuple[IdentifierKind, int, int]] = [
        ("email", *match.span()) for match in _EMAIL.finditer(folded)
    ]
    found += [("code", *m.span()) for m in _CODE.finditer(folded) if read_code(m[0]).is_valid]
    found += [("cin", *match.span("found")) for match in _CIN_CUED.finditer(folded)]
    found += [("phone", *match.span()) for match in _PHONE.finditer(folded)]
    found += [("cin", *m.span()) for m in _CIN_GLUED.finditer(folded) if not _is_amount(m[0])]
    found += [("cin", *m.span()) for m in _CIN_APART.finditer(folded) if not _is_amount(m[0])]
    found += [("number", *match.span()) for match in _NUMBER.finditer(folded)]
    return found


def _is_amount(text: str) -> bool:
    return re.split(r"[^A-Za-zÀ-ÿ]", text, maxsplit=1)[0].upper() in _WORDS
