"""Where the header of a table is, and which platform its columns speak for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from idmaj.ingest.cells import clean_cell
from idmaj.ingest.exports.model import ExportSettings
from idmaj.ingest.exports.platforms import PLATFORMS, fold_name
from idmaj.ingest.exports.sheets import Sheet
from idmaj.ingest.exports.signatures import ENOUGH, fold_header, score_platforms

_DEEPEST = 30
_FEWEST_NAMED = 3
_NUMBER = re.compile(r"[-+]?[\d.,/:\s]+%?")
_ISO_UTC = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})")
_LOCAL_STYLE = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4},? |\d{1,2}/\d{1,2}/\d{4}, ")
_FORM_SHEETS = ({"type", "name"}, {"list_name", "name"}, {"list name", "name"}, {"list_name", "value"})
_FORM_COLUMNS = ("label", "relevan", "constraint", "calculation", "appearance", "hint")
_FORM_SETTINGS = {"form_title", "form_id", "id_string", "title", "default_language"}
_AUDITS = ({"field name", "total duration (seconds)"}, {"event", "node", "start", "end"})


@dataclass(frozen=True)
class Layout:
    """How a table lies on its sheet.

    Attributes
    ----------
    header_row, first_row
        Row of the names, and row from which answers follow, counted from 1.
    header
        Names, cleaned; "" where a column has none.
    scores
        Platform → how much the columns speak for it.
    notes
        Message ids of rows above or below the header that were passed over, with arguments.
    """

    header_row: int
    first_row: int
    header: list[str]
    scores: Mapping[str, int]
    notes: tuple[tuple[str, Mapping[str, str | int | float]], ...] = ()

    @property
    def places(self) -> dict[str, int]:
        """Folded name → position."""
        return fold_header(self.header)


@dataclass(frozen=True)
class Known:
    """Names and labels of the form's questions, folded: they show which row is the header."""

    names: frozenset[str] = field(default_factory=frozenset)

    def count(self, cells: Sequence[str]) -> int:
        """How many cells name a question, by their last part."""
        folded = {fold_name(cell) for cell in cells if cell.strip()}
        return len({name for name in folded if name in self.names or name.rsplit("/", 1)[-1] in self.names})


def find_layout(sheet: Sheet, settings: ExportSettings, known: Known) -> Layout | None:
    """Find the header of a sheet; None where no row can be one."""
    row = settings.header_row or (1 if sheet.is_complete else _find_header_row(sheet, known))
    if row is None or row > len(sheet.records):
        return None
    below = [list(record) for record in sheet.records[row:]]
    header = [clean_cell(cell) for cell in sheet.records[row - 1]]
    header += [""] * (_usual_width(below) - len(header))
    if not any(header):
        return None
    n_more, message = _count_extra_headers(below, header, known)
    notes: list[tuple[str, Mapping[str, str | int | float]]] = []
    if row > 1:
        notes.append(("export-rows-above-header", {"n": row - 1}))
    if message:
        notes.append((message, {"n": n_more}))
    scores = _add_values(score_platforms(header), header, below[n_more:])
    return Layout(row, row + 1 + n_more, header, scores, tuple(notes))


def is_form(header: Sequence[str], sheet: str) -> bool:
    """Whether the columns are those of a sheet of an XLSForm."""
    names = {clean_cell(name).casefold() for name in header}
    if sheet.strip().casefold() == "settings" and names & _FORM_SETTINGS:
        return True
    has_columns = any(name.startswith(_FORM_COLUMNS) for name in names)
    return has_columns and any(marks <= names for marks in _FORM_SHEETS)


def is_audit(header: Sequence[str]) -> bool:
    """Whether the columns are those of an audit of one interview, not of submissions."""
    names = {clean_cell(name).casefold() for name in header}
    return any(marks <= names for marks in _AUDITS)


def _find_header_row(sheet: Sheet, known: Known) -> int | None:
    rows = range(sheet.first_header, min(len(sheet.records), _DEEPEST) + 1)
    scored = {row: _score_row(sheet.records[row - 1], known) for row in rows}
    best = max(scored.values(), default=0)
    if best >= ENOUGH:
        return next(row for row in rows if scored[row] == best)
    filled = {row: sum(bool(cell.strip()) for cell in sheet.records[row - 1]) for row in rows}
    widest = max(filled.values(), default=0)
    wide = [row for row in rows if filled[row] and filled[row] >= 0.7 * widest]
    return next((row for row in wide if not _holds_number(sheet.records[row - 1])), next(iter(wide), None))


def _score_row(record: Sequence[str], known: Known) -> int:
    return max(score_platforms(record).values(), default=0) + known.count(record)


def _holds_number(record: Sequence[str]) -> bool:
    return any(_NUMBER.fullmatch(cell.strip()) for cell in record if cell.strip())


def _usual_width(records: Sequence[Sequence[str]]) -> int:
    """Width of most rows, cells beyond the last filled one in any of them not counted as a need."""
    widths = [len(record) for record in records if any(cell.strip() for cell in record)]
    if not widths:
        return 0
    usual = max(set(widths), key=widths.count)
    filled = max(max((i + 1 for i, cell in enumerate(r) if cell.strip()), default=0) for r in records)
    return usual if filled < usual else 0


def _count_extra_headers(
    below: Sequence[Sequence[str]], header: Sequence[str], known: Known
) -> tuple[int, str]:
    """Rows under the header that repeat it in another form: HXL tags, labels, or two rows of Qualtrics."""
    if below:
        cells = [cell.strip() for cell in below[0] if cell.strip()]
        if cells and sum(bool(re.match(r"#[A-Za-z]", cell)) for cell in cells) * 2 > len(cells):
            return 1, "export-hxl-row"
    if len(below) > 1 and any(cell.strip().startswith('{"ImportId"') for cell in below[1]):
        return 2, "export-question-rows"
    n_named = known.count(below[0]) if below else 0
    if n_named >= _FEWEST_NAMED and 2 * n_named >= known.count(header):
        return 1, "export-question-rows"
    return 0, ""


def _add_values(
    scores: dict[str, int], header: Sequence[str], below: Sequence[Sequence[str]]
) -> dict[str, int]:
    """Let the style of times settle between platforms that name the time of submission alike."""
    position = fold_header(header).get("submissiondate")
    if position is None:
        return scores
    cells = [record[position].strip() for record in below if position < len(record)]
    added = dict(scores)
    for style, keys in ((_ISO_UTC, ("odk_central",)), (_LOCAL_STYLE, ("surveycto", "odk_briefcase"))):
        if any(style.match(cell) for cell in cells):
            added.update({key: added[key] + 2 for key in keys if key in added})
    return added


def choose_platform(scores: Sequence[Mapping[str, int]]) -> list[str]:
    """Platforms that the tables of one file speak for most; several when they speak for both alike."""
    total = {key: sum(score.get(key, 0) for score in scores) for key in PLATFORMS}
    best = max(total.values())
    return [key for key, score in total.items() if score == best] if best >= ENOUGH else ["plain"]
