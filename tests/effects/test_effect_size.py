"""Cohen's d and Hedges' g agree with R; intervals solve the non-central t distribution of scipy.

Expected numbers: R 4.2.2, pooled d of Dehejia and Wahba's 445 men; g of seven made-up pairs of incomes, d times
1 - 3/(4·6 - 1).
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.effect_size import estimate_effect_size, estimate_paired_effect_size
from idmaj.errors import EstimationError

BASELINE = np.array([0, 1200, 1800, 0, 2500, 0, 900])
ENDLINE = np.array([2600, 3100, 1700, 1500, 4200, 0, 2800])


def test_earnings_agree_with_r(nsw):
    size = estimate_effect_size(nsw.re78, nsw.treated)
    assert size.d == pytest.approx(0.272715407358465, rel=1e-12)
    scale = np.sqrt(185 * 260 / 445)
    for end, probability in ((size.conf_low, 0.975), (size.conf_high, 0.025)):
        assert stats.nct(443, end * scale).cdf(size.d * scale) == pytest.approx(probability, abs=1e-7)


def test_pairs_agree_with_r():
    size = estimate_paired_effect_size(ENDLINE - BASELINE)
    assert size.g == pytest.approx(1.15747202793667, rel=1e-12)
    assert size.standardiser == pytest.approx(1019.57040439776, rel=1e-12)
    assert stats.nct(6, size.conf_low * np.sqrt(7)).cdf(size.d * np.sqrt(7)) == pytest.approx(0.975, abs=1e-7)


def test_the_comparison_group_may_be_the_yardstick(nsw):
    size = estimate_effect_size(nsw.re78, nsw.treated, standardiser="comparison")
    comparison = nsw.re78[nsw.treated == 0]
    assert size.standardiser == pytest.approx(comparison.std(ddof=1))
    assert size.d == pytest.approx(1794.34240427025 / comparison.std(ddof=1))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-3, 3), st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_units_order_and_arms(seed, effect, unit, shift):
    generator = np.random.default_rng(seed)
    arm = np.arange(14) % 2
    y = generator.normal(size=14) + effect * arm
    order = generator.permutation(14)
    one = estimate_effect_size(y, arm)
    other = estimate_effect_size(y[order] * unit + shift, 1 - arm[order])
    assert (other.d, other.g) == pytest.approx((-one.d, -one.g), rel=1e-7, abs=1e-9)
    assert (other.conf_low, other.conf_high) == pytest.approx(
        (-one.conf_high, -one.conf_low), rel=1e-6, abs=1e-7
    )
    assert one.conf_low < one.d < one.conf_high
    assert abs(one.g) <= abs(one.d)


def test_a_very_large_effect_has_an_interval():
    y = np.random.default_rng(0).normal(size=40) + 60 * (np.arange(40) % 2)
    size = estimate_effect_size(y, np.arange(40) % 2)
    assert size.conf_low < size.d < size.conf_high


@pytest.mark.parametrize(
    ("outcome", "treated", "message"),
    [
        ([1, 1, 1, 1], [1, 1, 0, 0], "no-variation"),
        ([1, 2, 3, 4], [1, 0, 0, 0], "too-few-people"),
        ([1, 2, 3, 4], [0, 0, 0, 0], "empty-arm"),
        ([1, 2, np.inf, 4], [1, 1, 0, 0], "not-finite"),
    ],
)
def test_bad_input_is_named(outcome, treated, message):
    with pytest.raises(EstimationError) as caught:
        estimate_effect_size(outcome, treated)
    assert caught.value.message_id == message


def test_one_pair_is_too_few():
    with pytest.raises(EstimationError, match="too-few-people"):
        estimate_paired_effect_size([3.0])
