"""Quantiles agree with R's type 7, and their intervals with the binomial law and with plain resampling.

Expected quantiles of NSW: R 4.2.2, quantile(type = 7). Order statistics of the exact interval: R's definition by
qbinom, here by scipy.stats.binom, which the module does not use.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.quantiles import (
    draw_people,
    estimate_quantile_difference,
    find_counted_quantiles,
    find_order_interval,
)
from idmaj.errors import EstimationError


@pytest.mark.parametrize(
    ("probability", "treated", "comparison"),
    [(0.25, 485.2298, 0), (0.5, 4232.309, 3138.7955), (0.75, 9642.999, 7288.42), (0.9, 14553.088, 11355.29)],
)
def test_quantiles_agree_with_r(nsw, probability, treated, comparison):
    difference = estimate_quantile_difference(nsw.re78, nsw.treated, probability)
    assert difference.treated == pytest.approx(treated, abs=1e-9)
    assert difference.comparison == pytest.approx(comparison, abs=1e-9)
    assert difference.contrast.estimate == pytest.approx(treated - comparison, abs=1e-9)


@pytest.mark.parametrize(
    ("n", "probability"), [(6, 0.5), (9, 0.6), (13, 0.25), (40, 0.25), (40, 0.5), (40, 0.9), (200, 0.6)]
)
def test_order_statistics_cover_by_the_binomial_law(n, probability):
    low, high = find_order_interval(np.arange(1.0, n + 1), probability)
    below = stats.binom(n, probability)
    # the quantile lies under the low-th smallest with P(B < low), above the high-th with P(B >= high)
    assert below.cdf(low - 1) <= 0.025 < below.cdf(low)
    assert below.sf(high - 1) <= 0.025 < below.sf(high - 2)


def test_both_methods_tell_nearly_the_same(nsw):
    order = estimate_quantile_difference(nsw.re78, nsw.treated, 0.5).contrast
    bootstrap = estimate_quantile_difference(nsw.re78, nsw.treated, 0.5, method="bootstrap").contrast
    assert bootstrap.std_error == pytest.approx(order.std_error, rel=0.15)
    assert bootstrap.conf_high == pytest.approx(order.conf_high, rel=0.15)


def test_the_bootstrap_is_plain_resampling(nsw):
    generator = np.random.default_rng(1)
    arms = [nsw.re78[nsw.treated == arm] for arm in (1, 0)]
    drawn = [np.median(generator.choice(y, (4000, len(y))), axis=1) for y in arms]
    ours = estimate_quantile_difference(nsw.re78, nsw.treated, 0.5, method="bootstrap", draws=4000).contrast
    assert ours.std_error == pytest.approx((drawn[0] - drawn[1]).std(), rel=0.05)


def test_a_seed_gives_the_same_numbers(nsw):
    one, two = (
        estimate_quantile_difference(nsw.re78, nsw.treated, 0.75, method="bootstrap", draws=200, seed=s)
        for s in (3, 3)
    )
    assert one == two
    other = estimate_quantile_difference(nsw.re78, nsw.treated, 0.75, method="bootstrap", draws=200, seed=4)
    assert other != one


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 4)), min_size=1, max_size=12),
    st.floats(0.01, 0.99),
)
def test_counted_quantiles_are_those_of_repeated_values(pairs, probability):
    pairs = [*sorted(pairs), (6, 1)]
    values = np.array([value for value, _ in pairs], dtype=float)
    counts = np.array([count for _, count in pairs])
    expected = np.quantile(np.repeat(values, counts), probability)
    ours = find_counted_quantiles(counts[None, :].cumsum(axis=1), values, probability)[0]
    assert ours == pytest.approx(expected, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.sampled_from(["order", "bootstrap"]))
def test_units_and_arms(seed, unit, method):
    generator = np.random.default_rng(seed)
    y, arm = generator.normal(size=30), np.arange(30) % 2
    one = estimate_quantile_difference(y, arm, 0.5, method=method, draws=50).contrast
    scaled = estimate_quantile_difference(y * unit + 7, arm, 0.5, method=method, draws=50).contrast
    ends = np.array([one.conf_low, one.estimate, one.conf_high])
    assert [scaled.conf_low, scaled.estimate, scaled.conf_high] == pytest.approx(
        ends * unit, rel=1e-6, abs=1e-9
    )
    if method == "order":
        order = generator.permutation(30)
        other = estimate_quantile_difference(y[order], 1 - arm[order], 0.5).contrast
        assert [-other.conf_high, -other.estimate, -other.conf_low] == pytest.approx(ends)


def test_whole_clusters_are_drawn():
    arm = np.repeat([1, 0], 6).astype(bool)
    clusters = np.repeat(["a", "b", "c", "d"], 3)
    for counts in draw_people(arm, clusters, draws=50, seed=0):
        assert (counts.reshape(50, 4, 3) == counts.reshape(50, 4, 3)[:, :, :1]).all()
        assert (counts[:, :6].sum(axis=1) == 6).all()
    mixed = np.tile(["a", "b", "c", "d"], 3)
    for counts in draw_people(arm, mixed, draws=50, seed=0, held_back=1):
        assert (counts.sum(axis=1) == 9).all()


def test_dependence_within_clusters_widens_the_interval():
    generator = np.random.default_rng(0)
    clusters = np.repeat(np.arange(20), 10)
    y, arm = generator.normal(size=20)[clusters] + 0.1 * generator.normal(size=200), clusters % 2
    alone = estimate_quantile_difference(y, arm, 0.5, method="bootstrap").contrast
    clustered = estimate_quantile_difference(y, arm, 0.5, clusters=clusters).contrast
    assert clustered.std_error > 2 * alone.std_error


@pytest.mark.parametrize(
    ("outcome", "probability", "options", "message"),
    [
        (np.zeros(40), 0.5, {}, "no-variation"),
        (np.r_[np.zeros(30), np.arange(10)], 0.5, {}, "no-variation"),
        (np.arange(40.0), 0.9, {}, "too-few-people"),
        (np.arange(40.0), 1.0, {}, "confidence-level"),
        (np.arange(40.0), 0.5, {"conf_level": 0}, "confidence-level"),
        (np.r_[np.inf, np.arange(39.0)], 0.5, {}, "not-finite"),
        (np.arange(40.0), 0.5, {"clusters": np.arange(40) % 2}, "one-cluster-per-arm"),
        (np.arange(40.0), 0.5, {"method": "bootstrap", "draws": 0}, "not-a-count"),
    ],
)
def test_bad_input_is_named(outcome, probability, options, message):
    with pytest.raises(EstimationError) as caught:
        estimate_quantile_difference(outcome, np.arange(40) % 2, probability, **options)
    assert caught.value.message_id == message


@pytest.mark.full
@pytest.mark.parametrize("n", [60, 200])
def test_intervals_cover(n):
    generator = np.random.default_rng(9)
    inside = 0
    for _ in range(2000):
        y, arm = generator.lognormal(size=n), generator.permutation(n) < n // 2
        contrast = estimate_quantile_difference(y, arm, 0.5).contrast
        inside += contrast.conf_low <= 0 <= contrast.conf_high
    assert inside / 2000 >= 0.935
