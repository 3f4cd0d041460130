"""Cells: how many people a level of an outcome stands on, and whether it may be published.

METHODS, section 5. A proportion is public only if at least t people have the outcome and at least t do
not, none and all included at any size, unless the study file allows unanimity with a reason. Means and
totals need t people. Below ten people observed nothing is public, whatever t is.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from idmaj.study import Outcome, Study

FEWEST_PEOPLE: Final = 10
"""METHODS, section 2: below this many people observed nothing that depends on an outcome is public."""

ARMS: Final = ("support", "comparison")
LEVEL_TERMS: Final = frozenset({*ARMS, "all"})
LEVEL_SCALES: Final = frozenset({"share", "mean", "survival", "cumulative_incidence", "total"})
PROPORTION_SCALES: Final = frozenset({"share", "survival", "cumulative_incidence"})
_ONE_MINUS: Final = "one-minus-km"
_CONDITIONS: Final = frozenset({"binary", "time_to_event"})
PLACE: Final = ["outcome", "horizon", "subgroup", "is_selected"]
"""Columns that say which question a cell answers; the arm (`term`) completes them."""


def find_levels(estimates: pd.DataFrame, study: Study) -> pd.Series:
    """Tell which rows are levels of an outcome of the study: one arm, or all people, described.

    A competing event, or a class of the event, of a group is a level too; 1 - KM beside the incidence is none, for
    its count is that of the incidence.

    Parameters
    ----------
    estimates
        Estimates table.
    study
        Its study file.

    Returns
    -------
    pandas.Series of bool
    """
    group = estimates["term"].str.partition(": ")[0]
    return (
        estimates["outcome"].isin(list(study.outcome))
        & group.isin(LEVEL_TERMS)
        & ~estimates["note"].str.contains(_ONE_MINUS, regex=False)
        & estimates["scale"].isin(LEVEL_SCALES)
        & (estimates["role"] != "gate")
    )


def build_cells(estimates: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Make one row per level of an outcome, with the counts behind it and the threshold's verdict.

    Parameters
    ----------
    estimates
        Estimates table (unreleased).
    study
        Its study file.

    Returns
    -------
    pandas.DataFrame
        Columns `estimate_id`, `outcome`, `horizon`, `time`, `subgroup`, `term`, `estimator`, `is_selected`,
        `n` (people observed), `k` (people with the event or condition; missing for amounts) and `is_safe`
        (the threshold rule alone, before complementary suppression).
    """
    levels = estimates.loc[find_levels(estimates, study)]
    named = ["estimate_id", "outcome", "horizon", "time", "subgroup", "term", "estimator"]
    cells = levels[named].reset_index(drop=True)
    cells["is_selected"] = levels["note"].map(is_selected).to_numpy(dtype=bool)
    cells["n"] = levels["n"].fillna(0).to_numpy(dtype="float64")
    cells["k"] = _count_events(levels, study).to_numpy(dtype="float64")
    safe = [
        _is_safe_level(row, k, study)
        for row, k in zip(levels.itertuples(index=False), cells["k"], strict=True)
    ]
    cells["is_safe"] = pd.Series(safe, dtype=bool)
    return cells


def is_selected(note: str) -> bool:
    """Whether a row is over people still at liberty only."""
    return "selected" in note.split("|")


def is_safe_count(k: float, n: float, study: Study, outcome: Outcome) -> bool:
    """Judge a proportion of `k` among `n` people by the threshold of the study.

    Parameters
    ----------
    k, n
        People with the outcome, and people observed.
    study
        Gives the threshold.
    outcome
        Gives `allow_unanimous`.

    Returns
    -------
    bool
    """
    threshold = study.disclosure.threshold
    if n < max(FEWEST_PEOPLE, threshold):
        return False
    if k in (0, n) and outcome.allow_unanimous:
        return True
    return min(k, n - k) >= threshold


def is_safe_size(n: float, study: Study) -> bool:
    """Judge a number of people by itself: at least the threshold, and at least ten."""
    return bool(n >= max(FEWEST_PEOPLE, study.disclosure.threshold))


def _count_events(levels: pd.DataFrame, study: Study) -> pd.Series:
    """People with the event or condition; counted back from the estimate where the row does not say."""
    conditions = [name for name, outcome in study.outcome.items() if outcome.kind in _CONDITIONS]
    counted = levels["scale"].isin(PROPORTION_SCALES) | levels["outcome"].isin(conditions)
    share = levels["estimate"].where(levels["scale"] != "survival", 1 - levels["estimate"])
    implied = (share * levels["n"].astype("float64")).round()
    return levels["n_events"].astype("float64").fillna(implied).where(counted)


def _is_safe_level(row: Any, k: float, study: Study) -> bool:
    outcome = study.outcome[row.outcome]
    n = 0.0 if pd.isna(row.n) else float(row.n)
    if not pd.isna(k):
        at_risk = row.n_at_risk
        enough_left = pd.isna(at_risk) or at_risk >= study.disclosure.threshold or k == n
        return is_safe_count(k, n, study, outcome) and enough_left
    if row.scale in PROPORTION_SCALES:
        return False
    differs = not pd.isna(row.std_error) and row.std_error > 0
    return is_safe_size(n, study) and (differs or bool(outcome.allow_unanimous))
