"""E-values against published examples, and symmetries."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.doubt.e_value import (
    estimate_e_value,
    estimate_e_value_of_difference,
    find_strength,
    ratio_of_difference,
)
from idmaj.errors import EstimationError

MANY = settings(max_examples=200, deadline=None)
ratios = st.floats(0.01, 100)


# VanderWeele & Ding (2017), Annals of Internal Medicine 167: smoking and lung cancer in the text of the E-value,
# breast-feeding and infant death 3.9 (1.8 to 8.7), maternal breast-feeding and leukaemia 0.80 (0.71 to 0.91).
# Hammond & Horn: documentation of R's EValue, `threshold`.
@pytest.mark.parametrize(
    ("numbers", "estimate", "limit"),
    [
        ((3.9, 1.8, 8.7), 7.26, 3.0),
        ((0.80, 0.71, 0.91), 1.81, 1.43),
        ((10.729780, 8.017457, 14.359688), 20.95, 15.52),
        ((2.0, 0.9, 4.4), 3.41, 1.0),
    ],
)
def test_published_examples(numbers, estimate, limit):
    found = estimate_e_value(*numbers)
    assert round(found.estimate, 2) == estimate
    assert round(found.limit, 2) == limit


# R's EValue: evalues.OR(0.86, 0.75, 0.99, rare = FALSE) and evalues.HR(0.56, 0.46, 0.69, rare = FALSE)
@pytest.mark.parametrize(
    ("kind", "numbers", "ratio", "estimate", "limit"),
    [("odds", (0.86, 0.75, 0.99), 0.927, 1.37, 1.08), ("hazard", (0.56, 0.46, 0.69), 0.670, 2.35, 1.91)],
)
def test_common_outcomes_are_converted(kind, numbers, ratio, estimate, limit):
    found = estimate_e_value(*numbers, kind=kind, is_common=True)
    assert round(found.ratio, 3) == ratio
    assert (round(found.estimate, 2), round(found.limit, 2)) == (estimate, limit)
    assert estimate_e_value(*numbers, kind=kind).ratio == numbers[0]


def test_a_difference_stands_for_a_ratio():
    # R's EValue, evalues.MD(-0.42, se = 0.14): ratio exp(0.91 d), 0.68 (0.53 to 0.88)
    found = estimate_e_value_of_difference(-4.2, 1.4, deviation=10)
    assert [round(x, 2) for x in (found.ratio, found.conf_low, found.conf_high)] == [0.68, 0.53, 0.88]
    assert round(found.estimate, 2) == 2.29


@MANY
@given(st.tuples(ratios, ratios, ratios))
def test_a_reciprocal_is_as_strong(numbers):
    low, ratio, high = sorted(numbers)
    one, other = estimate_e_value(ratio, low, high), estimate_e_value(1 / ratio, 1 / high, 1 / low)
    assert one.estimate == pytest.approx(other.estimate)
    assert one.limit == pytest.approx(other.limit)
    assert 1 <= one.limit <= one.estimate * (1 + 1e-12)


@MANY
@given(ratios)
def test_a_confounder_of_that_strength_explains_the_ratio_away_and_no_weaker_one(ratio):
    strength, above = find_strength(ratio), max(ratio, 1 / ratio)

    def largest_bias(strength):  # Ding & VanderWeele (2016): the bounding factor
        return strength**2 / (2 * strength - 1)

    assert largest_bias(strength) == pytest.approx(above)
    assert above == 1 or largest_bias(1 + (strength - 1) * 0.99) < above


@MANY
@given(st.floats(-3, 3), st.floats(0.1, 2), st.integers(-8, 8))
def test_the_unit_of_the_outcome_changes_nothing(difference, error, exponent):
    unit = 10.0**exponent
    one = estimate_e_value_of_difference(difference, error, deviation=1.5)
    other = estimate_e_value_of_difference(difference * unit, error * unit, deviation=1.5 * unit)
    assert one.estimate == pytest.approx(other.estimate, rel=1e-6)
    assert one.limit == pytest.approx(other.limit, rel=1e-6)


@MANY
@given(st.floats(0.01, 0.99))
def test_hazards_of_the_same_size_are_converted_alike_in_both_directions(ratio):
    one = estimate_e_value(ratio, ratio, ratio, kind="hazard", is_common=True)
    other = estimate_e_value(*[1 / ratio] * 3, kind="hazard", is_common=True)
    assert one.ratio == pytest.approx(1 / other.ratio)


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ((0.0, 0.0, 1.0), "not-a-ratio"),
        ((1.0, -0.5, 2.0), "not-a-ratio"),
        ((1.0, 1.5, 2.0), "bounds-out-of-order"),
        ((math.nan, 1.0, 2.0), "not-finite"),
        ((1.0, 0.5, math.inf), "not-finite"),
    ],
)
def test_what_is_no_ratio_is_refused(numbers, reason):
    with pytest.raises(EstimationError) as caught:
        estimate_e_value(*numbers)
    assert caught.value.message_id == reason


@pytest.mark.parametrize(
    ("difference", "deviation", "reason"), [(1.0, 0.0, "no-variation"), (1.0, np.nan, "no-variation"),
                                            (1e9, 1e-3, "not-finite")]
)  # fmt: skip
def test_a_difference_without_spread_is_refused(difference, deviation, reason):
    with pytest.raises(EstimationError) as caught:
        ratio_of_difference(difference, deviation)
    assert caught.value.message_id == reason
