"""What the library answers in a world: the planned rows, their release, and what may be said."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from idmaj.certify.base import Base
from idmaj.certify.worlds import World
from idmaj.disclosure import release_estimates
from idmaj.effects.comparison import Planned, check_gates, compare_raw, is_binary, plan_comparison
from idmaj.effects.description import summarise_flow, summarise_levels
from idmaj.effects.families import adjust_families
from idmaj.effects.index_outcomes import add_indices
from idmaj.effects.looks.reading import read_looks
from idmaj.effects.rows import place_outcome
from idmaj.effects.sampling import is_sampled, read_survey_design
from idmaj.effects.survey.design import SurveyDesign
from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.findings import find_findings, lint_finding, say_finding
from idmaj.study import Study
from idmaj.text import LANGUAGES

COMPARED = frozenset({"primary", "robustness"})


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a world.

    Attributes
    ----------
    rows
        Contrasts of the plan: `outcome`, `estimator`, `role`, `estimate`, `conf_low`, `conf_high`, `truth`.
    states
        Findings: `outcome`, `state`, `is_adjusted` (whether its adjusted p-value leaves out no difference), `n_words`
        (causal words, over three languages, that its design does not allow), `has_truth`.
    """

    rows: list[dict[str, Any]]
    states: list[dict[str, Any]]


def answer_world(world: World, base: Base, *, lint: bool) -> Answer:
    """Put a world through plan, gates, families, disclosure and ladder, by the functions of a run.

    Parameters
    ----------
    world
        A simulated world.
    base
        The study.
    lint
        Whether sentences are written and read for causal words.

    Returns
    -------
    Answer
    """
    rows = estimate_world(world, base)
    released = release_estimates(build_estimates(rows), base.study)
    findings = find_findings(released, base.study)
    contrasts = [_describe_row(row, world) for row in rows if row.role in COMPARED and row.bound_low is None]
    states = describe_findings(findings, released, base.study, lint=lint)
    known = {name for name, truth in world.truths.items() if not math.isnan(truth)}
    return Answer(contrasts, [state | {"has_truth": state["outcome"] in known} for state in states])


def estimate_world(world: World, base: Base) -> list[EffectEstimate]:
    """Estimate what decides a state: levels, flow, the planned rows, raw contrasts, gates, families."""
    study = base.study
    rows: list[EffectEstimate] = []
    planned: dict[tuple[str, str], Planned] = {}
    survey = partial(_read_survey, world.persons, study) if is_sampled(study) else None
    for name, outcomes in _with_indices(world.outcomes, study).items():
        place = place_outcome(study, name, as_of=base.as_of)
        place = place.at(horizon=str(outcomes["horizon"].iloc[0]), time=float(outcomes["time"].iloc[0]))
        binary, level = is_binary(study.outcome[name]), study.analysis.conf_level
        rows += summarise_levels(
            outcomes, place, is_binary=binary, primary=False, conf_level=level, survey=survey
        )
        rows += summarise_flow(outcomes, place)
        found = plan_comparison(outcomes, world.persons, study, place, is_primary=True)
        if isinstance(found, Planned):
            planned[name, "all"] = found
            rows += [found.primary, *found.others, *compare_raw(found), *check_gates(found, redraws=0)]
        elif found is not None:
            rows.append(found)
    rows = read_looks(rows, study, as_of=base.as_of, planned=planned)
    return adjust_families(rows, study, planned)


def _read_survey(persons: pd.DataFrame, study: Study, person_ids: pd.Series) -> SurveyDesign:
    return read_survey_design(persons.set_index("person_id").loc[person_ids], study)


def _with_indices(outcomes: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    if not any(outcome.kind == "index" for outcome in study.outcome.values()):
        return outcomes
    joined = add_indices(pd.concat(outcomes.values(), ignore_index=True), study)
    return {str(name): rows for name, rows in joined.groupby("outcome", sort=False)}


def _describe_row(row: EffectEstimate, world: World) -> dict[str, Any]:
    return {
        "outcome": row.outcome, "estimator": row.estimator, "role": row.role, "estimate": row.estimate,
        "conf_low": row.conf_low, "conf_high": row.conf_high,
        "truth": world.truths.get(row.outcome, float("nan")),
    }  # fmt: skip


def describe_findings(
    findings: pd.DataFrame, released: pd.DataFrame, study: Study, *, lint: bool
) -> list[dict[str, Any]]:
    """Describe findings for verdicts.

    Parameters
    ----------
    findings, released
        Of one world.
    study
        The study file.
    lint
        Whether sentences are written and read for causal words.

    Returns
    -------
    list of dict
        `outcome`, `state`, `is_adjusted`, `n_words`; see `Answer`.
    """
    primary = released.loc[(released["role"] == "primary") & (released["subgroup"] == "all")]
    adjusted = primary.set_index("outcome")["p_adjusted"].to_dict()
    error = 1 - study.analysis.conf_level
    return [
        {
            "outcome": finding["outcome"],
            "state": finding["state"],
            "is_adjusted": bool(adjusted.get(finding["outcome"], math.nan) <= error),
            "n_words": _count_words(finding, study) if lint else 0,
        }
        for finding in findings.to_dict("records")
        if finding["subgroup"] == "all"
    ]


def _count_words(finding: dict[Hashable, Any], study: Study) -> int:
    """Count causal words in the sentences of a finding, in every language."""
    said = ((say_finding(finding, study, language), language) for language in LANGUAGES)
    named = {str(column): value for column, value in finding.items()}
    return sum(len(lint_finding(named, text, language)) for text, language in said)
