"""Persons of an export: identifiers to pseudonyms while they are in memory, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.identity import key_id, make_ephemeral_key, make_pseudonyms, normalise_identifier, read_code

_PLAIN = "^[A-Za-z0-9]+$"
_MENDABLE = "^[A-Za-z]{2}[0-9OILoil]*[OILoil][0-9OILXoilx]*$"
"""Identifiers that may be programme codes with letters typed for digits: these are read one by one."""


@dataclass
class Pseudonyms:
    """Makes pseudonyms, each identifier once.

    Attributes
    ----------
    key
        32 secret bytes.
    is_ephemeral
        Whether the key is of this run alone.
    """

    key: bytes
    is_ephemeral: bool

    @property
    def key_id(self) -> str:
        """Public name of the key; "" for one of this run alone."""
        return "" if self.is_ephemeral else key_id(self.key)

    def make(self, cells: pa.Array) -> pa.Array:
        """Turn identifiers into pseudonyms, each distinct one once; blanks stay blank."""
        encoded = pc.dictionary_encode(cells)
        distinct = encoded.dictionary
        plain = pc.and_(
            pc.match_substring_regex(distinct, _PLAIN),
            pc.invert(pc.match_substring_regex(distinct, _MENDABLE)),
        )
        texts = pc.utf8_lower(distinct)
        if not pc.all(plain).as_py():
            texts = pa.array(
                [
                    word if is_plain else _normalise(cell)
                    for word, cell, is_plain in zip(
                        texts.to_pylist(), distinct.to_pylist(), plain.to_pylist(), strict=True
                    )
                ],
                pa.string(),
            )
        made = pc.if_else(pc.equal(texts, ""), "", make_pseudonyms(self.key, texts))
        return made.take(encoded.indices)


def _normalise(cell: str) -> str:
    text = cell.strip()
    return normalise_identifier(read_code(text).text or text)


class PlainIds(Pseudonyms):
    """Leaves identifiers as they are: for data in which they are no secret."""

    def __init__(self) -> None:
        super().__init__(bytes(32), is_ephemeral=False)

    def make(self, cells: pa.Array) -> pa.Array:
        """Take identifiers without the spaces around them."""
        return pc.utf8_trim_whitespace(cells)


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
    distinct, places = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    blank = pc.equal(pc.utf8_trim_whitespace(distinct), "").to_numpy(zero_copy_only=False)
    plain = pc.match_substring_regex(distinct, "^[A-Z]{2}[0-9]{5}[0-9X]$")
    likely = plain.to_numpy(zero_copy_only=False)
    found = {"person-id-blank": blank[places]}
    if likely.sum() > (~blank).sum() / 2:
        valid = np.zeros(len(distinct), dtype=bool)
        valid[likely] = has_check_digits(distinct.filter(plain))
        for place in np.flatnonzero(~likely & ~blank).tolist():
            valid[place] = read_code(distinct[place].as_py()).is_valid
        found["code-check-digit"] = (~valid & ~blank)[places]
    return found


def has_check_digits(codes: pa.Array) -> np.ndarray:
    """Tell which programme codes, two letters and six signs each, have the right check digit.

    Returns
    -------
    ndarray
        bool. The sum of `identity.check_digit`, for a whole column.
    """
    text = np.frombuffer("".join(codes.to_pylist()).encode("ascii"), dtype=np.uint8).reshape(-1, 8)
    digits = text[:, 2:].astype(np.int64) - ord("0")
    digits[text[:, 7] == ord("X"), 5] = 10
    return (digits @ np.array([1, 2, 3, 4, 5, 1])) % 11 == 0
