"""Power of two shares agrees with R's power.prop.test and pwr, and with the shares of rejections in simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.settling.shares import (
    estimate_power_of_shares,
    find_detectable_share,
    find_people_for_shares,
)
from idmaj.errors import EstimationError

shares = st.floats(0.02, 0.98)
people = st.integers(10, 2_000)


def test_power_agrees_with_r():
    # R 4.2.2 power.prop.test(216, 48/216, 66/216); pwr 1.3-0: pwr.2p2n.test(ES.h(.35, .25), 150, 300)
    pooled = estimate_power_of_shares(48 / 216, 66 / 216, n_treated=216, n_comparison=216)
    arcsine = estimate_power_of_shares(0.35, 0.25, n_treated=150, n_comparison=300, method="arcsine")
    assert pooled == pytest.approx(0.501992432453809, abs=1e-12)
    assert arcsine == pytest.approx(0.590620022025353, abs=1e-12)


def test_people_needed_agree_with_r():
    # power.prop.test(p1 = .30, p2 = .20, power = .8); METHODS.md: 24.6 to 18 % needs about 600 an arm
    assert find_people_for_shares(0.2, 0.3).comparison == pytest.approx(293.151285813647, abs=1e-6)
    assert 590 < find_people_for_shares(0.18, 0.246).treated < 610


def test_unequal_arms_keep_their_proportion_and_need_more_people():
    skewed = find_people_for_shares(0.2, 0.3, share_treated=0.2)
    assert skewed.treated / skewed.total == pytest.approx(0.2)
    assert skewed.total > find_people_for_shares(0.2, 0.3).total
    assert skewed.rounded()[0] >= skewed.treated


def test_power_is_the_share_of_studies_that_reject(rng_seed=7):
    rng = np.random.default_rng(rng_seed)
    n, one, zero = 300, 0.35, 0.25
    k1, k0 = rng.binomial(n, one, 40_000), rng.binomial(n, zero, 40_000)
    pooled = (k1 + k0) / (2 * n)
    z = (k1 - k0) / n / np.sqrt(2 * pooled * (1 - pooled) / n)
    power = estimate_power_of_shares(one, zero, n_treated=n, n_comparison=n)
    assert (np.abs(z) > 1.959964).mean() == pytest.approx(power, abs=0.012)  # discreteness, Monte-Carlo error


@settings(max_examples=200, deadline=None)
@given(one=shares, zero=shares, n=people, m=people)
def test_arms_outcomes_and_numbers_of_people(one, zero, n, m):
    power = estimate_power_of_shares(one, zero, n_treated=n, n_comparison=m)
    assert 0 <= power <= 1
    assert estimate_power_of_shares(zero, one, n_treated=m, n_comparison=n) == pytest.approx(power)
    other = estimate_power_of_shares(1 - one, 1 - zero, n_treated=n, n_comparison=m)
    assert other == pytest.approx(power, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(zero=shares, n=st.integers(100, 3_000), up=st.booleans())
def test_the_smallest_difference_has_exactly_the_power(zero, n, up):
    try:
        effect = find_detectable_share(zero, n_treated=n, n_comparison=n, direction=1 if up else -1)
    except EstimationError as error:
        assert error.message_id == "nothing-detectable"
        return
    assert (effect > 0) == up
    power = estimate_power_of_shares(zero + effect, zero, n_treated=n, n_comparison=n)
    assert power == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "message_id"),
    [
        (lambda: find_people_for_shares(0.3, 0.3), "nothing-detectable"),
        (lambda: find_people_for_shares(0.3, 0.3 + 1e-9), "nothing-detectable"),
        (lambda: find_people_for_shares(0.3, 0.2, power=0.01), "impossible-power"),
        (lambda: find_people_for_shares(0.3, 0.2, share_treated=1), "impossible-share"),
        (lambda: find_people_for_shares(1.3, 0.2), "impossible-share"),
        (
            lambda: find_detectable_share(0.05, n_treated=20, n_comparison=20, direction=-1),
            "nothing-detectable",
        ),
        (lambda: estimate_power_of_shares(0.3, 0.2, n_treated=0, n_comparison=9), "too-few-people"),
    ],
)
def test_impossible_questions_are_named(call, message_id):
    with pytest.raises(EstimationError) as caught:
        call()
    assert caught.value.message_id == message_id
