"""Contact with justice: events out of time, answers against events, answers against records."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_events, find_interviews, join_days
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables, as_days

_SLACK = {"month": 16, "year": 184}
"""Days by which a date that stands for its month or year may be wrong."""


def _event_days(tables: SurveyTables) -> tuple[np.ndarray, np.ndarray]:
    """Day of each event, and days by which it may be wrong."""
    events = tables.justice_events
    precision = (
        events["date_precision"].astype("str") if "date_precision" in events else pd.Series("", events.index)
    )
    slack = precision.map(_SLACK).fillna(0).to_numpy(dtype="int64").astype("timedelta64[D]")
    return as_days(events["event_on"], "UTC"), slack


def _of_interview(tables: SurveyTables, values: np.ndarray) -> np.ndarray:
    """A value of each interview, brought to its events."""
    by_uuid = pd.Series(values, index=tables.text("submission_uuid"))
    by_uuid = by_uuid[~by_uuid.index.duplicated()]
    return by_uuid.reindex(tables.justice_events["submission_uuid"]).to_numpy()


def find_events_before_release(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Events told as after release that lie before it."""
    days, slack = _event_days(tables)
    released = _of_interview(tables, tables.roster_days("released_on")).astype("datetime64[D]")
    hits = days + slack < released
    shown = join_days(days[hits], released[hits])
    yield from find_events(tables, hits, base=~np.isnat(released), column="event_on", shown=shown)


def find_events_in_future(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Events later than the interview that tells them."""
    days, slack = _event_days(tables)
    held = _of_interview(tables, tables.days("interviewed_on")).astype("datetime64[D]")
    hits = days - slack > held
    shown = join_days(days[hits], held[hits])
    yield from find_events(tables, hits, base=~np.isnat(days), column="event_on", shown=shown)


def find_undated_events(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Events without a date."""
    days, _ = _event_days(tables)
    hits = np.isnat(days)
    yield from find_events(
        tables, hits, base=np.ones(len(days), bool), column="event_on", shown=[""] * int(hits.sum())
    )


def count_precision(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """How exactly events are dated."""
    precision = tables.justice_events["date_precision"].astype("str")
    for word, n in precision[precision != ""].value_counts().sort_index().items():
        yield Finding(int(n), len(precision), f"kind={word}")


def find_contradictions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Yes without an event, and events without a yes.

    Where an export holds no event at all, it lacks the repeat, and a yes without an event says nothing.
    """
    told = np.isin(tables.text("submission_uuid"), tables.justice_events["submission_uuid"].astype("str"))
    yes, no = (tables.is_flag("is_justice_self_any", value) for value in (True, False))
    sources = tables.text("source")
    has_repeat = np.isin(sources, sorted(set(sources[told])))
    hits = (yes & ~told & has_repeat) | (told & ~yes)
    yield from find_interviews(tables, hits, base=yes | no | told, column="is_justice_self_any")


def count_sources(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """People with an event by their own word, by the records, and by both.

    Counts alone: nobody is to be asked again because a record knows better.
    """
    if tables.records is None:
        return
    recorded = set(tables.records["person_id"].astype("str"))
    yes = tables.is_flag("is_justice_self_any", True)
    asked = set(tables.text("person_id")[yes | tables.is_flag("is_justice_self_any", False)]) - {""}
    said = set(tables.text("person_id")[yes]) & asked
    counts = {"both": said & recorded, "self": said - recorded, "record": (recorded & asked) - said}
    for source, people in counts.items():
        yield Finding(len(people), len(asked), f"source={source}")


CHECKS = (
    Check("event-before-release", "justice", "flagged", "enumerator", 0, find_events_before_release,
          ("justice_events.event_on", "roster.released_on")),
    Check("event-in-future", "justice", "flagged", "enumerator", 0, find_events_in_future,
          ("justice_events.event_on", "interviewed_on")),
    Check("event-undated", "justice", "flagged", "enumerator", 0, find_undated_events,
          ("justice_events.event_on",)),
    Check("event-precision", "justice", "note", "evaluator", 0, count_precision,
          ("justice_events.date_precision",)),
    Check("justice-contradiction", "justice", "flagged", "enumerator", 0, find_contradictions,
          ("is_justice_self_any", "justice_events")),
    Check("justice-sources", "justice", "note", "evaluator", 0, count_sources,
          ("records", "is_justice_self_any")),
)  # fmt: skip
