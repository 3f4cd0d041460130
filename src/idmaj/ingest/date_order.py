"""The order of day, month and year in a column: proven by all its cells, near other days, or declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.date_text import EARLIEST, LATEST, ORDERS, SERIAL_SYSTEMS, read_date_text, serial_days
from idmaj.ingest.distinct import (
    cast_where,
    filled_mask,
    find_distinct,
    looks_like,
    matches,
    rows_by_code,
    text_array,
)

NEAR_DAYS = 31
"""Furthest from the day beside it that a date of two readings may lie to be settled by it."""

_FEWEST_NEAR = 3
"""Cells that nearness must settle, all alike, before it speaks for a whole column."""

_MOST_SLIPS = 0.02
"""Share of ISO-shaped dates with a month above twelve that are slips; more are dates of another order."""

SERIAL = "serial"
"""Shape of the number by which a spreadsheet counts days; its orders are the systems `1900` and `1904`."""

_SERIAL_SPAN = (-1100, NEAR_DAYS)
"""Days before and after the day beside it between which a serial number may mean its day."""

_LOW, _HIGH = ((day - date(1970, 1, 1)).days for day in (EARLIEST, LATEST))
_ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?$"


@dataclass(frozen=True)
class DateDecision:
    """The order of day, month and year of a column, by the shape of its numeric dates.

    Attributes
    ----------
    first, last, short
        `YMD`, `YDM`, `DMY`, `MDY`, or "" where cells speak for none or for several.
    is_declared
        Whether somebody says so: then other dates are no dates, save ISO 8601.
    serial
        `1900` or `1904`, the first day that a spreadsheet counts from; "" where no days beside cells tell.
    near
        Shapes whose order is not proven but taken from the days beside the cells: these are flagged.
    """

    first: str = "YMD"
    last: str = ""
    short: str = ""
    is_declared: bool = False
    near: frozenset[str] = frozenset()
    serial: str = ""


@dataclass(frozen=True)
class DateEvidence:
    """Which orders the dates of a column can have; evidence of blocks is added.

    Attributes
    ----------
    fits
        Shape (`date_text.ORDERS`) and the orders that give a day, joined by `|` → number of cells.
    nearest
        Shape and order → number of cells of several days of which that order's lies close to the day
        beside it and the others do not.
    """

    fits: Counter[tuple[str, str]] = field(default_factory=Counter)
    nearest: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: DateEvidence) -> DateEvidence:
        """Join the evidence of two blocks."""
        return DateEvidence(self.fits + other.fits, self.nearest + other.nearest)

    def decide(self) -> DateDecision:
        """Decide the order of each shape: the only one that gives a day for every cell of the shape.

        A year of four digits in front is ISO 8601 where that gives a day for every cell, or for all but
        one in fifty of those that only one order fits (these are slips).
        """
        decided, near = {"first": self._decide_first()}, set()
        for shape in ("last", "short"):
            orders = ORDERS[shape]
            seen = [key.split("|") for of, key in self.fits if of == shape]
            fitting = [order for order in orders if seen and all(order in fits for fits in seen)]
            votes = [order for order in fitting if self.nearest[shape, order]]
            if len(fitting) == 1:
                decided[shape] = fitting[0]
            elif len(votes) == 1 and self.nearest[shape, votes[0]] >= _FEWEST_NEAR:
                decided[shape] = votes[0]
                near.add(shape)
        return DateDecision(
            decided["first"], decided.get("last", ""), decided.get("short", ""), near=frozenset(near),
            serial=self._decide_serial(),
        )  # fmt: skip

    def _decide_serial(self) -> str:
        votes = {system: self.nearest[SERIAL, system] for system in SERIAL_SYSTEMS}
        winner, loser = sorted(votes, key=lambda system: votes[system], reverse=True)
        is_plain = votes[winner] >= _FEWEST_NEAR and votes[loser] <= _MOST_SLIPS * votes[winner]
        return winner if is_plain else ""

    def _decide_first(self) -> str:
        n_iso, n_swapped = self.fits["first", "YMD"], self.fits["first", "YDM"]
        if n_swapped <= _MOST_SLIPS * (n_iso + n_swapped):
            return "YMD"
        return "" if n_iso else "YDM"


def declare_dates(date_format: str) -> DateDecision:
    """Take the order that a declared format names, such as `%d/%m/%Y`.

    Raises
    ------
    ValueError
        When the format does not name a year, a month and a day once each.
    """
    signs = [sign for mark, sign in pairwise(date_format) if mark == "%"]
    order = "".join({"b": "M", "B": "M"}.get(sign, sign.upper()) for sign in signs if sign in "YymbBd")
    if order not in {"YMD", "YDM", "DMY", "MDY"}:
        raise ValueError(f"no order of year, month and day: {date_format}")
    is_first = order[0] == "Y"
    short = order if order in ORDERS["short"] else ""
    return DateDecision(order if is_first else "YMD", "" if is_first else order, short, is_declared=True)


def survey_dates(cells: Any, near: Any = None) -> DateEvidence:
    """Find which orders the dates of a block can have.

    Parameters
    ----------
    cells
        Text, blank "".
    near
        date32: a day to which that of the row must lie close, such as that of the interview.
    """
    cells = text_array(cells)
    filled = filled_mask(cells)
    values, is_iso = read_iso(cells, filled)
    fits, nearest = _fits_of_iso(values, is_iso), Counter[tuple[str, str]]()
    rest = np.flatnonzero(filled & ~is_iso)
    if not len(rest):
        return DateEvidence(fits)
    found = find_distinct(cells, rest)
    beside = days_of(near, len(cells))
    for cell, rows in zip(found.cells, rows_by_code(found, len(found.cells)), strict=True):
        text = read_date_text(cell)
        if text.serial is not None and near is not None:
            fits[SERIAL, "|".join(SERIAL_SYSTEMS)] += len(rows)
            nearest.update((SERIAL, system) for system in _vote_serial(text.serial, beside[rows]))
        if text.shape and text.days:
            fits[text.shape, "|".join(text.days)] += len(rows)
            if near is not None and len(set(text.days.values())) > 1:
                chosen = choose_nearest(list(text.days.values()), beside[rows])
                orders = list(text.days)
                nearest.update((text.shape, orders[place]) for place in chosen.tolist() if place >= 0)
    return DateEvidence(fits, nearest)


def read_iso(cells: pa.Array, filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Read ISO 8601 dates, with or without a time, by kernels: days since 1970, and which cells were read."""
    values, is_iso = _read_iso_days(cells, filled)
    is_day = (values >= _LOW) & (values <= _HIGH)
    return values, is_iso if is_day.all() else is_iso & is_day


def days_of(near: Any, n: int) -> np.ndarray:
    """Take days beside cells as datetime64[D]; NaT where there are none."""
    if near is None:
        return np.full(n, np.datetime64("NaT", "D"))
    return near.to_numpy(zero_copy_only=False).astype("datetime64[D]")


def choose_nearest(days: Sequence[date], near: np.ndarray) -> np.ndarray:
    """Choose the day that lies close to the one beside it: its place in `days`, -1 where none is close.

    Days of one cell that are equally close settle nothing.
    """
    distances = np.abs(np.array(days, "datetime64[D]")[None, :] - near[:, None]).astype(float)
    distances[np.isnat(near)] = np.inf
    ranked = np.sort(distances, axis=1)
    is_settled = (ranked[:, 0] <= NEAR_DAYS) & (ranked[:, 0] < ranked[:, 1])
    return np.where(is_settled, distances.argmin(axis=1), -1)


def _vote_serial(serial: float, near: np.ndarray) -> list[str]:
    """Systems of the rows in which one system alone gives a day that fits the one beside the cell."""
    days = np.array(serial_days(serial), "datetime64[D]")[None, :]
    spent = (days - near[np.flatnonzero(~np.isnat(near))][:, None]).astype(int)
    fits = (spent >= _SERIAL_SPAN[0]) & (spent <= _SERIAL_SPAN[1])
    return [SERIAL_SYSTEMS[place] for place in fits[fits.sum(axis=1) == 1].argmax(axis=1).tolist()]


def _read_iso_days(cells: pa.Array, filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if looks_like(cells, filled, _ISO_DAY):
        try:
            return cast_where(cells, filled, pa.date32()), filled
        except pa.ArrowInvalid:
            pass  # other dates among them
    is_iso = matches(cells, _ISO)
    if is_iso.any():
        try:
            return cast_where(pc.utf8_slice_codeunits(cells, 0, 10), is_iso, pa.date32()), is_iso
        except pa.ArrowInvalid:
            pass  # `2018-17-04`
    return np.zeros(len(cells), dtype=np.int32), np.zeros(len(cells), dtype=bool)


def _fits_of_iso(days: np.ndarray, is_iso: np.ndarray) -> Counter[tuple[str, str]]:
    kept = days if is_iso.all() else days[is_iso]
    if not len(kept):
        return Counter()
    counts = np.bincount(kept - _LOW)
    present = np.flatnonzero(counts)
    dates = (present + _LOW).astype("datetime64[D]")
    is_late = (dates - dates.astype("datetime64[M]")).astype(int) >= 12
    n_late = int(counts[present[is_late]].sum())
    return +Counter({("first", "YMD"): n_late, ("first", "YMD|YDM"): len(kept) - n_late})
