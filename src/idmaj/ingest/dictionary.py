"""Canonical columns of interviews and justice events: names, types, words.

A form names the target of an answer in its column `canonical` (`table.column`). Older names of a
target are accepted; the names here are those of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["flag", "number", "whole", "date", "instant", "code", "codes", "text"]


@dataclass(frozen=True)
class CanonicalColumn:
    """A column of a canonical table.

    Attributes
    ----------
    name, type
        Name and type; `codes` is several codes joined by spaces, in alphabetical order.
    words
        Word of the table → labels of choices that mean it, in any language, folded by `match_key`; a
        choice whose form names no canonical value is matched by them. Empty: codes stay as they are.
    older
        Names that forms in use give it.
    is_identifying
        Never enters a table.
    """

    name: str
    type: ColumnType
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    older: tuple[str, ...] = ()
    is_identifying: bool = False


_OUTCOMES = {
    "interviewed": ("interviewed", "completed", "complete", "enquêté", "complet", "réalisé", "تمت المقابلة"),
    "refused": ("refused", "refusal", "refus", "refusé", "رفض"),
    "not_found": ("not found", "untraceable", "introuvable", "non trouvé", "تعذر العثور عليه", "لم يعثر عليه"),
    "in_prison": ("in prison", "imprisoned", "en détention", "en prison", "incarcéré", "في السجن"),
    "abroad": ("abroad", "abroad or moved", "moved", "à l’étranger", "à l’étranger ou déménagé", "déménagé",
               "بالخارج", "بالخارج أو انتقل"),
    "deceased": ("deceased", "dead", "died", "décédé", "متوفى"),
}  # fmt: skip
_MODES = {
    "face_to_face": ("face to face", "in person", "face à face", "حضوريا"),
    "phone": ("phone", "telephone", "by phone", "téléphone", "هاتفيا"),
    "proxy": ("proxy", "par un proche", "proche", "عن طريق قريب"),
}
_EVENTS = {
    "arrest": ("arrest", "arrest (garde à vue)", "arrestation", "arrestation (garde à vue)", "garde à vue",
               "توقيف", "توقيف (حراسة نظرية)"),
    "charge": ("charge", "charged", "poursuite", "متابعة"),
    "conviction": ("conviction", "convicted", "condamnation", "إدانة"),
    "imprisonment": ("imprisonment", "imprisoned", "incarcération", "emprisonnement", "سجن"),
    "release": ("release", "libération", "إفراج"),
}  # fmt: skip


def _column(name: str, type_: ColumnType, *older: str) -> CanonicalColumn:
    return CanonicalColumn(name, type_, older=older)


INTERVIEWS = (
    CanonicalColumn("person_id", "code", older=("person_code",), is_identifying=True),
    _column("wave", "code"),
    CanonicalColumn("outcome", "code", _OUTCOMES, older=("contact_outcome", "contact")),
    CanonicalColumn("mode", "code", _MODES),
    _column("language", "code", "itw_lang"),
    _column("enumerator_id", "code", "enumerator"),
    _column("n_attempts", "whole"),
    _column("started_at", "instant", "start_utc", "start"),
    _column("ended_at", "instant", "end_utc", "end"),
    _column("interviewed_on", "date", "interview_date"),
    _column("is_consent", "flag", "consent"),
    _column("is_consent_link", "flag", "consent_link"),
    _column("is_employed_ilo", "flag", "employed_ilo", "employed"),
    _column("labour_status", "code"),
    _column("icse", "code"),
    _column("isco08_1d", "code"),
    _column("hours_7d", "number"),
    _column("days_30d", "number"),
    _column("formality", "codes"),
    _column("wage_30d_mad", "number", "wage_mad_30d"),
    _column("other_income_30d_mad", "number", "other_income_mad_30d"),
    _column("hh_income_30d_mad", "number", "hh_income_mad_30d"),
    _column("hh_size", "whole"),
    _column("is_social_aid", "flag", "social_aid"),
    _column("enterprise_status", "code"),
    _column("closed_on", "date", "enterprise_closed_on"),
    _column("close_reason", "codes"),
    _column("revenue_30d_mad", "number", "revenue_mad_30d"),
    _column("costs_30d_mad", "number", "costs_mad_30d"),
    _column("profit_30d_mad", "number", "profit_mad_30d"),
    _column("n_workers", "whole"),
    _column("equipment_status", "code"),
    _column("equipment_lost_on", "date"),
    _column("equipment_sold_mad", "number"),
    _column("is_justice_self_any", "flag", "justice_self_any", "justice_any"),
    _column("housing", "code"),
    _column("moves_6m", "whole"),
    _column("debt_mad", "number"),
    _column("health_self", "code"),
    _column("is_support_any", "flag", "support_any"),
    *(_column(f"who5_{item}", "whole") for item in range(1, 6)),
    _column("cantril", "number"),
    _column("barriers", "codes"),
    _column("is_asked_record", "flag", "asked_record"),
    _column("stigma", "whole"),
    _column("is_rehab_asked", "flag", "rehab_asked"),
)
JUSTICE_EVENTS = (
    CanonicalColumn("event_type", "code", _EVENTS),
    _column("event_on", "date", "event_date"),
    _column("offence_group", "code", "offence"),
    _column("sentence_months", "number"),
    _column("is_technical_breach", "flag", "technical_breach"),
)
TABLES: dict[str, tuple[CanonicalColumn, ...]] = {"interviews": INTERVIEWS, "justice_events": JUSTICE_EVENTS}
_OLDER_TABLES = {
    "interview": "interviews", "wave_interview": "interviews", "justice_event": "justice_events",
    "person": "persons", "persons": "persons",
}  # fmt: skip
_TARGET = re.compile(r"\s*([a-z_]+)\.([A-Za-z0-9_]+)")


def find_target(text: str) -> tuple[str, str]:
    """Read the target of an answer that a form names.

    Parameters
    ----------
    text
        `table.column`, in the names of the tables or in older ones; `persons.…` names an identifier of
        the person, which goes to `interviews.person_id`.

    Returns
    -------
    table, column : str
        Names of the tables; ("", "") where the text names no table.
    """
    found = _TARGET.match(text)
    if not found:
        return "", ""
    table, column = _OLDER_TABLES.get(found[1], found[1]), found[2]
    if table == "persons" and column in {"person_id", "person_code"}:
        return "interviews", "person_id"
    if table not in TABLES:
        return table, column
    known = find_column(table, column)
    return table, known.name if known else column


def find_column(table: str, name: str) -> CanonicalColumn | None:
    """Find a canonical column by its name or an older one; None where there is none."""
    for column in TABLES.get(table, ()):
        if name == column.name or name in column.older:
            return column
    return None
