"""Typed values of workbooks, Parquet, JSON, Stata and SPSS to text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.cells import clean_cell
from idmaj.ingest.typed_files import as_text

_EXACT = 2.0**53


def columns_of_values(columns: Iterable[Sequence[Any]]) -> list[pa.Array]:
    """Write columns of values as text: `1.0` as `1`, dates in ISO 8601, nothing as ""."""
    return [column_of_values(values) for values in columns]


def column_of_values(values: Sequence[Any]) -> pa.Array:
    """Write one column as text, each distinct value once.

    A column in which any instant has a time of day shows it in all of them.
    """
    kinds = set(map(type, values))
    if kinds == {str}:
        return _strings(values)
    if kinds == {float}:
        return _whole_numbers(values) or _distinct(values, kinds=kinds, has_times=False)
    has_times = (
        any(type(v) is datetime and v.time() != time() for v in values) if datetime in kinds else False
    )
    return _distinct(values, kinds=kinds, has_times=has_times)


def find_typed_columns(columns: Iterable[Sequence[Any]]) -> frozenset[int]:
    """Positions of columns of numbers, dates or booleans, in which no text holds a digit."""
    return frozenset(position for position, values in enumerate(columns) if is_typed(values))


def is_typed(values: Sequence[Any]) -> bool:
    """Whether a column holds typed values, and text only where it is no number or date."""
    if not set(map(type, values)) - {str, type(None)}:
        return False
    texts = {value for value in values if type(value) is str}
    return not any(sign.isdigit() for text in texts for sign in text)


def _strings(values: Sequence[str]) -> pa.Array:
    import pyarrow.compute as pc

    cells = pa.array(values, pa.string())
    spaces = pc.utf8_is_space(cells)
    return pc.if_else(spaces, "", cells) if pc.any(spaces).as_py() else cells


def _whole_numbers(values: Sequence[float]) -> pa.Array | None:
    numbers = np.array(values, dtype=np.float64)
    whole = bool((np.abs(numbers) < _EXACT).all()) and bool((numbers == np.floor(numbers)).all())
    return pa.array(numbers.astype(np.int64)).cast(pa.string()) if whole else None


def _distinct(values: Sequence[Any], *, kinds: set[type], has_times: bool) -> pa.Array:
    if kinds & {list, dict, set}:
        values = [json.dumps(v, ensure_ascii=False, default=str) if _is_nested(v) else v for v in values]
    if len(kinds & {bool, int, float}) > 1:  # 1, 1.0 and True are equal as keys
        handles: Sequence[Any] = [(type(value), value) for value in values]
        texts = {handle: value_as_text(handle[1], has_times=has_times) for handle in set(handles)}
    else:
        handles = values
        texts = {value: value_as_text(value, has_times=has_times) for value in set(values)}
    return pa.array([texts[handle] for handle in handles], pa.string())


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | dict | set)


def value_as_text(value: Any, *, has_times: bool = False) -> str:
    """Write one value as text; durations as hours, minutes and seconds."""
    if isinstance(value, str):
        return "" if value.isspace() else value
    if value is None or value != value:  # NaN, NaT
        return ""
    if isinstance(value, datetime):
        return value.isoformat() if has_times or value.time() != time() else value.date().isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, date | time):
        return value.isoformat()
    return clean_cell(as_text(value))
