"""What is asked of an estimate, declared beforehand: families of outcomes, looks, specifications, what settles it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from idmaj.study.base import Identifier, Part
from idmaj.study.outcome import Estimator

if TYPE_CHECKING:
    from idmaj.study.model import Study


class Family(Part):
    """Section `[[family]]`: outcomes whose tests are read together."""

    id: Identifier
    role: Literal["primary", "secondary"] = Field(
        "primary", description="primary: what the study set out to answer; exactly one family is"
    )
    outcomes: list[Identifier] = Field(min_length=1)
    method: Literal["holm", "romano_wolf", "bh"] = Field(
        "holm",
        description="holm, romano_wolf: chance of any false finding; bh: share of false findings, secondary only",
    )

    @model_validator(mode="after")
    def _primary_bounds_any_error(self) -> Family:
        if self.role == "primary" and self.method == "bh":
            raise ValueError("method bh does not bound the chance of any false finding: holm or romano_wolf")
        return self


class Looks(Part):
    """Section `[looks]`: the calendar of scheduled reports; every date counts, published or not."""

    dates: list[date] = Field(
        min_length=1, description="cut-offs of the scheduled looks, the first one first"
    )
    information: list[Annotated[float, Field(gt=0, le=1)]] = Field(
        default_factory=list,
        description="share of the final information at each date; by default equal steps",
    )
    method: Literal["spending", "sequence"] = Field(
        "spending",
        description="two arms: spending (Lan-DeMets, O'Brien-Fleming) or sequence (asymptotic, 100 people an arm)",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Looks:
        for name, values in (("dates", self.dates), ("information", self.information)):
            out = [str(b) for a, b in pairwise(values) if not a < b]  # type: ignore[operator]
            if out:
                raise ValueError(
                    f"{name} are out of order at {', '.join(out)}: each must be after the one before"
                )
        if self.information and len(self.information) != len(self.dates):
            raise ValueError(f"information has {len(self.information)} shares for {len(self.dates)} dates")
        if self.information and self.information[-1] != 1:
            raise ValueError("information must end with 1: the last look has all of it")
        return self

    @property
    def shares(self) -> list[float]:
        """Share of the final information at each look."""
        return self.information or [(n + 1) / len(self.dates) for n in range(len(self.dates))]


class Specifications(Part):
    """Section `[specifications]`: other defensible analyses, all of them run and drawn."""

    covariates: dict[Identifier, list[str]] = Field(
        default_factory=dict,
        description="named sets of covariates; by default all of them, and all but each one",
    )
    estimators: list[Estimator] = Field(default_factory=list, description="by default those of the plan")
    winsorise: list[Literal["none"] | Annotated[float, Field(gt=0.5, lt=1)]] = Field(
        default_factory=list, description="money: by default none and 0.99"
    )


class Settling(Part):
    """Section `[settling]`: what is assumed when a report says how many people would settle a question."""

    power: float = Field(0.8, gt=0.5, lt=1)
    people_per_month: float | None = Field(None, gt=0, description="people who join a month, both arms")
    cost_per_person: float | None = Field(None, ge=0, description="by default the supported people's [costs]")
    intraclass: float | None = Field(
        None, ge=0, lt=1, description="assumed correlation within clusters; by default the one observed"
    )
    shares: dict[Identifier, Annotated[float, Field(gt=0, lt=1)]] = Field(
        default_factory=dict,
        description="assumed share of an outcome without support, where none may be read from the data",
    )


def find_undeclared(study: Study) -> list[str]:
    """Find what families, specifications, costs and assumptions name that the rest of the study does not have."""
    families = study.family
    primary = [family.id for family in families if family.role == "primary"]
    found = []
    if families and len(primary) != 1:
        found.append(
            f"family: exactly one has role primary; found {len(primary)}: {', '.join(primary) or 'none'}"
        )
    found += [
        f"family.{family.id}.outcomes: {name} is no outcome of the study"
        for family in families
        for name in family.outcomes
        if name not in study.outcome
    ]
    covariates = {*study.analysis.covariates, *study.analysis.strata}
    found += [
        f"specifications.covariates.{name}: {column} is not one of analysis.covariates"
        for name, columns in study.specifications.covariates.items()
        for column in columns
        if column not in covariates
    ]
    named = {f"settling.shares.{name}": name for name in study.settling.shares}
    if study.costs is not None:
        named |= {f"costs.worth.{name}": name for name in study.costs.worth}
        named |= {f"costs.consequence.{x.id}.outcome": x.outcome for x in study.costs.consequence}
    found += [
        f"{key}: {name} is no outcome of the study"
        for key, name in named.items()
        if name not in study.outcome
    ]
    if study.costs is not None and study.study.design == "register_of_grants":
        found.append(
            "costs: a register of grants has no outcome of a person; its costs stand in the register"
        )
    return found
