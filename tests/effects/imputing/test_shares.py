"""Wilson's limits for imputed shares: Wilson's own where data sets agree, wider where they differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq

from idmaj.effects.imputing.shares import pool_risk_difference, pool_share
from idmaj.effects.proportions import estimate_risk_difference, wilson
from idmaj.errors import EstimationError


def test_data_sets_that_agree_give_wilson_and_newcombe():
    ours, plain = pool_share([0.3] * 5, n=40), wilson(12, 40)
    assert (ours.conf_low, ours.conf_high) == pytest.approx((plain.conf_low, plain.conf_high))
    difference = pool_risk_difference([0.3] * 5, [0.5] * 5, sizes=(40, 20))
    newcombe = estimate_risk_difference((12, 40), (10, 20))
    assert (difference.conf_low, difference.conf_high) == pytest.approx(
        (newcombe.conf_low, newcombe.conf_high)
    )
    assert difference.std_error == pytest.approx(newcombe.std_error)


def test_limits_solve_the_equation_of_lott_and_reiter():
    """Lott & Reiter (2020), equation of the interval: (q - p)² = t² (1 + r) p (1 - p) / n, with r = (1 + 1/m) B / U."""
    shares, n = np.array([0.2, 0.25, 0.3, 0.35]), 40
    within = (shares * (1 - shares)).mean() / n
    r = 1.25 * shares.var(ddof=1) / within
    t = stats.t.ppf(0.975, 3 * (1 + 1 / r) ** 2)

    def excess(p: float) -> float:
        return (shares.mean() - p) ** 2 - t**2 * (1 + r) * p * (1 - p) / n

    ours = pool_share(shares, n=n)
    assert ours.conf_low == pytest.approx(brentq(excess, 1e-9, shares.mean()))
    assert ours.conf_high == pytest.approx(brentq(excess, shares.mean(), 1 - 1e-9))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=6))
def test_an_interval_lies_within_shares_and_mirrors(counts):
    p = np.array(counts) / 20
    one, other = pool_share(p, n=20), pool_share(1 - p, n=20)
    assert 0 <= one.conf_low <= one.estimate + 1e-12 <= one.conf_high + 2e-12 <= 1 + 2e-12
    assert (one.conf_low, one.conf_high) == pytest.approx((1 - other.conf_high, 1 - other.conf_low), abs=1e-9)


def test_nobody_with_the_event_has_an_interval_and_no_variance():
    found = pool_risk_difference([0.0, 0.0], [0.0, 0.0], sizes=(10, 10))
    assert (found.pooled, found.std_error) == (None, None)
    assert found.conf_low < 0 < found.conf_high


@pytest.mark.parametrize(
    ("shares", "n", "condition"),
    [([0.5], 10, "too-few-imputations"), ([0.5, 1.5], 10, "not-a-count"), ([0.5, 0.5], 0, "not-a-count")],
)
def test_impossible_shares_are_refused(shares, n, condition):
    with pytest.raises(EstimationError, match=condition):
        pool_share(shares, n=n)
