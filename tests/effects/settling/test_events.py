"""Schoenfeld's number of events, as computed in R 4.2.2 for a hazard ratio of .7."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.settling.events import find_detectable_hazard_ratio, find_events
from idmaj.errors import EstimationError


def test_agrees_with_r():
    assert find_events(0.7) == pytest.approx(246.787104547358, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(ratio=st.floats(0.1, 0.99), share=st.floats(0.1, 0.9), power=st.floats(0.2, 0.99))
def test_ratio_and_events_are_inverses_and_arms_can_be_swapped(ratio, share, power):
    events = find_events(ratio, power=power, share_treated=share)
    assert find_events(1 / ratio, power=power, share_treated=1 - share) == pytest.approx(events)
    found = find_detectable_hazard_ratio(events, power=power, share_treated=share)
    assert found == pytest.approx(ratio)


def test_impossible_questions_are_named():
    for call, message_id in (
        (lambda: find_events(1), "nothing-detectable"),
        (lambda: find_events(-1), "impossible-ratio"),
        (lambda: find_detectable_hazard_ratio(0), "no-events"),
    ):
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
