"""How long interviews took, and when they were held."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews, show_number
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.spread import deviations
from idmaj.quality.tables import SurveyTables


def minutes_of(tables: SurveyTables) -> np.ndarray:
    """Minutes of each interview: as told, else from start to end; NaN where unknown or negative."""
    minutes = tables.numbers("duration_minutes")
    if tables.has("started_at", "ended_at"):
        lasted = tables.interviews["ended_at"] - tables.interviews["started_at"]
        from_clock = lasted.dt.total_seconds().to_numpy(dtype="float64", na_value=np.nan) / 60
        minutes = np.where(np.isnan(minutes), from_clock, minutes)
    return np.where(minutes >= 0, minutes, np.nan)


def find_short_interviews(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews held in less time than the questions take to read."""
    minutes = minutes_of(tables)
    hits = tables.is_interviewed & (minutes < settings.shortest_minutes)
    yield from _find(tables, hits, minutes)


def find_long_interviews(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews left open for hours."""
    minutes = minutes_of(tables)
    hits = tables.is_interviewed & (minutes > settings.longest_minutes)
    yield from _find(tables, hits, minutes)


def find_unusual_durations(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Durations far from the median of their mode, on the log scale."""
    minutes = minutes_of(tables)
    limits = (minutes >= settings.shortest_minutes) & (minutes <= settings.longest_minutes)
    usable = tables.is_interviewed & (minutes > 0)
    hits = np.zeros(len(minutes), dtype=bool)
    for mode in sorted(set(tables.text("mode"))):
        own = usable & (tables.text("mode") == mode)
        if own.sum() >= settings.least_for_statistics:
            hits[own] = deviations(np.log(minutes[own])) > settings.most_deviations
    yield from _find(tables, hits & limits, minutes)


def _find(tables: SurveyTables, hits: np.ndarray, minutes: np.ndarray) -> Iterator[Finding]:
    shown = [show_number(round(float(value), 1)) for value in minutes[hits]]
    base = tables.is_interviewed & ~np.isnan(minutes)
    yield from find_interviews(tables, hits, base=base, column="duration_minutes", shown=shown)


def find_night_interviews(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews that start at night, by the local clock."""
    local = pd.to_datetime(tables.interviews["started_at"]).dt.tz_convert(settings.timezone)
    late, early = settings.night
    hour = local.dt.hour
    hits = np.asarray((hour >= late) | (hour < early), dtype=bool) & tables.is_interviewed
    shown = [f"{moment.date().isoformat()} {moment.time().isoformat('minutes')}" for moment in local[hits]]
    yield from find_interviews(tables, hits, base=tables.is_interviewed, column="started_at", shown=shown)


def find_overlaps(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews that start before the same enumerator has ended another."""
    frame = pd.DataFrame(
        {
            "place": np.arange(len(tables.interviews)),
            "enumerator": tables.text("enumerator_id"),
            "uuid": tables.text("submission_uuid"),
            "start": _moments(tables, "started_at"),
            "end": _moments(tables, "ended_at"),
        }
    )
    usable = tables.is_interviewed & (frame["enumerator"] != "").to_numpy()
    held = frame[usable & frame["start"].notna().to_numpy() & (frame["end"] > frame["start"]).to_numpy()]
    held = held.sort_values(["enumerator", "start", "uuid"])
    ends = held.groupby("enumerator")["end"].cummax().groupby(held["enumerator"]).shift()
    overlapping = held.loc[(held["start"] < ends).to_numpy(), "place"]
    hits = np.zeros(len(frame), dtype=bool)
    hits[overlapping.to_numpy(dtype="int64")] = True
    yield from find_interviews(tables, hits, base=usable, column="started_at")


def _moments(tables: SurveyTables, column: str) -> np.ndarray:
    return pd.to_datetime(tables.interviews[column], utc=True).dt.tz_localize(None).to_numpy()


CHECKS = (
    Check("interview-short", "timing", "flagged", "enumerator", 0, find_short_interviews),
    Check("interview-long", "timing", "flagged", "enumerator", 0, find_long_interviews),
    Check("duration-unusual", "timing", "flagged", "enumerator", 20, find_unusual_durations),
    Check("interview-at-night", "timing", "flagged", "enumerator", 0, find_night_interviews, ("started_at",)),
    Check("interviews-overlap", "timing", "flagged", "enumerator", 0, find_overlaps,
          ("started_at", "ended_at", "enumerator_id")),
)  # fmt: skip
