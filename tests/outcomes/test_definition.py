"""Truth tables of the closed list of rules: what is true, what is false, what is missing and why."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from idmaj.outcomes.definition import Measured, evaluate_rule
from idmaj.study.outcome import Rule, SumOf

RULE = TypeAdapter(Rule)


def evaluate(rule, rows, horizon="", within=None):
    found = evaluate_rule(RULE.validate_python(rule), rows, horizon, within=within)
    return [kind or value for value, kind in zip(found.value.tolist(), found.missing.tolist(), strict=True)]


def codes(*cells, kinds=None, name="x"):
    rows = pd.DataFrame({name: pd.Series(cells, dtype="str")})
    return rows if kinds is None else rows.assign(**{f"{name}__missing": pd.Series(kinds, dtype="str")})


def numbers(*cells, kinds=None, name="x"):
    rows = pd.DataFrame({name: pd.Series(cells, dtype=float)})
    return rows if kinds is None else rows.assign(**{f"{name}__missing": pd.Series(kinds, dtype="str")})


def test_column_without_a_condition_is_its_number():
    rows = numbers(5.0, -2.5, None, None, kinds=["", "", "dk", ""])
    assert evaluate({"column": "x"}, rows) == [5.0, -2.5, "dk", "blank"]


def test_column_equals():
    rows = codes("yes", "no", None, None, kinds=["", "", "", "refused"])
    assert evaluate({"column": "x", "equals": "yes"}, rows) == [1.0, 0.0, "blank", "refused"]


@pytest.mark.parametrize("equals", [1, 1.0, "1", "1.0"])
def test_equals_compares_codes_in_their_canonical_form(equals):
    assert evaluate({"column": "x", "equals": equals}, numbers(1.0, 0.0, 1.5)) == [1.0, 0.0, 0.0]
    assert evaluate({"column": "x", "equals": equals}, codes("1", "0", "01")) == [1.0, 0.0, 0.0]


def test_column_one_of():
    rows = codes("a", "b", "c", None)
    assert evaluate({"column": "x", "one_of": ["a", "b"]}, rows) == [1.0, 1.0, 0.0, "blank"]


def test_above_and_below_are_strict_and_hold_together():
    rows = numbers(0.0, 1.0, 5.0, 10.0, None)
    assert evaluate({"column": "x", "above": 0}, rows) == [0.0, 1.0, 1.0, 1.0, "blank"]
    assert evaluate({"column": "x", "below": 10}, rows) == [1.0, 1.0, 1.0, 0.0, "blank"]
    assert evaluate({"column": "x", "above": 0, "below": 10}, rows) == [0.0, 1.0, 1.0, 0.0, "blank"]


def test_a_code_that_is_no_number_is_unparseable_where_a_number_is_needed():
    assert evaluate({"column": "x", "above": 0}, codes("3", "many", None)) == [1.0, "unparseable", "blank"]


def test_the_horizon_stands_in_the_column_name():
    rows = codes("yes", name="emp52").assign(emp13="no")
    assert evaluate({"column": "emp{horizon}", "equals": "yes"}, rows, "52") == [1.0]
    assert evaluate({"column": "emp{horizon}", "equals": "yes"}, rows, "13") == [0.0]


TWO = pd.DataFrame(
    [(a, b) for a in ("y", "n", None) for b in ("y", "n", None)], columns=["a", "b"], dtype="str"
).assign(b__missing=["", "", "dk"] * 3)
IS_A, IS_B = {"column": "a", "equals": "y"}, {"column": "b", "equals": "y"}


def test_any_of():
    expected = [1.0, 1.0, 1.0, 1.0, 0.0, "dk", 1.0, "blank", "blank"]
    assert evaluate({"any_of": [IS_A, IS_B]}, TWO) == expected


def test_all_of():
    expected = [1.0, 0.0, "dk", 0.0, 0.0, 0.0, "blank", 0.0, "blank"]
    assert evaluate({"all_of": [IS_A, IS_B]}, TWO) == expected


def test_share_of():
    expected = [1.0, 0.5, "dk", 0.5, 0.0, "dk", "blank", "blank", "blank"]
    assert evaluate({"share_of": [IS_A, IS_B]}, TWO) == expected


def test_sum_of():
    rows = pd.DataFrame({"wage": [100.0, 0.0, None, 50.0], "profit": [20.0, -5.0, 1.0, None]})
    rows["profit__missing"] = ["", "", "", "dk"]
    assert evaluate({"sum_of": ["wage", "profit"]}, rows) == [120.0, -5.0, "blank", "dk"]
    assert evaluate({"sum_of": ["wage", "profit"], "above": 0}, rows) == [1.0, 0.0, "blank", "dk"]


def test_sum_of_counts_what_the_form_skipped_as_zero_where_it_says_so():
    rows = pd.DataFrame({"wage": [100.0, None, None, None, None], "profit": [None, 7.0, None, None, 7.0]})
    rows["wage__missing"] = ["", "not_asked", "not_asked", "refused", "not_collected"]
    rows["profit__missing"] = ["not_asked", "", "not_asked", "not_asked", ""]
    parts = {"sum_of": ["wage", "profit"]}
    assert evaluate(parts, rows) == ["not_asked", "not_asked", "not_asked", "refused", "not_collected"]
    assert evaluate(parts | {"not_asked": "zero"}, rows) == [100.0, 7.0, 0.0, "refused", "not_collected"]
    assert evaluate(parts | {"not_asked": "zero", "above": 0}, rows)[:3] == [1.0, 1.0, 0.0]


def test_a_plan_without_the_key_keeps_its_hash():
    """The key came after the first plans: what it defaults to must not enter them."""
    plain = SumOf(sum_of=["wage"])
    assert plain.model_dump(mode="json") == {"sum_of": ["wage"], "above": None}
    assert SumOf(sum_of=["wage"], not_asked="zero").model_dump(mode="json")["not_asked"] == "zero"


def test_last_of_is_the_last_cell_that_is_there():
    rows = pd.DataFrame({"w1": ["a", "a", "a", None], "w2": ["b", None, None, None]}, dtype="str")
    rows["w2__missing"] = ["", "", "refused", "refused"]
    rule = {"last_of": ["w1", "w2"], "equals": "a"}
    assert evaluate(rule, rows) == [0.0, 1.0, 1.0, "refused"]


def test_last_of_numbers():
    rows = pd.DataFrame({"w1": [1.0, 1.0, None], "w2": [2.0, None, None]})
    assert evaluate({"last_of": ["w1", "w2"]}, rows) == [2.0, 1.0, "blank"]


def test_event_within_asks_for_the_events():
    rule = {"event_within": "re_arrest", "clock": "released_on"}
    asked = []

    def within(wanted):
        asked.append(wanted.event_within)
        return Measured(np.array([1.0]), np.array([""], dtype=object))

    assert evaluate({"any_of": [rule, IS_A]}, TWO[:1], within=within) == [1.0]
    assert asked == ["re_arrest"]


@given(st.lists(st.tuples(*[st.sampled_from(["y", "n", None])] * 2), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_de_morgan_holds_with_missing_cells(cells):
    rows = pd.DataFrame(cells, columns=["a", "b"], dtype="str")
    not_a, not_b = {"column": "a", "equals": "n"}, {"column": "b", "equals": "n"}
    both = evaluate({"all_of": [IS_A, IS_B]}, rows)
    neither = evaluate({"any_of": [not_a, not_b]}, rows)
    assert [1.0 - v if isinstance(v, float) else v for v in both] == neither
