"""The invented submissions as records, and the form as items, read without the library under test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import openpyxl

INSTRUMENT = Path(__file__).parents[1] / "instrument"
LANGUAGES = {"en": "label::English (en)", "fr": "label::Français (fr)", "ar": "label::العربية (ar)"}
META = ("start", "end", "today", "deviceid", "audit")
SILENT = ("note",)


@dataclass(frozen=True)
class Item:
    """A question of the form."""

    kind: str
    name: str
    groups: tuple[str, ...]
    repeat: str
    list_name: str
    labels: dict[str, str]

    @property
    def path(self) -> str:
        return "/".join((*self.groups, self.name))


@dataclass(frozen=True)
class Survey:
    """The form: questions, lists (code → labels), labels of groups by path."""

    items: tuple[Item, ...]
    lists: dict[str, dict[str, dict[str, str]]]
    groups: dict[str, dict[str, str]]

    def of(self, repeat: str) -> list[Item]:
        return [item for item in self.items if item.repeat == repeat]


@dataclass(frozen=True)
class Submission:
    """One submission: answers by path, rows of the repeat, facts of the server."""

    answers: dict[str, str]
    events: tuple[dict[str, str], ...]
    server: dict[str, str]

    @property
    def key(self) -> str:
        return self.server["uuid"]


@dataclass
class Column:
    """A column of an export: its header, its cell for a record, its question."""

    header: str
    read: Callable[[object], str]
    item: Item | None = None
    role: str = ""


@dataclass
class Grid:
    """A table as text, with the columns it came from."""

    name: str
    columns: list[Column]
    rows: list[list[object]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        return [column.header for column in self.columns]

    def map(self, change: Callable[[Column, object], object]) -> Grid:
        """Change every cell that is filled."""
        rows = [
            [change(c, cell) if cell != "" else "" for c, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]
        return Grid(self.name, list(self.columns), rows)

    def rename(self, change: Callable[[str], str]) -> Grid:
        """Change every header."""
        columns = [Column(change(c.header), c.read, c.item, c.role) for c in self.columns]
        return Grid(self.name, columns, [list(row) for row in self.rows])

    def without(self, *names: str) -> Grid:
        """Leave out columns by the last part of their header."""
        kept = [
            i for i, c in enumerate(self.columns)
            if c.header.rsplit("/", 1)[-1] not in names and (c.item is None or c.item.name not in names)
        ]  # fmt: skip
        return Grid(self.name, [self.columns[i] for i in kept], [[row[i] for i in kept] for row in self.rows])


@lru_cache
def read_survey() -> Survey:
    """Read the draft form."""
    book = openpyxl.load_workbook(INSTRUMENT / "instrument_draft.xlsx")
    items: list[Item] = []
    above: list[tuple[str, bool]] = []
    groups: dict[str, dict[str, str]] = {}
    for row in _dicts(book["survey"]):
        kind, _, list_name = row["type"].partition(" ")
        labels = {language: row[header] for language, header in LANGUAGES.items()}
        if kind.startswith("begin_"):
            above.append((row["name"], kind == "begin_repeat"))
            groups["/".join(name for name, _ in above)] = labels
        elif kind.startswith("end_"):
            above.pop()
        else:
            repeat = next((name for name, is_repeat in reversed(above) if is_repeat), "")
            items.append(Item(kind, row["name"], tuple(name for name, _ in above), repeat, list_name, labels))
    lists: dict[str, dict[str, dict[str, str]]] = {}
    for row in _dicts(book["choices"]):
        labels = {language: row[header] for language, header in LANGUAGES.items()}
        lists.setdefault(row["list_name"], {})[row["name"]] = labels
    return Survey(tuple(items), lists, groups)


@lru_cache
def read_submissions() -> tuple[Submission, ...]:
    """Read the submissions as the Kobo API gives them."""
    content = json.loads((INSTRUMENT / "kobo" / "api_v2_data.json").read_text(encoding="utf-8"))
    return tuple(_submission(record, number) for number, record in enumerate(content, start=1))


def _submission(record: dict[str, object], number: int) -> Submission:
    answers = {name: value for name, value in record.items() if isinstance(value, str) and name[:1] != "_"}
    events = tuple(record.get("main/just/jev", ()))
    status = record["_validation_status"]
    server = {
        "id": str(record["_id"]), "uuid": record["_uuid"], "version": record["__version__"],
        "submitted": record["_submission_time"], "submitter": record["_submitted_by"] or "",
        "validation": status.get("uid", ""), "index": str(number),
    }  # fmt: skip
    return Submission(answers, events, server)


def _dicts(sheet: object) -> Iterator[dict[str, str]]:
    rows = sheet.iter_rows(values_only=True)
    header = [str(cell) for cell in next(rows)]
    for row in rows:
        values = ["" if cell is None else str(cell) for cell in row]
        if any(values):
            yield dict(zip(header, values, strict=True))


def answer(record: object, item: Item) -> str:
    """The answer of a submission, or of a row of the repeat, as text of the form."""
    held = record.answers if isinstance(record, Submission) else record[1]
    return held.get(item.path, "")


def labelled(item: Item, code: str, language: str, *, joiner: str = " ") -> str:
    """Labels of a code, or of several."""
    if not item.list_name or not code:
        return code
    words = read_survey().lists[item.list_name]
    if item.kind == "select_multiple":
        return joiner.join(words[part][language] for part in code.split())
    return words[code][language]
