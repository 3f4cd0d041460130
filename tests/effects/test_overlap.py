"""The trimming rule minimises the variance that it claims to minimise."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.overlap import find_trimmed
from idmaj.errors import EstimationError

UNIT = st.floats(0.001, 0.999)


def variance(p: np.ndarray, kept: np.ndarray, estimand: str) -> float:
    """Crump et al. (2009): efficiency bound of the average over those kept, spread of outcomes alike."""
    if estimand == "ate":
        return (1 / (p * (1 - p)))[kept].sum() / kept.sum() ** 2
    return (p / (1 - p))[kept].sum() / p[kept].sum() ** 2


@settings(max_examples=200, deadline=None)
@given(st.lists(UNIT, min_size=3, max_size=8), st.sampled_from(["att", "ate"]))
def test_no_other_set_of_people_has_less_variance(values, estimand):
    p = np.array(values)
    best = variance(p, ~find_trimmed(p, estimand=estimand), estimand)
    for choice in itertools.product([True, False], repeat=len(p)):
        if any(choice):
            assert best <= variance(p, np.array(choice), estimand) * (1 + 1e-9)


def test_those_who_stay_lie_between_alpha_and_one_minus_alpha():
    p = np.random.default_rng(0).beta(0.7, 1.5, size=20_000)
    kept = p[~find_trimmed(p)]
    cost = 1 / (kept * (1 - kept))
    # equation 6 of the paper: the limit is twice the mean of those below it
    assert cost.max() == pytest.approx(2 * cost.mean(), rel=1e-3)
    alpha = 0.5 - np.sqrt(0.25 - 1 / cost.max())
    assert 0 < find_trimmed(p).mean() < 1
    assert np.array_equal(find_trimmed(p), (p < alpha - 1e-12) | (p > 1 - alpha + 1e-12))


def test_nobody_leaves_where_groups_overlap():
    p = np.random.default_rng(0).uniform(0.2, 0.8, size=500)
    assert not find_trimmed(p).any() and not find_trimmed(p, estimand="att").any()


def test_equal_people_stay_or_leave_together():
    p = np.repeat([0.001, 0.3, 0.5], [5, 4, 4])
    assert find_trimmed(p)[:5].all() and not find_trimmed(p)[5:].any()


def test_probabilities_of_nought_are_refused():
    with pytest.raises(EstimationError) as caught:
        find_trimmed([0.0, 0.5])
    assert caught.value.message_id == "extreme-weights"
