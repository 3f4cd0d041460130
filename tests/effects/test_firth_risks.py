"""Risks from Firth's logit: known in closed form without covariates, intervals held to a search by brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from idmaj.effects.firth import estimate_firth
from idmaj.effects.firth_risks import estimate_firth_risks
from idmaj.errors import EstimationError


def _expand(treated, comparison):
    outcome = [np.arange(n) < events for events, n in (treated, comparison)]
    arm = np.repeat([1, 0], [treated[1], comparison[1]])
    return np.concatenate(outcome), arm, np.empty((len(arm), 0))


def _search(treated, comparison, drop):
    """Smallest and largest difference on a grid of both log odds whose penalised likelihood is high enough."""
    grid = np.linspace(-9, 9, 2401)
    arms = [
        (events + 0.5) * special.log_expit(grid) + (n - events + 0.5) * special.log_expit(-grid)
        for events, n in (treated, comparison)
    ]
    joint = arms[0][:, None] + arms[1][None, :]
    risks = special.expit(grid)
    inside = joint >= joint.max() - drop
    differences = (risks[:, None] - risks[None, :])[inside]
    return differences.min(), differences.max()


@pytest.mark.parametrize(
    ("treated", "comparison"), [((0, 30), (5, 30)), ((3, 12), (9, 15)), ((7, 7), (3, 7))]
)
def test_the_interval_is_the_range_of_the_likely_region(treated, comparison):
    y, arm, none = _expand(treated, comparison)
    result = estimate_firth_risks(y, arm, none)
    drop = special.stdtrit(len(y) - 2, 0.975) ** 2 / 2
    expected = _search(treated, comparison, drop)
    assert (result.difference.conf_low, result.difference.conf_high) == pytest.approx(expected, abs=2e-3)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 12), st.integers(0, 9))
def test_half_an_event_is_added_to_each_arm(events_1, events_0):
    if (events_1, events_0) in ((0, 0), (12, 9)):
        return
    result = estimate_firth_risks(*_expand((events_1, 12), (events_0, 9)))
    assert result.risk_treated == pytest.approx((events_1 + 0.5) / 13, rel=1e-6)
    assert result.risk_comparison == pytest.approx((events_0 + 0.5) / 10, rel=1e-6)
    assert result.difference.estimate == pytest.approx(result.risk_treated - result.risk_comparison)
    assert result.ratio.estimate == pytest.approx(result.risk_treated / result.risk_comparison)
    low, high = result.difference.conf_low, result.difference.conf_high
    assert -1 < low < result.difference.estimate < high < 1
    # the tests of difference and ratio are one, and agree with both intervals
    excludes = result.difference.p_value < 0.05
    assert excludes == (low > 0 or high < 0) == (result.ratio.conf_low > 1 or result.ratio.conf_high < 1)


def test_arms_and_units_swap(rossi):
    x, y, arm = rossi.covariates[:80], rossi.arrest[:80], rossi.aid[:80]
    one = estimate_firth_risks(y, arm, x).difference
    other = estimate_firth_risks(y[::-1], ~arm[::-1], x[::-1] * 1000 - 7).difference
    assert (other.estimate, other.conf_low, other.conf_high) == pytest.approx(
        (-one.estimate, -one.conf_high, -one.conf_low), abs=1e-6
    )
    assert other.p_value == pytest.approx(one.p_value, rel=1e-5)


def test_predictions_are_averaged_over_the_people_asked_for(rossi):
    y, arm, x = rossi.arrest, rossi.aid, rossi.covariates
    fit = estimate_firth(y, np.column_stack([arm, x]))
    design = np.column_stack([np.ones(432), np.ones(432), x])
    expected = special.expit(design @ fit.coefficients)
    assert estimate_firth_risks(y, arm, x).risk_treated == pytest.approx(expected.mean(), rel=1e-7)
    treated = estimate_firth_risks(y, arm, x, over="treated")
    assert treated.risk_treated == pytest.approx(expected[arm].mean(), rel=1e-7)


def test_separation_by_a_covariate_leaves_finite_risks():
    generator = np.random.default_rng(3)
    arm = np.arange(40) % 2
    x = generator.normal(size=(40, 1))
    y = (x[:, 0] > 0.3).astype(int)
    result = estimate_firth_risks(y, arm, x)
    assert np.isfinite(
        [result.difference.conf_low, result.difference.conf_high, result.ratio.conf_high]
    ).all()


@pytest.mark.parametrize(
    ("outcome", "treated", "message"),
    [
        ([0, 0, 0, 0, 0], [0, 1, 0, 1, 0], "no-events"),
        ([1, 1, 1, 1, 1], [0, 1, 0, 1, 0], "no-variation"),
        ([1, 0, 1, 0, 1], [1, 1, 1, 1, 1], "empty-arm"),
        ([1, 0, 1, 0, 1], [0, 1, 0, 1, np.nan], "not-finite"),
    ],
)
def test_bad_input_is_named(outcome, treated, message):
    with pytest.raises(EstimationError) as caught:
        estimate_firth_risks(outcome, treated, np.empty((5, 0)))
    assert caught.value.message_id == message


@pytest.mark.full
def test_intervals_cover():
    generator = np.random.default_rng(5)
    inside = 0
    for _ in range(600):
        arm = generator.permutation(60) < 30
        y = generator.random(60) < np.where(arm, 0.25, 0.25)
        difference = estimate_firth_risks(y, arm, np.empty((60, 0))).difference
        inside += difference.conf_low <= 0 <= difference.conf_high
    assert inside / 600 > 0.935 - 2 * np.sqrt(0.05 * 0.95 / 600)
