"""The stage that estimates: from outcomes to the table of estimates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from idmaj.effects.companions import build_companions
from idmaj.effects.comparison import Planned, check_gates, compare_raw, is_binary, plan_comparison
from idmaj.effects.cost import value_results
from idmaj.effects.description import summarise_flow, summarise_levels, summarise_what_n_allows
from idmaj.effects.families import adjust_families
from idmaj.effects.handovers import summarise_handovers
from idmaj.effects.index_outcomes import add_indices
from idmaj.effects.looks.reading import number_rows, read_looks
from idmaj.effects.panel_contrasts import compare_panel
from idmaj.effects.pooling.asking import describe_kinds
from idmaj.effects.questions import ask
from idmaj.effects.rows import Place, place_outcome
from idmaj.effects.sampling import is_sampled, read_survey_design
from idmaj.effects.settling.settle import settle_declared
from idmaj.effects.survey.design import SurveyDesign
from idmaj.effects.time_to_event import Limit, estimate_curves, estimate_free_levels, estimate_time_contrasts
from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.ingest import build_tables, find_as_of
from idmaj.outcomes import build_outcomes
from idmaj.store import Evaluation, Tables
from idmaj.study import Outcome, Study

FEW_PEOPLE = 30
"""People below which the report says what their number alone allows (METHODS.md, bands of n_min)."""


def estimate_study(evaluation: Evaluation) -> Tables:
    """Estimate everything that the study file asks for.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        `estimates` and `curves`, both with the columns of `idmaj.estimates.COLUMNS`.
    """
    return evaluation.keep("estimates", lambda: _estimate(evaluation))


@dataclass(frozen=True, eq=False)
class _Material:
    """What rows are made from: the study, its canonical persons and the outcomes of one subgroup.

    `planned` is filled while rows are made: the comparison behind each primary row, by outcome and subgroup.
    """

    study: Study
    as_of: str
    subgroup: str
    persons: pd.DataFrame
    outcomes: pd.DataFrame
    durations: pd.DataFrame
    planned: dict[tuple[str, str], Planned] = field(default_factory=dict)


def _estimate(evaluation: Evaluation) -> Tables:
    tables, made = build_tables(evaluation), build_outcomes(evaluation)
    return estimate_tables(evaluation.study, tables, made, as_of=find_as_of(evaluation, tables))


def estimate_tables(study: Study, tables: Tables, made: Tables, *, as_of: str) -> Tables:
    """Estimate everything that a study file asks for from tables, kept or simulated.

    Parameters
    ----------
    study
        The study file.
    tables
        Canonical tables; `persons` and `handovers` are read.
    made
        `outcomes` and `durations`.
    as_of
        Data cut-off, ISO date.

    Returns
    -------
    dict of str to pandas.DataFrame
        As `estimate_study`.
    """
    rows: list[EffectEstimate] = []
    curves: list[EffectEstimate] = []
    planned: dict[tuple[str, str], Planned] = {}
    for subgroup, kept in _subgroups(study, tables["persons"]):
        outcomes, durations = (_of_people(made[name], kept) for name in ("outcomes", "durations"))
        outcomes = add_indices(outcomes, study)
        material = _Material(study, as_of, subgroup, tables["persons"], outcomes, durations, planned)
        for name in study.outcome:
            rows += _estimate_outcome(material, name)
            curves += _estimate_curves(material, name)
    if len(tables["handovers"]):
        rows += summarise_handovers(tables["handovers"], study, as_of=as_of)
    rows = read_looks(rows, study, as_of=as_of, planned=planned)
    rows = adjust_families(rows, study, planned)
    rows += [*settle_declared(study, as_of=as_of), *value_results(rows, study, as_of=as_of)]
    rows, curves = (number_rows(part, study, as_of=as_of) for part in (rows, curves))
    return {"estimates": build_estimates(rows), "curves": build_estimates(curves)}


def _subgroups(study: Study, persons: pd.DataFrame) -> list[tuple[str, set[str]]]:
    """Return everybody; with several values of support, also each of them against the comparison group."""
    everybody = [("all", set(persons["person_id"]))]
    if study.arms is None or len(study.arms.support) <= 1:
        return everybody
    compared = persons["arm"] == "comparison"
    return everybody + [
        (
            f"{study.arms.column}={value}",
            set(persons.loc[compared | (persons["arm_value"] == value), "person_id"]),
        )
        for value in study.arms.support
    ]


def _of_people(rows: pd.DataFrame, person_ids: set[str]) -> pd.DataFrame:
    return rows.loc[rows["person_id"].isin(person_ids)]


def _estimate_outcome(material: _Material, name: str) -> list[EffectEstimate]:
    study, outcome = material.study, material.study.outcome[name]
    place = place_outcome(study, name, as_of=material.as_of, subgroup=material.subgroup)
    of_outcome = material.outcomes.loc[material.outcomes["outcome"] == name]
    rows: list[EffectEstimate] = []
    for horizon, at_horizon in of_outcome.groupby("horizon", sort=False):
        here = place.at(horizon=str(horizon), time=float(at_horizon["time"].iloc[0]))
        is_primary = bool(at_horizon["is_primary_horizon"].iloc[0])
        rows += _describe(material, at_horizon, here, outcome, is_primary=is_primary)
        if outcome.is_event:
            rows += _describe_time_to_event(material, name, here, is_primary=is_primary)
        if study.has_comparison and not study.is_panel:
            rows += _compare(material, at_horizon, here, is_primary=is_primary)
        elif is_primary and not study.has_comparison:
            rows += describe_kinds(at_horizon, material.persons, study, here)
    if study.is_panel:
        rows += compare_panel(of_outcome, material.persons, study, place)
    return rows


def _describe(
    material: _Material, outcomes: pd.DataFrame, place: Place, outcome: Outcome, *, is_primary: bool
) -> list[EffectEstimate]:
    study = material.study
    level = study.analysis.conf_level
    survey = partial(_survey_of, material) if is_sampled(study) else None
    binary = is_binary(outcome)
    single = is_primary and not study.has_comparison
    rows = summarise_levels(
        outcomes, place, is_binary=binary, primary=single, conf_level=level, survey=survey
    )
    rows += summarise_flow(outcomes, place)
    if binary and is_primary and len(outcomes) < FEW_PEOPLE:
        rows += summarise_what_n_allows(outcomes, place, conf_level=level)
    return rows


def _survey_of(material: _Material, person_ids: pd.Series) -> SurveyDesign:
    people = material.persons.set_index("person_id").loc[person_ids]
    return read_survey_design(people, material.study)


def _limit(outcome: Outcome) -> Limit:
    return "value" if outcome.time_kind == "period" else "left"


def _describe_time_to_event(
    material: _Material, name: str, place: Place, *, is_primary: bool
) -> list[EffectEstimate]:
    study = material.study
    durations = material.durations.loc[material.durations["outcome"] == name]
    horizon = float(place.fields["time"])
    level = study.analysis.conf_level
    rows = estimate_free_levels(
        durations, place, horizon=horizon, limit=_limit(study.outcome[name]), conf_level=level
    )
    if (
        study.has_comparison and is_primary
    ):  # log-rank and Cox read the whole course: once, not at every horizon
        rows += estimate_time_contrasts(durations, material.persons, study, place, horizon=horizon)
    return rows


def _estimate_curves(material: _Material, name: str) -> list[EffectEstimate]:
    study = material.study
    if not study.outcome[name].is_event:
        return []
    place = place_outcome(study, name, as_of=material.as_of, subgroup=material.subgroup)
    durations = material.durations.loc[material.durations["outcome"] == name]
    return estimate_curves(durations, place, conf_level=study.analysis.conf_level)


def _compare(
    material: _Material, outcomes: pd.DataFrame, place: Place, *, is_primary: bool
) -> list[EffectEstimate]:
    study = material.study
    planned = plan_comparison(outcomes, material.persons, study, place, is_primary=is_primary)
    if not isinstance(planned, Planned):
        return [] if planned is None else [planned]
    if is_primary:
        material.planned[str(place.fields["outcome"]), material.subgroup] = planned
    rows = [planned.primary, *planned.others, *build_companions(planned.beside), *compare_raw(planned)]
    return [*rows, *check_gates(planned), *ask(planned)] if is_primary else rows
