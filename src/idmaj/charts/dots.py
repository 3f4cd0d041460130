"""Every person a dot: for the restricted annex only, never for publication."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from idmaj.charts.arms import name_arm
from idmaj.charts.sheet import MARGIN, Sheet, open_sheet
from idmaj.charts.style import (
    COMPARISON,
    GREY,
    NORMAL,
    RULE,
    SMALL,
    SUPPORT,
    WIDTH_CM,
    in_house_style,
    measure_text,
)
from idmaj.charts.ticks import draw_ticks_across
from idmaj.charts.unit_cost import stack_dots
from idmaj.charts.words import Measure, join_words, name_horizon
from idmaj.effects.proportions import clopper_pearson
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import Language, format_count, format_percent, format_range, message

_ROW = 0.95
_HEAD = 0.75
_MOST = 60
"""More people than this are no longer seen one by one."""
_STATES = ("yes", "no", "missing")


@in_house_style
def draw_dots(
    outcomes: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw every person as a dot, by wave, with exact intervals in words.

    Parameters
    ----------
    outcomes
        The outcomes table: one row a person, outcome and horizon.
    study, language
        Names and words.
    outcome
        Name of an outcome that is not a time to an event.
    title
        Title inside the chart.

    Returns
    -------
    matplotlib.figure.Figure
        Marked as restricted. Conditions: filled, open and crossed dots; amounts: dots on an axis.

    Raises
    ------
    RenderError
        When there is no row, or more than 60 people in a row of the chart.
    """
    rows = outcomes.loc[outcomes["outcome"] == outcome]
    if rows.empty:
        raise RenderError(f"{outcome}: nobody in the outcomes table")
    groups = list(rows.sort_values("time", kind="stable").groupby(["arm", "horizon"], sort=False))
    if max(len(group) for _, group in groups) > _MOST:
        raise RenderError(f"{outcome}: too many people to show one by one")
    is_binary = study.outcome[outcome].kind == "binary"
    sheet = open_sheet(
        study,
        language,
        body=_HEAD + len(groups) * _ROW + (0 if is_binary else 0.75),
        title=title,
        subtitle=message("chart-dots-subtitle", language, outcome=study.outcome[outcome].label[language]),
        warning=message("chart-restricted", language),
    )
    names = [_name_group(study, str(arm), str(horizon), language) for (arm, horizon), _ in groups]
    start = max(measure_text(name, NORMAL, bold=True) for name in names) + 0.6
    for number, name in enumerate(names):
        sheet.write(name, MARGIN, _HEAD + (number + 0.5) * _ROW, bold=True)
    frames = [group for _, group in groups]
    if is_binary:
        _draw_states(sheet, frames, start=start)
    else:
        _draw_values(sheet, frames, Measure("mean", study, outcome, language), start=start)
    return sheet.figure


def _name_group(study: Study, arm: str, horizon: str, language: Language) -> str:
    when = name_horizon(study, horizon, language)
    who = name_arm(study, arm, language) if study.has_comparison else ""
    return join_words("chart-group-at", language, label=who, horizon=when) if who and when else who or when


def _draw_states(sheet: Sheet, groups: list[pd.DataFrame], *, start: float) -> None:
    texts = [_say_share(group["value"], sheet.language) for group in groups]
    end = WIDTH_CM - MARGIN - max(measure_text(text, NORMAL) for text in texts) - 0.4
    most = max(len(group) for group in groups)
    step = min(0.42, (end - start) / most)
    for number, (group, text) in enumerate(zip(groups, texts, strict=True)):
        y = _HEAD + (number + 0.5) * _ROW
        values = group["value"].astype(float)
        states = [*["yes"] * int((values == 1).sum()), *["no"] * int((values == 0).sum())]
        states += ["missing"] * int(values.isna().sum())
        for place, state in enumerate(states):
            _add_dot(sheet, start + (place + 0.5) * step, y, state)
        sheet.write(text, WIDTH_CM - MARGIN, y, align="end")
    _write_key(sheet, start)


def _say_share(values: pd.Series, language: Language) -> str:
    seen = values.dropna().astype(float)
    if seen.empty:
        return message("chart-dots-nobody", language)
    share = clopper_pearson(int(seen.sum()), len(seen))
    return message(
        "chart-dots-share",
        language,
        k=format_count(int(seen.sum()), language),
        n=format_count(len(seen), language),
        range=format_range(share.conf_low, share.conf_high, language, format_percent),
    )


def _add_dot(sheet: Sheet, x: float, y: float, state: str) -> None:
    look: dict[str, Any] = {
        "yes": {"marker": "o", "color": SUPPORT},
        "no": {"marker": "o", "color": COMPARISON, "markerfacecolor": "white"},
        "missing": {"marker": "x", "color": RULE},
    }[state]
    place = [sheet.across(x)], [sheet.down(y)]
    dot = Line2D(
        *place,
        linestyle="none",
        markersize=7,
        markeredgewidth=1.4,
        transform=sheet.figure.transFigure,
        **look,
    )
    sheet.figure.add_artist(dot)


def _write_key(sheet: Sheet, start: float) -> None:
    place = start
    for state in _STATES:
        text = message(f"chart-dots-{state}", sheet.language)
        _add_dot(sheet, place + 0.2, 0.2, state)
        sheet.write(text, place + 0.45, 0.2, size=SMALL, colour=GREY)
        place += measure_text(text, SMALL) + 0.95


def _draw_values(sheet: Sheet, groups: list[pd.DataFrame], measure: Measure, *, start: float) -> None:
    texts = [_say_values(group["value"], measure) for group in groups]
    end = WIDTH_CM - MARGIN - max(measure_text(text, NORMAL) for text in texts) - 0.5
    bottom = _HEAD + len(groups) * _ROW
    axes = sheet.add_axes(start, end, _HEAD, bottom)
    everybody = pd.concat([group["value"] for group in groups]).astype(float).dropna()
    top = max(float(everybody.max()), 1.0) * 1.06 if len(everybody) else 1.0
    axes.set(xlim=(min(float(everybody.min()) if len(everybody) else 0.0, 0.0), top), ylim=(bottom, _HEAD))
    for number, (group, text) in enumerate(zip(groups, texts, strict=True)):
        y = _HEAD + (number + 0.5) * _ROW
        values = np.sort(group["value"].astype(float).dropna().to_numpy())
        axes.plot(values, y + stack_dots(values, axes), "o", color=SUPPORT, markersize=5, clip_on=False)
        sheet.write(text, WIDTH_CM - MARGIN, y, align="end")
    axes.set_yticks([])
    draw_ticks_across(axes, measure.write_ticks)
    sheet.write(measure.unit(), start, 0.2, size=SMALL, colour=GREY)


def _say_values(values: pd.Series, measure: Measure) -> str:
    seen = values.dropna().astype(float)
    if seen.empty:
        return message("chart-dots-nobody", measure.language)
    digits = measure.digits(float(seen.min()), float(seen.max()))
    bounds = format_range(float(seen.min()), float(seen.max()), measure.language, measure.formatter(digits))
    people = format_count(len(seen), measure.language)
    total = format_count(len(values), measure.language)
    return message("chart-dots-values", measure.language, n=people, total=total, range=bounds)
