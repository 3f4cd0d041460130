"""Values of expressions over many rows: texts, numbers, truth values, days; conversions by XPath 1.0."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Kind = Literal["text", "number", "truth", "day"]
_NUMBER = r"^[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*$"  # XPath 1.0 §4.4 and production 30
_DAY = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$"
_EPOCH = date(1970, 1, 1)
_NAN = pa.scalar(math.nan)


@dataclass(frozen=True)
class Value:
    """A value of every row, or one for all.

    Attributes
    ----------
    kind
        `day` is a number: days since 1970-01-01, as ODK compares dates; as text it is a date.
    data
        Arrow array or scalar: string (may be dictionary-encoded), float64 or bool; never null. A blank
        answer is "", as a number NaN.
    """

    kind: Kind
    data: pa.Array | pa.Scalar

    @cached_property
    def numbers(self) -> pa.Array | pa.Scalar:
        """As numbers: texts that are no number become NaN, ISO dates the number of their day."""
        if self.kind in {"number", "day"}:
            return self.data
        if self.kind == "truth":
            return pc.cast(self.data, pa.float64())
        if isinstance(self.data, pa.Scalar):
            return _parse_numbers(pa.array([self.data.as_py()], pa.string()))[0]
        return of_distinct(self.data, _parse_numbers)

    @cached_property
    def truth(self) -> pa.Array | pa.Scalar:
        """As truth values: a number is true unless 0 or NaN, a text unless it is blank."""
        if self.kind == "truth":
            return self.data
        if self.kind == "text":
            return of_distinct(self.data, lambda texts: pc.not_equal(texts, ""))
        return pc.and_(pc.not_equal(self.data, 0.0), pc.invert(pc.is_nan(self.data)))

    @cached_property
    def texts(self) -> pa.Array | pa.Scalar:
        """As texts: whole numbers without a point, truth values as `true`, days in ISO 8601."""
        if self.kind == "text":
            return self.data
        if self.kind == "truth":
            return pc.if_else(self.data, "true", "false")
        write = _write_day if self.kind == "day" else write_number
        if isinstance(self.data, pa.Scalar):
            return pa.scalar(write(self.data.as_py()))
        encoded = self.data.dictionary_encode()
        texts = pa.array([write(number) for number in encoded.dictionary.to_pylist()], pa.string())
        return texts.take(encoded.indices)


def of_distinct(data: pa.Array | pa.Scalar, function: object) -> pa.Array | pa.Scalar:
    """Apply a kernel to texts: once per distinct text where they are dictionary-encoded."""
    if isinstance(data, pa.DictionaryArray):
        return function(data.dictionary).take(data.indices)  # type: ignore[operator]
    return function(data)  # type: ignore[operator]


def plain(data: pa.Array | pa.Scalar) -> pa.Array | pa.Scalar:
    """Texts without their dictionary."""
    return data.dictionary_decode() if isinstance(data, pa.DictionaryArray) else data


def spread(data: pa.Array | pa.Scalar, n: int) -> pa.Array:
    """A value for every row."""
    return pa.repeat(data, n) if isinstance(data, pa.Scalar) else plain(data)


def write_number(number: float) -> str:
    """Write a number as XPath 1.0 does."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number.is_integer():
        return str(int(number))
    text = repr(number)
    return text if "e" not in text else f"{number:.20f}".rstrip("0")


def _write_day(number: float) -> str:
    try:
        return (_EPOCH + timedelta(days=math.floor(number))).isoformat()
    except (ValueError, OverflowError):  # NaN, and years outside the calendar
        return ""


def _parse_numbers(texts: pa.Array) -> pa.Array:
    blank = pc.equal(texts, "")
    stated = pc.if_else(blank, None, texts)
    try:
        found = pc.cast(stated, pa.float64())
        is_plain = not pc.any(pc.match_substring_regex(stated, r"[A-Za-z+]")).as_py()
    except pa.ArrowInvalid:
        is_plain = False
    return pc.fill_null(found, math.nan) if is_plain else _parse_mixed(stated)


def _parse_mixed(texts: pa.Array) -> pa.Array:
    """Numbers of texts of which some are dates or words."""
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary
    is_number = pc.match_substring_regex(distinct, _NUMBER)
    numbers = pc.cast(pc.utf8_trim_whitespace(pc.if_else(is_number, distinct, None)), pa.float64())
    is_day = pc.match_substring_regex(distinct, _DAY)
    if pc.any(is_day).as_py():
        days = [
            _day_number(text) if is_ else None for text, is_ in zip(distinct.to_pylist(), is_day, strict=True)
        ]
        numbers = pc.coalesce(numbers, pa.array(days, pa.float64()))
    return pc.fill_null(pc.fill_null(numbers, math.nan).take(encoded.indices), math.nan)


def _day_number(text: str) -> float | None:
    """Days since 1970-01-01 of an ISO date; a time of day, as the clock showed it, is a fraction."""
    try:
        days = (date.fromisoformat(text[:10]) - _EPOCH).days
    except ValueError:
        return None
    clock = re.match(r"(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?", text[11:])
    if not clock:
        return float(days)
    return days + (int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3] or 0)) / 86400
