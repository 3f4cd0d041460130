"""Names of months and weekdays, folded by `match_key`: French, English, and the Arabic of each region.

Months: CLDR 48 (fr, en; ar for Egypt and the Gulf; ar-MA; ar-LB for the Mashriq; ar-DZ and ar-TN), with
the usual abbreviations and spellings.
"""

from __future__ import annotations

from idmaj.ingest.matching import match_key

_MONTHS = (
    "janvier janv jan january يناير جانفي|كانون الثاني",
    "fevrier fevr fev february feb فبراير شباط فيفري",
    "mars mar march مارس اذار مارث",
    "avril avr april apr ابريل نيسان افريل",
    "mai may ماي مايو ايار",
    "juin june jun يونيو يونيه حزيران جوان",
    "juillet juil jul july يوليوز يوليو يوليه تموز جويلية جويليه",
    "aout aou august aug غشت اغسطس اب اوت",
    "septembre sept sep september شتنبر سبتمبر ايلول",
    "octobre oct october اكتوبر|تشرين الاول",
    "novembre nov november نونبر نوفمبر|تشرين الثاني",
    "decembre dec december دجنبر ديسمبر دجمبر|كانون الاول",
)
_WEEKDAYS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد"
)
_HIJRI = (
    "محرم", "صفر", "ربيع الاول", "ربيع الثاني", "ربيع الاخر", "جمادى", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة",
    "ذي القعدة", "ذو الحجة", "ذي الحجة", "moharram", "muharram", "safar", "rabi", "joumada", "jumada", "rajab",
    "chaabane", "shaban", "ramadan", "chaoual", "shawwal", "hijja",
)  # fmt: skip


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for number, names in enumerate(_MONTHS, start=1):
        single, _, double = names.partition("|")
        table |= {match_key(name): number for name in (*single.split(), double) if name}
    return table


MONTHS = _months()
"""Folded name → month, 1–12."""

WEEKDAYS = frozenset(match_key(name) for name in _WEEKDAYS.split())
"""Folded names of weekdays, which may stand before a date."""

HIJRI_MONTHS = tuple(match_key(name) for name in _HIJRI)
"""Folded names of months of the Hijri calendar."""
