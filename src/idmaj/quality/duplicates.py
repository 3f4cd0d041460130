"""Interviews that occur twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews
from idmaj.quality.likeness import find_likeness
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables


def find_repeated_submissions(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """The same submission in several rows."""
    yield from _find_repeats(tables, ["submission_uuid"])


def find_repeated_waves(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """The same person in the same wave under several submissions."""
    yield from _find_repeats(tables, ["person_id", "wave"])


def _find_repeats(tables: SurveyTables, keys: list[str]) -> Iterator[Finding]:
    held = pd.DataFrame({key: tables.text(key) for key in keys})
    is_known = (held != "").all(axis=1).to_numpy()
    hits = held.duplicated(keep=False).to_numpy() & is_known
    uuids = pd.Series(tables.text("submission_uuid"))[hits]
    groups = uuids.groupby([held[key][hits] for key in keys])
    others = {group: sorted(members) for group, members in groups}
    names = [tuple(row) for row in held[hits].to_numpy()]
    shown = [", ".join(_others(others[name], uuid)) for name, uuid in zip(names, uuids, strict=True)]
    yield from find_interviews(tables, hits, base=is_known, shown=shown)


def _others(members: list[str], uuid: str) -> list[str]:
    left = list(members)
    left.remove(uuid)
    return left


def find_near_identical(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Two interviews of a wave that share nearly all answers.

    The share is that of equal answers among the questions that either of the two holds (percentmatch of
    Kuriakose and Robbins 2016, without the questions that nobody was asked); don't know and refused
    count as answers.
    """
    partner, same, of = find_likeness(tables, settings)
    hits = partner >= 0
    uuids = tables.text("submission_uuid")
    shown = [
        f"{same[place]}/{of[place]} · {uuids[partner[place]]}" for place in np.flatnonzero(hits)
    ]  # fmt: skip
    yield from find_interviews(tables, hits, base=tables.is_interviewed, shown=shown)


CHECKS = (
    Check("submission-repeated", "duplicates", "blocking", "data_manager", 0, find_repeated_submissions,
          ("submission_uuid",)),
    Check("person-wave-repeated", "duplicates", "blocking", "supervisor", 0, find_repeated_waves,
          ("person_id", "wave")),
    Check("near-identical", "duplicates", "blocking", "supervisor", 0, find_near_identical),
)  # fmt: skip
