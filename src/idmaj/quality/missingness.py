"""Answers that are missing: how many, of which kind, and in whose interviews."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.spread import compare_groups, differs
from idmaj.quality.tables import SurveyTables

_NOT_ASKED = ("not_asked", "not_collected", "withheld")
_KINDS = ("blank", "dk", "refused", "na", "unparseable")
_JUSTICE = ("is_justice_self_any",)


def _asked(tables: SurveyTables, column: str) -> np.ndarray:
    return tables.is_interviewed & ~tables.is_kind(column, *_NOT_ASKED)


def _counts(tables: SurveyTables) -> Iterator[tuple[str, str, np.ndarray, np.ndarray]]:
    """Column, kind, interviews that lack the answer so, and interviews in which it was asked."""
    for column in tables.answer_columns:
        asked = _asked(tables, column)
        for kind in _KINDS:
            lacking = asked & tables.is_kind(column, kind)
            if lacking.any():
                yield column, kind, lacking, asked


def count_missing(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Missing answers to each question, by kind."""
    for column, kind, lacking, asked in _counts(tables):
        yield Finding(int(lacking.sum()), int(asked.sum()), f"column={column}|kind={kind}")


def find_often_missing(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Questions that many people do not answer."""
    for column, kind, lacking, asked in _counts(tables):
        n, of = int(lacking.sum()), int(asked.sum())
        if of >= settings.least_for_rates and n > settings.most_missing * of:
            yield Finding(n, of, f"column={column}|kind={kind}")


def find_missing_by_group(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Questions that go unanswered with one enumerator, in one mode or one arm, more than with the others."""
    arms = tables.of_roster("arm").fillna("").astype("str").to_numpy(dtype=object)
    traits = {"enumerator": tables.text("enumerator_id"), "mode": tables.text("mode"), "arm": arms}
    coded = {trait: pd.factorize(values, sort=True) for trait, values in traits.items()}
    for column, kind, lacking, asked in _counts(tables):
        for trait, (codes, values) in coded.items():
            for value, *counts in compare_groups(codes, values, lacking, asked):
                n, of, n_others, of_others = counts
                enough = value and min(of, of_others) >= settings.least_for_statistics
                if enough and differs(n, of, n_others, of_others, least=settings.group_difference):
                    yield Finding(n, of, f"column={column}|kind={kind}|{trait}={value}")


def count_justice_refusals(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Refused and blank answers to the questions on justice, in all and by arm."""
    arms = tables.of_roster("arm").fillna("").astype("str").to_numpy(dtype=object)
    for column in _JUSTICE:
        asked = _asked(tables, column)
        lacking = asked & tables.is_kind(column, "refused", "blank", "dk")
        yield Finding(int(lacking.sum()), int(asked.sum()), f"column={column}")
        for arm in sorted(set(arms[asked]) - {""}):
            own = asked & (arms == arm)
            yield Finding(int((lacking & own).sum()), int(own.sum()), f"column={column}|arm={arm}")


def find_unreadable(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Cells that could not be read; their text stands in the raw file alone."""
    for column in tables.questions:
        hits = tables.is_kind(column, "unparseable")
        shown = [""] * int(hits.sum())
        yield from find_interviews(tables, hits, column=column, shown=shown, scope=f"column={column}")


CHECKS = (
    Check("missing-answers", "missingness", "note", "evaluator", 0, count_missing),
    Check("often-missing", "missingness", "flagged", "evaluator", 20, find_often_missing),
    Check("missing-by-group", "missingness", "flagged", "supervisor", 40, find_missing_by_group),
    Check("justice-refused", "missingness", "note", "evaluator", 0, count_justice_refusals,
          ("is_justice_self_any", "is_justice_self_any__missing")),
    Check("unreadable", "missingness", "flagged", "data_manager", 0, find_unreadable),
)  # fmt: skip
