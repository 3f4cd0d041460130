"""Dates of a survey: ISO by itself, else in the order of the column; what stays unclear is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.date_order import (
    DateDecision,
    DateEvidence,
    choose_nearest,
    days_of,
    declare_dates,
    read_iso,
    survey_dates,
)
from idmaj.ingest.date_text import SERIAL_SYSTEMS, DateText, read_date_text, serial_days
from idmaj.ingest.distinct import (
    BLANK,
    UNPARSEABLE,
    CellMemory,
    CellReading,
    DistinctCells,
    array_of,
    blank_kinds,
    faulty,
    filled_mask,
    find_distinct,
    find_faults,
    kinds_of,
    rows_by_code,
    text_array,
)
from idmaj.ingest.matching import clean_cell
from idmaj.ingest.number_text import is_lost
from idmaj.ingest.readings import Fault, Reading

__all__ = ["DateDecision", "DateEvidence", "DateReader", "DateReading", "declare_dates", "survey_dates"]

_EPOCH = date(1970, 1, 1).toordinal()
_PRECISIONS = ("day", "month", "year")


@dataclass(frozen=True)
class DateReading(Reading):
    """Dates of a block.

    Attributes
    ----------
    precision
        `day`, `month` (the value is the 15th) or `year` (the value is 1 July) of each row, as text; null
        where no value stands.
    """

    precision: Any = None


@dataclass(frozen=True)
class Alternatives:
    """Days between which only the day beside the cell can choose."""

    days: tuple[date, ...]


class DateReader:
    """Reads the dates of a column, block by block.

    Parameters
    ----------
    decision
        The evidence of the whole column, the decision made from it, or one that is declared.
    window
        First and last day of the survey; serial numbers of spreadsheets are dates within it alone.
    """

    def __init__(
        self, decision: DateDecision | DateEvidence, *, window: tuple[date, date] | None = None
    ) -> None:
        self._decision = decision.decide() if isinstance(decision, DateEvidence) else decision
        self._window = window
        self._memory = CellMemory(self._read_cell)

    def read(self, cells: Any, near: Any = None) -> DateReading:
        """Read a block.

        Parameters
        ----------
        cells
            Text, blank "".
        near
            date32: a day to which that of the row must lie close. It settles cells that the column does
            not; these are flagged.

        Returns
        -------
        DateReading
            date32. Faults: `cell-not-a-date`, `cell-ambiguous-date`, `cell-hijri-date`, `cell-lost-signs`;
            read all the same: `cell-date-by-nearness`, `cell-excel-serial`, `cell-short-year`.
        """
        cells = text_array(cells)
        filled = filled_mask(cells)
        kinds = blank_kinds(filled)
        values, is_read = np.zeros(len(cells), dtype=np.int32), np.zeros(len(cells), dtype=bool)
        if self._decision.first == "YMD":
            values, is_read = read_iso(cells, filled)
        rest = np.flatnonzero(filled & ~is_read)
        if not len(rest):
            return _date_reading(values, kinds, np.zeros(0, dtype=np.int8), rest, ())
        found = find_distinct(cells, rest)
        readings = self._memory.read_all(found.cells)
        values = values.copy()
        values[rest] = np.array([_day_of(reading) for reading in readings], np.int32)[found.codes]
        kinds[rest] = kinds_of(found, readings)
        precision = np.array([_precision_of(reading) for reading in readings], np.int8)[found.codes]
        faults = self._settle(found, readings, days_of(near, len(cells)), values, kinds)
        return _date_reading(values, kinds, precision, rest, faults)

    def _settle(
        self,
        found: DistinctCells,
        readings: list[CellReading],
        near: np.ndarray,
        values: np.ndarray,
        kinds: np.ndarray,
    ) -> tuple[Fault, ...]:
        """Choose between days by those beside the cells, and build all faults."""
        faults: list[Fault] = []
        if not any(reading.message for reading in readings):
            return ()
        rows_of = rows_by_code(found, len(readings))
        for place, reading in enumerate(readings):
            if isinstance(reading.value, Alternatives):
                rows = rows_of[place]
                chosen = choose_nearest(reading.value.days, near[rows])
                near_rows, cell = rows[chosen >= 0], found.cells[place]
                if len(near_rows):
                    values[near_rows] = np.array([_days(day) for day in reading.value.days])[
                        chosen[chosen >= 0]
                    ]
                    kinds[near_rows] = 0
                    faults.append(Fault("cell-date-by-nearness", cell, near_rows, True))
                if len(near_rows) < len(rows):
                    faults.append(Fault(reading.message, cell, rows[chosen < 0]))
                readings[place] = reading._replace(message="")
        return (*faults, *find_faults(found, readings))

    def _read_cell(self, cell: str) -> CellReading:
        if not clean_cell(cell):
            return CellReading(None, int(BLANK))
        if is_lost(cell):
            return faulty("cell-lost-signs")
        text = read_date_text(cell)
        if text.is_hijri:
            return faulty("cell-hijri-date")
        if text.serial is not None:
            return self._read_serial(text.serial)
        return read_in_order(text, self._decision)

    def _read_serial(self, serial: float) -> CellReading:
        candidates = dict(zip(SERIAL_SYSTEMS, serial_days(serial), strict=True))
        if self._decision.serial:
            candidates = {self._decision.serial: candidates[self._decision.serial]}
        days = [day for day in candidates.values() if self._window and _is_within(day, self._window)]
        if len(days) == 2:
            return CellReading(Alternatives(tuple(days)), int(UNPARSEABLE), "cell-ambiguous-date")
        return CellReading((days[0], "day"), 0, "cell-excel-serial") if days else faulty("cell-not-a-date")


def read_in_order(text: DateText, decision: DateDecision) -> CellReading:
    """Choose the day of a cell by the order of its column.

    Returns
    -------
    CellReading
        The value is a pair of day and precision, or `Alternatives`.
    """
    days = list(dict.fromkeys(text.days.values()))
    if not text.shape:
        return CellReading((days[0], text.precision)) if days else faulty("cell-not-a-date")
    order = getattr(decision, text.shape)
    is_free = not decision.is_declared and order != "YMD"
    chosen = text.days.get(order)
    if chosen is None and is_free and len(days) == 1:
        chosen = days[0]
    if chosen is None:
        if len(days) < 2 or not is_free:
            return faulty("cell-not-a-date")
        return CellReading(Alternatives(tuple(days)), int(UNPARSEABLE), "cell-ambiguous-date")
    flag = "cell-date-by-nearness" if text.shape in decision.near and len(days) > 1 else ""
    return CellReading((chosen, "day"), 0, "cell-short-year" if text.shape == "short" else flag)


def _is_within(day: date, window: tuple[date, date]) -> bool:
    return window[0] <= day <= window[1]


def _days(day: date) -> int:
    return day.toordinal() - _EPOCH


def _day_of(reading: CellReading) -> int:
    return _days(reading.value[0]) if isinstance(reading.value, tuple) else 0


def _precision_of(reading: CellReading) -> int:
    return _PRECISIONS.index(reading.value[1]) if isinstance(reading.value, tuple) else 0


def _date_reading(
    values: np.ndarray, kinds: np.ndarray, precision: np.ndarray, rows: np.ndarray, faults: tuple[Fault, ...]
) -> DateReading:
    made = array_of(values, kinds, pa.date32())
    if not precision.any() and not kinds.any():
        words = pa.repeat("day", len(kinds))
    else:
        places = np.zeros(len(kinds), np.int8)
        places[rows] = precision
        words = pa.array(_PRECISIONS).take(pa.array(places, mask=kinds != 0))
    return DateReading(made, kinds, faults, words)
