"""What simulated worlds are made from: the people of a study and what was measured of them at the primary horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.effects.comparison import is_binary
from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.rows import Place, place_outcome, smallest_effect
from idmaj.effects.timing.following import needs_curve
from idmaj.effects.timing.times import read_times
from idmaj.errors import Place as FilePlace
from idmaj.errors import Problem, StudyProblems
from idmaj.ingest import find_as_of
from idmaj.outcomes import build_outcomes
from idmaj.prepare import build_prepared
from idmaj.store import Evaluation, Tables
from idmaj.study import Study

ARMS = ("support", "comparison")
SIMULATED = frozenset({"randomised", "comparison", "single_group"})
"""Designs of which worlds can be made; a panel's gates rest on its own past, a register has no people."""


@dataclass(frozen=True, eq=False)
class Measured:
    """One outcome of everybody at its primary horizon.

    Attributes
    ----------
    name
        Of the outcome.
    place
        Where rows stand.
    is_binary
        Whether it has a share rather than a mean.
    values : ndarray, shape (n,)
        Missing where it was not observed.
    missing : ndarray of str, shape (n,)
        Why; empty where it was.
    after_event : ndarray of bool, shape (n,)
        Whether an earlier event set the value.
    smallest
        Smallest effect that matters, signed towards the better, on the scale of the primary row; None without one.
    """

    name: str
    place: Place
    is_binary: bool
    values: FloatArray
    missing: np.ndarray
    after_event: BoolArray
    smallest: float | None


@dataclass(frozen=True, eq=False)
class Base:
    """A study as its worlds find it.

    Attributes
    ----------
    study
        The study file.
    as_of
        Data cut-off, ISO date.
    tables, made
        Canonical tables, and outcomes with durations.
    persons
        People of the arms, n rows; everybody where there is no comparison.
    treated : ndarray of bool, shape (n,)
    measured
        Outcomes at their primary horizons; an index is made from its parts in every world anew.
    """

    study: Study
    as_of: str
    tables: Tables
    made: Tables
    persons: pd.DataFrame
    treated: BoolArray
    measured: tuple[Measured, ...]

    @property
    def has_losses(self) -> bool:
        """Whether some outcome of somebody was not observed."""
        return any((one.missing != "").any() for one in self.measured)


def read_base(evaluation: Evaluation) -> Base:
    """Read what the worlds of a study are made from.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.

    Returns
    -------
    Base

    Raises
    ------
    StudyProblems
        ``certify-design`` where no worlds can be made of the design; ``certify-index`` and ``certify-curve``
        where worlds, which hold everybody at one horizon, would not be like the study.
    """
    study = evaluation.study
    if study.study.design not in SIMULATED or not study.outcome:
        place = FilePlace(file=f"studies/{study.id}/study.toml", key="study.design")
        raise StudyProblems([Problem("certify-design", place, arguments={"design": study.study.design})])
    tables, made = build_prepared(evaluation), build_outcomes(evaluation)
    _refuse_what_no_world_has(study, tables, made)
    as_of = find_as_of(evaluation, tables)
    persons = tables["persons"].sort_values("person_id", ignore_index=True)
    if study.has_comparison:
        persons = persons.loc[persons["arm"].isin(ARMS)].reset_index(drop=True)
    treated = (persons["arm"] == "support").to_numpy(dtype=bool)
    outcomes = made["outcomes"].loc[made["outcomes"]["is_primary_horizon"]]
    measured = tuple(
        _read_outcome(study, str(name), rows.set_index("person_id").loc[persons["person_id"]], as_of=as_of)
        for name, rows in outcomes.groupby("outcome", sort=False)
    )
    return Base(study, as_of, tables, made, persons, treated, measured)


def _refuse_what_no_world_has(study: Study, tables: Tables, made: Tables) -> None:
    file = f"studies/{study.id}/study.toml"
    problems = []
    if study.index is not None:
        problems.append(Problem("certify-index", FilePlace(file=file, key="index")))
    for name, outcome in study.outcome.items():
        if not outcome.is_event or study.index is not None:
            continue
        times = read_times(_rows_of(made["durations"], name), tables["persons"], study, name)
        rows = _rows_of(made["outcomes"], name)
        if needs_curve(rows.loc[rows["is_primary_horizon"]], times, outcome):
            problems.append(Problem("certify-curve", FilePlace(file=file, key=f"outcome.{name}")))
    if problems:
        raise StudyProblems(problems)


def _rows_of(table: pd.DataFrame, outcome: str) -> pd.DataFrame:
    return table.loc[table["outcome"] == outcome]


def _read_outcome(study: Study, name: str, rows: pd.DataFrame, *, as_of: str) -> Measured:
    outcome = study.outcome[name]
    place = place_outcome(study, name, as_of=as_of)
    binary = is_binary(outcome)
    size = smallest_effect(outcome, "risk_difference" if binary else "mean_difference")
    return Measured(
        name=name,
        place=place.at(horizon=str(rows["horizon"].iloc[0]), time=float(rows["time"].iloc[0])),
        is_binary=binary,
        values=rows["value"].to_numpy(dtype=float),
        missing=rows["missing"].fillna("").to_numpy(dtype=object),
        after_event=rows["after_event"].to_numpy(dtype=bool),
        smallest=None if size is None else (-size if outcome.better == "lower" else size),
    )
