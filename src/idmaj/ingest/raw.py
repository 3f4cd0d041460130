"""A raw file as read: every cell as text, with the row where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.cells import clean_cell


@dataclass(frozen=True)
class RawTable:
    """The rows of one raw file.

    Attributes
    ----------
    cells
        One text column for each column of the file, blank cells as "".
    rows
        Row of the file of each row, as a person counts: the header is row 1 of a text file.
    typed
        Columns whose numbers the file holds as numbers, so that their decimal sign is certain.
    labels
        Value labels that the file carries: column → code → label.
    misshapen
        Rows with more or fewer cells than the header has: row of the file → number of cells.
    encoding, separator
        How a text file was read.
    set_aside
        Rows that could not be used already when the file was read: row, message, its arguments.
    problems
        What was found in the file already when it was read.
    n_superseded
        Rows that another row of the same submission, such as a newer edit, replaces.
    """

    cells: pd.DataFrame
    rows: np.ndarray
    typed: frozenset[str] = frozenset()
    labels: dict[str, dict[str, str]] | None = None
    misshapen: dict[int, int] | None = None
    encoding: str = ""
    separator: str = ""
    set_aside: tuple[tuple[int, str, dict[str, str | int | float]], ...] = ()
    problems: tuple[Problem, ...] = ()
    n_superseded: int = 0

    @property
    def header(self) -> list[str]:
        """Names of the columns, those without a name left out."""
        return [str(name) for name in self.cells.columns]

    @property
    def rows_in(self) -> int:
        """Rows that hold anything, the header not counted."""
        return len(self.rows) + len(self.misshapen or {}) + len(self.set_aside) + self.n_superseded


def table_of_records(records: Iterable[Sequence[str]], header_row: int, shown: str) -> RawTable:
    """Make a table of records of text.

    Parameters
    ----------
    records
        All records of the file in order, those above the header too.
    header_row
        Row of the header, counted from 1.
    shown
        Path to show in problems.

    Raises
    ------
    IngestProblems
        When there is no header, a name occurs twice, or no row follows.
    """
    listed = list(records)
    if len(listed) < header_row or not any(cell.strip() for cell in listed[header_row - 1]):
        raise _refused("file-without-header", shown, row=header_row)
    header = [clean_cell(name) for name in listed[header_row - 1]]
    while header and not header[-1]:
        header.pop()
    _check_names(header, header_row, shown)
    filled = [
        (row, record)
        for row, record in enumerate(listed[header_row:], start=header_row + 1)
        if any(cell and not cell.isspace() for cell in record)
    ]
    if not filled:
        raise _refused("file-without-rows", shown)
    width = len(header)
    fitting = [(row, record) for row, record in filled if _fits(record, width)]
    misshapen = {row: len(record) for row, record in filled if not _fits(record, width)}
    columns = {
        name: pd.Series([clean_cell(record[place]) for _, record in fitting], dtype="str")
        for place, name in enumerate(header)
        if name
    }
    rows = np.array([row for row, _ in fitting], dtype=np.int64)
    return RawTable(pd.DataFrame(columns), rows, misshapen=misshapen)


def _fits(record: Sequence[str], width: int) -> bool:
    return len(record) == width or (len(record) > width and not any(record[width:]))


def _check_names(header: list[str], row: int, shown: str) -> None:
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise IngestProblems(
            [Problem("column-name-repeated", Place(file=shown, row=row, column=name)) for name in repeated]
        )


def _refused(message: str, shown: str, row: int | None = None) -> IngestProblems:
    return IngestProblems([Problem(message, Place(file=shown, row=row))])
