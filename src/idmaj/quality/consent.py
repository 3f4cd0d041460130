"""Consent: no answer and no link without it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from idmaj.ingest.dictionary import INTERVIEWS
from idmaj.quality.findings import find_interviews, find_people
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

_NAMES = [column.name for column in INTERVIEWS]
_ANSWERS = frozenset(_NAMES[_NAMES.index("is_consent_link") + 1 :])


def find_answers_without_consent(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers of people who did not consent, or whose consent is not recorded."""
    columns = _protected(tables)
    held = [tables.is_kind(name, "") for name in columns]
    n_answers = np.sum(held, axis=0) if held else np.zeros(len(tables.interviews), dtype=int)
    hits = ~tables.is_flag("is_consent", True) & (n_answers > 0)
    yield from find_interviews(tables, hits, column="is_consent", shown=[str(n) for n in n_answers[hits]])


def _protected(tables: SurveyTables) -> list[str]:
    """Questions that the form asks after consent alone; without a form the canonical answers."""
    behind = tables.columns_behind("is_consent")
    return [name for name in tables.answer_columns if name in (behind or _ANSWERS)]


def find_withheld_answers(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers that ingest dropped for want of consent: an incident to record."""
    n_withheld = np.zeros(len(tables.interviews), dtype=int)
    for name in tables.questions:
        n_withheld += tables.is_kind(name, "withheld")
    hits = n_withheld > 0
    yield from find_interviews(tables, hits, column="is_consent", shown=[str(n) for n in n_withheld[hits]])


def find_missing_consent(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews held without a word on consent."""
    is_known = tables.is_flag("is_consent", True) | tables.is_flag("is_consent", False)
    hits = tables.is_interviewed & ~is_known
    yield from find_interviews(tables, hits, base=tables.is_interviewed, column="is_consent")


def find_links_without_consent(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """People linked to records whose latest answer on linkage is no."""
    if tables.links is None:
        return
    linked = sorted(set(tables.links["person_id"].astype("str")))
    agreed, refused = (tables.is_flag("is_consent_link", value) for value in (True, False))
    places = np.lexsort((tables.text("submission_uuid"), tables.wave_position))
    latest = {tables.text("person_id")[place]: agreed[place] for place in places if (agreed | refused)[place]}
    yield from find_people(tables, [p for p in linked if not latest.get(p, True)], of=len(linked))


CHECKS = (
    Check("answers-without-consent", "consent", "blocking", "supervisor", 0, find_answers_without_consent,
          ("is_consent",)),
    Check("answers-withheld", "consent", "flagged", "supervisor", 0, find_withheld_answers),
    Check("consent-missing", "consent", "flagged", "enumerator", 0, find_missing_consent, ("is_consent",)),
    Check("link-without-consent", "consent", "blocking", "data_manager", 0, find_links_without_consent,
          ("links", "is_consent_link")),
)  # fmt: skip
