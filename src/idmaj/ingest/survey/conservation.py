"""Every row of every file: kept, set aside with a reason, or superseded by another row of its submission."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from idmaj.identity import mask_identifiers
from idmaj.ingest.survey.draft import Draft
from idmaj.ingest.survey.flags import ASIDE_SCHEMA
from idmaj.ingest.survey.merge import KEY, Part

SUPERSEDED = "submission-superseded"
DROPPED = "submission-dropped"


def list_superseded(name: str, parts: Sequence[Part], files: Mapping[str, str]) -> list[pa.Table]:
    """List the rows of a table that a newer edit, or the same row elsewhere, replaced.

    Parameters
    ----------
    name, parts
        Table, and its parts.
    files
        Name of a run → the file that it read.

    Returns
    -------
    list of pyarrow.Table
        Rows in `ASIDE_SCHEMA`.
    """
    listed = []
    for part in parts:
        if part.lost:
            rows = pq.read_table(part.file, columns=[KEY, "source_row", "ingest_id"])
            lost = rows.take(pa.array(sorted(part.lost)))
            listed.append(_describe(name, lost, files, SUPERSEDED, ["{}"] * len(lost)))
    return listed


def take_dropped(made: Path, name: str, reasons: Mapping[str, str], files: Mapping[str, str]) -> pa.Table:
    """Take the rows of submissions that a correction drops out of a table.

    Parameters
    ----------
    made, name
        Folder and name of the table, which is written again.
    reasons
        Key of a submission → why it was dropped.
    files
        Name of a run → the file that it read.

    Returns
    -------
    pyarrow.Table
        The rows in `ASIDE_SCHEMA`.
    """
    file = made / f"{name}.parquet"
    table = pq.read_table(file)
    is_dropped = pc.is_in(table[KEY], value_set=pa.array(sorted(reasons), pa.string()))
    rows = table.filter(is_dropped).select([KEY, "source_row", "ingest_id"])
    if len(rows):
        pq.write_table(table.filter(pc.invert(is_dropped)), file, compression="zstd")
    arguments = [
        json.dumps({"reason": mask_identifiers(reasons[key])}, ensure_ascii=False)
        for key in rows[KEY].to_pylist()
    ]
    return _describe(name, rows, files, DROPPED, arguments)


def count_runs(
    drafts: Sequence[Draft], before: pa.Table | None, made: Path, set_aside: pa.Table
) -> pd.DataFrame:
    """Count what became of the rows of every file and table.

    Parameters
    ----------
    drafts, before
        Exports that were read, and runs of earlier exports.
    made, set_aside
        Folder of the tables, and the rows that are not in them.

    Returns
    -------
    DataFrame
        `ingest_runs`, sorted. `rows_in` is what was read; `rows_kept` is counted in the tables.
    """
    runs = pd.DataFrame([run for draft in drafts for run in draft.runs])
    if before is not None and len(before):
        runs = pd.concat([before.to_pandas(), runs], ignore_index=True)
    aside = set_aside.select(["table", "ingest_id", "message"]).to_pandas()
    aside["is_superseded"] = aside["message"] == SUPERSEDED
    gone = aside.groupby(["table", "ingest_id", "is_superseded"]).size()
    for name, of_table in runs.groupby("table"):
        file = made / f"{name}.parquet"
        kept = _count_ids(file) if file.exists() else {}
        for ingest_id, rows in of_table.groupby("ingest_id"):
            first = rows.index[0]
            for column, number in {
                "rows_kept": kept.get(str(ingest_id), 0),
                "rows_set_aside": gone.get((name, ingest_id, False), 0),
                "rows_superseded": gone.get((name, ingest_id, True), 0),
            }.items():
                runs.loc[rows.index, column] = 0
                runs.loc[first, column] = int(number)
            runs.loc[first, "rows_in"] = int(rows["rows_in"].sum())
            runs.loc[rows.index[1:], "rows_in"] = 0
    runs = runs[(runs["rows_in"] > 0) | ~runs.duplicated(["table", "ingest_id"])]
    return runs.sort_values(["source_file", "table", "sheet"], ignore_index=True)


def _count_ids(file: Path) -> dict[str, int]:
    ids = pq.read_table(file, columns=["ingest_id"], read_dictionary=["ingest_id"])["ingest_id"]
    counted = pc.value_counts(ids.combine_chunks())
    return {str(entry["values"]): int(entry["counts"]) for entry in counted.to_pylist()}


def _describe(
    name: str, rows: pa.Table, files: Mapping[str, str], message: str, arguments: Sequence[str]
) -> pa.Table:
    n = len(rows)
    ids = rows["ingest_id"].cast(pa.string())
    columns = {
        "source_file": pa.array([files.get(i, "") for i in ids.to_pylist()], pa.string()),
        "table": pa.array([name] * n, pa.string()),
        "row": rows["source_row"].cast(pa.int64()),
        KEY: rows[KEY].cast(pa.string()),
        "column": pa.array([""] * n, pa.string()),
        "message": pa.array([message] * n, pa.string()),
        "arguments": pa.array(arguments, pa.string()),
        "ingest_id": ids,
    }
    return pa.table([columns[column] for column in ASIDE_SCHEMA.names], schema=ASIDE_SCHEMA)
