"""Which rows of the estimates a chart shows, in which order."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from idmaj.errors import RenderError

LEVELS = {
    "share": "share", "mean": "mean", "kaplan_meier": "survival", "aalen_johansen": "cumulative_incidence",
}  # fmt: skip
"""Scale of the levels of each estimator, the preferred estimator first."""

CURVES = frozenset({"kaplan_meier", "aalen_johansen"})
"""Estimators of levels that are read from a curve."""

LEVEL_ROLES = ("diagnostic", "primary", "secondary")
"""Roles of levels: in a study of one group the level itself is what the plan asked for."""

ARMS = ("support", "comparison", "all")

DOUBT = frozenset({
    "specification_curve", "tipping_point", "interaction", "partial_pooling", "e_value", "robustness_value",
    "oster", "rosenbaum", "power", "cost", "icer", "net_benefit",
})  # fmt: skip
"""Estimators whose rows say what would move, overturn, settle or pay for a result, and are no result beside it."""
CONTRAST = "support - comparison"
_ROLES = ("primary", "robustness", "secondary", "naive")


def select_levels(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the levels of an outcome by arm and horizon.

    Rows selected by what came after (note ``selected``) are not comparable with the others and stay out;
    so do rows whose number may not be shown.

    Raises
    ------
    RenderError
        When no row is left.
    """
    rows = estimates.loc[
        (estimates["outcome"] == outcome)
        & (estimates["subgroup"] == "all")
        & estimates["term"].isin(ARMS)
        & estimates["role"].isin(LEVEL_ROLES)
        & ~_has_note(estimates, "selected")
    ]
    for estimator, scale in LEVELS.items():
        chosen = rows.loc[(rows["estimator"] == estimator) & (rows["scale"] == scale)]
        if not chosen.empty:
            return _order_levels(keep_shown(chosen, what=f"levels of {outcome}"))
    raise RenderError(f"levels of {outcome}: no row in the estimates")


def _order_levels(rows: pd.DataFrame) -> pd.DataFrame:
    place = rows["term"].map({arm: number for number, arm in enumerate(ARMS)})
    return rows.assign(_place=place).sort_values(["_place", "time"], kind="stable").drop(columns="_place")


def select_contrasts(estimates: pd.DataFrame, *, outcome: str, horizon: str | None = None) -> pd.DataFrame:
    """Select the contrasts of an outcome that say the same in different ways.

    They have the horizon and scale of the primary row, or of the naive one where no row is primary. A
    secondary row of other people, other amounts or another average (its `population` or `estimand`) answers
    another question and stays out. Order: primary, robustness, secondary, naive.

    Raises
    ------
    RenderError
        When no row is left.
    """
    rows = estimates.loc[
        (estimates["outcome"] == outcome)
        & (estimates["subgroup"] == "all")
        & (estimates["term"] == CONTRAST)
        & estimates["role"].isin(_ROLES)
        & ~is_doubt(estimates)
    ]
    rows = rows if horizon is None else rows.loc[rows["horizon"] == horizon]
    rows = rows.assign(_place=rows["role"].map({role: place for place, role in enumerate(_ROLES)}))
    rows = rows.sort_values("_place", kind="stable").drop(columns="_place")
    if rows.empty:
        raise RenderError(f"contrasts of {outcome}: no row in the estimates")
    first = rows.iloc[0]
    asks_else = (rows["population"] != "") | (rows["estimand"] != first["estimand"])
    alike = (rows["scale"] == first["scale"]) & (rows["horizon"] == first["horizon"])
    alike &= (rows["role"] != "secondary") | ~asks_else
    return keep_shown(rows.loc[alike], what=f"contrasts of {outcome}")


def is_doubt(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows put a result in doubt, settle or price it, and are shown on pages of their own."""
    moved = rows["population"].str.startswith(("population-specification", "population-delta"))
    return rows["estimator"].isin(DOUBT) | moved


def keep_shown(rows: pd.DataFrame, *, what: str) -> pd.DataFrame:
    """Keep the rows that still have a number, or bounds; `RenderError` when none has."""
    has_number = rows["estimate"].notna() | (rows["bound_low"].notna() & rows["bound_high"].notna())
    if not has_number.any():
        raise RenderError(f"{what}: no row may be shown")
    return rows.loc[has_number]


def count_withheld(rows: pd.DataFrame) -> int:
    """Count rows whose number disclosure control holds back."""
    return int((rows["release"].isin(["withheld", "annex"]) & rows["estimate"].isna()).sum())


def select_outcome(rows: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the rows of an outcome for everybody; `RenderError` when there are none."""
    chosen = rows.loc[(rows["outcome"] == outcome) & (rows["subgroup"] == "all")]
    if chosen.empty:
        raise RenderError(f"{outcome}: no row in the table")
    return chosen


def order_arms(terms: Sequence[str]) -> list[str]:
    """Order arms: support, comparison, all."""
    return [arm for arm in ARMS if arm in set(terms)]


def _has_note(rows: pd.DataFrame, note: str) -> pd.Series:
    return rows["note"].str.split("|").map(lambda notes: note in notes).astype(bool)
