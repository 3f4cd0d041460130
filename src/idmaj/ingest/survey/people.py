"""Persons of an export: identifiers to pseudonyms while they are in memory, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.identity import key_id, make_ephemeral_key, make_pseudonym, normalise_identifier, read_code


@dataclass
class Pseudonyms:
    """Makes pseudonyms, each identifier once.

    Attributes
    ----------
    key
        32 secret bytes.
    is_ephemeral
        Whether the key is of this run alone.
    carried
        Pseudonym of this run → that of an earlier run of the same tables, for ephemeral keys.
    """

    key: bytes
    is_ephemeral: bool
    carried: dict[str, str] = field(default_factory=dict)
    _made: dict[str, str] = field(default_factory=dict)

    @property
    def key_id(self) -> str:
        """Public name of the key; "" for one of this run alone."""
        return "" if self.is_ephemeral else key_id(self.key)

    def make(self, cells: pa.Array) -> pa.Array:
        """Turn identifiers into pseudonyms; blanks stay blank."""
        encoded = pc.dictionary_encode(cells)
        made = [self._make_one(cell) for cell in encoded.dictionary.to_pylist()]
        return pa.array(made, pa.string()).take(encoded.indices)

    def _make_one(self, cell: str) -> str:
        known = self._made.get(cell)
        if known is None:
            text = cell.strip()
            known = (
                make_pseudonym(self.key, read_code(text).text or text) if normalise_identifier(text) else ""
            )
            self._made[cell] = known
        return known


def new_pseudonyms(key: bytes | None) -> Pseudonyms:
    """Start with a key, or with one of this run alone."""
    return Pseudonyms(key or make_ephemeral_key(), is_ephemeral=key is None)


def find_code_faults(cells: pa.Array) -> dict[str, np.ndarray]:
    """Find what is wrong with identifiers.

    Returns
    -------
    dict
        `person-id-blank`, and `code-check-digit` where most identifiers are programme codes → bool, one
        a row.
    """
    encoded = pc.dictionary_encode(cells)
    readings = [read_code(cell) for cell in encoded.dictionary.to_pylist()]
    blank = np.array([not cell.strip() for cell in encoded.dictionary.to_pylist()], dtype=bool)
    n_codes = sum(reading.is_valid for reading in readings)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    found = {"person-id-blank": blank[codes] if len(blank) else np.zeros(len(cells), dtype=bool)}
    if n_codes > len(readings) / 2:
        wrong = np.array([not r.is_valid for r in readings], dtype=bool) & ~blank
        found["code-check-digit"] = wrong[codes]
    return found
