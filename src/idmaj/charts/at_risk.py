"""Rows of people under a curve: still followed, events so far, ends of follow-up."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from idmaj.charts.lines import look_of
from idmaj.charts.sheet import MARGIN, Sheet
from idmaj.charts.style import GREY, SMALL, measure_text
from idmaj.charts.ticks import write_under_axis
from idmaj.text import Language, format_count, message

ROW: Final = 0.41
KINDS: Final = ("at-risk", "events", "censored")
_COLUMNS: Final = {"at-risk": "n_at_risk", "events": "n_events", "censored": "n_censored"}
GRID: Final = "grid"
"""Why a row is public that stands on the published grid: its people at risk are those left after it."""


def list_counted(rows: pd.DataFrame) -> list[str]:
    """List the kinds of people that the rows of curves count."""
    return [kind for kind in KINDS if rows[_COLUMNS[kind]].notna().any()]


def measure_counts(counted: list[str], names: dict[str, str]) -> float:
    """Measure the room that the rows of all groups need, in centimetres."""
    return len(names) * (len(counted) + 1) * ROW if counted else 0.0


def measure_heads(language: Language) -> float:
    """Measure the column of words before the rows."""
    return max(measure_text(message(f"chart-row-{kind}", language), SMALL) for kind in KINDS) + 0.85


def write_counts(
    sheet: Sheet, axes: Axes, rows: pd.DataFrame, *, names: dict[str, str], ticks: np.ndarray, y: float
) -> None:
    """Write people at the ticks of the axis, group by group; nothing at a tick where they are not told."""
    counted = list_counted(rows)
    for term, name in names.items() if counted else ():
        mine = rows.loc[rows["term"] == term]
        y += ROW
        sheet.write(name, MARGIN, y, size=SMALL, bold=True, colour=look_of(term).text)
        for kind in counted:
            y += ROW
            sheet.write(message(f"chart-row-{kind}", sheet.language), MARGIN, y, size=SMALL, colour=GREY)
            counts = {number: count_at(mine, float(tick), kind) for number, tick in enumerate(ticks)}
            known = {number: count for number, count in counts.items() if count is not None}
            texts = [format_count(count, sheet.language) for count in known.values()]
            write_under_axis(sheet, axes, ticks[list(known)], texts, y=y)


def count_at(mine: pd.DataFrame, tick: float, kind: str) -> int | None:
    """Count people at a tick: at risk just before it, events up to it, ends of observation before it.

    None where it is not told, as after the end of a published curve.
    """
    column = mine[_COLUMNS[kind]]
    is_past = tick > float(mine["time"].max())
    if is_past and (mine["release_reason"] == GRID).any():
        return None
    if kind == "at-risk":
        return _left_at_end(mine) if is_past else _read(column[mine["time"] >= tick].iloc[0])
    passed = mine["time"] <= tick if kind == "events" else mine["time"] < tick
    if kind == "censored" and passed.any() and pd.isna(column[passed].iloc[-1]):
        return None
    return None if column.isna().all() else int(column[passed].fillna(0).sum())


def _left_at_end(mine: pd.DataFrame) -> int | None:
    """People left after the last row; none told where events may compete, whose people left too."""
    last = mine.iloc[-1]
    if pd.isna(last[list(_COLUMNS.values())]).any():
        return None
    left = int(last["n_at_risk"] - last["n_events"] - last["n_censored"])
    return left if last["scale"] == "survival" else None


def _read(count: float) -> int | None:
    return None if pd.isna(count) else int(count)
