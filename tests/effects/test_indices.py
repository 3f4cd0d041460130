"""The index is the generalised least-squares mean of the items, as Anderson (2008) defines it.

Oracles: statsmodels' GLS of the items on a constant with their covariance; pandas' pairwise covariance where items
are missing.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.indices import build_index
from idmaj.errors import EstimationError


@pytest.fixture
def items(nsw):
    return nsw.covariates[:, [0, 1, 6, 7]].copy()


def test_the_index_is_a_gls_mean(nsw, items):
    index = build_index(items, nsw.treated)
    comparison = nsw.treated == 0
    parts = (items - items[comparison].mean(axis=0)) / items[comparison].std(axis=0, ddof=1)
    covariance = np.cov(parts.T)
    means = np.array([sm.GLS(row, np.ones(4), sigma=covariance).fit().params[0] for row in parts[:60]])
    weights = np.linalg.inv(covariance).sum(axis=1)
    raw = parts @ weights / weights.sum()
    assert raw[:60] == pytest.approx(means, abs=1e-10)
    assert index.values == pytest.approx(
        (raw - raw[comparison].mean()) / raw[comparison].std(ddof=1), abs=1e-10
    )
    assert index.item_weights == pytest.approx(weights / weights.sum())
    assert index.parts == pytest.approx(parts)
    assert index.is_known.all()


def test_items_that_repeat_each_other_share_one_weight():
    generator = np.random.default_rng(0)
    one, two = generator.normal(size=(2, 4000))
    copies = np.column_stack([one, one, one]) + 0.05 * generator.normal(size=(4000, 3))
    index = build_index(np.column_stack([copies, two]), np.arange(4000) % 2)
    assert index.item_weights[:3].sum() == pytest.approx(0.5, abs=0.03)
    assert index.item_weights[3] == pytest.approx(0.5, abs=0.03)


def test_missing_items_leave_the_others_their_weights(nsw, items):
    items[::7, 2] = np.nan
    items[3] = np.nan
    index = build_index(items, nsw.treated)
    weights = np.linalg.inv(pd.DataFrame(index.parts).cov().to_numpy()).sum(axis=1)
    assert index.item_weights == pytest.approx(weights / weights.sum())
    known = np.isfinite(index.parts)
    raw = np.nansum(index.parts * weights, axis=1)[known.any(axis=1)] / (known @ weights)[known.any(axis=1)]
    inside = nsw.treated[known.any(axis=1)] == 0
    expected = (raw - raw[inside].mean()) / raw[inside].std(ddof=1)
    assert index.values[index.is_known] == pytest.approx(expected)
    assert np.isnan(index.values[3])
    assert not index.is_known[3]
    assert index.is_known.sum() == 444
    assert list(index.n_missing) == [1, 1, 65, 1]


def test_the_comparison_group_has_mean_nothing_and_deviation_one(nsw, items):
    for options in ({}, {"weighting": "equal"}, {"covariance_over": "comparison"}):
        values = build_index(items, nsw.treated, **options).values[nsw.treated == 0]
        assert (values.mean(), values.std(ddof=1)) == pytest.approx((0, 1))


def test_equal_weights_are_the_plain_mean(nsw, items):
    index = build_index(items, nsw.treated, weighting="equal")
    mean = index.parts.mean(axis=1)
    inside = mean[nsw.treated == 0]
    assert index.values == pytest.approx((mean - inside.mean()) / inside.std(ddof=1))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_units_order_and_direction(seed, unit, shift):
    generator = np.random.default_rng(seed)
    items, arm = generator.normal(size=(15, 3)), np.arange(15) % 2
    items[0, 0] = np.nan
    order = generator.permutation(15)
    one = build_index(items, arm)
    turned = items[order] * [1, -1, 1] * unit + shift
    other = build_index(turned, arm[order], directions=[1, -1, 1])
    assert other.values == pytest.approx(one.values[order], rel=1e-5, abs=1e-7)
    assert other.item_weights == pytest.approx(one.item_weights, rel=1e-5, abs=1e-7)


def test_input_is_not_written_to(nsw, items):
    before = items.copy()
    build_index(items, nsw.treated, directions=[-1, 1, 1, 1])
    assert (items == before).all()


@pytest.mark.parametrize(
    ("items", "options", "message"),
    [
        (np.ones((6, 2)), {}, "no-variation"),
        (np.column_stack([np.arange(6.0), 2 * np.arange(6.0) + 1]), {}, "collinear-covariates"),
        (np.array([[np.inf, 1]] * 6), {}, "not-finite"),
        (np.array([[np.nan, 1.0 * i] for i in range(6)]), {}, "too-few-people"),
        (np.arange(6.0), {}, "unequal-lengths"),
        (np.arange(12.0).reshape(6, 2), {"directions": [1]}, "unequal-lengths"),
        (np.arange(12.0).reshape(6, 2), {"directions": [1, 0]}, "not-binary"),
    ],
)
def test_bad_input_is_named(items, options, message):
    with pytest.raises(EstimationError) as caught:
        build_index(items, [0, 1, 0, 1, 0, 1], **options)
    assert caught.value.message_id == message


def test_pairs_never_known_together_are_named():
    items = np.full((12, 2), np.nan)
    items[:6, 0], items[6:, 1] = np.arange(6), np.arange(6)
    with pytest.raises(EstimationError, match="too-few-people"):
        build_index(items, np.arange(12) % 2)
