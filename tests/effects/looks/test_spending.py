"""Boundaries by spending against published ones, and against the multivariate normal distribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.looks.spending import find_boundaries, find_spent_p, spend_error
from idmaj.errors import EstimationError

FIFTHS = [0.2, 0.4, 0.6, 0.8, 1.0]


def test_boundaries_of_five_looks_are_those_published():
    # Lan & DeMets' O'Brien-Fleming type, two-sided 5 %, five equal looks: Reboussin, DeMets, Kim & Lan (2000),
    # the example of their program (ld98) and of the R packages ldbounds and gsDesign.
    published = [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]
    np.testing.assert_allclose(find_boundaries(FIFTHS), published, atol=1.5e-4)


def test_one_look_is_the_fixed_interval():
    assert find_boundaries([1.0])[0] == pytest.approx(stats.norm.isf(0.025), abs=1e-9)
    assert find_spent_p(2.0, [1.0]) == pytest.approx(2 * stats.norm.sf(2.0), rel=1e-6)


@pytest.mark.parametrize("shares", [[0.5, 1.0], [0.3, 0.35, 1.0]])
def test_the_chance_of_never_crossing_is_that_of_the_multivariate_normal(shares):
    t = np.array(shares)
    limits = find_boundaries(shares)
    correlation = np.sqrt(np.minimum.outer(t, t) / np.maximum.outer(t, t))
    inside = stats.multivariate_normal(cov=correlation).cdf(limits, lower_limit=-limits)
    assert 1 - inside == pytest.approx(spend_error(shares)[-1], abs=2e-5)


def test_forty_looks_spend_the_whole_error_in_simulated_trials():
    shares = np.arange(1, 41) / 40
    steps = np.random.default_rng(0).normal(size=(40_000, 40))
    z = steps.cumsum(axis=1) / np.sqrt(np.arange(1, 41))
    crossed = (np.abs(z) >= find_boundaries(shares)).any(axis=1).mean()
    assert crossed == pytest.approx(0.05, abs=0.0035)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True),
    st.floats(0.1, 6.0),
    st.floats(0.8, 0.99),
)
def test_the_p_value_is_below_the_error_exactly_where_the_boundary_is_crossed(percents, statistic, level):
    shares = [*(p / 100 for p in sorted(percents)), 1.0]
    boundary = find_boundaries(shares, conf_level=level)[-1]
    p = find_spent_p(statistic, shares)
    if abs(statistic - boundary) > 1e-4:
        assert (p < 1 - level) == (statistic > boundary)
    assert find_spent_p(-statistic, shares) == p
    assert p >= 2 * stats.norm.sf(statistic) * (1 - 1e-5)


@pytest.mark.parametrize("shares", [[0.5, 0.4], [0.0, 1.0], [0.5, 1.2], [0.5, 0.5]])
def test_shares_out_of_order_are_refused(shares):
    with pytest.raises(EstimationError, match="information"):
        find_boundaries(shares)


def test_a_look_so_early_that_nothing_is_spent_has_no_boundary():
    assert np.isinf(find_boundaries([0.001, 1.0])[0])
