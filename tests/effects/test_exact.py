"""Exact tests agree with R 4.2.2 and with counting by hand.

Sources: fisher.test, chisq.test, mcnemar.test, binom.test, poisson.test and full sign-flip enumeration in R; the
paired incomes are made up.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.exact import (
    estimate_boschloo,
    estimate_chi_square,
    estimate_conditional_odds_ratio,
    estimate_fisher,
    estimate_mcnemar,
    estimate_rate,
    estimate_sign_flip,
)
from idmaj.errors import EstimationError

BEFORE = np.array([0, 1200, 1800, 0, 2500, 0, 900])
AFTER = np.array([2600, 3100, 1700, 1500, 4200, 0, 2800])


def test_two_by_two_agrees_with_r():
    assert estimate_fisher((6, 7), (3, 7)) == pytest.approx(0.265734265734266, rel=1e-12)
    assert estimate_fisher((48, 216), (66, 216)) == pytest.approx(0.0632182639554605, rel=1e-10)
    assert estimate_fisher((140, 185), (168, 260)) == pytest.approx(0.0163870537579303, rel=1e-10)
    assert estimate_mcnemar(5, 1) == pytest.approx(0.21875, rel=1e-14)


def test_boschloo_is_the_supremum_over_the_common_risk():
    # definition of Boschloo (1970), maximised on a grid by hand
    counts = [(a, c) for a in range(8) for c in range(8)]
    fisher = np.array([estimate_fisher((a, 7), (c, 7)) for a, c in counts])
    extreme = fisher <= estimate_fisher((6, 7), (3, 7)) * (1 + 1e-9)
    grid = np.linspace(0.001, 0.999, 4001)
    chance = sum(
        stats.binom.pmf(a, 7, grid) * stats.binom.pmf(c, 7, grid)
        for (a, c), is_extreme in zip(counts, extreme, strict=True)
        if is_extreme
    )
    result = estimate_boschloo((6, 7), (3, 7))
    assert result == pytest.approx(chance.max(), rel=1e-4)
    assert result < estimate_fisher((6, 7), (3, 7))


def test_sign_flip_agrees_with_r():
    result = estimate_sign_flip(AFTER - BEFORE)
    assert result.estimate == pytest.approx(1357.14285714286, rel=1e-12)
    assert (result.p_value, result.n_rearrangements, result.is_exact) == (0.0625, 128, True)


def test_drawn_sign_flip_agrees_with_enumeration():
    differences = np.random.default_rng(4).normal(0.5, 1, size=16)
    exact = estimate_sign_flip(differences)
    repeated = estimate_sign_flip(np.concatenate([differences, np.zeros(10)]), draws=40_000)
    assert exact.is_exact and not repeated.is_exact
    assert abs(repeated.p_value - exact.p_value) < 4 * repeated.mc_error + 1e-4


def test_odds_ratio_of_fishers_test():
    # fisher.test searches the reciprocal of the upper limit on (0, 1) with a tolerance of 1.2e-4
    result = estimate_conditional_odds_ratio((6, 7), (3, 7))
    assert result.estimate == pytest.approx(6.78851648713708, rel=1e-4)
    assert result.conf_low == pytest.approx(0.419981814198377, abs=1.2e-4)
    assert 1 / result.conf_high == pytest.approx(1 / 456.287432612582, abs=1.2e-4)
    # by definition: each limit leaves 2.5 % to the table seen and beyond; 9 events, 7 treated of 14
    assert stats.nchypergeom_fisher.sf(5, 14, 9, 7, result.conf_low) == pytest.approx(0.025, rel=1e-6)
    assert stats.nchypergeom_fisher.cdf(6, 14, 9, 7, result.conf_high) == pytest.approx(0.025, rel=1e-6)
    below = estimate_conditional_odds_ratio((0, 7), (3, 7))
    assert (below.estimate, below.conf_low) == (0.0, 0.0) and 1 < below.conf_high < np.inf


def test_large_sample_tests_agree_with_r():
    assert estimate_chi_square((6, 7), (3, 7)) == pytest.approx(0.0942643068412102, rel=1e-12)
    assert estimate_chi_square((6, 7), (3, 7), corrected=True) == pytest.approx(0.264616217083589, rel=1e-12)
    assert estimate_mcnemar(5, 1, exact=False) == pytest.approx(0.220671361919847, rel=1e-12)
    assert estimate_mcnemar(3, 3, exact=False) == 1


def test_rate_agrees_with_r():
    # poisson.test(3, T = 7)
    rate = estimate_rate(3, 7.0)
    assert rate.estimate == pytest.approx(3 / 7)
    assert (rate.conf_low, rate.conf_high) == pytest.approx((0.0883817318422288, 1.25246758139176), rel=1e-12)
    none = estimate_rate(0, 10.0)
    assert (none.conf_low, none.conf_high) == pytest.approx((0, -np.log(0.025) / 10), rel=1e-12)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-4, 3.0, 1e7]))
def test_order_and_unit_change_nothing(seed, unit):
    rng = np.random.default_rng(seed)
    differences = rng.integers(-3, 6, size=9) * 1.1
    differences[0] = 9.9
    before = differences.copy()
    base = estimate_sign_flip(differences)
    assert estimate_sign_flip(rng.permutation(differences)).p_value == base.p_value
    turned = estimate_sign_flip(-differences * unit)
    assert turned.p_value == base.p_value
    assert turned.estimate == pytest.approx(-base.estimate * unit, abs=1e-12 * unit)
    assert np.array_equal(differences, before)


def test_undefined_problems_are_refused():
    cases = {
        "no-variation": [
            lambda: estimate_conditional_odds_ratio((7, 7), (7, 7)),
            lambda: estimate_chi_square((0, 7), (0, 7)),
            lambda: estimate_sign_flip(np.zeros(4)),
            lambda: estimate_mcnemar(0, 0),
            lambda: estimate_boschloo((0, 7), (0, 7)),
        ],
        "empty-arm": [
            lambda: estimate_fisher((0, 0), (1, 7)),
        ],
        "negative-time": [lambda: estimate_rate(1, 0.0), lambda: estimate_rate(1, np.nan)],
        "not-a-count": [
            lambda: estimate_fisher((8, 7), (1, 7)),
            lambda: estimate_mcnemar(-1, 2),
            lambda: estimate_sign_flip(np.arange(40.0), draws=0),
            lambda: estimate_rate(-1, 7.0),
        ],
    }
    for message_id, calls in cases.items():
        for call in calls:
            with pytest.raises(EstimationError) as caught:
                call()
            assert caught.value.message_id == message_id
