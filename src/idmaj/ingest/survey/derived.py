"""Columns that follow from answers: labour status, own income, WHO-5, duration, one flag a choice.

Rules: labour status of the ILO (19th ICLS, resolution I): in work; else looking for work in the last four
weeks and available within two (unemployed); else outside the labour force. WHO-5: four times the sum of five
items (WHO 1998). A column is made only where the questions that it needs are in the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.readings import KIND_CODE, KINDS

INCOME_PARTS = ("wage_30d_mad", "profit_30d_mad", "other_income_30d_mad")
WHO5 = tuple(f"who5_{item}" for item in range(1, 6))
_YES, _NO = pa.array(["1", "true", "yes"]), pa.array(["0", "false", "no"])
_NOT_ASKED = KIND_CODE["not_asked"]
_KIND_WORDS = pa.array(list(KINDS))

Columns = Mapping[str, pa.Array]
Kinds = Mapping[str, np.ndarray]


def derive_columns(
    columns: Columns, kinds: Kinds, choices: Mapping[str, Sequence[str]]
) -> dict[str, pa.Array]:
    """Derive the columns that follow from answers.

    Parameters
    ----------
    columns, kinds
        Answers by canonical column, and the kinds of their missing values (codes of `KINDS`).
    choices
        Column of several answers → its words, in the order of the form.

    Returns
    -------
    dict
        Column → values; `<column>__missing` where a derived answer can be missing for a reason.
    """
    made: dict[str, pa.Array] = {}
    if {"started_at", "ended_at"} <= columns.keys():
        spent = pc.subtract(columns["ended_at"], columns["started_at"]).cast(pa.int64())
        made["duration_minutes"] = pc.divide(pc.cast(spent, pa.float64()), 60e6)
    if all(name in columns for name in WHO5):
        total = columns[WHO5[0]]
        for name in WHO5[1:]:
            total = pc.add(total, columns[name])
        made["who5_0_100"] = pc.multiply(total, 4.0)
    if {"is_employed_ilo", "search_job", "available"} <= kinds.keys():
        made |= derive_labour_status(columns, kinds)
    if all(name in kinds for name in INCOME_PARTS):
        made |= derive_own_income(columns, kinds)
    for name, words in choices.items():
        made |= {f"is_{name}_{word}": _holds(columns[name], word) for word in words}
    return made


def derive_labour_status(columns: Columns, kinds: Kinds) -> dict[str, pa.Array]:
    """Derive `labour_status`: employed, unemployed, outside; missing where the answer that decides is."""
    works = columns["is_employed_ilo"]
    searches, is_available = columns["search_job"], columns["available"]
    is_unemployed = pc.and_(pc.is_in(searches, value_set=_YES), pc.is_in(is_available, value_set=_YES))
    is_outside = pc.or_(pc.is_in(searches, value_set=_NO), pc.is_in(is_available, value_set=_NO))
    without_work = pc.if_else(is_unemployed, "unemployed", pc.if_else(is_outside, "outside", None))
    status = pc.if_else(works, "employed", without_work)
    reasons = np.select(
        [kinds["is_employed_ilo"] != 0, kinds["search_job"] != 0],
        [kinds["is_employed_ilo"], kinds["search_job"]],
        kinds["available"],
    ).astype(np.int8)
    return {"labour_status": status, "labour_status__missing": _explain(status, reasons)}


def derive_own_income(columns: Columns, kinds: Kinds) -> dict[str, pa.Array]:
    """Derive `own_income_30d_mad`: wage, profit and other income; a part that was not asked adds nothing.

    Missing where a part that was asked is, and where none was asked.
    """
    asked = np.column_stack([kinds[name] != _NOT_ASKED for name in INCOME_PARTS])
    total = pc.if_else(pa.array(asked.any(axis=1)), 0.0, pa.scalar(None, pa.float64()))
    reasons = np.zeros(len(asked), dtype=np.int8)
    for place, name in enumerate(INCOME_PARTS):
        total = pc.add(total, pc.if_else(pa.array(asked[:, place]), columns[name], 0.0))
        reasons = np.where((reasons == 0) & asked[:, place], kinds[name], reasons).astype(np.int8)
    reasons[~asked.any(axis=1)] = _NOT_ASKED
    return {"own_income_30d_mad": total, "own_income_30d_mad__missing": _explain(total, reasons)}


def _explain(values: pa.Array, reasons: np.ndarray) -> pa.Array:
    missing = values.is_null().to_numpy(zero_copy_only=False)
    codes = np.where(missing, reasons, 0).astype(np.int8)
    return pa.DictionaryArray.from_arrays(pa.array(codes), _KIND_WORDS)


def _holds(answers: pa.Array, word: str) -> pa.Array:
    """Whether each answer names a word; null where the answer is missing."""
    encoded = answers.dictionary_encode()
    held = pa.array([word in str(answer).split(" ") for answer in encoded.dictionary.to_pylist()], pa.bool_())
    return held.take(encoded.indices)
