"""Instants of a survey: start, end and submission times to UTC, by the clocks of a zone where none is named."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from idmaj.ingest.date_order import DateDecision, DateEvidence, survey_dates
from idmaj.ingest.date_text import read_date_text
from idmaj.ingest.dates import Alternatives, read_in_order
from idmaj.ingest.distinct import (
    BLANK,
    CellMemory,
    CellReading,
    array_of,
    blank_kinds,
    cast_where,
    cell_lengths,
    faulty,
    filled_mask,
    find_distinct,
    find_faults,
    kinds_of,
    looks_like,
    matches,
    signs_beyond,
    text_array,
)
from idmaj.ingest.matching import ARABIC_DIGITS, clean_cell
from idmaj.ingest.number_text import is_lost
from idmaj.ingest.readings import Fault, Reading
from idmaj.ingest.zones import read_zone

__all__ = ["InstantReader", "survey_instants"]

_UTC, _CLOCK = pa.timestamp("us", "UTC"), pa.timestamp("us")
_CLOCK_SHAPE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ISO_SHAPE = rf"{_CLOCK_SHAPE}(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)?$"
_WITHOUT_OFFSET, _WITH_OFFSET = f"{_CLOCK_SHAPE}$", rf"{_CLOCK_SHAPE}(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$"
_TIME = re.compile(
    r"(?P<day>.+?)(?:T|,?\s+(?:à\s+|at\s+)?)(?P<hour>\d{1,2})[:h](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?\s*(?P<half>[AaPp]\.?[Mm]\.?|ص|م)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?",
    re.ASCII,
)
_AMERICAN = re.compile(r"\d{1,2}/\d{1,2}/\d{4},? \d{1,2}:\d{2}(:\d{2})? [AP]M", re.ASCII)
_SERIAL = re.compile(r"\d{5}([.,]\d+)?", re.ASCII)
_SERIALS = (32874, 73415)  # 1990 to 2100 in the 1900 system of spreadsheets
_FURTHEST = 14 * 3_600_000_000
"""No clock on earth is further from UTC, in microseconds."""

_EPOCH = datetime(1970, 1, 1)
_LOW, _HIGH = (np.datetime64(day, "us").astype(np.int64) for day in ("1900-01-02", "2100-12-31"))


class _Time(NamedTuple):
    """A time as a cell names it: microseconds of its clock, and the offset it names."""

    clock: int
    offset: int | None


class InstantReader:
    """Reads the instants of a column, block by block.

    Parameters
    ----------
    zone
        Zone of clock times that carry no offset; a name of the IANA data base.
    is_utc
        Whether times without an offset are UTC, as the platform writes them.
    decision
        Order of day and month, from `survey_instants`; without it `9/11/2019` is read only where it
        stands in the American form with AM or PM.
    """

    def __init__(
        self, zone: str, *, is_utc: bool, decision: DateDecision | DateEvidence | None = None
    ) -> None:
        self._zone = read_zone(zone)
        self._is_utc = is_utc
        decided = decision.decide() if isinstance(decision, DateEvidence) else decision
        self._decision = decided or DateDecision()
        self._memory = CellMemory(self._read_cell)

    def read(self, cells: Any) -> Reading:
        """Read a block.

        Parameters
        ----------
        cells
            Text, blank "".

        Returns
        -------
        Reading
            timestamp[us, UTC]. Faults: `cell-not-a-time`, `cell-ambiguous-date`, `cell-lost-signs`; read
            all the same: `cell-clock-change` (the clock showed it twice or never: the earlier offset is
            taken), `cell-excel-serial`, `cell-time-missing` (a day alone: its first instant).
        """
        cells = text_array(cells)
        filled = filled_mask(cells)
        kinds = blank_kinds(filled)
        values, has_offset, is_read = _read_iso(cells, filled)
        rest = np.flatnonzero(filled & ~is_read)
        faults: tuple[Fault, ...] = ()
        if len(rest):
            found = find_distinct(cells, rest)
            readings = self._memory.read_all(found.cells)
            kinds[rest] = kinds_of(found, readings)
            times = [reading.value or _Time(0, 0) for reading in readings]
            clock = np.array([time.clock - (time.offset or 0) for time in times], np.int64)
            values[rest] = clock[found.codes]
            has_offset[rest] = np.array([time.offset is not None for time in times])[found.codes]
            faults = find_faults(found, readings)
        faults += self._apply_zone(cells, values, np.flatnonzero(~has_offset & (kinds == 0)))
        return Reading(array_of(values, kinds, _UTC), kinds, faults)

    def local_dates(self, instants: Any) -> pa.Array:
        """Take the day of instants (timestamp[us, UTC]) by the clocks of the zone, as date32."""
        is_null = instants.is_null().to_numpy(zero_copy_only=False)
        ticks = instants.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        days = (self._zone.to_local(ticks) // 86_400_000_000).astype("datetime64[D]")
        return pa.array(days, mask=is_null)

    def _apply_zone(self, cells: pa.Array, values: np.ndarray, rows: np.ndarray) -> tuple[Fault, ...]:
        """Take clock times to UTC in place."""
        if self._is_utc or not len(rows):
            return ()
        instants, is_unclear = self._zone.to_utc(values[rows])
        values[rows] = instants
        if not is_unclear.any():
            return ()
        found = find_distinct(cells, rows[is_unclear])
        return find_faults(found, [CellReading(0, 0, "cell-clock-change")] * len(found.cells))

    def _read_cell(self, cell: str) -> CellReading:
        text = clean_cell(cell).translate(ARABIC_DIGITS)
        if not text:
            return CellReading(None, int(BLANK))
        if is_lost(text):
            return faulty("cell-lost-signs")
        if _SERIAL.fullmatch(text):
            return _read_serial(float(text.replace(",", ".")))
        found = _TIME.fullmatch(text)
        day = self._read_day(found["day"] if found else text, bool(_AMERICAN.fullmatch(text)))
        if day.kind:
            return day
        if not found:
            return CellReading(_time(day.value, timedelta()), 0, "cell-time-missing")
        clock = _clock(found)
        offset = _offset(found)
        if clock is None or abs(offset or 0) > _FURTHEST:
            return faulty("cell-not-a-time")
        return CellReading(_time(day.value, clock, offset), 0, day.message)

    def _read_day(self, text: str, is_american: bool) -> CellReading:
        decision = self._decision
        if is_american and not decision.last:
            decision = DateDecision(last="MDY")
        read = read_date_text(text)
        reading = read_in_order(read, decision) if read.precision == "day" else faulty("cell-not-a-time")
        if isinstance(reading.value, Alternatives):
            return faulty("cell-ambiguous-date")
        return reading._replace(value=reading.value[0]) if reading.value else faulty("cell-not-a-time")


def survey_instants(cells: Any, near: Any = None) -> DateEvidence:
    """Find which orders of day and month the instants of a block can have.

    Parameters
    ----------
    cells
        Text, blank "".
    near
        date32: a day near that of the row; see `date_order.survey_dates`.
    """
    cells = text_array(cells)
    if not signs_beyond(cells, b"0123456789-:.+TZ"):
        return DateEvidence()
    filled = filled_mask(cells)
    if looks_like(cells, filled, _ISO_SHAPE):
        filled &= ~matches(cells, _ISO_SHAPE)
    kept = pa.array(filled)
    return survey_dates(cells.filter(kept), None if near is None else near.filter(kept))


def _read_iso(cells: pa.Array, filled: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read ISO 8601 by kernels: values, whether they carry an offset, and which cells were read."""
    values, with_offset = _cast_some(cells, filled, _UTC, _WITH_OFFSET)
    is_read = with_offset.copy()
    if not (with_offset | ~filled).all():
        clocks, is_clock = _cast_some(cells, filled & ~with_offset, _CLOCK, _WITHOUT_OFFSET)
        values, is_read = np.where(is_clock, clocks, values), with_offset | is_clock
    is_read &= (values >= _LOW) & (values <= _HIGH) & (cell_lengths(cells) > 10)
    return np.array(values), with_offset & is_read, is_read


def _cast_some(
    cells: pa.Array, wanted: np.ndarray, type_: pa.DataType, shape: str
) -> tuple[np.ndarray, np.ndarray]:
    if looks_like(cells, wanted, shape):
        try:
            return cast_where(cells, wanted, type_), wanted
        except pa.ArrowInvalid:
            pass  # others among them
    fitting = wanted & matches(cells, shape)
    try:
        if fitting.any():
            return cast_where(cells, fitting, type_), fitting
    except pa.ArrowInvalid:
        pass  # `2024-02-30T10:00`
    return np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=bool)


def _clock(found: re.Match[str]) -> timedelta | None:
    """Take the time of the day that a cell names; None where no clock shows it."""
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pم" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    fraction = int(((found["fraction"] or "") + "000000")[:6])
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction)


def _offset(found: re.Match[str]) -> int | None:
    """Take the offset that a cell names, in microseconds; None where it names none."""
    if not found["zone"]:
        return None
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    return (-1 if found["sign"] == "-" else 1) * (hours * 60 + minutes) * 60_000_000


def _time(day: date, clock: timedelta, offset: int | None = None) -> _Time:
    moment = datetime(day.year, day.month, day.day) + clock
    return _Time((moment - _EPOCH) // timedelta(microseconds=1), offset)


def _read_serial(serial: float) -> CellReading:
    if not _SERIALS[0] <= serial < _SERIALS[1]:
        return faulty("cell-not-a-time")
    clock = timedelta(seconds=round(serial * 86_400))
    return CellReading(_time(date(1899, 12, 30), clock), 0, "cell-excel-serial")
