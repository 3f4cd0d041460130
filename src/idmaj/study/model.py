"""The study file: what is evaluated, from which files, by which definitions."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from idmaj.study.agreement import find_disagreements
from idmaj.study.base import Identifier, Label, Part, TimeUnit
from idmaj.study.costs import Costs
from idmaj.study.linkage import Linkage
from idmaj.study.outcome import Outcome
from idmaj.study.plan import Analysis, Arms, Gates, Matching, Survey
from idmaj.study.questions import Family, Looks, Settling, Specifications
from idmaj.study.recidivism import PERSON, Benchmark, Index, Liberty
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
    liberty: Liberty = Liberty()
    index: Index | None = None
    benchmark: list[Benchmark] = Field(default_factory=list)
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
        declared = {
            "matching": self.matching,
            "survey": self.survey,
            "specifications": self.specifications,
            "liberty": self.liberty,
        }
        plan |= {
            name: part.model_dump(mode="json") for name, part in declared.items() if part != type(part)()
        }
        if self.family:
            plan["family"] = [family.model_dump(mode="json") for family in self.family]
        if self.index is not None:
            plan["index"] = self.index.model_dump(mode="json")
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
    def cluster_column(self) -> str | None:
        """Column whose values errors are clustered on: the declared one, or who stands in several rows."""
        repeats = self.index is not None or any(source.spells for source in self.source)
        return self.analysis.cluster or (PERSON if repeats else None)

    @property
    def has_comparison(self) -> bool:
        """Whether two arms can be set side by side."""
        return self.arms is not None and bool(
            self.arms.comparison or self.arms.start_column or self.arms.supported_on
        )

    @property
    def is_panel(self) -> bool:
        """Whether units are followed from before some of them were supported."""
        return self.study.design == "panel"

    @model_validator(mode="after")
    def _hangs_together(self) -> Study:
        found = find_disagreements(self)
        if found:
            raise ValueError("\n".join(found))
        return self


def _is_panel(given: dict[str, object]) -> bool:
    header = given.get("study")
    return isinstance(header, dict) and header.get("design") == "panel"
