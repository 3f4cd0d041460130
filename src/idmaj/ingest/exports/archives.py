"""Archives: each member is a file of its own; nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from idmaj.ingest.exports.files import RawFile, open_archive
from idmaj.ingest.exports.sheets import refuse

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".sav", ".zsav", ".dta", ".parquet")


def list_members(raw: RawFile) -> tuple[list[RawFile], dict[str, str]]:
    """List the members of an archive that may hold tables.

    Returns
    -------
    members, set_aside
        Files to read, and other members → message id of the reason.

    Raises
    ------
    IngestProblems
        When the archive is broken, or a member's name leads out of it.
    """
    members: list[RawFile] = []
    set_aside: dict[str, str] = {}
    with open_archive(raw) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts:
                raise refuse("archive-unsafe", raw.shown)
            if entry.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
                continue
            shown = f"{raw.shown}/{path.as_posix()}"
            reason = _find_reason(path, entry)
            if reason:
                set_aside[path.as_posix()] = reason
                continue
            _check_member(archive, entry, shown)
            group = f"{raw.shown}/{path.parent.as_posix()}"
            members.append(RawFile(shown, group, _opener(raw, entry.filename), raw.files))
    return members, set_aside


def _find_reason(path: PurePosixPath, entry: zipfile.ZipInfo) -> str:
    if path.suffix.lower() not in _TABLES or "media" in path.parts[:-1]:
        return "member-media"
    return "member-empty" if entry.file_size == 0 else ""


def _check_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> None:
    """Read a member to its end, so that a broken one shows itself now."""
    try:
        with archive.open(entry) as opened:
            while opened.read(1 << 20):
                pass
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise refuse("archive-broken", shown) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise refuse("archive-broken", shown) from error


def _opener(raw: RawFile, name: str) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        source = raw.path if raw.path is not None else io.BytesIO(raw.read_start(-1))
        archive = zipfile.ZipFile(source)
        return _Member(archive, name)  # type: ignore[return-value]

    return opener


class _Member(io.RawIOBase):
    """A member that closes its archive with itself."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._opened = archive.open(name)

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes."""
        return self._opened.read(size)

    def close(self) -> None:
        """Close the member and its archive."""
        if not self.closed:
            self._opened.close()
            self._archive.close()
        super().close()
