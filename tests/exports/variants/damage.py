"""Exports as people leave them: saved by a spreadsheet in another country, retyped, or passed through a program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from .files import write_csv, write_xlsx
from .kobo import kobo_events, kobo_main, local, utc
from .submissions import Column, Grid

Change = Callable[[Column, object], object]
FREE = ("occupation", "ent_close_other", "barriers_other", "enum_comment")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
FRENCH_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
FRENCH_SHORT = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")
MOROCCAN_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
MASHRIQI_MONTHS = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
MONEY = (
    "wage_30d",
    "other_inc_30d",
    "hh_income_30d",
    "revenue_30d",
    "costs_30d",
    "profit_30d",
    "debt_mad",
    "equip_sold_mad",
)


def is_day(column: Column) -> bool:
    """Whether a column holds days."""
    return column.item is not None and column.item.kind in {"date", "today"}


def is_instant(column: Column) -> bool:
    """Whether a column holds instants."""
    return column.role == "instant" or (column.item is not None and column.item.kind in {"start", "end"})


def is_number(column: Column) -> bool:
    """Whether a column holds a number that people type."""
    return column.item is not None and column.item.kind == "integer"


def is_code(column: Column) -> bool:
    """Whether a column holds codes or 0 and 1."""
    return column.item is not None and (column.item.kind == "select_one" or column.role == "choice")


def clock(column: Column, text: str) -> datetime:
    """The clock that an export shows: local for the device, UTC for the server."""
    return utc(text).replace(tzinfo=None) if column.role == "instant" else local(text)


def days(write: Callable[[date], str], *, instants: Callable[[datetime], str] | None = None) -> Change:
    """Write days, and instants, in another way."""

    def change(column: Column, cell: object) -> object:
        if is_day(column):
            return write(date.fromisoformat(cell))
        if instants and is_instant(column):
            return instants(clock(column, cell))
        return cell

    return change


def numbers(write: Callable[[int], str], *, only: Sequence[str] = ()) -> Change:
    """Write numbers in another way."""

    def change(column: Column, cell: object) -> object:
        is_meant = is_number(column) and (not only or column.item.name in only)
        return write(int(cell)) if is_meant else cell

    return change


def french_amount(value: int, space: str = "\u00a0") -> str:
    """`15 000,00` with a no-break space, as French Windows writes it."""
    return f"{value:,}".replace(",", space) + ",00"


def mixed_amount(value: int) -> str:
    """An amount as another person would write it each time."""
    ways = (
        str,
        french_amount,
        lambda n: f"{n} DH",
        lambda n: french_amount(n, "\u202f"),
        lambda n: f"{n},00",
    )
    return ways[value % len(ways)](value)


def arabic_amount(value: int) -> str:
    """`١٥٬٠٠٠٫٠٠`."""
    return f"{value:,}".replace(",", "٬").translate(ARABIC) + "٫٠٠"


def serial(value: date | datetime, *, is_1904: bool = False) -> float:
    """Serial number of a day or an instant in a spreadsheet."""
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    whole = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    spent = (whole - first).total_seconds() / 86400
    return int(spent) if spent.is_integer() else spent


def damaged_csv(
    *changes: Change,
    separator: str = ";",
    encoding: str = "utf-8-sig",
    lost: Sequence[str] = (),
    **given: object,
) -> Callable[[Path], list[Path]]:
    """Kobo's table saved again as text."""

    def write(folder: Path) -> list[Path]:
        grid = kobo_main(**given).without(*lost)
        for change in changes:
            grid = grid.map(change)
        return [write_csv(folder, "Classeur1.csv", grid, separator, encoding=encoding)]

    return write


def damaged_xlsx(
    *changes: Change, is_1904: bool = False,
    above: Sequence[Sequence[object]] = (), below: Sequence[Sequence[object]] = (),
    second: Callable[[Grid], list[str]] | None = None, arrange: Callable[[Grid], Grid] = lambda grid: grid,
    **given: object,
) -> Callable[[Path], list[Path]]:  # fmt: skip
    """Kobo's workbook saved again."""

    def write(folder: Path) -> list[Path]:
        grids = [kobo_main(**given), kobo_events(**given)]
        for change in changes:
            grids = [grid.map(change) for grid in grids]
        grids = [arrange(grid) for grid in grids]
        more = second(grids[0]) if second else None
        return [
            write_xlsx(
                folder, "Classeur1.xlsx", grids, above=above, below=below, second=more, is_1904=is_1904
            )
        ]

    return write


def typed_cells(column: Column, cell: object) -> object:
    """Typed workbooks of Kobo: dates and numbers no text; start and end without their offset."""
    if is_day(column):
        return datetime.fromisoformat(cell)
    if is_instant(column):
        return clock(column, cell)
    is_plain = isinstance(cell, str) and cell.lstrip("-").isdigit() and column.header != "_uuid"
    return int(cell) if is_plain else cell


def named_days(months: Sequence[str], shape: str) -> Change:
    """Days with the names of months."""
    return days(lambda x: shape.format(d=x.day, m=months[x.month - 1], y=x.year))


def instants_as_utc(column: Column, cell: object) -> object:
    """Instants of the device as UTC with a Z."""
    return f"{utc(cell).astimezone(UTC):%Y-%m-%dT%H:%M:%S.000}Z" if is_instant(column) else cell
