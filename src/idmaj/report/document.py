"""The brief as an object: what both editions, PDF and HTML, are written from.

Every text is ready to read in the brief's language, numbers isolated; no renderer adds a word of content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from idmaj.text import Language

FigureKind = Literal[
    "survival",
    "incidence",
    "forest",
    "events",
    "levels",
    "love",
    "flow",
    "handover-years",
    "handover-regions",
    "unit-cost",
]


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number that is shown large.

    Attributes
    ----------
    value
        The number, in a few characters.
    label
        What it is.
    range
        Its interval or what it is made of; may be empty.
    """

    value: str
    label: str
    range: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it holds numbers (set flush right)."""

    label: str
    is_number: bool = False
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as there are columns, the first one names the row.

    Attributes
    ----------
    caption
        What the table shows.
    columns, rows
        Headings and cells.
    note
        A remark under the table.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and what stands around it.

    Attributes
    ----------
    name
        Name of the chart's files, such as ``survival-re_arrest``.
    kind, outcome
        What is drawn, and of which outcome (empty where it is of none).
    title
        The finding that the chart shows.
    alt
        What it shows, for those who cannot see it.
    caption
        A remark under the chart; the chart itself carries unit, source and number of people.
    table
        The numbers behind the chart.
    is_printed
        Whether the printed edition shows it too; the page edition shows every chart.
    """

    name: str
    kind: FigureKind
    outcome: str
    title: str
    alt: str
    caption: str = ""
    table: Table | None = None
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in this order; the page edition also shows what is not printed."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A framed list: the method, what is not known, or a warning."""

    kind: Literal["method", "limits", "warning"]
    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the brief comes from.

    Attributes
    ----------
    as_of
        Data cut-off, ISO text.
    source
        Citation of the data.
    what_hash
        SHA-256 of what went in (`idmaj.report.provenance`).
    version
        Version of the library.
    """

    as_of: str
    source: str
    what_hash: str
    version: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A two-page brief in one language.

    Attributes
    ----------
    language, study_id
        Language; folder name of the study.
    programme
        What was given, in a sentence; stands in the head of the page.
    title, question, answer
        Title; the question; the sentences that answer it.
    warning
        What must be read before any number; empty where nothing must.
    key_numbers
        At most three.
    sections, boxes
        The body, in order.
    provenance
        Where it comes from.
    simulated_mark
        Text of the mark on invented data; empty on real data.
    links
        Sources to follow, each with words and an address.
    """

    language: Language
    study_id: str
    title: str
    question: str
    programme: str
    answer: tuple[str, ...]
    provenance: Provenance
    warning: str = ""
    key_numbers: tuple[KeyNumber, ...] = ()
    sections: tuple[Section, ...] = ()
    boxes: tuple[Box, ...] = ()
    simulated_mark: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The charts, in order."""
        return tuple(figure for section in self.sections for figure in section.figures)

    def texts(self) -> Iterator[str]:
        """Every text of the brief, in reading order; what the tests read numbers from."""
        yield from (self.programme, self.title, self.question, *self.answer, self.warning)
        for number in self.key_numbers:
            yield from (number.value, number.label, number.range)
        for section in self.sections:
            yield from (section.heading, *section.paragraphs, *section.bullets)
            for figure in section.figures:
                yield from (figure.title, figure.alt, figure.caption)
                yield from _table_texts(figure.table)
            yield from _table_texts(section.table)
        for box in self.boxes:
            yield from (box.heading, *box.items)
        yield self.provenance.source


def _table_texts(table: Table | None) -> Iterator[str]:
    if table is not None:
        yield from (table.caption, table.note, *(column.label for column in table.columns))
        for row in table.rows:
            yield from row
