"""Weights of response: published theory by an independent M-estimator, known truth, refusals, invariance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from idmaj.effects.lost.response_weights import estimate_response_weights, estimate_reweighted
from idmaj.effects.regression import estimate_difference_in_means
from idmaj.errors import EstimationError


def make_people():
    """60 people by formula, so that another program can make the same ones; 38 are found."""
    i = np.arange(60)
    x = np.round(np.sin(i * 1.7) * 2, 3)
    treated, stratum = i % 2, i % 3 == 0
    outcome = np.round(1 + 0.5 * treated + x + np.cos(i * 2.3), 3)
    found = (np.sin(i * 12.9898) * 43758.5453) % 1 < expit(1.2 + 0.6 * x - 0.8 * treated)
    return outcome, found, treated, x[:, None], stratum


@pytest.mark.parametrize(
    ("settings_", "expected"),
    [
        # delicatessen 4.3 (Zivich et al. 2022), all scores stacked, derivatives by differences
        ({}, (0.37037986157605, 0.4398016895826823)),
        ({"strata": True}, (0.38526798464836, 0.4340918032813462)),
        ({"estimand": "att"}, (0.32191366918431, 0.2742208967485043)),
        ({"by_arm": False}, (0.35338271196997, 0.5257839660045387)),
    ],
)
def test_errors_are_those_of_stacked_scores(settings_, expected):
    outcome, found, treated, x, stratum = make_people()
    chosen = {**settings_, **({"strata": stratum} if "strata" in settings_ else {})}
    contrast = estimate_reweighted(outcome, found, treated, x, **chosen).contrast
    assert (contrast.estimate, contrast.std_error) == pytest.approx(expected, rel=1e-7)


def draw_lost(generator, n):
    """People whose loss hangs on x and the arm, and so does the outcome; the true effect is 0.5."""
    x = generator.normal(size=n)
    treated = generator.permutation(np.arange(n) % 2)
    outcome = 0.5 * treated + x + generator.normal(size=n)
    found = generator.uniform(size=n) < np.where(treated, expit(0.8 + 0.7 * x), expit(0.8 - 0.7 * x))
    return outcome, found, treated, x[:, None]


def cover(n, draws, seed):
    """Mean and its error of the weighted estimates, mean of the naive ones, coverage, draws refused."""
    generator = np.random.default_rng(seed)
    weighted, naive, covered = [], [], []
    for _ in range(draws):
        outcome, found, treated, x = draw_lost(generator, n)
        naive.append(estimate_difference_in_means(outcome[found], treated[found]).estimate)
        try:
            contrast = estimate_reweighted(outcome, found, treated, x, small_sample=True).contrast
        except EstimationError:
            continue
        weighted.append(contrast.estimate)
        covered.append(contrast.conf_low < 0.5 < contrast.conf_high)
    error = np.std(weighted) / np.sqrt(len(weighted))
    return np.mean(weighted), error, np.mean(naive), np.mean(covered), draws - len(weighted)


def test_weights_remove_a_planted_bias_that_the_naive_estimate_shows():
    weighted, error, naive, covered, refused = cover(1_000, 150, seed=1)
    assert naive - 0.5 > 0.3
    assert abs(weighted - 0.5) < 4 * error < 0.1
    assert covered >= 0.88
    assert refused == 0


@pytest.mark.full
@pytest.mark.parametrize("n", [200, 1_000])
def test_intervals_cover_under_planted_loss(n):
    weighted, error, naive, covered, refused = cover(n, 2_000, seed=2)
    assert abs(weighted - 0.5) < 4 * error < 0.1 * (naive - 0.5)
    assert covered >= 0.925
    assert refused <= 0.01 * 2_000


def test_weights_of_one_arm_that_lost_nobody_are_one():
    _, found, treated, x, _ = make_people()
    everybody = found | (treated == 0)
    weights = estimate_response_weights(everybody, x, treated)
    assert np.all(weights.weights[treated == 0] == 1)
    assert weights.effective_size == 30
    kept = everybody & (treated == 1)
    assert weights.effective_size_treated < kept.sum()
    # inverse chances, unstabilised, sum to everybody: the score of a logit with an intercept at its solution
    raw = 1 / weights.chances[kept]
    share = kept.sum() / 30
    assert weights.weights[kept] == pytest.approx(share * raw)


def test_covariates_that_say_nothing_leave_the_difference_in_means():
    outcome, found, treated, _, _ = make_people()
    ours = estimate_reweighted(outcome, found, treated, np.empty((60, 0)), small_sample=True).contrast
    plain = estimate_difference_in_means(outcome[found], treated[found])
    assert (ours.estimate, ours.std_error) == pytest.approx((plain.estimate, plain.std_error), rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    unit=st.floats(0.01, 100),
    shift=st.floats(-50, 50),
    money=st.floats(0.01, 1e4),
)
def test_units_and_order_change_nothing(seed, unit, shift, money):
    outcome, found, treated, x, stratum = make_people()
    order = np.random.default_rng(seed).permutation(60)
    one = estimate_reweighted(outcome, found, treated, x, strata=stratum).contrast
    other = estimate_reweighted(
        outcome[order] * money, found[order], treated[order], x[order] * unit + shift, strata=~stratum[order]
    ).contrast
    assert (other.estimate, other.std_error) == pytest.approx(
        (one.estimate * money, one.std_error * money), rel=1e-5
    )
    swapped = estimate_reweighted(outcome, found, 1 - treated, x, strata=stratum).contrast
    assert (swapped.estimate, swapped.std_error) == pytest.approx((-one.estimate, one.std_error), rel=1e-7)


def test_clusters_of_one_are_people_and_copies_are_not_more_people():
    outcome, found, treated, x, _ = make_people()
    plain = estimate_reweighted(outcome, found, treated, x).contrast
    alone = estimate_reweighted(outcome, found, treated, x, clusters=np.arange(60)).contrast
    assert alone.std_error == pytest.approx(plain.std_error)
    twice = [np.concatenate([part, part]) for part in (outcome, found, treated, x)]
    copied = estimate_reweighted(*twice, clusters=np.tile(np.arange(60), 2)).contrast
    assert (copied.estimate, copied.std_error) == pytest.approx((plain.estimate, plain.std_error))
    assert copied.n_clusters == 60


def test_what_is_undefined_is_refused_by_name():
    _, found, treated, x, _ = make_people()
    with pytest.raises(EstimationError) as refused:
        estimate_response_weights(np.ones(60), x, treated)
    assert refused.value.message_id == "nobody-lost"
    with pytest.raises(EstimationError) as refused:
        estimate_response_weights(found & (treated == 1), x, treated)
    assert refused.value.message_id == "arm-all-lost"
    with pytest.raises(EstimationError) as refused:
        estimate_response_weights(x[:, 0] > 0, x, treated)
    assert refused.value.message_id == "separation"
    with pytest.raises(EstimationError) as refused:
        estimate_response_weights(found, x, treated, least_chance=0.5)
    assert refused.value.message_id == "response-near-zero"


def test_the_outcome_of_the_lost_is_not_read():
    outcome, found, treated, x, _ = make_people()
    hidden = np.where(found, outcome, np.nan)
    assert (
        estimate_reweighted(hidden, found, treated, x).contrast
        == estimate_reweighted(outcome, found, treated, x).contrast
    )


def test_odds_of_treatment_count_in_the_effective_size():
    outcome, found, treated, x, _ = make_people()
    lot = estimate_reweighted(outcome, found, treated, x)
    chosen = estimate_reweighted(outcome, found, treated, x, estimand="att")
    assert lot.effective_sizes == (lot.response.effective_size_treated, lot.response.effective_size)
    assert chosen.effective_sizes[0] == pytest.approx(lot.effective_sizes[0])
    assert chosen.effective_sizes[1] != pytest.approx(lot.effective_sizes[1], rel=1e-3)
