"""One number as people write it: read under each decimal sign, or the reason why it is none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from idmaj.ingest.matching import ARABIC_DIGITS, clean_cell, match_key

SPACES = " \u00a0\u202f\u2009\u2007"
"""Spaces that may stand between groups of three digits."""

OTHER_SIGN = {".": ",", ",": "."}
"""Decimal sign → the sign that then may stand between groups."""

_SIGNS = ARABIC_DIGITS | str.maketrans({"\u2212": "-", "،": ",", "’": "'"})
_LOST_SIGNS = re.compile(r"[-+]?\?+([.,:/ -]?\?+)*")
_WHOLE = re.compile(r"[-+]?\d+")
_SCIENTIFIC = re.compile(r"[-+]?\d+(\.\d+)?[eE][-+]\d+", re.ASCII)  # as software writes it: signed exponent
_SIGN = re.compile(r"[-+–‐‑]\s?")
_BEFORE = re.compile(r"([^\d\s.,+–?'-][^\d]*?)\s*([-+–]?\s?[\d.,\u066b].*)")
_AFTER = re.compile(r"(.*\d)\s*([^\d\s][^\d]*)")
_DIRHAM = re.compile(r"dhs?\.?|mad|dirhams?|درهما?|دراهم|درهم مغربي|د\.?\s?م\.?")
_CURRENCY = re.compile(r"eur|euros?|usd|dollars?|gbp|يورو|أورو|دولار|[^\W\d]?\$")
_AMOUNT = r"\d[\d.,'\s]*"
_INEXACT = re.compile(
    rf"\D{{0,8}}{_AMOUNT}\D{{0,8}}(?:[-/~]|\b(?:to|a|et|ou|or|and|الي|و|او)\b)\D{{0,8}}{_AMOUNT}\D{{0,12}}"
    rf"|(?:[<>≤≥~±]=?|(?:below|above|under|over|about|around|less than|more than|at least|at most|up to"
    rf"|moins de|plus de|environ|autour de|au moins|au plus|jusqu'a|اقل من|اكثر من|حوالي|تقريبا|بين)\b)"
    rf"\D{{0,8}}{_AMOUNT}.{{0,40}}"
    rf"|\D{{0,8}}{_AMOUNT}(?:k|m|mille|millions?|thousand|الف|الاف|مليون|تقريبا|environ|\+)\b\D{{0,12}}"
    rf"|\D{{0,8}}{_AMOUNT}\+"
)  # fmt: skip


class NumberText(NamedTuple):
    """What a cell is under each decimal sign (None: no number), and the currency that it names ("": none)."""

    point: float | None
    comma: float | None
    currency: str = ""

    @property
    def is_unclear(self) -> bool:
        """Whether it is two different numbers."""
        return self.point is not None and self.comma is not None and self.point != self.comma

    @property
    def is_foreign(self) -> bool:
        """Whether it names a currency other than the dirham."""
        return bool(self.currency) and not _DIRHAM.fullmatch(self.currency)


@lru_cache(maxsize=1 << 16)
def read_number_text(cell: str) -> NumberText | None:
    """Read one cell under both decimal signs.

    Returns
    -------
    NumberText or None
        None where the cell is no number under either. Accepted: Western, Arabic-Indic and Persian digits;
        U+066B and U+066C; groups of three by a space (no-break, narrow and thin ones too), an apostrophe
        or the other sign; minus signs of typography; a currency before or after; a signed exponent.
    """
    if cell.isascii() and _WHOLE.fullmatch(cell):
        return NumberText(float(cell), float(cell))
    text = clean_cell(cell).translate(_SIGNS)
    if _SCIENTIFIC.fullmatch(text):
        return NumberText(float(text), float(text))
    sign = _SIGN.match(text)
    text, currency = _split_currency(text[sign.end() :] if sign else text)
    inner = None if sign else _SIGN.match(text)
    body = text[inner.end() :] if inner else text
    taken = sign or inner
    factor = -1.0 if taken and taken[0][0] != "+" else 1.0
    point, comma = _read_under(body, ".", factor), _read_under(body, ",", factor)
    return None if point is None and comma is None else NumberText(point, comma, currency)


def is_lost(cell: str) -> bool:
    """Tell whether a cell is question marks alone: an encoding without its letters destroys them so."""
    return bool(_LOST_SIGNS.fullmatch(clean_cell(cell)))


def is_inexact(cell: str) -> bool:
    """Tell whether a cell is a range, a bound, a rounded or an approximate amount."""
    return bool(_INEXACT.fullmatch(match_key(cell)))


def _split_currency(text: str) -> tuple[str, str]:
    """Take a currency off a number."""
    if text[:1].isdigit() and text[-1:].isdigit():
        return text, ""
    after = _AFTER.fullmatch(text)
    before = None if after else _BEFORE.fullmatch(text)
    word, number = (after[2], after[1]) if after else (before[1], before[2]) if before else ("", text)
    word = word.strip().casefold()
    if not word or not _is_currency(word):
        return text, ""
    return number, word


def _is_currency(word: str) -> bool:
    if len(word) == 1 and unicodedata.category(word) == "Sc":
        return True
    return bool(_DIRHAM.fullmatch(word) or _CURRENCY.fullmatch(word))


def _read_under(body: str, decimal: str, factor: float) -> float | None:
    if not _GRAMMAR[decimal].fullmatch(body):
        return None
    return factor * float(body.translate(_NO_GROUPS[decimal]).replace(decimal, ".").replace("\u066b", "."))


def _grammar(decimal: str) -> re.Pattern[str]:
    groups = rf"[1-9]\d{{0,2}}([{SPACES}'\u066c{OTHER_SIGN[decimal]}])\d{{3}}(?:\1\d{{3}})*"
    return re.compile(rf"(?:{groups}|\d+)(?:[{decimal}\u066b]\d+)?|[{decimal}\u066b]\d+", re.ASCII)


_GRAMMAR = {decimal: _grammar(decimal) for decimal in OTHER_SIGN}
_NO_GROUPS = {
    decimal: str.maketrans("", "", f"{SPACES}'\u066c{other}") for decimal, other in OTHER_SIGN.items()
}
