"""Text files with separators: encoding, separator, records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.raw import RawTable, table_of_records
from idmaj.study import Source

SEPARATORS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC_WORD = re.compile("[\u0621-\u064a\u064b-\u0652\u0679-\u06d2]{2,}")
_ACCENT_IN_LATIN_WORD = re.compile(r"(?<=[A-Za-z])[À-ÿŒœ’]|[À-ÿŒœ](?=[a-z])")
FIELD_LIMIT = 1_000_000


def read_delimited(file: Path, source: Source, shown: str) -> RawTable:
    """Read a text file with separators.

    Parameters
    ----------
    file
        The file.
    source
        Its entry of the study file: encoding, separator and header row where declared.
    shown
        Path to show in problems.

    Raises
    ------
    IngestProblems
        When the file is empty, cannot be decoded, or is no table.
    """
    content = file.read_bytes()
    if not content.strip():
        raise _refused("file-empty", shown)
    text, encoding = decode_text(content, source.encoding, shown)
    if "\x00" in text:
        raise _refused("file-not-text", shown)
    separator = source.separator or find_separator(text, source.header_row)
    table = table_of_records(_read_records(text, separator, shown), source.header_row, shown)
    return replace(table, encoding=encoding, separator=separator)


def decode_text(content: bytes, declared: str | None, shown: str) -> tuple[str, str]:
    """Decode bytes: declared encoding, byte-order mark, UTF-8, then cp1256 or cp1252 by their letters.

    Returns
    -------
    text, encoding
    """
    if declared is not None:
        return _decode_as_declared(content, declared, shown), declared
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as_declared(content, encoding, shown), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_by_letters(content)


def find_separator(text: str, header_row: int) -> str:
    """Find the separator: the candidate that stands most often in the header, outside quotes."""
    lines = text.split("\n", header_row)
    header = re.sub(r'"[^"]*"', "", lines[min(header_row, len(lines)) - 1])
    return max(SEPARATORS, key=header.count)


def _decode_as_declared(content: bytes, encoding: str, shown: str) -> str:
    try:
        text = content.decode(encoding)
        return text.removeprefix("\ufeff")
    except LookupError as error:
        problem = Problem("encoding-unknown", Place(file=shown), arguments={"encoding": encoding})
        raise IngestProblems([problem]) from error
    except (UnicodeError, ValueError) as error:
        row = content.count(b"\n", 0, getattr(error, "start", 0)) + 1
        problem = Problem("encoding-wrong", Place(file=shown, row=row), arguments={"encoding": encoding})
        raise IngestProblems([problem]) from error


def _decode_by_letters(content: bytes) -> tuple[str, str]:
    arabic = content.decode("cp1256")
    try:
        latin = content.decode("cp1252")
    except UnicodeDecodeError:
        return arabic, "cp1256"
    arabic_letters = sum(len(word) for word in _ARABIC_WORD.findall(arabic))
    latin_letters = len(_ACCENT_IN_LATIN_WORD.findall(latin))
    return (arabic, "cp1256") if arabic_letters > latin_letters else (latin, "cp1252")


def _read_records(text: str, separator: str, shown: str) -> list[list[str]]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        place = Place(file=shown, row=len(records) + 1)
        problem = Problem("file-broken-quotes", place)
        if "field limit" in str(error):
            problem = Problem("cell-too-long", place, arguments={"most": FIELD_LIMIT})
        raise IngestProblems([problem]) from error
    return records


def _refused(message: str, shown: str) -> IngestProblems:
    return IngestProblems([Problem(message, Place(file=shown))])
