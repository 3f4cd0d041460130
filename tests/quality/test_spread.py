"""Statistics of the checks against published numbers and other implementations."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, median_abs_deviation

from idmaj.quality.enumerators import _intraclass
from idmaj.quality.spread import compare_groups, deviations, differs


def test_deviations_are_those_of_the_scaled_mad():
    values = np.random.default_rng(1).lognormal(size=501)
    expected = np.abs(values - np.median(values)) / median_abs_deviation(values, scale=1.4826**-1)
    np.testing.assert_allclose(deviations(values), expected)


def test_where_most_values_are_one_the_quartiles_say_the_spread():
    values = np.array([0.0] * 6 + [1.0, 2.0, 3.0, 4.0])
    assert np.median(np.abs(values)) == 0
    # Quartiles of the ten values: 0 and 1.75; 1.349 is their distance in a standard normal distribution.
    np.testing.assert_allclose(deviations(values), values / (1.75 / 1.349))


def test_values_that_do_not_vary_deviate_from_nothing():
    assert deviations(np.full(30, 5.0)).tolist() == [0.0] * 30


@pytest.mark.parametrize("counts", [(30, 100, 40, 300), (12, 40, 30, 200)])
def test_differing_shares_follow_the_pooled_test(counts):
    n, of, n_others, of_others = counts
    table = [[n, of - n], [n_others, of_others - n_others]]
    z = np.sqrt(chi2_contingency(table, correction=False).statistic)
    assert differs(*counts, least=0.1) == (z > 3 and n / of - n_others / of_others > 0.1)


def test_a_lower_share_is_none_of_ours():
    assert not differs(0, 100, 90, 100, least=0.1)


def test_intraclass_correlation_of_shrout_and_fleiss():
    # Shrout and Fleiss (1979), table 2: six targets, four judges; ICC(1,1) = 0.17, F(5, 18) = 1.79.
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    values = np.array(ratings, dtype=float).ravel()
    share, chance = _intraclass(values, np.repeat(list("abcdef"), 4))
    assert share == pytest.approx(0.17, abs=0.005)
    assert chance == pytest.approx(0.165, abs=0.001)


def test_groups_against_the_others():
    codes, values = pd.factorize(np.array(["b", "a", "b", "b"]), sort=True)
    hits, base = np.array([True, False, False, True]), np.array([True, True, True, True])
    assert list(compare_groups(codes, values, hits, base)) == [("a", 0, 1, 2, 3), ("b", 2, 3, 0, 1)]
