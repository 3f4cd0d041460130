"""Identifiers of persons and records, written one way so that they can be compared."""

from __future__ import annotations

import pandas as pd

from idmaj.identity import fold_name, normalise_cin, normalise_identifier, read_code, sound_name
from idmaj.ingest.cells import map_distinct
from idmaj.ingest.linkage.model import IDENTIFIERS

KEYS = ("code", "cin", "born_on", "first", "first_sound", "last", "last_sound", "sex", "province")
"""Columns of normalised identifiers, blank as ""."""

_SEXES = {
    **dict.fromkeys(("m", "male", "man", "h", "homme", "masculin", "ذكر", "رجل"), "m"),
    **dict.fromkeys(("f", "female", "woman", "femme", "féminin", "feminin", "أنثى", "انثى", "امرأة"), "f"),
}


def normalise_identifiers(people: pd.DataFrame) -> pd.DataFrame:
    """Write identifiers one way.

    Parameters
    ----------
    people
        Persons or records, with any of the columns `code`, `cin`, `born_on` (ISO 8601), `first_name`,
        `last_name`, `sex`, `province`, all text, blank as "".

    Returns
    -------
    pandas.DataFrame
        The columns `KEYS`, with the index of `people`. A programme code whose check digit is wrong is
        blank: it must not link. Names stand folded (`first`, `last`) and as consonants (`…_sound`).
    """
    given = {name: _given(people, name) for name in IDENTIFIERS}
    made = {
        "code": map_distinct(given["code"], _code_key),
        "cin": map_distinct(given["cin"], normalise_cin),
        "born_on": given["born_on"],
        "first": map_distinct(given["first_name"], fold_name),
        "first_sound": map_distinct(given["first_name"], sound_name),
        "last": map_distinct(given["last_name"], fold_name),
        "last_sound": map_distinct(given["last_name"], sound_name),
        "sex": map_distinct(given["sex"], _sex_key),
        "province": map_distinct(given["province"], _place_key),
    }
    return pd.DataFrame(made, index=people.index)


def count_wrong_codes(people: pd.DataFrame) -> int:
    """Count the programme codes whose check digit is wrong."""
    codes = _given(people, "code")
    wrong = map_distinct(codes, lambda cell: "1" if _is_wrong(cell) else "")
    return int((wrong == "1").sum())


def _given(people: pd.DataFrame, name: str) -> pd.Series:
    if name not in people:
        return pd.Series("", index=people.index, dtype="str")
    return people[name].fillna("").astype("str")


def _is_wrong(cell: str) -> bool:
    reading = read_code(cell)
    return bool(reading.text) and not reading.is_valid


def _code_key(cell: str) -> str:
    """Write a code one way; codes of another form than the programme's are compared as they are."""
    reading = read_code(cell)
    if reading.text:
        return reading.text if reading.is_valid else ""
    return normalise_identifier(cell)


def _place_key(cell: str) -> str:
    """Fold the name of a place; a code of a place stays a code."""
    code = normalise_identifier(cell)
    return code if any(sign.isdigit() for sign in code) else fold_name(cell) or code


def _sex_key(cell: str) -> str:
    folded = normalise_identifier(cell)
    return _SEXES.get(folded, folded)
