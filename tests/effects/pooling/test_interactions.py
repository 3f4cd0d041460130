"""Differences of effects between groups of people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.pooling.interactions import (
    check_equality,
    combine_intervals,
    estimate_difference_of_effects,
)
from idmaj.effects.proportions import estimate_risk_difference, wilson
from idmaj.errors import EstimationError


def test_welch_of_scipy(rng):
    a, b = rng.normal(1, 2, 12), rng.normal(0, 1, 20)
    theirs = stats.ttest_ind(a, b, equal_var=False)
    parts = [(x.mean(), x.std(ddof=1) / np.sqrt(len(x)), len(x) - 1.0) for x in (a, b)]
    found = estimate_difference_of_effects(*parts)
    assert (found.statistic, found.p_value) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-10)
    interval = theirs.confidence_interval()
    assert (found.conf_low, found.conf_high) == pytest.approx((interval.low, interval.high), rel=1e-9)


def test_welch_anova_of_statsmodels(rng):
    from statsmodels.stats.oneway import anova_oneway

    groups = [rng.normal(m, s, n) for m, s, n in ((0, 1, 9), (0.5, 3, 14), (1, 2, 11))]
    theirs = anova_oneway(groups, use_var="unequal")
    found = check_equality(
        [x.mean() for x in groups], [x.var(ddof=1) / len(x) for x in groups], df=[len(x) - 1 for x in groups]
    )
    assert (found.statistic, found.p_value) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-10)


def test_two_groups_make_the_joint_test_the_square_of_the_difference():
    pair = ((2.0, 0.7, 11.0), (0.5, 1.1, 29.0))
    one, joint = estimate_difference_of_effects(*pair), check_equality([2.0, 0.5], [0.49, 1.21], df=[11, 29])
    assert joint.statistic == pytest.approx(one.statistic**2, rel=1e-12)
    assert joint.p_value == pytest.approx(one.p_value, rel=1e-10)
    normal = check_equality([2.0, 0.5], [0.49, 1.21], df=[np.inf, np.inf])
    assert normal.p_value == pytest.approx(stats.chi2.sf(1.5**2 / 1.7, 1), rel=1e-12)


def test_combined_intervals_are_newcombes_where_the_parts_are_wilsons():
    """Newcombe's difference of two shares is this rule on two Wilson intervals."""
    shares = [wilson(9, 40), wilson(17, 35)]
    found = combine_intervals(*((s.estimate, s.conf_low, s.conf_high) for s in shares))
    theirs = estimate_risk_difference((9, 40), (17, 35))
    assert (found.conf_low, found.conf_high) == pytest.approx((theirs.conf_low, theirs.conf_high), rel=1e-12)


@settings(max_examples=200)
@given(*[st.tuples(st.floats(-5, 5), st.floats(0.01, 3), st.floats(0.01, 3))] * 2)
def test_swapping_the_groups_mirrors_the_interval(first, second):
    a, b = ((x, x - below, x + above) for x, below, above in (first, second))
    one, other = combine_intervals(a, b), combine_intervals(b, a)
    assert (one.estimate, one.conf_low, one.conf_high) == pytest.approx(
        (-other.estimate, -other.conf_high, -other.conf_low), abs=1e-12
    )
    assert one.conf_low < one.estimate < one.conf_high


def test_bad_input_is_named():
    with pytest.raises(EstimationError, match="one-cohort"):
        check_equality([1.0], [1.0], df=[3.0])
    with pytest.raises(EstimationError, match="unequal-lengths"):
        check_equality([1.0, 2.0], [1.0, 1.0], df=[3.0])
    with pytest.raises(EstimationError, match="no-variation"):
        combine_intervals((1.0, 1.0, 1.0), (0.0, 0.0, 0.0))
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_difference_of_effects((1.0, 0.0, 5.0), (0.0, 0.0, 5.0))
