"""The stage that estimates: from outcomes to the table of estimates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd

from idmaj.effects.benchmark.asking import ask_benchmarks
from idmaj.effects.companions import build_companions
from idmaj.effects.comparison import Planned, check_gates, compare_raw, is_binary, plan_comparison
from idmaj.effects.cost import value_results
from idmaj.effects.description import summarise_flow, summarise_levels, summarise_what_n_allows
from idmaj.effects.families import adjust_families
from idmaj.effects.frequency import summarise_frequency
from idmaj.effects.handovers import summarise_handovers
from idmaj.effects.index_outcomes import add_indices
from idmaj.effects.looks.reading import number_rows, read_looks
from idmaj.effects.panel_contrasts import compare_panel
from idmaj.effects.pooling.asking import describe_kinds
from idmaj.effects.questions import ask
from idmaj.effects.rows import CONTRAST, Place, place_outcome
from idmaj.effects.sampling import is_sampled, read_survey_design
from idmaj.effects.settling.settle import settle_declared
from idmaj.effects.sources import summarise_overlap, summarise_straddling
from idmaj.effects.survey.design import SurveyDesign
from idmaj.effects.timing.course import draw_course, read_course
from idmaj.effects.timing.following import BY_CURVE, complete_by_curve, count_followed, needs_curve
from idmaj.effects.timing.indexed import has_stopped, refuse_index, tell_index
from idmaj.effects.timing.levels import estimate_levels
from idmaj.effects.timing.times import Times, read_times
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.ingest import find_as_of
from idmaj.outcomes import build_outcomes
from idmaj.prepare import build_prepared
from idmaj.store import Evaluation, Tables
from idmaj.study import Outcome, Study

MADE = ("outcomes", "durations", "periods", "frequency")
"""Tables of the stage of outcomes."""
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
    outcomes: pd.DataFrame
    durations: pd.DataFrame
    periods: pd.DataFrame
    frequency: pd.DataFrame
    tables: Tables
    planned: dict[tuple[str, str], Planned] = field(default_factory=dict)

    @property
    def persons(self) -> pd.DataFrame:
        """One row a person, or an index date of a person."""
        return self.tables["persons"]


def _estimate(evaluation: Evaluation) -> Tables:
    tables, made = build_prepared(evaluation), build_outcomes(evaluation)
    return estimate_tables(evaluation.study, tables, made, as_of=find_as_of(evaluation, tables))


def estimate_tables(study: Study, tables: Tables, made: Tables, *, as_of: str) -> Tables:
    """Estimate everything that a study file asks for from tables, kept or simulated.

    Parameters
    ----------
    study
        The study file.
    tables
        Prepared tables; `persons`, `handovers` and `benchmarks` are read.
    made
        Tables of the stage of outcomes (`MADE`).
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
        of_people = {name: _of_people(made[name], kept) for name in MADE}
        of_people["outcomes"] = add_indices(of_people["outcomes"], study)
        material = _Material(
            study,
            as_of,
            subgroup,
            tables=tables,
            planned=planned,
            **of_people,
        )
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


def _subgroups(study: Study, persons: pd.DataFrame) -> list[tuple[str, set[str] | None]]:
    """Return everybody; with several values of support, also each of them against the comparison group."""
    everybody: list[tuple[str, set[str] | None]] = [("all", None)]
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


def _of_people(rows: pd.DataFrame, person_ids: set[str] | None) -> pd.DataFrame:
    return rows if person_ids is None else rows.loc[rows["person_id"].isin(person_ids)]


def _estimate_outcome(material: _Material, name: str) -> list[EffectEstimate]:
    study, outcome = material.study, material.study.outcome[name]
    place = place_outcome(study, name, as_of=material.as_of, subgroup=material.subgroup)
    of_outcome = material.outcomes.loc[material.outcomes["outcome"] == name]
    times = _times_of(material, name) if outcome.is_event else None
    rows: list[EffectEstimate] = []
    for horizon, at_horizon in of_outcome.groupby("horizon", sort=False):
        here = place.at(horizon=str(horizon), time=float(at_horizon["time"].iloc[0]))
        is_primary = bool(at_horizon["is_primary_horizon"].iloc[0])
        rows += ask_benchmarks(study, at_horizon, material.persons, here, rates=material.tables["benchmarks"])
        if times is not None:
            rows += _estimate_event(material, at_horizon, times, here, is_primary=is_primary)
            continue
        rows += _describe(material, at_horizon, here, outcome, is_primary=is_primary)
        rows += _compare_or_divide(material, at_horizon, here, is_primary=is_primary)
    if study.is_panel:
        rows += compare_panel(of_outcome, material.persons, study, place)
    return rows


def _times_of(material: _Material, name: str) -> Times:
    durations = material.durations.loc[material.durations["outcome"] == name]
    return read_times(durations, material.persons, material.study, name)


def _compare_or_divide(
    material: _Material, outcomes: pd.DataFrame, place: Place, *, is_primary: bool
) -> list[EffectEstimate]:
    """Set the arms side by side; in a study of one group, show its kinds of people."""
    study = material.study
    if study.has_comparison and not study.is_panel:
        return _compare(material, outcomes, place, is_primary=is_primary)
    if is_primary and not study.has_comparison:
        return describe_kinds(outcomes, material.persons, study, place)
    return []


def _estimate_event(
    material: _Material, outcomes: pd.DataFrame, times: Times, place: Place, *, is_primary: bool
) -> list[EffectEstimate]:
    """Estimate an event at one horizon: shares of mature people, or what the curves say of everybody."""
    study, name = material.study, str(place.fields["outcome"])
    outcome, level = study.outcome[name], study.analysis.conf_level
    horizon = float(place.fields["time"])
    by_curve = needs_curve(outcomes, times, outcome, is_stopped=has_stopped(material.persons))
    single = is_primary and by_curve and not study.has_comparison
    if by_curve:
        rows = summarise_flow(count_followed(outcomes, times, horizon), place)
    else:
        rows = _describe(material, outcomes, place, outcome, is_primary=is_primary)
    rows += estimate_levels(times, place, horizon=horizon, conf_level=level, is_primary=single)
    counted = material.frequency.loc[
        (material.frequency["outcome"] == name) & (material.frequency["horizon"] == place.fields["horizon"])
    ]
    rows += summarise_frequency(counted, material.persons, study, place)
    rows += [
        *summarise_overlap(material.outcomes, study, name, place),
        *summarise_straddling(outcomes, place),
    ]
    refusal = refuse_index(study, material.tables, place) if is_primary else None
    if refusal is not None:
        return [*rows, refusal]
    found: list[EffectEstimate] = []
    if by_curve and study.has_comparison:
        found += _compare_by_curve(material, outcomes, times, place, is_primary=is_primary)
    elif not by_curve:
        found += _compare_or_divide(material, outcomes, place, is_primary=is_primary)
    if is_primary:
        periods = material.periods.loc[material.periods["outcome"] == name]
        found += read_course(times, material.persons, study, place, periods=periods, with_risk=not by_curve)
    return [*rows, *tell_index(found, study, material.tables, place, durations=material.durations)]


def _compare_by_curve(
    material: _Material, outcomes: pd.DataFrame, times: Times, place: Place, *, is_primary: bool
) -> list[EffectEstimate]:
    role = "primary" if is_primary else "secondary"
    fields = {"estimator": "difference_in_means", "scale": "risk_difference", "term": CONTRAST, "role": role}
    try:
        completed = complete_by_curve(outcomes, times, float(place.fields["time"]))
    except EstimationError as error:
        return [place.refuse(error, **fields)]
    rows = _compare(material, completed, place, is_primary=is_primary)
    return [replace(row, note=f"{row.note}|{BY_CURVE}") if row.role == role else row for row in rows]


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


def _estimate_curves(material: _Material, name: str) -> list[EffectEstimate]:
    study = material.study
    if not study.outcome[name].is_event:
        return []
    place = place_outcome(study, name, as_of=material.as_of, subgroup=material.subgroup)
    return draw_course(_times_of(material, name), material.persons, study, place)


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
