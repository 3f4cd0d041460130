"""An export as read: tables of text in blocks, with the key of the submission of every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

SYSTEM_ROLES = (
    "key", "submitted_at", "edited_at", "n_edits", "started_at", "ended_at", "version", "validation", "review",
    "status", "submitter", "device",
)  # fmt: skip
"""What a platform's own columns say about a submission."""


@dataclass(frozen=True)
class ExportSettings:
    """What a person declares about files instead of having it detected.

    Attributes
    ----------
    platform, encoding, separator, header_row, sheet, language, decimal, date_format
        None leaves it to detection. `header_row` counts from 1.
    timezone
        Zone of clock times that carry no offset; a name of the IANA data base.
    """

    platform: str | None = None
    encoding: str | None = None
    separator: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    language: str | None = None
    decimal: str | None = None
    date_format: str | None = None
    timezone: str = "Africa/Casablanca"


@dataclass(frozen=True)
class Block:
    """Consecutive rows of a table.

    Attributes
    ----------
    cells
        Text columns (`pa.string()`, blank cells as "", none null) named by their position: "0", "1", …
    rows
        int64, row of the file of each row as a person counts (the header is row 1 of a text file).
    keys
        Key of the submission of each row, text: in the main table its own, in a repeat its parent's
        ("" where it cannot be told).
    """

    cells: pa.Table
    rows: np.ndarray
    keys: pa.Array


@dataclass
class ExportTable:
    """One table of an export.

    Attributes
    ----------
    name
        Name in the export (sheet, file of an archive, key of nested lists); shown to people.
    header
        Names of the columns as they stand, outer spaces and invisible signs removed; may repeat.
    read_blocks
        Reads the rows, from the start at every call.
    is_repeat
        Whether rows belong to rows of the main table.
    typed
        Positions of columns whose values the file holds as numbers, dates or booleans.
    labels
        Position → code → label, where the file carries value labels (SPSS, Stata).
    missing
        Position → code → kind, where the file itself declares missing values.
    column_labels
        Position → label of the column, where the file carries them.
    misshapen
        Row → number of cells, of rows that do not fit the header; complete once the blocks are read.
    """

    name: str
    header: list[str]
    read_blocks: Callable[[], Iterator[Block]]
    is_repeat: bool = False
    typed: frozenset[int] = frozenset()
    labels: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    column_labels: Mapping[int, str] = field(default_factory=dict)
    misshapen: dict[int, int] = field(default_factory=dict)


@dataclass
class Export:
    """The tables of one export: one file, an archive, or the files that a platform writes together.

    Attributes
    ----------
    files
        Path as shown → SHA-256 of each file.
    platform
        Key of `platforms.PLATFORMS`.
    container
        `csv`, `xlsx`, `zip`, `json`, `spss`, `stata`, `parquet`.
    encoding, separator, header_row
        How text was read; "" and 1 for other containers.
    main
        Table of submissions.
    repeats
        Tables of repeats.
    system
        Role of `SYSTEM_ROLES` → position in `main.header`.
    blanks
        Cells that mean a blank on this platform → kind of missing value ("blank", "not_asked").
    reasons
        Why the file was taken for what it is, one sentence id and its arguments each.
    set_aside_sheets
        Sheets and members of the archive that hold no table of the form, with the reason's message id.
    """

    files: dict[str, str]
    platform: str
    container: str
    main: ExportTable
    repeats: Sequence[ExportTable] = ()
    encoding: str = ""
    separator: str = ""
    header_row: int = 1
    system: Mapping[str, int] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)
    reasons: list[tuple[str, Mapping[str, str | int | float]]] = field(default_factory=list)
    set_aside_sheets: dict[str, str] = field(default_factory=dict)
