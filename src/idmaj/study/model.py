"""The study file: what is evaluated, from which files, by which definitions."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from idmaj.study.base import Identifier, Label, Part, TimeUnit
from idmaj.study.costs import Costs
from idmaj.study.linkage import Linkage
from idmaj.study.outcome import Outcome
from idmaj.study.plan import Analysis, Arms, Gates, Matching, Survey
from idmaj.study.questions import Family, Looks, Settling, Specifications, find_disagreements
from idmaj.study.repeats import find_repeats
from idmaj.study.source import Source

Design = Literal["randomised", "comparison", "panel", "single_group", "register_of_grants"]


class Header(Part):
    """Section `[study]`."""

    title: Label
    question: Label | None = Field(None, description="what the brief answers; by default the title")
    programme: Label = Field(description="what was given, in a sentence")
    population: Label = Field(description="who took part, in a sentence")
    assignment: Label | None = Field(None, description="how people came into the arms, in a sentence")
    source: Label = Field(description="where the data come from, with the citation")
    design: Design
    as_of: date | None = Field(None, description="data cut-off; by default the last date observed")
    time_unit: TimeUnit = "month"
    currency: Annotated[str, Field(pattern="^[a-z]{3}$")] = Field("mad", description="ISO 4217, lower case")
    identifiers: Literal["none", "keyed"] = Field(description="keyed: person ids become keyed pseudonyms")
    simulated: bool = Field(False, description="data are invented: every page and chart says so")
    languages: tuple[Literal["ar", "fr", "en"], ...] = Field(("ar", "fr", "en"), min_length=1)


class Wave(Part):
    """A round of interviews."""

    id: Identifier
    time: float = Field(description="time since the start, in the study's time unit")
    label: Label = Field(description="by default its id")
    opens_on: date | None = None
    closes_on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _take_id_as_label(cls, given: object) -> object:
        if not isinstance(given, dict) or "label" in given or not isinstance(given.get("id"), str):
            return given
        return given | {"label": {"en": given["id"], "fr": given["id"], "ar": given["id"]}}

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Wave:
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValueError(f"closes_on {self.closes_on} is before opens_on {self.opens_on}")
        return self


class Disclosure(Part):
    """Section `[disclosure]`."""

    threshold: int = Field(10, ge=3)
    public_microdata: bool = Field(False, description="the microdata are published: no thresholds")
    set_aside_share: float = Field(0.02, ge=0, le=1)


class FactRatio(Part):
    """A fact that is one published fact over another."""

    total: Identifier
    divided_by: Identifier


class Fact(Part):
    """A published fact of the study that no person's data enter."""

    id: Identifier
    label: Label
    value: float | FactRatio
    unit: Literal["money", "count", "share"]
    published_on: date | None = None
    source: Label = Field(description="who published it, when, and where")


class Activity(Part):
    """What was handed over."""

    label: Label
    count: int = Field(1, ge=1)


class Claim(Part):
    """A published statement that cannot be used, with the reasons."""

    id: Identifier
    statement: Label
    source: Label = Field(description="who published it, when, and where")
    reasons: list[Label] = Field(min_length=1)


class Study(Part):
    """A whole study file."""

    format: Literal[1]
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="name of the study's folder")
    study: Header
    arms: Arms | None = None
    source: list[Source] = Field(min_length=1)
    wave: list[Wave] = Field(default_factory=list)
    outcome: dict[Identifier, Outcome] = Field(default_factory=dict)
    analysis: Analysis = Analysis()
    gates: Gates = Gates()
    matching: Matching = Matching()
    survey: Survey = Survey()
    family: list[Family] = Field(default_factory=list)
    looks: Looks | None = None
    specifications: Specifications = Specifications()
    settling: Settling = Settling()
    costs: Costs | None = None
    disclosure: Disclosure = Disclosure()
    linkage: Linkage = Linkage()
    fact: list[Fact] = Field(default_factory=list)
    activity: list[Activity] = Field(default_factory=list)
    claim: list[Claim] = Field(default_factory=list)
    unknown: list[Label] = Field(default_factory=list, description="what nobody has published or measured")

    @model_validator(mode="before")
    @classmethod
    def _measure_panels_in_every_wave(cls, given: object) -> object:
        """Give the outcomes of a panel the waves of the study where they name no horizons."""
        if not (isinstance(given, dict) and _is_panel(given) and isinstance(given.get("outcome"), dict)):
            return given
        waves = [wave.get("id") for wave in given.get("wave") or [] if isinstance(wave, dict)]
        outcomes = {
            name: {"horizons": waves, "primary_horizon": waves[-1]} | outcome
            if isinstance(outcome, dict) and waves and "horizons" not in outcome
            else outcome
            for name, outcome in given["outcome"].items()
        }
        return given | {"outcome": outcomes}

    @property
    def plan_hash(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of what fixes the analysis."""
        plan = self.model_dump(mode="json", include={"arms", "outcome", "analysis", "gates", "wave"})
        plan["design"] = self.study.design
        declared = {"matching": self.matching, "survey": self.survey, "specifications": self.specifications}
        plan |= {
            name: part.model_dump(mode="json") for name, part in declared.items() if part != type(part)()
        }
        if self.family:
            plan["family"] = [family.model_dump(mode="json") for family in self.family]
        if self.looks is not None:
            plan["looks"] = self.looks.model_dump(mode="json")
        return hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()[:12]

    def fact_value(self, name: str) -> float:
        """Return the value of a fact, a ratio worked out."""
        value = next(fact.value for fact in self.fact if fact.id == name)
        if isinstance(value, FactRatio):
            return self.fact_value(value.total) / self.fact_value(value.divided_by)
        return value

    def sources_of(self, role: str) -> list[Source]:
        """Return the sources of a role, in the order of the file."""
        return [source for source in self.source if source.role == role]

    @property
    def has_registers(self) -> bool:
        """Whether rows of some source must be linked to persons."""
        return any(source.is_register for source in self.source)

    @property
    def has_comparison(self) -> bool:
        """Whether two arms can be set side by side."""
        return self.arms is not None and bool(self.arms.comparison or self.arms.start_column)

    @property
    def is_panel(self) -> bool:
        """Whether units are followed from before some of them were supported."""
        return self.study.design == "panel"

    @model_validator(mode="after")
    def _hangs_together(self) -> Study:
        found = [*self._check_design(), *self._check_outcomes(), *find_disagreements(self)]
        if found:
            raise ValueError("\n".join(found))
        return self

    def _check_design(self) -> list[str]:
        found = []
        if self.study.design in {"randomised", "comparison", "panel"} and not self.has_comparison:
            found.append(f"arms: a {self.study.design} study needs arms.support and arms.comparison")
        if self.study.design == "register_of_grants" and not self.sources_of("handovers"):
            found.append("source: a register_of_grants needs a source of role handovers")
        if self.study.design != "register_of_grants" and not self.sources_of("persons"):
            found.append("source: no source of role persons")
        if self.disclosure.public_microdata and self.study.identifiers == "keyed":
            found.append("disclosure.public_microdata: refused where identifiers are keyed")
        if self.study.design != "register_of_grants" and not self.outcome:
            found.append("outcome: no outcome is defined; a study needs at least one")
        return [
            *found,
            *self._check_panel(),
            *self._check_columns(),
            *self._check_names(),
            *self._check_facts(),
            *self._check_links(),
        ]

    def _check_panel(self) -> list[str]:
        starts = self.arms is not None and self.arms.has_start
        if not self.is_panel:
            return ["arms.first_treated: it belongs to a panel design, and so does started"] if starts else []
        found = []
        if self.arms is not None and not starts:
            found.append(
                "arms.first_treated: a panel needs the time of the first supported wave: a column, or started"
            )
        if self.arms is not None and self.arms.treated_when:
            files = [source for source in self.sources_of("persons") if source.first_by is None]
            found += [f"source.first_by: arms.treated_when reads the waves of {s.file}" for s in files]
        if len(self.wave) < 2:
            found.append("wave: a panel needs at least two waves, one of them before the support")
        found += [
            f"outcome.{name}.kind: {outcome.kind} is not estimated in a panel"
            for name, outcome in self.outcome.items()
            if outcome.is_event or outcome.kind == "index"
        ]
        found += [
            f"outcome.{name}.estimator: a panel has one plan; leave it out"
            for name, outcome in self.outcome.items()
            if outcome.estimator is not None
        ]
        return found

    def _check_columns(self) -> list[str]:
        found = []
        if self.arms is not None and self.arms.received and self.study.design != "randomised":
            found.append("arms.received: take-up is read in a randomised design only")
        if self.is_panel and (self.analysis.cohort or self.analysis.subgroups):
            found.append(
                "analysis.cohort, analysis.subgroups: not read in a panel, whose units are compared over time"
            )
        absent = [name for name in self.matching.exact if name not in self.analysis.covariates]
        found += [f"matching.exact: {name} is not one of analysis.covariates" for name in absent]
        if self.survey != Survey() and self.analysis.weight is None:
            found.append("analysis.weight: a [survey] section needs the column of the weights")
        return found

    def _check_links(self) -> list[str]:
        registers = [(n, source.link) for n, source in enumerate(self.source, start=1) if source.is_register]
        known = {name for source in self.sources_of("persons") if source.link for name in source.link.columns}
        found = [
            f"source[{number}].link: no source of role persons has link with one of {', '.join(link.columns)}"
            for number, link in registers
            if link is not None and not known & set(link.columns)
        ]
        if registers and self.study.identifiers != "keyed" and not self.study.simulated:
            found.append(
                "study.identifiers: a register is linked by identifiers of people, so they must be keyed"
            )
        return found

    def _check_names(self) -> list[str]:
        found = find_repeats(
            {
                "study.languages": self.study.languages,
                "wave": [wave.id for wave in self.wave],
                "fact": [fact.id for fact in self.fact],
                "claim": [claim.id for claim in self.claim],
                "analysis.covariates": self.analysis.covariates,
                "analysis.subgroups": self.analysis.subgroups,
                "family": [family.id for family in self.family],
                "family.outcomes": [name for family in self.family for name in family.outcomes],
                "costs.item": [item.id for item in self.costs.item] if self.costs else [],
                "costs.consequence": [x.id for x in self.costs.consequence] if self.costs else [],
                **{f"outcome.{name}.horizons": outcome.horizons for name, outcome in self.outcome.items()},
            }
        )
        twice = [n for n, source in enumerate(self.source) if source in self.source[:n]]
        found += [f"source[{n + 1}].file: the same source stands twice" for n in twice]
        if self.arms is not None and self.arms.column and self.arms.column in self.analysis.covariates:
            found.append(f"analysis.covariates: {self.arms.column} is the column of the arms")
        return found

    def _check_facts(self) -> list[str]:
        plain = {fact.id for fact in self.fact if not isinstance(fact.value, FactRatio)}
        ratios = [fact for fact in self.fact if isinstance(fact.value, FactRatio)]
        parts = [(f.id, name) for f in ratios for name in f.value.model_dump().values()]  # type: ignore[union-attr]
        return [
            f"fact: {owner} refers to {name}, which is no fact with a number"
            for owner, name in parts
            if name not in plain
        ]

    def _check_outcomes(self) -> list[str]:
        found = []
        waves = {wave.id for wave in self.wave}
        for name, outcome in self.outcome.items():
            found += self._check_index(name, outcome)
            unknown = [h for h in outcome.horizons if isinstance(h, str) and h not in waves]
            if unknown:
                found.append(f"outcome.{name}.horizons: no wave {unknown}; waves are {sorted(waves)}")
            if outcome.clock_column and self.study.time_unit in {"month", "year"}:
                parts = [h for h in outcome.horizons if isinstance(h, float) and not h.is_integer()]
                found += [f"outcome.{name}.horizons: {h} is no whole number of calendar units" for h in parts]
            event = outcome.after_event.event if outcome.after_event else None
            if event and not (event in self.outcome and self.outcome[event].is_event):
                found.append(f"outcome.{name}.after_event.event: {event} is no time_to_event outcome")
        return found

    def _check_index(self, name: str, outcome: Outcome) -> list[str]:
        parts = {part: self.outcome.get(part) for part in outcome.parts}
        found = [
            f"outcome.{name}.parts: {part} is no outcome with a value"
            for part, of in parts.items()
            if of is None or of.value is None
        ]
        if outcome.kind == "index" and not self.has_comparison:
            found.append(
                f"outcome.{name}.kind: an index is in units of a comparison group, and there is none"
            )
        known = [of for of in parts.values() if of is not None]
        found += [
            f"outcome.{name}.parts: {part} has better = either, so the index would have no direction"
            for part, of in parts.items()
            if of is not None and of.better == "either"
        ]
        if any(of.horizons != outcome.horizons for of in known):
            found.append(f"outcome.{name}.horizons: parts of an index are measured at its horizons")
        return found


def _is_panel(given: dict[str, object]) -> bool:
    header = given.get("study")
    return isinstance(header, dict) and header.get("design") == "panel"
