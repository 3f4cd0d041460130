"""Survival curves with bands, direct labels and the people behind every part of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from idmaj.charts.levels import write_under_tick
from idmaj.charts.lines import draw_horizontal_grid, label_point, look_of, set_numeric_ticks
from idmaj.charts.selection import keep_shown, order_arms, select_outcome
from idmaj.charts.sheet import MARGIN, Sheet, open_sheet
from idmaj.charts.style import GREY, NORMAL, SMALL, WIDTH_CM, in_house_style, measure_text
from idmaj.charts.words import Measure, as_whole, choose_ticks, name_arm, write_people
from idmaj.study import Study
from idmaj.text import Language, format_count, format_number, format_percent, message

_PLOT = 6.0
_ROW = 0.41
_BREAK_ABOVE = 0.55
"""Where every band stays above this share, the axis starts higher and a note says so."""
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
        body=_PLOT + 1.3 + len(names) * (len(counted) + 1) * _ROW * bool(counted),
        title=title,
        subtitle=_subtitle(measure, rows),
        notes=_notes(rows, measure, bottom),
    )
    start = _first_column(sheet, names)
    axes = sheet.add_axes(start, WIDTH_CM - 0.6, 0.15, _PLOT)
    ticks = _draw_curves(axes, steps, measure, bottom=bottom)
    _label_curves(axes, steps, names, language)
    middle = (start + WIDTH_CM - 0.6) / 2
    sheet.write(_time_label(study, language), middle, _PLOT + 0.85, size=SMALL, colour=GREY, align="centre")
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
    columns = ["time", "estimate", "conf_low", "conf_high"]
    return pd.concat([part[columns].astype(float) for part in parts], ignore_index=True)


def _lowest(rows: pd.DataFrame) -> float:
    low = float(rows[["conf_low", "estimate"]].min().min())
    return 0.0 if low < _BREAK_ABOVE else np.floor((low - 0.02) * 10) / 10


def _subtitle(measure: Measure, rows: pd.DataFrame) -> str:
    levels = rows["conf_level"].dropna()
    return message(
        "chart-survival-subtitle",
        measure.language,
        outcome=measure.study.outcome[measure.outcome].label[measure.language],
        level=format_percent(float(levels.iloc[0]) if len(levels) else 0.95, measure.language),
    )


def _notes(rows: pd.DataFrame, measure: Measure, bottom: float) -> list[str]:
    first = rows.groupby("term").first()
    people = first.assign(n=first["n_at_risk"].fillna(first["n"])).reset_index()
    notes = [write_people(people, measure.study, measure.language)] if people["n"].notna().all() else []
    if bottom > 0:
        share = format_percent(bottom, measure.language)
        notes.append(message("chart-axis-break", measure.language, share=share))
    return notes


def _first_column(sheet: Sheet, names: dict[str, str]) -> float:
    words = [message(f"chart-row-{name}", sheet.language) for name in _COUNTS]
    widest = max(measure_text(text, SMALL, bold=True) for text in [*words, *names.values()])
    return min(widest + 0.7, 6.0)


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
    axes.set(xlim=(0, end), ylim=(bottom, 1))
    ticks = choose_ticks(bottom, 1, 5)
    set_numeric_ticks(axes, "y", ticks, measure.write_ticks(ticks))
    draw_horizontal_grid(axes, numbers_on_right=measure.language == "ar")
    times = _time_ticks(measure, end)
    set_numeric_ticks(axes, "x", times, [format_number(as_whole(t), measure.language, None) for t in times])
    return times


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
    """Label each curve where the curves are farthest apart, the upper above, the lower below."""
    low, end = axes.get_ylim()[0], axes.get_xlim()[1]
    grid = np.linspace(0.3, 0.72, 22) * end
    heights = {arm: _value_at(curve, grid) for arm, curve in steps.items()}
    apart = np.ptp(np.vstack(list(heights.values())), axis=0)
    place = int(np.argmax(apart)) if len(heights) > 1 else len(grid) // 2
    upper = max(heights, key=lambda arm: heights[arm][place])
    box = axes.get_position().width * WIDTH_CM
    for arm, name in names.items():
        half = measure_text(name, NORMAL, bold=True) / 2 / box * end
        middle = min(max(float(grid[place]), half + 0.02 * end), end - half - 0.02 * end)
        inside = _value_at(steps[arm], np.array([middle - half, middle + half]))
        is_above = arm == upper and (inside.max() < 1 - 0.06 * (1 - low) or len(names) > 1)
        label_point(
            axes,
            f"\u200f{name}" if language == "ar" else name,
            at=(middle, float(inside.max() if is_above else inside.min())),
            offset=(0, 4 if is_above else -4),
            look=look_of(arm),
            ha="center",
            va="bottom" if is_above else "top",
        )


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
    y = _PLOT + 1.15
    for arm, name in names.items() if counted else ():
        mine = rows.loc[rows["term"] == arm]
        y += _ROW
        sheet.write(name, MARGIN, y, size=SMALL, bold=True, colour=look_of(arm).text)
        for kind in counted:
            y += _ROW
            sheet.write(message(f"chart-row-{kind}", sheet.language), MARGIN, y, size=SMALL, colour=GREY)
            for tick in ticks:
                count = count_at(mine, float(tick), kind)
                if count is not None:
                    write_under_tick(sheet, axes, format_count(count, sheet.language), x=float(tick), y=y)


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
