"""Lines over a numeric axis: what changes when an assumption, a worth or a number of people does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from idmaj.charts.lines import Look, draw_horizontal_grid, label_beside, look_of
from idmaj.charts.sheet import Sheet, line_height, open_sheet
from idmaj.charts.style import (
    BAND,
    GREY,
    INK,
    LINE,
    NORMAL,
    PALE_BLUE,
    SMALL,
    WIDTH_CM,
    as_line,
    font,
    in_house_style,
    measure_text,
    wrap_text,
)
from idmaj.charts.ticks import choose_ticks, draw_ticks_across, set_ticks
from idmaj.study import Study
from idmaj.text import Language

Numbers = npt.NDArray[np.float64]
WriteTicks = Callable[[np.ndarray], list[str]]

_PLOT = 6.0
_HEAD = 0.75
_BARE_HEAD = 0.4
"""Room over the plot where no words stand there."""
_BELOW = 1.05
_LABEL_WIDTH = 4.2
_NEAR_END = 0.62
"""Part of the axis after which a label stands to the left of its point."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line with its band.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
    low, high : ndarray, shape (n,), optional
        Edges of the band around it.
    label
        Words beside one of its points; empty for a line that needs none.
    look
        Colour and dash.
    is_dotted
        Whether its points are marked.
    label_at
        Number of the point beside which the label stands; by default the one in the middle.
    is_label_below
        Whether the label stands below that point.
    """

    x: Numbers
    y: Numbers
    low: Numbers | None = None
    high: Numbers | None = None
    label: str = ""
    look: Look = field(default_factory=lambda: look_of("support"))
    is_dotted: bool = False
    label_at: int | None = None
    is_label_below: bool = False


@dataclass(frozen=True, eq=False)
class Frame:
    """What stands around lines.

    Attributes
    ----------
    subtitle, notes, title
        Words above and below.
    x_title, y_title
        Words under the axis and over it.
    write_x, write_y
        Write the numbers of the axes.
    x_marks, y_marks
        Values at which a dashed line crosses the plot.
    y_band
        Values between which the ground is grey.
    x_labels, y_labels
        Words at these dashed lines, in their order; fewer, or none, where they need none.
    is_foot
        Whether the words at upright dashed lines stand at the foot of the plot, not at its head.
    x_limits, y_limits
        Limits of the axes; by default those of what is drawn.
    has_zero
        Whether a line of no difference is drawn at 0.
    """

    subtitle: str
    x_title: str
    write_x: WriteTicks
    write_y: WriteTicks
    y_title: str = ""
    notes: Sequence[str] = ()
    title: str | None = None
    x_marks: Sequence[float] = ()
    y_marks: Sequence[float] = ()
    y_band: tuple[float, float] | None = None
    x_labels: Sequence[str] = ()
    y_labels: Sequence[str] = ()
    is_foot: bool = False
    x_limits: tuple[float, float] | None = None
    y_limits: tuple[float, float] | None = None
    has_zero: bool = False


@in_house_style
def draw_lines(lines: Sequence[Line], frame: Frame, study: Study, language: Language) -> Figure:
    """Draw lines over a numeric axis that runs left to right in every language.

    Parameters
    ----------
    lines
        At least one.
    frame
        Words, axes and marks.
    study, language
        Source and words.

    Returns
    -------
    matplotlib.figure.Figure
        16.5 cm wide.
    """
    head = _HEAD if frame.y_title else _BARE_HEAD
    sheet = open_sheet(
        study, language, body=head + _PLOT + _BELOW, title=frame.title, subtitle=frame.subtitle,
        notes=frame.notes,
    )  # fmt: skip
    limits = frame.y_limits or _limits(lines, frame)
    ticks = choose_ticks(*limits, 6)
    numbers = frame.write_y(ticks)
    start = max(1.2, max(measure_text(number, SMALL) for number in numbers) + 0.4)
    axes = sheet.add_axes(start, WIDTH_CM - 0.6, head, head + _PLOT)
    across = np.concatenate([*(line.x for line in lines), np.asarray(frame.x_marks, dtype=float)])
    axes.set(xlim=frame.x_limits or _spread(across), ylim=limits)
    draw_horizontal_grid(axes, numbers_on_right=sheet.is_rtl)
    set_ticks(axes, "y", ticks, numbers)
    _draw_ground(axes, frame)
    for line in lines:
        _draw_line(axes, line)
    draw_ticks_across(axes, frame.write_x)
    _write_titles(sheet, axes, frame, foot=head + _PLOT)
    for line in lines:
        _label(axes, line, language)
    _label_marks(axes, frame, language)
    return sheet.figure


def _limits(lines: Sequence[Line], frame: Frame) -> tuple[float, float]:
    parts = [values for line in lines for values in (line.y, line.low, line.high) if values is not None]
    held = np.concatenate(
        [*parts, np.asarray([0.0] if frame.has_zero else []), np.asarray(frame.y_band or ())]
    )
    return _spread(held[np.isfinite(held)])


def _spread(values: Numbers) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = 0.05 * (high - low) or 1.0
    return low - pad, high + pad


def _draw_ground(axes: Axes, frame: Frame) -> None:
    dashed: dict[str, Any] = {"color": GREY, "linewidth": 0.8, "linestyle": (0, (3, 2)), "zorder": 1}
    if frame.y_band is not None:
        axes.axhspan(*frame.y_band, color=BAND, linewidth=0, zorder=0.2)
    if frame.has_zero:
        axes.axhline(0, color=INK, linewidth=1.0, zorder=2)
    for y in frame.y_marks:
        axes.axhline(y, **dashed)
    for x in frame.x_marks:
        axes.axvline(x, **dashed)


def _draw_line(axes: Axes, line: Line) -> None:
    if line.low is not None and line.high is not None:
        axes.fill_between(line.x, line.low, line.high, color=PALE_BLUE, linewidth=0, zorder=0.5)
    marker = line.look.marker if line.is_dotted else None
    axes.plot(
        line.x, line.y, color=line.look.mark, linestyle=line.look.dash, linewidth=1.8, marker=marker,
        markersize=4, zorder=3,
    )  # fmt: skip


def _label(axes: Axes, line: Line, language: Language) -> None:
    """Write beside a point of a line what the line is, on the side that has room."""
    if not line.label:
        return
    low, high = axes.get_xlim()
    position = len(line.x) // 2 if line.label_at is None else line.label_at
    is_near_end = (line.x[position] - low) / (high - low) > _NEAR_END
    words = [as_line(part, language) for part in wrap_text(line.label, _LABEL_WIDTH, SMALL, bold=True)]
    above = 9.0 + (len(words) - 1) / 2 * NORMAL * LINE
    label_beside(
        axes, words, at=(float(line.x[position]), float(line.y[position])),
        offset=(-5.0 if is_near_end else 5.0, -above if line.is_label_below else above), look=line.look,
        ha="right" if is_near_end else "left",
    )  # fmt: skip


def _label_marks(axes: Axes, frame: Frame, language: Language) -> None:
    """Write what dashed lines are: one line of words each, no two at one height."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    per_line = line_height(SMALL) / _PLOT * (high - low)
    for number, (x, words) in enumerate(zip(frame.x_marks, frame.x_labels, strict=False)):
        away = (number + 0.6) * per_line
        ha = "right" if (x - left) / (right - left) > 0.5 else "left"
        at = (x, low + away if frame.is_foot else high - away)
        _write_mark(axes, as_line(words, language), at, offset=(-3 if ha == "right" else 3, -3), ha=ha)
    for y, words in zip(frame.y_marks, frame.y_labels, strict=False):
        _write_mark(axes, as_line(words, language), (left, y), offset=(3, 3), ha="left")


def _write_mark(
    axes: Axes, words: str, at: tuple[float, float], *, offset: tuple[float, float], ha: str
) -> None:
    text = axes.annotate(
        words, at, xytext=offset, textcoords="offset points", fontproperties=font(SMALL), color=GREY, ha=ha,
        va="baseline", annotation_clip=False,
    )  # fmt: skip
    text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def _write_titles(sheet: Sheet, axes: Axes, frame: Frame, *, foot: float) -> None:
    box = axes.get_position()
    share = box.x0 + box.width / 2
    middle = (1 - share if sheet.is_rtl else share) * WIDTH_CM
    sheet.write(frame.x_title, middle, foot + 0.8, size=SMALL, colour=GREY, align="centre")
    for number, text in enumerate(wrap_text(frame.y_title, WIDTH_CM - 0.4, SMALL) if frame.y_title else []):
        sheet.write(text, 0.1, 0.2 + number * line_height(SMALL), size=SMALL, colour=GREY)
