"""Everybody whose outcome was due, found or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from idmaj.effects.assignment import Assignment
from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.sample import build_covariates, read_assignment
from idmaj.effects.sampling import read_survey_design
from idmaj.errors import EstimationError

if TYPE_CHECKING:
    from idmaj.effects.comparison import Planned
    from idmaj.study import Study

ARMS = ("support", "comparison")
IMMATURE = "immature"


@dataclass(frozen=True, eq=False)
class Followed:
    """People of both arms whose follow-up has had the time to end, ordered by person.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        0 where lost; winsorised where the plan says so.
    found, treated : ndarray of bool, shape (n,)
    covariates : ndarray, shape (n, k)
        As `idmaj.effects.sample.build_covariates`.
    names : tuple of str
        Of the k covariates.
    assignment : Assignment
        Strata, units and clusters of everybody, found or lost.
    weights : ndarray, shape (n,), optional
        Survey weights.
    people : pandas.DataFrame
        Canonical persons, one row each, in the same order.
    """

    outcome: FloatArray
    found: BoolArray
    treated: BoolArray
    covariates: FloatArray
    names: tuple[str, ...]
    assignment: Assignment
    weights: FloatArray | None
    people: pd.DataFrame


def find_due(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of people of both arms whose outcome was due: found, or lost.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon. Who has not been followed for long enough is neither found nor lost.
    """
    is_due = (outcomes["missing"] != IMMATURE) & outcomes["arm"].isin(ARMS)
    return outcomes.loc[is_due]


def read_people(due: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Return the canonical persons of rows, in their order."""
    return persons.set_index("person_id").loc[due["person_id"]]


def read_followed(planned: Planned) -> Followed:
    """Read everybody behind a planned comparison, those without an outcome too.

    Raises
    ------
    EstimationError
        Where the columns of the design do not say what they must of everybody.
    """
    study: Study = planned.study
    due = find_due(planned.outcomes).sort_values("person_id")
    people = read_people(due, planned.persons)
    treated, found = (due["arm"] == "support").to_numpy(), due["value"].notna().to_numpy()
    outcome = np.zeros(len(due))
    outcome[found] = planned.sample.outcome
    names, covariates = build_covariates(people, study.analysis.covariates)
    weights = read_survey_design(people, study).weights if study.analysis.weight else None
    return Followed(
        outcome=outcome,
        found=found,
        treated=treated,
        covariates=covariates,
        names=names,
        assignment=read_assignment(people, treated, study),
        weights=weights,
        people=people,
    )


def check_found(found: BoolArray, treated: BoolArray) -> None:
    """Refuse where nobody of an arm was found.

    Raises
    ------
    EstimationError
        ``arm-all-lost``.
    """
    for arm in (treated, ~treated):
        if arm.any() and not found[arm].any():
            raise EstimationError("arm-all-lost", n=int(arm.sum()))
