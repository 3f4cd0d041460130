"""One published number beside ours, and the rule by which they agree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published number beside ours.

    Attributes
    ----------
    study, quantity
        What was estimated.
    ours, theirs
        The two values: numbers, or states of the claim ladder. Ours is the reason in words where the
        estimator refused, and None where nothing was found or nothing was run.
    tolerance
        Largest difference that counts as agreement.
    source, convention
        Where `theirs` comes from, and the convention under which they are comparable.
    agrees
        Whether they agree; None where that is not claimed: the data are not here (`missing`), or a
        convention differs (`differs`).
    differs
        The convention by which ours is another number.
    missing
        The files that would have to be found.
    """

    study: str
    quantity: str
    ours: Value
    theirs: float | str
    tolerance: float
    source: str
    convention: str
    agrees: bool | None
    differs: str = ""
    missing: str = ""

    @property
    def is_compared(self) -> bool:
        """Whether agreement is claimed or denied."""
        return self.agrees is not None


def compare_value(study: str, entry: Mapping[str, Any], ours: Value) -> Comparison:
    """Set ours beside an entry's number.

    Parameters
    ----------
    study
        Study or reference that the entry belongs to.
    entry
        `quantity`, `theirs`, `tolerance`, `source`, `convention`; with `differs`, agreement is not claimed.
    ours
        Our value; None where none was found.
    """
    differs = str(entry.get("differs", ""))
    agrees = _is_close(ours, entry["theirs"], tolerance=entry["tolerance"])
    return _build(study, entry, ours=ours, agrees=None if differs else agrees, differs=differs)


def skip_value(study: str, entry: Mapping[str, Any], *, missing: str) -> Comparison:
    """List an entry that was not run because its data were not found."""
    return _build(study, entry, agrees=None, missing=missing)


def _build(study: str, entry: Mapping[str, Any], *, ours: Value = None, **fields: Any) -> Comparison:
    shared = {name: entry[name] for name in ("quantity", "theirs", "tolerance", "source")}
    return Comparison(study=study, ours=ours, convention=entry.get("convention", ""), **shared, **fields)


def _is_close(ours: Value, theirs: float | str, *, tolerance: float) -> bool:
    if isinstance(ours, str) or isinstance(theirs, str) or ours is None:
        return ours == theirs
    return math.isclose(ours, theirs, rel_tol=0, abs_tol=tolerance)
