"""Entropy balancing agrees with the known numbers for NSW recipients against the survey.

Expected numbers: R 4.2.2, dual solved by optim and cross-checked in Python: 1,270.735 with an effective size of
417.68. Its standard error has no reference there; it is checked against the stacked equations and a bootstrap.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.balancing import estimate_balanced, estimate_balanced_att, estimate_balancing_weights
from idmaj.errors import EstimationError


def test_nsw_cps_agrees_with_r(nsw_cps):
    result = estimate_balanced_att(nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates)
    assert result.contrast.estimate == pytest.approx(1270.73489410476, rel=1e-10)
    assert result.comparison.effective_size == pytest.approx(417.677350012058, rel=1e-9)
    assert result.comparison.largest_share == pytest.approx(0.00548475552939928, rel=1e-9)
    arm = nsw_cps.treated == 1
    weighted = result.comparison.weights[~arm] @ nsw_cps.covariates[~arm]
    assert weighted == pytest.approx(nsw_cps.covariates[arm].mean(axis=0), rel=1e-10)


def test_more_moments_agree_with_r(nsw_cps):
    x = nsw_cps.covariates
    moments = np.column_stack([x, x[:, [0, 1]] ** 2, x[:, 6] == 0, x[:, 7] == 0])
    result = estimate_balanced_att(nsw_cps.re78, nsw_cps.treated, moments)
    assert result.contrast.estimate == pytest.approx(1466.66061337672, rel=1e-9)
    assert result.comparison.effective_size == pytest.approx(122.174150396608, rel=1e-8)


def simulated(seed: int, n: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    treated = rng.random(n) < 1 / (1 + np.exp(1 - 0.5 * covariates[:, 0]))
    outcome = covariates[:, 0] + np.exp(covariates[:, 1]) + treated + rng.normal(size=n)
    return outcome, treated, covariates


def test_error_is_the_sandwich_of_the_stacked_equations():
    outcome, treated, covariates = simulated(3)
    result = estimate_balanced_att(outcome, treated, covariates)
    weights = result.comparison.weights
    means = covariates[treated].mean(axis=0)
    inside = ~treated
    design = np.column_stack([np.ones(inside.sum()), covariates[inside]])
    tilt = np.linalg.lstsq(design, np.log(weights[inside]), rcond=None)[0][1:]
    mean_0 = weights[inside] @ outcome[inside]
    theta = np.array([*means, *tilt, mean_0, outcome[treated].mean() - mean_0])

    def moments(theta):
        away = covariates - theta[:2]
        tilted = ~treated * np.exp(away @ theta[2:4])
        return np.column_stack(
            [
                treated[:, None] * away,
                tilted[:, None] * away,
                tilted * (outcome - theta[4]),
                treated * (outcome - theta[4] - theta[5]),
            ]
        )

    assert np.abs(moments(theta).sum(axis=0)).max() < 1e-8
    steps = np.eye(6) * 1e-6
    bread = np.array([(moments(theta + s).sum(0) - moments(theta - s).sum(0)) / 2e-6 for s in steps]).T
    influence = np.linalg.solve(bread, moments(theta).T)[-1]
    assert result.contrast.std_error == pytest.approx(np.sqrt(influence @ influence), rel=1e-6)


def test_average_effect_balances_both_arms_and_stacks_their_equations():
    outcome, treated, covariates = simulated(5)
    result = estimate_balanced(outcome, treated, covariates, estimand="ate")
    weights, centre = result.comparison.weights, covariates.mean(axis=0)
    tilts, means = [], []
    for arm in (treated, ~treated):
        assert weights[arm] @ covariates[arm] == pytest.approx(centre, abs=1e-8)
        design = np.column_stack([np.ones(arm.sum()), covariates[arm]])
        tilts.append(np.linalg.lstsq(design, np.log(weights[arm]), rcond=None)[0][1:])
        means.append(weights[arm] @ outcome[arm])
    theta = np.array([*centre, *tilts[0], *tilts[1], means[1], means[0] - means[1]])

    def moments(theta):
        away = covariates - theta[:2]
        one, zero = treated * np.exp(away @ theta[2:4]), ~treated * np.exp(away @ theta[4:6])
        left_0, left_1 = outcome - theta[6], outcome - theta[6] - theta[7]
        return np.column_stack([away, one[:, None] * away, zero[:, None] * away, zero * left_0, one * left_1])

    assert np.abs(moments(theta).sum(axis=0)).max() < 1e-6
    steps = np.eye(8) * 1e-6
    bread = np.array([(moments(theta + s).sum(0) - moments(theta - s).sum(0)) / 2e-6 for s in steps]).T
    influence = np.linalg.solve(bread, moments(theta).T)[-1]
    assert result.contrast.estimate == pytest.approx(theta[-1])
    assert result.contrast.std_error == pytest.approx(np.sqrt(influence @ influence), rel=1e-6)


@pytest.mark.parametrize("estimand", ["att", "ate"])
def test_weights_of_people_that_are_counts_are_copies_in_clusters(estimand):
    outcome, treated, covariates = simulated(9)
    counts = np.random.default_rng(1).integers(0, 3, size=200)
    person = np.repeat(np.arange(200), counts)
    weighted = estimate_balanced(outcome, treated, covariates, estimand=estimand, weights=counts).contrast
    copied = estimate_balanced(
        outcome[person], treated[person], covariates[person], estimand=estimand, clusters=person
    ).contrast
    assert (weighted.estimate, weighted.std_error) == pytest.approx((copied.estimate, copied.std_error))
    given_weights = estimate_balancing_weights(treated, covariates, estimand=estimand, weights=counts).weights
    assert given_weights[counts == 0] == pytest.approx(0)


def test_error_agrees_with_a_bootstrap():
    outcome, treated, covariates = simulated(8, n=600)
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(600):
        i = rng.integers(0, 600, size=600)
        drawn.append(estimate_balanced_att(outcome[i], treated[i], covariates[i]).contrast.estimate)
    error = estimate_balanced_att(outcome, treated, covariates).contrast.std_error
    # the standard deviation of 600 draws is known to 3 %
    assert error == pytest.approx(np.std(drawn), rel=0.12)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 3.0, 1e6]))
def test_order_and_unit(seed, unit):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    base = estimate_balanced_att(outcome, treated, covariates)
    order = np.random.default_rng(seed).permutation(len(outcome))
    shuffled = estimate_balanced_att(outcome[order], treated[order], covariates[order])
    scaled = estimate_balanced_att(outcome * unit, treated, covariates * unit + unit)
    assert shuffled.contrast.estimate == pytest.approx(base.contrast.estimate, abs=1e-8)
    assert scaled.contrast.estimate == pytest.approx(base.contrast.estimate * unit, rel=1e-7, abs=1e-8 * unit)
    assert scaled.contrast.std_error == pytest.approx(base.contrast.std_error * unit, rel=1e-7)
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_means_out_of_reach_are_refused():
    outcome, treated, covariates = simulated(1)
    cases = {
        "infeasible-moments": [
            lambda: estimate_balancing_weights(treated, covariates + 9 * treated[:, None]),
            # on the edge of reach: all treated have the value 0, which only weights of 0 can give
            lambda: estimate_balancing_weights(treated, np.where(treated, 0, covariates[:, 0] > 0)[:, None]),
        ],
        "collinear-covariates": [
            lambda: estimate_balancing_weights(treated, covariates[:, [0, 0]]),
            lambda: estimate_balancing_weights(treated, np.where(treated, covariates[:, 0], 0)[:, None]),
        ],
        "empty-arm": [lambda: estimate_balanced_att(outcome, treated | True, covariates)],
    }
    for message_id, calls in cases.items():
        for call in calls:
            with pytest.raises(EstimationError) as caught:
                call()
            assert caught.value.message_id == message_id
