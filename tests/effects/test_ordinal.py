"""Ranks agree with R's Wilcoxon test and with scipy's Brunner-Munzel test.

Expected numbers: R 4.2.2, wilcox.test(re78 ~ treat) on Dehejia and Wahba's 445 men (normal law, corrected for ties
and continuity). Oracle: scipy.stats.brunnermunzel.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.ordinal import estimate_superiority
from idmaj.errors import EstimationError


def test_wilcoxon_agrees_with_r(nsw):
    result = estimate_superiority(nsw.re78, nsw.treated)
    assert result.rank_sum == 27402.5
    assert result.rank_sum_p == pytest.approx(0.0109466445045227, rel=1e-10)
    assert result.probability == pytest.approx(27402.5 / (185 * 260))


def test_brunner_munzel_agrees_with_scipy(nsw):
    peer = stats.brunnermunzel(nsw.re78[nsw.treated == 0], nsw.re78[nsw.treated == 1])
    difference = estimate_superiority(nsw.re78, nsw.treated).difference
    assert difference.statistic == pytest.approx(peer.statistic, rel=1e-9)
    assert difference.p_value == pytest.approx(peer.pvalue, rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_pairs_are_counted_and_only_order_matters(seed):
    generator = np.random.default_rng(seed)
    y, arm = generator.integers(0, 5, 20).astype(float), np.arange(20) % 3 == 0
    y[:4] = [0, 4, 4, 0]  # so that the arms overlap
    one = estimate_superiority(y, arm)
    pairs = np.sign(y[arm][:, None] - y[~arm][None, :])
    assert one.difference.estimate == pytest.approx(pairs.mean(), abs=1e-12)
    assert one.probability == pytest.approx((1 + pairs.mean()) / 2)
    order = generator.permutation(20)
    other = estimate_superiority(np.exp(y[order]), ~arm[order])
    assert other.probability == pytest.approx(1 - one.probability)
    assert (other.conf_low, other.conf_high) == pytest.approx((1 - one.conf_high, 1 - one.conf_low))
    assert 0 < one.conf_low < one.probability < one.conf_high < 1


def test_clusters_of_one_are_people(nsw):
    plain = estimate_superiority(nsw.re78, nsw.treated).difference
    alone = estimate_superiority(nsw.re78, nsw.treated, clusters=np.arange(445)).difference
    assert (alone.std_error, alone.df) == pytest.approx((plain.std_error, plain.df))
    assert alone.n_clusters == 445


def test_copies_in_a_cluster_add_nothing(nsw):
    plain = estimate_superiority(nsw.re78, nsw.treated).difference
    twice = [np.tile(part, 2) for part in (nsw.re78, nsw.treated, np.arange(445))]
    copied = estimate_superiority(twice[0], twice[1], clusters=twice[2]).difference
    assert copied.std_error == pytest.approx(plain.std_error, rel=1e-9)


def test_clusters_may_hold_both_arms():
    y, arm = np.array([1, 2, 2, 3, 1, 4, 3, 3.0]), [1, 0, 1, 0, 1, 0, 0, 1]
    result = estimate_superiority(y, arm, clusters=[0, 0, 1, 1, 2, 2, 3, 3])
    assert (result.difference.n_clusters, result.difference.df) == (4, 3)


@pytest.mark.parametrize(
    ("outcome", "options", "message"),
    [
        (np.ones(6), {}, "no-variation"),
        ([1, 1, 2, 3, 4, 5], {}, "separation"),
        ([1, 9, np.nan, 3, 4, 5], {}, "not-finite"),
        ([1, 9, 2, 3, 4, 5], {"clusters": [0, 0, 0, 1, 1, 1]}, "one-cluster-per-arm"),
        ([1, 9, 2, 3, 4, 5], {"conf_level": 2}, "confidence-level"),
    ],
)
def test_bad_input_is_named(outcome, options, message):
    arm = [1, 1, 1, 0, 0, 0]
    with pytest.raises(EstimationError) as caught:
        estimate_superiority(outcome, arm, **options)
    assert caught.value.message_id == message


@pytest.mark.full
@pytest.mark.parametrize("n", [60, 200])
def test_intervals_cover(n):
    generator = np.random.default_rng(2)
    inside = 0
    for _ in range(2000):
        arm = generator.permutation(n) < n // 2
        result = estimate_superiority(generator.integers(0, 11, n).astype(float), arm)
        inside += result.conf_low <= 0.5 <= result.conf_high
    assert inside / 2000 >= 0.935
