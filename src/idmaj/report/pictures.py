"""Charts inside pages: the same picture in half the bytes, so that a page can be sent by phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import quote

_DROPPED = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
_SPACES = re.compile(r"\s*\n\s*")
_BETWEEN = re.compile(r">\s+<")
_GROUP_NAME = re.compile(r'<g id="[^"]*"')
_PATH = re.compile(r'(?<= d=")[^"]*')
_GLYPH = re.compile(r' d="(?P<path>[^"]*)" transform="scale\(0\.015625\)"')
_SYMBOL = re.compile(r'<path id="([^"]+)"')
_EMPTY = re.compile(r'<path id="([^"]+)" transform="[^"]*"/>')
_PLACE = re.compile(r'(?<=transform="translate\()[^)]*')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_TOKEN = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
_TIGHT = re.compile(r" (?=[-A-Za-z])|(?<=[A-Za-z]) ")

_COARSER: Final = 8
"""Glyphs are drawn on a grid of 1/64 of a hundredth of the size; an eighth of it is a hundredth of a point."""
_DECIMALS: Final = 2
_POINTS: Final = {"M": 1, "L": 1, "Q": 2, "C": 3}
_SAFE: Final = " !$&'()*+,-./:;=?@[]^_`{|}~"


def embed_picture(svg: Path) -> str:
    """Make a ``data:`` address of the file of a chart; see `embed_svg`."""
    return embed_svg(svg.read_text(encoding="utf-8"))


def embed_svg(svg: str) -> str:
    """Make a ``data:`` address of a picture; being an image, it cannot run script.

    Parameters
    ----------
    svg
        Source of the picture, as matplotlib writes it with text as paths.

    Returns
    -------
    str
        Address with the compacted picture.
    """
    return "data:image/svg+xml," + quote(compact_svg(svg).replace('"', "'"), safe=_SAFE)


def compact_svg(svg: str) -> str:
    """Drop what a reader does not see: comments, names of groups, decimals beyond a hundredth of a point.

    Parameters
    ----------
    svg
        Source of a picture.

    Returns
    -------
    str
        Source of the same picture; the same source gives the same text.
    """
    text = _SPACES.sub(" ", _GROUP_NAME.sub("<g", _DROPPED.sub("", svg)))
    for name in _EMPTY.findall(text):  # signs without ink: spaces and isolates
        text = re.sub(rf'<(?:use|path)[^>]*?"#?{re.escape(name)}"[^>]*/>', "", text)
    text = _GLYPH.sub(_write_glyph, text)
    text = _PATH.sub(_tighten_path, text)
    text = _PLACE.sub(lambda found: _LONG.sub(_round, found[0]), text)
    for number, name in enumerate(_SYMBOL.findall(text)):
        short = f"s{number}"
        text = text.replace(f'id="{name}"', f'id="{short}"').replace(f'"#{name}"', f'"#{short}"')
    return _BETWEEN.sub("><", text.replace("xlink:href=", "href=")).strip()


def _write_glyph(found: re.Match[str]) -> str:
    scale = _COARSER / 64
    return f' d="{_shorten_glyph(found["path"])}" transform="scale({scale})"'


def _shorten_glyph(path: str) -> str:
    """Write a glyph on a coarser grid, each point relative to the last one."""
    tokens = _TOKEN.findall(path)
    written: list[str] = []
    here, start, place = (0, 0), (0, 0), 0
    while place < len(tokens):
        command = tokens[place].upper()
        place += 1
        if command == "Z":
            written.append("z")
            here = start
            continue
        size = 2 * _POINTS[command]
        values = [round(float(token) / _COARSER) for token in tokens[place : place + size]]
        place += size
        points = list(zip(values[::2], values[1::2], strict=True))
        written.append(command.lower() + " ".join(f"{x - here[0]} {y - here[1]}" for x, y in points))
        here = points[-1]
        start = here if command == "M" else start
    return _TIGHT.sub("", "".join(written))


def _tighten_path(found: re.Match[str]) -> str:
    return _TIGHT.sub("", _LONG.sub(_round, found[0]).strip())


def _round(found: re.Match[str]) -> str:
    return str(round(float(found[0]), _DECIMALS)).removesuffix(".0")
