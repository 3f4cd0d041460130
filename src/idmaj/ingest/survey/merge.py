"""Tables of several exports, and of earlier runs, to one: a newer edit of a submission replaces an older one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from idmaj.errors import Place, Problem

KEY = "submission_uuid"
ORDER = ("n_edits", "edited_at", "submitted_at")
"""What tells the newer of two rows of a submission, in this order."""

TRACE = frozenset({"source", "source_row", "ingest_id", "form_version", "validation", "submitter", *ORDER})
"""Columns that tell where a row came from; two rows may differ in them and say the same."""

SORTED_UP_TO = 500_000
"""Rows up to which a table is put into the order of its keys; longer ones keep the order of the files."""

ROW_GROUP = 250_000

_NEARLY_UNIQUE = frozenset({KEY, "person_id", "event_id", "source_row"})


def open_writer(file: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a Parquet file of a table: the same rows give the same bytes, and words are read as text."""
    texts = [f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_dictionary(f.type)]
    return pq.ParquetWriter(
        file, schema, compression="snappy", write_statistics=False,
        use_dictionary=[name for name in texts if name not in _NEARLY_UNIQUE], store_schema=False,
    )  # fmt: skip


@dataclass
class Part:
    """The rows of one table from one export, in a draft file.

    Attributes
    ----------
    file
        Parquet file of the draft.
    ingest_id
        Run that read it; "" for the tables of earlier runs, whose rows name their own.
    shown
        Path of the export as shown.
    hashes
        uint64, one a row: hash of the submission's key.
    lost
        Positions of rows that a newer edit, or the same row elsewhere, replaces.
    lost_keys
        Keys of submissions that a row of another part replaces: their rows in repeats go with them.
    """

    file: Path
    ingest_id: str
    shown: str
    hashes: np.ndarray
    lost: set[int] = field(default_factory=set)
    lost_keys: set[str] = field(default_factory=set)

    @property
    def n_kept(self) -> int:
        """Rows that are not replaced."""
        return len(self.hashes) - len(self.lost)


def hash_keys(keys: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Hash keys of submissions to uint64."""
    return pd.util.hash_array(np.asarray(keys.to_numpy(zero_copy_only=False), dtype=object), categorize=False)


def find_replaced(parts: Sequence[Part]) -> list[Problem]:
    """Find rows of submissions that occur more than once, and mark those that are replaced.

    Parameters
    ----------
    parts
        Parts of the table of submissions, those of earlier runs first. `lost` and `lost_keys` are filled.

    Returns
    -------
    list of Problem
        Blocking: two rows of one submission that differ, neither of them newer.
    """
    hashes = np.concatenate([part.hashes for part in parts]) if parts else np.zeros(0, dtype=np.uint64)
    order = np.sort(hashes)
    repeated = np.unique(order[1:][order[1:] == order[:-1]])
    if not len(repeated):
        return []
    rows = pd.concat([_take_repeated(number, part, repeated) for number, part in enumerate(parts)])
    problems: list[Problem] = []
    for key, group in rows.groupby(KEY, sort=True):
        if len(group) > 1:
            problems += _choose(str(key), group, parts)
    return problems


def _take_repeated(number: int, part: Part, repeated: np.ndarray) -> pd.DataFrame:
    positions = np.flatnonzero(np.isin(part.hashes, repeated))
    table = pq.read_table(part.file).take(pa.array(positions))
    return table.to_pandas().assign(_part=number, _position=positions)


def _choose(key: str, group: pd.DataFrame, parts: Sequence[Part]) -> list[Problem]:
    known = [name for name in ORDER if name in group]
    ranked = group.sort_values([*known, "_part"], kind="stable", na_position="first")
    winner = ranked.iloc[-1]
    for _, loser in ranked.iloc[:-1].iterrows():
        differing = _differing(winner, loser)
        if differing and all(_same(winner[name], loser[name]) for name in known):
            return [_conflict(key, winner, loser, differing, parts)]
        part = parts[int(loser["_part"])]
        part.lost.add(int(loser["_position"]))
        if int(loser["_part"]) != int(winner["_part"]):
            part.lost_keys.add(key)  # rows of repeats beside the same row of one export belong to it
    return []


def _conflict(
    key: str, winner: pd.Series, loser: pd.Series, differing: list[str], parts: Sequence[Part]
) -> Problem:
    here, there = parts[int(winner["_part"])], parts[int(loser["_part"])]
    return Problem(
        "submission-differs",
        Place(file=here.shown, row=int(winner["source_row"])),
        "blocking",
        {
            "key": key,
            "first_file": there.shown,
            "first_row": int(loser["source_row"]),
            "columns": ", ".join(differing[:5]),
        },
    )


def _differing(one: pd.Series, other: pd.Series) -> list[str]:
    """Columns in which both rows hold a value and the values differ."""
    names = [str(n) for n in one.index if n not in TRACE and not str(n).startswith("_")]
    names = [name for name in names if not name.endswith("__missing")]
    return [
        name
        for name in names
        if not (_is_absent(one[name]) or _is_absent(other[name])) and not _same(one[name], other[name])
    ]


def _is_absent(value: Any) -> bool:
    return value is None or value == "" or bool(pd.isna(value))


def _same(one: object, other: object) -> bool:
    return (_is_absent(one) and _is_absent(other)) or one == other


def write_merged(parts: Sequence[Part], file: Path, *, sort_by: Sequence[str]) -> int:
    """Write the rows of all parts that are not replaced.

    Parameters
    ----------
    parts
        Parts of one table.
    file
        Parquet file to write.
    sort_by
        Order of the rows, up to `SORTED_UP_TO` of them.

    Returns
    -------
    int
        Rows written.
    """
    n_rows = sum(part.n_kept for part in parts)
    if len(parts) == 1 and not parts[0].lost and n_rows > SORTED_UP_TO:
        parts[0].file.replace(file)
        return n_rows
    schema = pa.unify_schemas([pq.read_schema(part.file) for part in parts], promote_options="permissive")
    schema = order_columns(schema)
    if n_rows <= SORTED_UP_TO:
        tables = [_without_lost(pq.read_table(part.file), part, 0) for part in parts]
        whole = pa.concat_tables([_fit(table, schema) for table in tables])
        keys = [name for name in sort_by if name in schema.names]
        whole = whole.sort_by([(name, "ascending") for name in keys]) if keys and len(whole) else whole
        with open_writer(file, schema) as writer:
            writer.write_table(whole, row_group_size=ROW_GROUP)
        return n_rows
    with open_writer(file, schema) as writer:
        for part in parts:
            start = 0
            for batch in pq.ParquetFile(part.file).iter_batches(ROW_GROUP):
                table = _without_lost(pa.Table.from_batches([batch]), part, start)
                writer.write_table(_fit(table, schema))
                start += len(batch)
    return n_rows


def order_columns(schema: pa.Schema) -> pa.Schema:
    """Put the kind of a missing value beside its value, whatever export brought it first."""
    names = [name for name in schema.names if not name.endswith("__missing")]
    ordered = []
    for name in names:
        ordered.append(name)
        if f"{name}__missing" in schema.names:
            ordered.append(f"{name}__missing")
    ordered += [name for name in schema.names if name not in ordered]
    return pa.schema([schema.field(name) for name in ordered])


def _without_lost(table: pa.Table, part: Part, start: int) -> pa.Table:
    if not part.lost:
        return table
    here = [position - start for position in part.lost if start <= position < start + len(table)]
    kept = np.ones(len(table), dtype=bool)
    kept[here] = False
    return table.filter(pa.array(kept))


def _fit(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = []
    for wanted in schema:
        if wanted.name in table.schema.names:
            columns.append(table[wanted.name].cast(wanted.type))
        elif wanted.name.endswith("__missing"):
            columns.append(pa.array(["not_collected"] * len(table)).cast(wanted.type))
        else:
            columns.append(pa.nulls(len(table), wanted.type))
    return pa.Table.from_arrays(columns, schema=schema)


def drop_events_of_lost(parts: Sequence[Part], submissions: Sequence[Part]) -> None:
    """Mark rows of a repeat whose submission was replaced in the same export.

    Parameters
    ----------
    parts, submissions
        Parts of the repeat and of the submissions; those of one export share `ingest_id`.
    """
    lost = {part.ingest_id: part.lost_keys for part in submissions if part.lost_keys}
    for part in parts:
        keys = lost.get(part.ingest_id)
        if keys:
            column = pq.read_table(part.file, columns=[KEY])[KEY]
            gone = pc.is_in(column, value_set=pa.array(sorted(keys)))
            part.lost = set(np.flatnonzero(gone.to_numpy(zero_copy_only=False)).tolist())
