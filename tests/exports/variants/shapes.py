"""Columns of an export: names of questions, selects whole or split, places in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .submissions import Column, Grid, Item, Submission, answer, labelled, read_submissions, read_survey

GEO = ("latitude", "longitude", "altitude", "precision")


@dataclass(frozen=True)
class Shape:
    """How an exporter writes questions as columns.

    `style` names or a language; `separator` between groups, "" for no groups; `split` between a question
    and its choice; `zeros` what stands for a choice where nobody asked; `geo` writes the name of a part.
    """

    style: str = "names"
    separator: str = "/"
    has_groups: bool = True
    multiple: Literal["both", "summary", "details"] = "both"
    split: str = "/"
    seen_only: bool = False
    zeros: str = ""
    yes_no: tuple[str, str] = ("1", "0")
    geo: Callable[[Item, str], str | None] | None = None
    whole_geo: bool = True
    joiner: str = " "
    skipped: tuple[str, ...] = ()

    def header(self, item: Item) -> str:
        """Header of a question."""
        if not self.has_groups:
            return self._own(item)
        return self.separator.join((*self.above(item), self._own(item)))

    def above(self, item: Item) -> list[str]:
        """Groups above a question, as written."""
        paths = ["/".join(item.groups[: depth + 1]) for depth in range(len(item.groups))]
        labels = read_survey().groups
        return [
            (path.rsplit("/", 1)[-1] if self.style == "names" else labels[path][self.style]) for path in paths
        ]

    def _own(self, item: Item) -> str:
        return item.name if self.style == "names" else item.labels[self.style] or item.name

    def columns(self, items: Sequence[Item]) -> list[Column]:
        """Columns of questions, in the order of the form."""
        return [column for item in items if item.name not in self.skipped for column in self._of(item)]

    def _of(self, item: Item) -> Iterator[Column]:
        if item.kind == "select_multiple":
            if self.multiple != "details":
                yield Column(self.header(item), self._reader(item), item)
            if self.multiple != "summary":
                yield from self._choices(item)
        elif item.kind == "geopoint":
            yield from self._places(item)
        else:
            yield Column(self.header(item), self._reader(item), item)

    def _reader(self, item: Item) -> Callable[[object], str]:
        if self.style == "names":
            return lambda record: answer(record, item)
        return lambda record: labelled(item, answer(record, item), self.style, joiner=self.joiner)

    def _choices(self, item: Item) -> Iterator[Column]:
        for code, labels in read_survey().lists[item.list_name].items():
            if self.seen_only and not any(code in answer(s, item).split() for s in read_submissions()):
                continue
            shown = code if self.style == "names" else labels[self.style]
            if self.split in "_" and code.startswith("-"):
                shown = f"_{code[1:]}"
            closing = "]" if self.split == "[" else ""
            yield Column(
                f"{self.header(item)}{self.split}{shown}{closing}", self._chosen(item, code), item, "choice"
            )

    def _chosen(self, item: Item, code: str) -> Callable[[object], str]:
        def read(record: object) -> str:
            given = answer(record, item)
            if not given:
                return self.zeros
            return self.yes_no[0] if code in given.split() else self.yes_no[1]

        return read

    def _places(self, item: Item) -> Iterator[Column]:
        if self.whole_geo:
            yield Column(item.name if self.style == "names" else self._own(item), self._reader(item), item)
        for place, part in enumerate(GEO):
            name = self.geo(item, part) if self.geo else None
            if name:
                yield Column(name, _part(item, place), item, "geo")


def _part(item: Item, place: int) -> Callable[[object], str]:
    def read(record: object) -> str:
        parts = answer(record, item).split()
        return parts[place] if parts else ""

    return read


def server(header: str, fact: str | Callable[[Submission], str], role: str = "") -> Column:
    """A column of the server's facts."""
    if callable(fact):
        return Column(header, fact, None, role)
    return Column(header, lambda s: s.server[fact], None, role)


def event_rows() -> list[tuple[Submission, dict[str, str], int]]:
    """Rows of the repeat: submission, answers, number within the submission from 1."""
    return [(s, event, n) for s in read_submissions() for n, event in enumerate(s.events, start=1)]


def main_grid(columns: Sequence[Column], name: str = "") -> Grid:
    """Table of submissions."""
    return Grid(name, list(columns), [[c.read(s) for c in columns] for s in read_submissions()])


def event_grid(columns: Sequence[Column], name: str = "jev") -> Grid:
    """Table of the repeat."""
    return Grid(name, list(columns), [[c.read(row) for c in columns] for row in event_rows()])
