"""Who was to be interviewed, who was reached, and with which outcome."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews, find_people, in_scopes
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables, as_days

_LOST = ("in_prison", "not_found")
_NOT_LOST = ("submission-superseded", "submission-dropped")


def find_unknown_people(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews of nobody in the roster."""
    roster = set() if tables.roster is None else set(tables.roster["person_id"].astype("str"))
    people = tables.text("person_id")
    hits = ~np.isin(people, list(roster)) & (people != "")
    yield from find_interviews(tables, hits)


def find_missing_people(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews without a person, where others have one."""
    hits = tables.text("person_id") == ""
    if not hits.all():
        yield from find_interviews(tables, hits)


def find_missing_outcomes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Contacts without an outcome."""
    yield from find_interviews(tables, tables.text("outcome") == "", column="outcome")


def find_not_reached(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """People of the roster of whom a wave holds no row, not even a contact without interview."""
    for wave, expected in _expected(tables, settings):
        reached = set(tables.text("person_id")[tables.text("wave") == wave])
        left = sorted(set(expected["person_id"].astype("str")) - reached)
        yield from find_people(tables, left, of=len(expected), scope=f"wave={wave}", wave=wave)


def count_coverage(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """People of the roster with a row in a wave: in all, by arm, by province."""
    yield from _count(tables, settings, np.ones(len(tables.interviews), dtype=bool), frozenset())


def count_responses(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """People interviewed among those who could be: the response rate RR1 of AAPOR (2023).

    Those whose eligibility nobody could settle count as eligible; the deceased do not.
    """
    deceased = frozenset(tables.text("person_id")[tables.text("outcome") == "deceased"])
    yield from _count(tables, settings, tables.is_interviewed, deceased)


def _count(
    tables: SurveyTables, settings: CheckSettings, counted: np.ndarray, excluded: frozenset[str]
) -> Iterator[Finding]:
    for wave, expected in _expected(tables, settings):
        reached = set(tables.text("person_id")[(tables.text("wave") == wave) & counted])
        gone = _gone_by(tables, wave, excluded)
        eligible = expected[~expected["person_id"].astype("str").isin(list(gone))]
        is_reached = eligible["person_id"].astype("str").isin(list(reached))
        yield Finding(int(is_reached.sum()), len(eligible), f"wave={wave}")
        for trait in ("arm", "province"):
            if trait in eligible:
                for value, own in is_reached.groupby(eligible[trait].astype("str"), sort=True):
                    yield Finding(int(own.sum()), len(own), f"wave={wave}|{trait}={value}")


def _gone_by(tables: SurveyTables, wave: str, people: frozenset[str]) -> set[str]:
    """Those of some people whose last row stands in a wave or before."""
    order = tables.wave_order
    place = order.index(wave)
    is_before = (tables.wave_position <= place) & (tables.text("outcome") == "deceased")
    return set(tables.text("person_id")[is_before]) & people


def _expected(tables: SurveyTables, settings: CheckSettings) -> Iterator[tuple[str, pd.DataFrame]]:
    """For each wave that has begun or is over, the people of the roster who had not withdrawn before."""
    if tables.roster is None:
        return
    known = np.datetime64(settings.as_of) if settings.as_of else tables.last_day
    present = set(tables.text("wave"))
    for wave in tables.wave_order:
        window = (tables.waves or {}).get(wave)
        if wave in present or (window is not None and np.datetime64(window[1]) < known):
            yield wave, _staying(tables.roster, window)


def _staying(roster: pd.DataFrame, window: tuple[object, object] | None) -> pd.DataFrame:
    if "withdrawn_on" not in roster:
        return roster
    withdrawn = as_days(roster["withdrawn_on"], "UTC")
    return roster[np.isnat(withdrawn) | ((withdrawn > np.datetime64(str(window[0]))) if window else False)]


def count_outcomes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Outcomes of each wave, and by arm those that say where people were lost."""
    outcomes, arms = tables.text("outcome"), tables.of_roster("arm").fillna("").astype("str").to_numpy()
    for scope, of_wave in in_scopes(tables, "wave", "wave"):
        for outcome in sorted(set(outcomes[of_wave]) - {""}):
            hits = of_wave & (outcomes == outcome)
            yield Finding(int(hits.sum()), int(of_wave.sum()), f"{scope}|outcome={outcome}")
        for outcome in _LOST:
            for arm in sorted(set(arms[of_wave]) - {""}):
                of_arm = of_wave & (arms == arm)
                n = int((of_arm & (outcomes == outcome)).sum())
                yield Finding(n, int(of_arm.sum()), f"{scope}|outcome={outcome}|arm={arm}")


def find_lost_rows(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Too large a share of rows set aside; those that an edit replaces or people dropped are not lost."""
    aside = tables.set_aside
    lost = aside[~aside["message"].isin(_NOT_LOST)] if "message" in aside else aside
    n, kept = len(lost), len(tables.interviews)
    if n > settings.set_aside_share * (n + kept):
        yield Finding(n, n + kept)


CHECKS = (
    Check("person-missing", "completeness", "flagged", "supervisor", 0, find_missing_people, ("person_id",)),
    Check("person-unknown", "completeness", "flagged", "supervisor", 0, find_unknown_people,
          ("roster", "person_id")),
    Check("outcome-missing", "completeness", "flagged", "enumerator", 0, find_missing_outcomes, ("outcome",)),
    Check("not-reached", "completeness", "flagged", "supervisor", 0, find_not_reached,
          ("roster", "person_id", "wave")),
    Check("coverage", "completeness", "note", "evaluator", 0, count_coverage, ("roster", "person_id", "wave")),
    Check("response", "completeness", "note", "evaluator", 0, count_responses,
          ("roster", "person_id", "wave", "outcome")),
    Check("outcomes", "completeness", "note", "evaluator", 0, count_outcomes, ("wave", "outcome")),
    Check("rows-set-aside", "completeness", "blocking", "data_manager", 0, find_lost_rows),
)  # fmt: skip
