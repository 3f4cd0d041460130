"""Rows about what would settle a question: people, months and money, or the reason why there are none."""

import math

import numpy as np
import pytest

from idmaj.effects.rows import DECLARED_ONLY
from idmaj.effects.settling.settle import settle, settle_declared
from idmaj.effects.settling.shares import find_people_for_shares
from idmaj.estimates import build_estimates

TREATED = np.arange(400) % 2 == 0
LABEL = {"en": "x", "fr": "x", "ar": "x"}
COSTS = {
    "price_year": 2020,
    "item": [{"id": "kit", "label": LABEL, "source": LABEL, "value": 100, "year": 1}],
}


@pytest.fixture
def work():
    return (np.random.default_rng(4).random(400) < 0.4).astype(float)


def by_term(rows):
    return {row.term: row for row in rows}


def test_people_months_and_money_add_up(study, sample, planned, work):
    made = study(settling={"people_per_month": 25}, costs=COSTS)
    rows = settle(planned("work", sample(work, TREATED, is_binary=True), made))
    build_estimates(rows)  # keys differ, words are in the vocabulary
    found = by_term(rows)
    people, further = found["people"].estimate, found["further"].estimate
    assert further == people - 400
    assert found["supported"].estimate == people / 2
    assert found["months"].estimate == pytest.approx(further / 25)
    assert found["money"].estimate == pytest.approx(further / 2 * 100 / 1.03)
    assert found["detectable"].estimate > 0
    assert found["power"].threshold == 0.8
    assert {row.role for row in rows} == {"diagnostic"}
    assert all(row.n_min == 200 for row in rows)


def test_with_the_people_needed_the_power_is_the_one_wanted(study, sample, planned, work):
    rows = settle(planned("work", sample(work, TREATED, is_binary=True), study()))
    curve = {int(row.term.partition("|")[2]): row.estimate for row in rows if row.term.startswith("people|")}
    needed = by_term(rows)["people"].estimate
    nearest = min(curve, key=lambda n: abs(n - needed))
    assert curve[nearest] == pytest.approx(0.8, abs=0.005)
    ordered = [curve[n] for n in sorted(curve)]
    assert ordered == sorted(ordered)


def test_a_large_study_needs_nobody_more(study, sample, planned):
    rng = np.random.default_rng(1)
    treated = np.arange(20_000) % 2 == 0
    found = by_term(
        settle(planned("work", sample((rng.random(20_000) < 0.4) * 1.0, treated, is_binary=True), study()))
    )
    assert found["further"].estimate == 0
    assert found["power"].estimate > 0.99


def test_without_an_effect_that_matters_only_the_smallest_difference_is_said(study, sample, planned, work):
    made = study()
    plain = made.outcome["work"].model_copy(update={"smallest_effect": None})
    made = made.model_copy(update={"outcome": {"work": plain}})
    found = by_term(settle(planned("work", sample(work, TREATED, is_binary=True), made)))
    assert found["detectable"].estimate is not None
    assert found["people"].estimate is None
    assert found["people"].note == "estimation-no-smallest-effect"
    assert "money" not in found


def test_where_all_have_one_value_it_is_said(study, sample, planned):
    rows = settle(planned("work", sample(np.ones(400), TREATED, is_binary=True), study()))
    assert [(row.estimate, row.note) for row in rows] == [(None, "estimation-no-variation")]


def test_declared_shares_need_no_data(study):
    made = study("single_group", settling={"shares": {"work": 0.5}, "cost_per_person": 10})
    rows = settle_declared(made, as_of="2024-01-01")
    build_estimates(rows)
    found = by_term(rows)
    needed = find_people_for_shares(0.6, 0.5)
    assert found["people"].estimate == 2 * math.ceil(needed.treated)
    assert found["money"].estimate == 10 * found["people"].estimate
    assert {row.population for row in rows} == {DECLARED_ONLY}
    assert all(row.n is None and row.n_min is None for row in rows)
    assert settle_declared(study("single_group"), as_of="2024-01-01") == []


def test_declared_shares_replace_the_observed_one(study, sample, planned, work):
    made = study(settling={"shares": {"work": 0.2}})
    found = by_term(settle(planned("work", sample(work, TREATED, is_binary=True), made)))
    assert set(found) == {"detectable", "power"}
    assert found["detectable"].statistic == 0.2
    assert found["detectable"].note == "note-settling-declared"
