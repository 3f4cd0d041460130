"""Weighting recovers the known numbers for the 185 recipients against 15,992 men of a survey.

Expected numbers: R 4.2.2, glm and the stacked estimating equations written out (cross-checked in Python by
whoever computed them). The raw difference is -8,498 US dollars, the experiment says +1,794.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.weighting import estimate_ipw_att, estimate_propensity, summarise_weights
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


def test_overlap_counts_the_treated_inside_the_comparison_range(nsw_cps):
    propensity = estimate_propensity(nsw_cps.treated, nsw_cps.covariates)
    assert propensity.overlap_share == 1.0
    assert propensity.probabilities[nsw_cps.treated == 0].max() == pytest.approx(0.488389718035776, rel=1e-10)
    # propensity rises with x: two of five treated lie above every comparison person
    treated = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]
    assert estimate_propensity(treated, np.arange(10.0)[:, None]).overlap_share == pytest.approx(2 / 5)


def test_weights_are_summarised_by_kish():
    summary = summarise_weights([9.0, 1.0, 3.0, 0.0], [True, False, False, False])
    assert summary.weights == pytest.approx([1, 0.25, 0.75, 0])
    assert summary.effective_size == pytest.approx(16 / 10)
    assert summary.largest_share == 0.75
    equal = summarise_weights(np.ones(12), np.arange(12) < 2)
    assert (equal.effective_size, equal.largest_share) == pytest.approx((10, 0.1))


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
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_undefined_problems_are_refused():
    outcome, treated, covariates = simulated(1)
    cases = {
        "separation": lambda: estimate_ipw_att(outcome, treated, covariates + 9 * treated[:, None]),
        "collinear-covariates": lambda: estimate_ipw_att(outcome, treated, covariates[:, [0, 0]]),
        "empty-arm": lambda: estimate_ipw_att(outcome, treated | True, covariates),
        "no-weight": lambda: summarise_weights([1.0, 0.0], [1, 0]),
        "no-variation": lambda: estimate_ipw_att(np.zeros(150), treated, covariates),
        "not-finite": lambda: estimate_ipw_att(np.full(150, np.nan), treated, covariates),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
