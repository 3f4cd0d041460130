"""What a study needs of its files: columns, and answers that must occur in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnUse = Literal["number", "code", "date", "auto"]
"""How a column is read; `auto`: a number where every cell that is not missing is one, else a code."""


@dataclass(frozen=True, slots=True)
class NeededColumn:
    """A column that the study reads from its files of one role.

    Attributes
    ----------
    name
        Canonical name, or the file's own.
    use
        How its cells are read.
    key
        Key path in the study file that names it.
    is_optional
        Whether the study can do without it where the file has no such column.
    """

    name: str
    use: ColumnUse
    key: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """Answers that an outcome counts.

    Attributes
    ----------
    role
        Role of the files that hold them.
    columns
        Canonical columns, one a horizon.
    accepted
        Values that count.
    key
        Key path in the study file.
    is_yes_or_no
        Whether every other value should mean no.
    known
        Other values of the same column that the study gives a meaning.
    """

    role: str
    columns: tuple[str, ...]
    accepted: tuple[str, ...]
    key: str
    is_yes_or_no: bool = False
    known: tuple[str, ...] = ()
