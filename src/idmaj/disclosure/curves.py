"""Released curves: a coarse grid fixed before any outcome is seen.

Grid points are whole multiples of a step in the study's time unit, never the time of an event
(`idmaj.disclosure.grid`). Between horizons only points with enough new events are kept: a row of points without
events would end at the exact time of the next event. The curve ends where fewer than the threshold are at risk.
The pointwise interval, the band over the whole curve and the curve standardised over people stand on the same
points.

In a released curve `n_events` counts the interval since the point before, its end included, `n_censored`
the interval with its end left out, and `n_at_risk` those who remain: the events at the very time of a
point, which may be few, cannot be told from two numbers at risk. Where events compete, both are blank at a point
that would tell too few of the others, and count since the last point that has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from idmaj.disclosure.causes import group_of, list_causes
from idmaj.disclosure.cells import ARMS
from idmaj.disclosure.complement import horizon_text
from idmaj.disclosure.grid import Point, choose_points, read_course
from idmaj.disclosure.rules import Basis
from idmaj.estimates import COLUMNS, COUNT_COLUMNS, conform_estimates, name_estimate
from idmaj.study import Study

_COUNTED = "log_log"
"""Interval of the curves whose rows hold the counts."""


def release_curves(curves: pd.DataFrame, estimates: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put survival and incidence curves on the published grid.

    Parameters
    ----------
    curves
        Curves of the estimates stage: one row per time, group (or competing event of a group), interval and
        outcome.
    estimates
        Unreleased estimates of the same study: published horizons bind the grid.
    study
        Its study file.

    Returns
    -------
    pandas.DataFrame
        Rows of the grid only, all public. Whole curves where microdata are public. Curves of subgroups
        and of both arms pooled are not released, nor those of an event whose main horizon is withheld.
    """
    if study.disclosure.public_microdata:
        whole = curves.assign(release="public", release_reason="public-microdata")
        return conform_estimates(whole)
    cells = Basis(study, estimates).cells
    arms = ARMS if study.has_comparison else ("all",)
    chosen = curves.loc[(curves["subgroup"] == "all") & curves["term"].map(group_of).isin(arms)]
    rows = [
        row
        for (name, _), of_group in chosen.groupby(["outcome", chosen["term"].map(group_of)], sort=False)
        for row in _release_group(of_group, cells, study, name=str(name), arms=arms)
    ]
    return conform_estimates(pd.DataFrame(rows, columns=list(COLUMNS)))


def _release_group(
    curves: pd.DataFrame, cells: pd.DataFrame, study: Study, *, name: str, arms: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Put the curves of one group on the points of its events."""
    group = group_of(str(curves["term"].iloc[0]))
    ordered = curves.sort_values("time", kind="stable")
    is_counted = (ordered["interval"] == _COUNTED) & (ordered["population"] == "")
    counted = {
        term: ordered.loc[is_counted & (ordered["term"] == term)]
        for term in [group, *list_causes(group, name, study)]
    }
    counted = {term: curve for term, curve in counted.items() if len(curve)}
    if group not in counted:
        return
    course = read_course(counted)
    of_outcome = cells.loc[(cells["outcome"] == name) & (cells["subgroup"] == "all") & ~cells["is_selected"]]
    published = {term: {0.0, *_told(of_outcome, term)} for term in counted}
    horizons = [float(h) for h in study.outcome[name].horizons if not isinstance(h, str)]
    for term in counted:
        if not _is_told(of_outcome, term, study, name=name, arms=arms):
            continue
        points = list(choose_points(course, term, published, horizons=horizons, study=study))
        for _, curve in ordered.loc[ordered["term"] == term].groupby(
            ["estimator", "scale", "population", "interval"], sort=False
        ):
            yield from _grid_rows(curve, points)


def _told(cells: pd.DataFrame, term: str) -> list[float]:
    told = cells.loc[(cells["term"] == term) & cells["is_public"] & cells["k"].notna(), "k"]
    return [float(count) for count in told]


def _is_told(cells: pd.DataFrame, term: str, study: Study, *, name: str, arms: tuple[str, ...]) -> bool:
    """Tell whether the event is published at the main horizon, in every arm."""
    same = [arm + term[len(group_of(term)) :] for arm in arms]
    at_main = cells["horizon"] == horizon_text(study.outcome[name].main_horizon)
    main = cells.loc[at_main & cells["term"].isin(same)]
    return set(main["term"]) == set(same) and bool(main["is_public"].all())


def _grid_rows(curve: pd.DataFrame, points: list[Point]) -> Iterator[dict[str, Any]]:
    """Read a curve at the points; none before its first row, as of a band that begins with the events."""
    times = curve["time"].to_numpy(dtype="float64")
    people = curve["n"].iloc[0] if pd.notna(curve["n"].iloc[0]) else curve["n_at_risk"].iloc[0]
    counts = _count(points) if curve["n_events"].notna().any() else [{} for _ in points]
    for point, numbers in zip(points, counts, strict=True):
        position = int(np.searchsorted(times, point.time, side="right")) - 1
        if position < 0:
            continue
        row = {str(column): value for column, value in curve.iloc[position].items()}
        row |= {column: pd.NA for column in COUNT_COLUMNS} | {"n": people, "time": point.time}
        row |= {**numbers, "release": "public", "release_reason": "grid"}
        row["estimate_id"] = name_estimate(row)
        yield row


def _count(points: list[Point]) -> list[dict[str, int]]:
    """Count events since the point before, and ends of observation since the last point that tells them."""
    found, events, censored = [], 0.0, 0.0
    for point in points:
        numbers = {"n_events": int(point.events - events)}
        events = point.events
        if point.is_counted:
            numbers |= {"n_censored": int(point.censored - censored), "n_at_risk": int(point.left)}
            censored = point.censored
        found.append(numbers)
    return found
