"""What was read of an identifier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentifierReading:
    """An identifier as read from a cell.

    Attributes
    ----------
    text
        Normal form; "" where the cell has not the shape of the identifier.
    is_valid
        Whether it can be believed: the shape is right, and so is the check digit where there is one.
    is_mended
        Whether a letter was read as a digit (O as 0, I or L as 1): to be flagged.
    """

    text: str
    is_valid: bool
    is_mended: bool = False
