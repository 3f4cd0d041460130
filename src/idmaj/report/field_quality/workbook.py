"""The workbook edition: one sheet for each person who must act, an overview, and the record of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, get_args
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from idmaj.report.field_quality.lines import (
    CellKind,
    Heading,
    SheetLines,
    build_agenda_sheet,
    build_overview,
    build_rows_sheet,
    build_set_aside_sheet,
)
from idmaj.report.field_quality.record import FieldRecord, build_agendas
from idmaj.text import Language, direction, format_count, message, strip_isolates

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from idmaj.quality import QualityFindings

LONGEST_NAME: Final = 31
"""Characters of the name of a sheet, a limit of the format."""
LONGEST_CELL: Final = 32_767
"""Characters of a cell, a limit of the format."""

_EPOCH: Final = datetime(2000, 1, 1)
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]*?:/\\\x00-\x1f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_FORMATS = {"count": "#,##0", "rate": "0.0%"}
_WIDTHS = {"words": (10, 60), "code": (8, 38), "answer": (8, 38), "count": (9, 16), "rate": (9, 12)}


def render_workbook(
    findings: QualityFindings, record: FieldRecord, language: Language, *, title: str, is_small: bool
) -> bytes:
    """Write the report on the quality of field data as an XLSX workbook.

    Parameters
    ----------
    findings, record, language, title, is_small
        As for `idmaj.report.field_quality.page.render_field_quality`.

    Returns
    -------
    bytes
        Sheets: the overview, one for each person who must act, the rows of every file, the rows set aside.
        From right to left in Arabic. Text that a program could take for a formula stands behind an
        apostrophe. The same input gives the same bytes.
    """
    from openpyxl import Workbook

    agendas = build_agendas(findings)
    sheets = (
        build_overview(findings, agendas, language, is_small=is_small),
        *(build_agenda_sheet(agenda, language) for agenda in agendas),
        build_rows_sheet(record, language),
        build_set_aside_sheet(record, language),
    )
    book = Workbook()
    book.remove(book.worksheets[0])
    marks = [message("report-restricted", language)]
    marks += [message("simulated-mark", language)] if record.is_simulated else []
    head = strip_isolates(" · ".join((message("quality-title", language), title, *marks)))
    _add_styles(book, is_arabic=direction(language) == "rtl")
    names = _name_sheets(sheet.name for sheet in sheets)
    for name, sheet in zip(names, sheets, strict=True):
        _write_sheet(book.create_sheet(name), sheet, language, head=head)
    book.properties.title = _CONTROL.sub("\ufffd", head)
    book.properties.creator = "Idmaj"
    return _pack(book)


def clean_cell(text: str, *, is_answer: bool = False) -> str | int | float:
    """Make a text safe for a cell of a workbook.

    Parameters
    ----------
    text
        As it stands in the data.
    is_answer
        Whether a plain number becomes a number (no leading zero, at most fifteen digits), so that a
        negative amount stays what it was. Identifiers never do.

    Returns
    -------
    str, int or float
        Control characters become U+FFFD; a text that begins like a formula gets an apostrophe (OWASP,
        CSV injection), for it may be copied into a file where that would count.
    """
    if is_answer and _PLAIN_NUMBER.fullmatch(text) and text != "-0":
        return float(text) if "." in text else int(text)
    clean = _CONTROL.sub("\ufffd", text)
    if _FORMULA.match(strip_isolates(clean)):
        clean = f"'{clean}"
    return clean if len(clean) <= LONGEST_CELL else f"{clean[: LONGEST_CELL - 1]}…"


def _name_sheets(names: Iterable[str]) -> list[str]:
    """Make names that the format takes: short, without its forbidden signs, all different."""
    made: list[str] = []
    for name in names:
        clean = _FORBIDDEN_IN_NAME.sub(" ", strip_isolates(name)).strip(" '") or "–"
        candidate, number = clean[:LONGEST_NAME].strip(" '"), 1
        while candidate.casefold() in {other.casefold() for other in made}:
            number += 1
            ending = f" ({number})"
            candidate = clean[: LONGEST_NAME - len(ending)] + ending
        made.append(candidate)
    return made


def _add_styles(book: Workbook, *, is_arabic: bool) -> None:
    """Add one named style for each kind of cell: setting a style cell by cell takes three times as long."""
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill

    own = 2 if is_arabic else 1  # reading order: right to left, left to right; 0 goes by the first letter
    for kind in get_args(CellKind):
        style = NamedStyle(name=kind, font=Font(name="Calibri", size=11))
        order = 0 if kind in {"code", "answer"} else own
        style.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order)
        style.number_format = _FORMATS.get(kind, "General")
        book.add_named_style(style)
    heading = NamedStyle(name="heading", font=Font(name="Calibri", size=11, bold=True, color="FFFFFFFF"))
    heading.fill = PatternFill("solid", fgColor="FF12436D")
    heading.alignment = Alignment(wrap_text=True, vertical="center", readingOrder=own)
    book.add_named_style(heading)


def _write_sheet(sheet: Worksheet, lines: SheetLines, language: Language, *, head: str) -> None:
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = direction(language) == "rtl"
    for column, heading in enumerate(lines.headings, start=1):
        cell = sheet.cell(1, column, strip_isolates(heading.label))
        cell.style = "heading"
    for row, line in enumerate(lines.lines, start=2):
        for column, (heading, value) in enumerate(zip(lines.headings, line, strict=True), start=1):
            _write_cell(sheet, row, column, value, kind=heading.kind)
    for number, heading in enumerate(lines.headings):
        width = _find_width(heading, [line[number] for line in lines.lines])
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    last = get_column_letter(len(lines.headings))
    sheet.auto_filter.ref = f"A1:{last}{len(lines.lines) + 1}"
    sheet.freeze_panes = "A2"
    if lines.left > 0:
        note = message("quality-more-left", language, count=format_count(lines.left, language))
        _write_cell(sheet, len(lines.lines) + 3, 1, note, kind="words")
    _set_print(sheet, head)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, *, kind: CellKind) -> None:
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    cell.style = kind
    if not isinstance(value, str):
        cell.value = value
        return
    text = value if _RIGHT_TO_LEFT.search(value) else strip_isolates(value)
    cell.value = clean_cell(text, is_answer=kind == "answer")
    if isinstance(cell.value, str):
        cell.data_type = "s"  # openpyxl would take a leading sign of equality for a formula


def _find_width(heading: Heading, cells: list[Any]) -> int:
    least, most = _WIDTHS[heading.kind]
    longest = max((len(strip_isolates(str(cell))) for cell in cells if cell is not None), default=0)
    return min(max(longest + 2, len(heading.label) + 4, least), most)


def _set_print(sheet: Worksheet, head: str) -> None:
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # a header holds at most 255 characters, and an ampersand begins a command
    sheet.oddHeader.center.text = _CONTROL.sub("\ufffd", head)[:120].replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"


def _pack(book: Workbook) -> bytes:
    """Save with fixed times: openpyxl writes the time of saving into the file and into its archive."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = _EPOCH
    loose, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(loose, "w")).save()
    with ZipFile(loose) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _ZIP_EPOCH), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
