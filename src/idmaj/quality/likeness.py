"""How alike the interviews of a wave are: the share of answers that two of them have in common."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.model import CheckSettings
from idmaj.quality.tables import SurveyTables

_REASONS = ("dk", "refused", "na")
_SHIFT = 10
MOST_COMPARED = 3000
"""Interviews of a group of which every pair is compared; a larger wave is taken enumerator by enumerator."""


def find_likeness(tables: SurveyTables, settings: CheckSettings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find for each interview the one of its wave that it resembles most, above the limit.

    Parameters
    ----------
    tables
        Tables of the survey.
    settings
        `near_identical` and `near_identical_least`.

    Returns
    -------
    partner, same, of : ndarray of int
        One a row of `interviews`: position of the other interview (−1 where there is none), equal
        answers, answers that either holds.
    """
    codes = code_answers(tables)
    n = len(codes)
    partner, same, of = np.full(n, -1), np.zeros(n, dtype=int), np.zeros(n, dtype=int)
    for group in _groups(tables):
        for left, right, n_same, n_of in _alike_pairs(codes[group], settings):
            for one, other in ((group[left], group[right]), (group[right], group[left])):
                if partner[one] < 0 or n_same * of[one] > same[one] * n_of:
                    partner[one], same[one], of[one] = other, n_same, n_of
    return partner, same, of


def code_answers(tables: SurveyTables) -> np.ndarray:
    """Code the answers, one column a question that is answered in more than one way; −1: no answer."""
    columns = []
    for name in tables.answer_columns:
        codes = pd.factorize(tables.interviews[name])[0]
        for code, kind in enumerate(_REASONS, start=2):
            codes = np.where(tables.is_kind(name, kind), -code, codes)
        is_answer = tables.is_kind(name, "", *_REASONS) & tables.is_interviewed
        if len(np.unique(codes[is_answer])) > 1:
            columns.append(np.where(is_answer, codes + _SHIFT, -1).astype("int32"))
    return np.column_stack(columns) if columns else np.zeros((len(tables.interviews), 0), dtype="int32")


def _groups(tables: SurveyTables) -> Iterator[np.ndarray]:
    """Positions of the interviews to compare with each other."""
    places = np.flatnonzero(tables.is_interviewed)
    order = np.argsort(tables.text("submission_uuid")[places], kind="stable")
    frame = pd.DataFrame(
        {
            "place": places,
            "wave": tables.text("wave")[places],
            "enumerator": tables.text("enumerator_id")[places],
        }
    ).iloc[order]
    for _, wave in frame.groupby("wave", sort=True):
        parts = [wave] if len(wave) <= MOST_COMPARED else [own for _, own in wave.groupby("enumerator")]
        for part in parts:
            of_part = part["place"].to_numpy()
            for start in range(0, len(of_part), MOST_COMPARED):
                yield of_part[start : start + MOST_COMPARED]


def _alike_pairs(codes: np.ndarray, settings: CheckSettings) -> Iterator[tuple[int, int, int, int]]:
    """Pairs of rows above the limit, with equal answers and answers that either holds."""
    held = codes >= 0
    for left in range(len(codes) - 1):
        rest = slice(left + 1, None)
        both = held[left] & held[rest]
        same = ((codes[left] == codes[rest]) & both).sum(axis=1)
        of = (held[left] | held[rest]).sum(axis=1)
        enough = both.sum(axis=1) >= settings.near_identical_least
        for right in np.flatnonzero(enough & (same > settings.near_identical * of)):
            yield left, left + 1 + int(right), int(same[right]), int(of[right])
