"""What cannot change between two interviews of a person, or not that way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews, join_days, show_values
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.outliers import consecutive_waves
from idmaj.quality.tables import SurveyTables

CONSTANT = ("sex", "birth_year", "born_on", "released_on")
"""Traits that do not change; a year or day of birth may have been told otherwise, and is flagged too."""

EDUCATION = ("none", "primary", "lower_sec", "upper_sec", "vocational", "higher")
GONE = frozenset({"sold", "lost", "lost_or_stolen", "stolen", "given"})
WORKING = frozenset({"works", "working"})
_YEAR = 365.25


def _find_later(
    tables: SurveyTables, pairs: np.ndarray, is_wrong: np.ndarray, column: str, shown: list[str]
) -> Iterator[Finding]:
    """List the later interviews of pairs that cannot both be right."""
    texts = np.full(len(tables.interviews), "", dtype=object)
    hits = np.zeros(len(texts), dtype=bool)
    hits[pairs[is_wrong, 1]] = True
    texts[pairs[is_wrong, 1]] = shown
    base = np.isin(np.arange(len(texts)), pairs[:, 1])
    yield from find_interviews(
        tables, hits, base=base, column=column, shown=list(texts[hits]), scope=f"column={column}"
    )


def _arrows(tables: SurveyTables, column: str, pairs: np.ndarray) -> list[str]:
    sides = [show_values(tables.interviews[column].iloc[pairs[:, side]]) for side in (0, 1)]
    return [f"{earlier} → {later}" for earlier, later in zip(*sides, strict=True)]


def find_changed_traits(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Sex, year of birth or day of release told otherwise in the next interview, or in the roster."""
    for column in CONSTANT:
        if column not in tables.interviews:
            continue
        values = tables.interviews[column]
        texts = np.array(show_values(values), dtype=object)
        pairs = consecutive_waves(tables, texts != "")
        is_wrong = texts[pairs[:, 0]] != texts[pairs[:, 1]]
        yield from _find_later(tables, pairs, is_wrong, column, _arrows(tables, column, pairs[is_wrong]))
        yield from _find_unlike_roster(tables, column, texts)


def _find_unlike_roster(tables: SurveyTables, column: str, texts: np.ndarray) -> Iterator[Finding]:
    if tables.roster is None or column not in tables.roster:
        return
    known = tables.of_roster(column)
    if pd.api.types.is_datetime64_any_dtype(tables.roster[column]):
        known = pd.to_datetime(known)
    listed = np.array(show_values(known.infer_objects()), dtype=object)
    both = (texts != "") & ~np.isin(listed, ["", "None", "nan"])
    hits = both & (texts != listed)
    shown = [f"{told} ≠ {held}" for told, held in zip(texts[hits], listed[hits], strict=True)]
    scope = f"column={column}|source=roster"
    yield from find_interviews(tables, hits, base=both, column=column, shown=shown, scope=scope)


def find_impossible_ages(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """An age that grew by a year more or less than the time between two interviews."""
    ages, days = tables.numbers("age"), tables.days("interviewed_on")
    pairs = consecutive_waves(tables, ~np.isnan(ages) & ~np.isnat(days))
    passed = (days[pairs[:, 1]] - days[pairs[:, 0]]).astype("int64") / _YEAR
    grown = ages[pairs[:, 1]] - ages[pairs[:, 0]]
    is_wrong = np.abs(grown - passed) > 1.05
    yield from _find_later(tables, pairs, is_wrong, "age", _arrows(tables, "age", pairs[is_wrong]))


def find_lost_education(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Education lower than in an earlier interview."""
    place = {word: position for position, word in enumerate(EDUCATION)}
    levels = np.array([place.get(word, -1) for word in tables.text("education")])
    pairs = consecutive_waves(tables, levels >= 0)
    is_wrong = levels[pairs[:, 1]] < levels[pairs[:, 0]]
    yield from _find_later(
        tables, pairs, is_wrong, "education", _arrows(tables, "education", pairs[is_wrong])
    )


def find_returned_equipment(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Equipment sold, lost or given away, that works in the next interview; what was lent may come back."""
    column = "equipment_status"
    states = tables.text(column)
    pairs = consecutive_waves(tables, states != "")
    is_wrong = np.isin(states[pairs[:, 0]], list(GONE)) & np.isin(states[pairs[:, 1]], list(WORKING))
    yield from _find_later(tables, pairs, is_wrong, column, _arrows(tables, column, pairs[is_wrong]))


def find_reopened_projects(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """A day of closure that differs between two interviews which both call the project closed."""
    days = tables.days("closed_on")
    pairs = consecutive_waves(tables, ~np.isnat(days))
    apart = np.abs(days[pairs[:, 1]] - days[pairs[:, 0]]) > np.timedelta64(31, "D")
    first_told = tables.days("interviewed_on")[pairs[:, 0]]
    is_wrong = apart & (days[pairs[:, 1]] < first_told)
    yield from _find_later(
        tables, pairs, is_wrong, "closed_on", _arrows(tables, "closed_on", pairs[is_wrong])
    )


def find_waves_out_of_order(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """An interview of a later wave held before one of an earlier wave."""
    days = tables.days("interviewed_on")
    pairs = consecutive_waves(tables, ~np.isnat(days))
    earlier, later = days[pairs[:, 0]], days[pairs[:, 1]]
    is_wrong = later < earlier
    shown = join_days(earlier[is_wrong], later[is_wrong])
    yield from _find_later(tables, pairs, is_wrong, "interviewed_on", shown)


def find_returned_dead(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """People interviewed after they were reported deceased."""
    outcomes = tables.text("outcome")
    pairs = consecutive_waves(tables, outcomes != "")
    is_wrong = (outcomes[pairs[:, 0]] == "deceased") & (outcomes[pairs[:, 1]] != "deceased")
    yield from _find_later(tables, pairs, is_wrong, "outcome", _arrows(tables, "outcome", pairs[is_wrong]))


_OF_PERSONS = ("person_id", "wave")
CHECKS = (
    Check("trait-changed", "panel", "flagged", "supervisor", 0, find_changed_traits, _OF_PERSONS),
    Check("age-impossible", "panel", "flagged", "supervisor", 0, find_impossible_ages,
          (*_OF_PERSONS, "age", "interviewed_on")),
    Check("education-lost", "panel", "flagged", "supervisor", 0, find_lost_education,
          (*_OF_PERSONS, "education")),
    Check("equipment-returned", "panel", "flagged", "supervisor", 0, find_returned_equipment,
          (*_OF_PERSONS, "equipment_status")),
    Check("closure-redated", "panel", "flagged", "supervisor", 0, find_reopened_projects,
          (*_OF_PERSONS, "closed_on", "interviewed_on")),
    Check("waves-out-of-order", "panel", "flagged", "supervisor", 0, find_waves_out_of_order,
          (*_OF_PERSONS, "interviewed_on")),
    Check("deceased-returned", "panel", "flagged", "supervisor", 0, find_returned_dead,
          (*_OF_PERSONS, "outcome")),
)  # fmt: skip
