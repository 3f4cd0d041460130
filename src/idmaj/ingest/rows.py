"""Rows of a raw file on their way into a canonical table: kept, set aside, or not of the study."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from idmaj.errors import Place, Problem, Severity
from idmaj.ingest.cells import mask_value
from idmaj.ingest.raw import RawTable
from idmaj.study import Source

AFTER_CUT_OFF = "row-after-cut-off"
"""Reason of rows that an evaluation with an earlier cut-off does not read; no fault of the file."""

DROPPED = "submission-dropped"
"""Reason of rows that people decided to leave out, by a line of corrections."""

FEW_VALUES = 5
"""Unknown codes beyond this number may be a column of persons' data under the wrong name."""

Arguments = Mapping[str, str | int | float]


@dataclass
class SourceRows:
    """The rows of one raw file.

    Attributes
    ----------
    source, number
        Entry of the study file, and its place among all sources, from 1.
    raw
        The file as read.
    cells
        Columns that the study uses, under their canonical names, as text; one row a row of the file
        that belongs to the study.
    rows
        Row of the file of each row of `cells`.
    set_aside
        Reason of each row, "" where it is kept.
    identifiers
        What tells who each row of `cells` is about, where the source is linked: text, dates as ISO.
    rows_not_of_study
        Rows that `keep` leaves out, that belong to a person it leaves out, that no link reaches, or that a
        newer edit of the same submission replaces.
    problems
        What was found.
    """

    source: Source
    number: int
    raw: RawTable
    cells: pd.DataFrame
    rows: np.ndarray
    identifiers: pd.DataFrame | None = None
    rows_not_of_study: int = 0
    ids_not_of_study: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    set_aside: np.ndarray = field(init=False)
    aside_rows: list[dict[str, object]] = field(default_factory=list)
    is_declared_decimal: bool = field(init=False)

    def __post_init__(self) -> None:
        """Set aside rows that do not have the cells of the header."""
        self.set_aside = np.full(len(self.cells), "", dtype=object)
        self.is_declared_decimal = "decimal" in self.source.model_fields_set
        for row, count in (self.raw.misshapen or {}).items():
            arguments = {"cells": count, "columns": len(self.raw.header)}
            self._record("row-misshapen", row, "", arguments)
        for row, message, given in self.raw.set_aside:
            self._record(message, row, "", given)
        self.problems.extend(self.raw.problems)
        self.rows_not_of_study += self.raw.n_superseded

    @property
    def file(self) -> str:
        """Path of the file, as shown."""
        return self.source.file

    @property
    def is_kept(self) -> np.ndarray:
        """Which rows are kept."""
        return self.set_aside == ""

    @property
    def n_set_aside(self) -> int:
        """Rows set aside, misshapen ones included."""
        return len(self.aside_rows)

    @property
    def columns(self) -> list[str]:
        """Canonical names of the columns."""
        return [str(name) for name in self.cells.columns]

    def column_name(self, name: str) -> str:
        """Name in the file of a canonical column."""
        return self.source.columns.get(name, name)

    def place(self, row: int | None = None, column: str = "") -> Place:
        """Place in this file; `column` is canonical."""
        shown = self.column_name(column) if column else ""
        return Place(file=self.file, row=row, column=shown, sheet=self.source.sheet or "")

    def report(
        self,
        message: str,
        *,
        row: int | None = None,
        column: str = "",
        severity: Severity,
        **arguments: str | int | float,
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(message, self.place(row, column), severity, arguments))

    def report_unknown(
        self, message: str, column: str, values: pd.Series, *, known: Sequence[str], is_masked: bool
    ) -> None:
        """Report values without a meaning (blocking), each once with its count and first row.

        Parameters
        ----------
        message, column
            Id of the problem, and the canonical column.
        values
            The cells without a meaning, with positions in `cells` as index.
        known
            Values that have one.
        is_masked
            Show only the shape where the values are so many that they look like persons' data.
        """
        hide = is_masked and values.nunique() > FEW_VALUES
        for value, positions in values.groupby(values, sort=False).groups.items():
            self.report(
                message,
                row=int(self.rows[int(positions[0])]),
                column=column,
                severity="blocking",
                value=mask_value(str(value)) if hide else str(value)[:40],
                n=len(positions),
                known=", ".join(known),
            )

    def put_aside(
        self,
        which: np.ndarray,
        message: str,
        *,
        column: str = "",
        arguments: Sequence[Arguments] | None = None,
    ) -> None:
        """Set rows aside with a reason, each with its own arguments.

        Parameters
        ----------
        which
            Rows, True where set aside; those that already are keep their first reason.
        message
            Id of the reason.
        column
            Canonical column that shows it.
        arguments
            One mapping for each row of `cells`.
        """
        for position in np.flatnonzero(which & self.is_kept).tolist():
            self.set_aside[position] = message
            given = arguments[position] if arguments is not None else {}
            self._record(message, int(self.rows[position]), column, given)

    def leave_out(self, which: np.ndarray) -> None:
        """Leave out rows that are not of the study; nothing is wrong with them."""
        self.cells = self.cells[~which].reset_index(drop=True)
        if self.identifiers is not None:
            self.identifiers = self.identifiers[~which].reset_index(drop=True)
        self.rows = self.rows[~which]
        self.set_aside = self.set_aside[~which]
        self.rows_not_of_study += int(which.sum())

    def kept(self) -> pd.DataFrame:
        """Return the cells of the rows that are kept."""
        return self.cells[self.is_kept]

    def _record(self, message: str, row: int, column: str, arguments: Arguments) -> None:
        if message != AFTER_CUT_OFF:
            self.problems.append(Problem(message, self.place(row, column), "set_aside", dict(arguments)))
        self.aside_rows.append(
            {
                "source_file": self.file,
                "row": row,
                "column": self.column_name(column) if column else "",
                "message": message,
                "arguments": json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True),
            }
        )
