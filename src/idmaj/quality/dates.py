"""Days and clocks: interviews outside their time, and devices that are wrong about it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from idmaj.quality.findings import find_interviews, join_days
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

_MISSING_DAY = np.datetime64("NaT", "D")


def find_outside_wave(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews held before their wave opened or after it closed."""
    windows = tables.waves or {}
    waves, days = tables.text("wave"), tables.days("interviewed_on")
    opens, closes = (
        np.array(
            [windows[wave][side] if wave in windows else _MISSING_DAY for wave in waves], "datetime64[D]"
        )
        for side in (0, 1)
    )
    hits = (days < opens) | (days > closes)
    shown = join_days(days[hits], opens[hits], closes[hits])
    yield from find_interviews(tables, hits, base=~np.isnat(opens), column="interviewed_on", shown=shown)


def find_before_release(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews held before the person was released."""
    yield from _find_before(tables, "released_on", np.ones(len(tables.interviews), dtype=bool))


def find_before_delivery(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews of a wave after the first, held before the person was given anything."""
    yield from _find_before(tables, "delivered_on", tables.wave_position > 0)


def _find_before(tables: SurveyTables, column: str, base: np.ndarray) -> Iterator[Finding]:
    days, limits = tables.days("interviewed_on"), tables.roster_days(column)
    hits = base & (days < limits)
    shown = join_days(days[hits], limits[hits])
    yield from find_interviews(tables, hits, base=base, column="interviewed_on", shown=shown)


def find_future(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews held after they arrived, or after the day up to which data are known."""
    days, arrived = tables.days("interviewed_on"), tables.days("submitted_at", settings.timezone)
    known = np.datetime64(settings.as_of) if settings.as_of else _MISSING_DAY
    hits = (days > arrived) | (days > known)
    limits = np.fmin(arrived, known)
    shown = join_days(days[hits], limits[hits])
    yield from find_interviews(tables, hits, column="interviewed_on", shown=shown)


def find_end_before_start(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews that end before they start."""
    started, ended = tables.interviews["started_at"], tables.interviews["ended_at"]
    hits = np.asarray((ended < started).fillna(False), dtype=bool)
    yield from find_interviews(tables, hits, column="ended_at")


def find_wrong_clocks(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews whose start by the device's clock is far from the day of the interview, or after arrival."""
    days, started = tables.days("interviewed_on"), tables.days("started_at", settings.timezone)
    arrived = tables.days("submitted_at", settings.timezone)
    far = np.abs(started - days) > np.timedelta64(settings.clock_days, "D")
    hits = (far & ~np.isnat(started) & ~np.isnat(days)) | (started > arrived)
    shown = join_days(started[hits], days[hits], arrived[hits])
    yield from find_interviews(tables, hits, column="started_at", shown=shown)


def find_late_arrivals(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews that were sent many days after they ended."""
    ended = tables.days("ended_at" if tables.has("ended_at") else "interviewed_on", settings.timezone)
    arrived = tables.days("submitted_at", settings.timezone)
    wait = (arrived - ended).astype("timedelta64[D]")
    hits = ~np.isnat(wait) & (wait > np.timedelta64(settings.late_days, "D"))
    yield from find_interviews(
        tables, hits, column="submitted_at", shown=join_days(ended[hits], arrived[hits])
    )


CHECKS = (
    Check("outside-wave", "dates", "flagged", "supervisor", 0, find_outside_wave,
          ("waves", "wave", "interviewed_on")),
    Check("before-release", "dates", "flagged", "supervisor", 0, find_before_release,
          ("roster.released_on", "interviewed_on")),
    Check("before-delivery", "dates", "flagged", "supervisor", 0, find_before_delivery,
          ("roster.delivered_on", "wave", "interviewed_on")),
    Check("interview-in-future", "dates", "flagged", "enumerator", 0, find_future, ("interviewed_on",)),
    Check("end-before-start", "dates", "flagged", "enumerator", 0, find_end_before_start,
          ("started_at", "ended_at")),
    Check("clock-wrong", "dates", "flagged", "enumerator", 0, find_wrong_clocks,
          ("started_at", "interviewed_on")),
    Check("sent-late", "dates", "flagged", "enumerator", 0, find_late_arrivals, ("submitted_at",)),
)  # fmt: skip
