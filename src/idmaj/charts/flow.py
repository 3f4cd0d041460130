"""Participant flow: who was assigned, who was lost, who was observed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.transforms import Affine2D, Transform

from idmaj.charts.arms import name_arm
from idmaj.charts.selection import LEVELS, order_arms, select_outcome
from idmaj.charts.sheet import Sheet, line_height, open_sheet
from idmaj.charts.style import (
    CM_PER_POINT,
    COMPARISON,
    GREY,
    NORMAL,
    PALE_BLUE,
    PALE_ORANGE,
    SUPPORT,
    WIDTH_CM,
    in_house_style,
    wrap_text,
)
from idmaj.charts.words import name_outcome
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import Language, format_count, message

_BOX = 4.3
_SIDE = 3.2
_PAD = 0.18
_GAP = 0.55


@dataclass(frozen=True, slots=True)
class Branch:
    """One arm of the flow."""

    arm: str
    assigned: int
    observed: int

    @property
    def lost(self) -> int:
        """People assigned and not observed."""
        return self.assigned - self.observed


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
    boxes = [words.box(branch) for branch in branches]
    height = max(len(lines) for lines in _all_lines(boxes, words, branches)) * line_height(NORMAL) + 2 * _PAD
    levels = 4 if len(branches) > 1 else 3
    sheet = open_sheet(
        study,
        language,
        body=levels * height + (levels - 1) * _GAP + 0.1,
        title=title,
        subtitle=message(
            "chart-flow-subtitle", language, outcome=name_outcome(study, outcome, language, horizon=horizon)
        ),
    )
    _draw_branches(sheet, branches, words, height=height)
    return sheet.figure


def select_flow(
    estimates: pd.DataFrame, study: Study, *, outcome: str, horizon: str | None = None
) -> pd.DataFrame:
    """Select the rows of an outcome at one horizon, by default the primary one."""
    rows = select_outcome(estimates, outcome=outcome)
    wanted = horizon if horizon is not None else _as_horizon(study.outcome[outcome].main_horizon)
    chosen = rows.loc[rows["horizon"] == wanted]
    if chosen.empty:
        raise RenderError(f"flow of {outcome}: no row at horizon {wanted!r}")
    return chosen


def _as_horizon(main: float | str | None) -> str:
    if main is None:
        return ""
    return str(int(main)) if isinstance(main, float) and main.is_integer() else str(main)


def read_branches(rows: pd.DataFrame, *, what: str) -> list[Branch]:
    """Read the counts of each arm and refuse numbers that do not reconcile (`RenderError`)."""
    flow = rows.loc[(rows["estimator"] == "attrition") & (rows["scale"] == "count")]
    counts = {str(term): value for term, value in zip(flow["term"], flow["estimate"], strict=True)}
    arms = order_arms([term.split("|")[0] for term in counts])
    if not arms:
        raise RenderError(f"{what}: no row in the estimates")
    branches = []
    for arm in arms:
        pair = [counts.get(f"{arm}|{stage}") for stage in ("assigned", "observed")]
        if any(value is None or pd.isna(value) for value in pair):
            raise RenderError(f"{what}: a count of {arm} is missing or may not be shown")
        branches.append(Branch(arm, *(int(value) for value in pair)))  # type: ignore[arg-type]
    _check_branches(branches, rows, what)
    return branches


def _check_branches(branches: list[Branch], rows: pd.DataFrame, what: str) -> None:
    is_level = rows["estimator"].isin(set(LEVELS) - {"kaplan_meier"}) & (rows["role"] == "diagnostic")
    levels = rows.loc[is_level & ~rows["note"].str.contains("selected")]
    for branch in branches:
        if branch.lost < 0:
            raise RenderError(
                f"{what}: {branch.observed} observed of {branch.assigned} assigned ({branch.arm})"
            )
        people = set(levels.loc[levels["term"] == branch.arm, "n"].dropna().astype(int))
        if people - {branch.observed}:
            raise RenderError(
                f"{what}: levels rest on {sorted(people)} people, not {branch.observed} ({branch.arm})"
            )


@dataclass(frozen=True, slots=True)
class _Words:
    study: Study
    language: Language

    def top(self, branches: list[Branch]) -> list[str]:
        kind = "drawn" if self.study.study.design == "randomised" else "included"
        return self._lines(
            message(f"chart-flow-{kind}", self.language), sum(b.assigned for b in branches), _BOX
        )

    def box(self, branch: Branch) -> list[str]:
        return self._lines(name_arm(self.study, branch.arm, self.language), branch.assigned, _BOX)

    def lost(self, branch: Branch) -> list[str]:
        return self._lines(message("chart-flow-lost", self.language), branch.lost, _SIDE)

    def observed(self, branch: Branch) -> list[str]:
        return self._lines(message("chart-flow-observed", self.language), branch.observed, _BOX)

    def _lines(self, text: str, n: int, width: float) -> list[str]:
        return [*wrap_text(text, width - 2 * _PAD, NORMAL), format_count(n, self.language)]


def _all_lines(boxes: list[list[str]], words: _Words, branches: list[Branch]) -> list[list[str]]:
    return [*boxes, words.top(branches), *map(words.lost, branches), *map(words.observed, branches)]


def _draw_branches(sheet: Sheet, branches: list[Branch], words: _Words, *, height: float) -> None:
    step = height + _GAP
    first = height / 2 + 0.05
    centres = [WIDTH_CM / 2] if len(branches) == 1 else [WIDTH_CM / 2 - 2.6, WIDTH_CM / 2 + 2.6]
    top = 0 if len(branches) == 1 else 1
    if top:
        _draw_box(sheet, words.top(branches), WIDTH_CM / 2, first, height=height)
        _draw_fork(sheet, centres, start=first + height / 2, end=first + step - height / 2)
    for number, (branch, centre) in enumerate(zip(branches, centres, strict=True)):
        begin, loss, end = (first + (top + level) * step for level in range(3))
        outwards = -1 if number == 0 and top else 1
        side = centre + outwards * (_BOX / 2 + 0.3 + _SIDE / 2 - (0.9 if top else 0))
        _draw_box(sheet, words.top(branches) if not top else words.box(branch), centre, begin, height=height)
        _draw_arrow(sheet, (centre, begin + height / 2), (centre, end - height / 2))
        _draw_arrow(sheet, (centre, loss), (side - outwards * _SIDE / 2, loss))
        _draw_box(sheet, words.lost(branch), side, loss, height=height, is_loss=True)
        _draw_box(sheet, words.observed(branch), centre, end, height=height)


def _draw_box(
    sheet: Sheet, lines: list[str], x: float, y: float, *, height: float, is_loss: bool = False
) -> None:
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
    first = y - (len(lines) - 1) / 2 * line_height(NORMAL)
    for number, line in enumerate(lines):
        is_number = number == len(lines) - 1
        sheet.write(line, x, first + number * line_height(NORMAL), bold=is_number, align="centre")


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
