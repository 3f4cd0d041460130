"""Power of two means and of pairs agrees with R's pwr, power.t.test and statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower

from idmaj.effects.settling.means import (
    estimate_power_of_means,
    estimate_power_of_pairs,
    find_detectable_mean,
    find_people_for_means,
)
from idmaj.errors import EstimationError


def test_agrees_with_r():
    # pwr 1.3-0: pwr.t.test(7, 1), pwr.t.test(7, 1, type = "paired"), pwr.t.test(d = .3, power = .8)
    assert estimate_power_of_means(1, n_treated=7, n_comparison=7) == pytest.approx(
        0.405806952819168, abs=1e-9
    )
    assert estimate_power_of_pairs(1, n=7) == pytest.approx(0.600497156601024, abs=1e-9)
    assert find_people_for_means(0.3).comparison == pytest.approx(175.384666619316, abs=1e-5)
    # power.t.test(200, delta = 1500, sd = 6500) leaves the far tail out
    near = estimate_power_of_means(1500 / 6500, n_treated=200, n_comparison=200, both_tails=False)
    assert near == pytest.approx(0.633883668156847, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(effect=st.floats(0.05, 1.5), n=st.integers(3, 400), m=st.integers(3, 400))
def test_agrees_with_statsmodels(effect, n, m):
    theirs = TTestIndPower().power(effect, n, 0.05, ratio=m / n)
    ours = estimate_power_of_means(effect, n_treated=n, n_comparison=m)
    assert 0 <= ours <= 1 + 1e-12
    assert np.isnan(theirs) or ours == pytest.approx(theirs, abs=1e-7)  # statsmodels has gaps near power 1
    assert estimate_power_of_means(-effect, n_treated=m, n_comparison=n) == pytest.approx(ours, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(n=st.floats(1.5, 5_000), m=st.floats(1.5, 5_000), power=st.floats(0.3, 0.99))
def test_the_smallest_difference_has_exactly_the_power(n, m, power):
    effect = find_detectable_mean(n_treated=n, n_comparison=m, power=power)
    assert estimate_power_of_means(effect, n_treated=n, n_comparison=m) == pytest.approx(power, abs=1e-7)


@settings(max_examples=200, deadline=None)
@given(effect=st.floats(0.05, 2), share=st.floats(0.1, 0.9))
def test_the_people_needed_have_exactly_the_power(effect, share):
    needed = find_people_for_means(effect, share_treated=share)
    found = estimate_power_of_means(effect, n_treated=needed.treated, n_comparison=needed.comparison)
    assert found == pytest.approx(0.8, abs=1e-7) or needed.total < 2.1


def test_impossible_questions_are_named():
    for call, message_id in (
        (lambda: find_people_for_means(0), "nothing-detectable"),
        (lambda: find_people_for_means(1e-7), "nothing-detectable"),
        (lambda: estimate_power_of_means(1, n_treated=1, n_comparison=1), "too-few-people"),
        (lambda: estimate_power_of_pairs(1, n=1), "too-few-people"),
        (lambda: find_detectable_mean(n_treated=9, n_comparison=9, power=1), "impossible-power"),
    ):
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
