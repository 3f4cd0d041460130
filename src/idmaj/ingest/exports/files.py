"""Files and members of archives: opening, hashing, and what their first bytes say they are."""

from __future__ import annotations

import codecs
import hashlib
import io
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from errno import ENAMETOOLONG
from pathlib import Path
from typing import BinaryIO

from idmaj.ingest.exports.sheets import refuse

_BLOCK = 1 << 20
_JSON = (".json", ".geojson", ".jsonl")
_LARGEST_RATIO = 250
_LARGEST_ARCHIVE = 64 << 30


@dataclass(frozen=True)
class RawFile:
    """A file, or a member of an archive, that can be opened again and again.

    Attributes
    ----------
    shown
        Path to show.
    group
        Folder or archive that it lies in.
    open
        Opens its bytes.
    files
        Path as shown → SHA-256 of the file that was received (the archive, for a member), once it is known.
    path
        Where it lies; None for a member of an archive.
    """

    shown: str
    group: str
    open: Callable[[], BinaryIO]
    files: dict[str, str]
    path: Path | None = None

    @property
    def suffix(self) -> str:
        """Ending of the name, lower case."""
        return Path(self.shown).suffix.lower()

    def read_start(self, size: int = _BLOCK) -> bytes:
        """The first bytes."""
        with self.open() as opened:
            return opened.read(size)


def open_raw(file: Path, shown: str) -> RawFile:
    """Check that a file opens; whoever reads it to its end says its hash (`hash_raw`, `open_hashing`).

    Raises
    ------
    IngestProblems
        When it is missing, empty, a folder, or may not be read.
    """
    try:
        with file.open("rb") as opened:
            is_empty = not opened.read(1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise refuse("file-missing", shown) from error
    except IsADirectoryError as error:
        raise refuse("file-is-folder", shown) from error
    except OSError as error:
        raise refuse("file-missing" if error.errno == ENAMETOOLONG else "file-unreadable", shown) from error
    if is_empty:
        raise refuse("file-empty", shown)
    return RawFile(shown, Path(shown).parent.as_posix(), lambda: file.open("rb"), {}, file)


def hash_raw(raw: RawFile) -> None:
    """Hash a file into its `files`."""
    digest = hashlib.sha256()
    with raw.open() as opened:
        while block := opened.read(16 * _BLOCK):
            digest.update(block)
    raw.files[raw.shown] = digest.hexdigest()


def open_hashing(raw: RawFile) -> BinaryIO:
    """Open a file that is about to be read to its end; its hash stands in `files` once it is closed.

    A member of an archive is not hashed: its archive was.
    """
    return raw.open() if raw.path is None else Hashing(raw)  # type: ignore[return-value]


class Hashing(io.RawIOBase):
    """A file that is hashed in a thread of its own while it is read."""

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._opened = raw.open()
        self._digest = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1)
        self._pending: Future[None] | None = None

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes."""
        block = self._opened.read(size)
        self._wait()
        self._pending = self._thread.submit(self._digest.update, block)
        return block

    def close(self) -> None:
        """Close the file and set down its hash."""
        if not self.closed:
            self._wait()
            self._thread.shutdown()
            self._opened.close()
            self._raw.files[self._raw.shown] = self._digest.hexdigest()
        super().close()

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()


def find_container(raw: RawFile) -> str:
    """Tell what a file holds by its first bytes: the ending of a name may lie.

    Returns
    -------
    str
        `workbook`, `zip`, `spss`, `stata`, `parquet`, `json`, `csv`.

    Raises
    ------
    IngestProblems
        For a web page and for a compressed file of another kind.
    """
    start = raw.read_start(4096)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _find_archive(raw)
    known = {
        b"\xd0\xcf\x11\xe0": "workbook", b"$FL2": "spss", b"$FL3": "spss", b"PAR1": "parquet", b"<stata_dta": "stata",
    }  # fmt: skip
    for mark, container in known.items():
        if start.startswith(mark):
            return container
    if raw.suffix == ".dta" and 102 <= start[0] <= 115:
        return "stata"
    text = start.lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<!--")):
        raise refuse("file-is-page", raw.shown)
    if start.startswith(
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"%PDF", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
    ):
        raise refuse("file-not-of-export", raw.shown)
    is_json = text.startswith((b"{", b"[")) if raw.suffix in _JSON else text.startswith((b"[{", b'{"'))
    return "json" if is_json and raw.suffix in (*_JSON, ".txt", "") else "csv"


def _find_archive(raw: RawFile) -> str:
    with open_archive(raw) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
            return "workbook"
    return "zip"


def open_archive(raw: RawFile) -> zipfile.ZipFile:
    """Open a ZIP archive whose contents are of a size that can be believed.

    Raises
    ------
    IngestProblems
        When it is broken, locked, or grows beyond measure when unpacked.
    """
    try:
        archive = zipfile.ZipFile(raw.path if raw.path is not None else io.BytesIO(_read_whole(raw)))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse("archive-broken", raw.shown) from error
    members = archive.infolist()
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > _LARGEST_ARCHIVE or (unpacked > 64 * _BLOCK and unpacked > _LARGEST_RATIO * max(packed, 1)):
        archive.close()
        raise refuse("archive-too-large", raw.shown)
    if any(member.flag_bits & 1 for member in members):
        archive.close()
        raise refuse("archive-locked", raw.shown)
    return archive


def _read_whole(raw: RawFile) -> bytes:
    with raw.open() as opened:
        return opened.read()


class Transcoded(io.RawIOBase):
    """A text file read as UTF-8, whatever its encoding; never a sign replaced or left out."""

    def __init__(self, opened: BinaryIO, encoding: str) -> None:
        self._opened = opened
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Read about `size` bytes; fewer only at the end."""
        made = [self._rest]
        length = len(self._rest)
        while size < 0 or length < size:
            block = self._opened.read(_BLOCK)
            text = self._decoder.decode(block, final=not block).encode("utf-8")
            made.append(text)
            length += len(text)
            if not block:
                break
        whole = b"".join(made)
        cut = len(whole) if size < 0 else size
        self._rest = whole[cut:]
        return whole[:cut]

    def close(self) -> None:
        """Close the file."""
        self._opened.close()
        super().close()


def transcode(open_file: Callable[[], BinaryIO], encoding: str) -> Callable[[], BinaryIO]:
    """Make the opener of a text file that gives UTF-8."""

    def opener() -> BinaryIO:
        return Transcoded(open_file(), encoding)  # type: ignore[return-value]

    return opener
