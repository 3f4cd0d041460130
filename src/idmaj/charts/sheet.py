"""The sheet a chart is drawn on: centimetres from the reading side and from the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from idmaj.charts.arms import explain_arms
from idmaj.charts.style import (
    CM_PER_INCH,
    CM_PER_POINT,
    COMPARISON_TEXT,
    GREY,
    HALF_CAPITAL,
    HEADING,
    INK,
    LINE,
    NORMAL,
    RULE,
    SMALL,
    WATERMARK,
    WIDTH_CM,
    as_line,
    font,
    measure_text,
    wrap_text,
)
from idmaj.study import Study
from idmaj.text import Language, direction, message

Align = Literal["start", "centre", "end"]

MARGIN = 0.1
_GAP = 0.25
_HIGHEST_MARK = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure with positions in centimetres.

    Attributes
    ----------
    figure
        What is drawn.
    language
        Reader's language.
    height
        Height of the figure.
    top
        Where the body begins, below title and subtitle.
    """

    figure: Figure
    language: Language
    height: float
    top: float

    @property
    def is_rtl(self) -> bool:
        """Whether the page is read from the right."""
        return direction(self.language) == "rtl"

    def across(self, x: float) -> float:
        """Turn centimetres from the reading side into a share of the width from the left."""
        share = x / WIDTH_CM
        return 1 - share if self.is_rtl else share

    def down(self, y: float) -> float:
        """Turn centimetres below the top of the body into a share of the height from below."""
        return 1 - (self.top + y) / self.height

    def side(self, align: Align) -> Literal["left", "center", "right"]:
        """Turn an alignment along the reading direction into left, centre or right."""
        if align == "centre":
            return "center"
        return "left" if (align == "start") != self.is_rtl else "right"

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = NORMAL,
        bold: bool = False,
        colour: str = INK,
        align: Align = "start",
    ) -> Text:
        """Write one line; `y` is the middle of its capitals and digits, where a mark beside it stands."""
        return self.figure.text(
            self.across(x),
            self.down(y + HALF_CAPITAL * size * CM_PER_POINT),
            as_line(text, self.language),
            fontproperties=font(size, bold=bold),
            color=colour,
            ha=self.side(align),
            va="baseline",
        )

    def write_lines(
        self, lines: Sequence[str], x: float, y: float, *, size: float = NORMAL, **style: object
    ) -> None:
        """Write lines centred vertically on `y` as a block."""
        first = y - (len(lines) - 1) / 2 * line_height(size)
        for number, line in enumerate(lines):
            self.write(line, x, first + number * line_height(size), size=size, **style)  # type: ignore[arg-type]

    def add_axes(self, start: float, end: float, top: float, bottom: float) -> Axes:
        """Add axes between two distances from the reading side; numbers run left to right in every language."""
        left, right = sorted((self.across(start), self.across(end)))
        low = self.down(bottom)
        axes = self.figure.add_axes((left, low, right - left, self.down(top) - low))
        axes.patch.set_visible(False)
        axes.tick_params(length=3, width=0.6, color=RULE)
        for name, spine in axes.spines.items():
            spine.set_visible(name == "bottom")
            spine.set(color=RULE, linewidth=0.8)
        return axes


def line_height(size: float) -> float:
    """Distance between two lines of text in centimetres."""
    return size * LINE * CM_PER_POINT


def open_sheet(
    study: Study,
    language: Language,
    *,
    body: float,
    title: str | None = None,
    subtitle: str = "",
    notes: Sequence[str] = (),
    warning: str = "",
) -> Sheet:
    """Open a sheet with its title, subtitle, notes, source and, where data are invented, the mark.

    Parameters
    ----------
    study, language
        Source, mark and words.
    body
        Height of the body in centimetres.
    title
        Title inside the chart, for one that stands alone; a brief carries it in its own text.
    subtitle
        What is shown and in which unit.
    notes
        Sentences under the body, among them the number of people.
    warning
        A sentence that stands out, such as that a chart is not for publication.

    Returns
    -------
    Sheet
    """
    full = WIDTH_CM - 2 * MARGIN
    heading = wrap_text(title, full, HEADING, bold=True) if title else []
    under = wrap_text(subtitle, full, NORMAL) if subtitle else []
    source = message("chart-source", language, source=study.study.source[language])
    foot = [
        line
        for note in (*notes, *explain_arms(study, language), source)
        for line in wrap_text(note, full, SMALL)
    ]
    mark = message("simulated-mark", language) if study.study.simulated else ""
    loud = [line for text in (warning, mark) if text for line in wrap_text(text, full, SMALL, bold=True)]
    top = MARGIN + len(heading) * line_height(HEADING) + len(under) * line_height(NORMAL)
    top += _GAP if heading or under else 0
    height = top + body + _GAP + (len(foot) + len(loud)) * line_height(SMALL) + MARGIN
    sheet = Sheet(Figure(figsize=(WIDTH_CM / CM_PER_INCH, height / CM_PER_INCH)), language, height, top)
    _write_block(sheet, heading, MARGIN, size=HEADING, bold=True)
    _write_block(sheet, under, MARGIN + len(heading) * line_height(HEADING), size=NORMAL, colour=GREY)
    below = top + body + _GAP
    _write_block(sheet, foot, below, size=SMALL, colour=GREY)
    _write_block(
        sheet, loud, below + len(foot) * line_height(SMALL), size=SMALL, bold=True, colour=COMPARISON_TEXT
    )
    if mark:
        _write_watermark(sheet, mark)
    return sheet


def _write_block(sheet: Sheet, lines: Sequence[str], y: float, *, size: float, **style: object) -> None:
    for number, line in enumerate(lines):
        middle = y - sheet.top + (number + 0.5) * line_height(size)
        sheet.write(line, MARGIN, middle, size=size, **style)  # type: ignore[arg-type]


def _write_watermark(sheet: Sheet, mark: str) -> None:
    width = measure_text(mark, _HIGHEST_MARK, bold=True)
    room = min(0.75 * WIDTH_CM, 1.6 * sheet.height)
    size = min(_HIGHEST_MARK * room / width, _HIGHEST_MARK)
    text = sheet.figure.text(
        0.5, 0.5, as_line(mark, sheet.language), fontproperties=font(size, bold=True), color=WATERMARK
    )
    text.set(rotation=20, ha="center", va="center", zorder=-1, gid="watermark")
