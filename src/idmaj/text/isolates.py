"""Directional isolates: what keeps a number or a name whole inside a sentence of the other direction.

Source: Unicode Standard Annex 9 (bidirectional algorithm), section 2.4.
"""

from __future__ import annotations

import re
from typing import Final

from idmaj.text.languages import Direction

LEFT_TO_RIGHT_ISOLATE: Final = "\u2066"
RIGHT_TO_LEFT_ISOLATE: Final = "\u2067"
FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"

_OPENING: Final = {"ltr": LEFT_TO_RIGHT_ISOLATE, "rtl": RIGHT_TO_LEFT_ISOLATE, None: FIRST_STRONG_ISOLATE}
_MARKS = re.compile("[\u2066-\u2069]")
_EMBEDDINGS = re.compile("[\u202a-\u202e]")
_PARAGRAPH_ENDS = re.compile("[\n\r\x1c-\x1e\x85\u2029]+")
_DOUBLED = re.compile("\u2068([\u2066-\u2068][^\u2066-\u2069]*\u2069)\u2069")


def isolate(text: str, towards: Direction | None = "ltr") -> str:
    """Wrap a text in isolates, so that its neighbours cannot reorder it.

    Parameters
    ----------
    text
        What is shown.
    towards
        Its own direction: ``ltr`` (numbers), ``rtl``, or None for that of its first letter.

    Returns
    -------
    str
        The text between U+2066, U+2067 or U+2068 and U+2069.
    """
    return f"{_OPENING[towards]}{text}{POP_ISOLATE}"


def strip_isolates(text: str) -> str:
    """Remove isolates, for comparison and for places that hold plain text only (file names, alt text)."""
    return _MARKS.sub("", text)


def merge_isolates(text: str) -> str:
    """Drop a first-strong isolate that holds nothing but another isolate."""
    return _DOUBLED.sub(r"\1", text)


def confine_text(text: str) -> str:
    """Take from a text what would reach beyond its own isolates.

    Embeddings and overrides go; isolates that do not match go; an end of paragraph, which would close
    the isolates around it, becomes a space.
    """
    text = _PARAGRAPH_ENDS.sub(" ", _EMBEDDINGS.sub("", text))
    depth = 0
    for mark in _MARKS.findall(text):
        depth += -1 if mark == POP_ISOLATE else 1
        if depth < 0:
            return strip_isolates(text)
    return strip_isolates(text) if depth else text
