"""Exports as people leave them: saved by a spreadsheet in another country, retyped, or passed through a program."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from .files import csv_text, write_csv, write_xlsx
from .platforms import TITLE, kobo_events, kobo_main, local, utc
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
MONEY = ("wage_30d", "other_inc_30d", "hh_income_30d", "revenue_30d", "costs_30d", "profit_30d", "debt_mad", "equip_sold_mad")


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
    ways = (str, french_amount, lambda n: f"{n} DH", lambda n: french_amount(n, "\u202f"), lambda n: f"{n},00")
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
    *changes: Change, separator: str = ";", encoding: str = "utf-8-sig", lost: Sequence[str] = (), **given: object
) -> Callable[[Path], list[Path]]:
    """Kobo's table saved again as text."""

    def write(folder: Path) -> list[Path]:
        grid = kobo_main(**given).without(*lost)
        for change in changes:
            grid = grid.map(change)
        return [write_csv(folder, "Classeur1.csv", grid, separator, encoding=encoding)]

    return write


def damaged_xlsx(
    *changes: Change, is_1904: bool = False, above: Sequence[Sequence[object]] = (), below: Sequence[Sequence[object]] = (),
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
            write_xlsx(folder, "Classeur1.xlsx", grids, above=above, below=below, second=more, is_1904=is_1904)
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


def reverse_rows(grid: Grid) -> Grid:
    """Rows in another order."""
    return Grid(grid.name, grid.columns, sorted(grid.rows, key=lambda row: str(row[-3])[::-1] + str(row[0])[::-1]))


def shuffle_columns(grid: Grid) -> Grid:
    """Columns in another order."""
    order = sorted(range(len(grid.columns)), key=lambda place: (place * 7919) % 1009)
    return Grid(grid.name, [grid.columns[i] for i in order], [[row[i] for i in order] for row in grid.rows])


def add_columns(grid: Grid) -> Grid:
    """Columns that people add: a name without a header, notes, a sum."""
    added = ["Remarques du superviseur", "Contrôlé ?", "Total revenus", "2e passage"]
    columns = [*(Column(name, lambda s: "") for name in added[:2]), *grid.columns, *(Column(name, lambda s: "") for name in added[2:])]
    return Grid(grid.name, columns, [["vu", "oui", *row, "=A1+B1", ""] for row in grid.rows])


def write_r_csv(folder: Path) -> list[Path]:
    """Read and written by R: names made valid, NA for what was not text, row numbers first."""
    grid = kobo_main()
    header = ["", *(_made_valid(name) for name in grid.header)]
    texts = [any(isinstance(v, str) and v and not _is_number(v) for v in column) for column in zip(*grid.rows, strict=True)]
    rows = [
        [str(n), *(cell if cell != "" or is_text else "NA" for cell, is_text in zip(row, texts, strict=True))]
        for n, row in enumerate(grid.rows, start=1)
    ]
    columns = [Column(name, lambda s: "") for name in header]
    return [write_csv(folder, "donnees.csv", Grid("", columns, rows))]


def _made_valid(name: str) -> str:
    made = "".join(sign if sign.isalnum() or sign in "._" else "." for sign in name)
    return f"X{made}" if not made[0].isalpha() else made


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def write_pandas_csv(folder: Path) -> list[Path]:
    """Read and written by pandas: whole numbers beside blanks as `1.0`, an index first."""
    grid = kobo_main()
    by_column = []
    for values in zip(*grid.rows, strict=True):
        filled = [v for v in values if v != ""]
        is_numeric = bool(filled) and all(_is_number(v) for v in filled) and len(filled) < len(values)
        by_column.append([f"{float(v)}" if is_numeric and v != "" else v for v in values])
    rows = [[str(n), *row] for n, row in enumerate(zip(*by_column, strict=True))]
    columns = [Column(name, lambda s: "") for name in ["", *grid.header]]
    return [write_csv(folder, "df.csv", Grid("", columns, rows))]


def merged_headers(folder: Path, language: str = "fr") -> list[Path]:
    """Two header rows: groups merged above labels of questions, as people tidy a workbook."""
    grid, inner = kobo_main(style=language, has_groups=False, multiple="summary"), kobo_events(style=language, has_groups=False)
    groups = [c.item.groups[-1] if c.item and c.item.groups else "" for c in grid.columns]
    shown = ["" if place and groups[place - 1] == group else group for place, group in enumerate(groups)]
    return [write_xlsx(folder, "tableau.xlsx", [grid, inner], above=[shown])]


def labels_below(grid: Grid) -> list[str]:
    """Labels of questions as a second row below their names."""
    return [c.item.labels["fr"] or c.item.name if c.item else c.header for c in grid.columns]


def split_versions(folder: Path, *, prefix: str = "") -> list[Path]:
    """A question that stood in another group in the first version: two columns, each filled for its own rows."""
    grid, inner = kobo_main(), kobo_events()
    version = grid.header.index("__version__")
    for name in ("main/life/housing", "main/emp/hours", "main/inc/hh_size"):
        place = grid.header.index(name)
        moved = f"v1/{name}" if prefix else f"main/bar/{name.rsplit('/', 1)[-1]}"
        item = grid.columns[place].item
        grid.columns.insert(place, Column(moved, lambda s: "", item))
        version += place < version
        for row in grid.rows:
            row.insert(place, "")
            if row[version] == "vA1":
                row[place], row[place + 1] = row[place + 1], ""
        if prefix:
            grid.columns[place + 1] = Column(f"v2/{name}", lambda s: "", item)
    return [write_xlsx(folder, "kobo.xlsx", [grid, inner])]


def two_parts(folder: Path, *, overlap: int = 20) -> list[Path]:
    """Two downloads of the same form whose rows overlap; numbers of rows start again in each."""
    files = []
    for number, (start, stop) in enumerate(((0, 60 + overlap), (60, 110)), start=1):
        grid, inner = kobo_main(), kobo_events()
        index, uuid = grid.header.index("_index"), grid.header.index("_uuid")
        grid.rows = [[*row] for row in grid.rows[start:stop]]
        places = {row[uuid]: str(n) for n, row in enumerate(grid.rows, start=1)}
        for row in grid.rows:
            row[index] = places[row[uuid]]
        key, parent, own = (inner.header.index(n) for n in ("_submission__uuid", "_parent_index", "_index"))
        inner.rows = [row for row in inner.rows if row[key] in places]
        for n, row in enumerate(inner.rows, start=1):
            row[parent], row[own] = places[row[key]], str(n)
        files.append(write_xlsx(folder, f"part{number}.xlsx", [grid, inner]))
    return files


def utf16_text(folder: Path) -> list[Path]:
    """`Unicode text` of Excel: UTF-16 with tabs."""
    file = folder / "unicode.txt"
    file.write_bytes(csv_text(kobo_main(), "\t", quoting=csv.QUOTE_MINIMAL).encode("utf-16"))
    return [file]


def titled(name: str = TITLE) -> list[list[object]]:
    """Rows that people put above a table."""
    return [[name], ["Export du 23/11/2026", "", "Association X"], []]
