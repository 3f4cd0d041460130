"""Exact power: every table is judged by scipy's Fisher test, and the sum is what METHODS.md says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, fisher_exact

from idmaj.effects.settling.exact_shares import estimate_exact_power, estimate_exact_power_of_share
from idmaj.errors import EstimationError

shares = st.integers(0, 100).map(lambda percent: percent / 100)


def test_seven_against_seven_shows_next_to_nothing():
    # METHODS.md, section 2: 7 v 7 has 1.3 % power for 25 % -> 0 %
    assert estimate_exact_power(0, 0.25, n_treated=7, n_comparison=7) == pytest.approx(0.013, abs=5e-4)


@settings(max_examples=200, deadline=None)
@given(n=st.integers(1, 9), m=st.integers(1, 9), one=shares, zero=shares)
def test_counts_the_tables_that_fisher_rejects(n, m, one, zero):
    by_hand = sum(
        binom.pmf(i, n, one) * binom.pmf(j, m, zero)
        for i in range(n + 1)
        for j in range(m + 1)
        if fisher_exact([[i, n - i], [j, m - j]]).pvalue <= 0.05
    )
    assert estimate_exact_power(one, zero, n_treated=n, n_comparison=m) == pytest.approx(by_hand, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(n=st.integers(1, 30), reference=st.floats(0.05, 0.95))
def test_a_single_share_keeps_its_level(n, reference):
    level = estimate_exact_power_of_share(reference, reference, n=n)
    assert level <= 0.05 + 1e-12
    certain = estimate_exact_power_of_share(1, reference, n=n)
    tail = binomtest(n, n, reference, alternative="greater").pvalue
    assert certain == pytest.approx(float(tail <= 0.025))


def test_impossible_questions_are_named():
    for call, message_id in (
        (lambda: estimate_exact_power(0.1, 1.2, n_treated=5, n_comparison=5), "impossible-share"),
        (lambda: estimate_exact_power(0.1, 0.2, n_treated=0, n_comparison=5), "too-few-people"),
        (lambda: estimate_exact_power(0.1, 0.2, n_treated=900, n_comparison=900), "too-many-tables"),
        (lambda: estimate_exact_power_of_share(0.1, 0, n=5), "impossible-share"),
        (lambda: estimate_exact_power_of_share(0.1, 0.2, n=0), "too-few-people"),
    ):
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
