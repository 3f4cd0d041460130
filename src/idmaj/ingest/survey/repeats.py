"""A repeat of an export to the table of its rows, such as `justice_events`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.dates import DateReading
from idmaj.ingest.exports.model import Block, Export, ExportTable
from idmaj.ingest.exports.parents import find_order_column, read_order
from idmaj.ingest.forms.model import Form
from idmaj.ingest.survey.aside import take_rows
from idmaj.ingest.survey.column_readers import ReadingFacts
from idmaj.ingest.survey.fields import Field, build_field, column_of_block
from idmaj.ingest.survey.flags import Remarks
from idmaj.ingest.survey.mapping import TableMapping
from idmaj.ingest.survey.merge import hash_keys
from idmaj.ingest.survey.reading import (
    DAY,
    Answers,
    explain_absent,
    explain_blanks,
    kind_words,
    read_answers,
    remark_faults,
)
from idmaj.ingest.survey.relevance import CodeTexts, Relevance
from idmaj.ingest.survey.stream import Made, TableReader


class ParentCodes:
    """Answers of submissions that conditions of repeats refer to, found by key.

    Parameters
    ----------
    kept
        Hashes of keys of submissions and their codes by name, block by block.
    withheld
        Keys of submissions whose answers were withheld.
    """

    def __init__(
        self, kept: Sequence[tuple[np.ndarray, Mapping[str, pa.Array]]], withheld: frozenset[str]
    ) -> None:
        self.withheld = withheld
        self._hashes = np.concatenate([hashes for hashes, _ in kept] or [np.zeros(0, dtype=np.uint64)])
        names = kept[0][1].keys() if kept else ()
        self._codes = {name: pa.concat_arrays([codes[name] for _, codes in kept]) for name in names}
        self._order = np.argsort(self._hashes, kind="stable")

    def find(self, keys: pa.Array) -> tuple[np.ndarray, dict[str, pa.Array]]:
        """Find the submissions of rows.

        Returns
        -------
        known, codes
            bool, one a row; name → codes of the row's submission, blank where it is unknown.
        """
        if not len(self._hashes):
            return np.zeros(len(keys), dtype=bool), {}
        wanted = hash_keys(keys)
        place = np.searchsorted(self._hashes[self._order], wanted)
        place = np.minimum(place, len(self._hashes) - 1)
        known = self._hashes[self._order][place] == wanted
        positions = pa.array(np.where(known, self._order[place], 0), mask=~known)
        return known, {name: pc.fill_null(codes.take(positions), "") for name, codes in self._codes.items()}

    def find_days(self, keys: pa.Array) -> pa.Array:
        """Find the day of the submission of each row, date32; null where it is unknown."""
        return days_of(self.find(keys)[1], len(keys))


def days_of(codes: Mapping[str, pa.Array], n: int) -> pa.Array:
    """Take the days of submissions from what is kept of them, date32."""
    if DAY not in codes:
        return pa.nulls(n, pa.date32())
    return pc.if_else(pc.equal(codes[DAY], ""), pa.scalar(None, pa.string()), codes[DAY]).cast(pa.date32())


class RepeatReader(TableReader):
    """Reads a repeat of an export, block after block: rows are numbered within their submission.

    Parameters
    ----------
    export, table
        The export and its table.
    mapping, form, facts
        Questions of the columns, the form, and how cells are written.
    name, ingest_id
        Canonical table, and name of the run.
    parents
        Answers of the submissions.
    """

    is_ordered = True

    def __init__(
        self,
        export: Export,
        table: ExportTable,
        mapping: TableMapping,
        *,
        form: Form,
        facts: ReadingFacts,
        name: str,
        ingest_id: str,
        parents: ParentCodes,
    ) -> None:
        self._export, self._table = export, table
        self._name, self._ingest_id = name, ingest_id
        self._parents = parents
        self._relevance = Relevance(form, mapping.repeat)
        self._seen: dict[str, int] = {}
        self._order = find_order_column(table.header) if table.is_repeat else None
        self.fields: list[Field] = []
        for question in form.of_table(mapping.repeat):
            if question.disclosure == "id" or question.kind in {"note", "media", "geopoint", "meta"}:
                continue
            uses = [use for use in mapping.columns if use.question == question.path]
            self.fields.append(build_field(question, uses, table.header, form=form, facts=facts))

    def read_blocks(self) -> Iterator[Block]:
        """Read the rows from the start."""
        self._seen = {}
        return self._table.read_blocks()

    def new_remarks(self) -> Remarks:
        """Start the remarks anew."""
        sheet = self._table.name if self._table.is_repeat else ""
        return Remarks(next(iter(self._export.files)), self._name, sheet, self._ingest_id)

    def observe(self, block: Block, *, only: frozenset[str] | None = None) -> None:
        """Take note of how cells are written."""
        for field in self.fields:
            if only is None or field.question.path in only:
                field.observe(block, self._parents.find_days(block.keys))

    def decide(self) -> Mapping[str, object]:
        """Settle how to read each column."""
        return {field.question.path: field.reader.decide() for field in self.fields}

    def read(self, block: Block) -> Made:
        """Read a block."""
        aside = self._find_aside(block)
        taken = np.zeros(len(block.rows), dtype=bool)
        for rows in aside.values():
            taken |= rows
        kept = take_rows(block, ~taken)
        _, codes = self._parents.find(kept.keys)
        near = days_of(codes, len(kept.rows))
        answers = read_answers(self.fields, kept, near=near)
        explain_blanks(answers, self._relevance.find_asked(answers, CodeTexts(answers, codes), near))
        explain_absent(answers, is_complete=self._export.container != "json")

        def note(remarks: Remarks) -> None:
            for reason, rows in aside.items():
                remarks.put_aside(reason, block.rows[rows], block.keys.filter(pa.array(rows)))
            remark_faults(remarks, kept, answers)

        return Made(self._build_table(kept, answers), note, len(block.rows), answers.unclear)

    def _find_aside(self, block: Block) -> dict[str, np.ndarray]:
        known, _ = self._parents.find(block.keys)
        refused = pc.is_in(block.keys, value_set=pa.array(sorted(self._parents.withheld), pa.string()))
        withheld = known & refused.to_numpy(zero_copy_only=False)
        empty = known & ~withheld & self._find_empty(block)
        return {
            "event-without-submission": ~known,
            "event-without-consent": withheld,
            "event-empty": empty,
        }

    def _find_empty(self, block: Block) -> np.ndarray:
        filled = np.zeros(len(block.rows), dtype=bool)
        nothing = pa.array(["", *self._export.blanks], pa.string())
        for field in self.fields:
            for position in (*field.whole, *(p for places in field.split.values() for p in places)):
                blank = pc.is_in(column_of_block(block, position), value_set=nothing)
                filled |= ~blank.to_numpy(zero_copy_only=False)
        return ~filled

    def _build_table(self, block: Block, answers: Answers) -> pa.Table:
        keys = block.keys.to_pylist()
        sequence = self._number(keys, self._find_order(block))
        columns: dict[str, pa.Array] = {
            "event_id": pa.array([f"{k}-{s}" for k, s in zip(keys, sequence, strict=True)], pa.string()),
            "submission_uuid": block.keys,
            "sequence": pa.array(sequence, pa.int64()),
        }
        for path, reading in answers.readings.items():
            name = answers.fields[path].column
            columns[name] = reading.values
            columns[f"{name}__missing"] = kind_words(reading.kinds)
            if isinstance(reading, DateReading):
                prefix = "date" if name == "event_on" else name.removesuffix("_on")
                columns[f"{prefix}_precision"] = reading.precision
        columns["source"] = pa.array(["self"] * answers.n, pa.string())
        columns["source_row"] = pa.array(block.rows, pa.int64())
        columns["ingest_id"] = pa.array([self._ingest_id] * answers.n, pa.string())
        return pa.table(columns)

    def _find_order(self, block: Block) -> np.ndarray:
        """Find the place of each row in the order of the platform; that of the file where it tells none."""
        if self._order is None:
            return np.arange(len(block.rows))
        return read_order(column_of_block(block, self._order))

    def _number(self, keys: list[str], order: np.ndarray) -> list[int]:
        """Number the rows of each submission in the order of the platform."""
        places = np.argsort(order, kind="stable")
        sorted_keys = pd.Series(keys, dtype=object).iloc[places]
        within = np.empty(len(keys), dtype=np.int64)
        within[places] = sorted_keys.groupby(sorted_keys).cumcount().to_numpy() if keys else within
        start = np.array([self._seen.get(key, 0) for key in keys], dtype=np.int64)
        numbers = (start + within + 1).tolist()
        for key, number in zip(keys, numbers, strict=True):
            self._seen[key] = max(self._seen.get(key, 0), number)
        return numbers
