"""Versions of the form, and reviews of submissions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from idmaj.quality.findings import find_interviews, in_scopes
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

_REJECTED = frozenset({
    "not_approved", "validation_status_not_approved", "not approved", "rejected", "hasissues", "has_issues",
    "on_hold", "on hold", "validation_status_on_hold",
})  # fmt: skip


def find_unknown_versions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Submissions made with a version of the form that was not handed out."""
    hits = ~np.isin(tables.text("form_version"), list(tables.versions or ()))
    yield from find_interviews(tables, hits, column="form_version")


def find_outdated_versions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Submissions made with an older version, long after a newer one came into use."""
    place = {version: position for position, version in enumerate(tables.versions or ())}
    position = np.array([place.get(version, -1) for version in tables.text("form_version")])
    days = tables.days("interviewed_on")
    grace = np.timedelta64(settings.version_grace_days, "D")
    hits = np.zeros(len(position), dtype=bool)
    for newer in sorted(set(place.values())):
        seen = days[(position == newer) & ~np.isnat(days)]
        if len(seen):
            hits |= (position >= 0) & (position < newer) & (days > seen.min() + grace)
    yield from find_interviews(tables, hits, base=position >= 0, column="form_version")


def count_versions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Versions of a wave, where there are several."""
    versions = tables.text("form_version")
    for scope, of_wave in in_scopes(tables, "wave", "wave"):
        present = sorted(set(versions[of_wave]))
        for version in present if len(present) > 1 else []:
            n = int((of_wave & (versions == version)).sum())
            yield Finding(n, int(of_wave.sum()), f"{scope}|version={version}")


def find_rejected(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Submissions that a reviewer of the platform did not approve."""
    reviews = np.array([review.casefold() for review in tables.text("validation")])
    yield from find_interviews(tables, np.isin(reviews, list(_REJECTED)), column="validation")


CHECKS = (
    Check("version-unknown", "versions", "flagged", "data_manager", 0, find_unknown_versions,
          ("versions", "form_version")),
    Check("version-outdated", "versions", "flagged", "supervisor", 0, find_outdated_versions,
          ("versions", "form_version", "interviewed_on")),
    Check("versions-mixed", "versions", "note", "data_manager", 0, count_versions, ("form_version", "wave")),
    Check("not-approved", "versions", "flagged", "data_manager", 0, find_rejected, ("validation",)),
)  # fmt: skip
