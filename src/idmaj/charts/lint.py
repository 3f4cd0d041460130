"""The quality gate of a chart: what a machine can see of a picture that cannot be read."""

from __future__ import annotations

import itertools
import warnings

from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from idmaj.charts.style import DPI, SMALLEST, house_style
from idmaj.text import strip_isolates

_CONTRAST = 4.5
_SLACK = 1.0
"""Pixels by which boxes may touch."""

_LEADING = 0.15
"""Part of the size of a text that its box holds above and below the tallest letters."""


def lint_figure(figure: Figure) -> list[str]:
    """Find what makes a chart unreadable.

    Parameters
    ----------
    figure
        A chart at the size at which it is printed.

    Returns
    -------
    list of str
        One line a fault: text or a mark outside the figure, text over text, text under 7.5 points, text with
        less than 4.5 : 1 contrast to white, a glyph that no font has. Empty when there is none.
    """
    with house_style(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.set_dpi(DPI)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    texts = _drawn_texts(figure)
    boxes = [(text, text.get_window_extent(canvas.get_renderer())) for text in texts]
    return [
        *(f"glyph: {warning.message}" for warning in caught if "lyph" in str(warning.message)),
        *_find_small(texts),
        *_find_pale(texts),
        *_find_outside(figure, boxes),
        *_find_overlaps(boxes),
    ]


def _drawn_texts(figure: Figure) -> list[Text]:
    ticks = {id(text) for axes in figure.axes for text in _tick_texts(axes.xaxis) + _tick_texts(axes.yaxis)}
    shown = {id(text) for axes in figure.axes for text in _shown_ticks(axes.xaxis) + _shown_ticks(axes.yaxis)}
    found = figure.findobj(Text)
    return [
        text
        for text in found
        if isinstance(text, Text)
        and text.get_visible()
        and text.get_text().strip()
        and (id(text) not in ticks or id(text) in shown)
    ]


def _tick_texts(axis: Axis) -> list[Text]:
    ticks = [*axis.majorTicks, *axis.minorTicks]
    return [text for tick in ticks for text in (tick.label1, tick.label2)]


def _shown_ticks(axis: Axis) -> list[Text]:
    shown = axis._update_ticks()  # type: ignore[attr-defined]
    return [text for tick in shown for text in (tick.label1, tick.label2)]


def _find_small(texts: list[Text]) -> list[str]:
    return [f"small: {_quote(text)}" for text in texts if float(text.get_fontsize()) < SMALLEST]


def _find_pale(texts: list[Text]) -> list[str]:
    return [
        f"pale: {_quote(text)}"
        for text in texts
        if text.get_gid() != "watermark" and _contrast_to_white(text.get_color()) < _CONTRAST
    ]


def _contrast_to_white(colour: object) -> float:
    # WCAG 2.2, relative luminance.
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]  # type: ignore[arg-type]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return 1.05 / (luminance + 0.05)


def _find_outside(figure: Figure, boxes: list[tuple[Text, Bbox]]) -> list[str]:
    found = [f"outside: {_quote(text)}" for text, box in boxes if _leaves(figure, box)]
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for mark in figure.findobj(_is_mark):
        box = mark.get_tightbbox(renderer)
        if box is not None and box.width + box.height > 0 and _leaves(figure, box):
            found.append(f"outside: {type(mark).__name__}")
    return found


def _is_mark(artist: Artist) -> bool:
    return isinstance(artist, (Patch, Line2D)) and artist.get_visible() and artist.axes is None


def _leaves(figure: Figure, box: Bbox) -> bool:
    page = figure.bbox
    return (
        box.x0 < page.x0 - _SLACK
        or box.x1 > page.x1 + _SLACK
        or box.y0 < page.y0 - _SLACK
        or box.y1 > page.y1 + _SLACK
    )


def _find_overlaps(boxes: list[tuple[Text, Bbox]]) -> list[str]:
    written = [(text, _ink(text, box)) for text, box in boxes if text.get_gid() != "watermark"]
    return [
        f"overlap: {_quote(first)} and {_quote(second)}"
        for (first, one), (second, two) in itertools.combinations(written, 2)
        if _overlap(one, two)
    ]


def _ink(text: Text, box: Bbox) -> Bbox:
    leading = _LEADING * float(text.get_fontsize()) * DPI / 72
    return Bbox.from_extents(box.x0, box.y0 + leading, box.x1, box.y1 - leading)


def _overlap(one: Bbox, two: Bbox) -> bool:
    width = min(one.x1, two.x1) - max(one.x0, two.x0)
    height = min(one.y1, two.y1) - max(one.y0, two.y0)
    return width > _SLACK and height > _SLACK


def _quote(text: Text) -> str:
    return repr(strip_isolates(text.get_text()).strip("\u200f"))
