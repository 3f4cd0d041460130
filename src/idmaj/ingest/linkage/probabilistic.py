"""Probabilistic linkage: the model of Fellegi and Sunter (1969), trained and scored by splink."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from idmaj.ingest.linkage.identifiers import KEYS

MINIMUM = 20
"""Pairs that agree beyond doubt, below which no model is trained."""

_RECALL = 0.7
"""Share of the true pairs that the sure rules find; it sets the prior, which the data soon outweigh."""

_SURE = (("cin", "born_on"), ("cin", "last_sound"), ("born_on", "first_sound", "last_sound"))
_TRAINING = (("first_sound", "last_sound"), ("born_on",), ("cin",))
_BLOCKING = (
    ("cin",), ("born_on", "first_sound"), ("born_on", "last_sound"), ("first_sound", "last_sound"),
    ("birth_year", "last_sound", "province"), ("birth_year", "first_sound", "province"), ("born_on", "province"),
)  # fmt: skip
_PAIRS_SAMPLED = 5e6


class UntrainedModel(Exception):
    """The model cannot be trained on these people.

    Parameters
    ----------
    comparison
        Identifier whose agreement could not be learnt; "" where too few pairs agree beyond doubt.
    """

    def __init__(self, comparison: str = "") -> None:
        self.comparison = comparison
        super().__init__(comparison)


def has_splink() -> bool:
    """Whether the extra `linkage` is installed."""
    return importlib.util.find_spec("splink") is not None


def splink_version() -> str:
    """Return the version of splink."""
    from importlib.metadata import version

    return version("splink")


def score_pairs(persons: pd.DataFrame, records: pd.DataFrame, *, review: float, seed: int) -> pd.DataFrame:
    """Score the pairs of persons and records that may be one.

    Parameters
    ----------
    persons, records
        Identifiers as `normalise_identifiers` writes them, with positions as index.
    review
        Probability below which a pair is not listed.
    seed
        Seed of the sampling.

    Returns
    -------
    pandas.DataFrame
        `person`, `record`, `score` (probability, six decimals).

    Raises
    ------
    UntrainedModel
        When too few pairs agree beyond doubt, or a parameter could not be learnt: scores would rest on
        defaults, not on these people.
    """
    sides = [_sql_ready(people) for people in (persons, records)]
    names = _comparable(*sides)
    sure = [rule for rule in _SURE if _covers(rule, names)]
    n_sure = _count_sure(sides[0], sides[1], sure)
    if n_sure < MINIMUM:
        raise UntrainedModel
    with _without_log():
        linker = _open_linker(sides, names)
        _train(linker, names, sure, seed)
        _check_trained(linker)
        predicted = linker.inference.predict(threshold_match_probability=review, warning_mode="never")
        table = predicted.as_pandas_dataframe()
    pairs = table[["unique_id_l", "unique_id_r", "match_probability"]]
    pairs = pairs.set_axis(["person", "record", "score"], axis=1)
    is_swapped = (table["source_dataset_l"] == "records").to_numpy()
    left, right = pairs["person"].to_numpy(), pairs["record"].to_numpy()
    pairs["person"], pairs["record"] = np.where(is_swapped, right, left), np.where(is_swapped, left, right)
    return pairs.assign(score=pairs["score"].round(6)).sort_values(["person", "record"], ignore_index=True)


def _sql_ready(people: pd.DataFrame) -> pd.DataFrame:
    """Blanks as nulls, and the year of birth."""
    made = people[list(KEYS)].assign(birth_year=people["born_on"].str[:4], unique_id=people.index)
    text = made.columns.drop("unique_id")
    made[text] = made[text].astype(object).where(made[text] != "", None)
    return made


def _comparable(persons: pd.DataFrame, records: pd.DataFrame) -> set[str]:
    """Columns that both sides fill, and not with one value alone."""
    filled = [name for name in persons.columns if persons[name].notna().any() and records[name].notna().any()]
    return {name for name in filled if len({*persons[name].dropna(), *records[name].dropna()}) > 1}


def _covers(rule: tuple[str, ...], names: set[str]) -> bool:
    return set(rule) <= names


def _count_sure(persons: pd.DataFrame, records: pd.DataFrame, rules: Sequence[tuple[str, ...]]) -> int:
    """Count the records that a sure rule pairs with someone."""
    found: set[int] = set()
    for rule in rules:
        keys = list(rule)
        joined = persons.dropna(subset=keys).merge(records.dropna(subset=keys), on=keys)
        found |= set(joined["unique_id_y"])
    return len(found)


def _level(condition: str, label: str, **more: object) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": label, **more}


def _comparison(name: str, column: str, *between: str, **exact: object) -> dict[str, Any]:
    levels = [
        _level(f"{column}_l IS NULL OR {column}_r IS NULL", "blank", is_null_level=True),
        _level(f"{column}_l = {column}_r", "equal", **exact),
        *(_level(condition, f"near {place}") for place, condition in enumerate(between, start=1)),
        _level("ELSE", "other"),
    ]
    return {"output_column_name": name, "comparison_levels": levels}


def _name_comparison(name: str) -> dict[str, Any]:
    return _comparison(
        name,
        name,
        f"{name}_sound_l = {name}_sound_r OR jaro_winkler_similarity({name}_l, {name}_r) >= 0.92",
        f"jaro_winkler_similarity({name}_l, {name}_r) >= 0.8",
        tf_adjustment_column=name,
    )


_SWAPPED = (
    "substr(born_on_l, 6, 2) = substr(born_on_r, 9, 2) AND substr(born_on_l, 9, 2) = substr(born_on_r, 6, 2)"
)
_SAME_YEAR = (
    "substr(born_on_l, 1, 4) = substr(born_on_r, 1, 4) AND "
    f"(born_on_l LIKE '%-01-01' OR born_on_r LIKE '%-01-01' OR ({_SWAPPED}))"
)
_COMPARISONS = {
    "cin": _comparison("cin", "cin", "damerau_levenshtein(cin_l, cin_r) <= 1"),
    "born_on": _comparison(
        "born_on", "born_on", f"({_SAME_YEAR}) OR damerau_levenshtein(born_on_l, born_on_r) <= 1"
    ),
    "first": _name_comparison("first"),
    "last": _name_comparison("last"),
    "sex": _comparison("sex", "sex"),
    "province": _comparison("province", "province"),
}


def _open_linker(sides: list[pd.DataFrame], names: set[str]) -> Any:
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    settings = {
        "link_type": "link_only",
        "comparisons": [made for name, made in _COMPARISONS.items() if name in names],
        "blocking_rules_to_generate_predictions": [
            block_on(*rule) for rule in _BLOCKING if _covers(rule, names)
        ],
        "retain_matching_columns": False,
        "linker_uid": "idmaj",
    }
    # One thread: sums of floats in parallel differ in the last digit from run to run. No extension is fetched.
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    database = DuckDBAPI(duckdb.connect(":memory:", config=config))
    frames = [
        database.register(side, dataset_display_name=name)
        for side, name in zip(sides, ("persons", "records"), strict=True)
    ]
    return Linker(frames, settings, log_level=None)


def _train(linker: Any, names: set[str], sure: Sequence[tuple[str, ...]], seed: int) -> None:
    from splink import block_on

    training = linker.training
    training.estimate_probability_two_random_records_match([block_on(*rule) for rule in sure], recall=_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=_PAIRS_SAMPLED, seed=seed)
    for rule in _TRAINING:
        if _covers(rule, names):
            training.estimate_parameters_using_expectation_maximisation(block_on(*rule))


def _check_trained(linker: Any) -> None:
    """Refuse a model that does not know how often an identifier of one person agrees, or of two."""
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        exact, other = levels[0], levels[-1]
        if "m_probability" not in exact or "u_probability" not in other:
            raise UntrainedModel(comparison["output_column_name"])


@contextmanager
def _without_log() -> Iterator[None]:
    """Keep splink's messages off the screen; what they warn of is checked."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
