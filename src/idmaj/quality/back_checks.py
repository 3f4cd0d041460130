"""Back checks: interviews of which a part was asked again by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews, show_values
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SUFFIX, SurveyTables

_WITHIN = 0.1
"""Numbers that differ by no more than this share are one answer (IPA bcstats: `okrange`)."""


def _compared(tables: SurveyTables) -> Iterator[tuple[str, np.ndarray, np.ndarray, pd.Series]]:
    """Column, which interviews hold both answers, where these differ, and the answer of the back check."""
    if tables.back_checks is None:
        return
    again = tables.back_checks.drop_duplicates("submission_uuid").set_index("submission_uuid")
    rows = pd.Index(tables.text("submission_uuid"))
    for column in [name for name in tables.answer_columns if name in again and not name.endswith(SUFFIX)]:
        second = again[column].reindex(rows).reset_index(drop=True)
        first = tables.interviews[column].reset_index(drop=True)
        both = np.asarray(second.notna() & first.notna() & (second.astype("str") != ""), dtype=bool)
        both = both & tables.is_kind(column, "")
        yield column, both, both & _differ(first, second), second


def _differ(first: pd.Series, second: pd.Series) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(first) and not pd.api.types.is_bool_dtype(first):
        one, two = (pd.to_numeric(side, errors="coerce").to_numpy(dtype=float) for side in (first, second))
        return ~(np.abs(one - two) <= _WITHIN * np.maximum(np.abs(one), np.abs(two)))
    return np.array(show_values(first)) != np.array(show_values(second))


def find_differing_answers(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers that the back check does not confirm."""
    for column, both, hits, second in _compared(tables):
        sides = (tables.interviews[column].reset_index(drop=True)[hits], second[hits])
        shown = [" ≠ ".join(pair) for pair in zip(*(show_values(side) for side in sides), strict=True)]
        yield from find_interviews(
            tables, hits, base=both, column=column, shown=shown, scope=f"column={column}"
        )


def find_error_rates(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Enumerators of whose answers the back check contradicts too large a share."""
    enumerators = tables.text("enumerator_id")
    compared = np.zeros(len(enumerators), dtype=int)
    wrong = np.zeros(len(enumerators), dtype=int)
    for _, both, hits, _ in _compared(tables):
        compared += both
        wrong += hits
    for enumerator in sorted(set(enumerators[compared > 0]) - {""}):
        own = enumerators == enumerator
        n, of = int(wrong[own].sum()), int(compared[own].sum())
        if of >= settings.least_for_rates and n > settings.back_check_errors * of:
            yield Finding(n, of, f"enumerator={enumerator}")


def count_back_checks(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Interviews asked again, where they are fewer than they should be."""
    if tables.back_checks is None:
        return
    again = np.isin(tables.text("submission_uuid"), tables.back_checks["submission_uuid"].astype("str"))
    n, of = int((again & tables.is_interviewed).sum()), int(tables.is_interviewed.sum())
    if of and n < settings.back_check_share * of:
        yield Finding(n, of, arguments={"wanted": ceil(settings.back_check_share * of)})


CHECKS = (
    Check("back-check-differs", "back_checks", "flagged", "enumerator", 0, find_differing_answers,
          ("back_checks",)),
    Check("back-check-errors", "back_checks", "flagged", "supervisor", 20, find_error_rates,
          ("back_checks", "enumerator_id")),
    Check("back-checks-few", "back_checks", "note", "supervisor", 0, count_back_checks, ("back_checks",)),
)  # fmt: skip
