"""Doubly robust estimates agree with the known numbers for NSW recipients against the survey.

Expected numbers: R 4.2.2, glm, lm and the influence function written out: 1,270.98 unnormalised, 1,273.55
normalised, 647.00 for both; with squares and zeros in the propensity alone 1,455.70, 1,422.48 and 774.20.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.treatment.treatment_effects import TreatmentEffect

from idmaj.effects.doubly_robust import estimate_aipw, estimate_aipw_att
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


def test_richer_propensity_agrees_with_r(nsw_cps):
    x = nsw_cps.covariates
    rich = np.column_stack([x, x[:, [0, 1, 6, 7]] ** 2, x[:, 6] == 0, x[:, 7] == 0])
    data = (nsw_cps.re78, nsw_cps.treated, rich)
    normalised = estimate_aipw_att(*data, outcome_covariates=x).contrast
    unnormalised = estimate_aipw_att(*data, outcome_covariates=x, normalised=False).contrast
    assert normalised.estimate == pytest.approx(1422.48184829559, rel=1e-9)
    assert unnormalised.estimate == pytest.approx(1455.69785697454, rel=1e-9)
    assert normalised.std_error == pytest.approx(774.204279450669, rel=1e-9)


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


def test_average_effect_agrees_with_statsmodels():
    # its score is not normalised: the mean of the one that ours is the influence of
    outcome, treated, covariates = simulated(5, n=600)
    covariates = np.column_stack([covariates, np.random.default_rng(6).normal(size=(600, 3))])
    design = sm.add_constant(covariates)
    selection = sm.Logit(treated.astype(float), design).fit(disp=0, tol=1e-14)
    peer = TreatmentEffect(sm.OLS(outcome, design), treated.astype(int), results_select=selection).aipw()
    ours = estimate_aipw(outcome, treated, covariates, estimand="ate").contrast
    assert ours.estimate == pytest.approx(peer.effect[0], abs=0.02 * ours.std_error)
    assert ours.std_error == pytest.approx(peer.results_gmm.bse[0], rel=0.02)


def test_average_effect_is_the_mean_of_the_normalised_score():
    outcome, treated, covariates = simulated(9)
    design = sm.add_constant(covariates)
    p = sm.Logit(treated.astype(float), design).fit(disp=0, tol=1e-14).predict()
    one, zero = (sm.OLS(outcome[a], design[a]).fit().predict(design) for a in (treated, ~treated))
    up, down = treated / p, ~treated / (1 - p)
    expected = (one - zero).mean() + up @ (outcome - one) / up.sum() - down @ (outcome - zero) / down.sum()
    score = one - zero + up * (outcome - one) - down * (outcome - zero)
    ours = estimate_aipw(outcome, treated, covariates, estimand="ate").contrast
    assert ours.estimate == pytest.approx(expected, rel=1e-9)
    assert ours.std_error == pytest.approx(score.std() / np.sqrt(150), rel=1e-9)


def test_without_folds_the_effect_on_the_treated_is_the_one_of_its_own_function():
    data = simulated(4)
    for settings_of in ({}, {"weights": np.arange(150) % 4 + 1.0, "small_sample": True}):
        assert (
            estimate_aipw(*data, **settings_of).contrast == estimate_aipw_att(*data, **settings_of).contrast
        )


@pytest.mark.parametrize("estimand", ["att", "ate"])
@pytest.mark.parametrize("model", ["linear", "logit"])
def test_weights_of_people_that_are_counts_are_copies_in_clusters(estimand, model):
    outcome, treated, covariates = simulated(9)
    outcome = (outcome > np.median(outcome)) * 1.0
    counts = np.random.default_rng(1).integers(1, 3, size=150)
    person = np.repeat(np.arange(150), counts)
    same = {"estimand": estimand, "outcome_model": model}
    weighted = estimate_aipw(outcome, treated, covariates, weights=counts, **same).contrast
    copied = estimate_aipw(
        outcome[person], treated[person], covariates[person], clusters=person, **same
    ).contrast
    assert (weighted.estimate, weighted.std_error) == pytest.approx((copied.estimate, copied.std_error))


@pytest.mark.parametrize("estimand", ["att", "ate"])
def test_cross_fitting_keeps_the_effect_and_clusters_widen_its_error(estimand):
    outcome, treated, covariates = simulated(11, n=2_000)
    plain = estimate_aipw(outcome, treated, covariates, estimand=estimand).contrast
    crossed = estimate_aipw(outcome, treated, covariates, estimand=estimand, folds=5).contrast
    assert crossed.estimate == pytest.approx(plain.estimate, abs=0.15 * plain.std_error)
    assert crossed.std_error == pytest.approx(plain.std_error, rel=0.05)
    assert crossed != estimate_aipw(outcome, treated, covariates, estimand=estimand, folds=5, seed=1).contrast
    twice = (np.tile(outcome, 2), np.tile(treated, 2), np.tile(covariates, (2, 1)))
    clusters = np.tile(np.arange(2_000), 2)
    people = estimate_aipw(*twice, estimand=estimand, folds=5, clusters=clusters).contrast
    assert people.std_error == pytest.approx(plain.std_error, rel=0.05) and people.n_clusters == 2_000


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    unit=st.sampled_from([1e-5, 3.0, 1e6]),
    estimand=st.sampled_from(["att", "ate"]),
)
def test_order_and_unit_of_the_cross_fitted(seed, unit, estimand):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    base = estimate_aipw(outcome, treated, covariates, estimand=estimand, folds=3).contrast
    order = np.random.default_rng(seed).permutation(len(outcome))
    shuffled = estimate_aipw(
        outcome[order], treated[order], covariates[order], estimand=estimand, folds=3
    ).contrast
    scaled = estimate_aipw(
        outcome * unit, treated, covariates * unit - unit, estimand=estimand, folds=3
    ).contrast
    assert (shuffled.estimate, shuffled.std_error) == pytest.approx((base.estimate, base.std_error), abs=1e-8)
    assert scaled.estimate == pytest.approx(base.estimate * unit, rel=1e-6, abs=1e-8 * unit)
    assert scaled.std_error == pytest.approx(base.std_error * unit, rel=1e-6)
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


@pytest.mark.full
@pytest.mark.parametrize("folds", [None, 5])
def test_intervals_cover_with_the_correction_for_small_samples(folds):
    hits = refused = 0
    for seed in range(2_000):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(60, 2))
        treated = rng.random(60) < 1 / (1 + np.exp(0.3 - 0.5 * x[:, 0]))
        earns = rng.random(60) < 1 / (1 + np.exp(-0.5 - 0.4 * x[:, 0]))
        outcome = earns * np.exp(0.4 * x[:, 0] + 0.8 * rng.normal(size=60)) + treated
        try:
            contrast = estimate_aipw(outcome, treated, x, folds=folds, small_sample=True).contrast
        except EstimationError as problem:
            # weights so unequal that no degree of freedom is left
            assert problem.message_id == "too-few-people"
            refused += 1
            continue
        hits += contrast.conf_low <= 1 <= contrast.conf_high
    assert refused <= 0.01 * 2_000
    assert hits >= 0.935 * (2_000 - refused)


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
        "not-binary": lambda: estimate_aipw_att(outcome, treated, covariates, outcome_model="logit"),
        "not-a-count": lambda: estimate_aipw(outcome, treated, covariates, folds=1),
        "too-few-groups": lambda: estimate_aipw(
            outcome, treated, covariates, folds=5, clusters=np.arange(150) % 4
        ),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
