"""Spells at liberty: half-open, opened by releases, closed by imprisonments, deaths and departures."""

import pandas as pd
import pytest
from tests.outcomes.test_truth_tables import day, study

from idmaj.prepare.exposure import build_exposure, measure_liberty
from idmaj.store.schemas import empty_table


def build(rows, *, released="2023-01-01", end="2024-01-01"):
    events = pd.DataFrame(
        [
            {"person_id": "p", "event_type": kind, "event_on": day(on), "ended_on": day(until)}
            for kind, on, until in rows
        ],
        columns=["person_id", "event_type", "event_on", "ended_on"],
    ).astype(
        {"event_on": "datetime64[us]", "ended_on": "datetime64[us]", "person_id": "str", "event_type": "str"}
    )
    persons = pd.DataFrame({"person_id": ["p"], "released_on": [day(released)]})
    persons["released_on"] = persons["released_on"].astype("datetime64[us]")
    tables = {"persons": persons, "justice_events": events, "grants": empty_table("grants")}
    return build_exposure(study(), tables, pd.Timestamp(end))


@pytest.mark.parametrize(
    ("rows", "spells"),
    [
        ([], [(365, "end")]),
        ([("imprisonment", "2023-03-01", "2023-04-01")], [(59, "custody"), (275, "end")]),
        (
            [("imprisonment", "2023-03-01", ""), ("release", "2023-04-01", "")],
            [(59, "custody"), (275, "end")],
        ),
        ([("imprisonment", "2023-03-01", "")], [(59, "custody")]),  # never released again
        ([("death", "2023-02-01", ""), ("release", "2023-03-01", "")], [(31, "death")]),
        ([("departure", "2023-02-01", "")], [(31, "departure")]),
        ([("imprisonment", "2023-01-01", "2023-01-02")], [(364, "end")]),  # a spell without a day is none
        ([("release", "2023-02-01", "")], [(365, "end")]),  # a second release of somebody at liberty
        ([("imprisonment", "2024-06-01", "")], [(365, "end")]),  # after the end of observation
    ],
)
def test_spells(rows, spells):
    found = build(rows)
    assert list(zip(found["n_days"], found["ended_by"], strict=True)) == spells


def test_days_at_liberty_between_two_dates():
    spells = build([("imprisonment", "2023-03-01", "2023-04-01")])
    ids = pd.Series(["p", "p", "q", "p"])
    starts = pd.Series([day("2023-02-01"), day("2023-03-10"), day("2023-02-01"), pd.NaT])
    ends = pd.Series([day("2023-05-01"), day("2023-03-20"), day("2023-05-01"), day("2023-05-01")])
    found = measure_liberty(spells, ids, starts, ends)
    assert found[:3].tolist() == [28 + 30, 0, 0]
    assert pd.isna(found[3])
