"""Two arms set side by side as planned: the planned estimate, those it is held against, and the gates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from idmaj.effects.beside import Beside
from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.design import Plan, choose_plan
from idmaj.effects.gates import (
    REDRAWS,
    check_allocation,
    check_attrition,
    check_clusters,
    check_comparison,
    check_placebo,
    summarise_balance,
)
from idmaj.effects.rows import CONTRAST, Place
from idmaj.effects.sample import Sample, build_sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Outcome, Study

FEWEST_PEOPLE = 2
"""People an arm below which no contrast is attempted."""


@dataclass(frozen=True, eq=False)
class Planned:
    """A planned comparison of one outcome at one horizon, as later questions find it.

    Attributes
    ----------
    study
        The study file.
    persons
        Canonical persons.
    outcomes
        Rows of the outcome at the horizon, those without a value too.
    beside
        Sample, place and settings.
    plan
        Estimators and why.
    primary
        Row of the planned estimator (role `secondary` at horizons that are not primary).
    others
        Rows of the estimators that it is held against.
    """

    study: Study
    persons: pd.DataFrame
    outcomes: pd.DataFrame
    beside: Beside
    plan: Plan
    primary: EffectEstimate
    others: list[EffectEstimate]

    @property
    def sample(self) -> Sample:
        """People of both arms with the outcome observed."""
        return self.beside.sample

    @property
    def place(self) -> Place:
        """Where rows stand."""
        return self.beside.place


def is_binary(outcome: Outcome) -> bool:
    """Tell whether an outcome has a share rather than a mean at a horizon."""
    return outcome.kind in {"binary", "time_to_event"}


def is_due(outcomes: pd.DataFrame) -> bool:
    """Tell whether the time has come at which the outcome could be known of everybody."""
    return not (outcomes["missing"] == "immature").any()


def plan_comparison(
    outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place, *, is_primary: bool
) -> Planned | EffectEstimate | None:
    """Estimate a contrast as the plan says.

    Parameters
    ----------
    outcomes
        Rows of one outcome at one horizon.
    persons
        Canonical persons.
    study
        The study file.
    place
        Where rows stand.
    is_primary
        Whether the horizon is the primary one.

    Returns
    -------
    Planned or EffectEstimate or None
        A row without a number where the columns of the design do not say what they must, or everybody of one arm
        was lost; None where an arm has fewer than two people with the outcome.
    """
    outcome = study.outcome[str(place.fields["outcome"])]
    design, level = study.study.design, study.analysis.conf_level
    estimand = "itt" if design == "randomised" else "att"
    role = "primary" if is_primary else "secondary"
    try:
        sample = build_sample(outcomes, persons, study, is_binary=is_binary(outcome))
    except EstimationError as error:
        return place.refuse(error, **_refused(outcome), role=role, estimand=estimand)
    people = {"support": sample.n_treated, "comparison": sample.n_comparison}
    empty = [arm for arm, n in zip(people, sample.n_assigned, strict=True) if n and not people[arm]]
    if len(empty) == 1 and all(sample.n_assigned) and is_due(outcomes):
        lost = EstimationError("arm-all-lost", arm=empty[0])
        return place.refuse(lost, **_refused(outcome), role=role, estimand=estimand)
    if min(people.values()) < FEWEST_PEOPLE:
        return None
    plan = choose_plan(design, outcome, sample)
    fields: dict[str, Any] = {"estimand": estimand, "conf_level": level}
    primary = estimate_contrast(sample, place, estimator=plan.primary, role=role, **fields)
    others = [
        estimate_contrast(sample, place, estimator=estimator, role="robustness", **fields)
        for estimator in plan.robustness
    ]
    beside = Beside(sample, place, outcome, estimand, design, plan.primary, is_primary, level)
    return Planned(study, persons, outcomes, beside, plan, _explain(primary, plan), others)


def compare_raw(planned: Planned) -> list[EffectEstimate]:
    """Estimate raw contrasts; naive where the arms differ by more than the limit before weighting."""
    sample, place, study = planned.sample, planned.place, planned.study
    if not planned.plan.naive:
        return []
    imbalance = max((abs(row.estimate or 0.0) for row in summarise_balance(sample, place)), default=0.0)
    role = "naive" if imbalance > study.gates.naive_difference else "diagnostic"
    return [
        estimate_contrast(
            sample, place, estimator=name, role=role, estimand=planned.beside.estimand,
            conf_level=planned.beside.conf_level,
        )
        for name in planned.plan.naive
    ]  # fmt: skip


def check_gates(planned: Planned, *, redraws: int = REDRAWS) -> list[EffectEstimate]:
    """Check what must hold before the difference may be read as the programme's.

    Parameters
    ----------
    planned
        At its primary horizon.
    redraws
        Of the joint test of allocation, a diagnostic that no gate reads; 0 takes the F distribution.
    """
    sample, place, study = planned.sample, planned.place, planned.study
    rows = [
        *check_attrition(planned.outcomes, place, study, persons=planned.persons),
        *check_clusters(sample, place),
    ]
    if study.study.design == "randomised":
        return [*rows, *summarise_balance(sample, place), *check_allocation(sample, place, redraws=redraws)]
    return [
        *rows,
        *check_comparison(sample, place, study, primary=planned.primary, others=planned.others),
        check_placebo(sample, planned.persons, place, study, estimator=planned.primary.estimator),
    ]


def _refused(outcome: Outcome) -> dict[str, Any]:
    """Columns of a contrast whose sample could not be built."""
    scale = "risk_difference" if is_binary(outcome) else "mean_difference"
    return {"estimator": outcome.estimator or "difference_in_means", "scale": scale, "term": CONTRAST}


def _explain(primary: EffectEstimate, plan: Plan) -> EffectEstimate:
    note = "|".join(part for part in (primary.note, plan.reason) if part)
    return replace(primary, note=note)
