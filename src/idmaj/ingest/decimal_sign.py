"""The decimal sign of a column: proven by its cells or declared, and cells that it alone settles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.distinct import filled_mask, find_distinct, matches, signs_beyond, text_array
from idmaj.ingest.number_text import OTHER_SIGN, SPACES, NumberText, read_number_text

PLAIN, CERTAIN = r"^-?[0-9]+(\.[0-9]+)?$", r"^-?[0-9]+(\.([0-9]{1,2}|[0-9]{4,}))?$"
"""Cells that are numbers where the decimal sign is a point; cells that are one number whatever it is."""

_CERTAIN_COMMA = r"^-?[0-9]+,([0-9]{1,2}|[0-9]{4,})$"


def _groups(*signs: str) -> str:
    return "|".join(rf"(?:{re.escape(sign)}[0-9]{{3}})+" for sign in (*SPACES, "'", "’", *signs))


_GROUPED = {
    decimal: rf"^-?[1-9][0-9]{{0,2}}(?:{_groups(other)}){re.escape(decimal)}[0-9]+$"
    for decimal, other in OTHER_SIGN.items()
} | {"": rf"^-?[1-9][0-9]{{0,2}}(?:{_groups()})$"}
"""Decimal sign → cells of groups of three that can have no other; "": cells that need none."""


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written.

    Attributes
    ----------
    decimal
        Decimal sign.
    is_declared
        Whether somebody says so; else `1,500` and `1.500` are ambiguous until another cell of the
        column settles them.
    """

    decimal: Literal[".", ","]
    is_declared: bool


@dataclass(frozen=True)
class NumberEvidence:
    """Which decimal sign the cells of a column prove; evidence of blocks is added.

    Attributes
    ----------
    n_point, n_comma
        Cells that can be read with that decimal sign alone.
    n_unclear
        Cells that are two different numbers under the two signs.
    n_whole_point, n_whole_comma
        Those of them that are a whole number under that sign alone.
    """

    n_point: int = 0
    n_comma: int = 0
    n_unclear: int = 0
    n_whole_point: int = 0
    n_whole_comma: int = 0

    def __add__(self, other: NumberEvidence) -> NumberEvidence:
        """Join the evidence of two blocks."""
        return NumberEvidence(
            self.n_point + other.n_point,
            self.n_comma + other.n_comma,
            self.n_unclear + other.n_unclear,
            self.n_whole_point + other.n_whole_point,
            self.n_whole_comma + other.n_whole_comma,
        )

    @property
    def decimal(self) -> str:
        """The proven decimal sign; "" where no cell or where cells of both signs speak."""
        if bool(self.n_point) == bool(self.n_comma):
            return ""
        return "." if self.n_point else ","

    @property
    def decimal_of_whole(self) -> str:
        """The decimal sign where all numbers are whole: proven, or the only one that leaves none a fraction."""
        if self.n_point or self.n_comma or bool(self.n_whole_point) == bool(self.n_whole_comma):
            return self.decimal
        return "." if self.n_whole_point else ","


def survey_numbers(cells: Any) -> NumberEvidence:
    """Find which decimal sign the cells of a block prove.

    Parameters
    ----------
    cells
        Text, blank "".
    """
    cells = text_array(cells)
    signs = signs_beyond(cells, b"0123456789-")
    if not signs:
        return NumberEvidence()
    plain = matches(cells, CERTAIN)
    rest = np.flatnonzero(filled_mask(cells) & ~plain)
    if not len(rest):
        return NumberEvidence(n_point=signs.count(b"."))
    cells = cells.take(pa.array(rest))
    evidence = NumberEvidence(signs.count(b".") - signs_beyond(cells, b"").count(b"."))
    commas = matches(cells, _CERTAIN_COMMA) | matches(cells, _GROUPED[","])
    points, neither = matches(cells, _GROUPED["."]), matches(cells, _GROUPED[""])
    evidence += NumberEvidence(int(points.sum()), int(commas.sum()))
    return evidence + _survey_distinct(cells.filter(pa.array(~(commas | points | neither))))


def read_grouped(cells: pa.Array, decimal: str) -> tuple[np.ndarray, np.ndarray]:
    """Read cells of one settled decimal sign and groups of three: which were read, and their values."""
    whole = f"[0-9]+|[1-9][0-9]{{0,2}}(?:{_groups(OTHER_SIGN[decimal])})"
    shape = rf"^-?(?:{whole})(?:{re.escape(decimal)}[0-9]+)?$"
    settled = matches(cells, shape)
    bare = pc.replace_substring_regex(
        cells.filter(pa.array(settled)), f"[{SPACES}'’{OTHER_SIGN[decimal]}]", ""
    )
    numbers = pc.replace_substring(bare, decimal, ".").cast(pa.float64())
    return settled, numbers.to_numpy(zero_copy_only=False)


def _unclear(number: NumberText, n: int) -> NumberEvidence:
    is_point, is_comma = (bool(value and value.is_integer()) for value in (number.point, number.comma))
    return NumberEvidence(
        n_unclear=n,
        n_whole_point=n if is_point and not is_comma else 0,
        n_whole_comma=n if is_comma and not is_point else 0,
    )


def _survey_distinct(cells: pa.Array) -> NumberEvidence:
    found = find_distinct(cells)
    counts = np.bincount(found.codes, minlength=len(found.cells))
    evidence = NumberEvidence()
    for cell, n in zip(found.cells, counts.tolist(), strict=True):
        number = read_number_text(cell)
        if number is None or number.point == number.comma:
            continue
        if number.is_unclear:
            evidence += _unclear(number, n)
        else:
            evidence += NumberEvidence(n if number.comma is None else 0, n if number.point is None else 0)
    return evidence
