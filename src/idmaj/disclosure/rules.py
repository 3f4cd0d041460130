"""Which rule a row falls under, and what the rule says.

==============  =========================================================  ==============================
rule            rows                                                       published when
==============  =========================================================  ==============================
people only     exact limits that depend on the number of people alone     that number is a published fact
register        facts of hand-overs, no outcome of a person                people counted ≥ t
covariates      balance, overlap and weights before the programme          people ≥ t in each arm
declared        what the study file alone says: costs, people          always
                needed under its assumptions
follow-up       people assigned and observed, loss, detection              people ≥ t in each arm
level           an outcome described in one arm or over all                its cell is published
benchmark       one arm against published rates                            its cell is published, and all
                                                                           people of the cell enter
contrast        everything else that an outcome enters                     every cell it rests on is; at a
                                                                           margin of an amount (any income,
                                                                           a quantile) also people ≥ t on
                                                                           either side of it
==============  =========================================================  ==============================

The number lost to follow-up is not protected by itself: it is the number assigned less the number of
people behind a published level, and says nothing of what became of anybody. The reasons of losses (refused,
in prison, abroad, deceased) do: each is a proportion of the assigned and needs the threshold on both sides,
and a group's reasons are published together or not at all, since they add up to its loss.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from idmaj.disclosure.causes import group_of, is_by_cause, is_one_minus, list_needed
from idmaj.disclosure.cells import (
    ARMS,
    FEWEST_PEOPLE,
    LEVEL_SCALES,
    LEVEL_TERMS,
    build_cells,
    is_safe_count,
    is_safe_size,
    is_selected,
)
from idmaj.disclosure.complement import suppress_cells
from idmaj.effects.rows import DECLARED_ONLY
from idmaj.study import Study

PEOPLE_ONLY: Final = "depends on the number of people only"
COVARIATE_ESTIMATORS: Final = frozenset({"balance", "overlap", "weights"})
FLOW_STAGES: Final = frozenset({"assigned", "observed"})
FOLLOW_UP_ESTIMATORS: Final = frozenset({"attrition", "detection"})
DECLARED_ESTIMATORS: Final = frozenset({"power", "cost", "observed_expected"})
BENCHMARK_ESTIMATOR: Final = "observed_expected"
COUNT_ESTIMATORS: Final = frozenset({"overlap_of_sources", "count"})
REGISTER_ESTIMATORS: Final = frozenset({"count", "total", "quantile", "ratio"})

Rule = Literal[
    "declared", "people_only", "register", "covariates", "follow_up", "level", "benchmark", "contrast"
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Basis:
    """What the rules read besides the row; worked out when first read.

    Attributes
    ----------
    study
        The study file.
    estimates
        Unreleased estimates table.
    """

    study: Study
    estimates: pd.DataFrame

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Table of `idmaj.disclosure.cells.build_cells` with a column `is_public`."""
        cells = build_cells(self.estimates, self.study)
        cells["is_public"] = suppress_cells(cells, self.study)
        return cells

    @cached_property
    def arm_sizes(self) -> dict[str, float]:
        """Smallest number of people assigned in any subgroup, by arm."""
        assigned = self._flow.loc[self._flow["stage"] == "assigned"]
        return {str(arm): float(least) for arm, least in assigned.groupby("arm")["estimate"].min().items()}

    @cached_property
    def told_losses(self) -> frozenset[tuple[str, ...]]:
        """Groups (outcome, horizon, subgroup, arm) whose reasons of losses may all be published."""
        return _find_told_losses(self._flow, self.study)

    @cached_property
    def _flow(self) -> pd.DataFrame:
        estimates = self.estimates
        flow = estimates.loc[(estimates["estimator"] == "attrition") & (estimates["scale"] == "count")]
        parts = [term.partition("|") for term in flow["term"]]
        return flow.assign(arm=[arm for arm, _, _ in parts], stage=[stage for _, _, stage in parts])

    def published_counts(self) -> set[float]:
        """Numbers of people or things that the study file gives as published facts."""
        counts = [fact.id for fact in self.study.fact if fact.unit == "count"]
        return {self.study.fact_value(name) for name in counts}


def find_rule(row: Any, study: Study) -> Rule:
    """Tell which rule a row of the estimates table falls under."""
    if row.population == DECLARED_ONLY and row.estimator in DECLARED_ESTIMATORS:
        return "declared"
    if row.estimator in {"exact", BENCHMARK_ESTIMATOR} and row.population == PEOPLE_ONLY:
        return "people_only"
    if row.estimator == BENCHMARK_ESTIMATOR:
        return "benchmark"
    if row.estimator in COVARIATE_ESTIMATORS:
        return "covariates"
    if row.estimator in FOLLOW_UP_ESTIMATORS:
        return "follow_up"
    if row.outcome not in study.outcome and row.estimator in REGISTER_ESTIMATORS:
        return "register"
    is_level = group_of(row.term) in LEVEL_TERMS and row.scale in LEVEL_SCALES and row.role != "gate"
    is_level &= not is_one_minus(row.note)
    return "level" if is_level else "contrast"


def is_publishable(row: Any, rule: Rule, basis: Basis) -> bool:
    """Judge a row by its rule.

    Parameters
    ----------
    row
        Row of the unreleased estimates table (a named tuple).
    rule
        Rule of `find_rule`.
    basis
        Cells and study.

    Returns
    -------
    bool
    """
    if rule == "declared":
        return True
    if rule == "people_only":
        return not pd.isna(row.n) and float(row.n) in basis.published_counts()
    if rule == "register":
        return not pd.isna(row.n) and is_safe_size(row.n, basis.study)
    if rule == "covariates":
        return is_safe_size(_smallest_arm(row, basis), basis.study)
    if rule == "follow_up":
        return _is_safe_follow_up(row, basis)
    if rule == "level":
        own = basis.cells.loc[basis.cells["estimate_id"] == row.estimate_id, "is_public"]
        return len(own) == 1 and bool(own.iloc[0])
    if rule == "benchmark":
        return _is_safe_benchmark(row, basis)
    return _is_safe_contrast(row, basis)


def has_few_people(row: Any, rule: Rule) -> bool:
    """Whether a row describes an outcome of fewer than ten people, which no setting makes public."""
    if rule not in {"level", "benchmark", "contrast"}:
        return False
    # People, not the effective size of a weighted group, which n_min holds where people were weighted.
    behind = _least((row.n_treated, row.n_comparison))
    behind = behind if behind is not None else _least((row.n, row.n_min))
    return behind is not None and behind < FEWEST_PEOPLE


def _find_told_losses(flow: pd.DataFrame, study: Study) -> frozenset[tuple[str, ...]]:
    told = set()
    for group, stages in flow.groupby(["outcome", "horizon", "subgroup", "arm"], sort=False):
        people = stages.loc[stages["stage"] == "assigned", "estimate"].max()
        lost = stages.loc[~stages["stage"].isin(FLOW_STAGES), "estimate"]
        if all(is_safe_size(count, study) and is_safe_size(people - count, study) for count in lost):
            told.add(tuple(map(str, group)))
    return frozenset(told)


def _is_safe_follow_up(row: Any, basis: Basis) -> bool:
    if row.scale != "count":
        return is_safe_size(_smallest_arm(row, basis), basis.study)
    arm, _, stage = row.term.partition("|")
    count = 0.0 if pd.isna(row.estimate) else float(row.estimate)
    if stage == "assigned" and count in basis.published_counts():
        return True
    if stage in FLOW_STAGES:
        return is_safe_size(count, basis.study)
    return (row.outcome, row.horizon, row.subgroup, arm) in basis.told_losses


def _is_safe_contrast(row: Any, basis: Basis) -> bool:
    cells = basis.cells
    if row.outcome not in basis.study.outcome or has_few_people(row, "contrast"):
        return False
    if row.estimator in COUNT_ESTIMATORS:
        return _are_safe_parts(row, basis)
    same = (cells["outcome"] == row.outcome) & _has_subgroup(cells, str(row.subgroup))
    if row.horizon:
        same &= cells["horizon"] == row.horizon
    same &= cells["is_selected"] == is_selected(row.note)
    if not _is_safe_margin(row, basis.study):
        return False
    needed = [term for arm in _arms_of(row, basis.study) for term in list_needed(arm, row, basis.study)]
    return all(_all_public(cells, same & (cells["term"] == term)) for term in needed)


def _is_safe_benchmark(row: Any, basis: Basis) -> bool:
    """Judge one arm against published rates: its count follows from the row, so its own cell must be public.

    People left out, because no rate applies to them, are few: the counts with and without them would tell theirs.
    """
    cells = basis.cells
    same = (cells["outcome"] == row.outcome) & _has_subgroup(cells, str(row.subgroup))
    same &= (cells["horizon"] == row.horizon) & ~cells["is_selected"]
    own = cells.loc[same & (cells["term"] == row.term.partition("|")[0])]
    people = 0.0 if pd.isna(row.n) else float(row.n)
    return bool(len(own)) and bool(own["is_public"].all()) and _sum_people(own) == people


def _sum_people(cells: pd.DataFrame) -> float:
    return float(cells.drop_duplicates("subgroup")["n"].sum())


def _are_safe_parts(row: Any, basis: Basis) -> bool:
    """Judge people counted by part: all parts of a question, which add up, are published or none is."""
    rows, study = basis.estimates, basis.study
    same = rows["estimator"] == row.estimator
    for column in ("outcome", "horizon", "subgroup", "population"):
        same &= rows[column] == getattr(row, column)
    parts = rows.loc[same & rows["n_events"].notna() & rows["n"].notna()]
    outcome = study.outcome[row.outcome]
    return len(parts) > 0 and all(
        is_safe_count(float(k), float(n), study, outcome)
        for k, n in zip(parts["n_events"], parts["n"], strict=True)
    )


def _has_subgroup(cells: pd.DataFrame, subgroup: str) -> pd.Series:
    """Cells of a subgroup; of every value of a column, where a row speaks of all of them together.

    A mean over cohorts, or a difference between kinds of people, beside the others that are public could give
    back the one that is not.
    """
    if subgroup == "all" or "=" in subgroup:
        return cells["subgroup"] == subgroup
    return cells["subgroup"].str.startswith(f"{subgroup}=")


def _is_safe_margin(row: Any, study: Study) -> bool:
    """Judge what depends on the people to one side of a margin: shares with any income, quantiles, bounds.

    `n_min` of such a row is its fewest people on either side of the margin.
    """
    of_amount = study.outcome[row.outcome].kind not in {"binary", "time_to_event"}
    is_margin = row.scale in {"risk_difference", "quantile"} or row.estimator == "lee_bounds"
    return not (of_amount and is_margin) or is_safe_size(0.0 if pd.isna(row.n_min) else row.n_min, study)


def _arms_of(row: Any, study: Study) -> tuple[str, ...]:
    """Arms that a row rests on: one for what describes one arm, else those of the contrast."""
    if row.term in LEVEL_TERMS or is_by_cause(row.term):
        return (group_of(row.term),)
    return ARMS if study.has_comparison else ("all",)


def _all_public(cells: pd.DataFrame, chosen: pd.Series) -> bool:
    return bool(chosen.any()) and bool(cells.loc[chosen, "is_public"].all())


def _smallest_arm(row: Any, basis: Basis) -> float:
    by_arm = _least((row.n_treated, row.n_comparison))
    if by_arm is not None:
        return by_arm
    sizes = [basis.arm_sizes[arm] for arm in ARMS if arm in basis.arm_sizes] or basis.arm_sizes.values()
    least = _least((row.n, row.n_min, *sizes))
    return least if least is not None else 0.0


def _least(numbers: Iterable[Any]) -> float | None:
    known = [float(x) for x in numbers if not pd.isna(x)]
    return min(known, default=None)
