"""Time free of arrest agrees with R on the 432 men of Rossi, Berk & Lenihan.

Expected numbers: R 4.2.2, survival 3.5-3, print(survfit, rmean = 26 | 52) for each arm; the difference by hand.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.restricted_mean import estimate_restricted_mean, estimate_restricted_mean_difference
from idmaj.effects.survival import estimate_kaplan_meier
from idmaj.errors import EstimationError

ARMS = {
    (1, 26): (24.8842592592593, 0.254676194457831),
    (0, 26): (24.4953703703704, 0.32001409790198),
    (1, 52): (46.875, 0.793324895885726),
    (0, 52): (44.8333333333333, 0.917671540498792),
}
DIFFERENCES = {
    26: (0.388888888888882, 0.408985313769994, 0.341674067363513, -0.41270759630612, 1.19048537408388),
    52: (2.04166666666666, 1.21304799850357, 0.0923580353046186, -0.335863721918743, 4.41919705525206),
}


@pytest.fixture(scope="module")
def curves(rossi):
    return {
        a: estimate_kaplan_meier(rossi.week[rossi.aid == a], rossi.arrest[rossi.aid == a]) for a in (0, 1)
    }


@pytest.mark.parametrize(("arm", "horizon"), ARMS)
def test_rossi_arms_agree_with_r(curves, arm, horizon):
    result = estimate_restricted_mean(curves[arm], horizon)
    assert (result.estimate, result.std_error) == pytest.approx(ARMS[arm, horizon], rel=1e-12)


@pytest.mark.parametrize("horizon", DIFFERENCES)
def test_rossi_differences_agree_with_r(curves, horizon):
    result = estimate_restricted_mean_difference(curves[1], curves[0], horizon)
    estimate, error, p_value, low, high = DIFFERENCES[horizon]
    assert result.estimate == pytest.approx(estimate, rel=1e-11)
    assert (result.std_error, result.p_value) == pytest.approx((error, p_value), rel=1e-11)
    assert (result.conf_low, result.conf_high) == pytest.approx((low, high), rel=1e-11)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([7.0, 1e-3, 1e5]))
def test_mean_without_censoring_unit_and_labels(seed, unit):
    rng = np.random.default_rng(seed)
    time = rng.exponential(10, size=30)
    horizon = float(np.sort(time)[25])
    curve = estimate_kaplan_meier(time, np.ones(30))
    base = estimate_restricted_mean(curve, horizon)
    assert base.estimate == pytest.approx(np.minimum(time, horizon).mean())
    scaled = estimate_restricted_mean(estimate_kaplan_meier(time * unit, np.ones(30)), horizon * unit)
    assert (scaled.estimate, scaled.std_error) == pytest.approx((base.estimate * unit, base.std_error * unit))
    other = estimate_kaplan_meier(time[::-1] * 1.3, rng.random(30) < 0.7)
    forth = estimate_restricted_mean_difference(curve, other, horizon)
    back = estimate_restricted_mean_difference(other, curve, horizon)
    assert (back.estimate, back.conf_low) == pytest.approx((-forth.estimate, -forth.conf_high))


def test_error_without_censoring_is_that_of_a_mean():
    # Greenwood's sum then telescopes to the variance of min(T, τ) over n
    time = np.random.default_rng(3).exponential(10, size=200)
    result = estimate_restricted_mean(estimate_kaplan_meier(time, np.ones(200)), 15)
    assert result.std_error == pytest.approx(np.minimum(time, 15).std() / np.sqrt(200), rel=1e-10)


def test_the_horizon_ends_with_the_shorter_arm(curves):
    short = estimate_kaplan_meier([10, 20, 30], [1, 0, 0])
    with pytest.raises(EstimationError, match="horizon-beyond-data"):
        estimate_restricted_mean_difference(curves[1], short, 31)
    assert estimate_restricted_mean_difference(curves[1], short, 30).std_error > 0
    for horizon, message_id in [(0, "negative-time"), (np.nan, "not-finite")]:
        with pytest.raises(EstimationError, match=message_id):
            estimate_restricted_mean(short, horizon)
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_restricted_mean_difference(short, short, 9)
