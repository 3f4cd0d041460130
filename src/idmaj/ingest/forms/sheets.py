"""Sheets of a form (XLSForm workbook, JSON content of a Kobo asset) as rows with house names."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.cells import clean_cell
from idmaj.ingest.forms.languages import read_language
from idmaj.ingest.typed_files import as_text

# Names of columns that older XLSForms, SurveyCTO and Kobo use: pyxform aliases.py (survey_header, list_header).
_ALIASES = {
    "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
    "calculate": "calculation", "listname": "list_name", "readonly": "read_only", "count": "repeat_count",
    "required_if": "required", "id_string": "form_id", "set_form_id": "form_id", "set_form_title": "form_title",
    "title": "form_title", "form_version": "version",
}  # fmt: skip
_WRAPPERS = {"bind", "control", "body", "instance", "jr"}
_SHEETS = {
    "survey": "survey", "choices": "choices", "choicesandcolumns": "choices", "settings": "settings",
    "externalchoices": "choices",
}  # fmt: skip
_TRANSLATED = {"label", "hint", "constraint_message", "required_message", "guidance_hint"}
_LONGEST_PREAMBLE = 20


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet that is not empty.

    Attributes
    ----------
    row
        Row as a person counts it.
    cells
        House name of the column → cell, blank cells left out.
    labels
        Language → label.
    """

    row: int
    cells: Mapping[str, str]
    labels: Mapping[str, str]

    def get(self, column: str) -> str:
        """Cell of a column, "" where it is blank."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """One sheet: name as in the file, columns by their house names, rows."""

    name: str
    columns: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    rows: tuple[SheetRow, ...] = ()


@dataclass(frozen=True)
class FormSheets:
    """The sheets of a form; `survey` is None where there is none."""

    survey: Sheet | None
    choices: Sheet = field(default_factory=lambda: Sheet("choices"))
    settings: Mapping[str, str] = field(default_factory=dict)


def read_sheets(file: Path, shown: str) -> FormSheets:
    """Read the sheets of a form.

    Parameters
    ----------
    file
        XLSForm (.xlsx, .xls, .ods) or the JSON of a Kobo asset; told by its first bytes.
    shown
        Path for problems.

    Raises
    ------
    IngestProblems
        When the file cannot be opened, or is neither a workbook nor such JSON.
    """
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise _refused("file-missing", shown) from error
    except IsADirectoryError as error:
        raise _refused("file-is-folder", shown) from error
    except OSError as error:
        raise _refused("file-unreadable", shown) from error
    if not content:
        raise _refused("file-empty", shown)
    if content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _read_json(content, shown)
    return _read_workbook(content, shown)


def _read_workbook(content: bytes, shown: str) -> FormSheets:
    import python_calamine as calamine

    try:
        return _form_sheets(_open_sheets(content))
    except calamine.PasswordError as error:
        raise _refused("workbook-locked", shown) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _refused("form-not-a-form", shown) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of PyO3, which is no Exception and cannot be imported
            raise
        raise _refused("form-not-a-form", shown) from error


def _open_sheets(content: bytes) -> dict[str, list[Sheet]]:
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, list[Sheet]] = {}
    for name in book.sheet_names:
        house = _SHEETS.get(re.sub(r"[\s_-]+", "", clean_cell(name).lower()))
        if house:
            records = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found.setdefault(house, []).append(read_records(name, records))
    return found


def _read_json(content: bytes, shown: str) -> FormSheets:
    try:
        asset = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refused("form-not-a-form", shown) from error
    if isinstance(asset, dict) and isinstance(asset.get("content"), dict):
        asset = {
            "settings": {"version": asset.get("version_id"), "form_title": asset.get("name")}
        } | _without_blanks(asset["content"])
    if not isinstance(asset, dict) or not isinstance(asset.get("survey"), list):
        raise _refused("form-not-a-form", shown)
    named = asset.get("translations")
    languages = [str(name or "") for name in named] if isinstance(named, list) else [""]
    found = {
        sheet: [read_records(sheet, _json_records(asset.get(sheet), languages))]
        for sheet in ("survey", "choices", "settings")
    }
    return _form_sheets(found)


def _without_blanks(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value}


def _json_records(entries: object, languages: Sequence[str]) -> list[list[str]]:
    """Rows of a JSON asset in the layout of a sheet: header first, one column a translation."""
    listed = [entries] if isinstance(entries, dict) else entries if isinstance(entries, list) else []
    flat = [_flatten_entry(entry, languages) for entry in listed if isinstance(entry, dict)]
    header = list(dict.fromkeys(name for entry in flat for name in entry))
    return [header, *([entry.get(name, "") for name in header] for entry in flat)]


def _flatten_entry(entry: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in entry.items():
        if key in _TRANSLATED and isinstance(value, list):
            names = [*languages, *([""] * len(value))]
            flat |= {
                f"{key}::{name}" if name else key: _cell(text)
                for name, text in zip(names, value, strict=False)
            }
        elif key == "type" and isinstance(value, dict):
            flat["type"] = " ".join(f"{kind} {_cell(name)}" for kind, name in value.items())
        elif isinstance(value, str | int | float):
            flat[key] = _cell(value)
    flat.setdefault("name", flat.get("$autoname") or flat.get("$autovalue") or "")
    listed = flat.get("select_from_list_name", "")
    if listed:
        flat["type"] = f"{flat.get('type', '')} {listed}"
    return flat


def _form_sheets(found: Mapping[str, Sequence[Sheet]]) -> FormSheets:
    settings: dict[str, str] = {}
    for sheet in found.get("settings", ()):
        if sheet.rows:
            settings |= sheet.rows[0].cells
    choices = found.get("choices") or [Sheet("choices")]
    languages = tuple(dict.fromkeys(language for sheet in choices for language in sheet.languages))
    rows = tuple(row for sheet in choices for row in sheet.rows)
    columns = frozenset().union(*(sheet.columns for sheet in choices))
    survey = found.get("survey", [None])[0]
    return FormSheets(survey, Sheet(choices[0].name, columns, languages, rows), settings)


def read_records(name: str, records: Sequence[Sequence[object]]) -> Sheet:
    """Read the rows of a sheet under the house names of their columns.

    Parameters
    ----------
    name
        Name of the sheet.
    records
        Cells; the header is the first row with `type` or `list_name` or, failing that, the first row.
    """
    start = _find_header(records)
    header = [_read_header(_cell(cell)) for cell in records[start]] if records else []
    rows = []
    for place, record in enumerate(records[start + 1 :], start=start + 2):
        row = _read_row(place, header, record)
        if row.cells or row.labels:
            rows.append(row)
    languages = tuple(dict.fromkeys(language for column, language in header if column == "label"))
    return Sheet(name, frozenset(column for column, _ in header if column), languages, tuple(rows))


def _find_header(records: Sequence[Sequence[object]]) -> int:
    for place, record in enumerate(records[:_LONGEST_PREAMBLE]):
        names = {_read_header(_cell(cell))[0] for cell in record}
        if names & {"type", "list_name"} and "name" in names:
            return place
    return 0


def _read_header(text: str) -> tuple[str, str]:
    """House name of a column and, for a label, its language."""
    head, *rest = [part.strip() for part in re.split(r"\s*:+\s*", text.strip())]
    normal = re.sub(r"[\s_-]+", "_", head.lower())
    if normal in _WRAPPERS and rest:
        return _read_header(rest[0])
    column = _ALIASES.get(normal, normal)
    if not rest:
        return column, ""
    return (column, read_language(rest[0])) if column in _TRANSLATED else (f"{column}::{rest[0]}", "")


def _read_row(place: int, header: Sequence[tuple[str, str]], record: Iterable[object]) -> SheetRow:
    cells: dict[str, str] = {}
    labels: dict[str, str] = {}
    for (column, language), value in zip(header, record, strict=False):
        text = _cell(value)
        if text and column == "label":
            labels.setdefault(language, text)
        elif text and column and column not in _TRANSLATED:
            cells.setdefault(column, text)
    return SheetRow(place, cells, labels)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return as_text(value).strip()


def _refused(message: str, shown: str) -> IngestProblems:
    return IngestProblems([Problem(message, Place(file=shown))])
