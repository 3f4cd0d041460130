"""`datapackage.json`: the description of the tables by the Data Package standard (v1, Frictionless)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from idmaj.ingest.readings import KINDS

PACKAGE = "datapackage.json"
PRIMARY_KEYS: dict[str, list[str]] = {
    "interviews": ["submission_uuid"],
    "justice_events": ["event_id"],
    "persons": ["person_id"],
    "ingest_runs": ["source_file", "table"],
}
FOREIGN_KEYS: dict[str, tuple[str, str]] = {
    "interviews": ("person_id", "persons"),
    "justice_events": ("submission_uuid", "interviews"),
}
"""Table → (its column, the table whose column of the same name it refers to)."""

_WITH_GAPS = frozenset({"n_edits"})
"""Whole numbers that may be missing: frictionless reads Parquet through pandas, where they are floats."""


def describe_package(folder: Path, tables: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """Describe the tables of a folder.

    Parameters
    ----------
    folder
        Holds `<table>.parquet` for each table.
    tables
        Table → its title in English.
    facts
        Further properties of the package, such as `idmaj`: what made it.

    Returns
    -------
    str
        JSON; the same tables give the same text.
    """
    package = {
        "profile": "data-package",
        "name": "idmaj-tables",
        "resources": [_describe_resource(folder, name, title) for name, title in tables.items()],
        **facts,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _describe_resource(folder: Path, name: str, title: str) -> dict[str, Any]:
    file = folder / f"{name}.parquet"
    schema = pq.read_schema(file)
    described: dict[str, Any] = {"fields": [_describe_field(field) for field in schema]}
    described["missingValues"] = [""]
    if name in PRIMARY_KEYS:
        described["primaryKey"] = PRIMARY_KEYS[name]
    if name in FOREIGN_KEYS and FOREIGN_KEYS[name][0] in schema.names:
        column, referred = FOREIGN_KEYS[name]
        described["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": referred, "fields": [column]}}
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name.replace("_", "-"),
        "title": title,
        "path": file.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": described,
    }


def _describe_field(field: pa.Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": _field_type(field.type)}
    if field.name in _WITH_GAPS:
        described["type"] = "number"
    if field.name.endswith("__missing"):
        described["constraints"] = {"enum": [kind for kind in KINDS if kind]}
        described["description"] = f"why {field.name.removesuffix('__missing')} is missing"
    return described


def _field_type(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        return "string"
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_date(kind):
        return "date"
    return "datetime" if pa.types.is_timestamp(kind) else "string"
