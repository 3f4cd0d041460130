"""Matched effects agree with R, pair by pair with a plain search, and refuse what has no match.

Expected numbers: R 4.2.2, MatchIt 4.5.1 (matchit(method = "nearest"), m.order = "largest", with and without
replacement) and sandwich 3.0-2 (vcovCL on the subclass), for the 185 recipients against 15,992 men of a survey.
These numbers take the next lower propensity wherever there is one, though a higher one may be nearer
(`side="below"`); the search of that version compares distances by C's abs(), which may round them to 0.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.matching import estimate_matched
from idmaj.effects.propensity import estimate_propensity
from idmaj.errors import EstimationError


def test_nsw_cps_without_replacement_agrees_with_r(nsw_cps):
    result = estimate_matched(nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates, side="below")
    assert result.contrast.estimate == pytest.approx(1947.68307302703, rel=1e-10)
    assert result.contrast.std_error == pytest.approx(689.744613821005, rel=1e-10)
    assert (result.n_comparison_used, result.n_unmatched, result.contrast.df) == (185, 0, 184)


def test_nsw_cps_with_replacement_agrees_with_r(nsw_cps):
    result = estimate_matched(
        nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates, side="below", replacement=True
    )
    assert result.contrast.estimate == pytest.approx(1978.79522962162, rel=1e-10)
    assert result.n_comparison_used == 122
    assert result.comparison.effective_size < 122


def simulated(seed: int, n: int = 90) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    treated = rng.random(n) < 1 / (1 + np.exp(1 - 0.6 * covariates[:, 0]))
    outcome = covariates[:, 0] + np.exp(covariates[:, 1]) + treated + rng.normal(size=n)
    return outcome, treated, covariates


def test_weights_are_those_of_the_pairs():
    outcome, treated, covariates = simulated(3)
    result = estimate_matched(outcome, treated, covariates, ratio=2, caliper=0.02)
    people, matches = result.pairs.T
    assert treated[people].all() and not treated[matches].any()
    assert len(np.unique(matches)) == len(matches) == result.n_comparison_used
    means = [outcome[i] - outcome[matches[people == i]].mean() for i in np.unique(people)]
    assert result.contrast.estimate == pytest.approx(np.mean(means))
    weights = result.comparison.weights
    assert (weights[treated].sum(), weights[~treated].sum()) == pytest.approx((1, 1))
    assert result.n_unmatched == treated.sum() - len(means) > 0


def test_caliper_and_exact_groups_hold():
    outcome, treated, covariates = simulated(4)
    place = np.array(["north", "south"])[np.arange(90) % 2]
    result = estimate_matched(outcome, treated, covariates, exact=place, caliper=0.2)
    one, other = result.pairs.T
    assert (place[one] == place[other]).all()
    logit = np.log(1 / (1 / estimate_propensity(treated, covariates).probabilities - 1))
    spread = np.sqrt((logit[treated].var(ddof=1) + logit[~treated].var(ddof=1)) / 2)
    assert np.abs(logit[one] - logit[other]).max() <= 0.2 * spread * (1 + 1e-6)
    columns = np.column_stack([np.arange(90) % 2, np.zeros(90)])
    same = estimate_matched(outcome, treated, covariates, exact=columns, caliper=0.2)
    assert np.array_equal(same.pairs, result.pairs)


def test_error_of_pairs_agrees_with_statsmodels():
    outcome, treated, covariates = simulated(5)
    result = estimate_matched(outcome, treated, covariates, ratio=2)
    rows = np.concatenate([np.unique(result.pairs[:, 0]), result.pairs[:, 1]])
    pair = np.concatenate([np.unique(result.pairs[:, 0]), result.pairs[:, 0]])
    peer = sm.WLS(
        outcome[rows], sm.add_constant(treated[rows] * 1.0), weights=result.comparison.weights[rows]
    ).fit(cov_type="cluster", cov_kwds={"groups": pair})
    assert result.contrast.estimate == pytest.approx(peer.params[1])
    assert result.contrast.std_error == pytest.approx(peer.bse[1], rel=1e-9)


def test_adjusted_pairs_agree_with_the_regression_with_interactions():
    # pairs one to one: the covariates' slopes of the comparison people, centred at the treated
    outcome, treated, covariates = simulated(6)
    result = estimate_matched(outcome, treated, covariates, adjusted=True)
    rows = result.comparison.weights > 0
    x = covariates[rows] - covariates[treated & rows].mean(axis=0)
    arm = treated[rows] * 1.0
    design = np.column_stack([np.ones(rows.sum()), arm, x, x * arm[:, None]])
    assert result.contrast.estimate == pytest.approx(sm.OLS(outcome[rows], design).fit().params[1])


def test_adjustment_takes_out_what_near_matches_leave():
    bias = {True: [], False: []}
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(300, 1))
        treated = rng.random(300) < 1 / (1 + np.exp(-0.8 * x[:, 0]))
        outcome = 3 * x[:, 0] + rng.normal(size=300)
        for adjusted in bias:
            result = estimate_matched(outcome, treated, x, adjusted=adjusted)
            bias[adjusted].append(result.contrast.estimate)
    error = np.std(bias[True]) / np.sqrt(60)
    assert abs(np.mean(bias[True])) < 4 * error < np.mean(bias[False])


def test_people_used_again_have_the_variance_of_abadie_and_imbens():
    # AI (2006), theorem 7, written out for one match: Σ(gain - τ)² + Σ K(K - 1) σ²
    outcome, treated, covariates = simulated(7)
    result = estimate_matched(outcome, treated, covariates, replacement=True)
    score = estimate_propensity(treated, covariates).probabilities
    inside = np.flatnonzero(~treated)
    gain = np.array([outcome[i] - outcome[inside[np.abs(score[inside] - score[i]).argmin()]]
                     for i in np.flatnonzero(treated)])  # fmt: skip
    times = np.bincount(result.pairs[:, 1], minlength=90)
    spread = np.zeros(90)
    for j in inside:
        others = inside[inside != j]
        near = others[np.argsort(np.abs(score[others] - score[j]))[:2]]
        spread[j] = 2 / 3 * (outcome[j] - outcome[near].mean()) ** 2
    variance = ((gain - gain.mean()) ** 2).sum() + (times * (times - 1) * spread).sum()
    assert result.contrast.estimate == pytest.approx(gain.mean())
    assert result.contrast.std_error == pytest.approx(np.sqrt(variance) / len(gain))


@pytest.mark.parametrize("distance", ["propensity", "mahalanobis"])
@pytest.mark.parametrize("replacement", [True, False])
@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 3.0, 1e6]))
def test_order_and_unit(distance, replacement, seed, unit):
    outcome, treated, covariates = simulated(seed, n=60)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    rule = {"distance": distance, "replacement": replacement}
    base = estimate_matched(outcome, treated, covariates, **rule)
    order = np.random.default_rng(seed).permutation(60)
    shuffled = estimate_matched(outcome[order], treated[order], covariates[order], **rule)
    scaled = estimate_matched(outcome * unit, treated, covariates * [unit, 2] + unit, **rule)
    assert shuffled.contrast.estimate == pytest.approx(base.contrast.estimate)
    assert {tuple(order[pair]) for pair in shuffled.pairs} == {tuple(pair) for pair in base.pairs}
    assert scaled.contrast.estimate == pytest.approx(base.contrast.estimate * unit, rel=1e-7, abs=1e-9 * unit)
    assert scaled.contrast.std_error == pytest.approx(base.contrast.std_error * unit, rel=1e-7)
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_order_of_choosing_matters_where_people_compete():
    outcome, treated, covariates = simulated(8)
    largest = estimate_matched(outcome, treated, covariates)
    smallest = estimate_matched(outcome, treated, covariates, order="smallest")
    assert not np.array_equal(largest.pairs, smallest.pairs)


def test_undefined_problems_are_refused():
    outcome, treated, covariates = simulated(1)
    groups = np.where(treated, "here", "there")
    cases = {
        "no-match": lambda: estimate_matched(outcome, treated, covariates, exact=groups),
        "not-a-count": lambda: estimate_matched(outcome, treated, covariates, ratio=0),
        "missing-group": lambda: estimate_matched(outcome, treated, covariates, exact=[None] * 90),
        "separation": lambda: estimate_matched(outcome, treated, covariates + 9 * treated[:, None]),
        "collinear-covariates": lambda: estimate_matched(outcome, treated, covariates[:, [0, 0]]),
        "no-variation": lambda: estimate_matched(np.zeros(90), treated, covariates),
        "empty-arm": lambda: estimate_matched(outcome, treated | True, covariates),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id


@pytest.mark.full
def test_intervals_of_adjusted_pairs_cover():
    hits = 0
    for seed in range(1_000):
        outcome, treated, covariates = simulated(seed, n=200)
        contrast = estimate_matched(outcome, treated, covariates, caliper=0.2, adjusted=True).contrast
        hits += contrast.conf_low <= 1 <= contrast.conf_high
    assert hits >= 0.935 * 1_000
