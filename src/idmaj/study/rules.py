"""Columns that outcomes read, and how: what a study needs of its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from idmaj.study.model import Study
from idmaj.study.needs import ColumnUse, CountedAnswer, NeededColumn
from idmaj.study.outcome import (
    HORIZON,
    AllOf,
    AnyOf,
    ColumnRule,
    EventWithin,
    LastOf,
    Outcome,
    Rule,
    ShareOf,
    SumOf,
    parts_of,
)
from idmaj.study.plan import Arms
from idmaj.study.recidivism import INDEX_ON
from idmaj.study.timing import counted_events, index_columns, justice_columns, timing_columns

__all__ = [
    "ColumnUse",
    "CountedAnswer",
    "NeededColumn",
    "clock_columns",
    "counted_answers",
    "expand_horizon",
    "horizon_text",
    "is_of_interviews",
    "needed_columns",
    "outcome_columns",
]


def horizon_text(horizon: float | str | None) -> str:
    """Write a horizon as it stands in tables and in column names: 52.0 is "52", none is ""."""
    if horizon is None:
        return ""
    if isinstance(horizon, str):
        return horizon
    return str(int(horizon)) if float(horizon).is_integer() else str(horizon)


def expand_horizon(column: str, horizon: str) -> str:
    """Put a horizon into a column name."""
    return column.replace(HORIZON, horizon)


def is_of_interviews(study: Study, outcome: Outcome) -> bool:
    """Whether the columns of an outcome stand in the interviews file (long), else in persons (wide)."""
    waves = any(isinstance(horizon, str) for horizon in outcome.horizons)
    wide = outcome.value is not None and any(HORIZON in c for c, _ in _columns_of(outcome.value))
    return waves and not wide and bool(study.sources_of("interviews"))


def outcome_columns(outcome: Outcome) -> Iterator[tuple[str, ColumnUse]]:
    """Name the columns that an outcome reads, its horizons put in."""
    if outcome.is_event:
        yield from timing_columns(outcome)
    elif outcome.value is not None:
        for column, use in _columns_of(outcome.value):
            for horizon in map(horizon_text, outcome.horizons or [""]):
                yield expand_horizon(column, horizon), use


def counted_answers(study: Study) -> Iterator[CountedAnswer]:
    """List the answers that outcomes count, so that a misspelt one does not count nobody in silence."""
    for name, outcome in study.outcome.items():
        role = "interviews" if is_of_interviews(study, outcome) else "persons"
        horizons = [*map(horizon_text, outcome.horizons or [""])]
        yield from counted_events(outcome, name)
        for rule in _parts_of(outcome.value):
            key = f"outcome.{name}.value"
            match rule:
                case EventWithin():
                    yield CountedAnswer("justice_events", ("event_type",), (rule.event_within,), key)
                case ColumnRule(column=column):
                    columns = tuple(dict.fromkeys(expand_horizon(column, horizon) for horizon in horizons))
                    accepted = [rule.equals] if rule.equals is not None else rule.one_of
                    if accepted:
                        yield CountedAnswer(role, columns, tuple(accepted), key)
                case LastOf(equals=str(answer)):
                    yield CountedAnswer(role, tuple(rule.last_of), (answer,), key)


def _parts_of(rule: Rule | None) -> Iterator[Rule]:
    """The rules that hold no others."""
    if rule is None:
        return
    inside = parts_of(rule)
    if not inside:
        yield rule
    for part in inside:
        yield from _parts_of(part)


def clock_columns(study: Study) -> list[str]:
    """Name the date columns at which the time of some outcome starts."""
    named = [outcome.clock_column for outcome in study.outcome.values() if outcome.clock_column]
    rules = [rule.clock for outcome in study.outcome.values() for rule in _event_rules(outcome.value)]
    return list(dict.fromkeys([*named, *rules]))


def needed_columns(study: Study, role: str) -> list[NeededColumn]:
    """List the columns that the study reads from the files of a role, each once.

    Columns that `source.columns` maps are not listed: they are read because they are mapped.
    """
    found: dict[str, NeededColumn] = {}
    for column in _named_columns(study, role):
        known = found.get(column.name, column)
        best = max(known, column, key=lambda needed: _rank(needed.use))
        found[column.name] = replace(best, is_optional=known.is_optional and column.is_optional)
    return list(found.values())


def _rank(use: ColumnUse) -> int:
    return ["code", "auto", "number", "date"].index(use)


def _named_columns(study: Study, role: str) -> Iterator[NeededColumn]:
    if role == "persons":
        yield from _design_columns(study)
        granted = {name for source in study.sources_of("grants") for name in source.columns}
        made = {INDEX_ON} if study.index is not None else set()
        for name in clock_columns(study):
            if name not in granted | made:
                yield NeededColumn(name, "date", "outcome")
        yield from (needed for needed in index_columns(study) if needed.name not in granted)
    if role == "justice_events":
        yield from justice_columns(study)
    for outcome_id, outcome in study.outcome.items():
        if role == ("interviews" if is_of_interviews(study, outcome) else "persons"):
            for name, use in outcome_columns(outcome):
                yield NeededColumn(name, use, f"outcome.{outcome_id}")


def _design_columns(study: Study) -> Iterator[NeededColumn]:
    analysis = study.analysis
    if study.arms is not None:
        yield from _arm_columns(study.arms)
    categories = set(analysis.categories)
    for name in analysis.covariates:
        yield NeededColumn(name, "code" if name in categories else "auto", "analysis.covariates")
    for name in (*analysis.strata, *((analysis.cluster,) if analysis.cluster else ())):
        yield NeededColumn(name, "code", "analysis.strata" if name in analysis.strata else "analysis.cluster")
    if analysis.cohort:
        yield NeededColumn(analysis.cohort, "code", "analysis.cohort")
    for name in analysis.subgroups:
        yield NeededColumn(name, "code", "analysis.subgroups")
    if analysis.weight:
        yield NeededColumn(analysis.weight, "number", "analysis.weight")
    if analysis.placebo:
        yield NeededColumn(analysis.placebo, "auto", "analysis.placebo")
    yield from _survey_columns(study)


def _arm_columns(arms: Arms) -> Iterator[NeededColumn]:
    if arms.column:
        yield NeededColumn(arms.column, "code", "arms.column")
    if arms.first_treated:
        yield NeededColumn(arms.first_treated, "code", "arms.first_treated")
    if arms.treated_when:
        yield NeededColumn(arms.treated_when, "number", "arms.treated_when")
    if arms.received:
        yield NeededColumn(arms.received, "code", "arms.received")


def _survey_columns(study: Study) -> Iterator[NeededColumn]:
    survey = study.survey
    if survey.fpc:
        yield NeededColumn(survey.fpc, "number", "survey.fpc")
    for margin in survey.margins:
        yield NeededColumn(margin.column, "code", "survey.margins")
    for name in survey.replicate_weights:
        yield NeededColumn(name, "number", "survey.replicate_weights")
    for outcome_id, outcome in study.outcome.items():
        if outcome.exposure:
            yield NeededColumn(outcome.exposure, "number", f"outcome.{outcome_id}.exposure")


def _columns_of(rule: Rule) -> Iterator[tuple[str, ColumnUse]]:
    match rule:
        case ColumnRule():
            by_text = rule.equals is not None or rule.one_of is not None
            by_number = rule.above is not None or rule.below is not None
            yield rule.column, "code" if by_text and not by_number else "number"
        case AnyOf() | AllOf() | ShareOf():
            yield from (pair for part in parts_of(rule) for pair in _columns_of(part))
        case SumOf():
            yield from ((column, "number") for column in rule.sum_of)
        case LastOf():
            yield from ((column, "number" if rule.equals is None else "code") for column in rule.last_of)
        case EventWithin():
            return


def _event_rules(rule: Rule | None) -> Iterator[EventWithin]:
    yield from (part for part in _parts_of(rule) if isinstance(part, EventWithin))
