"""A table of a file before anybody has said which platform wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from idmaj.errors import IngestProblems, Place, Problem, Severity

LOOK = 60
"""Records that are looked at to find the header and the platform."""

ReadRows = Callable[[int, int, dict[int, int]], Iterator[tuple[pa.Table, np.ndarray]]]
"""First row to read, number of columns, where rows of another width are noted → cells and their rows."""


@dataclass(frozen=True)
class Sheet:
    """One table of records: a text file, a sheet of a workbook, a list of a JSON file.

    Attributes
    ----------
    name
        Name of the sheet, or of the file without its ending.
    records
        The first `LOOK` records as text, those above the header too.
    read_rows
        Reads the rows from one on as text columns named by position.
    find_typed
        Positions of columns that the file holds as numbers, dates or booleans, from a row on.
    first_header
        Row that a mark of the file itself makes the first that can be the header.
    is_complete
        Whether the records have their header for certain in row 1 (typed files, JSON).
    labels, missing, column_labels
        As in `ExportTable`.
    """

    name: str
    records: Sequence[Sequence[str]]
    read_rows: ReadRows
    find_typed: Callable[[int], frozenset[int]] = lambda first_row: frozenset()
    first_header: int = 1
    is_complete: bool = False
    labels: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    column_labels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """What one file holds, before its platform is known.

    Attributes
    ----------
    shown
        Path to show.
    group
        Files that may belong together have the same group: their folder, or their archive.
    files
        Path as shown → SHA-256 of the file that was received.
    container
        As in `Export`.
    sheets
        Its tables.
    encoding, separator
        How text was read.
    set_aside
        Sheets that hold no table → message id of the reason.
    problems
        What has to be said of the file though it is read.
    """

    shown: str
    group: str
    files: Mapping[str, str]
    container: str
    sheets: Sequence[Sheet]
    encoding: str = ""
    separator: str = ""
    set_aside: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def stem(self) -> str:
        """Name of the file without folders and ending."""
        return Path(self.shown).stem


def refuse(
    message: str, shown: str, /, *, row: int | None = None, sheet: str = "", **arguments: str
) -> IngestProblems:
    """Make the exception for one blocking problem of a file."""
    return IngestProblems([Problem(message, Place(file=shown, row=row, sheet=sheet), arguments=arguments)])


def note_problem(
    message: str,
    shown: str,
    /,
    *,
    sheet: str = "",
    severity: Severity = "blocking",
    **arguments: str,
) -> Problem:
    """Make a problem of a file."""
    return Problem(message, Place(file=shown, sheet=sheet), severity, arguments=arguments)


def iterate_table(cells: pa.Table, rows: np.ndarray) -> ReadRows:
    """Make the reader of a table that is already in memory."""

    def read_rows(
        first_row: int, width: int, misshapen: dict[int, int]
    ) -> Iterator[tuple[pa.Table, np.ndarray]]:
        del misshapen
        kept = rows >= first_row
        taken = cells if kept.all() else cells.filter(pa.array(kept))
        names = [str(position) for position in range(width)]
        yield taken.select(list(range(width))).rename_columns(names), rows[kept]

    return read_rows
