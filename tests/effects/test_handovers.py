"""A register of hand-overs: sums by its own flags, and no ratio of sums over different rows."""

from __future__ import annotations

import pandas as pd
import pytest

from idmaj.effects.handovers import build_unit_costs, summarise_handovers
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "x"}


def make_register_study() -> Study:
    header = {
        "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
        "design": "register_of_grants", "identifiers": "none",
    }  # fmt: skip
    source = {"role": "handovers", "file": "data/raw/r/r.csv", "columns": {"handover_id": "id"}}
    return Study.model_validate({"format": 1, "id": "r", "study": header, "source": [source]})


REGISTER = pd.DataFrame(
    {
        "handover_id": ["a", "b", "c", "d"],
        "region": ["North", "North|South", "South", "South"],
        "held_year": pd.array([2024, 2024, None, 2025], dtype="Int64"),
        "n_people": pd.array([10, 5, 7, 4], dtype="Int64"),
        "n_women": pd.array([None, 1, None, None], dtype="Int64"),
        "n_projects": pd.array([8, None, None, None], dtype="Int64"),
        "total_mad": [80_000.0, 50_000.0, None, 99_000.0],
        "in_totals": [True, True, True, False],
        "in_unit_cost": [True, True, False, False],
    }
)


def find(rows, **fields):
    found = [row for row in rows if all(getattr(row, name) == value for name, value in fields.items())]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def rows():
    return summarise_handovers(REGISTER, make_register_study(), as_of="2026-01-01")


def test_possible_double_counts_stay_out_of_sums(rows):
    assert find(rows, outcome="people", subgroup="all").estimate == 22
    assert find(rows, outcome="people", subgroup="all").n == 3
    assert find(rows, outcome="money", subgroup="all").estimate == 130_000


def test_a_row_that_covers_two_regions_stands_apart_so_that_regions_add_up(rows):
    parts = {
        row.subgroup: row.estimate for row in rows if row.outcome == "people" and "region=" in row.subgroup
    }
    assert parts == {"region=North": 10, "region=several": 5, "region=South": 7}
    assert sum(parts.values()) == find(rows, outcome="people", subgroup="all").estimate


def test_undated_rows_stay_undated(rows):
    assert find(rows, outcome="handovers", subgroup="year=undated").estimate == 1


def test_cost_a_head_takes_projects_where_stated_else_people():
    assert list(build_unit_costs(REGISTER)["money_per_person"]) == [10_000.0, 10_000.0]


def test_the_ratio_of_sums_over_different_rows_is_refused(rows):
    row = find(rows, outcome="money_per_person", term="total of money / total of people")
    assert row.estimate is None
    assert row.note.startswith("refused|different rows|money 2|people 3")
    same = REGISTER.loc[REGISTER["total_mad"].notna()]
    again = summarise_handovers(same, make_register_study(), as_of="2026-01-01")
    assert (
        find(again, outcome="money_per_person", term="total of money / total of people").estimate
        == 130_000 / 15
    )
