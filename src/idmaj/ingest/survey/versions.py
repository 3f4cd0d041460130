"""Questions that a version of the form did not hold, told again over all exports of a table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from idmaj.ingest.survey.collected import ENOUGH_ASKED
from idmaj.ingest.survey.merge import ROW_GROUP, open_writer

_MARK = "__missing"
_OPEN = ("blank", "not_collected")
_UNASKED = ("not_asked", "withheld")


def settle_versions(file: Path, current: str) -> None:
    """Tell blanks from questions that a version did not hold by the rows of all exports together.

    Each export told them by its own rows; together they must say the same in whatever parts they came.

    Parameters
    ----------
    file
        Merged table of submissions; written again where something changes.
    current
        Version of the form at hand, which holds every question.
    """
    schema = pq.read_schema(file)
    if "form_version" not in schema.names:
        return
    facts = pq.read_table(file, columns=["form_version", "ingest_id"]).to_pandas()
    versions = facts["form_version"].fillna("").astype(str)
    changed: dict[str, pa.Array] = {}
    for name in schema.names:
        if name.endswith(_MARK):
            kinds = pq.read_table(file, columns=[name])[name].cast(pa.string()).to_pandas().astype(object)
            settled = _settle(kinds, versions, facts["ingest_id"].astype(str), current)
            if not settled.equals(kinds):
                changed[name] = pa.array(settled, pa.string())
    if changed:
        _rewrite(file, schema, changed)


def _settle(kinds: pd.Series, versions: pd.Series, ingests: pd.Series, current: str) -> pd.Series:
    is_open, is_unasked = kinds.isin(_OPEN), kinds.isin(_UNASKED)
    if not is_open.any():
        return kinds
    # a column that the export did not have was collected in none of its rows, whatever the version
    has_column = (~is_open & ~is_unasked | (kinds == "blank")).groupby(ingests).transform("any")
    counts = pd.DataFrame({"asked": ~is_unasked, "answered": ~is_open & ~is_unasked})
    sums = counts.groupby(versions).transform("sum")
    is_lacking = (sums["answered"] == 0) & (sums["asked"] >= ENOUGH_ASKED)
    is_lacking &= (versions != "") & (versions != current)
    settled = kinds.mask(is_open & is_lacking, "not_collected")
    return settled.mask(is_open & ~is_lacking & has_column, "blank")


def _rewrite(file: Path, schema: pa.Schema, changed: dict[str, pa.Array]) -> None:
    made = file.with_suffix(".settled")
    start = 0
    with open_writer(made, schema) as writer:
        for batch in pq.ParquetFile(file).iter_batches(ROW_GROUP):
            table = pa.Table.from_batches([batch])
            for name, words in changed.items():
                place = table.schema.get_field_index(name)
                part = words.slice(start, len(batch)).cast(schema.field(name).type)
                table = table.set_column(place, name, part)
            writer.write_table(table.cast(schema), row_group_size=ROW_GROUP)
            start += len(batch)
    made.replace(file)
