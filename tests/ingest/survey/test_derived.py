"""Derived columns: truth tables of the ILO's rule, income with parts that were not asked, WHO-5."""

import numpy as np
import pyarrow as pa
import pytest

from idmaj.ingest.readings import KIND_CODE, KINDS
from idmaj.ingest.survey.derived import INCOME_PARTS, derive_columns, derive_labour_status, derive_own_income

# in work, looked for work, available → status and kind of missing value (19th ICLS, resolution I, §§ 27-50)
LABOUR = [
    (True, None, None, "employed", ""),
    (False, "1", "1", "unemployed", ""),
    (False, "1", "0", "outside", ""),
    (False, "0", "1", "outside", ""),
    (False, "0", "0", "outside", ""),
    (False, "1", "dk", None, "dk"),
    (False, "dk", "1", None, "dk"),
    (False, "0", "refused", "outside", ""),
    ("refused", None, None, None, "refused"),
    ("not_asked", None, None, None, "not_asked"),
]
# wage, profit, other income → own income and kind
INCOME = [
    ((2500.0, "not_asked", 0.0), 2500.0, ""),
    (("not_asked", -300.0, 500.0), 200.0, ""),
    (("dk", 100.0, 0.0), None, "dk"),
    ((1000.0, 100.0, "refused"), None, "refused"),
    (("not_asked", "not_asked", 0.0), 0.0, ""),
    (("not_asked", "not_asked", "not_asked"), None, "not_asked"),
]


def column(cells, kind):
    kinds = [cell if isinstance(cell, str) and cell in KINDS else "" for cell in cells]
    kinds = ["not_asked" if cell is None else found for cell, found in zip(cells, kinds, strict=True)]
    values = [None if found else cell for cell, found in zip(cells, kinds, strict=True)]
    return pa.array(values, kind), np.array([KIND_CODE[found] for found in kinds], dtype=np.int8)


@pytest.mark.parametrize(("works", "searches", "available", "status", "reason"), LABOUR)
def test_labour_status_follows_the_ilo(works, searches, available, status, reason):
    made = {
        "is_employed_ilo": column([works], pa.bool_()),
        "search_job": column([searches], pa.string()),
        "available": column([available], pa.string()),
    }
    found = derive_labour_status({n: v for n, (v, _) in made.items()}, {n: k for n, (_, k) in made.items()})
    assert found["labour_status"].to_pylist() == [status]
    assert found["labour_status__missing"].to_pylist() == [reason]


@pytest.mark.parametrize(("parts", "income", "reason"), INCOME)
def test_own_income_adds_what_was_asked(parts, income, reason):
    made = {name: column([part], pa.float64()) for name, part in zip(INCOME_PARTS, parts, strict=True)}
    found = derive_own_income({n: v for n, (v, _) in made.items()}, {n: k for n, (_, k) in made.items()})
    assert found["own_income_30d_mad"].to_pylist() == [income]
    assert found["own_income_30d_mad__missing"].to_pylist() == [reason]


def test_who5_needs_all_five_items():
    items = {f"who5_{place}": pa.array([3.0, 5.0 if place < 5 else None]) for place in range(1, 6)}
    assert derive_columns(items, {}, {})["who5_0_100"].to_pylist() == [60.0, None]


def test_each_choice_has_a_flag_and_a_missing_answer_has_none():
    answers = pa.array(["amo cnss", "none", "", None])
    made = derive_columns({"formality": answers}, {}, {"formality": ["cnss", "amo"]})
    assert made["is_formality_cnss"].to_pylist() == [True, False, False, None]
    assert made["is_formality_amo"].to_pylist() == [True, False, False, None]
