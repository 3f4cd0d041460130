"""The fonts of documents: files for Typst, subsets for pages."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY: Final = "IBM Plex Sans Arabic"
"""Covers Arabic, French and English; SIL Open Font License 1.1."""

WEIGHTS: Final = (400, 600)
"""Weights that documents use."""

_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u2026"


def font_folders() -> list[Path]:
    """Folders of the font files, for `typst`."""
    return sorted({Path(fontpkg.path(FAMILY, weight=weight)).parent for weight in WEIGHTS})


@cache
def covered_characters() -> frozenset[int]:
    """Code points that the regular weight has a glyph for."""
    with TTFont(fontpkg.path(FAMILY, weight=400), lazy=True) as font:
        return frozenset(font.getBestCmap())


def embed_font(weight: int, texts: Iterable[str]) -> str:
    """Make a font of only the glyphs that some texts need.

    Parameters
    ----------
    weight
        One of `WEIGHTS`.
    texts
        All text that the font will show.

    Returns
    -------
    str
        WOFF2 in base64. The layout features of Arabic are kept; the same texts give the same bytes.
    """
    font = TTFont(fontpkg.path(FAMILY, weight=weight), recalcTimestamp=False)
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.hinting = False
    options.drop_tables += ["meta"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(c) for text in (_ALWAYS, *texts) for c in text}))
    subsetter.subset(font)
    font.flavor = "woff2"
    target = BytesIO()
    font.save(target)
    return base64.b64encode(target.getvalue()).decode()
