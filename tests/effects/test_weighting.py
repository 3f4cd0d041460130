"""Weighting recovers the known numbers for the 185 recipients against 15,992 men of a survey.

Expected numbers: R 4.2.2, glm and the stacked estimating equations written out (cross-checked in Python by
whoever computed them). The raw difference is -8,498 US dollars, the experiment says +1,794.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.treatment.treatment_effects import TreatmentEffect

from idmaj.effects.propensity import estimate_propensity
from idmaj.effects.weighting import estimate_ipw, estimate_ipw_att, estimate_overlap_weighted
from idmaj.errors import EstimationError


def test_ipw_on_nsw_cps_agrees_with_r(nsw_cps):
    result = estimate_ipw_att(nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates)
    assert result.contrast.estimate == pytest.approx(1180.40784597736, rel=1e-10)
    assert result.contrast.std_error == pytest.approx(644.782058103522, rel=1e-10)
    assert result.comparison.effective_size == pytest.approx(416.666960686846, rel=1e-9)
    assert result.contrast.conf_low < 0 < result.contrast.conf_high


def test_rich_propensity_agrees_with_r(nsw_cps):
    x = nsw_cps.covariates
    rich = np.column_stack([x, x[:, [0, 1, 6, 7]] ** 2, x[:, 6] == 0, x[:, 7] == 0])
    result = estimate_ipw_att(nsw_cps.re78, nsw_cps.treated, rich)
    assert result.contrast.estimate == pytest.approx(1570.19012054402, rel=1e-9)
    assert result.contrast.std_error == pytest.approx(756.22665360008, rel=1e-9)
    assert result.comparison.effective_size == pytest.approx(102.531818431856, rel=1e-8)
    assert estimate_propensity(nsw_cps.treated, rich).probabilities[
        nsw_cps.treated == 0
    ].max() == pytest.approx(0.89149998978024, rel=1e-9)


def simulated(seed: int, n: int = 150) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    treated = rng.random(n) < 1 / (1 + np.exp(0.7 - 0.6 * covariates[:, 0]))
    outcome = covariates[:, 0] + np.exp(covariates[:, 1]) + treated + rng.normal(size=n)
    return outcome, treated, covariates


def sandwich_error(moments, theta: np.ndarray) -> float:
    """Error of the last parameter by Stefanski and Boos' sandwich, the Jacobian by central differences."""
    steps = np.eye(len(theta)) * 1e-6
    bread = np.array([(moments(theta + s).sum(0) - moments(theta - s).sum(0)) / 2e-6 for s in steps]).T
    influence = np.linalg.solve(bread, moments(theta).T)
    return float(np.sqrt((influence[-1] ** 2).sum()))


def test_error_is_the_sandwich_of_the_stacked_equations():
    outcome, treated, covariates = simulated(3)
    design = np.column_stack([np.ones(150), covariates])
    logit = _solve_logit(treated, design)
    odds = np.exp(design @ logit)
    mean_0 = (odds * outcome)[~treated].sum() / odds[~treated].sum()
    effect = outcome[treated].mean() - mean_0

    def moments(theta):
        weights = np.where(treated, 0, np.exp(design @ theta[:3]))
        return np.column_stack(
            [
                design * (treated - 1 / (1 + np.exp(-design @ theta[:3])))[:, None],
                weights * (outcome - theta[3]),
                treated * (outcome - theta[3] - theta[4]),
            ]
        )

    result = estimate_ipw_att(outcome, treated, covariates)
    assert result.contrast.estimate == pytest.approx(effect, rel=1e-9)
    expected = sandwich_error(moments, np.array([*logit, mean_0, effect]))
    assert result.contrast.std_error == pytest.approx(expected, rel=1e-6)


def _solve_logit(treated: np.ndarray, design: np.ndarray) -> np.ndarray:
    b = np.zeros(design.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ b))
        b = b + np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (treated - p))
    return b


def test_average_effect_agrees_with_statsmodels():
    # its ipw is normalised, and its error stacks the same equations by GMM
    outcome, treated, covariates = simulated(5)
    covariates = np.column_stack([covariates, np.random.default_rng(6).normal(size=(150, 3))])
    design = sm.add_constant(covariates)
    selection = sm.Logit(treated.astype(float), design).fit(disp=0, tol=1e-14)
    peer = TreatmentEffect(sm.OLS(outcome, design), treated.astype(int), results_select=selection).ipw()
    ours = estimate_ipw(outcome, treated, covariates, estimand="ate").contrast
    assert ours.estimate == pytest.approx(peer.effect[0], rel=1e-9)
    assert ours.std_error == pytest.approx(peer.results_gmm.bse[0], rel=1e-5)


def test_overlap_weights_balance_exactly_and_carry_the_error_of_the_propensity():
    outcome, treated, covariates = simulated(7)
    result = estimate_overlap_weighted(outcome, treated, covariates)
    weights = result.comparison.weights
    # Li, Morgan and Zaslavsky (2018), theorem 3
    assert weights[treated] @ covariates[treated] == pytest.approx(weights[~treated] @ covariates[~treated])
    design = np.column_stack([np.ones(150), covariates])
    logit = _solve_logit(treated, design)

    def moments(theta):
        p = 1 / (1 + np.exp(-design @ theta[:3]))
        return np.column_stack(
            [
                design * (treated - p)[:, None],
                ~treated * p * (outcome - theta[3]),
                treated * (1 - p) * (outcome - theta[3] - theta[4]),
            ]
        )

    mean_0 = weights[~treated] @ outcome[~treated]
    theta = np.array([*logit, mean_0, weights[treated] @ outcome[treated] - mean_0])
    assert np.abs(moments(theta).sum(axis=0)).max() < 1e-8
    assert result.contrast.estimate == pytest.approx(theta[-1], rel=1e-9)
    assert result.contrast.std_error == pytest.approx(sandwich_error(moments, theta), rel=1e-6)


@pytest.mark.parametrize("estimand", ["att", "ate", "overlap"])
def test_weights_of_people_that_are_counts_are_copies_in_clusters(estimand):
    outcome, treated, covariates = simulated(9)
    counts = np.random.default_rng(1).integers(0, 3, size=150)
    person = np.repeat(np.arange(150), counts)
    weighted = estimate_ipw(outcome, treated, covariates, estimand=estimand, weights=counts).contrast
    copied = estimate_ipw(
        outcome[person], treated[person], covariates[person], estimand=estimand, clusters=person
    ).contrast
    assert (weighted.estimate, weighted.std_error) == pytest.approx((copied.estimate, copied.std_error))
    assert copied.n_clusters == len(np.unique(person)) and weighted.n_clusters is None


def test_correction_for_small_samples_only_widens():
    outcome, treated, covariates = simulated(2, n=60)
    plain = estimate_ipw_att(outcome, treated, covariates)
    small = estimate_ipw_att(outcome, treated, covariates, small_sample=True)
    assert np.isinf(plain.contrast.df) and 20 < small.contrast.df < 58
    assert small.contrast.estimate == plain.contrast.estimate
    assert 1 < small.contrast.std_error / plain.contrast.std_error < 1.05


@pytest.mark.full
def test_intervals_cover_with_the_correction_for_small_samples():
    hits = {"plain": 0, "small": 0}
    for seed in range(2_000):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(60, 2))
        treated = rng.random(60) < 1 / (1 + np.exp(0.3 - 0.5 * x[:, 0]))
        earns = rng.random(60) < 1 / (1 + np.exp(-0.5 - 0.4 * x[:, 0]))
        outcome = earns * np.exp(0.4 * x[:, 0] + 0.8 * rng.normal(size=60)) + treated
        for name, small in (("plain", False), ("small", True)):
            contrast = estimate_ipw_att(outcome, treated, x, small_sample=small).contrast
            hits[name] += contrast.conf_low <= 1 <= contrast.conf_high
    assert hits["small"] >= 0.935 * 2_000
    assert hits["small"] > hits["plain"]


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 3.0, 1e6]))
def test_order_and_unit(seed, unit):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    base = estimate_ipw_att(outcome, treated, covariates)
    order = np.random.default_rng(seed).permutation(len(outcome))
    shuffled = estimate_ipw_att(outcome[order], treated[order], covariates[order])
    scaled = estimate_ipw_att(outcome * unit, treated, covariates * unit + 2 * unit)
    assert shuffled.contrast.estimate == pytest.approx(base.contrast.estimate, abs=1e-9)
    assert shuffled.comparison.weights == pytest.approx(base.comparison.weights[order])
    assert scaled.contrast.estimate == pytest.approx(base.contrast.estimate * unit, rel=1e-7, abs=1e-9 * unit)
    assert scaled.contrast.std_error == pytest.approx(base.contrast.std_error * unit, rel=1e-7)
    flipped = estimate_overlap_weighted(outcome, ~treated, covariates).contrast
    overlap = estimate_overlap_weighted(outcome, treated, covariates).contrast
    assert (flipped.estimate, flipped.std_error) == pytest.approx((-overlap.estimate, overlap.std_error))
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_undefined_problems_are_refused():
    outcome, treated, covariates = simulated(1)
    cases = {
        "separation": lambda: estimate_ipw_att(outcome, treated, covariates + 9 * treated[:, None]),
        "collinear-covariates": lambda: estimate_ipw_att(outcome, treated, covariates[:, [0, 0]]),
        "empty-arm": lambda: estimate_ipw_att(outcome, treated | True, covariates),
        "negative-weights": lambda: estimate_ipw_att(outcome, treated, covariates, weights=outcome),
        "too-few-groups": lambda: estimate_ipw_att(outcome, treated, covariates, clusters=np.zeros(150)),
        "no-variation": lambda: estimate_ipw_att(np.zeros(150), treated, covariates),
        "not-finite": lambda: estimate_ipw_att(np.full(150, np.nan), treated, covariates),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
