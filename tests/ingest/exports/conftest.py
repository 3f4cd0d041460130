"""Invented exports, written by the standard libraries and openpyxl, not by the code under test."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from idmaj.errors import Problem
from idmaj.ingest.exports import Export, ExportSettings, ExportTable, read_exports

Records = Sequence[Sequence[object]]


def text_of(records: Records, separator: str = ",", *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(records)
    return made.getvalue()


def write_text(file: Path, records: Records, separator: str = ",", encoding: str = "utf-8") -> Path:
    file.write_bytes(text_of(records, separator).encode(encoding))
    return file


def write_workbook(file: Path, sheets: Mapping[str, Records], *, hidden: Sequence[str] = ()) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, records in sheets.items():
        sheet = book.create_sheet(name)
        for record in records:
            sheet.append(list(record))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(file)
    return file


def write_archive(file: Path, members: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def read_one(*files: Path, **settings: object) -> Export:
    exports, problems = read_exports(files, ExportSettings(**settings))
    assert not problems, problems
    (export,) = exports
    return export


def refusals(*files: Path, **settings: object) -> list[Problem]:
    exports, problems = read_exports(files, ExportSettings(**settings))
    assert not exports
    assert all(problem.severity == "blocking" for problem in problems)
    return problems


def rows_of(table: ExportTable) -> list[list[str]]:
    """Rows as lists of cells, the key and the row of the file in front."""
    made = []
    for block in table.read_blocks():
        columns = [column.to_pylist() for column in block.cells.columns]
        assert block.cells.column_names == [str(n) for n in range(len(table.header))]
        made += [list(row) for row in zip(block.keys.to_pylist(), block.rows.tolist(), *columns, strict=True)]
    return made


def records_of(table: ExportTable) -> list[dict[str, str]]:
    return [dict(zip(table.header, row[2:], strict=True)) for row in rows_of(table)]


def keys_of(table: ExportTable) -> list[str]:
    return [row[0] for row in rows_of(table)]


INSTRUMENT = Path(__file__).parents[2] / "exports" / "instrument"


@pytest.fixture(scope="session")
def instrument() -> Path:
    """Invented submissions as real exporters wrote them (README.md beside them)."""
    return INSTRUMENT


@pytest.fixture(scope="session")
def kit() -> SimpleNamespace:
    """Writers of files, and readers that show what was read as lists."""
    named = (
        text_of, write_text, write_workbook, write_archive, read_one, refusals, rows_of, records_of, keys_of,
    )  # fmt: skip
    return SimpleNamespace(**{function.__name__: function for function in named})
