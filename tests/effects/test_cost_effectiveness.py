"""Monte Carlo reproduces the closed form; Fieller's limits are those at which the net benefit is just undecided."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.cost_effectiveness import (
    EffectAtCost,
    Plane,
    estimate_cost_ratio,
    estimate_net_benefit,
    find_quadrant,
)
from idmaj.errors import EstimationError

Z = 1.959963984540054
DRAWS = 200_000


def draw_plane(effect, effect_error, cost, cost_error, correlation):
    rng = np.random.default_rng(11)
    covariance = correlation * effect_error * cost_error
    draws = rng.multivariate_normal(
        [effect, cost], [[effect_error**2, covariance], [covariance, cost_error**2]], DRAWS
    )
    return Plane(draws[:, 0], draws[:, 1])


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.7])
@pytest.mark.parametrize("worth", [0.0, 5_000.0, 12_000.0])
def test_the_monte_carlo_reproduces_the_closed_form(worth, correlation):
    inputs = (0.08, 0.041, 780.0, 150.0)
    closed = estimate_net_benefit(EffectAtCost(*inputs, correlation), worth=worth)
    plane = draw_plane(*inputs, correlation)
    drawn = plane.benefit_at(worth)
    assert drawn.mean() == pytest.approx(closed.estimate, abs=4 * closed.std_error / np.sqrt(DRAWS))
    assert drawn.std() == pytest.approx(closed.std_error, rel=0.01)
    tolerance = 4 * np.sqrt(0.25 / DRAWS)
    assert plane.acceptability([worth])[0] == pytest.approx(closed.probability, abs=tolerance)
    assert plane.correlation == pytest.approx(correlation, abs=0.01)
    limits = np.quantile(drawn, [0.025, 0.975])
    assert limits == pytest.approx([closed.conf_low, closed.conf_high], abs=0.02 * closed.std_error)


@settings(max_examples=300, deadline=None)
@given(
    effect=st.floats(0.05, 2), strength=st.floats(2.1, 20), cost=st.floats(10, 5_000),
    spread=st.floats(0.01, 0.4), correlation=st.floats(-0.9, 0.9),
)  # fmt: skip
def test_at_fiellers_limits_the_net_benefit_just_includes_nothing(
    effect, strength, cost, spread, correlation
):
    inputs = (effect, effect / strength, cost, cost * spread)
    ratio = estimate_cost_ratio(EffectAtCost(*inputs, correlation))
    assert ratio.conf_low <= ratio.estimate <= ratio.conf_high
    for worth in (ratio.conf_low, ratio.conf_high):
        benefit = estimate_net_benefit(EffectAtCost(*inputs, correlation), worth=worth)
        assert abs(benefit.estimate) == pytest.approx(Z * benefit.std_error, rel=1e-6)


@settings(max_examples=200, deadline=None)
@given(effect=st.floats(0.1, 2), cost=st.floats(10, 5_000), k=st.floats(0.01, 100), unit=st.floats(0.01, 100))
def test_units_of_money_and_of_the_effect_change_nothing_else(effect, cost, k, unit):
    ours = estimate_cost_ratio(EffectAtCost(effect, effect / 4, cost, cost / 10))
    other = estimate_cost_ratio(EffectAtCost(effect * unit, effect * unit / 4, cost * k, cost * k / 10))
    for name in ("estimate", "conf_low", "conf_high"):
        assert getattr(other, name) == pytest.approx(getattr(ours, name) * k / unit)
    assert other.quadrant == ours.quadrant


def test_known_numbers():
    # a fixed cost over an effect: the limits are the cost over the limits of the effect
    ratio = estimate_cost_ratio(EffectAtCost(0.1, 0.03, 800, 0))
    assert (ratio.estimate, ratio.quadrant) == (pytest.approx(8_000), "better_dearer")
    assert ratio.conf_low == pytest.approx(800 / (0.1 + Z * 0.03))
    assert ratio.conf_high == pytest.approx(800 / (0.1 - Z * 0.03))
    saved = estimate_cost_ratio(EffectAtCost(-0.1, 0.03, -800, 0))
    assert (saved.estimate, saved.quadrant) == (pytest.approx(8_000), "worse_cheaper")


def test_certain_inputs_are_certain():
    assert estimate_net_benefit(EffectAtCost(0.1, 0, 50, 0), worth=1_000).probability == 1
    assert estimate_net_benefit(EffectAtCost(0.1, 0, 100, 0), worth=1_000).probability == 0.5
    assert Plane(np.array([0.1, 0.1]), np.array([100.0, 100.0])).acceptability([1_000, 2_000]).tolist() == [
        0.5,
        1,
    ]
    assert Plane(np.ones(3), np.arange(3.0)).correlation == 0


@pytest.mark.parametrize(
    ("inputs", "message_id"),
    [
        ((0.05, 0.03, 800, 0), "effect-may-be-none"),
        ((-0.1, 0.03, 800, 0), "dominated"),
        ((0.1, 0.03, -800, 0), "dominates"),
        ((0.1, 0.03, 0, 0), "dominates"),
        ((float("nan"), 0.03, 800, 0), "not-finite"),
    ],
)
def test_undefined_ratios_are_named(inputs, message_id):
    with pytest.raises(EstimationError) as caught:
        estimate_cost_ratio(EffectAtCost(*inputs))
    assert caught.value.message_id == message_id


def test_quadrants():
    assert find_quadrant(1, 1) == "better_dearer"
    assert find_quadrant(1, 0) == "better_cheaper"
    assert find_quadrant(-1, 0) == "worse_dearer"
    assert find_quadrant(-1, -1) == "worse_cheaper"


def test_an_impossible_correlation_is_named():
    with pytest.raises(EstimationError) as caught:
        EffectAtCost(0.1, 0.03, 800, 10, correlation=1.2)
    assert caught.value.message_id == "impossible-share"
