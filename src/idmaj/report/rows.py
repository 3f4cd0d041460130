"""Choosing released rows: what a brief may read, and nothing else."""

from __future__ import annotations

import pandas as pd

from idmaj.charts import is_doubt
from idmaj.effects.description import STILL_FREE
from idmaj.study import Study

CONTRAST = "support - comparison"
ARMS = ("support", "comparison")


def public_rows(released: pd.DataFrame) -> pd.DataFrame:
    """Rows that may be published and that hold a number."""
    return released.loc[(released["release"] == "public") & released["estimate"].notna()]


def public_bounds(released: pd.DataFrame) -> pd.DataFrame:
    """Rows that may be published and that hold a number, or the bounds of one."""
    shown = released["estimate"].notna() | (released["bound_low"].notna() & released["bound_high"].notna())
    return released.loc[(released["release"] == "public") & shown]


def level_rows(released: pd.DataFrame, outcome: str, *, still_free: bool = False) -> pd.DataFrame:
    """Shares or means of an outcome by group and horizon, ordered by time."""
    rows = public_rows(released)
    population = STILL_FREE if still_free else ""
    kept = rows.loc[
        (rows["outcome"] == outcome)
        & rows["scale"].isin(["share", "mean"])
        & rows["estimator"].isin(["share", "mean"])
        & (rows["population"] == population)
    ]
    return kept.sort_values(["time", "term"], kind="stable")


def levels_at(
    released: pd.DataFrame, study: Study, outcome: str, *, still_free: bool = False
) -> pd.DataFrame:
    """Levels of an outcome at its primary horizon, one row a group."""
    return at_main_horizon(level_rows(released, outcome, still_free=still_free), study, outcome)


def at_main_horizon(rows: pd.DataFrame, study: Study, outcome: str) -> pd.DataFrame:
    """Rows of an outcome at its primary horizon; all of them where the outcome has no horizon."""
    main = study.outcome[outcome].main_horizon
    if main is None:
        return rows
    if isinstance(main, str):
        return rows.loc[rows["horizon"] == main]
    return rows.loc[rows["time"] == float(main)]


def primary_row(released: pd.DataFrame, outcome: str) -> pd.Series | None:
    """The primary row of an outcome where it may be published, else None."""
    rows = public_rows(released)
    found = rows.loc[(rows["outcome"] == outcome) & (rows["role"] == "primary")]
    return None if found.empty else found.iloc[0]


def contrast_rows(released: pd.DataFrame, primary: pd.Series) -> pd.DataFrame:
    """Contrasts on the scale and at the horizon of a primary row, the primary one first, naive ones last."""
    rows = public_rows(released)
    same = rows.loc[
        (rows["outcome"] == primary["outcome"])
        & (rows["horizon"] == primary["horizon"])
        & (rows["subgroup"] == primary["subgroup"])
        & (rows["scale"] == primary["scale"])
        & rows["role"].isin(["primary", "robustness", "naive"])
        & rows["conf_low"].notna()
        & ~is_doubt(rows)
    ]
    order = {"primary": 0, "robustness": 1, "naive": 2}
    return same.sort_values("role", key=lambda role: role.map(order), kind="stable")


def is_part(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Tell which rows speak of a part of the people, not of a kind of support: subgroups and cohorts."""
    column = study.arms.column if study.arms else None
    return (rows["subgroup"] != "all") & (rows["subgroup"].str.partition("=")[0] != column)


def event_rows(released: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Differences by time since the support began, in order; none where the study is no panel."""
    rows = public_rows(released)
    kept = (rows["outcome"] == outcome) & (rows["estimator"] == "event_study")
    return rows.loc[kept].sort_values("time", kind="stable")


def free_rows(released: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Shares still free of an event by group and horizon."""
    return _curve_rows(released, outcome, scale="survival")


def incidence_rows(released: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Shares with an event by group and horizon, where another may come first."""
    return _curve_rows(released, outcome, scale="cumulative_incidence")


def _curve_rows(released: pd.DataFrame, outcome: str, *, scale: str) -> pd.DataFrame:
    rows = public_rows(released)
    kept = (rows["outcome"] == outcome) & (rows["scale"] == scale) & (rows["population"] == "")
    kept &= rows["term"].isin([*ARMS, "all"]) & (rows["role"] != "naive") & (rows["subgroup"] == "all")
    return rows.loc[kept].sort_values(["time", "term"], kind="stable")


def balance_rows(released: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Standardised differences of the covariates of an outcome's sample."""
    rows = public_rows(released)
    kept = (rows["outcome"] == outcome) & (rows["estimator"] == "balance") & (rows["role"] == "diagnostic")
    return rows.loc[kept & (rows["scale"] == "standardised_difference")]


def gate_verdicts(released: pd.DataFrame, outcome: str) -> pd.Series:
    """Verdict of each kind of gate of an outcome: True where every gate of the kind passed.

    A verdict is no result, so it may be named whether or not the numbers of its row are public.
    """
    gates = released.loc[(released["outcome"] == outcome) & (released["role"] == "gate")]
    return gates["passed"].fillna(False).astype(bool).groupby(gates["estimator"], sort=False).all()


def flow_count(released: pd.DataFrame, study: Study, outcome: str, stage: str) -> int | None:
    """People of all groups at a stage of the flow of an outcome; None where it may not be published."""
    rows = public_rows(released)
    rows = at_main_horizon(rows.loc[rows["outcome"] == outcome], study, outcome)
    kept = rows.loc[(rows["estimator"] == "attrition") & rows["term"].str.endswith(f"|{stage}")]
    return None if kept.empty else int(kept["estimate"].sum())


def row_of(rows: pd.DataFrame, term: str) -> pd.Series | None:
    """The first row of a term, or None."""
    found = rows.loc[rows["term"] == term]
    return None if found.empty else found.iloc[0]
