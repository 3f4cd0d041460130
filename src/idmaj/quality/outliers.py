"""Numbers far from the others, and numbers that are codes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.findings import find_interviews, show_number
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.spread import deviations
from idmaj.quality.tables import SurveyTables

UNIT_FACTORS = (20, 100, 1000)
"""A dirham is 20 riyals of speech and 100 centimes; sums are also told in thousands."""

_NEAR = np.log(1.05)
_MANY_VALUES = 10
_LEAST_CHANGE = np.log(3)
_CODES = (-99.0, -98.0, -97.0, -88.0, -77.0, -66.0)


def amounts(tables: SurveyTables) -> list[str]:
    """Questions whose answers are amounts: of money, or numbers that take many values."""
    return [name for name in number_columns(tables) if name.endswith("_mad") or _is_spread(tables, name)]


def number_columns(tables: SurveyTables) -> list[str]:
    """Questions whose answers are numbers, yes and no apart."""
    columns = tables.interviews
    return [
        name for name in tables.answer_columns
        if pd.api.types.is_numeric_dtype(columns[name]) and not pd.api.types.is_bool_dtype(columns[name])
    ]  # fmt: skip


def _is_spread(tables: SurveyTables, column: str) -> bool:
    values = tables.numbers(column)
    return len(np.unique(values[~np.isnan(values)])) > _MANY_VALUES


def find_outliers(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Amounts far from the median of their wave on the log scale.

    The log is that of positive amounts; where losses occur, the inverse hyperbolic sine of the amount over
    the median size stands for it. Zero is an answer of its own and never an outlier. A value that division
    or multiplication by a unit factor brings to the median is shown with that factor.
    """
    for column in amounts(tables):
        values = tables.numbers(column)
        usable = tables.is_interviewed & ~np.isnan(values) & (values != 0)
        codes = is_code(values)
        hits, shown = np.zeros(len(values), dtype=bool), np.full(len(values), "", dtype=object)
        for wave in sorted(set(tables.text("wave")[usable])):
            own = np.flatnonzero(usable & (tables.text("wave") == wave))
            if len(own) < settings.least_for_statistics:
                continue
            far = own[deviations(_on_log_scale(values[own])) > settings.most_deviations]
            hits[far] = True
            middle = float(np.median(np.abs(values[own])))
            shown[far] = [
                _show(value, 0.0 if code else middle)
                for value, code in zip(values[far], codes[far], strict=True)
            ]
        yield from find_interviews(
            tables, hits, base=usable, column=column, shown=list(shown[hits]), scope=f"column={column}"
        )


def _on_log_scale(values: np.ndarray) -> np.ndarray:
    if (values > 0).all():
        return np.log(values)
    return np.arcsinh(values / np.median(np.abs(values)))


def _show(value: float, middle: float) -> str:
    for factor in UNIT_FACTORS if middle else ():
        for sign, changed in (("÷", value / factor), ("×", value * factor)):
            if 0.5 <= abs(changed) / middle <= 2:
                return f"{show_number(value)} ({sign} {factor} = {show_number(changed)})"
    return show_number(value)


def find_unit_errors(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Amounts that are a unit factor away from the person's amount of another wave, within 5 %.

    Of the two, the one farther from the median of all is shown.
    """
    for column in amounts(tables):
        values = tables.numbers(column)
        base = (values > 0) & ~is_code(values)
        pairs = consecutive_waves(tables, base)
        ratio = np.log(values[pairs[:, 1]] / values[pairs[:, 0]])
        factor = np.zeros(len(pairs))
        for unit in UNIT_FACTORS:
            factor = np.where(np.abs(np.abs(ratio) - np.log(unit)) < _NEAR, unit, factor)
        found = pairs[factor > 0]
        if not len(found):
            continue
        away = np.abs(np.log(values[found]) - np.log(np.median(values[base])))
        wrong = found[np.arange(len(found)), away.argmax(axis=1)]
        right = found[np.arange(len(found)), away.argmin(axis=1)]
        shown = np.full(len(values), "", dtype=object)
        for one, other, unit in zip(wrong, right, factor[factor > 0], strict=True):
            shown[one] = f"{show_number(values[one])} · {show_number(values[other])} (× {int(unit)})"
        hits = shown != ""
        yield from find_interviews(
            tables, hits, base=base, column=column, shown=list(shown[hits]), scope=f"column={column}"
        )


def consecutive_waves(tables: SurveyTables, usable: np.ndarray) -> np.ndarray:
    """Positions of a person's interview and of the next one among usable rows, shape (pairs, 2)."""
    frame = pd.DataFrame(
        {
            "person": tables.text("person_id"),
            "wave": tables.wave_position,
            "uuid": tables.text("submission_uuid"),
            "place": np.arange(len(usable)),
        }
    )
    held = frame[usable & (frame["person"] != "").to_numpy() & (tables.wave_position >= 0)]
    held = held.sort_values(["person", "wave", "uuid"])
    earlier = held.groupby("person")["place"].shift()
    is_later = held["wave"] > held.groupby("person")["wave"].shift()
    pairs = pd.DataFrame({"earlier": earlier, "later": held["place"]})[is_later]
    return pairs.to_numpy(dtype="int64").reshape(-1, 2)


def find_unusual_changes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Amounts that changed threefold or more, and far more than those of other people did between the waves."""
    for column in amounts(tables):
        values = tables.numbers(column)
        pairs = consecutive_waves(tables, (values > 0) & ~is_code(values))
        if len(pairs) < settings.least_for_statistics:
            continue
        change = np.log(values[pairs[:, 1]] / values[pairs[:, 0]])
        hits = np.zeros(len(values), dtype=bool)
        shown = np.full(len(values), "", dtype=object)
        is_far = (deviations(change) > settings.most_deviations) & (np.abs(change) > _LEAST_CHANGE)
        for earlier, later in pairs[is_far]:
            hits[later] = True
            shown[later] = f"{show_number(values[earlier])} → {show_number(values[later])}"
        base = np.isin(np.arange(len(values)), pairs[:, 1])
        yield from find_interviews(
            tables, hits, base=base, column=column, shown=list(shown[hits]), scope=f"column={column}"
        )


def find_codes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Numbers that look like codes for a missing answer: 999, 99999, or −99 where nothing else is negative."""
    for column in number_columns(tables):
        values = tables.numbers(column)
        yield from find_interviews(
            tables, is_code(values), base=~np.isnan(values), column=column, scope=f"column={column}"
        )


def is_code(values: np.ndarray) -> np.ndarray:
    """Whether numbers look like codes for a missing answer; see `find_codes`."""
    is_nines = np.isin(np.abs(values) + 1, [10.0**digits for digits in range(3, 10)])
    is_negative_code = np.isin(values, _CODES)
    has_losses = bool((values[~is_negative_code & ~is_nines] < 0).any())
    return is_nines | (is_negative_code & (not has_losses))


CHECKS = (
    Check("outlier", "outliers", "flagged", "enumerator", 20, find_outliers),
    Check("unit-error", "outliers", "flagged", "enumerator", 0, find_unit_errors, ("person_id", "wave")),
    Check("change-unusual", "outliers", "flagged", "supervisor", 20, find_unusual_changes,
          ("person_id", "wave")),
    Check("undeclared-code", "outliers", "flagged", "data_manager", 0, find_codes),
)  # fmt: skip
