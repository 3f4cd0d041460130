"""Cells of a study's files: columns of text to numbers, dates and codes, by the grammar of one cell.

Every parser works on the distinct cells of a column once. Surveys are read by `numbers`, `dates`,
`instants`, `labels` and `selects`, which share the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from idmaj.ingest.date_text import EARLIEST, LATEST
from idmaj.ingest.matching import ARABIC_DIGITS, canonical_code, clean_cell
from idmaj.ingest.number_text import NumberText, read_number_text
from idmaj.ingest.numbers import NumberStyle

__all__ = [
    "NumberStyle",
    "Numbers",
    "canonical_code",
    "canonical_codes",
    "clean_cell",
    "map_distinct",
    "mask_value",
    "parse_dates",
    "parse_numbers",
]

_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}.*)?", re.ASCII)


@dataclass(frozen=True)
class Numbers:
    """Numbers of a column.

    Attributes
    ----------
    values
        float64, NaN where the cell is not a number.
    is_number, is_ambiguous
        Which cells were read, and which could mean two numbers (these are not read).
    """

    values: np.ndarray
    is_number: np.ndarray
    is_ambiguous: np.ndarray


def canonical_codes(cells: pd.Series) -> pd.Series:
    """Apply `canonical_code` to a column of text."""
    return map_distinct(cells, canonical_code)


def map_distinct(cells: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """Apply a function of text to a column, once for each distinct cell."""
    codes, distinct = pd.factorize(cells)
    made = np.array([function(str(cell)) for cell in distinct], dtype=object)
    values = made[codes] if len(made) else np.array([], dtype=object)
    return pd.Series(values, index=cells.index, name=cells.name, dtype="str")


def parse_numbers(cells: pd.Series, style: NumberStyle) -> Numbers:
    """Read a column of text as numbers.

    Parameters
    ----------
    cells
        Text; no missing values, blanks are not numbers.
    style
        Decimal sign, and whether it is certain.

    Returns
    -------
    Numbers
        What `number_text.read_number_text` accepts without a currency; a cell of two readings is
        ambiguous until another cell has but one.
    """
    codes, distinct = pd.factorize(cells)
    found = [number and (None if number.currency else number) for number in map(read_number_text, distinct)]
    settled = style.is_declared or any(number and _settles(number, style) for number in found)
    unclear = np.array([not settled and number is not None and number.is_unclear for number in found], bool)
    values = np.array([_under(number, style) for number in found], dtype=float)
    values = np.where(unclear, np.nan, values)
    if not len(distinct):
        empty = np.zeros(0, dtype=bool)
        return Numbers(np.zeros(0), empty, empty)
    taken = values[codes]
    return Numbers(taken, ~np.isnan(taken), unclear[codes])


def parse_dates(cells: pd.Series, date_format: str | None) -> pd.Series:
    """Read a column of text as dates: ISO 8601, or the declared format alone.

    Returns
    -------
    pandas.Series
        datetime64[us]; NaT where the cell is no date between 1900 and 2100 (a Hijri year is none).
    """
    codes, distinct = pd.factorize(cells)
    days = [_read_date(str(cell), date_format) for cell in distinct]
    made = np.array([np.datetime64("NaT") if d is None else np.datetime64(d) for d in days], "datetime64[us]")
    values = made[codes] if len(made) else np.array([], dtype="datetime64[us]")
    return pd.Series(values, index=cells.index, name=cells.name)


def mask_value(text: str) -> str:
    """Show the shape of a cell that may hold a person's data: letters as `a`, long numbers as `9`."""
    shape = re.sub(r"[^\W\d_]", "a", text[:40])
    return re.sub(r"\d{6,}", lambda found: "9" * len(found[0]), shape)


def _under(number: NumberText | None, style: NumberStyle) -> float:
    value = None if number is None else number.point if style.decimal == "." else number.comma
    return np.nan if value is None else value


def _settles(number: NumberText, style: NumberStyle) -> bool:
    """Tell whether a number can be read with the decimal sign of the style alone."""
    only, other = (number.point, number.comma) if style.decimal == "." else (number.comma, number.point)
    return only is not None and other is None


def _read_date(cell: str, date_format: str | None) -> date | None:
    text = cell.translate(ARABIC_DIGITS)
    try:
        if date_format is not None:
            day: date | None = datetime.strptime(text, date_format).date()
        else:
            found = _ISO_DATE.fullmatch(text)
            day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day <= LATEST else None
