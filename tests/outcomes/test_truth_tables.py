"""Every definition of recidivism, row by row: METHODS.md, section 1."""

from datetime import date

import pandas as pd
import pytest

from idmaj.outcomes.build import measure_outcomes
from idmaj.outcomes.register_events import Register
from idmaj.prepare.build import build_exposure
from idmaj.store.schemas import empty_table
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "س"}
HEADER = {
    "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL, "design": "single_group",
    "time_unit": "month", "identifiers": "none", "as_of": "2025-01-01",
}  # fmt: skip
EVENT = {
    "label": LABEL, "domain": "recidivism", "kind": "time_to_event", "better": "lower", "event": "reincarceration",
    "clock": "release", "data_source": "register", "event_type": ["prison"], "clock_column": "released_on",
    "horizons": [12],
}  # fmt: skip
PERSONS = {"role": "persons", "file": "data/raw/x/p.csv", "columns": {"person_id": "id"}}
EVENTS = {
    "role": "justice_events", "file": "data/raw/x/e.csv",
    "columns": {"person_id": "id", "event_type": "type", "event_on": "date"},
}  # fmt: skip
DEATH = {"id": "death", "label": LABEL, "event_type": "death"}


def study(**keys):
    return Study.model_validate(
        {
            "format": 1, "id": "x", "study": HEADER, "source": [PERSONS, EVENTS],
            "outcome": {"returned": {**EVENT, **keys}},
        }
    )  # fmt: skip


def day(text):
    return pd.Timestamp(text) if text else pd.NaT


def measure(rows, *, released="2023-01-01", cut_off=date(2025, 1, 1), **keys):
    """Measure one person whose events are (type, day, further columns)."""
    events = [
        {"person_id": "p", "event_type": kind, "event_on": day(on), **(more[0] if more else {})}
        for kind, on, *more in rows
    ]
    table = pd.DataFrame(events) if events else empty_table("justice_events")
    table = table.astype(
        {name: "datetime64[us]" for name in table if name.endswith("_on")}
        | {name: "str" for name in ("person_id", "event_type") if name in table}
    )
    persons = pd.DataFrame({"person_id": ["p"], "arm": [""], "released_on": [day(released)]})
    persons["released_on"] = persons["released_on"].astype("datetime64[us]")
    tables = {
        "persons": persons, "justice_events": table, "interviews": empty_table("interviews"),
        "grants": empty_table("grants"),
    }  # fmt: skip
    one = study(**keys)
    exposure = build_exposure(one, tables, pd.Timestamp(cut_off))
    register = Register(table, cut_off, "month", exposure=exposure)
    made = measure_outcomes(one, tables, register)
    (row,) = made["outcomes"].to_dict("records")
    course = made["durations"].to_dict("records")
    return row, course[0] if course else None, made


def told(rows, **keys):
    row, _, _ = measure(rows, **keys)
    return row["missing"] or row["value"]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], 0),  # nothing happened in a window that everybody was followed through
        ([("prison", "2023-01-01")], 1),  # the first day is in
        ([("prison", "2023-12-31")], 1),  # the last day is in
        ([("prison", "2024-01-01")], 0),  # the calendar anniversary is out
        ([("prison", "2022-12-31")], 0),  # before the clock starts
        ([("prison", "2022-05-01"), ("prison", "2023-05-01")], 1),  # one before, one inside
        ([("arrest", "2023-05-01")], 0),  # another type of event
        ([("prison", "2023-05-01"), ("prison", "2023-06-01")], 1),  # two events are one person who returned
    ],
)
def test_windows_are_half_open(rows, wanted):
    assert told(rows) == wanted


def test_two_releases_and_one_return_are_one_person():
    rows = [("release", "2023-01-01"), ("prison", "2023-03-01"), ("release", "2023-06-01")]
    row, course, made = measure(rows)
    assert (row["value"], course["duration"], course["event"]) == (1, 2, True)
    assert made["frequency"]["n_events"].tolist() == [1]


@pytest.mark.parametrize(
    ("released", "cut_off", "proof_lag", "wanted"),
    [
        ("2023-01-01", date(2024, 1, 1), 0, 0),  # followed for the whole window, the cut-off being exclusive
        ("2023-01-02", date(2024, 1, 1), 0, "immature"),  # a day short, and never scored 0
        (
            "2023-01-01",
            date(2024, 1, 1),
            6,
            "immature",
        ),  # proof needs six months more, of event-free people too
        ("2023-01-01", date(2024, 7, 1), 6, 0),
        ("2024-06-01", date(2024, 1, 1), 0, "immature"),  # released after the data end
        ("", date(2024, 1, 1), 0, "blank"),
    ],
)
def test_maturity(released, cut_off, proof_lag, wanted):
    assert told([], released=released, cut_off=cut_off, proof_lag=proof_lag) == wanted


@pytest.mark.parametrize(
    ("happened", "proven", "wanted"),
    [
        ("2023-12-31", "2024-06-30", 1),  # proven on the last day allowed
        ("2023-12-31", "2024-07-01", 0),  # a day late
        ("2024-01-01", "2024-02-01", 0),  # proven in time, but out of the window
    ],
)
def test_an_event_counts_when_it_is_in_the_window_and_proven_in_time(happened, proven, wanted):
    row = ("prison", happened, {"proven_on": day(proven)})
    assert told([row], proof_lag=6) == wanted


@pytest.mark.parametrize(
    ("offence", "keys", "wanted"),
    [
        ("2022-10-01", {}, 0),  # return for an offence of before the release is never new
        ("2023-02-01", {}, 1),
        ("", {}, 1),  # day of the offence not known: the event counts, as the register says
        ("2022-10-01", {"old_offences": True}, 1),  # unless the definition takes them in
    ],
)
def test_a_return_for_an_old_offence(offence, keys, wanted):
    assert told([("prison", "2023-03-01", {"offence_on": day(offence)})], **keys) == wanted


@pytest.mark.parametrize(
    ("technical", "keys", "wanted"),
    [
        ("yes", {}, 0),
        ("no", {}, 1),
        ("", {}, 1),
        ("yes", {"technical_violations": True}, 1),
    ],
)
def test_a_breach_of_conditions(technical, keys, wanted):
    assert told([("prison", "2023-03-01", {"technical": technical})], **keys) == wanted


@pytest.mark.parametrize(
    ("rows", "value", "duration", "event", "competing"),
    [
        ([("death", "2023-05-01")], 0, 4, False, "death"),  # stays in the denominator
        ([("death", "2023-05-01"), ("prison", "2023-07-01")], 0, 4, False, "death"),  # the first event wins
        ([("prison", "2023-05-01"), ("death", "2023-07-01")], 1, 4, True, ""),
        ([("prison", "2023-05-01"), ("death", "2023-05-01")], 1, 4, True, ""),  # the event wins a tie
        ([], 0, 24, False, ""),
    ],
)
def test_competing_events(rows, value, duration, event, competing):
    row, course, _ = measure(rows, competing=[DEATH])
    assert row["value"] == value
    assert (course["duration"], course["event"], course["competing"]) == (duration, event, competing)


def test_an_event_of_a_month_lies_on_the_15th_and_is_told_where_the_window_ends_in_that_month():
    inside = ("prison", "2023-05-15", {"date_precision": "month"})
    at_the_end = ("prison", "2024-01-15", {"date_precision": "month"})
    assert measure([inside], released="2023-01-10")[0]["is_straddling"] is False
    row, _, _ = measure([at_the_end], released="2023-01-20")
    assert (row["value"], row["is_straddling"]) == (1, True)


def test_days_in_custody_are_no_time_at_risk():
    # a month in custody for another matter: the return in month 6 comes after 5 months at liberty
    rows = [("imprisonment", "2023-03-01"), ("release", "2023-04-01"), ("prison", "2023-07-01")]
    _, all_time, _ = measure(rows)
    _, at_liberty, made = measure(rows, time_at_risk="at_liberty")
    assert all_time["duration"] == 6
    assert at_liberty["duration"] == pytest.approx(5, abs=0.05)
    assert made["frequency"]["n_days"].tolist() == [334]  # 365 days less the 31 of March


def test_several_types_of_events_can_mean_one():
    assert told([("recall", "2023-03-01")], event_type=["prison", "recall"]) == 1


def test_events_of_some_classes_alone():
    rows = [
        ("prison", "2023-03-01", {"severity": "minor"}),
        ("prison", "2023-09-01", {"severity": "serious"}),
    ]
    _, course, _ = measure(rows, of_class={"column": "severity", "one_of": "serious"})
    assert course["duration"] == 8
    _, course, _ = measure(rows, classes="severity")
    assert (course["duration"], course["event_class"]) == (2, "minor")


@pytest.mark.parametrize(
    ("happened", "observed", "duration", "entry"),
    [
        ("2023-09-01", "2023-03-01", 8, 2),  # at risk since the day of observation
        ("", "2023-03-01", 24, 2),
        ("2023-02-01", "2023-03-01", None, None),  # happened before anybody looked: not at risk
    ],
)
def test_people_who_come_under_observation_late(happened, observed, duration, entry):
    rows = [("prison", happened)] if happened else []
    table = measure_late(rows, observed)
    if duration is None:
        assert table.empty
        return
    assert (table["duration"].iloc[0], table["entry"].iloc[0]) == (duration, entry)


def measure_late(rows, observed):
    one = study(entry="observed_on")
    events = pd.DataFrame([{"person_id": "p", "event_type": kind, "event_on": day(on)} for kind, on in rows])
    table = events if rows else empty_table("justice_events")
    table = table.astype({"event_on": "datetime64[us]", "person_id": "str", "event_type": "str"})
    persons = pd.DataFrame(
        {"person_id": ["p"], "arm": [""], "released_on": [day("2023-01-01")], "observed_on": [day(observed)]}
    ).astype({"released_on": "datetime64[us]", "observed_on": "datetime64[us]"})
    tables = {
        "persons": persons, "justice_events": table, "interviews": empty_table("interviews"),
        "grants": empty_table("grants"),
    }  # fmt: skip
    register = Register(table, date(2025, 1, 1), "month")
    return measure_outcomes(one, tables, register)["durations"]


PERIODS = {
    "event_type": [], "clock_column": None, "time": "week", "happened": "arrest", "time_kind": "period",
    "horizons": [20],
}  # fmt: skip


@pytest.mark.parametrize(
    ("week", "arrest", "wanted"),
    [
        (20, "yes", 1),  # week 20 is the interval [19, 20): in every window of at least 20 weeks
        (21, "yes", 0),
        (20, "no", 0),  # followed through week 20
        (19, "no", "immature"),
        (0, "yes", "unparseable"),  # there is no week 0
        (-1, "no", "unparseable"),
    ],
)
def test_ordinal_weeks(week, arrest, wanted):
    persons = pd.DataFrame({"person_id": ["p"], "arm": [""], "week": [float(week)], "arrest": [arrest]})
    tables = {
        "persons": persons, "justice_events": empty_table("justice_events"),
        "interviews": empty_table("interviews"), "grants": empty_table("grants"),
    }  # fmt: skip
    one = study(**PERIODS)
    made = measure_outcomes(one, tables, Register(tables["justice_events"], None, "week"))
    (row,) = made["outcomes"].to_dict("records")
    assert (row["missing"] or row["value"]) == wanted


COLUMNS = {"event_type": [], "clock_column": None, "time": "days", "happened": "kind", "horizons": [365]}


@pytest.mark.parametrize(
    ("days", "kind", "value", "duration", "event", "competing"),
    [
        (100.0, "new", 1, 100, True, ""),
        (None, "none", 0, 1_095, False, ""),  # a blank time of who had no event: followed to the end
        (365.0, "new", 0, 365, True, ""),  # the last day is out of a window of exact times
        (200.0, "breach", 0, 200, False, "breach"),
        (1_200.0, "new", 0, 1_095, False, ""),  # after the end of follow-up: not seen
        (None, "new", "blank", None, None, None),  # an event without a time cannot be placed
    ],
)
def test_columns_with_a_fixed_follow_up(days, kind, value, duration, event, competing):
    keys = {
        **COLUMNS, "happened_values": ["new"], "followed_for": 1_095,
        "competing": [{"id": "breach", "label": LABEL, "happened": "kind", "happened_values": ["breach"]}],
    }  # fmt: skip
    persons = pd.DataFrame({"person_id": ["p"], "arm": [""], "days": [days], "kind": [kind]})
    persons["days"] = persons["days"].astype("float64")
    tables = {
        "persons": persons, "justice_events": empty_table("justice_events"),
        "interviews": empty_table("interviews"), "grants": empty_table("grants"),
    }  # fmt: skip
    made = measure_outcomes(study(**keys), tables, Register(tables["justice_events"], None, "day"))
    (row,) = made["outcomes"].to_dict("records")
    assert (row["missing"] or row["value"]) == value
    courses = made["durations"].to_dict("records")
    found = [(one["duration"], one["event"], one["competing"]) for one in courses]
    assert found == ([] if duration is None else [(duration, event, competing)])
