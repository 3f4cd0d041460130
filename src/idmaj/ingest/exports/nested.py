"""JSON: answers as nested objects (Kobo API, OData of ODK Central, CommCare API, any list of objects)."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from idmaj.ingest.exports.files import RawFile
from idmaj.ingest.exports.sheets import LOOK, Sheet, Source, iterate_table, note_problem, refuse
from idmaj.ingest.exports.typed import column_of_values, is_typed

PARENT = "__parent_key"
"""Column that carries the key of the submission into tables of repeats."""

_DEEPEST = 60
_KEYS = ("__id", "meta/rootUuid", "_uuid", "KEY", "meta/instanceID", "instanceID", "id", "_id")
_LINK = "@odata.navigationLink"
_MORE = ("next", "@odata.nextLink")
_LISTS = ("value", "results", "objects", "data")


@dataclass
class _Rows:
    """Rows of one table, as they are collected."""

    records: list[dict[str, Any]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)

    def add(self, record: dict[str, Any], place: int) -> None:
        """Add a row that stands in the submission of this number."""
        self.records.append(record)
        self.places.append(place)
        self.columns.update(dict.fromkeys(record))


def read_nested_source(raw: RawFile) -> Source:
    """Read a JSON file of submissions; lists of objects within them become tables of their own.

    Raises
    ------
    IngestProblems
        When it is no JSON, or holds no list of submissions.
    """
    content = _parse(raw)
    submissions = _find_submissions(content, raw.shown)
    tables: dict[str, _Rows] = {"": _Rows()}
    elsewhere: dict[str, str] = {}
    for place, submission in enumerate(submissions, start=1):
        if not isinstance(submission, dict):
            raise refuse("json-not-submissions", raw.shown, row=place)
        _flatten(submission, tables, place, shown=raw.shown)
        elsewhere.update(
            {name.removesuffix(_LINK): "repeat-not-included" for name in submission if name.endswith(_LINK)}
        )
    problems = []
    if isinstance(content, dict) and any(content.get(name) for name in _MORE):
        problems.append(note_problem("json-more-pages", raw.shown, severity="flagged"))
    sheets = [_make_sheet(name or _stem(raw.shown), rows) for name, rows in tables.items() if rows.records]
    return Source(raw.shown, raw.group, raw.files, "json", sheets, set_aside=elsewhere, problems=problems)


def _parse(raw: RawFile) -> Any:
    with raw.open() as opened:
        content = opened.read()
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else json.detect_encoding(content)
    try:
        text = content.decode(encoding)
        if raw.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)
    except (UnicodeError, ValueError, RecursionError) as error:
        raise refuse("file-not-of-its-format", raw.shown, format="JSON") from error


def _find_submissions(content: Any, shown: str) -> list[Any]:
    if isinstance(content, dict):
        if "survey" in content and "choices" in content:
            raise refuse("export-is-form", shown, option="--form")
        content = next((content[name] for name in _LISTS if isinstance(content.get(name), list)), None)
    if not isinstance(content, list):
        raise refuse("json-not-submissions", shown)
    if not content:
        raise refuse("file-without-rows", shown)
    return content


def _flatten(submission: Mapping[str, Any], tables: dict[str, _Rows], place: int, *, shown: str) -> None:
    """Flatten one submission into the main table and the tables of its repeats."""
    main: dict[str, Any] = {}
    lists: list[tuple[str, list[Any]]] = []
    _collect(submission, "", main, lists=lists, shown=shown)
    tables[""].add(main, place)
    key = next((str(main[name]) for name in _KEYS if main.get(name)), "")
    while lists:
        path, items = lists.pop(0)
        for item in items:
            row: dict[str, Any] = {}
            _collect(item, path, row, lists=lists, shown=shown)
            row[PARENT] = key
            tables.setdefault(path, _Rows()).add(row, place)


def _collect(
    value: Mapping[str, Any],
    path: str,
    row: dict[str, Any],
    *,
    lists: list[tuple[str, list[Any]]],
    shown: str,
) -> None:
    if path.count("/") > _DEEPEST:
        raise refuse("json-not-submissions", shown)
    for name, inner in value.items():
        # Kobo writes the full path as the name of an answer within a repeat
        whole = name if not path or name.startswith((f"{path}/", "__", "_")) else f"{path}/{name}"
        if isinstance(inner, dict):
            plain = _plain_object(name, inner)
            if plain is None:
                _collect(inner, whole, row, lists=lists, shown=shown)
            else:
                row[whole] = plain
        elif isinstance(inner, list):
            if inner and not name.startswith("_") and all(isinstance(item, dict) for item in inner):
                lists.append((whole, inner))
            else:
                row[whole] = _plain_list(inner)
        elif not name.endswith(_LINK):
            row[whole] = inner


def _plain_object(name: str, value: Mapping[str, Any]) -> str | None:
    """Text of an object that is one answer (a place in GeoJSON, Kobo's validation); None for a group."""
    if not value:
        return ""
    if name == "_validation_status":
        return str(value.get("uid", ""))
    points = value.get("coordinates")
    if value.get("type") == "Point" and isinstance(points, list) and len(points) > 1:
        properties = value.get("properties")
        accuracy = properties.get("accuracy") if isinstance(properties, dict) else None
        parts = [points[1], points[0], points[2] if len(points) > 2 else None, accuracy]
        return " ".join("0" if part is None else str(part) for part in parts)
    if "coordinates" in value and "type" in value:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return None


def _plain_list(items: list[Any]) -> str:
    if not items:
        return ""
    if all(isinstance(item, str | int | float) for item in items):
        return " ".join(str(item) for item in items)
    return json.dumps(items, ensure_ascii=False, sort_keys=True)


def _make_sheet(name: str, rows: _Rows) -> Sheet:
    header = list(rows.columns)
    values = {column: [record.get(column) for record in rows.records] for column in header}
    columns = [column_of_values(values[column]) for column in header]
    cells = pa.table(columns, names=[str(position) for position in range(len(columns))])
    typed = frozenset(position for position, column in enumerate(header) if is_typed(values[column]))
    first = [list(record) for record in zip(*(c.slice(0, LOOK).to_pylist() for c in columns), strict=True)]
    places = np.array(rows.places, dtype=np.int64)

    def read_rows(
        first_row: int, width: int, misshapen: dict[int, int]
    ) -> Iterator[tuple[pa.Table, np.ndarray]]:
        del first_row  # the header is no row of the file
        return iterate_table(cells, places)(0, width, misshapen)

    return Sheet(name, [header, *first], read_rows, lambda first_row: typed, is_complete=True)


def _stem(shown: str) -> str:
    return shown.rsplit("/", 1)[-1].rsplit(".", 1)[0]
