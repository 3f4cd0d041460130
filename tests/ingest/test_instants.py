"""Instants of a survey: styles seen in exports, and the clocks of a zone against the standard library.

Styles: real SurveyCTO files (`Sep 18, 2018 12:12:37 PM`, `9/11/2019, 3:01:44 PM`: month first), offsets
without minutes, Google Forms, spreadsheets (table of the survey of exports). Morocco is an hour behind its
usual +01:00 in Ramadan: 10 March 2025 and 20 February to 1 March 2026. `ZoneInfo` is the reference for clocks.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from idmaj.errors import IngestProblems
from idmaj.ingest.instants import InstantReader, survey_instants
from idmaj.ingest.readings import KINDS
from idmaj.ingest.zones import read_zone

CASABLANCA = "Africa/Casablanca"


def read(cells, zone=CASABLANCA, is_utc=False, decision=None):
    return InstantReader(zone, is_utc=is_utc, decision=decision).read(pa.array(cells, pa.string()))


def shown(reading):
    return [moment and moment.isoformat().replace("+00:00", "Z") for moment in reading.values.to_pylist()]


def told(reading):
    return {fault.cell: (fault.message, fault.is_read) for fault in reading.faults}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-12-11T10:52:00.000+01:00", "2024-12-11T09:52:00Z"), ("2024-12-11T10:52:00Z", "2024-12-11T10:52:00Z"),
        ("2018-08-11T10:52:00.000+03", "2018-08-11T07:52:00Z"), ("2024-12-11T10:52:00+0100", "2024-12-11T09:52:00Z"),
        ("2024-12-11T10:52:00.000", "2024-12-11T09:52:00Z"), ("2024-12-11 10:52:00", "2024-12-11T09:52:00Z"),
        ("2024-12-11 10:52", "2024-12-11T09:52:00Z"), ("2024-12-11T10:52:00.1234567Z", "2024-12-11T10:52:00.123456Z"),
        ("2024-12-11T10:52:00.000 +01:00", "2024-12-11T09:52:00Z"), ("٢٠٢٤-١٢-١١T١٠:٥٢:٠٠Z", "2024-12-11T10:52:00Z"),
        ("Sep 18, 2018 12:12:37 PM", "2018-09-18T11:12:37Z"), ("Sep 18, 2018 12:12:37 AM", "2018-09-17T23:12:37Z"),
        ("9/11/2019, 3:01:44 PM", "2019-09-11T14:01:44Z"), ("9/11/2019 3:01:44 PM", "2019-09-11T14:01:44Z"),
        ("31/12/2024 15:04:05", "2024-12-31T14:04:05Z"), ("31/12/2024 15:04", "2024-12-31T14:04:00Z"),
        ("2024/12/06 3:04:05 PM GMT+1", "2024-12-06T14:04:05Z"), ("31.12.2024 à 15h04", "2024-12-31T14:04:00Z"),
        ("6 décembre 2024 10:00", "2024-12-06T09:00:00Z"), ("2024/12/06 3:04:05 م", "2024-12-06T14:04:05Z"),
        ("2025-03-10T10:00:00", "2025-03-10T10:00:00Z"), ("2026-02-20 10:00:00", "2026-02-20T10:00:00Z"),
        ("2026-03-30 10:00:00", "2026-03-30T09:00:00Z"),
    ],
)  # fmt: skip
def test_a_time_in_the_styles_of_exports(cell, expected):
    reading = read([cell, "", "2024-12-11T10:52:00.000+01:00"])
    assert shown(reading) == [expected, None, "2024-12-11T09:52:00Z"]
    assert reading.faults == () and [KINDS[code] for code in reading.kinds] == ["", "blank", ""]
    assert reading.values.type == pa.timestamp("us", "UTC")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("11/10/2019 15:01:44", "cell-ambiguous-date"), ("????-??-?? ??:??", "cell-lost-signs"),
        ("2024-02-30T10:00:00Z", "cell-not-a-time"), ("2024-12-11T25:00:00Z", "cell-not-a-time"),
        ("2024-12-11T10:61:00", "cell-not-a-time"), ("13:00 PM", "cell-not-a-time"), ("10:52", "cell-not-a-time"),
        ("31/12/2024 13:00 PM", "cell-not-a-time"), ("2024-12-11T10:00:00+99:00", "cell-not-a-time"),
        ("hier", "cell-not-a-time"), ("12", "cell-not-a-time"), ("1446-05-05T10:00:00Z", "cell-not-a-time"),
        ("99999.5", "cell-not-a-time"), ("2024-12 10:00", "cell-not-a-time"),
        ("0001-01-01T00:00:00Z", "cell-not-a-time"),
    ],
)  # fmt: skip
def test_a_cell_that_says_no_certain_time_is_a_fault_and_no_value(cell, message):
    reading = read([cell, "2024-12-11T10:52:00.000+01:00", "2024-12-11 10:52:00"])
    assert shown(reading) == [None, "2024-12-11T09:52:00Z", "2024-12-11T09:52:00Z"]
    assert told(reading) == {cell: (message, False)}
    assert [KINDS[code] for code in reading.kinds] == ["unparseable", "", ""]


def test_the_column_proves_the_order_of_day_and_month():
    column = pa.array(["11/10/2019 15:01:44", "31/10/2019 15:01:44"])
    assert shown(read(column, decision=survey_instants(column)))[0] == "2019-10-11T14:01:44Z"
    column = pa.array(["11/10/2019, 3:01:44 PM", "10/31/2019, 3:01:44 PM"])
    assert shown(read(column, decision=survey_instants(column)))[0] == "2019-11-10T14:01:44Z"


def test_what_is_read_with_a_flag():
    reading = read(["45632.453125", "2024-12-11"])
    assert shown(reading) == ["2024-12-06T09:52:30Z", "2024-12-10T23:00:00Z"]
    assert told(reading) == {
        "45632.453125": ("cell-excel-serial", True),
        "2024-12-11": ("cell-time-missing", True),
    }


def test_times_that_the_clock_shows_twice_or_never_take_the_earlier_offset():
    # Clocks of Morocco: back from +01 to +00 on 23 February 2025 at 03:00, forward on 6 April 2025 at 02:00.
    reading = read(
        ["2025-02-23 02:30:00", "2025-04-06 02:30:00", "2025-02-23 03:00:00", "2025-04-06 03:00:00"]
    )
    assert shown(reading) == [
        "2025-02-23T01:30:00Z", "2025-04-06T02:30:00Z", "2025-02-23T03:00:00Z", "2025-04-06T02:00:00Z",
    ]  # fmt: skip
    assert told(reading) == {
        "2025-02-23 02:30:00": ("cell-clock-change", True),
        "2025-04-06 02:30:00": ("cell-clock-change", True),
    }


def test_times_without_offset_are_utc_where_the_platform_writes_them_so():
    assert shown(read(["2024-12-11T10:52:00", "31/12/2024 15:04"], is_utc=True)) == [
        "2024-12-11T10:52:00Z",
        "2024-12-31T15:04:00Z",
    ]


@pytest.mark.parametrize(
    "name", [CASABLANCA, "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"]
)
def test_the_clocks_are_those_of_the_standard_library(name):
    zone, clock = ZoneInfo(name), read_zone(name)
    rng = np.random.default_rng(3)
    minutes = rng.integers(0, 60 * 24 * 366 * 60, 3000)
    changes = [int(start) // 60_000_000 + n for start in clock.starts[1:] for n in range(-130, 131, 5)]
    epoch = datetime(1970, 1, 1)
    for minute in [*minutes.tolist(), *changes]:
        local = epoch + timedelta(minutes=minute)
        if not 1971 <= local.year < 2090:
            continue
        expected = local.replace(tzinfo=zone).astimezone(UTC)
        twice = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
        found, is_unclear = clock.to_utc(np.array([minute * 60_000_000]))
        assert found[0] == (expected.replace(tzinfo=None) - epoch) // timedelta(microseconds=1)
        assert is_unclear[0] == (expected != twice)
        there = (local.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) - epoch) // timedelta(
            microseconds=1
        )
        assert clock.to_local(np.array([minute * 60_000_000]))[0] == there


def test_the_day_of_an_interview_is_that_of_the_place():
    reader = InstantReader(CASABLANCA, is_utc=False)
    moments = reader.read(
        pa.array(["2024-12-11T23:30:00Z", "2025-03-10T23:30:00Z", "", "1969-12-31T23:30:00Z"])
    )
    days = reader.local_dates(moments.values)
    assert days.type == pa.date32()
    assert [day and day.isoformat() for day in days.to_pylist()] == [
        "2024-12-12", "2025-03-10", None, "1969-12-31",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "Africa", "/etc/localtime"])
def test_a_zone_that_nobody_knows_is_a_problem(name):
    with pytest.raises(IngestProblems, match="timezone-unknown"):
        read_zone(name)


@pytest.mark.parametrize("cells", [[], [""], [None, "2024-12-11T10:52:00Z"]])
def test_columns_of_nothing(cells):
    reader = InstantReader(CASABLANCA, is_utc=False)
    reading = reader.read(pa.array(cells, pa.string()))
    assert len(reading.values) == len(reading.kinds) == len(reader.local_dates(reading.values)) == len(cells)
