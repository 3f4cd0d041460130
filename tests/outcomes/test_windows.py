"""Windows are half-open, periods ordinal, and whoever was not followed long enough is never scored 0."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.outcomes.clock import add_time, elapsed
from idmaj.outcomes.recidivism import (
    FollowUp,
    Register,
    follow_columns,
    follow_register,
    register_window,
    within_window,
)
from idmaj.study import Outcome

LABEL = {"en": "x", "fr": "x", "ar": "س"}
BASE = {
    "label": LABEL, "domain": "recidivism", "kind": "time_to_event", "better": "lower", "event": "re_arrest",
    "clock": "release", "data_source": "register", "horizons": [12],
}  # fmt: skip


def outcome(**settings):
    return Outcome.model_validate({**BASE, **settings})


def by_register(**settings):
    return outcome(event_type="re_arrest", clock_column="released_on", **settings)


def told(measured):
    return [
        kind or value for value, kind in zip(measured.value.tolist(), measured.missing.tolist(), strict=True)
    ]


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)).astype("datetime64[us]"))


def events(*rows, columns=("person_id", "event_type", "event_on")):
    table = pd.DataFrame(list(rows), columns=list(columns))
    for name in ("event_on", "proven_on"):
        if name in table:
            table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    return table


def people(**released):
    return pd.DataFrame({"person_id": list(released), "released_on": days(*released.values())})


@pytest.mark.parametrize(
    ("time", "happened", "period", "exact"),
    [
        (11, True, 1.0, 1.0),
        (12, True, 1.0, 0.0),
        (13, True, 0.0, 0.0),
        (11, False, "immature", "immature"),
        (12, False, 0.0, 0.0),
        (13, False, 0.0, 0.0),
    ],
)
def test_truth_table_of_a_window_of_twelve(time, happened, period, exact):
    found = [
        FollowUp(np.array([float(time)]), np.array([happened]), np.array([""], object), p)
        for p in (True, False)
    ]
    assert told(within_window(found[0], 12.0)) == [period]
    assert told(within_window(found[1], 12.0)) == [exact]


def test_columns_that_are_missing_stay_missing():
    rows = pd.DataFrame({"week": [5.0, None, 7.0], "arrest": pd.Series(["1", "0", None], dtype="str")})
    rows["week__missing"] = ["", "dk", ""]
    follow_up = follow_columns(outcome(time="week", happened="arrest", time_kind="period"), rows)
    assert told(within_window(follow_up, 6.0)) == [1.0, "dk", "blank"]
    assert follow_up.event.tolist() == [True, False, False]


RELEASED = people(early="2024-01-31", late="2024-12-02", never="NaT")
REGISTER = Register(events(("early", "re_arrest", "2025-01-30")), date(2025, 12, 1), "month")


def window(register, rows, horizon=12.0, **settings):
    definition = by_register(**settings)
    return told(
        register_window(
            register, rows, horizon, event_types=["re_arrest"], clock="released_on", outcome=definition
        )
    )


@pytest.mark.parametrize(
    ("event_on", "expected"),
    [
        ("2024-01-30", 0.0),  # before the clock starts
        ("2024-01-31", 1.0),  # on the day it starts
        ("2025-01-30", 1.0),  # on the last day of the window
        ("2025-01-31", 0.0),  # the anniversary is outside
    ],
)
def test_windows_of_dates_are_half_open(event_on, expected):
    register = Register(events(("early", "re_arrest", event_on)), date(2025, 12, 1), "month")
    assert window(register, RELEASED)[0] == expected


@pytest.mark.parametrize(("cut_off", "expected"), [("2025-01-31", 0.0), ("2025-01-30", "immature")])
def test_mature_means_that_the_whole_window_lies_before_the_cut_off(cut_off, expected):
    register = Register(events(), date.fromisoformat(cut_off), "month")
    assert window(register, RELEASED)[0] == expected


def test_immature_people_are_not_scored_even_when_an_event_is_known():
    register = Register(events(("late", "re_arrest", "2024-12-20")), date(2025, 6, 1), "month")
    assert window(register, RELEASED) == [0.0, "immature", "blank"]


def test_other_types_and_breaches_do_not_count():
    columns = ("person_id", "event_type", "event_on", "technical")
    rows = [("early", "charge", "2024-02-01", "no"), ("early", "re_arrest", "2024-02-01", "yes")]
    register = Register(events(*rows, columns=columns), date(2025, 12, 1), "month")
    assert window(register, RELEASED)[0] == 0.0
    assert window(register, RELEASED, technical_violations=True)[0] == 1.0


@pytest.mark.parametrize(("proven_on", "expected"), [("2025-07-30", 1.0), ("2025-07-31", 0.0), (None, 0.0)])
def test_an_event_counts_when_it_is_proven_within_the_time_allowed(proven_on, expected):
    # The British rule: 12 months and 6 more for proof (METHODS.md §1).
    columns = ("person_id", "event_type", "event_on", "proven_on")
    row = ("early", "re_arrest", "2025-01-30", proven_on)
    register = Register(events(row, columns=columns), date(2025, 12, 1), "month")
    assert window(register, RELEASED, proof_lag=6)[0] == expected


def test_the_time_for_proof_also_delays_maturity_of_people_without_events():
    register = Register(events(), date(2025, 7, 30), "month")
    assert window(register, RELEASED)[0] == 0.0
    assert window(register, RELEASED, proof_lag=6)[0] == "immature"


def test_durations_from_a_register():
    rows = people(a="2025-01-01", b="2025-01-01", c="2025-12-20", d="NaT")
    register = Register(
        events(
            ("a", "re_arrest", "2025-01-15"),
            ("a", "re_arrest", "2025-01-08"),
            ("b", "re_arrest", "2025-12-20"),
        ),
        date(2025, 12, 10),
        "week",
    )
    follow_up = follow_register(by_register(), rows, register)
    assert follow_up.duration[:2].tolist() == [1.0, 343 / 7]
    assert follow_up.event.tolist() == [True, False, False, False]
    assert follow_up.missing.tolist() == ["", "", "immature", "blank"]


def test_without_a_cut_off_follow_up_ends_with_the_last_event():
    register = Register(
        events(("a", "re_arrest", "2025-03-01"), ("b", "re_arrest", "2025-02-01")), None, "day"
    )
    follow_up = follow_register(by_register(), people(b="2025-01-01", c="2025-01-01"), register)
    assert follow_up.duration.tolist() == [31.0, 59.0]
    assert follow_up.event.tolist() == [True, False]


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2023-01-31", 1, "month", "2023-02-28"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-11-30", 3, "month", "2025-02-28"),
        ("2024-12-06", 12, "month", "2025-12-06"),
        ("2024-12-06", 2, "week", "2024-12-20"),
        ("2024-12-06", 0.5, "year", "2025-06-07"),
        ("2025-03-31", -1, "month", "2025-02-28"),
    ],
)
def test_calendar_anniversaries(start, amount, unit, expected):
    assert add_time(days(start), amount, unit)[0] == pd.Timestamp(expected)


DAY = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(DAY, st.integers(0, 4000), st.sampled_from(["day", "week", "month", "year"]), st.integers(0, 140))
@settings(max_examples=500, deadline=None)
def test_a_date_lies_in_the_window_exactly_when_its_elapsed_time_does(start, later, unit, horizon):
    starts = days(start.isoformat())
    ends = starts + pd.to_timedelta(later, unit="D")
    time = elapsed(starts, ends, unit)[0]
    assert time >= 0
    assert (ends[0] < add_time(starts, horizon, unit)[0]) == (time < horizon)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_the_share_in_a_window_is_the_curve_at_its_left_limit(people_days):
    # METHODS.md §1: without censoring R(τ) = F(τ−).
    names = [f"p{i}" for i in range(len(people_days))]
    starts = pd.Timestamp("2020-01-31") + pd.to_timedelta([s for s, _ in people_days], unit="D")
    rows = pd.DataFrame({"person_id": names, "released_on": pd.Series(starts).astype("datetime64[us]")})
    happened = starts + pd.to_timedelta([e for _, e in people_days], unit="D")
    table = pd.DataFrame(
        {
            "person_id": names,
            "event_type": "re_arrest",
            "event_on": pd.Series(happened).astype("datetime64[us]"),
        }
    )
    register = Register(table, date(2030, 1, 1), "month")
    follow_up = follow_register(by_register(), rows, register)
    shares = window(register, rows)
    assert shares == (follow_up.duration < 12).astype(float).tolist()
