"""Tables that an earlier run left in the folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from idmaj.errors import Place, Problem
from idmaj.ingest.survey.merge import Part, hash_keys
from idmaj.ingest.survey.package import PACKAGE
from idmaj.ingest.survey.people import Pseudonyms

NOT_A_FOLDER = "out-not-a-folder"
OURS = "idmaj"
"""Property of `datapackage.json` that marks tables as made here."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier run left.

    Attributes
    ----------
    folder
        Where it lies.
    tables
        Names of its tables; empty where there was no run.
    facts
        What it said of itself: `key_id`, `form_id`.
    """

    folder: Path
    tables: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def read(self, name: str, columns: list[str] | None = None) -> pa.Table | None:
        """Read a table; None where the earlier run made none."""
        if name not in self.tables:
            return None
        return pq.read_table(self.folder / f"{name}.parquet", columns=columns)

    def without(self, name: str, ingest_ids: set[str]) -> pa.Table | None:
        """Read the rows of a table that do not come from files that are read again."""
        table = self.read(name)
        if table is None or "ingest_id" not in table.schema.names:
            return table
        return table.filter(pc.invert(pc.is_in(table["ingest_id"], value_set=pa.array(sorted(ingest_ids)))))

    def part_of(self, name: str, ingest_ids: set[str], work: Path) -> Part | None:
        """Make a part of the rows that do not come from files that are read again."""
        table = self.without(name, ingest_ids)
        if table is None or not len(table):
            return None
        file = work / f"earlier-{name}.parquet"
        pq.write_table(table, file, compression="zstd")
        return Part(file, "", self.folder.name, hash_keys(table["submission_uuid"]))


def read_earlier(folder: Path, pseudonyms: Pseudonyms, *, is_fresh: bool) -> tuple[Earlier, list[Problem]]:
    """Find the tables of an earlier run.

    Parameters
    ----------
    folder
        Where tables are written.
    pseudonyms
        Those of this run; another key cannot be joined to earlier tables.
    is_fresh
        Leave earlier tables out.

    Returns
    -------
    earlier, problems
        Blocking: the folder holds files that are not ours, or tables made with another key.
    """
    none = Earlier(folder)
    above = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not above.is_dir():
        return none, [Problem(NOT_A_FOLDER, Place(file=above.name))]
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        facts = dict(package[OURS])
        tables = tuple(Path(resource["path"]).stem for resource in package["resources"])
    except FileNotFoundError:
        others = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
        return none, [Problem("out-holds-other-tables", Place(file=others[0].name))] if others else []
    except (OSError, ValueError, KeyError, TypeError):
        return none, [Problem("out-holds-other-tables", Place(file=PACKAGE))]
    if is_fresh:
        return none, []
    if facts.get("key_id", "") != pseudonyms.key_id:
        return none, [Problem("tables-of-another-key", Place(file=PACKAGE))]
    missing = [name for name in tables if not (folder / f"{name}.parquet").is_file()]
    if missing:
        return none, [Problem("earlier-table-missing", Place(file=f"{missing[0]}.parquet"))]
    return Earlier(folder, tables, facts), []


def carry_pseudonyms(earlier: Earlier, parts: list[Part]) -> None:
    """Give persons the pseudonyms of an earlier run, where a key of one run alone made both.

    Parameters
    ----------
    earlier
        Tables of the earlier run.
    parts
        Parts of the submissions of this run; those whose person ids change are written again.

    Notes
    -----
    A person is recognised by a submission that both runs hold; the key of the earlier run is gone.
    """
    known = earlier.read("interviews", ["submission_uuid", "person_id"])
    if known is None:
        return
    before = dict(zip(known["submission_uuid"].to_pylist(), known["person_id"].to_pylist(), strict=True))
    carried: dict[str, str] = {}
    for part in parts:
        table = pq.read_table(part.file, columns=["submission_uuid", "person_id"])
        for key, person in zip(
            table["submission_uuid"].to_pylist(), table["person_id"].to_pylist(), strict=True
        ):
            if person and before.get(key):
                carried.setdefault(person, before[key])
    for part in parts:
        table = pq.read_table(part.file)
        encoded = table["person_id"].combine_chunks().dictionary_encode()
        words = pa.array([carried.get(p, p) for p in encoded.dictionary.to_pylist()], pa.string())
        place = table.schema.get_field_index("person_id")
        table = table.set_column(place, "person_id", words.take(encoded.indices))
        pq.write_table(table, part.file, compression="zstd")
