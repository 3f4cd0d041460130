"""Complementary suppression: no published cell, sum or difference gives a withheld cell back.

Cells are only ever withheld here, so that the rules end. Four ways back are closed: over the arms, over
the categories of a subgroup, over the horizons of a cumulative count, and over the people still at
liberty. What the rules along single lines leave open, a linear reconstruction finds.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.disclosure.causes import withhold_classes
from idmaj.disclosure.cells import ARMS, PLACE, is_safe_count, is_safe_size
from idmaj.study import Study


def suppress_cells(cells: pd.DataFrame, study: Study) -> pd.Series:
    """Decide which cells are published.

    Parameters
    ----------
    cells
        Table of `idmaj.disclosure.cells.build_cells`.
    study
        Its study file.

    Returns
    -------
    pandas.Series of bool
        On the index of `cells`: True where a cell is published.
    """
    public = cells["is_safe"].copy()
    if cells.empty:
        return public
    _withhold_close_horizons(cells, public, study)
    withhold_classes(cells, public, study)
    lines = _category_lines(cells)
    before = -1
    while before != (before := int(public.sum())):
        _withhold_selected(cells, public, study)
        _withhold_pooled(cells, public)
        for total, parts in lines:
            _withhold_categories(cells, public, total, parts, study)
        if lines:
            _withhold_recoverable(cells, public)
    return public


def find_recoverable(cells: pd.DataFrame, public: pd.Series) -> pd.Series:
    """Find withheld cells whose count follows from published ones by sums and differences.

    Parameters
    ----------
    cells
        Cells of one question: one outcome, horizon and selection.
    public
        Which of them are published.

    Returns
    -------
    pandas.Series of bool
        On the index of `cells`.
    """
    identities = [_identity(cells, total, parts) for total, parts in _lines(cells)]
    known = np.eye(len(cells))[public.to_numpy(dtype=bool)]
    system = np.vstack([*identities, known]) if identities or len(known) else np.zeros((1, len(cells)))
    # A count is determined iff no solution of the homogeneous system moves it.
    _, singular, rows = np.linalg.svd(system)
    rank = int((singular > 1e-9).sum())
    is_free = (np.abs(rows[rank:]) > 1e-9).any(axis=0)
    return pd.Series(~is_free & ~public.to_numpy(dtype=bool), index=cells.index)


def _withhold_close_horizons(cells: pd.DataFrame, public: pd.Series, study: Study) -> None:
    """Cumulative counts of the same people may differ by nobody or by at least the threshold."""
    threshold = study.disclosure.threshold
    cumulative = [name for name, outcome in study.outcome.items() if outcome.event is not None]
    chosen = cells.loc[cells["outcome"].isin(cumulative) & ~cells["is_selected"] & cells["k"].notna()]
    for (name, *_), same in chosen.groupby(["outcome", "subgroup", "term"], sort=False):
        accepted: list[float] = []
        ordered = _by_precedence(same, study.outcome[str(name)].main_horizon)
        for index, count in zip(ordered.index.tolist(), ordered["k"].tolist(), strict=True):
            gaps = [abs(count - other) for other in accepted]
            if public[index] and all(gap == 0 or gap >= threshold for gap in gaps):
                accepted.append(count)
            else:
                public[index] = False


def _by_precedence(same: pd.DataFrame, main_horizon: float | str | None) -> pd.DataFrame:
    later = same["horizon"] != horizon_text(main_horizon)
    return same.assign(_later=later).sort_values(["_later", "time"], kind="stable")


def horizon_text(horizon: float | str | None) -> str:
    """Write a horizon of the study file as the estimates table does: 52.0 is ``52``."""
    if horizon is None:
        return ""
    if isinstance(horizon, float) and horizon.is_integer():
        return str(int(horizon))
    return str(horizon)


def _withhold_selected(cells: pd.DataFrame, public: pd.Series, study: Study) -> None:
    """People still at liberty beside everybody tell how many had the event."""
    for index in cells.index[cells["is_selected"] & public]:
        row = cells.loc[index]
        rule = study.outcome[row["outcome"]].after_event
        same = (cells[["horizon", "subgroup", "term"]] == row[["horizon", "subgroup", "term"]]).all(axis=1)
        everybody = cells.loc[same & ~cells["is_selected"] & (cells["outcome"] == row["outcome"])]
        events = cells.index[
            same & ~cells["is_selected"] & (cells["outcome"] == (rule.event if rule else ""))
        ]
        told = rule is not None and len(events) > 0 and bool(public[events].all()) and len(everybody) > 0
        public[index] = told and all(
            is_safe_count(n - row["n"], n, study, study.outcome[rule.event])  # type: ignore[union-attr]
            for n in everybody["n"]
        )


def _withhold_pooled(cells: pd.DataFrame, public: pd.Series) -> None:
    """Both arms together less one arm is the other: pooled people need both arms published."""
    for _, same in cells.groupby(PLACE, sort=False):
        arms = same.index[same["term"].isin(ARMS)]
        if not public[arms].all():
            public[same.index[same["term"] == "all"]] = False


def _withhold_categories(
    cells: pd.DataFrame, public: pd.Series, total: pd.Index, parts: pd.Index, study: Study
) -> None:
    """Everybody less the published categories must be nobody, or at least two categories and safe."""
    while public[total].all() and not _rest_is_safe(cells, public, total, parts, study):
        shown = parts[public[parts].to_numpy(dtype=bool)]
        smallest = cells.loc[shown].sort_values(["n", "subgroup"], kind="stable").index[0]
        public[smallest] = False


def _rest_is_safe(
    cells: pd.DataFrame, public: pd.Series, total: pd.Index, parts: pd.Index, study: Study
) -> bool:
    shown = parts[public[parts].to_numpy(dtype=bool)]
    n, k = cells.loc[total, ["n", "k"]].iloc[0] - cells.loc[shown, ["n", "k"]].sum(skipna=False)
    if n == 0 or not len(shown):
        return True
    if len(parts) - len(shown) == 1:
        return False
    if pd.isna(k):
        return is_safe_size(n, study)
    return is_safe_count(k, n, study, study.outcome[str(cells.loc[total[0], "outcome"])])


def _withhold_recoverable(cells: pd.DataFrame, public: pd.Series) -> None:
    for _, same in cells.groupby(["outcome", "horizon", "is_selected", "estimator"], sort=False):
        if find_recoverable(same, public[same.index]).any():
            public[same.index[same["subgroup"] != "all"]] = False


def _lines(cells: pd.DataFrame) -> list[tuple[pd.Index, pd.Index]]:
    """Sums that hold in a table: total and parts, over the arms and over the categories of a variable."""
    arms = [
        (same.index[same["term"] == "all"], same.index[same["term"].isin(ARMS)])
        for _, same in cells.groupby([*PLACE, "estimator"], sort=False)
    ]
    whole = [(total, parts) for total, parts in arms if len(total) == 1 and len(parts) == len(ARMS)]
    return [*whole, *_category_lines(cells)]


def _category_lines(cells: pd.DataFrame) -> list[tuple[pd.Index, pd.Index]]:
    found = []
    variables = cells["subgroup"].str.partition("=")[0]
    for _, same in cells.groupby(["outcome", "horizon", "is_selected", "term", "estimator"], sort=False):
        total = same.index[same["subgroup"] == "all"]
        for variable in variables[same.index].unique():
            if len(total) != 1:
                continue
            is_part = (variables[same.index] == variable) & (same["subgroup"] != "all")
            # The comparison group of each kind of support is the whole group, not a part of it.
            is_part &= ~_equals(same, same.loc[total[0]])
            parts = same.index[is_part]
            if len(parts):
                found.append((total, parts))
    return found


def _equals(cells: pd.DataFrame, whole: pd.Series) -> pd.Series:
    same_events = (cells["k"] == whole["k"]) | (cells["k"].isna() & pd.isna(whole["k"]))
    return (cells["n"] == whole["n"]) & same_events


def _identity(cells: pd.DataFrame, total: pd.Index, parts: pd.Index) -> np.ndarray:
    row = np.zeros(len(cells))
    row[cells.index.get_indexer(total)] = 1
    row[cells.index.get_indexer(parts)] = -1
    return row
