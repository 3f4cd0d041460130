"""Read a raw file by its format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.delimited import read_delimited
from idmaj.ingest.exports.files import open_raw
from idmaj.ingest.raw import RawTable
from idmaj.ingest.typed_files import read_parquet, read_statistical, read_workbook
from idmaj.study import Source

PLATFORM_OF_SUFFIX = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xls": "xlsx",
    ".ods": "xlsx",
    ".parquet": "parquet",
    ".dta": "stata",
    ".sav": "spss",
    ".zsav": "spss",
}
_READERS: dict[str, Callable[[Path, Source, str], RawTable]] = {
    "csv": read_delimited,
    "xlsx": read_workbook,
    "parquet": read_parquet,
    "stata": read_statistical,
    "spss": read_statistical,
}


def read_raw(root: Path, source: Source) -> RawTable:
    """Read a raw file with every cell as text.

    Parameters
    ----------
    root
        Folder that `source.file` is relative to.
    source
        Entry of the study file.

    Returns
    -------
    RawTable

    Raises
    ------
    IngestProblems
        When the file is missing, empty, not of its format, or no table; never another exception.
    """
    shown = source.file
    file = root / shown
    open_raw(file, shown)
    platform = source.platform or PLATFORM_OF_SUFFIX.get(file.suffix.lower())
    if platform is None:
        known = ", ".join(PLATFORM_OF_SUFFIX)
        raise IngestProblems(
            [Problem("file-format-unknown", Place(file=shown), arguments={"suffixes": known})]
        )
    return _READERS[platform](file, source, shown)
