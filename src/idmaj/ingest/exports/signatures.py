"""How much the columns of a table speak for a platform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from idmaj.ingest.cells import clean_cell
from idmaj.ingest.exports.platforms import PLATFORMS, Platform, fold_name

_NUMBERED = re.compile(r"(\w+)\. .")  # LimeSurvey: code and text of a question in one header

# Programs that tidy names take the low lines off those of Kobo's own columns
_BARE_NAMES = {
    re.sub("_+", "_", mark).strip("_"): mark for mark in PLATFORMS["kobo"].marks if mark.startswith("_")
}
_BARE_PAIRS = ({"submission_time", "uuid"}, {"submission_uuid", "parent_index"})

ENOUGH = 2
"""Marks below this say nothing."""


def fold_header(header: Iterable[str]) -> dict[str, int]:
    """Folded name → position of the first column of that name; codes before a text count too."""
    places: dict[str, int] = {}
    for position, name in enumerate(header):
        places.setdefault(fold_name(name), position)
    for position, name in enumerate(header):
        found = _NUMBERED.match(clean_cell(name))
        if found:
            places.setdefault(fold_name(found[1]), position)
    places.pop("", None)
    if any(pair <= places.keys() for pair in _BARE_PAIRS):
        for bare, name in _BARE_NAMES.items():
            if bare in places:
                places.setdefault(name, places[bare])
    return places


def score_platforms(header: Iterable[str]) -> dict[str, int]:
    """How much the columns speak for each platform; those they do not speak for are left out."""
    places = fold_header(list(header))
    scores = {key: _score(platform, places) for key, platform in PLATFORMS.items()}
    if "__version__" in places or not ({"meta/instanceid", "formhub/uuid"} & places.keys()):
        scores["kobo_legacy"] = (
            0  # Kobo of today writes `__version__`, formhub and its heirs the form's own ids
        )
    else:
        scores["kobo"] = 0
    if scores["google_forms"] and not _is_first(places, PLATFORMS["google_forms"].marks):
        scores["google_forms"] = 0
    return {key: score for key, score in scores.items() if score >= ENOUGH}


def find_roles(platform: Platform, places: Mapping[str, int]) -> dict[str, int]:
    """Role → position of the column that plays it."""
    found: dict[str, int] = {}
    for role, names in platform.roles.items():
        position = next((places[name] for name in names if name in places), None)
        if position is not None:
            found[role] = position
    return found


def _score(platform: Platform, places: Mapping[str, int]) -> int:
    return sum(weight for mark, weight in platform.marks.items() if _has_mark(mark, places))


def _has_mark(mark: str, places: Mapping[str, int]) -> bool:
    if mark.endswith("*"):
        return any(name.startswith(mark[:-1]) for name in places)
    return mark in places


def _is_first(places: Mapping[str, int], marks: Iterable[str]) -> bool:
    """Whether a mark is the first column that has a name."""
    first = min(places.values())
    return any(places.get(mark) == first for mark in marks)
