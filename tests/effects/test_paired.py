"""Paired differences agree with R 4.2.2: t.test, binom.test, wilcox.test(exact = FALSE); the incomes are made up."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.paired import estimate_paired_difference, estimate_sign_test, estimate_signed_rank
from idmaj.errors import EstimationError

BEFORE = np.array([0, 1200, 1800, 0, 2500, 0, 900])
AFTER = np.array([2600, 3100, 1700, 1500, 4200, 0, 2800])


def test_incomes_agree_with_r():
    difference = estimate_paired_difference(AFTER - BEFORE)
    assert difference.estimate == pytest.approx(1357.14285714286, rel=1e-13)
    assert difference.std_error == pytest.approx(1019.57040439776 / np.sqrt(7), rel=1e-13)
    assert (difference.statistic, difference.df) == (pytest.approx(3.52174060574914, rel=1e-13), 6)
    assert difference.p_value == pytest.approx(0.0124921518778691, rel=1e-10)
    assert (difference.conf_low, difference.conf_high) == pytest.approx(
        (414.197503524684, 2300.08821076103), rel=1e-12
    )
    assert estimate_sign_test(AFTER - BEFORE) == pytest.approx(0.21875, rel=1e-14)
    normal = estimate_signed_rank(AFTER - BEFORE, exact=False)
    assert (normal.estimate, normal.p_value) == (20, pytest.approx(0.0584752615656529, rel=1e-12))


def test_signed_ranks_by_hand():
    differences = np.array([3.0, -1.0, 4.0, 1.5, -1.5, 0.0, 9.0])
    ranks = stats.rankdata(np.abs(differences[differences != 0]))
    sums = np.array([ranks @ signs for signs in product([0, 1], repeat=6)])
    observed = ranks[differences[differences != 0] > 0].sum()
    far = np.abs(sums - ranks.sum() / 2) >= abs(observed - ranks.sum() / 2) - 1e-9
    result = estimate_signed_rank(differences)
    assert (result.estimate, result.p_value, result.n_rearrangements) == (observed, far.mean(), 64)


def test_signed_ranks_without_ties_agree_with_scipy():
    differences = np.random.default_rng(5).normal(0.4, 1, size=14)
    peer = stats.wilcoxon(differences, alternative="two-sided", method="exact")
    assert estimate_signed_rank(differences).p_value == pytest.approx(peer.pvalue, rel=1e-12)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-4, 3.0, 1e7]))
def test_order_unit_and_sign_change_nothing(seed, unit):
    rng = np.random.default_rng(seed)
    differences = rng.integers(-3, 6, size=8).astype(float)
    differences[:2] = 5.0, -2.0
    before = differences.copy()
    turned = -rng.permutation(differences) * unit
    assert estimate_sign_test(turned) == estimate_sign_test(differences)
    assert estimate_signed_rank(turned).p_value == estimate_signed_rank(differences).p_value
    base, other = estimate_paired_difference(differences), estimate_paired_difference(turned)
    assert other.p_value == pytest.approx(base.p_value, rel=1e-9)
    assert other.conf_low == pytest.approx(-base.conf_high * unit, rel=1e-9, abs=1e-12 * unit)
    assert np.array_equal(differences, before)


def test_undefined_problems_are_refused():
    for call in (estimate_sign_test, estimate_signed_rank, estimate_paired_difference):
        with pytest.raises(EstimationError, match="no-variation"):
            call(np.zeros(4))
        with pytest.raises(EstimationError, match="not-finite"):
            call([1.0, np.inf])
    with pytest.raises(EstimationError, match="too-few-people"):
        estimate_paired_difference([1.0])
