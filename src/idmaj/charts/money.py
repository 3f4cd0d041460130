"""What charts of money share: views that agree are drawn once, and what one unit of a result is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from idmaj.study import Study
from idmaj.text import Language, message, name_currency

LOOKS = ("support", "comparison")
"""Looks of the first and the second view."""


def select_views(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the rows of an outcome for everybody."""
    return estimates.loc[(estimates["outcome"] == outcome) & (estimates["subgroup"] == "all")]


def join_views(views: Mapping[str, pd.DataFrame], language: Language) -> list[tuple[str, pd.DataFrame]]:
    """Name views in words; those with the same numbers are one.

    Parameters
    ----------
    views
        Name of a view to its numbers.
    language
        Reader's language.
    """
    groups: list[tuple[list[str], pd.DataFrame]] = []
    for view, rows in views.items():
        words = message(f"view-{view}", language)
        same = next((names for names, other in groups if _agree(rows, other)), None)
        if same is None:
            groups.append(([words], rows))
        else:
            same.append(words)
    between = message("chart-between", language)
    return [(between.join(names), rows) for names, rows in groups]


def _agree(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    same_shape = one.shape == other.shape
    return same_shape and bool(np.array_equal(one.to_numpy(float), other.to_numpy(float), equal_nan=True))


def name_unit(study: Study, outcome: str, language: Language) -> str:
    """Say what one unit of a result is: a person, an amount of money, or the outcome's own unit."""
    declared = study.outcome[outcome]
    label = declared.label[language]
    if declared.kind in {"binary", "time_to_event"}:
        side = "fewer" if declared.better == "lower" else "more"
        return message(f"chart-cost-unit-{side}", language, outcome=label)
    unit = declared.unit[language] if declared.unit else message("chart-unit-value", language)
    if declared.money:
        unit = name_currency(study.study.currency, language)
    return message("chart-cost-unit-amount", language, outcome=label, unit=unit)
