"""Exact rules: programme codes and identity cards, and what the other identifiers say of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.ingest.linkage.likeness import ALIKE, is_same_birth, jaro_winkler

PAIR = ["person", "record"]
"""Positions in the frames of persons and of records."""


def match_codes(persons: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Pair records with persons of the same programme code.

    Parameters
    ----------
    persons, records
        Identifiers as `normalise_identifiers` writes them, with positions as index.

    Returns
    -------
    pandas.DataFrame
        `person`, `record`, `rule`: `code`, or `code_contradicted` where card, date of birth and name can
        be compared and none agrees.
    """
    pairs = _join(persons, records, ["code"])
    seen = compare_pairs(pairs, persons, records)
    against = (seen["birth"] == -1) & (seen["name"] == -1) & (seen["cin"] != 1)
    return pairs.assign(rule=np.where(against, "code_contradicted", "code"))


def match_cins(persons: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Pair records with persons of the same identity card.

    Returns
    -------
    pandas.DataFrame
        `person`, `record`, `rule`: `cin_and_birth`, `cin_and_name`; `cin_contradicted` where what can be
        compared differs, `cin_alone` where nothing can.
    """
    pairs = _join(persons, records, ["cin"])
    seen = compare_pairs(pairs, persons, records)
    rules = np.select(
        [seen["birth"] == 1, seen["name"] == 1, (seen["birth"] == -1) | (seen["name"] == -1)],
        ["cin_and_birth", "cin_and_name", "cin_contradicted"],
        default="cin_alone",
    )
    return pairs.assign(rule=rules)


def match_alike(persons: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Pair records with persons who are alike, for a clerk where no model could be trained.

    Returns
    -------
    pandas.DataFrame
        `person`, `record`, `rule` (`alike`): the same date of birth and one name alike, or both names
        alike and no other date of birth.
    """
    pairs = pd.concat(
        [_join(persons, records, ["born_on"]), _join(persons, records, ["first_sound", "last_sound"])]
    )
    pairs = pairs.drop_duplicates(ignore_index=True)
    seen = compare_pairs(pairs, persons, records)
    is_alike = ((seen["birth"] == 1) & seen["one_name"]) | ((seen["name"] == 1) & (seen["birth"] != -1))
    return pairs[is_alike.to_numpy(dtype=bool)].assign(rule="alike")


def compare_pairs(pairs: pd.DataFrame, persons: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Compare the identifiers of pairs.

    Returns
    -------
    pandas.DataFrame
        `cin`, `birth`, `name`: 1 where they agree, -1 where they differ, 0 where one is blank; `one_name`:
        whether a name is alike. Names agree where every name that both have is alike.
    """
    of_person = persons.loc[pairs["person"]]
    of_record = records.loc[pairs["record"]]

    def verdicts(*columns: str, agree: object) -> list[int]:
        sides = [zip(of_person[name], of_record[name], strict=True) for name in columns]
        return [_verdict(values, agree) for values in zip(*sides, strict=True)]

    first, last = (verdicts(name, f"{name}_sound", agree=_is_name_alike) for name in ("first", "last"))
    both = list(zip(first, last, strict=True))
    return pd.DataFrame(
        {
            "cin": verdicts("cin", agree=lambda one, other: one == other),
            "birth": verdicts("born_on", agree=is_same_birth),
            "name": [-1 if -1 in pair else max(pair) for pair in both],
            "one_name": [1 in pair for pair in both],
        },
        index=pairs.index,
    )


def _verdict(values: tuple[tuple[str, str], ...], agree: object) -> int:
    one, other = values[0]
    if not one or not other:
        return 0
    return 1 if agree(*(sign for pair in values for sign in pair)) else -1  # type: ignore[operator]


def _is_name_alike(one: str, other: str, sound: str, other_sound: str) -> bool:
    return (len(sound) > 1 and sound == other_sound) or jaro_winkler(one, other) >= ALIKE


def _join(persons: pd.DataFrame, records: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    sides = []
    for name, people in zip(PAIR, (persons, records), strict=True):
        filled = people[(people[keys] != "").all(axis=1)]
        sides.append(filled[keys].assign(**{name: filled.index}))
    return sides[0].merge(sides[1], on=keys)[PAIR]
