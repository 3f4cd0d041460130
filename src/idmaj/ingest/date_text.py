"""One date as people write it: every day that it may be, by the order of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from idmaj.ingest.matching import ARABIC_DIGITS, clean_cell, match_key
from idmaj.ingest.month_names import HIJRI_MONTHS, MONTHS, WEEKDAYS

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""Days that a survey may name."""

ORDERS = {"first": ("YMD", "YDM"), "last": ("DMY", "MDY"), "short": ("DMY", "MDY", "YMD")}
"""Shape of a numeric date (four-digit year first, last, or a year of two digits) → orders it may have."""

SERIAL_SYSTEMS = ("1900", "1904")
"""Systems of spreadsheets, by the year from which they count days, in the order of `serial_days`."""

_TIME = re.compile(
    r"(?:[T,]?\s*|\s+à\s+|\s+at\s+)(?<!\d)\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?|ص|م)?"
    r"\s*(?:Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|CET)?",
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})T.*", re.ASCII)
_BASIC = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,4})\s*([/.\-‐–؍\\ ])\s*(\d{1,2})\s*\2\s*(\d{1,4})", re.ASCII)
_MONTH_OF_YEAR = re.compile(r"(?:(\d{4})\s*[-/.]\s*(\d{1,2})|(\d{1,2})\s*[-/.]\s*(\d{4}))", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_HIJRI = re.compile(r"[\d\s/.\-]*(?<!\d)1[34]\d{2}(?!\d)[\d\s/.\-]*(?:ه|h|ah)?\.?")
_ORDINAL = re.compile(r"^(\d{1,2})(?:er|st|nd|rd|th)$")
_FILLER = frozenset({"de", "of", "the", "le", "du", "من", "شهر", "سنه", "عام", "م", "يوم", "mois"})
_PIVOT = 69
"""Two-digit years from here on are of the 20th century, as POSIX has it."""


@dataclass(frozen=True)
class DateText:
    """What a cell may mean as a date.

    Attributes
    ----------
    shape
        Key of `ORDERS`; "" where the order is certain.
    days
        Order → day, of orders that give a day between 1900 and 2100; the order is "" where it is certain.
    precision
        `day`, `month` (the 15th stands for it) or `year` (1 July).
    serial
        Number of days that a spreadsheet counts, where the cell is such a number.
    is_hijri
        Whether it looks like a date of the Hijri calendar.
    """

    shape: str = ""
    days: Mapping[str, date] = field(default_factory=dict)
    precision: str = "day"
    serial: float | None = None
    is_hijri: bool = False


@lru_cache(maxsize=1 << 16)
def read_date_text(cell: str) -> DateText:
    """Read one cell as every date that it may be."""
    text = clean_cell(cell).translate(ARABIC_DIGITS)
    iso = _ISO.fullmatch(text)
    if iso:
        return _certain(int(iso[1]), int(iso[2]), int(iso[3]))
    text = _without_time(text)
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        return _read_numeric(numeric[1], numeric[3], numeric[4])
    if text.isdigit() or _SERIAL.fullmatch(text):
        return _read_digits(text)
    of_year = _MONTH_OF_YEAR.fullmatch(text)
    if of_year:
        year, month = (of_year[1], of_year[2]) if of_year[1] else (of_year[4], of_year[3])
        return _certain(int(year), int(month), 15, "month")
    return _read_words(match_key(text))


def serial_days(serial: float) -> tuple[date, date]:
    """Take the days that a serial number means in the 1900 and in the 1904 system of spreadsheets."""
    whole = int(serial)
    return date(1899, 12, 30) + timedelta(whole), date(1904, 1, 1) + timedelta(whole)


def _without_time(text: str) -> str:
    """Take a clock time off the end of a date."""
    for found in _TIME.finditer(text):
        if found.start() and found.end() == len(text):
            return text[: found.start()].rstrip(" ,")
    return text


def _read_digits(text: str) -> DateText:
    basic = _BASIC.fullmatch(text)
    if basic:
        return _certain(int(basic[1]), int(basic[2]), int(basic[3]))
    if len(text) == 4:
        return _certain(int(text), 7, 1, "year")
    return DateText(serial=float(text.replace(",", "."))) if _SERIAL.fullmatch(text) else DateText()


def _read_numeric(first: str, middle: str, last: str) -> DateText:
    sizes = len(first), len(last)
    if 3 in sizes or sizes == (4, 4):
        return DateText()
    shape = "first" if sizes[0] == 4 else "last" if sizes[1] == 4 else "short"
    if shape != "short" and 1300 <= int(first if shape == "first" else last) <= 1500:
        return DateText(shape, is_hijri=True)
    days = {}
    for order in ORDERS[shape]:
        parts = dict(zip(order, (first, middle, last), strict=True))
        if len(parts["Y"]) >= 2:
            day = _day(_full_year(parts["Y"]), int(parts["M"]), int(parts["D"]))
            if day is not None:
                days[order] = day
    return DateText(shape, days)


def _read_words(key: str) -> DateText:
    """Read a date with the name of a month; its order is certain."""
    if any(f" {name} " in f" {key} " for name in HIJRI_MONTHS):
        return DateText(is_hijri=True)
    words = [word for word in re.split(r"[\s,./\-]+", _join_months(key)) if word not in _FILLER]
    words = [_ORDINAL.sub(r"\1", word) for word in words if word and word not in WEEKDAYS]
    shape = "".join("m" if word in MONTHS else "n" if word.isdigit() else "?" for word in words)
    numbers = [word for word in words if word.isdigit() and len(word) <= 4]
    if shape not in {"nm", "mn", "nmn", "mnn"} or len(numbers) != shape.count("n"):
        return DateText(is_hijri=bool(_HIJRI.fullmatch(key)))
    month = next(MONTHS[word] for word in words if word in MONTHS)
    if len(numbers) == 1:
        return _certain(int(numbers[0]), month, 15, "month") if len(numbers[0]) == 4 else DateText()
    if shape == "nmn" and len(numbers[0]) == 4:
        return _certain(int(numbers[0]), month, int(numbers[1]))
    return _named(numbers[0], month, numbers[1])


def _named(day: str, month: int, year: str) -> DateText:
    if len(year) == 4:
        return _certain(int(year), month, int(day))
    found = _day(_full_year(year), month, int(day)) if len(year) == 2 else None
    return DateText("short", {order: found for order in ORDERS["short"]}) if found else DateText()


def _join_months(key: str) -> str:
    for name in MONTHS:
        if " " in name and name in key:
            key = key.replace(name, next(n for n, m in MONTHS.items() if m == MONTHS[name] and " " not in n))
    return key


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) >= _PIVOT else 2000)


def _certain(year: int, month: int, day: int, precision: str = "day") -> DateText:
    if 1300 <= year <= 1500:
        return DateText(is_hijri=True)
    found = _day(year, month, day)
    return DateText("", {"": found} if found else {}, precision)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
