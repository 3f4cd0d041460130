"""Amounts: draws have the declared mean and spread, discounting is by hand, impossible distributions are named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.cost_inputs import Amount, find_consequences, find_cost_of_person, find_items
from idmaj.errors import EstimationError
from idmaj.study.costs import Costs

LABEL = {"en": "x", "fr": "x", "ar": "x"}
AMOUNTS = [
    Amount(100, "normal", std_error=20),
    Amount(100, "gamma", std_error=40),
    Amount(100, "uniform", low=60, high=140),
    Amount(100, "triangular", low=70, high=150),
    Amount(100),
]


def make_costs(**other: object) -> Costs:
    items = [
        {"id": "aid", "label": LABEL, "source": LABEL, "value": 100, "views": ["funder"]},
        {"id": "staff", "label": LABEL, "source": LABEL, "value": 50, "year": 2},
    ]
    return Costs.model_validate({"price_year": 2020, "item": items, **other})


@pytest.mark.parametrize("amount", AMOUNTS)
def test_draws_have_the_declared_mean_and_spread(amount):
    draws = amount.draw(200_000, np.random.default_rng(3))
    assert draws.mean() == pytest.approx(100, abs=5 * 40 / np.sqrt(200_000))
    assert draws.std() == pytest.approx(amount.present_error, rel=0.01)
    low, high = amount.low, amount.high
    assert low is None or (draws.min() >= low and draws.max() <= high)


@settings(max_examples=200, deadline=None)
@given(factor=st.floats(0.1, 10), kind=st.sampled_from(range(5)))
def test_a_change_of_currency_changes_nothing_else(factor, kind):
    given_ = AMOUNTS[kind]
    scaled = {
        name: None if getattr(given_, name) is None else getattr(given_, name) * factor
        for name in ("std_error", "low", "high")
    }
    other = Amount(given_.mean * factor, given_.kind, **scaled)
    assert other.present_error == pytest.approx(given_.present_error * factor)
    ours, theirs = (a.draw(5, np.random.default_rng(1)) for a in (other, given_))
    assert ours == pytest.approx(theirs * factor)


def test_costs_are_added_by_view_and_discounted_by_hand():
    costs = make_costs()
    assert find_cost_of_person(costs, "funder", rate=0.05) == pytest.approx(100 + 50 / 1.05**2)
    assert find_cost_of_person(costs, "social", rate=0) == 50
    assert [item.present for item in find_items(costs, "social", rate=0.03)] == [pytest.approx(50 / 1.03**2)]
    assert find_consequences(costs, "funder", rate=0) == []


@pytest.mark.parametrize(
    "amount",
    [
        Amount(0, "gamma", std_error=1),
        Amount(100, "uniform", low=60, high=150),
        Amount(100, "triangular", low=99, high=190),
    ],
)
def test_a_mean_that_no_such_distribution_has_is_named(amount):
    with pytest.raises(EstimationError) as caught:
        amount.draw(10, np.random.default_rng(0))
    assert caught.value.message_id == "mean-outside-distribution"


@pytest.mark.parametrize(
    "broken",
    [
        {"item": []},
        {"item": [{"id": "aid", "label": LABEL, "source": LABEL, "value": -1}]},
        {"item": [{"id": "aid", "label": LABEL, "value": 1}]},
        {"worth": {"re_arrest": [-1]}},
        {"discount": [1.2]},
    ],
)
def test_missing_and_negative_costs_are_refused_by_the_study_file(broken):
    with pytest.raises(ValueError):
        make_costs(**broken)
