"""Events after prison as data: what counts, from which clock, at whose risk, and against which published rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, field_serializer, model_validator

from idmaj.study.base import Cell, Identifier, Label, Part

if TYPE_CHECKING:
    from idmaj.study.model import Study

TIME = "{time}"
"""Stands in a column name for the number of a period: `emp{time}` is `emp7` in period 7."""
PERSON = "person"
"""Column of who a row is about, where a person may have several index dates."""
INDEX_ON = "index_on"
"""Date column of the index date of a person, made where the study has a section `[index]`."""
YES: tuple[Cell, ...] = ("1", "yes", "true")

Cells = Annotated[
    list[Cell], BeforeValidator(lambda v: v if isinstance(v, list) else [] if v is None else [v])
]
EventType = Literal[
    "re_arrest", "charge", "reconviction", "reincarceration", "return_for_breach", "first_job", "closure",
    "progression",
]  # fmt: skip


def _is_unset(value: object) -> bool:
    """Tell whether a key has its empty value; left out of the plan, so that older plans keep their hash."""
    return value is None or value is False or value in ([], "")


class Competing(Part):
    """An event after which the event of the outcome can no longer be the first: death, departure, a breach.

    It takes either `happened` (a column of the persons) or `event_type` (the justice_events source).
    """

    id: Identifier
    label: Label
    event_type: Cells = Field(default_factory=list, description="values of event_type that mean it")
    happened: str | None = Field(None, description="column that tells whether it happened")
    happened_values: list[Cell] = Field(
        default_factory=lambda: list(YES), description="values of `happened` that mean yes"
    )
    time: str | None = Field(
        None,
        description="column with its time, or with the end of follow-up; by default the outcome's `time`",
    )

    @model_validator(mode="after")
    def _is_told_one_way(self) -> Competing:
        if bool(self.event_type) == (self.happened is not None):
            raise ValueError(f"competing event {self.id} needs either happened (a column) or event_type")
        return self


class EventClass(Part):
    """Events of some classes alone, such as crimes and not misdemeanours."""

    column: str = Field(description="column of the justice_events source, or of the persons")
    one_of: Cells = Field(min_length=1, description="classes that count")


class TimeVarying(Part):
    """A covariate that changes while people are followed; diagnostic only, for it comes after the support."""

    id: Identifier
    label: Label
    column: str = Field(description="column of the persons, one a period, with {time} in its name")
    equals: Cell | None = Field(None, description="value that means 1; without it the column is a number")
    lag: int = Field(0, ge=0, description="periods by which the covariate lies before the risk it explains")

    @model_validator(mode="after")
    def _names_periods(self) -> TimeVarying:
        if TIME not in self.column:
            raise ValueError(f"column {self.column} must hold {TIME}, the number of the period")
        return self


class EventDefinition(Part):
    """Keys of an event: the six parts of its definition, and where its times stand.

    Times come either from columns of the persons (`time` and `happened`) or from dates (`event_type` in the
    justice_events source, counted from `clock_column`).
    """

    event: EventType | None = Field(None, description="type of the event, in the field's words")
    clock: Literal["release", "hand_over", "offer", "assignment", "interview", "diagnosis"] | None = None
    data_source: Literal["self_report", "register", "archive", "study"] | None = None
    technical_violations: bool = Field(False, description="whether breaches of conditions count as events")
    time_at_risk: Literal["all_time", "at_liberty"] = Field(
        "all_time", description="at_liberty: days in custody are not counted (section [liberty])"
    )
    proof_lag: float = Field(0, ge=0, description="time allowed for proof, in the study's time unit")
    time: str | None = Field(None, description="column with the time to the event or to the end of follow-up")
    time_kind: Literal["exact", "period"] = Field(
        "exact", description="period: 3 means the interval [2, 3); exact: elapsed time"
    )
    happened: str | None = Field(None, description="column that tells whether the event happened")
    happened_values: list[Cell] = Field(
        default_factory=lambda: list(YES), description="values of `happened` that mean yes"
    )
    event_type: Cells = Field(
        default_factory=list, description="values of event_type in the justice_events source"
    )
    clock_column: str | None = Field(
        None, description=f"date column at which time starts; {INDEX_ON} with a section [index]"
    )
    entry: str | None = Field(
        None,
        description="column with the time, or the date, since when the person was under observation",
        exclude_if=_is_unset,
    )
    followed_for: float | str | None = Field(
        None,
        description="time, or column with the time, up to which a person would have been followed; it fills a "
        "blank `time` of who had no event and tells who is mature",
        exclude_if=_is_unset,
    )
    competing: list[Competing] = Field(default_factory=list, exclude_if=_is_unset)
    of_class: EventClass | None = Field(
        None, description="only events of these classes", exclude_if=_is_unset
    )
    classes: str | None = Field(
        None,
        description="column with the class (severity) of the event, by which its incidence is also shown",
        exclude_if=_is_unset,
    )
    old_offences: bool = Field(
        False,
        description="whether events count whose offence (column offence_on) lies before the clock starts",
        exclude_if=_is_unset,
    )
    time_varying: list[TimeVarying] = Field(default_factory=list, exclude_if=_is_unset)

    @field_serializer("event_type")
    def _write_types(self, types: list[str]) -> list[str] | str | None:
        """Write one type as the word and none as null: plans fixed when only one was possible keep their hash."""
        return types if len(types) > 1 else next(iter(types), None)


class Liberty(Part):
    """Section `[liberty]`: events of the register that open and close time at liberty."""

    released: Cells = Field(default_factory=lambda: ["release"])
    imprisoned: Cells = Field(
        default_factory=lambda: ["imprisonment"],
        description="admission to custody; its column ended_on, where there is one, is the release",
    )
    died: Cells = Field(default_factory=lambda: ["death"])
    departed: Cells = Field(default_factory=lambda: ["departure"])


class Index(Part):
    """Section `[index]`: from which day supported people and others are compared, grants coming after release."""

    rule: Literal["risk_set", "offer", "hand_over"] = Field(
        "risk_set",
        description="risk_set: at each hand-over people at the same time since release who were not yet supported; "
        "offer: both arms from their offer date (itt); hand_over: both arms from a date that the file tells",
    )
    released_on: str = Field("released_on", description="date column of the persons")
    offered_on: str | None = Field(None, description="date column of the offer, of both arms")
    calendar_months: float = Field(6, gt=0, description="largest gap between two releases that are compared")
    ratio: int = Field(1, ge=1, le=10, description="people compared with each supported person")
    exact: list[str] = Field(
        default_factory=list, description="columns on which compared people agree with the supported person"
    )
    naive_clock: bool = Field(
        False, description="also show the comparison that starts at release, role naive, with a warning"
    )


class BenchmarkMargin(Part):
    """A column of the persons whose values have published rates of their own."""

    column: str
    dimension: str = Field(description="dimension of the table")
    values: dict[Cell, str] = Field(min_length=1, description="value of the column = category of the table")


class Benchmark(Part):
    """Section `[[benchmark]]`: published rates that a small cohort is held against; description, never an effect."""

    id: Identifier
    outcome: Identifier
    table: str = Field(description="CSV of published rates, path relative to the workspace")
    since: str | None = Field(
        None,
        description="column of the persons: time since release at the start of the clock, in the study's time "
        "unit; by default the clock's date less `released_on`, where both are known",
    )
    released_on: str = Field("released_on", description="date column of the persons")
    margins: list[BenchmarkMargin] = Field(default_factory=list, description="shown one at a time")


def find_untimed(study: Study) -> list[str]:
    """Find what events, index dates and benchmarks name that the rest of the study does not have."""
    found = [
        f"benchmark.{benchmark.id}.outcome: {benchmark.outcome} is no outcome of the study"
        for benchmark in study.benchmark
        if benchmark.outcome not in study.outcome
    ]
    if study.index is not None and (study.arms is None or study.arms.supported_on is None):
        found.append("arms.supported_on: a section [index] needs the date at which people were supported")
    if study.index is not None and study.index.rule == "offer" and study.index.offered_on is None:
        found.append("index.offered_on: the rule offer needs the date of the offer")
    for name, outcome in study.outcome.items():
        if outcome.time_at_risk == "at_liberty" and outcome.is_event and not outcome.event_type:
            found.append(
                f"outcome.{name}.time_at_risk: time at liberty is counted from a justice_events source"
            )
        if outcome.event_type and outcome.is_event and not study.sources_of("justice_events"):
            found.append(f"outcome.{name}.event_type: the study has no source of role justice_events")
        if outcome.time_varying and outcome.time_kind != "period":
            found.append(f"outcome.{name}.time_varying: its columns are periods, so time_kind must be period")
    return found
