"""What a cell of a notebook shows: sentences, tables and charts in the reader's language.

Every text is escaped: answers of people never become HTML.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from idmaj.charts import Chart
from idmaj.text import Language, direction, message, strip_isolates

_START = "text-align:start"  # Jupyter's style sheets align paragraphs left, in Arabic too
_ALIGN = f"{_START};padding:2px 10px;vertical-align:top"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Parts of a page, in order.

    Attributes
    ----------
    language
        Reader's language.
    parts
        Each a piece of HTML made by this module.
    texts
        The sentences alone, for those who read without pictures.
    """

    language: Language
    parts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def say(self, text: str, *, heading: bool = False) -> Sheet:
        """Add a sentence or a heading."""
        tag = "h4" if heading else "p"
        part = f'<{tag} style="{_START}">{html.escape(text)}</{tag}>'
        return Sheet(self.language, (*self.parts, part), (*self.texts, strip_isolates(text)))

    def list(self, texts: Iterable[str]) -> Sheet:
        """Add a list of sentences."""
        lines = tuple(texts)
        items = "".join(f'<li style="{_START}">{html.escape(text)}</li>' for text in lines)
        said = tuple(strip_isolates(text) for text in lines)
        return Sheet(self.language, (*self.parts, f"<ul>{items}</ul>"), (*self.texts, *said))

    def tabulate(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Sheet:
        """Add a table without its empty columns; nothing where it has no row."""
        cells = [list(row) for row in rows]
        if not cells:
            return self
        kept = [number for number in range(len(headings)) if any(row[number] for row in cells)]
        lines = [_row([row[number] for number in kept], "td") for row in cells]
        head = f"<thead>{_row([headings[number] for number in kept], 'th')}</thead>"
        part = f'<table style="border-collapse:collapse">{head}<tbody>{"".join(lines)}</tbody></table>'
        return Sheet(self.language, (*self.parts, part), self.texts)

    def show(self, chart: Chart) -> Sheet:
        """Add a chart."""
        return Sheet(self.language, (*self.parts, chart._repr_html_()), (*self.texts, chart.alt))

    def join(self, other: Sheet) -> Sheet:
        """Add the parts of another sheet."""
        return Sheet(self.language, (*self.parts, *other.parts), (*self.texts, *other.texts))

    def _repr_html_(self) -> str:
        attributes = f'lang="{self.language}" dir="{direction(self.language)}"'
        return f"<div {attributes}>{''.join(self.parts)}</div>"

    def __repr__(self) -> str:
        """Say the sheet in plain lines."""
        return "\n".join(self.texts)


def open_sheet(language: Language, *, simulated: bool) -> Sheet:
    """Begin a sheet; that data are invented stands at its top."""
    sheet = Sheet(language)
    return sheet.say(message("simulated-mark", language), heading=True) if simulated else sheet


def _row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f'<{tag} style="{_ALIGN}">{html.escape(c)}</{tag}>' for c in cells) + "</tr>"
