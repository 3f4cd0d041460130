"""Rules of the closed list, worked out on rows of people: a value, or the kind of what is missing.

Truth tables of every rule stand in ``tests/outcomes/test_definition.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code
from idmaj.study.outcome import (
    AllOf,
    AnyOf,
    ColumnRule,
    EventWithin,
    LastOf,
    Rule,
    ShareOf,
    SumOf,
)
from idmaj.study.rules import expand_horizon, horizon_text

BLANK = "blank"
"""Kind of a cell that the file leaves empty without saying why."""


@dataclass(frozen=True)
class Measured:
    """Values of an outcome, one a row.

    Attributes
    ----------
    value
        float; NaN where missing, 0 or 1 for conditions.
    missing
        Kind of what is missing, "" where there is a value.
    """

    value: np.ndarray
    missing: np.ndarray


EventWithinWindow = Callable[[EventWithin], Measured]


def evaluate_rule(
    rule: Rule, rows: pd.DataFrame, horizon: str = "", *, within: EventWithinWindow | None = None
) -> Measured:
    """Work out a rule for every row.

    Parameters
    ----------
    rule
        A rule of the closed list.
    rows
        Columns of the canonical table, with `<column>__missing` where kinds are known.
    horizon
        What stands for ``{horizon}`` in column names.
    within
        Works out an `EventWithin` rule for the same rows at the same horizon.

    Returns
    -------
    Measured
    """
    match rule:
        case ColumnRule():
            return _evaluate_column(rule, rows, expand_horizon(rule.column, horizon))
        case AnyOf():
            parts = [evaluate_rule(part, rows, horizon, within=within) for part in rule.any_of]
            return _combine(parts, decisive=1.0)
        case AllOf():
            parts = [evaluate_rule(part, rows, horizon, within=within) for part in rule.all_of]
            return _combine(parts, decisive=0.0)
        case ShareOf():
            parts = [evaluate_rule(part, rows, horizon, within=within) for part in rule.share_of]
            return _accumulate(parts, np.mean)
        case SumOf():
            columns = [expand_horizon(column, horizon) for column in rule.sum_of]
            numbers = [read_numbers(rows, column) for column in columns]
            if rule.not_asked == "zero":
                numbers = [_count_skipped_as_zero(part) for part in numbers]
            total = _accumulate(numbers, np.sum)
            return total if rule.above is None else _condition(total, total.value > rule.above)
        case LastOf():
            return _evaluate_last(rule, rows, [expand_horizon(column, horizon) for column in rule.last_of])
        case EventWithin():
            if within is None:
                raise TypeError("an event_within rule needs the events")
            return within(rule)


def read_numbers(rows: pd.DataFrame, column: str) -> Measured:
    """Return a column as numbers; a code that is no number is `unparseable`."""
    cells = rows[column]
    values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float)
    kinds = missing_kinds(rows, column)
    kinds[(kinds == "") & np.isnan(values)] = "unparseable"
    return Measured(np.where(kinds == "", values, np.nan), kinds)


def missing_kinds(rows: pd.DataFrame, column: str) -> np.ndarray:
    """Return the kind of what is missing in a column: "" where the cell is present."""
    is_missing = rows[column].isna().to_numpy()
    kinds = np.where(is_missing, BLANK, "").astype(object)
    known = rows.get(f"{column}__missing")
    if known is not None:
        coded = known.fillna("").to_numpy(dtype=object)
        kinds = np.where(coded != "", coded, kinds)
    return kinds


def cells_as_text(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as codes: the number 1.0 is `1`."""
    cells = rows[column]
    if pd.api.types.is_numeric_dtype(cells):
        return cells.map(lambda number: "" if np.isnan(number) else horizon_text(float(number)))
    return cells.fillna("").astype("str")


def _evaluate_column(rule: ColumnRule, rows: pd.DataFrame, column: str) -> Measured:
    if not rule.is_condition:
        return read_numbers(rows, column)
    kinds = missing_kinds(rows, column)
    holds = np.ones(len(rows), dtype=bool)
    accepted = [rule.equals] if rule.equals is not None else rule.one_of
    if accepted is not None:
        holds &= _is_one_of(cells_as_text(rows, column), accepted)
    if rule.equals is not None and rule.one_of is not None:
        holds &= _is_one_of(cells_as_text(rows, column), rule.one_of)
    if rule.above is not None or rule.below is not None:
        numbers = read_numbers(rows, column)
        kinds = numbers.missing
        holds &= numbers.value > (-np.inf if rule.above is None else rule.above)
        holds &= numbers.value < (np.inf if rule.below is None else rule.below)
    return Measured(np.where(kinds == "", holds.astype(float), np.nan), kinds)


def _is_one_of(cells: pd.Series, accepted: Sequence[str]) -> np.ndarray:
    return cells.isin([canonical_code(value) for value in accepted]).to_numpy()


def _count_skipped_as_zero(part: Measured) -> Measured:
    skipped = part.missing == "not_asked"
    return Measured(np.where(skipped, 0.0, part.value), np.where(skipped, "", part.missing).astype(object))


def _condition(measured: Measured, holds: np.ndarray) -> Measured:
    return Measured(np.where(measured.missing == "", holds.astype(float), np.nan), measured.missing)


def _combine(parts: Sequence[Measured], *, decisive: float) -> Measured:
    """Combine conditions: one part with the decisive value decides, whatever is missing elsewhere."""
    decided = np.logical_or.reduce([part.value == decisive for part in parts])
    kinds = np.where(decided, "", _first_kind(parts)).astype(object)
    value = np.where(decided, decisive, 1.0 - decisive)
    return Measured(np.where(kinds == "", value, np.nan), kinds)


def _accumulate(parts: Sequence[Measured], total: Callable[..., np.ndarray]) -> Measured:
    kinds = _first_kind(parts)
    value = total(np.vstack([part.value for part in parts]), axis=0)
    return Measured(np.where(kinds == "", value, np.nan), kinds)


def _first_kind(parts: Sequence[Measured]) -> np.ndarray:
    kinds = parts[0].missing
    for part in parts[1:]:
        kinds = np.where(kinds == "", part.missing, kinds)
    return kinds.astype(object)


def _evaluate_last(rule: LastOf, rows: pd.DataFrame, columns: Sequence[str]) -> Measured:
    single = [
        ColumnRule(column=column, equals=rule.equals)
        if rule.equals is not None
        else ColumnRule(column=column)
        for column in columns
    ]
    parts = [_evaluate_column(one, rows, column) for one, column in zip(single, columns, strict=True)]
    value, kinds = parts[-1].value, parts[-1].missing
    for part in reversed(parts[:-1]):
        value = np.where(kinds == "", value, part.value)
        kinds = np.where((kinds == "") | (part.missing == ""), "", kinds)
    return Measured(value, kinds.astype(object))
