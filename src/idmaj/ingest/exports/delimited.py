"""Text files with separators: encoding, separator, and a reader of their records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from idmaj.ingest.delimited import SEPARATORS, decode_text
from idmaj.ingest.exports.files import RawFile, open_hashing, transcode
from idmaj.ingest.exports.model import ExportSettings
from idmaj.ingest.exports.records import TextFile, read_records
from idmaj.ingest.exports.scan import Scan, find_cut, find_quotes, scan_text
from idmaj.ingest.exports.sheets import LOOK, Sheet, Source, refuse

_HEAD = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)  # Excel writes and obeys it
_LONGEST_CELL = 1 << 24


def read_text_source(raw: RawFile, settings: ExportSettings) -> Source:
    """Look through a text file: how it is encoded, what separates its cells, its first records.

    Raises
    ------
    IngestProblems
        When it is no text, its encoding cannot be told, or quotation marks are broken.
    """
    start = raw.read_start()
    if not start.strip():
        raise refuse("file-empty", raw.shown)
    encoding, is_certain = _find_mark(start, settings, raw.shown)
    skip = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    is_utf8 = encoding in ("utf-8", "utf-8-sig")
    opener = raw.open if is_utf8 else transcode(raw.open, encoding)
    separator = settings.separator or find_separator(
        _read_head(opener, skip, "latin-1", raw.shown, declared=encoding)
    )
    _check_separator(separator, raw.shown)
    first = partial(open_hashing, raw)
    scan = _scan(
        first if is_utf8 else transcode(first, encoding), separator, skip, encoding=encoding, shown=raw.shown
    )
    if not scan.is_utf8 and not is_certain:
        encoding, opener, scan = _find_legacy(raw, separator, scan)
    _check_scan(scan, encoding, opener, shown=raw.shown)
    text = TextFile(opener, separator, scan.pieces, skip)
    records = split_records(_read_head(opener, skip, "utf-8", raw.shown), separator)

    def read_rows(
        first_row: int, width: int, misshapen: dict[int, int]
    ) -> Iterator[tuple[pa.Table, np.ndarray]]:
        return read_records(text, first_row, width, misshapen)

    first_header = 2 if records and _SEPARATOR_LINE.fullmatch(separator.join(records[0])) else 1
    sheet = Sheet(_stem(raw.shown), records, read_rows, first_header=first_header)
    return Source(raw.shown, raw.group, raw.files, "csv", [sheet], encoding, separator)


def find_separator(text: str) -> str:
    """Find the separator: the sign that cuts most records into the same number of cells.

    A first line `sep=;` decides; with no sign that cuts, the file has one column.
    """
    declared = _SEPARATOR_LINE.fullmatch(text.split("\n", 1)[0])
    if declared:
        return declared[1]
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def split_records(text: str, separator: str) -> list[list[str]]:
    """The first `LOOK` records of a text."""
    csv.field_size_limit(_LONGEST_CELL)
    records: list[list[str]] = []
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        records.append(record)
        if len(records) == LOOK:
            break
    return records


def _evenness(text: str, separator: str) -> tuple[float, int]:
    widths = [len(record) for record in split_records(text, separator) if any(record)]
    if not widths:
        return 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual


def _find_mark(start: bytes, settings: ExportSettings, shown: str) -> tuple[str, bool]:
    """Encoding, and whether it is declared or marked rather than tried."""
    declared = settings.encoding
    if declared is not None:
        try:
            " ".encode(declared)
        except (LookupError, UnicodeError) as error:
            raise refuse("encoding-unknown", shown, encoding=declared) from error
        return codecs.lookup(declared).name, True
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, True
    return "utf-8", False


def _scan(opener: Callable[[], BinaryIO], separator: str, skip: int, *, encoding: str, shown: str) -> Scan:
    try:
        return scan_text(opener, separator, skip=skip)
    except (UnicodeError, ValueError) as error:
        raise refuse("encoding-wrong", shown, encoding=encoding) from error


def _find_legacy(raw: RawFile, separator: str, scan: Scan) -> tuple[str, Callable[[], BinaryIO], Scan]:
    """Choose between the encodings of Windows by the letters of the lines that are not UTF-8."""
    if scan.n_utf8_lines > scan.n_foreign_lines:
        raise refuse(
            "encoding-mixed", raw.shown, row=_row_of(raw.open, scan.first_foreign), option="--encoding"
        )
    _, encoding = decode_text(bytes(scan.foreign), None, raw.shown)
    for tried in dict.fromkeys((encoding, "cp1256")):  # every byte is a letter in cp1256
        opener = transcode(raw.open, tried)
        try:
            return tried, opener, scan_text(opener, separator)
        except UnicodeError:
            continue
    raise refuse("encoding-wrong", raw.shown, encoding=encoding)


def _check_scan(scan: Scan, encoding: str, opener: Callable[[], BinaryIO], *, shown: str) -> None:
    if scan.nul is not None:
        raise refuse("file-not-text", shown, row=_row_of(opener, scan.nul))
    if not scan.is_utf8:
        row = _row_of(opener, scan.first_foreign)
        raise refuse("encoding-wrong", shown, row=row, encoding=encoding)
    if scan.broken_quote is not None:
        raise refuse("file-broken-quotes", shown, row=_row_of(opener, scan.broken_quote))


def _row_of(opener: Callable[[], BinaryIO], offset: int | None) -> int:
    """Line of a text in which an offset lies, from 1."""
    left, row = offset or 0, 1
    with opener() as opened:
        while left > 0 and (block := opened.read(min(left, _HEAD))):
            row += block.count(b"\n")
            left -= len(block)
    return row


def _read_head(
    opener: Callable[[], BinaryIO], skip: int, encoding: str, shown: str, *, declared: str = ""
) -> str:
    """Whole records at the start of a text."""
    try:
        with opener() as opened:
            opened.read(skip)
            head = opened.read(_HEAD)
    except UnicodeError as error:
        raise refuse("encoding-wrong", shown, encoding=declared or encoding) from error
    if len(head) == _HEAD:
        head = head[: find_cut(head, find_quotes(head, ord(","))) or head.rfind(b"\n") + 1 or None]
    return head.decode(encoding)


def _check_separator(separator: str, shown: str) -> None:
    if len(separator) != 1 or not separator.isascii() or separator in '"\r\n':
        raise refuse("separator-unknown", shown, separator=separator)


def _stem(shown: str) -> str:
    return shown.rsplit("/", 1)[-1].rsplit(".", 1)[0]
