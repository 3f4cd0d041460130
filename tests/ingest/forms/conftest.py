"""Forms written by openpyxl, which knows nothing of our reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from idmaj.ingest.forms import read_form
from idmaj.ingest.forms.model import Form

Rows = Sequence[Sequence[object]]
DRAFT = Path(__file__).parents[2] / "exports/instrument/instrument_draft.xlsx"


@pytest.fixture
def write_workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets (name → rows, header first) to a workbook."""

    def write(**sheets: Rows) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        file = tmp_path / "form.xlsx"
        book.save(file)
        return file

    return write


@pytest.fixture
def make_form(write_workbook) -> Callable[..., Form]:
    """Read a form of rows `type, name, …` under the header given, with choices `list, code, label`."""

    def make(header: str, *rows: Sequence[object], choices: Rows = (), settings: Rows = ()) -> Form:
        listed = [("list_name", "name", "label::English (en)", "label::العربية (ar)"), *choices]
        sheets = {"survey": [header.split("|"), *rows], "choices": listed}
        return read_form(write_workbook(**sheets, **({"settings": settings} if settings else {})))

    return make


@pytest.fixture(scope="session")
def draft() -> Form:
    return read_form(DRAFT)
