"""Match keys: one form for the spellings of a label, header or word that people take for the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from idmaj.identity.signs import DIGITS

ARABIC_DIGITS = DIGITS
"""Arabic-Indic and Persian digits to Western ones."""

INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Signs that nobody sees: direction marks, joiners, soft hyphens, byte-order marks."""

# Marks of Latin, Greek, Cyrillic and Arabic letters alone: in Indic scripts a mark is a vowel.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
                    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff]")  # fmt: skip
_CANONICAL = re.compile(r"-?(0|[1-9]\d*)\.\d+", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
_LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_LETTERS: dict[int, str] = str.maketrans({
    "ى": "ي", "ی": "ي", "ے": "ي", "ې": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "ݣ": "ك", "ٱ": "ا", "پ": "ب", "ڤ": "ف", "ڨ": "ق", "ڢ": "ف", "ڧ": "ق",
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
    "ı": "i", "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "ʹ": "'", "`": "'", "´": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁻": "-",
    "،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ",", "۔": ".", "⁄": "/", "∕": "/",
})  # fmt: skip
_LETTERS |= {code: chr(western) for code, western in ARABIC_DIGITS.items()}
# Capital and small letters that look like Latin ones, by the Unicode confusables (UTS 39).
_LATIN_OF = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсухԁԛԝ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιοκνρυχϲ",
    "ABESIJKMHOPCTXYaesijopcyxdqw" "ABEZHIKMNOPTYXaiokvpuxc",
)  # fmt: skip


def match_key(text: str) -> str:
    """Fold a text to the form by which labels, headers and words are compared.

    Compatibility forms are unified (NFKC), invisible signs, tatweel, harakat and accents removed, Arabic
    letter variants and hamza seats made one, digits Western, quotes, dashes and Arabic punctuation plain,
    Cyrillic and Greek lookalikes inside Latin words Latin, case folded, runs of spaces one.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The key; a key is its own key. Never shown to people.
    """
    if text.isascii():
        return " ".join(_CONTROL.sub("", text).replace("`", "'").lower().split())
    key = _fold(text)
    while (again := _fold(key)) != key:
        key = again
    return key


def clean_cell(text: str) -> str:
    """Remove what nobody sees: outer spaces (no-break ones too) and direction marks."""
    return INVISIBLE.sub("", text).strip() if text and not text.isascii() else text.strip()


def canonical_code(text: str) -> str:
    """Write a code so that `1`, `1.0` and `1.00` are one code; `007` and `7` stay two."""
    return text.rstrip("0").rstrip(".") if _CANONICAL.fullmatch(text) else text


def match_table(labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Group codes by the match key of their labels; a key of several codes is ambiguous."""
    table: dict[str, tuple[str, ...]] = {}
    for code, label in labels.items():
        key = match_key(label)
        if key and code not in table.get(key, ()):
            table[key] = (*table.get(key, ()), code)
    return table


def _fold(text: str) -> str:
    visible = _CONTROL.sub("", INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    if _LOOKALIKE.search(visible):
        visible = _WORD.sub(_as_latin, visible)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", visible.casefold()))
    return " ".join(unicodedata.normalize("NFKC", bare.translate(_LETTERS)).split())


def _as_latin(word: re.Match[str]) -> str:
    return word[0].translate(_LATIN_OF) if _LATIN.search(word[0]) else word[0]
