"""What the parts of a study file say of each other that cannot all hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idmaj.study.outcome import Outcome
from idmaj.study.plan import Survey
from idmaj.study.questions import find_undeclared
from idmaj.study.recidivism import find_untimed
from idmaj.study.repeats import find_repeats

if TYPE_CHECKING:
    from idmaj.study.model import Study


def find_disagreements(study: Study) -> list[str]:
    """Find every disagreement of a study file, each as ``key path: what is wrong``."""
    return [*_check_design(study), *_check_outcomes(study), *find_undeclared(study), *find_untimed(study)]


def _check_design(study: Study) -> list[str]:
    found = []
    if study.study.design in {"randomised", "comparison", "panel"} and not study.has_comparison:
        found.append(f"arms: a {study.study.design} study needs arms.support and arms.comparison")
    if study.study.design == "register_of_grants" and not study.sources_of("handovers"):
        found.append("source: a register_of_grants needs a source of role handovers")
    if study.study.design != "register_of_grants" and not study.sources_of("persons"):
        found.append("source: no source of role persons")
    if study.disclosure.public_microdata and study.study.identifiers == "keyed":
        found.append("disclosure.public_microdata: refused where identifiers are keyed")
    if study.study.design != "register_of_grants" and not study.outcome:
        found.append("outcome: no outcome is defined; a study needs at least one")
    return [
        *found,
        *_check_panel(study),
        *_check_columns(study),
        *_check_names(study),
        *_check_facts(study),
        *_check_links(study),
    ]


def _check_panel(study: Study) -> list[str]:
    starts = study.arms is not None and study.arms.has_start
    if not study.is_panel:
        return ["arms.first_treated: it belongs to a panel design, and so does started"] if starts else []
    found = []
    if study.arms is not None and not starts:
        found.append(
            "arms.first_treated: a panel needs the time of the first supported wave: a column, or started"
        )
    if study.arms is not None and study.arms.treated_when:
        files = [source for source in study.sources_of("persons") if source.first_by is None]
        found += [f"source.first_by: arms.treated_when reads the waves of {s.file}" for s in files]
    if len(study.wave) < 2:
        found.append("wave: a panel needs at least two waves, one of them before the support")
    found += [
        f"outcome.{name}.kind: {outcome.kind} is not estimated in a panel"
        for name, outcome in study.outcome.items()
        if outcome.is_event or outcome.kind == "index"
    ]
    found += [
        f"outcome.{name}.estimator: a panel has one plan; leave it out"
        for name, outcome in study.outcome.items()
        if outcome.estimator is not None
    ]
    return found


def _check_columns(study: Study) -> list[str]:
    found = []
    if study.arms is not None and study.arms.received and study.study.design != "randomised":
        found.append("arms.received: take-up is read in a randomised design only")
    if study.is_panel and (study.analysis.cohort or study.analysis.subgroups):
        found.append(
            "analysis.cohort, analysis.subgroups: not read in a panel, whose units are compared over time"
        )
    absent = [name for name in study.matching.exact if name not in study.analysis.covariates]
    found += [f"matching.exact: {name} is not one of analysis.covariates" for name in absent]
    if study.survey != Survey() and study.analysis.weight is None:
        found.append("analysis.weight: a [survey] section needs the column of the weights")
    return found


def _check_links(study: Study) -> list[str]:
    registers = [(n, source.link) for n, source in enumerate(study.source, start=1) if source.is_register]
    known = {name for source in study.sources_of("persons") if source.link for name in source.link.columns}
    found = [
        f"source[{number}].link: no source of role persons has link with one of {', '.join(link.columns)}"
        for number, link in registers
        if link is not None and not known & set(link.columns)
    ]
    if registers and study.study.identifiers != "keyed" and not study.study.simulated:
        found.append(
            "study.identifiers: a register is linked by identifiers of people, so they must be keyed"
        )
    return found


def _check_names(study: Study) -> list[str]:
    found = find_repeats(
        {
            "study.languages": study.study.languages,
            "wave": [wave.id for wave in study.wave],
            "fact": [fact.id for fact in study.fact],
            "claim": [claim.id for claim in study.claim],
            "analysis.covariates": study.analysis.covariates,
            "analysis.subgroups": study.analysis.subgroups,
            "family": [family.id for family in study.family],
            "family.outcomes": [name for family in study.family for name in family.outcomes],
            "costs.item": [item.id for item in study.costs.item] if study.costs else [],
            "costs.consequence": [x.id for x in study.costs.consequence] if study.costs else [],
            **{f"outcome.{name}.horizons": outcome.horizons for name, outcome in study.outcome.items()},
        }
    )
    twice = [n for n, source in enumerate(study.source) if source in study.source[:n]]
    found += [f"source[{n + 1}].file: the same source stands twice" for n in twice]
    if study.arms is not None and study.arms.column and study.arms.column in study.analysis.covariates:
        found.append(f"analysis.covariates: {study.arms.column} is the column of the arms")
    return found


def _check_facts(study: Study) -> list[str]:
    plain = {fact.id for fact in study.fact if isinstance(fact.value, float)}
    parts = [
        (fact.id, name)
        for fact in study.fact
        if not isinstance(fact.value, float)
        for name in fact.value.model_dump().values()
    ]
    return [
        f"fact: {owner} refers to {name}, which is no fact with a number"
        for owner, name in parts
        if name not in plain
    ]


def _check_outcomes(study: Study) -> list[str]:
    found = []
    waves = {wave.id for wave in study.wave}
    for name, outcome in study.outcome.items():
        found += _check_index(study, name, outcome)
        unknown = [h for h in outcome.horizons if isinstance(h, str) and h not in waves]
        if unknown:
            found.append(f"outcome.{name}.horizons: no wave {unknown}; waves are {sorted(waves)}")
        if outcome.clock_column and study.study.time_unit in {"month", "year"}:
            parts = [h for h in outcome.horizons if isinstance(h, float) and not h.is_integer()]
            found += [f"outcome.{name}.horizons: {h} is no whole number of calendar units" for h in parts]
        event = outcome.after_event.event if outcome.after_event else None
        if event and not (event in study.outcome and study.outcome[event].is_event):
            found.append(f"outcome.{name}.after_event.event: {event} is no time_to_event outcome")
    return found


def _check_index(study: Study, name: str, outcome: Outcome) -> list[str]:
    parts = {part: study.outcome.get(part) for part in outcome.parts}
    found = [
        f"outcome.{name}.parts: {part} is no outcome with a value"
        for part, of in parts.items()
        if of is None or of.value is None
    ]
    if outcome.kind == "index" and not study.has_comparison:
        found.append(f"outcome.{name}.kind: an index is in units of a comparison group, and there is none")
    known = [of for of in parts.values() if of is not None]
    found += [
        f"outcome.{name}.parts: {part} has better = either, so the index would have no direction"
        for part, of in parts.items()
        if of is not None and of.better == "either"
    ]
    if any(of.horizons != outcome.horizons for of in known):
        found.append(f"outcome.{name}.horizons: parts of an index are measured at its horizons")
    return found
