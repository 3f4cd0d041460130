"""Remarks of the estimates table in words: why a plan, why no number, what a check found."""

from __future__ import annotations

import re
from typing import Final

from idmaj.text import Language, format_count, format_list, format_number, format_percent, message

_NUMBER: Final = r"-?(?:\d[\d.]*(?:e[+-]?\d+)?|inf)"
_REMARKS: Final = {
    "all agree": "note-all-agree",
    "one-minus-km": "note-one-minus-km",
    "sources-known": "note-sources-known",
    "straddling": "note-straddling",
    "years-at-liberty": "note-years-at-liberty",
    "frequency-mature": "note-frequency-mature",
    "differs: (?P<calculations>.+)": "note-differs",
    "no smallest effect declared": "note-no-smallest-effect",
    "no pre-programme outcome declared": "note-no-placebo",
    "no period to compare before the support": "note-no-period-before",
    "the placebo outcome has missing values": "note-placebo-missing",
    "bounds for the people lost exclude no difference": "note-bounds-hold",
    f"farthest from 0 at e=(?P<time>{_NUMBER}); p of all together": "note-farthest",
    f"at M=1 from (?P<low>{_NUMBER}) to (?P<high>{_NUMBER})(?:; .*)?": "note-honest",
    "few clusters: interval of the restricted wild bootstrap": "note-few-clusters",
    f"winsorised at the (?P<share>{_NUMBER}) quantile": "note-winsorised",
    "weights not normalised": "note-not-normalised",
    "weak first stage": "note-weak-first-stage",
    f"Anderson-Rubin (?P<low>{_NUMBER}) to (?P<high>{_NUMBER})": "note-anderson-rubin",
    "redrawn: all assignments": "note-redrawn-all",
    r"redrawn: (?P<n>\d+) assignments": "note-redrawn",
    r"(?P<n>\d+) comparison people used; (?P<lost>\d+) supported without a match": "note-matched-some",
    r"(?P<n>\d+) comparison people used": "note-matched",
    "several dates of support: weights of some effects may be negative": "note-several-dates",
    r"(?P<n>\d+) units supported from the first wave on, left out": "note-always-supported",
    r"(?P<n>\d+) units without a pair of waves, left out": "note-unpaired",
    r"(?P<n>\d+) pairs of group and time without a comparison": "note-without-comparison",
}
"""Remarks of the estimators, and the messages that say them."""


def say_notes(note: str, language: Language) -> list[str]:
    """Say the remarks of a row.

    Parameters
    ----------
    note
        Column of the estimates table: remarks split by ``|``. Ids of the catalogue (``plan-…``,
        ``estimation-…``) and the remarks of the estimators are said; what only programs read is not.
    language
        Reader's language.

    Returns
    -------
    list of str
        In the order of the note.
    """
    said = (_say_note(part, language) for part in note.split("|"))
    return [words for words in said if words]


def say_reasons(note: str, language: Language) -> list[str]:
    """Say why the plan takes an estimate: the parts of a note that begin with ``plan-``."""
    return [message(part, language) for part in note.split("|") if part.startswith("plan-")]


def _say_note(part: str, language: Language) -> str:
    if part.startswith(("estimation-", "note-")):
        return message(part, language)
    for pattern, message_id in _REMARKS.items():
        found = re.fullmatch(pattern, part)
        if found is not None:
            return message(message_id, language, **_write(found.groupdict(), language))
    return ""


def _write(arguments: dict[str, str], language: Language) -> dict[str, str]:
    return {name: _write_one(name, value, language) for name, value in arguments.items()}


def _write_one(name: str, value: str, language: Language) -> str:
    if name == "calculations":
        return format_list([message(f"estimator-{part}", language) for part in value.split(", ")], language)
    if name in {"n", "lost"}:
        return format_count(int(value), language)
    if name == "share":
        return format_percent(float(value), language, None)
    if name == "time":
        return format_number(int(value) if float(value).is_integer() else float(value), language, None)
    return format_number(float(value), language, 3)
