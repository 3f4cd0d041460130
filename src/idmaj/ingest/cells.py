"""Cells: text to numbers, dates and codes; nothing is guessed, what cannot be read is told.

Every parser works on the distinct cells of a column once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeVar

import numpy as np
import pandas as pd

Readable = Literal["number", "ambiguous", "other"]
Parsed = TypeVar("Parsed")

_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u2212",
    "01234567890123456789-",
)
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
_PLAIN = re.compile(r"[-+]?\d+")
_SCIENTIFIC = re.compile(r"[-+]?\d+(\.\d+)?[eE][-+]\d+")  # as software writes it: the exponent is signed
_CANONICAL = re.compile(r"-?(0|[1-9]\d*)\.\d+")
_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}.*)?")
_SPACES = " \u00a0\u202f\u2009"


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written.

    Attributes
    ----------
    decimal
        Decimal sign.
    is_declared
        Whether the study file says so; else `1,500` and `1.500` are ambiguous until another cell of
        the column settles them.
    """

    decimal: Literal[".", ","]
    is_declared: bool

    @property
    def grouping(self) -> str:
        """The sign that may stand between groups of three digits, beside spaces."""
        return "," if self.decimal == "." else "."


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


def clean_cell(text: str) -> str:
    """Remove what nobody sees: outer spaces (no-break ones too) and direction marks."""
    return _INVISIBLE.sub("", text).strip() if text and not text.isascii() else text.strip()


def canonical_code(text: str) -> str:
    """Write a code so that `1`, `1.0` and `1.00` are one code; `007` and `7` stay two."""
    return text.rstrip("0").rstrip(".") if _CANONICAL.fullmatch(text) else text


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
        Accepted: Western and Arabic-Indic digits, `-` and U+2212, the Arabic signs U+066B and U+066C,
        spaces or the other sign between groups of three.
    """
    codes, distinct = pd.factorize(cells)
    readings = [_read_number(str(cell), style) for cell in distinct]
    settled = style.is_declared or any(r is not None and r[1] == "settles" for r in readings)
    values = np.array([np.nan if r is None else r[0] for r in readings], dtype=float)
    unclear = np.array([r is not None and r[1] == "ambiguous" and not settled for r in readings], dtype=bool)
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


def _read_number(cell: str, style: NumberStyle) -> tuple[float, str] | None:
    """Read one cell; the second part tells whether it settles, or needs, the decimal sign."""
    if _PLAIN.fullmatch(cell) and cell.isascii():
        return float(cell), ""
    text = cell.translate(_DIGITS)
    if "\u066b" in text or "\u066c" in text:
        text = text.replace("\u066c", "\u00a0").replace("\u066b", style.decimal)
        settled = True
    else:
        settled = False
    if not text.isascii() and not any(space in text for space in _SPACES[1:]):
        return None
    if _SCIENTIFIC.fullmatch(text):
        return float(text), "settles"
    plain = _without_groups(text, style)
    if plain is None:
        return None
    return float(plain.replace(style.decimal, ".")), _certainty(text, style, settled)


def _without_groups(text: str, style: NumberStyle) -> str | None:
    """Remove signs between groups of three; None where the text is no number."""
    point = re.escape(style.decimal)
    if re.fullmatch(rf"[-+]?\d+({point}\d+)?", text, re.ASCII):
        return text
    for sign in (*_SPACES, style.grouping):
        if re.fullmatch(rf"[-+]?\d{{1,3}}({re.escape(sign)}\d{{3}})+({point}\d+)?", text, re.ASCII):
            return text.replace(sign, "")
    return None


def _certainty(text: str, style: NumberStyle, settled: bool) -> str:
    signs = [sign for sign in text if sign in ".,"]
    if not signs or settled:
        return ""
    if len(signs) == 1 and re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", text):
        return "ambiguous"
    return "settles"


def _read_date(cell: str, date_format: str | None) -> date | None:
    text = cell.translate(_DIGITS)
    try:
        if date_format is not None:
            day: date | None = datetime.strptime(text, date_format).date()
        else:
            found = _ISO_DATE.fullmatch(text)
            day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return day if day is not None and 1900 <= day.year <= 2100 else None
