"""What a benchmark needs of people: their time since release at the start of the clock, and their category."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.effects.conditions import FloatArray
from idmaj.ingest.cells import canonical_code
from idmaj.outcomes.clock import elapsed
from idmaj.study import Outcome, Study
from idmaj.study.recidivism import Benchmark, BenchmarkMargin


def find_time_since_release(
    benchmark: Benchmark, outcome: Outcome, persons: pd.DataFrame, study: Study
) -> FloatArray:
    """Find how long each person had been out when the clock of the outcome started.

    Parameters
    ----------
    benchmark
        Its column `since` tells it; else the date of the clock less `released_on` does.
    outcome
        A clock that starts at release gives 0.
    persons
        One row a person.
    study
        Unit of time.

    Returns
    -------
    ndarray, shape (n,)
        In the study's unit of time; NaN where unknown, or where the clock started before the release.
    """
    unknown = np.full(len(persons), np.nan)
    if benchmark.since is not None:
        if benchmark.since not in persons:
            return unknown
        since = pd.to_numeric(persons[benchmark.since], errors="coerce").to_numpy(dtype=np.float64)
    elif outcome.clock == "release":
        return np.zeros(len(persons))
    elif outcome.clock_column in persons and benchmark.released_on in persons:
        starts, released = persons[outcome.clock_column], persons[benchmark.released_on]
        is_ordered = (released <= starts).fillna(False)
        since = elapsed(released.where(is_ordered), starts.where(is_ordered), study.study.time_unit).to_numpy(
            dtype=np.float64
        )
    else:
        return unknown
    return np.where(since >= 0, since, np.nan)


def find_categories(margin: BenchmarkMargin, persons: pd.DataFrame) -> pd.Series:
    """Find the category of the table that each person belongs to; "" where none is named for the value."""
    if margin.column not in persons:
        return pd.Series("", index=persons.index, dtype="str")
    named = {canonical_code(value): category for value, category in margin.values.items()}
    values = persons[margin.column].map(_write_cell)
    return values.map(named).fillna("").astype("str")


def _write_cell(value: object) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else canonical_code(f"{value:g}")
    return "" if value is None or value is pd.NA else canonical_code(str(value))
