"""Counts of the participant flow, refused where they do not reconcile."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from idmaj.charts.selection import CURVES, LEVEL_ROLES, LEVELS, order_arms, select_outcome
from idmaj.errors import RenderError
from idmaj.study import Study


@dataclass(frozen=True, slots=True)
class Branch:
    """One arm of the flow; `reasons` counts those lost by code, where the rows say it."""

    arm: str
    assigned: int
    observed: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def lost(self) -> int:
        """People assigned and not observed."""
        return self.assigned - self.observed


def select_flow(
    estimates: pd.DataFrame, study: Study, *, outcome: str, horizon: str | None = None
) -> pd.DataFrame:
    """Select the rows of an outcome at one horizon, by default the primary one."""
    rows = select_outcome(estimates, outcome=outcome)
    wanted = horizon if horizon is not None else _as_horizon(study.outcome[outcome].main_horizon)
    chosen = rows.loc[rows["horizon"] == wanted]
    if chosen.empty:
        raise RenderError(f"flow of {outcome}: no row at horizon {wanted!r}")
    return chosen


def _as_horizon(main: float | str | None) -> str:
    if main is None:
        return ""
    return str(int(main)) if isinstance(main, float) and main.is_integer() else str(main)


def read_branches(rows: pd.DataFrame, *, what: str) -> list[Branch]:
    """Read the counts of each arm and refuse numbers that do not reconcile (`RenderError`)."""
    flow = rows.loc[(rows["estimator"] == "attrition") & (rows["scale"] == "count")]
    counts = {str(term): value for term, value in zip(flow["term"], flow["estimate"], strict=True)}
    arms = order_arms([term.split("|")[0] for term in counts])
    if not arms:
        raise RenderError(f"{what}: no row in the estimates")
    branches = []
    for arm in arms:
        pair = [counts.get(f"{arm}|{stage}") for stage in ("assigned", "observed")]
        if any(value is None or pd.isna(value) for value in pair):
            raise RenderError(f"{what}: a count of {arm} is missing or may not be shown")
        assigned, observed = (int(value) for value in pair)  # type: ignore[arg-type]
        branches.append(Branch(arm, assigned, observed, _read_reasons(counts, arm)))
    _check_branches(branches, rows, what)
    return branches


def _read_reasons(counts: dict[str, float], arm: str) -> tuple[tuple[str, int], ...]:
    start = f"{arm}|lost:"
    found = {term.removeprefix(start): n for term, n in counts.items() if term.startswith(start)}
    known = {reason: int(n) for reason, n in found.items() if pd.notna(n)}
    return tuple(sorted(known.items())) if len(known) == len(found) else ()


def _check_branches(branches: list[Branch], rows: pd.DataFrame, what: str) -> None:
    is_level = rows["estimator"].isin(set(LEVELS) - CURVES) & rows["role"].isin(LEVEL_ROLES)
    levels = rows.loc[is_level & ~rows["note"].str.contains("selected")]
    for branch in branches:
        if branch.lost < 0:
            raise RenderError(
                f"{what}: {branch.observed} observed of {branch.assigned} assigned ({branch.arm})"
            )
        if branch.reasons and sum(n for _, n in branch.reasons) != branch.lost:
            raise RenderError(f"{what}: reasons do not add up to {branch.lost} lost ({branch.arm})")
        people = set(levels.loc[levels["term"] == branch.arm, "n"].dropna().astype(int))
        if people - {branch.observed}:
            raise RenderError(
                f"{what}: levels rest on {sorted(people)} people, not {branch.observed} ({branch.arm})"
            )
