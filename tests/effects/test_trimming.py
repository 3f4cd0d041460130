"""A trimmed mean by three rules, by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.trimming import bound_mean

VALUES = np.array([5.0, 1.0, 4.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("rule", "from_top", "expected"),
    [
        ("fraction", True, (1 + 2 + 3 + 0.5 * 4) / 3.5),
        ("fraction", False, (5 + 4 + 3 + 0.5 * 2) / 3.5),
        ("count", True, (1 + 2 + 3 + 4) / 4),
        ("count", False, (5 + 4 + 3 + 2) / 4),
        ("quantile", True, (1 + 2 + 3 + 4) / 4),
        ("quantile", False, (5 + 4 + 3 + 2) / 4),
    ],
)
def test_seven_tenths_of_five(rule, from_top, expected):
    assert bound_mean(VALUES, 0.7, from_top=from_top, rule=rule).mean == pytest.approx(expected)


@pytest.mark.parametrize("rule", ["fraction", "count", "quantile"])
def test_a_whole_number_of_people_is_the_same_by_every_rule(rule):
    assert bound_mean(VALUES, 0.6, from_top=True, rule=rule).mean == pytest.approx(2.0)
    assert bound_mean(VALUES, 1.0, from_top=True, rule=rule).mean == pytest.approx(3.0)


def test_ties_are_cut_by_number_but_not_by_quantile():
    zeros = np.array([0.0, 0, 0, 0, 10])
    assert bound_mean(zeros, 0.4, from_top=False, rule="count").mean == pytest.approx(5.0)
    assert bound_mean(zeros, 0.4, from_top=False, rule="quantile").mean == pytest.approx(2.0)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 0.99), st.booleans())
def test_the_slope_is_a_derivative_and_influences_sum_to_nothing(seed, kept, from_top):
    values = np.random.default_rng(seed).normal(size=15)
    mass = kept * 15
    if min(mass % 1, 1 - mass % 1) < 1e-3:
        return
    trimmed = bound_mean(values, kept, from_top=from_top, rule="fraction")
    ahead, behind = (
        bound_mean(values, kept + step, from_top=from_top, rule="fraction").mean for step in (1e-6, -1e-6)
    )
    assert trimmed.slope == pytest.approx((ahead - behind) / 2e-6, rel=1e-4, abs=1e-6)
    assert trimmed.influence.sum() == pytest.approx(0, abs=1e-12)
