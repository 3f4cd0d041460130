"""What was flagged and set aside, row by row, and the same in few lines for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from idmaj.errors import Place, Problem, Severity
from idmaj.ingest.cells import mask_value

Arguments = Mapping[str, str | int | float]

FLAG_SCHEMA = pa.schema(
    [
        ("source_file", pa.string()), ("table", pa.string()), ("row", pa.int64()),
        ("submission_uuid", pa.string()), ("column", pa.string()), ("check_id", pa.string()),
        ("severity", pa.string()), ("message", pa.string()), ("arguments", pa.string()),
        ("ingest_id", pa.string()),
    ]
)  # fmt: skip
ASIDE_SCHEMA = pa.schema(
    [
        ("source_file", pa.string()), ("table", pa.string()), ("row", pa.int64()),
        ("submission_uuid", pa.string()), ("column", pa.string()), ("message", pa.string()),
        ("arguments", pa.string()), ("ingest_id", pa.string()),
    ]
)  # fmt: skip

SHOWN_LENGTH = 40


def show_cell(cell: str, *, is_masked: bool) -> str:
    """Show a cell in a problem: its shape alone where persons' data may stand."""
    return mask_value(cell) if is_masked else cell[:SHOWN_LENGTH]


@dataclass
class Remarks:
    """Remarks on the rows of one table of one export.

    Attributes
    ----------
    file, table, sheet, ingest_id
        Where the rows stand: path as shown, canonical table, sheet, run.
    problems
        One for each distinct trouble, at its first row; `times` rows have it.
    flags, aside
        Batches in `FLAG_SCHEMA` and `ASIDE_SCHEMA`.
    n_aside
        Rows set aside by reason.
    """

    file: str
    table: str
    sheet: str
    ingest_id: str
    problems: dict[tuple[str, str, str], Problem] = field(default_factory=dict)
    flags: list[pa.Table] = field(default_factory=list)
    aside: list[pa.Table] = field(default_factory=list)
    n_aside: dict[str, int] = field(default_factory=dict)

    def flag(
        self, message: str, column: str, rows: np.ndarray, keys: pa.Array, arguments: Arguments | None = None
    ) -> None:
        """Flag cells of a column that share a trouble.

        Parameters
        ----------
        message, column
            Id of the problem; name of the column in the file.
        rows, keys
            Rows of the file, and keys of the submissions.
        arguments
            Values for the message.
        """
        if not len(rows):
            return
        given = dict(arguments or {})
        self._note(message, column, rows, "flagged", given)
        columns = self._columns(rows, keys, column, given, message)
        columns |= {"check_id": columns["message"], "severity": pa.repeat("flagged", len(rows))}
        self.flags.append(pa.table([columns[name] for name in FLAG_SCHEMA.names], schema=FLAG_SCHEMA))

    def put_aside(
        self, message: str, rows: np.ndarray, keys: pa.Array, arguments: Arguments | None = None
    ) -> None:
        """Set rows aside for a reason."""
        if not len(rows):
            return
        given = dict(arguments or {})
        self._note(message, "", rows, "set_aside", given)
        self.n_aside[message] = self.n_aside.get(message, 0) + len(rows)
        columns = self._columns(rows, keys, "", given, message)
        self.aside.append(pa.table([columns[name] for name in ASIDE_SCHEMA.names], schema=ASIDE_SCHEMA))

    def block(
        self, message: str, *, row: int | None = None, column: str = "", **arguments: str | int
    ) -> None:
        """Note a problem because of which nothing is written."""
        place = Place(file=self.file, row=row, column=column, sheet=self.sheet)
        self.problems[message, column, ""] = Problem(message, place, "blocking", arguments)

    def _note(
        self, message: str, column: str, rows: np.ndarray, severity: Severity, arguments: Arguments
    ) -> None:
        key = (message, column, json.dumps(dict(arguments), sort_keys=True))
        known = self.problems.get(key)
        times = len(rows) + (int(known.arguments.get("times", 0)) if known else 0)
        place = known.place if known else self._place(int(rows[0]), column)
        self.problems[key] = Problem(message, place, severity, {**arguments, "times": times})

    def _place(self, row: int, column: str) -> Place:
        return Place(file=self.file, row=row, column=column, sheet=self.sheet)

    def _columns(
        self, rows: np.ndarray, keys: pa.Array, column: str, arguments: Arguments, message: str
    ) -> dict[str, pa.Array]:
        n = len(rows)
        text = json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True)
        constant = {
            "source_file": self.file, "table": self.table, "column": column, "message": message,
            "arguments": text, "ingest_id": self.ingest_id,
        }  # fmt: skip
        made = {name: pa.repeat(value, n) for name, value in constant.items()}
        return made | {"row": pa.array(rows, pa.int64()), "submission_uuid": keys.cast(pa.string())}


def collect(batches: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    """Put batches together in the order of file, table, row and column."""
    if not batches:
        return schema.empty_table()
    order = [(name, "ascending") for name in ("source_file", "table", "row", "column", "message")]
    return pa.concat_tables(batches).combine_chunks().sort_by(order)
