"""Columns of canonical tables: missing codes, numbers, dates and codes, over all files of a role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.ingest.cells import (
    Numbers,
    NumberStyle,
    canonical_code,
    canonical_codes,
    mask_value,
    parse_dates,
    parse_numbers,
)
from idmaj.ingest.rows import SourceRows
from idmaj.study.rules import ColumnUse, horizon_text

MOSTLY_NUMBERS = 0.9
"""Share of cells that must be numbers for the others to be faults rather than codes."""

UNPARSEABLE = "unparseable"

FEW_FAULTS = 2
"""Cells that may be no numbers in a column of numbers, however few people there are."""

SUSPECTED_CODES = (-66, -77, -88, -97, -98, -99, -666, -777, -888, -998, -999, -9999)
"""Numbers that projects use for missing answers (IPA and others): flagged where nothing declares them."""


@dataclass(frozen=True)
class ReadColumn:
    """A column over all files of a role.

    Attributes
    ----------
    values
        float64, datetime64 or text; missing where blank, coded as missing or unreadable.
    missing
        Kind of the missing value: a kind of the codebook, `unparseable`, or "" where the cell is
        present or blank.
    use
        `number`, `code` or `date`.
    """

    values: pd.Series
    missing: pd.Series
    use: ColumnUse


@dataclass(frozen=True)
class _Part:
    """A column in one file: text of the rows that are kept, and the kinds of coded missing values."""

    rows: SourceRows
    text: pd.Series
    kinds: pd.Series

    @property
    def filled(self) -> np.ndarray:
        return ((self.text != "") & (self.kinds == "")).to_numpy()


def read_column(
    files: Sequence[SourceRows], name: str, use: ColumnUse, *, is_masked: bool = False
) -> ReadColumn:
    """Read a column of the rows that are kept.

    Parameters
    ----------
    files
        Files of one role; each holds the column.
    name
        Canonical name.
    use
        How to read it.
    is_masked
        Show only the shape of cells in problems, because persons' data might stand there.

    Returns
    -------
    ReadColumn
        Rows of the files in order, with a fresh index. Cells that cannot be read are noted in the
        files' problems; a column of numbers of which too few are is `column-not-numeric` (blocking).
    """
    show: Callable[[str], str] = mask_value if is_masked else lambda cell: cell[:40]
    parts = [_part(rows, name) for rows in files]
    if use == "date":
        return _read_dates(parts, name, show)
    if use == "code":
        return _join(parts, [(_as_codes(part), part.kinds) for part in parts], "code")
    return _read_numbers(parts, name, use, show)


def _part(rows: SourceRows, name: str) -> _Part:
    text = rows.kept()[name]
    declared = {canonical_code(code): kind for code, kind in rows.source.missing.items()}
    if not declared:
        return _Part(rows, text, pd.Series("", index=text.index, dtype="str"))
    codes, distinct = pd.factorize(canonical_codes(text))
    kinds = np.array([declared.get(str(code), "") for code in distinct], dtype=object)
    values = kinds[codes] if len(kinds) else kinds
    return _Part(rows, text, pd.Series(values, index=text.index, dtype="str"))


def _read_numbers(parts: list[_Part], name: str, use: ColumnUse, show: Callable[[str], str]) -> ReadColumn:
    numbers = [parse_numbers(part.text, _style(part, name)) for part in parts]
    n_filled = sum(int(part.filled.sum()) for part in parts)
    unread = [
        part.filled & ~(found.is_number | found.is_ambiguous)
        for part, found in zip(parts, numbers, strict=True)
    ]
    n_unread = sum(int(which.sum()) for which in unread)
    most = (1 - MOSTLY_NUMBERS) * n_filled
    if n_unread > (most if use == "auto" else max(most, FEW_FAULTS)):
        if use != "auto":
            _report_column(parts, name, unread, "column-not-numeric")
        return _join(parts, [(_as_codes(part), part.kinds) for part in parts], "code")
    made = [_keep_numbers(part, name, found, show) for part, found in zip(parts, numbers, strict=True)]
    return _join(parts, made, "number")


def _report_column(parts: list[_Part], name: str, unread: list[np.ndarray], message: str) -> None:
    """Report a column that is not what the study needs, once, at its first cell."""
    counts = {
        "n": sum(int(which.sum()) for which in unread),
        "of": sum(int(part.filled.sum()) for part in parts),
    }
    part, which = next((part, which) for part, which in zip(parts, unread, strict=True) if which.any())
    row = int(part.rows.rows[part.rows.is_kept][np.flatnonzero(which)[0]])
    part.rows.report(message, row=row, column=name, severity="blocking", **counts)


def _keep_numbers(
    part: _Part, name: str, found: Numbers, show: Callable[[str], str]
) -> tuple[pd.Series, pd.Series]:
    values = np.where(part.filled, found.values, np.nan)
    unread = part.filled & ~found.is_number
    _flag(part, name, unread & ~found.is_ambiguous, "cell-not-a-number", show)
    _flag(part, name, unread & found.is_ambiguous, "cell-ambiguous-number", show)
    _flag(part, name, np.isin(values, SUSPECTED_CODES), "cell-suspected-code", show)
    unread |= _out_of_range(part, name, values, show)
    values = np.where(unread, np.nan, values)
    return pd.Series(values, index=part.text.index), part.kinds.mask(unread, UNPARSEABLE)


def _out_of_range(part: _Part, name: str, values: np.ndarray, show: Callable[[str], str]) -> np.ndarray:
    limits = part.rows.source.limits.get(name)
    if limits is None:
        return np.zeros(len(values), dtype=bool)
    low = -np.inf if limits.at_least is None else limits.at_least
    high = np.inf if limits.at_most is None else limits.at_most
    outside = (values < low) | (values > high)
    shown = {"low": horizon_text(limits.at_least) or "…", "high": horizon_text(limits.at_most) or "…"}
    _flag(part, name, outside, "cell-out-of-range", show, **shown)
    return outside


def _style(part: _Part, name: str) -> NumberStyle:
    is_typed = part.rows.column_name(name) in part.rows.raw.typed
    return NumberStyle(part.rows.source.decimal, part.rows.is_declared_decimal or is_typed)


def _read_dates(parts: list[_Part], name: str, show: Callable[[str], str]) -> ReadColumn:
    dates = [parse_dates(p.text.where(p.filled, ""), p.rows.source.date_format) for p in parts]
    unread = [part.filled & days.isna().to_numpy() for part, days in zip(parts, dates, strict=True)]
    n_unread, n_filled = sum(int(u.sum()) for u in unread), sum(int(p.filled.sum()) for p in parts)
    if n_unread > max(n_filled / 2, FEW_FAULTS):
        _report_column(parts, name, unread, "column-not-dates")
    else:
        for part, which in zip(parts, unread, strict=True):
            _flag(part, name, which, "cell-not-a-date", show)
    kinds = [part.kinds.mask(which, UNPARSEABLE) for part, which in zip(parts, unread, strict=True)]
    return _join(parts, list(zip(dates, kinds, strict=True)), "date")


def _as_codes(part: _Part) -> pd.Series:
    return canonical_codes(part.text).where(part.filled)


def _flag(
    part: _Part, name: str, which: np.ndarray, message: str, show: Callable[[str], str], **arguments: str
) -> None:
    rows = part.rows.rows[part.rows.is_kept]
    for position in np.flatnonzero(which):
        value, row = show(str(part.text.iloc[position])), int(rows[position])
        part.rows.report(message, row=row, column=name, severity="flagged", value=value, **arguments)


def _join(parts: list[_Part], made: list[tuple[pd.Series, pd.Series]], use: ColumnUse) -> ReadColumn:
    values = pd.concat([value for value, _ in made], ignore_index=True)
    kinds = pd.concat([kind for _, kind in made], ignore_index=True).astype("str")
    return ReadColumn(values, kinds, use)
