"""Solving for people and effects: a known curve is inverted, and what has no answer is named."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.settling.search import PeopleNeeded, find_effect, find_people
from idmaj.errors import EstimationError


@settings(max_examples=200, deadline=None)
@given(scale=st.floats(1, 1e6), power=st.floats(0.1, 0.99), share=st.floats(0.1, 0.9))
def test_a_known_curve_is_inverted(scale, power, share):
    found = find_people(
        lambda one, zero: 1 - math.exp(-(one + zero) / scale), power, share_treated=share, fewest=1e-6
    )
    assert found.total == pytest.approx(-scale * math.log(1 - power), rel=1e-6)
    assert found.treated == pytest.approx(share * found.total)
    effect = find_effect(lambda x: 1 - math.exp(-x / scale), power, largest=100 * scale)
    assert effect == pytest.approx(-scale * math.log(1 - power), rel=1e-6)


def test_people_are_rounded_up():
    assert PeopleNeeded(10.2, 5.0).rounded() == (11, 5)
    assert PeopleNeeded(10 + 1e-9, 5.0).rounded() == (10, 5)
    assert PeopleNeeded(10, 5).times(2).total == 30


def test_what_nobody_can_find_is_named():
    with pytest.raises(EstimationError, match="nothing-detectable"):
        find_people(lambda one, zero: 0.5, 0.8, share_treated=0.5, fewest=2)
    with pytest.raises(EstimationError, match="nothing-detectable"):
        find_effect(lambda effect: 0.5, 0.8, largest=1)
