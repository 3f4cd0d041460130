"""Rosenbaum bounds against his own tables, against every assignment, and symmetries."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.doubt import rosenbaum
from idmaj.effects.doubt.matched_sets import estimate_set_sensitivity
from idmaj.effects.doubt.rosenbaum import (
    bound_shift,
    bound_signed_ranks,
    estimate_discordant_sensitivity,
    estimate_signed_rank_sensitivity,
)
from idmaj.errors import EstimationError

MANY = settings(max_examples=200, deadline=None)
# Lead in the blood of 33 children whose fathers worked with lead, and of 33 neighbours (Morton et al. 1982), as
# R's rbounds has them in its example of `psens`.
EXPOSED = np.array([
    38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49, 48, 44, 35, 43, 39,
    34, 13, 73, 25, 27,
])  # fmt: skip
OTHERS = np.array([
    16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7, 18, 19, 12, 11, 22,
    25, 16, 13, 11, 13,
])  # fmt: skip
LEAD = EXPOSED - OTHERS


# Rosenbaum (2002), Observational Studies, section 4.3.3, table of the largest one-sided p-values
@pytest.mark.parametrize(
    ("gamma", "p_value"), [(2, 0.0018), (3, 0.0136), (4, 0.0388), (4.25, 0.0468), (5, 0.0740)]
)
def test_lead_and_signed_ranks(gamma, p_value):
    assert round(bound_signed_ranks(LEAD, gamma)[0], 4) == p_value


# Rosenbaum (2002), section 4.3.5: bounds of the Hodges-Lehmann estimate
@pytest.mark.parametrize(
    ("gamma", "low", "high"), [(1, 15, 15), (2, 10.25, 19.5), (3, 8, 23), (4, 6.5, 25), (5, 5, 26.5)]
)
def test_lead_and_hodges_lehmann(gamma, low, high):
    assert bound_shift(LEAD, gamma) == pytest.approx((low, high), abs=1e-6)


def test_lead_survives_the_bias_that_the_table_says():
    found = estimate_signed_rank_sensitivity(LEAD, conf_level=0.9)  # one-sided at 0.05
    assert 4.25 < found.gamma < 5
    assert bound_signed_ranks(LEAD, found.gamma)[0] == pytest.approx(0.05)
    assert (found.side, found.n_sets) == (1, 32)


def test_smoking_and_lung_cancer():
    # Hammond (1964): 122 pairs in which one man died of lung cancer, in 110 of them the smoker. Rosenbaum (2002),
    # section 4.3.2: at 5 the largest p-value is about 0.02, at 6 about 0.1.
    found = estimate_discordant_sensitivity(110, 12, conf_level=0.9)
    assert 5 < found.gamma < 6
    assert stats.binom.sf(109, 122, 5 / 6) == pytest.approx(0.02, abs=0.005)
    assert stats.binom.sf(109, 122, found.gamma / (1 + found.gamma)) == pytest.approx(0.05)


def test_without_bias_the_test_is_wilcoxons():
    differences = np.random.default_rng(4).normal(0.4, 1, 60)
    theirs = stats.wilcoxon(differences, alternative="greater", method="asymptotic").pvalue
    assert bound_signed_ranks(differences, 1.0) == pytest.approx((theirs, theirs))


def test_without_bias_the_estimate_is_the_median_of_averages():
    values = np.random.default_rng(5).normal(size=25)
    averages = (values[:, None] + values)[np.triu_indices(25)] / 2
    assert bound_shift(values, 1.0) == pytest.approx([np.median(averages)] * 2, abs=1e-9)


def test_many_pairs_are_searched_as_few_are_listed(monkeypatch):
    values = np.round(np.random.default_rng(7).normal(0.3, 1, 60), 1)
    listed = np.array([bound_shift(values, gamma) for gamma in (1, 1.5, 3)])
    monkeypatch.setattr(rosenbaum, "LISTED_UP_TO", 10)
    searched = np.array([bound_shift(values, gamma) for gamma in (1, 1.5, 3)])
    assert searched == pytest.approx(listed, abs=1e-9)


def largest_p_of_sets(outcome, sets, gamma):
    """Exact for pairs: the worst bias puts the odds gamma on the larger score of every pair."""
    aligned = outcome - np.array([outcome[sets == s].mean() for s in sets])
    scores = stats.rankdata(aligned)
    pairs = [np.sort(scores[sets == s]) for s in np.unique(sets)]
    chance = gamma / (1 + gamma)
    observed = sum(scores[: len(pairs)])
    total = 0.0
    for taken in itertools.product([0, 1], repeat=len(pairs)):
        p = np.prod([chance if t else 1 - chance for t in taken])
        total += p * (sum(pair[t] for pair, t in zip(pairs, taken, strict=True)) >= observed - 1e-9)
    return total


def test_pairs_as_sets_agree_with_every_assignment():
    rng = np.random.default_rng(6)
    outcome = np.concatenate([rng.normal(1.3, 1, 12), rng.normal(0, 1, 12)])
    treated, sets = np.repeat([1, 0], 12), np.tile(np.arange(12), 2)
    found = estimate_set_sensitivity(outcome, treated, sets, conf_level=0.9)
    assert found.gamma > 1
    assert largest_p_of_sets(outcome, sets, found.gamma) == pytest.approx(0.05, abs=0.015)  # normal for exact


def test_sets_of_three_survive_more_than_their_pairs(rng):
    supported, others = rng.normal(1, 1, 80), rng.normal(0, 1, (80, 2))
    one = estimate_signed_rank_sensitivity(supported - others[:, 0])
    outcome = np.concatenate([supported, others.ravel()])
    sets = np.concatenate([np.arange(80), np.repeat(np.arange(80), 2)])
    both = estimate_set_sensitivity(outcome, np.repeat([1, 0], [80, 160]), sets)
    assert both.gamma > one.gamma > 1


def test_binary_sets_are_mantel_haenszel():
    # sets of one supported and two others: k with the outcome, chance of the supported Γk/(Γk + 3 − k)
    cases = np.array([[1, 0, 0]] * 20 + [[1, 1, 0]] * 15 + [[0, 1, 0]] * 5)
    found = estimate_set_sensitivity(
        cases.ravel(), np.tile([1, 0, 0], 40), np.repeat(np.arange(40), 3), conf_level=0.9
    )
    k = cases.sum(1)
    p = found.gamma * k / (found.gamma * k + 3 - k)
    statistic = (cases[:, 0].sum() - p.sum()) / np.sqrt((p * (1 - p)).sum())
    assert stats.norm.sf(statistic) == pytest.approx(0.05)


@MANY
@given(st.integers(0, 2**32 - 1), st.integers(-6, 6))
def test_units_order_and_arms_change_nothing(seed, exponent):
    rng = np.random.default_rng(seed)
    values = np.round(rng.normal(0.5, 1, 30), 1)
    one = estimate_signed_rank_sensitivity(values)
    other = estimate_signed_rank_sensitivity(rng.permutation(values) * 2.0**exponent)
    swapped = estimate_signed_rank_sensitivity(-values)
    assert other.gamma == pytest.approx(one.gamma) == swapped.gamma
    assert swapped.side == -one.side or one.p_value == pytest.approx(0.5, abs=1e-9)
    low, high = bound_shift(values, 1.7)
    turned = bound_shift(-values * 2.0**exponent, 1.7)
    assert turned == pytest.approx((-high * 2.0**exponent, -low * 2.0**exponent), abs=1e-6 * 2.0**exponent)


@MANY
@given(st.integers(0, 2**32 - 1), st.floats(1, 20), st.floats(1, 20))
def test_more_bias_allows_more(seed, one, other):
    values = np.random.default_rng(seed).normal(0.3, 1, 20)
    less, more = sorted((one, other))
    assert bound_signed_ranks(values, less)[0] <= bound_signed_ranks(values, more)[0] + 1e-12
    narrow, wide = bound_shift(values, less), bound_shift(values, more)
    assert wide[0] <= narrow[0] + 1e-9
    assert narrow[1] <= wide[1] + 1e-9


def test_an_estimate_that_leaves_chance_open_has_nothing_to_overturn():
    found = estimate_signed_rank_sensitivity([1.0, -1.1, 0.9, -0.8, 0.3])
    assert found.gamma == 1.0
    assert found.p_value > 0.025


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: estimate_signed_rank_sensitivity(np.zeros(9)), "no-variation"),
        (lambda: estimate_signed_rank_sensitivity([1.0, np.nan]), "not-finite"),
        (lambda: estimate_discordant_sensitivity(0, 0), "no-variation"),
        (lambda: estimate_discordant_sensitivity(-1, 4), "not-a-count"),
        (lambda: bound_shift([1.0, 2.0], 0.5), "not-a-ratio"),
        (lambda: estimate_set_sensitivity([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 2, 2]), "not-matched-sets"),
        (lambda: estimate_set_sensitivity([1, 2, 3], [1, 0, 1], [1, 1, 2]), "not-matched-sets"),
        (lambda: estimate_set_sensitivity([1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 2, 2]), "no-variation"),
    ],
)  # fmt: skip
def test_what_is_undefined_is_refused(make, reason):
    with pytest.raises(EstimationError) as caught:
        make()
    assert caught.value.message_id == reason
