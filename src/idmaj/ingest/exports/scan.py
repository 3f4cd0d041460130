"""One pass over the bytes of a text file: hash, encoding, quotation marks, and where it can be cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pyarrow as pa

PIECE = 16 << 20
"""Bytes of a piece: large enough for a kernel, small enough for six of them in memory."""

LONGEST_RECORD = 4 * PIECE
"""Bytes without an end of a record after which a quotation mark is taken as never closed."""

_QUOTE, _NEWLINE, _RETURN = 34, 10, 13


@dataclass
class Scan:
    """What one pass found.

    Attributes
    ----------
    pieces
        Length in bytes of consecutive pieces, each a whole number of records.
    is_utf8
        Whether every piece is UTF-8.
    foreign
        Lines that are not UTF-8, up to `PIECE` bytes of them.
    n_utf8_lines
        Lines among `foreign`'s pieces that hold letters beyond ASCII and are UTF-8.
    first_foreign, broken_quote, nul
        Offset of the first line that is not UTF-8, of the first quotation mark that is out of place, and
        of the first NUL byte; None where there is none.
    """

    pieces: list[int] = field(default_factory=list)
    is_utf8: bool = True
    foreign: bytearray = field(default_factory=bytearray)
    n_foreign_lines: int = 0
    n_utf8_lines: int = 0
    first_foreign: int | None = None
    broken_quote: int | None = None
    nul: int | None = None


def scan_text(open_file: Callable[[], BinaryIO], separator: str, *, skip: int = 0) -> Scan:
    """Look through a text file once.

    Parameters
    ----------
    open_file
        Opens the bytes; an encoding in which `"`, the separator and line ends are the bytes of ASCII.
    separator
        Sign between cells.
    skip
        Bytes at the start that are not text (byte-order mark).
    """
    scan = Scan()
    offset = 0
    with ThreadPoolExecutor(1) as validator:
        pending = None
        for piece, broken in cut_pieces(open_file, separator, skip=skip):
            if pending is not None:
                pending.result()
            pending = validator.submit(_check_letters, piece, offset, scan)
            if broken is not None and scan.broken_quote is None:
                scan.broken_quote = offset + broken
            scan.pieces.append(len(piece))
            offset += len(piece)
        if pending is not None:
            pending.result()
    return scan


def cut_pieces(
    open_file: Callable[[], BinaryIO], separator: str, *, skip: int = 0
) -> Iterator[tuple[bytes, int | None]]:
    """Cut a text file at ends of records.

    Yields
    ------
    piece, broken
        Whole records, and the offset of the first quotation mark that is out of place, or None.
    """
    mark = ord(separator)
    with open_file() as opened:
        opened.read(skip)
        rest = b""
        while block := opened.read(PIECE):
            buffer = rest + block
            quotes = find_quotes(buffer, mark)
            cut = find_cut(buffer, quotes) or (len(buffer) if len(buffer) > LONGEST_RECORD else 0)
            if cut:
                yield buffer[:cut], find_broken_quote(buffer, quotes[quotes < cut], mark)
            rest = buffer[cut:]
        if rest:
            yield rest, find_broken_quote(rest, find_quotes(rest, mark), mark)


def find_cut(buffer: bytes, quotes: np.ndarray) -> int:
    """Find the last end of a record: after the last line end that stands outside quotation marks; 0 for none."""
    end = b"\n" if b"\n" in buffer else b"\r"
    cut = buffer.rfind(end, 0, len(buffer) - (end == b"\r")) + 1
    while cut:
        before = int(np.searchsorted(quotes, cut))
        if before % 2 == 0:
            return cut
        cut = buffer.rfind(end, 0, int(quotes[before - 1])) + 1
    return 0


def find_broken_quote(piece: bytes, quotes: np.ndarray, separator: int) -> int | None:
    """Find the first quotation mark after which cells cannot be told apart.

    A cell in quotation marks begins and ends with one, and doubles those inside; within a cell that does
    not begin with one it is an ordinary sign (RFC 4180; `csv.reader`).
    """
    closing = quotes[1::2]
    following = _bytes_at(piece, closing + 1)
    is_end = (
        (following == separator) | (following == _NEWLINE) | (following == _RETURN) | (following == _QUOTE)
    )
    wrong = np.flatnonzero(~is_end)
    if len(wrong):
        return int(closing[wrong[0]])
    return int(quotes[-1]) if len(quotes) % 2 else None


def find_quotes(piece: bytes, separator: int) -> np.ndarray:
    """Positions of quotation marks that open, close or double; not those inside an unquoted cell."""
    quotes = np.flatnonzero(np.frombuffer(piece, dtype=np.uint8) == _QUOTE)
    if not len(quotes):
        return quotes
    opening = quotes[::2]
    before = _bytes_at(piece, opening - 1)
    starts = (before == separator) | (before == _NEWLINE) | (before == _RETURN)
    doubled = np.zeros(len(opening), dtype=bool)
    doubled[1:] = opening[1:] - 1 == quotes[1::2][: len(opening) - 1]
    if bool((starts | doubled).all()):
        return quotes
    return _walk_quotes(piece, quotes, separator)


def _walk_quotes(piece: bytes, quotes: np.ndarray, separator: int) -> np.ndarray:
    """Tell real quotation marks from ordinary ones by walking through all of them."""
    before = _bytes_at(piece, quotes - 1)
    starts = ((before == separator) | (before == _NEWLINE) | (before == _RETURN)).tolist()
    positions = quotes.tolist()
    real: list[int] = []
    is_open = False
    for place, position in enumerate(positions):
        if is_open or starts[place] or (real and real[-1] == position - 1):
            real.append(position)
            is_open = not is_open
    return np.array(real, dtype=np.int64)


def _bytes_at(piece: bytes, positions: np.ndarray) -> np.ndarray:
    """Bytes at positions; a line end before the first and after the last."""
    signs = np.frombuffer(piece, dtype=np.uint8)
    inside = (positions >= 0) & (positions < len(signs))
    return np.where(inside, signs[np.clip(positions, 0, len(signs) - 1)], _NEWLINE)


def _check_letters(piece: bytes, offset: int, scan: Scan) -> None:
    if scan.nul is None and b"\0" in piece:
        scan.nul = offset + piece.find(b"\0")
    if piece.isascii() or _is_utf8(piece):
        return
    scan.is_utf8 = False
    at = offset
    for line in piece.split(b"\n"):
        if not line.isascii():
            _note_line(line, at, scan)
        at += len(line) + 1


def _note_line(line: bytes, offset: int, scan: Scan) -> None:
    if _is_utf8(line):
        scan.n_utf8_lines += 1
        return
    scan.n_foreign_lines += 1
    scan.first_foreign = offset if scan.first_foreign is None else scan.first_foreign
    if len(scan.foreign) < PIECE:
        scan.foreign += line + b"\n"


def _is_utf8(piece: bytes) -> bool:
    offsets = pa.py_buffer(np.array([0, len(piece)], dtype=np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(piece)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
