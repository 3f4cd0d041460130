"""Enumerators whose interviews differ, planted among a hundred and sixty interviews."""

from dataclasses import replace

import numpy as np
import pytest

from .conftest import make_tables, scopes_of


@pytest.fixture(scope="module")
def many():
    return make_tables(80)


def change(tables, function):
    interviews = tables.interviews.copy()
    function(interviews, interviews["enumerator_id"] == "E1")
    return replace(tables, interviews=interviews)


def test_nobody_differs_in_clean_tables(many):
    names = ("effect", "many-noes", "straight-lines", "narrow", "fast")
    assert {name: scopes_of(many, f"enumerator-{name}") for name in names} == {name: {} for name in names}


def test_answers_that_depend_on_who_asks(many):
    def add(interviews, own):
        interviews.loc[own, "hours_7d"] += 40

    assert list(scopes_of(change(many, add), "enumerator-effect")) == ["column=hours_7d"]


def test_many_noes(many):
    def deny(interviews, own):
        interviews.loc[own, ["is_employed_ilo"]] = False

    assert scopes_of(change(many, deny), "enumerator-many-noes") == {"enumerator=E1": (80, 80)}


def test_straight_lines(many):
    def flatten(interviews, own):
        for item in range(2, 6):
            interviews.loc[own, f"who5_{item}"] = interviews.loc[own, "who5_1"]

    assert scopes_of(change(many, flatten), "enumerator-straight-lines") == {"enumerator=E1": (40, 40)}


def test_answers_that_hardly_vary(many):
    def narrow(interviews, own):
        for name in interviews.select_dtypes("float64").columns:
            middle = interviews[name].median()
            interviews.loc[own, name] = middle + 0.2 * (interviews.loc[own, name] - middle)

    assert list(scopes_of(change(many, narrow), "enumerator-narrow")) == ["enumerator=E1"]


def test_fast_enumerators(many):
    def hurry(interviews, own):
        interviews.loc[own, "duration_minutes"] = np.ceil(interviews.loc[own, "duration_minutes"] * 0.4)

    assert list(scopes_of(change(many, hurry), "enumerator-fast")) == ["enumerator=E1"]


def test_below_a_hundred_interviews_enumerators_are_not_compared():
    def deny(interviews, own):
        interviews.loc[own, ["is_employed_ilo"]] = False

    assert scopes_of(change(make_tables(49), deny), "enumerator-many-noes") == {}
