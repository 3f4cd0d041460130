"""Doubly robust estimates agree with the known numbers for NSW recipients against the survey.

Expected numbers: R 4.2.2, glm, lm and the influence function written out: 1,270.98 unnormalised, 1,273.55
normalised, 647.00 for both.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.doubly_robust import estimate_aipw_att
from idmaj.errors import EstimationError


def test_nsw_cps_agrees_with_r(nsw_cps):
    data = (nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates)
    normalised = estimate_aipw_att(*data).contrast
    unnormalised = estimate_aipw_att(*data, normalised=False).contrast
    assert normalised.estimate == pytest.approx(1273.55059756766, rel=1e-9)
    assert unnormalised.estimate == pytest.approx(1270.98039397826, rel=1e-9)
    assert normalised.std_error == pytest.approx(647.000592420767, rel=1e-9)
    assert unnormalised.std_error == pytest.approx(647.000592420767, rel=1e-9)
    # the shipped study's interval, "about 5 to 2,542"
    assert (round(normalised.conf_low), round(normalised.conf_high)) == (5, 2542)
    stacked = estimate_aipw_att(*data, errors="stacked").contrast
    assert stacked.estimate == normalised.estimate
    assert stacked.std_error == pytest.approx(normalised.std_error, rel=0.01)


def simulated(seed: int, n: int = 150) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    treated = rng.random(n) < 1 / (1 + np.exp(0.7 - 0.6 * covariates[:, 0]))
    outcome = covariates[:, 0] + np.exp(covariates[:, 1]) + treated + rng.normal(size=n)
    return outcome, treated, covariates


def test_stacked_error_is_the_sandwich_of_the_stacked_equations():
    outcome, treated, covariates = simulated(3)
    design = np.column_stack([np.ones(150), covariates])
    logit = np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ logit))
        logit = logit + np.linalg.solve(
            design.T @ (design * (p * (1 - p))[:, None]), design.T @ (treated - p)
        )
    line = np.linalg.lstsq(design[~treated], outcome[~treated], rcond=None)[0]
    residual, odds = outcome - design @ line, np.where(treated, 0, np.exp(design @ logit))
    shift = odds @ residual / odds.sum()
    effect = residual[treated].mean() - shift
    theta = np.array([*logit, *line, shift, effect])

    def moments(theta):
        weights = np.where(treated, 0, np.exp(design @ theta[:3]))
        left = outcome - design @ theta[3:6]
        return np.column_stack(
            [
                design * (treated - 1 / (1 + np.exp(-design @ theta[:3])))[:, None],
                design * (~treated * left)[:, None],
                weights * (left - theta[6]),
                treated * (left - theta[6] - theta[7]),
            ]
        )

    steps = np.eye(8) * 1e-6
    bread = np.array([(moments(theta + s).sum(0) - moments(theta - s).sum(0)) / 2e-6 for s in steps]).T
    influence = np.linalg.solve(bread, moments(theta).T)[-1]
    result = estimate_aipw_att(outcome, treated, covariates, errors="stacked").contrast
    assert result.estimate == pytest.approx(effect, rel=1e-9)
    assert result.std_error == pytest.approx(np.sqrt(influence @ influence), rel=1e-6)


def test_one_right_model_is_enough():
    # outcome linear in x, treatment not logit in x: the truth is 1 in every world
    estimates = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(400, 1))
        treated = rng.random(400) < np.where(np.abs(x[:, 0]) > 1, 0.6, 0.2)
        outcome = 3 * x[:, 0] + treated + rng.normal(size=400)
        estimates.append(estimate_aipw_att(outcome, treated, x).contrast.estimate)
    error = np.std(estimates) / np.sqrt(200)
    assert abs(np.mean(estimates) - 1) < 4 * error


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 3.0, 1e6]), stacked=st.booleans())
def test_order_and_unit(seed, unit, stacked):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    errors = "stacked" if stacked else "influence"
    base = estimate_aipw_att(outcome, treated, covariates, errors=errors).contrast
    order = np.random.default_rng(seed).permutation(len(outcome))
    shuffled = estimate_aipw_att(outcome[order], treated[order], covariates[order], errors=errors).contrast
    scaled = estimate_aipw_att(outcome * unit, treated, covariates * unit - unit, errors=errors).contrast
    assert (shuffled.estimate, shuffled.std_error) == pytest.approx((base.estimate, base.std_error), abs=1e-9)
    assert scaled.estimate == pytest.approx(base.estimate * unit, rel=1e-7, abs=1e-9 * unit)
    assert scaled.std_error == pytest.approx(base.std_error * unit, rel=1e-7)
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_undefined_problems_are_refused():
    outcome, treated, covariates = simulated(1)
    copied = np.column_stack([covariates, np.where(treated, covariates[:, 1], covariates[:, 0])])
    cases = {
        "stacked-unnormalised": lambda: estimate_aipw_att(
            outcome, treated, covariates, errors="stacked", normalised=False
        ),
        "separation": lambda: estimate_aipw_att(outcome, treated, covariates + 9 * treated[:, None]),
        "collinear-covariates": lambda: estimate_aipw_att(outcome, treated, copied),
        "too-few-people": lambda: estimate_aipw_att(
            np.arange(6.0), [1, 0, 1, 1, 0, 1], np.arange(6.0)[:, None]
        ),
        "empty-arm": lambda: estimate_aipw_att(outcome, treated & False, covariates),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
