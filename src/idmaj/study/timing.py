"""Columns and answers that events, index dates and benchmarks read: what timing needs of the files."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from idmaj.study.needs import ColumnUse, CountedAnswer, NeededColumn
from idmaj.study.outcome import Outcome
from idmaj.study.recidivism import TIME, Competing, TimeVarying

if TYPE_CHECKING:
    from idmaj.study.model import Study

BREACHES = ("technical", "is_technical_breach")
"""Columns of the justice_events source that mark a breach of conditions."""
OF_EVENTS: dict[str, ColumnUse] = {
    "technical": "code",
    "proven_on": "date",
    "offence_on": "date",
    "ended_on": "date",
    "date_precision": "code",
}
"""Columns that a justice_events source may have; read under these names without being mapped."""


def timing_columns(outcome: Outcome) -> Iterator[tuple[str, ColumnUse]]:
    """Name the columns of the persons that a time to an event is read from."""
    by_dates = bool(outcome.event_type)
    if outcome.time is not None:
        yield outcome.time, "number"
    if outcome.happened is not None:
        yield outcome.happened, "code"
    if outcome.entry is not None:
        yield outcome.entry, "date" if by_dates else "number"
    if isinstance(outcome.followed_for, str):
        yield outcome.followed_for, "number"
    if not by_dates:
        yield from ((name, "code") for name in class_columns(outcome))
    for event in outcome.competing:
        if event.happened is not None:
            yield event.happened, "code"
        if event.time is not None:
            yield event.time, "date" if by_dates else "number"
    for covariate in outcome.time_varying:
        use: ColumnUse = "number" if covariate.equals is None else "code"
        yield from ((name, use) for name in period_columns(outcome, covariate).values())


def class_columns(outcome: Outcome) -> list[str]:
    """Name the columns that hold classes of events."""
    named = [outcome.of_class.column if outcome.of_class else None, outcome.classes]
    return [name for name in dict.fromkeys(named) if name is not None]


def period_columns(outcome: Outcome, covariate: TimeVarying) -> dict[int, str]:
    """Name the column of a covariate for each period up to the last horizon; the first ones lie before a lag."""
    last = ceil(max(float(horizon) for horizon in outcome.horizons if not isinstance(horizon, str)))
    return {
        period: covariate.column.replace(TIME, str(period - covariate.lag))
        for period in range(1 + covariate.lag, last + 1)
    }


def index_columns(study: Study) -> Iterator[NeededColumn]:
    """Name the columns of the persons that index dates and benchmarks read."""
    index = study.index
    if index is not None:
        yield NeededColumn(index.released_on, "date", "index.released_on")
        if index.offered_on is not None:
            yield NeededColumn(index.offered_on, "date", "index.offered_on")
        yield from (NeededColumn(name, "code", "index.exact") for name in index.exact)
    if study.arms is not None and study.arms.supported_on is not None:
        yield NeededColumn(study.arms.supported_on, "date", "arms.supported_on")
    for benchmark in study.benchmark:
        key = f"benchmark.{benchmark.id}"
        if benchmark.since is not None:
            yield NeededColumn(benchmark.since, "number", f"{key}.since")
        else:
            yield NeededColumn(benchmark.released_on, "date", f"{key}.released_on", is_optional=True)
        yield from (NeededColumn(m.column, "code", f"{key}.margins") for m in benchmark.margins)


def justice_columns(study: Study) -> Iterator[NeededColumn]:
    """Name the columns that a justice_events source has, or may have, beyond person, type and date."""
    for name, use in OF_EVENTS.items():
        yield NeededColumn(name, use, f"source.columns.{name}", is_optional=True)
    for outcome_id, outcome in study.outcome.items():
        if outcome.event_type:
            yield from (NeededColumn(c, "code", f"outcome.{outcome_id}") for c in class_columns(outcome))


def counted_events(outcome: Outcome, name: str) -> Iterator[CountedAnswer]:
    """List the answers that mean an event of an outcome, or one that competes with it."""
    key = f"outcome.{name}"
    if outcome.event_type:
        types = tuple(outcome.event_type)
        yield CountedAnswer("justice_events", ("event_type",), types, f"{key}.event_type")
    if outcome.happened is not None:
        known = _values_beside(outcome.happened, outcome.competing)
        yes = tuple(outcome.happened_values)
        yield CountedAnswer(
            "persons", (outcome.happened,), yes, f"{key}.happened_values", is_yes_or_no=True, known=known
        )
    for event in outcome.competing:
        if event.event_type:
            types = tuple(event.event_type)
            yield CountedAnswer("justice_events", ("event_type",), types, f"{key}.competing.{event.id}")
        if event.happened is not None and event.happened != outcome.happened:
            known = _values_beside(event.happened, [e for e in outcome.competing if e is not event])
            yes = tuple(event.happened_values)
            yield CountedAnswer(
                "persons",
                (event.happened,),
                yes,
                f"{key}.competing.{event.id}",
                is_yes_or_no=True,
                known=known,
            )


def _values_beside(column: str, events: list[Competing]) -> tuple[str, ...]:
    """Values of a column that mean events which are told in the same column."""
    return tuple(value for event in events if event.happened == column for value in event.happened_values)
