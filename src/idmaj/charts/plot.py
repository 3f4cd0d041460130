"""Lines over a numeric axis: what changes when an assumption, a worth or a number of people does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.lines import Look, draw_horizontal_grid, label_beside, look_of
from idmaj.charts.sheet import Sheet, line_height, open_sheet
from idmaj.charts.style import (
    BAND,
    GREY,
    INK,
    PALE_BLUE,
    SMALL,
    WIDTH_CM,
    as_line,
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
        Words beside its last point; empty for a line that needs none.
    look
        Colour and dash.
    is_dotted
        Whether its points are marked.
    """

    x: Numbers
    y: Numbers
    low: Numbers | None = None
    high: Numbers | None = None
    label: str = ""
    look: Look = field(default_factory=lambda: look_of("support"))
    is_dotted: bool = False


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
    y_limits
        Limits of the upright axis; by default those of the lines.
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
    sheet = open_sheet(
        study, language, body=_HEAD + _PLOT + _BELOW, title=frame.title, subtitle=frame.subtitle,
        notes=frame.notes,
    )  # fmt: skip
    limits = frame.y_limits or _limits(lines, frame)
    ticks = choose_ticks(*limits, 6)
    numbers = frame.write_y(ticks)
    start = max(1.2, max(measure_text(number, SMALL) for number in numbers) + 0.4)
    axes = sheet.add_axes(start, WIDTH_CM - 0.6, _HEAD, _HEAD + _PLOT)
    axes.set(xlim=_spread(np.concatenate([line.x for line in lines])), ylim=limits)
    draw_horizontal_grid(axes, numbers_on_right=sheet.is_rtl)
    set_ticks(axes, "y", ticks, numbers)
    _draw_ground(axes, frame)
    for line in lines:
        _draw_line(axes, line)
    draw_ticks_across(axes, frame.write_x)
    _write_titles(sheet, axes, frame)
    for line in lines:
        _label(axes, line, language)
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
    """Write beside the last point of a line what it is, on the side that has room."""
    if not line.label:
        return
    low, high = axes.get_xlim()
    position = len(line.x) // 2
    is_near_end = (line.x[position] - low) / (high - low) > _NEAR_END
    words = [as_line(part, language) for part in wrap_text(line.label, _LABEL_WIDTH, SMALL, bold=True)]
    label_beside(
        axes, words, at=(float(line.x[position]), float(line.y[position])),
        offset=(-4.0 if is_near_end else 4.0, 9.0), look=line.look, ha="right" if is_near_end else "left",
    )  # fmt: skip


def _write_titles(sheet: Sheet, axes: Axes, frame: Frame) -> None:
    box = axes.get_position()
    share = box.x0 + box.width / 2
    middle = (1 - share if sheet.is_rtl else share) * WIDTH_CM
    sheet.write(frame.x_title, middle, _HEAD + _PLOT + 0.8, size=SMALL, colour=GREY, align="centre")
    for number, text in enumerate(wrap_text(frame.y_title, WIDTH_CM - 0.4, SMALL) if frame.y_title else []):
        sheet.write(text, 0.1, 0.2 + number * line_height(SMALL), size=SMALL, colour=GREY)
