"""The study file: what is evaluated, from which files, by which definitions."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from idmaj.study.base import Cell, Identifier, Label, Part, TimeUnit
from idmaj.study.linkage import Linkage
from idmaj.study.outcome import Outcome
from idmaj.study.repeats import find_repeats
from idmaj.study.source import Source

Design = Literal["randomised", "comparison", "panel", "single_group", "register_of_grants"]
Cells = Annotated[list[Cell], BeforeValidator(lambda v: v if isinstance(v, list) else [v])]


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


class ArmLabels(Part):
    """Names of the two groups."""

    support: Label
    comparison: Label


class Arms(Part):
    """Section `[arms]`: which value of which column means support."""

    column: str
    support: Cells = Field(min_length=1)
    comparison: Cells = Field(default_factory=list)
    labels: ArmLabels | None = None
    values: dict[Cell, Label] = Field(
        default_factory=dict, description="words for each value of support, where there are several"
    )

    @model_validator(mode="after")
    def _values_differ(self) -> Arms:
        both = set(self.support) & set(self.comparison)
        if both:
            raise ValueError(f"values in both arms: {sorted(both)}")
        return self


class Wave(Part):
    """A round of interviews."""

    id: Identifier
    time: float = Field(description="time since the start, in the study's time unit")
    label: Label
    opens_on: date | None = None
    closes_on: date | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Wave:
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValueError(f"closes_on {self.closes_on} is before opens_on {self.opens_on}")
        return self


class Analysis(Part):
    """Section `[analysis]`."""

    covariates: list[str] = Field(default_factory=list, description="baseline columns")
    categories: list[str] = Field(default_factory=list, description="columns that are codes, not amounts")
    strata: list[str] = Field(default_factory=list, description="strata of the randomisation")
    cluster: str | None = Field(None, description="column of the unit that was assigned or sampled")
    weight: str | None = Field(None, description="column of the survey weight")
    placebo: str | None = Field(
        None, description="outcome of before the programme; leaves the adjustment when it is tested"
    )
    labels: dict[str, Label] = Field(
        default_factory=dict, description="words for a covariate (age) or a level of it (race=other)"
    )
    conf_level: float = Field(0.95, gt=0.5, lt=1)


class Gates(Part):
    """Section `[gates]`: limits of the identification gates."""

    standardised_difference: float = Field(0.1, gt=0)
    naive_difference: float = Field(0.25, gt=0, description="raw imbalance that makes a contrast naive")
    overlap: float = Field(0.95, gt=0, le=1)
    weight_share: float = Field(0.05, gt=0, le=1)
    effective_size: float = Field(60, gt=0)
    attrition: float = Field(0.2, ge=0, le=1)
    differential_attrition: float = Field(0.05, ge=0, le=1)
    spill_over: Label | None = Field(None, description="what is known of effects on others")


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
    disclosure: Disclosure = Disclosure()
    linkage: Linkage = Linkage()
    fact: list[Fact] = Field(default_factory=list)
    activity: list[Activity] = Field(default_factory=list)
    claim: list[Claim] = Field(default_factory=list)
    unknown: list[Label] = Field(default_factory=list, description="what nobody has published or measured")

    @property
    def plan_hash(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of what fixes the analysis."""
        plan = self.model_dump(mode="json", include={"arms", "outcome", "analysis", "gates", "wave"})
        plan["design"] = self.study.design
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
        return self.arms is not None and bool(self.arms.comparison)

    @model_validator(mode="after")
    def _hangs_together(self) -> Study:
        found = [*self._check_design(), *self._check_outcomes()]
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
        if self.study.design == "panel":
            found.append(
                "study.design: panel designs are not estimated by this version; use comparison, "
                "with the outcome of before the programme among the covariates"
            )
        return [*found, *self._check_names(), *self._check_facts(), *self._check_links()]

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
                **{f"outcome.{name}.horizons": outcome.horizons for name, outcome in self.outcome.items()},
            }
        )
        twice = [n for n, source in enumerate(self.source) if source in self.source[:n]]
        found += [f"source[{n + 1}].file: the same source stands twice" for n in twice]
        if self.arms is not None and self.arms.column in self.analysis.covariates:
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
