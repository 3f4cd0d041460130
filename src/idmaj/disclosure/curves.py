"""Released curves: a coarse grid fixed before any outcome is seen.

Grid points are whole multiples of a step in the study's time unit, never the time of an event. A point is
kept when the events counted by it differ from every other published count of the arm by nobody or by at
least the threshold, so that every interval of the grid, and every stretch between the grid and a published
horizon, holds nobody or enough. Between horizons only points with enough new events are kept: a row of
points without events would end at the exact time of the next event. The curve ends where fewer than the
threshold are at risk.

In a released curve `n_events` counts the interval since the point before, its end included, `n_censored`
the interval with its end left out, and `n_at_risk` those who remain: the events at the very time of a
point, which may be few, cannot be told from two numbers at risk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from idmaj.disclosure.cells import ARMS, is_safe_size
from idmaj.disclosure.complement import horizon_text
from idmaj.disclosure.rules import Basis
from idmaj.estimates import COLUMNS, COUNT_COLUMNS, conform_estimates, name_estimate
from idmaj.study import Study

STEP: Final = {"day": 7}
"""Step of the grid in units of time, where it is not one."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of the grid: its time, the row that holds there, events by it and censorings before it."""

    time: float
    position: int
    events: float
    censored: float


def release_curves(curves: pd.DataFrame, estimates: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put survival curves on the published grid.

    Parameters
    ----------
    curves
        Curves of the estimates stage: one row per time, arm and outcome.
    estimates
        Unreleased estimates of the same study: published horizons bind the grid.
    study
        Its study file.

    Returns
    -------
    pandas.DataFrame
        Rows of the grid only, all public. Whole curves where microdata are public. Curves of subgroups
        and of both arms pooled are not released, nor those of an outcome whose main horizon is withheld.
    """
    if study.disclosure.public_microdata:
        whole = curves.assign(release="public", release_reason="public-microdata")
        return conform_estimates(whole)
    cells = Basis(study, estimates).cells
    rows = [row for curve in _releasable(curves, cells, study) for row in _grid_rows(curve, cells, study)]
    return conform_estimates(pd.DataFrame(rows, columns=list(COLUMNS)))


def _releasable(curves: pd.DataFrame, cells: pd.DataFrame, study: Study) -> Iterator[pd.DataFrame]:
    arms = ARMS if study.has_comparison else ("all",)
    chosen = curves.loc[(curves["subgroup"] == "all") & curves["term"].isin(arms)]
    for (name, *_), curve in chosen.groupby(["outcome", "estimator", "population", "term"], sort=False):
        main = cells.loc[
            (cells["outcome"] == name)
            & (cells["horizon"] == horizon_text(study.outcome[str(name)].main_horizon))
            & (cells["subgroup"] == "all")
            & cells["term"].isin(arms)
            & ~cells["is_selected"]
        ]
        if set(main["term"]) == set(arms) and main["is_public"].all():
            yield curve.sort_values("time", kind="stable")


def _grid_rows(curve: pd.DataFrame, cells: pd.DataFrame, study: Study) -> Iterator[dict[str, Any]]:
    first = curve.iloc[0]
    same = (cells["outcome"] == first["outcome"]) & (cells["term"] == first["term"])
    anchors = cells.loc[same & (cells["subgroup"] == "all") & cells["is_public"] & cells["k"].notna(), "k"]
    before = _Point(0.0, 0, 0.0, 0.0)
    for point in _choose_points(curve, set(anchors), study):
        yield _grid_row(curve, point, before)
        before = point


def _choose_points(curve: pd.DataFrame, anchors: set[float], study: Study) -> Iterator[_Point]:
    threshold = study.disclosure.threshold
    people = float(curve["n_at_risk"].iloc[0])
    published, last = {0.0, *anchors}, -1.0
    fixed = {0.0, *_horizons(curve, study)}
    for point in _candidates(curve, study):
        gaps = [abs(point.events - count) for count in published]
        if not is_safe_size(people - point.events - point.censored, study):
            return
        is_due = point.time in fixed or point.events >= last + threshold
        if is_due and all(gap == 0 or gap >= threshold for gap in gaps):
            published.add(point.events)
            last = point.events
            yield point


def _horizons(curve: pd.DataFrame, study: Study) -> list[float]:
    return [float(h) for h in study.outcome[curve["outcome"].iloc[0]].horizons if not isinstance(h, str)]


def _candidates(curve: pd.DataFrame, study: Study) -> Iterator[_Point]:
    longest = max(_horizons(curve, study), default=0.0)
    step = STEP.get(study.study.time_unit, 1)
    times = curve["time"].to_numpy(dtype="float64")
    events = curve["n_events"].fillna(0).astype("float64").cumsum().to_numpy()
    censored = curve["n_censored"].fillna(0).astype("float64").cumsum().to_numpy()
    for time in np.union1d(np.arange(0, longest + step / 2, step), _horizons(curve, study)):
        position = int(np.searchsorted(times, time, side="right")) - 1
        before = int(np.searchsorted(times, time, side="left")) - 1
        if position >= 0:
            gone = float(censored[before]) if before >= 0 else 0.0
            yield _Point(float(time), position, float(events[position]), gone)


def _grid_row(curve: pd.DataFrame, point: _Point, before: _Point) -> dict[str, Any]:
    row = {str(column): value for column, value in curve.iloc[point.position].items()}
    people = int(curve["n_at_risk"].iloc[0])
    row |= {column: pd.NA for column in COUNT_COLUMNS} | {"n": people, "time": point.time}
    row |= {
        "n_events": int(point.events - before.events),
        "n_censored": int(point.censored - before.censored),
        "n_at_risk": int(people - point.events - point.censored),
        "release": "public",
        "release_reason": "grid",
    }
    row["estimate_id"] = name_estimate(row)
    return row
