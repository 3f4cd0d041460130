"""Participant flow: who was assigned, who was lost, who was observed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.transforms import Affine2D, Transform

from idmaj.charts.arms import name_arm
from idmaj.charts.branches import Branch, read_branches, select_flow
from idmaj.charts.sheet import Sheet, line_height, open_sheet
from idmaj.charts.style import (
    CM_PER_POINT,
    COMPARISON,
    GREY,
    NORMAL,
    PALE_BLUE,
    PALE_ORANGE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    in_house_style,
    wrap_text,
)
from idmaj.charts.words import join_words, name_outcome
from idmaj.study import Study
from idmaj.text import Language, format_count, has_message, isolate, message

_BOX = 4.3
_SIDE = 3.2
_PAD = 0.18
_GAP = 0.55


@in_house_style
def draw_flow(
    estimates: pd.DataFrame,
    study: Study,
    language: Language,
    *,
    outcome: str,
    horizon: str | None = None,
    title: str | None = None,
) -> Figure:
    """Draw the flow of participants to the analysis of an outcome.

    Parameters
    ----------
    estimates
        The estimates table, or its released part. Rows read: estimator ``attrition``, scale ``count``, term
        ``<arm>|assigned`` and ``<arm>|observed``.
    study, language
        Names and words.
    outcome
        Name of the outcome.
    horizon
        By default the primary horizon.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        One column an arm; losses branch off sideways.

    Raises
    ------
    RenderError
        When a count is missing, more people are observed than assigned, or a level of the outcome rests on
        another number of people.
    """
    rows = select_flow(estimates, study, outcome=outcome, horizon=horizon)
    branches = read_branches(rows, what=f"flow of {outcome}")
    horizon = str(rows["horizon"].iloc[0])
    words = _Words(study, language)
    levels = [[words.box(branch) for branch in branches]]
    levels += [[words.lost(branch) for branch in branches], [words.observed(branch) for branch in branches]]
    if len(branches) > 1:
        levels.insert(0, [words.top(branches)])
    else:
        levels[0] = [words.top(branches)]
    heights = [max(text.height for text in level) for level in levels]
    sheet = open_sheet(
        study,
        language,
        body=sum(heights) + (len(levels) - 1) * _GAP + 0.1,
        title=title,
        subtitle=message(
            "chart-flow-subtitle", language, outcome=name_outcome(study, outcome, language, horizon=horizon)
        ),
    )
    _draw_levels(sheet, levels, heights)
    return sheet.figure


@dataclass(frozen=True, slots=True)
class _Text:
    """What stands in a box: words, a number, and details in small letters."""

    words: list[str]
    count: str
    details: list[str]

    @property
    def height(self) -> float:
        """Height of the box in centimetres."""
        return (len(self.words) + 1) * line_height(NORMAL) + len(self.details) * line_height(SMALL) + 2 * _PAD


@dataclass(frozen=True, slots=True)
class _Words:
    """Says what stands in the boxes."""

    study: Study
    language: Language

    def top(self, branches: list[Branch]) -> _Text:
        kind = "drawn" if self.study.study.design == "randomised" else "included"
        everybody = sum(branch.assigned for branch in branches)
        return self._text(message(f"chart-flow-{kind}", self.language), everybody)

    def box(self, branch: Branch) -> _Text:
        return self._text(name_arm(self.study, branch.arm, self.language), branch.assigned)

    def observed(self, branch: Branch) -> _Text:
        return self._text(message("chart-flow-observed", self.language), branch.observed)

    def lost(self, branch: Branch) -> _Text:
        text = self._text(message("chart-flow-lost", self.language), branch.lost, width=_SIDE)
        for reason, n in branch.reasons:
            label, count = self._reason(reason), format_count(n, self.language)
            said = join_words("chart-label-with-value", self.language, label=label, value=count)
            text.details.extend(wrap_text(said, _SIDE - 2 * _PAD, SMALL))
        return text

    def _reason(self, code: str) -> str:
        ids = [f"{family}-{code}" for family in ("contact", "missing")]
        known = [message(name, self.language) for name in ids if has_message(name, self.language)]
        return known[0] if known else isolate(code, None)

    def _text(self, words: str, n: int, *, width: float = _BOX) -> _Text:
        return _Text(wrap_text(words, width - 2 * _PAD, NORMAL), format_count(n, self.language), [])


def _draw_levels(sheet: Sheet, levels: list[list[_Text]], heights: list[float]) -> None:
    """Draw boxes from the top: all, arms, losses at the side, observed; one arm has no first level."""
    tops = [0.05 + sum(heights[:level]) + level * _GAP for level in range(len(levels))]
    middles = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    n_arms = len(levels[-1])
    centre = WIDTH_CM / 2
    centres = [centre] if n_arms == 1 else [centre - 2.6, centre + 2.6]
    if n_arms > 1:
        _draw_box(sheet, levels[0][0], centre, middles[0], height=heights[0])
        _draw_fork(sheet, centres, start=tops[0] + heights[0], end=tops[1])
    for number, x in enumerate(centres):
        begin, loss, end = (level[number] for level in levels[-3:])
        outwards = -1 if number == 0 and n_arms > 1 else 1
        side = x + outwards * (_BOX / 2 + 0.3 + _SIDE / 2 - (0.9 if n_arms > 1 else 0))
        _draw_box(sheet, begin, x, middles[-3], height=heights[-3])
        _draw_arrow(sheet, (x, tops[-3] + heights[-3]), (x, tops[-1]))
        _draw_arrow(sheet, (x, middles[-2]), (side - outwards * _SIDE / 2, middles[-2]))
        _draw_box(sheet, loss, side, middles[-2], height=heights[-2], is_loss=True)
        _draw_box(sheet, end, x, middles[-1], height=heights[-1])


def _draw_box(sheet: Sheet, text: _Text, x: float, y: float, *, height: float, is_loss: bool = False) -> None:
    width = _SIDE if is_loss else _BOX
    left = min(sheet.across(x - width / 2), sheet.across(x + width / 2))
    box = FancyBboxPatch(
        (left * WIDTH_CM, (sheet.down(y + height / 2)) * sheet.height),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.12",
        transform=_centimetres(sheet),
        facecolor=PALE_ORANGE if is_loss else PALE_BLUE,
        edgecolor=COMPARISON if is_loss else SUPPORT,
        linewidth=0.9,
    )
    sheet.figure.add_artist(box)
    y += _PAD - text.height / 2
    for line in (*text.words, text.count):
        sheet.write(line, x, y + line_height(NORMAL) / 2, bold=line is text.count, align="centre")
        y += line_height(NORMAL)
    for line in text.details:
        sheet.write(line, x, y + line_height(SMALL) / 2, size=SMALL, colour=GREY, align="centre")
        y += line_height(SMALL)


def _draw_arrow(
    sheet: Sheet, start: tuple[float, float], end: tuple[float, float], *, head: bool = True
) -> None:
    points = [(sheet.across(x) * WIDTH_CM, sheet.down(y) * sheet.height) for x, y in (start, end)]
    arrow = FancyArrowPatch(
        *points,
        transform=_centimetres(sheet),
        arrowstyle="-|>" if head else "-",
        mutation_scale=7,
        shrinkA=0,
        shrinkB=0,
        color=GREY,
        linewidth=0.9,
    )
    sheet.figure.add_artist(arrow)


def _draw_fork(sheet: Sheet, centres: list[float], *, start: float, end: float) -> None:
    middle = (start + end) / 2
    _draw_arrow(sheet, (WIDTH_CM / 2, start), (WIDTH_CM / 2, middle), head=False)
    _draw_arrow(sheet, (centres[0], middle), (centres[-1], middle), head=False)
    for centre in centres:
        _draw_arrow(sheet, (centre, middle), (centre, end))


def _centimetres(sheet: Sheet) -> Transform:
    return Affine2D().scale(1 / (CM_PER_POINT * 72)) + sheet.figure.dpi_scale_trans
