"""Outcomes as data: a closed list of rules, each with a truth table in the tests."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Annotated, Literal

from pydantic import Field, model_validator

from idmaj.estimates import Domain
from idmaj.study.base import Cell, Identifier, Label, Part
from idmaj.study.recidivism import EventDefinition

HORIZON = "{horizon}"
"""Stands in a column name for the number of the horizon: `emp{horizon}` is `emp52` at 52."""


class ColumnRule(Part):
    """The value of a column, or a condition on it; with several keys all must hold."""

    column: str = Field(description="column; may hold {horizon}")
    equals: Cell | None = Field(None, description="true where the cell is this value")
    one_of: list[Cell] | None = Field(None, description="true where the cell is one of these values")
    above: float | None = Field(None, description="true where the number is greater than this")
    below: float | None = Field(None, description="true where the number is less than this")

    @property
    def is_condition(self) -> bool:
        """Whether the rule gives true or false rather than the column's number."""
        return any(x is not None for x in (self.equals, self.one_of, self.above, self.below))


class AnyOf(Part):
    """True where at least one rule is; missing where none is true and one is missing."""

    any_of: list[Rule] = Field(min_length=1)


class AllOf(Part):
    """True where every rule is; missing where none is false and one is missing."""

    all_of: list[Rule] = Field(min_length=1)


class ShareOf(Part):
    """Share of the rules that are true; missing where one is missing."""

    share_of: list[Rule] = Field(min_length=1)


class SumOf(Part):
    """Sum of numeric columns; missing where one is missing."""

    sum_of: list[str] = Field(min_length=1, description="columns; each may hold {horizon}")
    above: float | None = Field(None, description="true where the sum is greater than this")
    not_asked: Literal["missing", "zero"] = Field(
        "missing",
        description="zero: a question that the form skipped counts 0, such as the wage of who has no job",
        exclude_if=lambda word: word == "missing",  # plans fixed before this key was known keep their hash
    )


class LastOf(Part):
    """Last cell in this order that is not missing."""

    last_of: list[str] = Field(min_length=1, description="columns, the earliest first")
    equals: Cell | None = Field(None, description="true where that cell is this value")


class EventWithin(Part):
    """True where an event of the type falls in [clock, clock + horizon)."""

    event_within: str = Field(description="value of event_type in the justice_events source")
    clock: str = Field(description="date column of persons or grants at which time starts")


Rule = Annotated[
    ColumnRule | AnyOf | AllOf | ShareOf | SumOf | LastOf | EventWithin,
    Field(union_mode="left_to_right"),
]
for _combination in (AnyOf, AllOf, ShareOf):
    _combination.model_rebuild()


def is_condition(rule: Rule) -> bool:
    """Whether a rule gives true or false, rather than a number."""
    match rule:
        case ColumnRule():
            return rule.is_condition
        case SumOf():
            return rule.above is not None
        case LastOf():
            return rule.equals is not None
        case ShareOf():
            return False
        case _:
            return True


def parts_of(rule: Rule) -> Sequence[Rule]:
    """Rules inside any_of, all_of or share_of; none inside other rules."""
    match rule:
        case AnyOf():
            return rule.any_of
        case AllOf():
            return rule.all_of
        case ShareOf():
            return rule.share_of
        case _:
            return ()


def has_conditions_inside(rule: Rule) -> bool:
    """Whether every rule inside any_of, all_of and share_of gives true or false."""
    return all(is_condition(part) and has_conditions_inside(part) for part in parts_of(rule))


class SmallestEffect(Part):
    """The smallest difference that would matter, fixed before results are seen."""

    value: float = Field(gt=0, description="risk difference: 0.05 is 5 per 100; money: in the currency")
    scale: Literal["risk_difference", "mean_difference", "risk_ratio", "rmst_difference"]


class AfterEvent(Part):
    """What holds once an event has happened, whatever the file says or leaves blank."""

    event: Identifier = Field(description="a time_to_event outcome of this study")
    then: Literal["not_employed", "zero"] = Field(description="the value is 0 from then on")


Estimator = Literal[
    "difference_in_means", "ancova", "lin", "logit_gcomputation", "newcombe", "firth_logit", "ipw",
    "entropy_balancing", "aipw", "matching",
]  # fmt: skip
"""Estimators that a study file may make primary; a panel has one plan."""
OF_SHARES = frozenset({"logit_gcomputation", "newcombe", "firth_logit"})
"""Estimators of shares alone."""


def _is_none(value: object) -> bool:
    return value is None


class Outcome(EventDefinition):
    """An outcome: what is measured of each person, and when.

    A `time_to_event` outcome takes the keys of `EventDefinition`.
    """

    label: Label
    domain: Domain
    kind: Literal["binary", "continuous", "count", "ordinal", "time_to_event", "index"]
    better: Literal["higher", "lower", "either"]
    value: Rule | None = Field(None, description="rule of the closed list; not for time_to_event or index")
    parts: list[Identifier] = Field(
        default_factory=list,
        description="index: outcomes joined by inverse-covariance weights (Anderson 2008)",
        exclude_if=lambda names: not names,
    )
    exposure: str | None = Field(
        None, description="count: column of the persons with the time under observation", exclude_if=_is_none
    )
    transform: Literal["log1p", "asinh"] | None = Field(
        None,
        description="also estimated on this scale; never read as a percentage",
        exclude_if=_is_none,
    )
    horizons: list[float | Identifier] = Field(
        default_factory=list, description="numbers in the study's time unit, or ids of waves"
    )
    primary_horizon: float | Identifier | None = Field(None, description="one of the horizons")
    smallest_effect: SmallestEffect | None = None
    after_event: AfterEvent | None = None
    in_prison: Literal["zero", "missing"] | None = Field(
        None,
        description="of who could not be interviewed because in prison: zero (not in work, no income: the default "
        "of employment and income in interviews where higher is better) or missing",
        exclude_if=_is_none,
    )
    estimator: Estimator | None = Field(None, description="primary estimator; by default the design tells")
    winsorise: Literal["none"] | Annotated[float, Field(gt=0.5, lt=1)] = "none"
    unit: Label | None = Field(None, description="unit in words; money takes the study's currency")
    money: bool = Field(False, description="the value is an amount in the study's currency")
    allow_unanimous: str = Field("", description="reason why 0 or all of a large group may be published")

    @property
    def is_event(self) -> bool:
        """Whether the outcome is a time to an event."""
        return self.kind == "time_to_event"

    def describe_definition(self, name: str, time_unit: str) -> str:
        """Name the definition; for an event the six-tuple of METHODS (type, clock, window, source, ...)."""
        if self.event is None:
            return name
        window = "+".join(f"{h:g}" if isinstance(h, float) else str(h) for h in self.horizons)
        breaches = "with technical violations" if self.technical_violations else "no technical violations"
        parts: tuple[object, ...] = (
            self.event,
            self.clock,
            f"{window} {time_unit}",
            self.data_source,
            breaches,
            self.time_at_risk,
        )
        if self.of_class is not None:
            parts += (f"{self.of_class.column} {'+'.join(self.of_class.one_of)}",)
        parts += ("old offences count",) if self.old_offences else ()
        return "|".join(str(part) for part in parts)

    @model_validator(mode="after")
    def _says_what_it_measures(self) -> Outcome:
        impossible = [h for h in self.horizons if not isinstance(h, str) and not 0 < h < inf]
        if impossible:
            raise ValueError(f"horizons must be greater than 0 and finite: {impossible}")
        if self.is_event:
            self._check_event()
        elif self.value is None and self.kind != "index":
            raise ValueError("value is missing: an outcome that is not time_to_event needs a rule")
        elif self.value is not None and self.kind == "binary" and not is_condition(self.value):
            raise ValueError(
                "value of a binary outcome must be a condition: add equals, one_of, above or below"
            )
        elif self.value is not None and not has_conditions_inside(self.value):
            raise ValueError("rules inside any_of, all_of and share_of must be conditions")
        if self.primary_horizon is None and len(self.horizons) > 1:
            raise ValueError("primary_horizon is missing: with several horizons, one must be primary")
        if self.primary_horizon is not None and self.primary_horizon not in self.horizons:
            raise ValueError(f"primary_horizon {self.primary_horizon} is not one of horizons {self.horizons}")
        return self

    @model_validator(mode="after")
    def _has_the_keys_of_its_kind(self) -> Outcome:
        if (self.kind == "index") != bool(self.parts):
            raise ValueError(
                "parts are the outcomes of an index: an index needs them, no other kind has them"
            )
        if self.kind == "index" and self.value is not None:
            raise ValueError("value is not read where parts are: leave it out")
        if self.estimator in OF_SHARES and self.kind not in {"binary", "time_to_event"}:
            raise ValueError(
                f"estimator {self.estimator} belongs to a share, not to an outcome of kind {self.kind}"
            )
        if self.exposure is not None and self.kind != "count":
            raise ValueError("exposure belongs to an outcome of kind count")
        return self

    def _check_event(self) -> None:
        by_columns = self.time is not None and self.happened is not None
        by_file = bool(self.event_type) and self.clock_column is not None
        if by_columns == by_file:
            raise ValueError(
                "time_to_event needs either time and happened (columns), "
                "or event_type and clock_column (a justice_events source)"
            )
        absent = [name for name in ("event", "clock", "data_source") if getattr(self, name) is None]
        if absent or not self.horizons:
            absent += [] if self.horizons else ["horizons"]
            raise ValueError(f"the definition of the event is incomplete: {', '.join(absent)} missing")
        if any(isinstance(h, str) for h in self.horizons):
            raise ValueError("horizons of a time_to_event outcome are numbers, not waves")

    @property
    def main_horizon(self) -> float | str | None:
        """The primary horizon; the only one where there is one; None where there is none."""
        if self.primary_horizon is not None:
            return self.primary_horizon
        return self.horizons[0] if self.horizons else None
