"""House style: fonts, colours, sizes and the context in which every chart is drawn and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, Final, ParamSpec, TypeVar

import fontpkg
import matplotlib
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, fontManager

from idmaj.text import Language, direction

FAMILY: Final = "IBM Plex Sans Arabic"
LAST_RESORT: Final = "DejaVu Sans"
WEIGHTS: Final = (400, 700)
"""The two weights that the last resort has too."""

SUPPORT: Final = "#12436D"
COMPARISON: Final = "#F46A25"
COMPARISON_TEXT: Final = "#B8430B"
INK: Final = "#1F2A33"
GREY: Final = "#56626C"
RULE: Final = "#9AA5AE"
GRID: Final = "#D9DFE4"
PALE_BLUE: Final = "#E6EEF5"
PALE_ORANGE: Final = "#FDEEE4"
BAND: Final = "#EEF1F4"
"""Differences too small to matter."""
WATERMARK: Final = "#EDF0F3"

WIDTH_CM: Final = 16.5
"""Width of the column of a brief: charts are drawn at the size at which they are printed."""

SMALL: Final = 7.5
NORMAL: Final = 8.5
HEADING: Final = 11.5
SMALLEST: Final = 7.5
"""Smallest text, in points at the printed size."""

DPI: Final = 200
CM_PER_INCH: Final = 2.54
CM_PER_POINT: Final = CM_PER_INCH / 72
HALF_CAPITAL: Final = 0.35
"""Half the height of capitals and digits, in sizes of the text."""
LINE: Final = 1.5
"""Distance between lines of text, in sizes of the text."""

_PRIVATE_TO_SESSION: Final = (
    "backend", "interactive", "toolbar", "timezone", "keymap", "figure.hooks", "savefig.directory", "webagg",
    "tk.", "docstring", "date.epoch", "macosx",
)  # fmt: skip
_STYLE: Final[dict[str, Any]] = {
    "figure.dpi": DPI,
    "savefig.dpi": DPI,
    "font.size": NORMAL,
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",  # hinting rounds widths to pixels: what is measured would not be what is drawn
    "text.color": INK,
    "svg.fonttype": "path",
    "svg.hashsalt": "idmaj",
    "axes.axisbelow": True,
    "lines.solid_capstyle": "butt",
    "patch.linewidth": 0.8,
}

_OPENING: Final = "\u2066\u2067\u2068"
_POP: Final = "\u2069"
_TO_RIGHT: Final = "\u200f"

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@cache
def font_families() -> tuple[str, ...]:
    """Families in order of preference; DejaVu Sans, shipped with matplotlib, is the last resort."""
    try:
        for weight in WEIGHTS:
            fontManager.addfont(str(fontpkg.path(FAMILY, weight=weight)))
    except fontpkg.errors.FontpkgError:
        return (LAST_RESORT,)
    return (FAMILY, LAST_RESORT)


def font(size: float, *, bold: bool = False) -> FontProperties:
    """Font of a size in points."""
    return FontProperties(family=list(font_families()), size=size, weight=700 if bold else 400)


@cache
def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in centimetres, as it is shaped."""
    scale = 10
    with house_style():
        renderer = RendererAgg(1, 1, 72 * scale)
        width, _, _ = renderer.get_text_width_height_descent(text, font(size, bold=bold), ismath=False)
    return float(width) / scale * CM_PER_POINT


def as_line(text: str, language: Language) -> str:
    """Give an Arabic line its direction whatever letter or digit it begins with."""
    needs_mark = direction(language) == "rtl" and not text.startswith(_TO_RIGHT)
    return f"{_TO_RIGHT}{text}" if needs_mark else text


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width in centimetres; isolates are closed and reopened at a break.

    A right-to-left mark at the beginning is set on every line.
    """
    towards = _TO_RIGHT if text.startswith(_TO_RIGHT) else ""
    lines: list[str] = []
    for word in text.removeprefix(_TO_RIGHT).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return [towards + line for line in _carry_isolates(lines)]


def _carry_isolates(lines: list[str]) -> list[str]:
    carried, opened = [], ""
    for line in lines:
        start = opened
        for sign in line:
            if sign in _OPENING:
                opened += sign
            elif sign == _POP:
                opened = opened[:-1]
        carried.append(f"{start}{line}{_POP * len(opened)}")
    return carried


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house's style whatever the session has set, and leave the session as it was."""
    settings: dict[Any, Any] = {
        name: value
        for name, value in matplotlib.rcParamsDefault.items()
        if not name.startswith(_PRIVATE_TO_SESSION)
    }
    settings |= _STYLE
    settings["font.family"] = list(font_families())
    with matplotlib.rc_context(settings):
        yield


def in_house_style(draw: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a function draw inside `house_style`."""

    @wraps(draw)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with house_style():
            return draw(*args, **kwargs)

    return drawn
