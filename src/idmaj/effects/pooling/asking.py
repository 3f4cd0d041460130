"""The question of every comparison: is the effect one and the same for all kinds of people, and over cohorts?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from idmaj.effects.comparison import Planned, is_binary
from idmaj.effects.description import SurveyOf, summarise_levels
from idmaj.effects.pooling.cohort_rows import pool_estimates
from idmaj.effects.pooling.divisions import FEWEST_IN_PART, estimate_parts, split_people
from idmaj.effects.pooling.share_rows import pool_shares
from idmaj.effects.pooling.subgroup_rows import JOINT, compare_parts, pool_parts
from idmaj.effects.rows import Place
from idmaj.effects.sampling import is_sampled, read_survey_design
from idmaj.effects.survey.design import SurveyDesign
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

FEWEST_FOR_SUBGROUPS = 30
"""People of the smaller arm below which subgroups are not looked at (METHODS.md, bands of n_min)."""
Divide = Callable[[Planned, str], list[EffectEstimate]]


def compare_kinds(planned: Planned) -> list[EffectEstimate]:
    """Divide a comparison by each column that the study declares, and pool it over cohorts.

    Parameters
    ----------
    planned
        At its primary horizon; of everybody, else nothing is divided.

    Returns
    -------
    list of EffectEstimate
        Levels by arm (`diagnostic`) and the planned contrast (`secondary`) in each part, the same drawn toward
        their mean (`diagnostic`), and for subgroups the differences between parts, for cohorts the mean over
        them and each arm's share over tiny cohorts.
    """
    if planned.place.fields["subgroup"] != "all":
        return []
    analysis = planned.study.analysis
    rows: list[EffectEstimate] = []
    for column in dict.fromkeys([*analysis.subgroups, *([analysis.cohort] if analysis.cohort else [])]):
        is_divided = planned.sample.n_min >= FEWEST_FOR_SUBGROUPS
        if column in analysis.subgroups and not is_divided:
            rows.append(_refuse_subgroups(planned, column))
        if is_divided or column == analysis.cohort:
            rows += _describe_parts(planned.outcomes, planned.persons, planned.study, planned.place, column)
        parts = estimate_parts(planned, column) if is_divided else []
        rows += [part.row for part in parts] + pool_parts(parts, planned)
        if parts and column in analysis.subgroups:
            rows += compare_parts(parts, planned, column)
        if column == analysis.cohort:
            effects = [part.row for part in parts]
            rows += pool_estimates(effects, planned.place, column=column, conf_level=analysis.conf_level)
            rows += _pool_arms(planned, column)
    return rows


def describe_kinds(
    outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place
) -> list[EffectEstimate]:
    """Describe a single group by the columns that the study declares, and pool its cohorts.

    Parameters
    ----------
    outcomes
        Rows of one outcome at its primary horizon.
    persons
        Canonical persons.
    study
        The study file.
    place
        Where rows stand.
    """
    analysis = study.analysis
    columns = dict.fromkeys([*analysis.subgroups, *([analysis.cohort] if analysis.cohort else [])])
    rows: list[EffectEstimate] = []
    is_divided = int(outcomes["value"].notna().sum()) >= FEWEST_FOR_SUBGROUPS
    for column in columns:
        if column in analysis.subgroups and not is_divided:
            rows.append(_refuse_description(outcomes, place, column))
        if column != analysis.cohort and not is_divided:
            continue
        levels = _describe_parts(outcomes, persons, study, place, column)
        rows += levels
        if column != analysis.cohort:
            continue
        if is_binary(study.outcome[str(place.fields["outcome"])]):
            rows += pool_shares(
                outcomes,
                persons,
                place,
                column=column,
                conf_level=analysis.conf_level,
                least_public=_least_public(study),
            )
        else:
            means = [row for row in levels if not row.population]
            rows += pool_estimates(means, place, column=column, conf_level=analysis.conf_level)
    return rows


def _describe_parts(
    outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place, column: str
) -> list[EffectEstimate]:
    """Levels of each part; disclosure judges by these cells what may be said of the part."""
    binary = is_binary(study.outcome[str(place.fields["outcome"])])
    survey: SurveyOf | None = partial(_survey_of, persons, study) if is_sampled(study) else None
    return [
        row
        for value, people in split_people(outcomes, persons, column)
        for row in summarise_levels(
            people, place.at(subgroup=f"{column}={value}"), is_binary=binary, primary=False,
            conf_level=study.analysis.conf_level, survey=survey,
        )
    ]  # fmt: skip


def _survey_of(persons: pd.DataFrame, study: Study, person_ids: pd.Series) -> SurveyDesign:
    return read_survey_design(persons.set_index("person_id").loc[person_ids], study)


def _refuse_subgroups(planned: Planned, column: str) -> EffectEstimate:
    sample = planned.sample
    error = EstimationError("too-few-people", n=int(sample.n_min), needed=FEWEST_FOR_SUBGROUPS)
    return planned.place.at(subgroup=column).refuse(
        error, estimator="interaction", scale="chi_square", term=JOINT, role="diagnostic", unit="",
        estimand=planned.beside.estimand, n=len(sample.outcome), n_treated=sample.n_treated,
        n_comparison=sample.n_comparison, n_min=sample.n_min,
    )  # fmt: skip


def _refuse_description(outcomes: pd.DataFrame, place: Place, column: str) -> EffectEstimate:
    n = int(outcomes["value"].notna().sum())
    return place.at(subgroup=column).refuse(
        EstimationError("too-few-people", n=n, needed=FEWEST_FOR_SUBGROUPS), estimator="refused",
        scale="chi_square", term=JOINT, role="diagnostic", unit="", n=n, n_min=float(n),
    )  # fmt: skip


def _least_public(study: Study) -> int:
    return max(FEWEST_IN_PART, int(study.disclosure.threshold))


def _pool_arms(planned: Planned, column: str) -> list[EffectEstimate]:
    """Each arm's share over all cohorts by their counts, which tiny cohorts have, too."""
    if not planned.sample.is_binary or planned.sample.weights is not None:
        return []
    return [
        row
        for arm in ("support", "comparison")
        for row in pool_shares(
            planned.outcomes.loc[planned.outcomes["arm"] == arm], planned.persons, planned.place,
            column=column, conf_level=planned.beside.conf_level, arm=arm, least_public=_least_public(planned.study),
        )
    ]  # fmt: skip
