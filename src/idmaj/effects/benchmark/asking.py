"""Rows of a small cohort beside published rates: observed over expected, what its size alone allows, the rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from idmaj.effects.benchmark.alone import PRESS, PUBLISHED, tell_rates, tell_size
from idmaj.effects.benchmark.cohorts import pool_benchmark_cohorts
from idmaj.effects.benchmark.observed_expected import (
    Method,
    estimate_observed_expected,
)
from idmaj.effects.benchmark.people import find_categories, find_time_since_release
from idmaj.effects.benchmark.rates import EVERYBODY, OVERALL, PublishedCurve, Value, find_curves
from idmaj.effects.benchmark.sequence import estimate_benchmark_sequence
from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.description import split_groups
from idmaj.effects.looks.reading import ONE_LOOK
from idmaj.effects.rows import Place
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Outcome, Study
from idmaj.study.recidivism import Benchmark

MID_P: Final = "population-mid-p"
ENDS: Final[dict[Value, str]] = {"low": "population-benchmark-low", "high": "population-benchmark-high"}
PARTLY: Final = "note-benchmark-partly"
_FIELDS: Final[dict[str, Any]] = {
    "estimator": "observed_expected", "role": "diagnostic", "estimand": "descriptive", "unit": "",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Asked:
    """A benchmark put to one outcome at one horizon.

    Attributes
    ----------
    benchmark, outcome, study
        Sections of the study file.
    curves
        Published curves of the event by dimension and category.
    people
        Persons of the group, with `_value`, their outcome, and `_since`, their time since release.
    place
        Where rows stand.
    group
        ``support`` or ``all``.
    note
        What kind of figures the rates are.
    """

    benchmark: Benchmark
    outcome: Outcome
    study: Study
    curves: dict[tuple[str, str], PublishedCurve]
    people: pd.DataFrame
    place: Place
    group: str
    note: str

    @property
    def window(self) -> float:
        """The window of the outcome, in the study's unit of time."""
        return float(self.place.fields["time"])

    @property
    def is_observed(self) -> BoolArray:
        """Whether the outcome of each person is known."""
        return np.asarray(self.people["_value"].notna(), dtype=np.bool_)

    @property
    def counts(self) -> dict[str, Any]:
        """Columns of the people whose outcome is known."""
        n = int(self.is_observed.sum())
        return {"n": n, "n_min": float(n)}

    def term(self, dimension: str) -> str:
        """Name a margin in the table of estimates."""
        return f"{self.group}|{self.benchmark.id}|{dimension}"


def ask_benchmarks(
    study: Study, outcomes: pd.DataFrame, persons: pd.DataFrame, place: Place, *, rates: pd.DataFrame
) -> list[EffectEstimate]:
    """Hold one outcome of a group at one horizon against each benchmark that the study declares for it.

    Parameters
    ----------
    study
        Sections `[[benchmark]]`.
    outcomes
        Rows of one outcome and horizon.
    persons
        Canonical persons, with the columns of margins and of the time since release.
    place
        Where rows stand; `outcome`, `horizon` and `time` are read.
    rates
        Table of `idmaj.ingest.benchmarks.read_benchmarks`.

    Returns
    -------
    list of EffectEstimate
        Estimator ``observed_expected``, role ``diagnostic``, never primary. Term ``group|benchmark|dimension``:
        the ratio with its exact interval, the mid-p interval (``population-mid-p``), the ratios under the lowest
        and highest values of the table, and the expected count; where several looks are declared the ratio has the
        interval that holds at all of them, and the exact one stands beside. Term ``…|none of n|s|t``: the
        chance that none of n people has the event from s to t since release, by the number of people alone. Term
        ``…|rate|t``: the published rates themselves. A row without a number says why.
    """
    name = str(place.fields["outcome"])
    if place.fields["subgroup"] != "all":
        return []
    return [
        row
        for benchmark in study.benchmark
        if benchmark.outcome == name
        for row in _ask(study, benchmark, outcomes, persons, place, rates)
    ]


def _ask(
    study: Study,
    benchmark: Benchmark,
    outcomes: pd.DataFrame,
    persons: pd.DataFrame,
    place: Place,
    rates: pd.DataFrame,
) -> list[EffectEstimate]:
    outcome = study.outcome[benchmark.outcome]
    group, people = split_groups(outcomes)[0]
    refused = {**_FIELDS, "scale": "ratio", "term": f"{group}|{benchmark.id}|{OVERALL}", **_count(people)}
    own = rates.loc[rates["benchmark"] == benchmark.id]
    note = PRESS if (own["source_kind"] == "press").any() else PUBLISHED
    try:
        curves = find_curves(
            own,
            event=outcome.event or "",
            unit=study.study.time_unit,
        )
    except EstimationError as error:
        return [place.refuse(error, **refused)]
    ordered = persons.set_index("person_id").loc[people["person_id"]].reset_index(drop=True)
    since = find_time_since_release(benchmark, outcome, ordered, study)
    asked = Asked(
        benchmark,
        outcome,
        study,
        curves,
        ordered.assign(_value=people["value"].to_numpy(dtype=np.float64), _since=since),
        place,
        group,
        note,
    )
    rows = place.attempt_all(partial(_compare, asked), **refused)
    if not people["is_primary_horizon"].any():
        return rows
    dimensions = [OVERALL, *(margin.dimension for margin in benchmark.margins)]
    told = tell_rates(curves, place, benchmark.id, dimensions=dimensions, note=note)
    return [*rows, *told, *tell_size(curves, place, f"{group}|{benchmark.id}", n=len(people))]


def _count(people: pd.DataFrame) -> dict[str, Any]:
    n = int(people["value"].notna().sum())
    return {"n": n, "n_min": float(n)}


def _compare(asked: Asked) -> list[EffectEstimate]:
    """Compare by everybody's rate and by each margin; refused where event, clock or time do not agree."""
    _check_definition(asked.outcome)
    if not np.isfinite(asked.window):
        raise EstimationError("benchmark-no-window")
    if not asked.is_observed.any():
        raise EstimationError("empty-arm")
    if asked.people.loc[asked.is_observed, "_since"].isna().all():
        raise EstimationError("benchmark-since-unknown")
    dimensions = [OVERALL, *(margin.dimension for margin in asked.benchmark.margins)]
    rows: list[EffectEstimate] = []
    for dimension in dimensions:
        refused = {**_FIELDS, "scale": "ratio", "term": asked.term(dimension), **asked.counts}
        rows += asked.place.attempt_all(partial(_compare_margin, asked, dimension), **refused)
    return [
        *rows,
        *pool_benchmark_cohorts(
            asked.study, *_read_cohorts(asked), asked.place, asked.term(OVERALL), note=asked.note
        ),
    ]


def _check_definition(outcome: Outcome) -> None:
    """Refuse events that are counted by another rule than the published ones."""
    differs = {
        "technical_violations": outcome.technical_violations,
        "old_offences": outcome.old_offences,
        "of_class": outcome.of_class is not None,
        "at_liberty": outcome.time_at_risk == "at_liberty",
    }
    for what, found in differs.items():
        if found:
            raise EstimationError("benchmark-other-definition", what=what)


def _compare_margin(asked: Asked, dimension: str) -> list[EffectEstimate]:
    risks = find_risks(asked, dimension)
    used = asked.is_observed & np.isfinite(risks["published"])
    if not used.any():
        raise EstimationError("benchmark-rate-absent", dimension=dimension)
    values = asked.people.loc[used, "_value"].to_numpy(dtype=np.float64)
    is_whole = int(used.sum()) == asked.counts["n"]
    note = asked.note if is_whole else f"{asked.note}|{PARTLY}"
    shared: dict[str, Any] = {
        **_FIELDS, "scale": "ratio", "term": asked.term(dimension), "n": len(values),
        "n_min": float(len(values)), "n_events": int(values.sum()), "note": _add_source(note, asked.outcome),
    }  # fmt: skip
    level = asked.study.analysis.conf_level
    rows = [*_ratio_rows(asked, risks["published"][used], shared, level)]
    for value, population in ENDS.items():
        if not np.array_equal(risks[value][used], risks["published"][used]):
            fields = {**shared, "population": population}
            make = partial(_ratio_row, asked.place, risks[value][used], fields, level)
            rows.append(asked.place.attempt(make, **fields))
    return rows


def find_risks(asked: Asked, dimension: str) -> dict[Value, FloatArray]:
    """Find the conditional risk of each person by one dimension of the table; NaN where it tells none."""
    since = asked.people["_since"].to_numpy(dtype=np.float64)
    values: tuple[Value, ...] = ("published", "low", "high")
    found: dict[Value, FloatArray] = {value: np.full(len(since), np.nan) for value in values}
    if dimension == OVERALL:
        categories = pd.Series(EVERYBODY, index=asked.people.index)
    else:
        margin = next(part for part in asked.benchmark.margins if part.dimension == dimension)
        categories = find_categories(margin, asked.people)
    for category in categories.unique():
        curve = asked.curves.get((dimension, str(category)))
        if curve is None:
            continue
        chosen = (categories == category).to_numpy()
        for value in values:
            found[value][chosen] = curve.condition(since[chosen], asked.window, value=value)
    return found


def _read_cohorts(asked: Asked) -> tuple[pd.DataFrame, FloatArray]:
    """Return the people whose outcome and risk by everybody's rate are known, and their risks."""
    risks = find_risks(asked, OVERALL)["published"]
    used = asked.is_observed & np.isfinite(risks)
    return asked.people.loc[used], risks[used]


def _add_source(note: str, outcome: Outcome) -> str:
    return f"{note}|note-benchmark-self-report" if outcome.data_source == "self_report" else note


def _ratio_rows(
    asked: Asked, risks: FloatArray, shared: dict[str, Any], level: float
) -> Iterator[EffectEstimate]:
    is_repeated = asked.study.looks is not None and len(asked.study.looks.dates) > 1
    if is_repeated:
        found = estimate_benchmark_sequence(shared["n_events"], risks, conf_level=level)
        yield asked.place.row(
            **{**shared, "note": f"{shared['note']}|note-benchmark-looks"}, estimate=found.estimate,
            conf_low=found.conf_low, conf_high=found.conf_high, conf_level=level, interval="sequence",
        )  # fmt: skip
    exact = {**shared, "population": ONE_LOOK} if is_repeated else shared
    yield _ratio_row(asked.place, risks, exact, level)
    yield _ratio_row(asked.place, risks, {**shared, "population": MID_P}, level, method="mid_p")
    yield asked.place.row(
        **{**shared, "scale": "count", "n_events": None, "note": f"{shared['note']}|note-benchmark-expected"},
        estimate=float(risks.sum()),
    )


def _ratio_row(
    place: Place, risks: FloatArray, fields: dict[str, Any], level: float, *, method: Method = "exact"
) -> EffectEstimate:
    found = estimate_observed_expected(fields["n_events"], risks, method=method, conf_level=level)
    return place.row(
        **fields, estimate=found.ratio, conf_low=found.conf_low, conf_high=found.conf_high,
        conf_level=level, interval="inversion",
    )  # fmt: skip
