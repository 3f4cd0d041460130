"""What ingest flagged while it read cells and identifiers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from idmaj.quality.findings import find_interviews
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

CODE_FLAGS = frozenset({"code-check-digit"})
TWICE_FLAGS = frozenset({"identifier-breaks-constraint"})


def _find_flagged(tables: SurveyTables, messages: frozenset[str]) -> Iterator[Finding]:
    """Interviews that bear one of several flags; what was typed is not shown."""
    flags = tables.quality_flags
    marked = flags.loc[flags["message"].astype("str").isin(list(messages)), "submission_uuid"]
    hits = np.isin(tables.text("submission_uuid"), marked.astype("str"))
    yield from find_interviews(tables, hits, column="person_id", shown=[""] * int(hits.sum()))


def find_wrong_codes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Programme codes whose check digit is wrong."""
    yield from _find_flagged(tables, CODE_FLAGS)


def find_differing_codes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Identifiers that break a constraint of the form: typed twice, the two differ."""
    yield from _find_flagged(tables, TWICE_FLAGS)


def count_flags(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Cells that ingest flagged, by reason and column of the file."""
    flags = tables.quality_flags
    rest = flags[~flags["message"].astype("str").isin(list(CODE_FLAGS | TWICE_FLAGS))]
    for (message, column), own in rest.groupby(["message", "column"], sort=True):
        yield Finding(len(own), len(tables.interviews), f"message={message}|column={column}")


_NEEDS = ("quality_flags.submission_uuid", "submission_uuid")
CHECKS = (
    Check("person-code-wrong", "cells", "flagged", "enumerator", 0, find_wrong_codes, _NEEDS),
    Check("person-code-differs", "cells", "flagged", "enumerator", 0, find_differing_codes, _NEEDS),
    Check("cells-flagged", "cells", "note", "data_manager", 0, count_flags, _NEEDS),
)  # fmt: skip
