"""Survival curves with bands, direct labels and the people behind every part of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.arms import name_arm
from idmaj.charts.lines import draw_horizontal_grid, label_beside, look_of
from idmaj.charts.selection import keep_shown, order_arms, select_outcome
from idmaj.charts.sheet import MARGIN, Sheet, line_height, open_sheet
from idmaj.charts.style import (
    GREY,
    LINE,
    NORMAL,
    SMALL,
    WIDTH_CM,
    as_line,
    in_house_style,
    measure_text,
    wrap_text,
)
from idmaj.charts.ticks import choose_ticks, keep_apart, set_ticks, write_under_axis
from idmaj.charts.words import Measure, as_whole, write_people
from idmaj.study import Study
from idmaj.text import Language, format_count, format_number, format_percent, message

_PLOT = 6.0
_ROW = 0.41
_LABEL_WIDTH = 4.5
_BREAK_ABOVE = 0.55
"""Where every band stays above this share, the axis starts higher and a note says so."""
_HEADROOM = 0.09
"""Room above 100 % for a label, as a part of the axis."""
_STUB = 0.012
"""Part of the axis that the last level is carried on, so that a last step is seen."""
_COUNTS = ("at-risk", "events", "censored")


@in_house_style
def draw_survival(
    curves: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw the share of people without the event over time.

    Parameters
    ----------
    curves
        The curves table, or its released part: estimator ``kaplan_meier``, scale ``survival``, term = arm,
        one row a time.
    study, language
        Names, unit of time and words.
    outcome
        A time_to_event outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        16.5 cm wide, with people at risk, events and ends of observation under the axis (Morris et al.
        2019, KMunicate, BMJ Open 9: e030215).

    Raises
    ------
    RenderError
        When no row of the outcome may be shown.
    """
    chosen = select_outcome(curves, outcome=outcome)
    rows = keep_shown(chosen.loc[chosen["scale"] == "survival"], what=f"curve of {outcome}")
    rows = rows.sort_values(["term", "time"], kind="stable")
    names = {arm: name_arm(study, arm, language) for arm in order_arms(rows["term"].tolist())}
    measure = Measure("survival", study, outcome, language)
    steps = {arm: _close_curve(rows.loc[rows["term"] == arm], study, outcome) for arm in names}
    counted = [name for name in _COUNTS if rows[_COLUMNS[name]].notna().any()]
    bottom = _lowest(rows)
    sheet = open_sheet(
        study,
        language,
        body=_PLOT + 1.0 + len(names) * (len(counted) + 1) * _ROW * bool(counted),
        title=title,
        subtitle=_subtitle(measure, rows),
        notes=_notes(rows, measure, bottom, has_counts=bool(counted)),
    )
    start = _first_column(language)
    end = WIDTH_CM - max(0.5, measure_text(format_count(_largest(rows), language), SMALL) / 2 + 0.1)
    axes = sheet.add_axes(start, end, 0.15, _PLOT)
    ticks = _draw_curves(axes, steps, measure, bottom=bottom)
    _label_curves(axes, steps, names, language)
    middle = (start + end) / 2
    sheet.write(_time_label(study, language), middle, _PLOT + 0.8, size=SMALL, colour=GREY, align="centre")
    _write_counts(sheet, axes, rows, names=names, counted=counted, ticks=ticks)
    return sheet.figure


_COLUMNS = {"at-risk": "n_at_risk", "events": "n_events", "censored": "n_censored"}


def _close_curve(mine: pd.DataFrame, study: Study, outcome: str) -> pd.DataFrame:
    """Start at 1 and carry the last step to the end of follow-up where people are still observed."""
    first, last = mine.iloc[0], mine.iloc[-1]
    parts = [mine]
    if first["time"] > 0:
        start = first.to_frame().T.assign(time=0.0, estimate=1.0, conf_low=1.0, conf_high=1.0)
        parts.insert(0, start)
    ends = [float(h) for h in study.outcome[outcome].horizons]
    still = last["n_at_risk"] - last["n_events"]
    if ends and max(ends) > last["time"] and (pd.isna(still) or still > 0):
        parts.append(last.to_frame().T.assign(time=max(ends)))
    end = float(parts[-1]["time"].max())
    parts.append(last.to_frame().T.assign(time=end * (1 + _STUB)))
    columns = ["time", "estimate", "conf_low", "conf_high"]
    return pd.concat([part[columns].astype(float) for part in parts], ignore_index=True)


def _lowest(rows: pd.DataFrame) -> float:
    low = float(rows[["conf_low", "estimate"]].min().min())
    return 0.0 if low < _BREAK_ABOVE else float(np.floor((low - 0.02) * 10) / 10)


def _subtitle(measure: Measure, rows: pd.DataFrame) -> str:
    levels = rows["conf_level"].dropna()
    return message(
        "chart-survival-subtitle",
        measure.language,
        outcome=measure.study.outcome[measure.outcome].label[measure.language],
        level=format_percent(float(levels.iloc[0]) if len(levels) else 0.95, measure.language),
    )


def _notes(rows: pd.DataFrame, measure: Measure, bottom: float, *, has_counts: bool) -> list[str]:
    first = rows.groupby("term").first()
    people = first.assign(n=first["n_at_risk"].fillna(first["n"])).reset_index()
    notes = (
        [write_people(people, measure.study, measure.language)]
        if people["n"].notna().all() and not has_counts
        else []
    )
    if bottom > 0:
        share = format_percent(bottom, measure.language)
        notes.append(message("chart-axis-break", measure.language, share=share))
    return notes


def _largest(rows: pd.DataFrame) -> int:
    counts = rows["n_at_risk"].dropna()
    return int(counts.max()) if len(counts) else 0


def _first_column(language: Language) -> float:
    words = [message(f"chart-row-{name}", language) for name in _COUNTS]
    return max(measure_text(text, SMALL) for text in words) + 0.85


def _draw_curves(
    axes: Axes, steps: dict[str, pd.DataFrame], measure: Measure, *, bottom: float
) -> np.ndarray:
    for arm, curve in steps.items():
        look, time = look_of(arm), curve["time"]
        axes.fill_between(
            time, curve["conf_low"], curve["conf_high"], step="post", color=look.mark, alpha=0.16, linewidth=0
        )
        axes.step(time, curve["estimate"], where="post", color=look.mark, linestyle=look.dash, linewidth=1.7)
    end = max(float(curve["time"].max()) for curve in steps.values())
    axes.set(xlim=(0, end), ylim=(bottom, 1 + _HEADROOM * (1 - bottom)))
    ticks = choose_ticks(bottom, 1, 5)
    set_ticks(axes, "y", ticks, measure.write_ticks(ticks))
    draw_horizontal_grid(axes, numbers_on_right=measure.language == "ar")
    times = _time_ticks(measure, end / (1 + _STUB))
    labels = [format_number(as_whole(time), measure.language, None) for time in times]
    kept = keep_apart(axes, times, labels)
    set_ticks(axes, "x", times[kept], [labels[number] for number in kept])
    return times[kept]


def _time_ticks(measure: Measure, end: float) -> np.ndarray:
    horizons = [float(h) for h in measure.study.outcome[measure.outcome].horizons]
    inside = [h for h in horizons if h <= end]
    if 3 <= len(inside) <= 7 and min(np.diff([0.0, *inside])) >= end / 12:
        return np.array([0.0, *inside])
    return choose_ticks(0, end, 7)


def _time_label(study: Study, language: Language) -> str:
    return message(f"chart-time-{study.study.time_unit}", language)


def _label_curves(
    axes: Axes, steps: dict[str, pd.DataFrame], names: dict[str, str], language: Language
) -> None:
    """Label each curve where the curves are far apart, the upper above, the lower below."""
    low, end = axes.get_ylim()[0], axes.get_xlim()[1]
    lines = {arm: [as_line(line, language) for line in _wrap_name(name)] for arm, name in names.items()}
    height = max(map(len, lines.values())) * line_height(NORMAL) / _PLOT * (axes.get_ylim()[1] - low)
    place = _choose_place(steps, end, above=low + 1.2 * height)
    upper = max(steps, key=lambda arm: float(_value_at(steps[arm], np.array([place]))[0]))
    box = axes.get_position().width * WIDTH_CM
    for arm, label in lines.items():
        half = max(measure_text(line, NORMAL, bold=True) for line in label) / 2 / box * end
        middle = min(max(place, half + 0.02 * end), 0.98 * end - half)
        inside = _value_at(steps[arm], np.array([middle - half, middle + half]))
        side = 1 if arm == upper else -1
        label_beside(
            axes,
            label,
            at=(middle, float(inside.max() if side > 0 else inside.min())),
            offset=(0, side * (3 + len(label) * NORMAL * LINE / 2)),
            look=look_of(arm),
        )


def _wrap_name(name: str) -> list[str]:
    return wrap_text(name, _LABEL_WIDTH, NORMAL, bold=True)


def _choose_place(steps: dict[str, pd.DataFrame], end: float, *, above: float) -> float:
    """Choose the time at which the curves are farthest apart and the lower one has room below it."""
    grid = np.linspace(0.12, 0.72, 61) * end
    heights = np.vstack([_value_at(curve, grid) for curve in steps.values()])
    late = np.vstack([_value_at(curve, grid + 0.12 * end) for curve in steps.values()])
    has_room = late.min(axis=0) > above
    apart = np.where(has_room, np.ptp(heights, axis=0), -1.0)
    return float(grid[int(np.argmax(apart))]) if has_room.any() else float(grid[0])


def _value_at(curve: pd.DataFrame, times: np.ndarray) -> np.ndarray:
    place = np.searchsorted(curve["time"].to_numpy(), times, side="right") - 1
    return curve["estimate"].to_numpy()[np.clip(place, 0, None)]


def _write_counts(
    sheet: Sheet,
    axes: Axes,
    rows: pd.DataFrame,
    *,
    names: dict[str, str],
    counted: list[str],
    ticks: np.ndarray,
) -> None:
    y = _PLOT + 0.85
    for arm, name in names.items() if counted else ():
        mine = rows.loc[rows["term"] == arm]
        y += _ROW
        sheet.write(name, MARGIN, y, size=SMALL, bold=True, colour=look_of(arm).text)
        for kind in counted:
            y += _ROW
            sheet.write(message(f"chart-row-{kind}", sheet.language), MARGIN, y, size=SMALL, colour=GREY)
            counts = [count_at(mine, float(tick), kind) for tick in ticks]
            known = [number for number, count in enumerate(counts) if count is not None]
            texts = [format_count(counts[number], sheet.language) for number in known]  # type: ignore[arg-type]
            write_under_axis(sheet, axes, ticks[known], texts, y=y)


def count_at(mine: pd.DataFrame, tick: float, kind: str) -> int | None:
    """Count people at a tick: at risk just before it, events up to it, ends of observation before it."""
    column = mine[_COLUMNS[kind]]
    if column.isna().any():
        return None
    if kind == "at-risk":
        later = mine.loc[mine["time"] >= tick]
        if len(later):
            return int(later.iloc[0]["n_at_risk"])
        last = mine.iloc[-1]
        return int(last["n_at_risk"] - last["n_events"] - last["n_censored"])
    passed = mine["time"] <= tick if kind == "events" else mine["time"] < tick
    return int(column[passed].sum())
