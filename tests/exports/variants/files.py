"""Grids to files of every kind."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from .submissions import Grid


def csv_text(
    grid: Grid, separator: str = ",", *, quoting: int = csv.QUOTE_MINIMAL, above: Sequence[Sequence[str]] = (),
    below: Sequence[Sequence[str]] = (), second: Sequence[str] | None = None,
) -> str:  # fmt: skip
    """Text of a grid, with rows above the header, a second header row, rows at the foot."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n")
    writer.writerows(above)
    writer.writerow(grid.header)
    if second is not None:
        writer.writerow(second)
    writer.writerows(grid.rows)
    writer.writerows(below)
    return out.getvalue()


def write_csv(
    folder: Path, name: str, grid: Grid, separator: str = ",", *, encoding: str = "utf-8", **layout
) -> Path:
    """Write a grid as text."""
    file = folder / name
    file.write_bytes(csv_text(grid, separator, **layout).encode(encoding))
    return file


def write_zip(folder: Path, name: str, grids: dict[str, Grid]) -> Path:
    """Write grids as members of an archive."""
    file = folder / name
    with zipfile.ZipFile(file, "w") as archive:
        for member, grid in grids.items():
            archive.writestr(member, csv_text(grid).replace("\r\n", "\n"))
    return file


def write_xlsx(
    folder: Path, name: str, grids: Sequence[Grid], *, above: Sequence[Sequence[object]] = (),
    below: Sequence[Sequence[object]] = (), second: Sequence[str] | None = None, is_1904: bool = False,
) -> Path:  # fmt: skip
    """Write grids as sheets; typed cells stay typed."""
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.remove(book.active)
    for place, grid in enumerate(grids):
        sheet = book.create_sheet(grid.name[:31] or "Sheet1")
        first = (
            [*above, grid.header, *([second] if second is not None else [])] if not place else [grid.header]
        )
        for row in (*first, *grid.rows, *(below if not place else ())):
            sheet.append([_cell(cell) for cell in row])
    file = folder / name
    book.save(file)
    return file


def _cell(cell: object) -> object:
    if cell == "":
        return None
    return cell
