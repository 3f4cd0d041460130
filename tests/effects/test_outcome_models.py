"""Imputing what the treated would have had agrees with R; both outcome models have the errors they claim.

Expected number: R 4.2.2, lm in the 15,992 men of the survey, predicted for the 185 recipients.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.outcome_models import estimate_imputed_att, predict_outcome
from idmaj.errors import EstimationError


def test_nsw_cps_agrees_with_r(nsw_cps):
    result = estimate_imputed_att(nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates)
    assert result.estimate == pytest.approx(689.858136287585, rel=1e-9)


def simulated(seed: int, n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    treated = rng.random(n) < 1 / (1 + np.exp(-0.6 * covariates[:, 0]))
    outcome = rng.random(n) < 1 / (1 + np.exp(0.3 - 0.6 * covariates[:, 1]))
    return outcome.astype(float), treated, covariates


@pytest.mark.parametrize("model", ["linear", "logit"])
def test_predictions_agree_with_statsmodels(model):
    outcome, treated, covariates = simulated(1)
    design = sm.add_constant(covariates)
    weight = np.random.default_rng(2).random(120) + 0.2
    ours = predict_outcome(outcome, design, fitted_to=~treated, weight=weight, model=model)
    if model == "linear":
        peer = sm.WLS(outcome[~treated], design[~treated], weights=weight[~treated]).fit(cov_type="HC0")
    else:
        family = sm.families.Binomial()
        peer = sm.GLM(outcome[~treated], design[~treated], family=family, freq_weights=weight[~treated]).fit(
            tol=1e-14
        )
    assert ours.values == pytest.approx(peer.predict(design), rel=1e-8)
    if model == "linear":
        assert ours.influence.T @ ours.influence == pytest.approx(peer.cov_params(), rel=1e-8)


@pytest.mark.parametrize("model", ["linear", "logit"])
def test_error_is_the_sandwich_of_the_stacked_equations(model):
    outcome, treated, covariates = simulated(3)
    design = np.column_stack([np.ones(120), covariates])
    result = estimate_imputed_att(outcome, treated, covariates, outcome_model=model)

    def mean(b):
        return design @ b if model == "linear" else 1 / (1 + np.exp(-design @ b))

    def moments(theta):
        left = outcome - mean(theta[:3])
        return np.column_stack([design * (~treated * left)[:, None], treated * (left - theta[3])])

    theta = np.zeros(4)
    for _ in range(30):
        theta = theta - np.linalg.solve(jacobian(moments, theta), moments(theta).sum(axis=0))
    influence = np.linalg.solve(jacobian(moments, theta), moments(theta).T)[-1]
    assert result.estimate == pytest.approx(theta[3], rel=1e-8)
    assert result.std_error == pytest.approx(np.sqrt(influence @ influence), rel=1e-6)


def jacobian(moments, theta: np.ndarray) -> np.ndarray:
    steps = np.eye(len(theta)) * 1e-6
    return np.array([(moments(theta + s).sum(0) - moments(theta - s).sum(0)) / 2e-6 for s in steps]).T


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 3.0, 1e6]))
def test_order_and_unit(seed, unit):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    base = estimate_imputed_att(outcome, treated, covariates, small_sample=True)
    order = np.random.default_rng(seed).permutation(120)
    shuffled = estimate_imputed_att(outcome[order], treated[order], covariates[order], small_sample=True)
    scaled = estimate_imputed_att(outcome * unit, treated, covariates * unit - unit, small_sample=True)
    for field in ("estimate", "std_error", "df"):
        assert getattr(shuffled, field) == pytest.approx(getattr(base, field), abs=1e-9)
    assert (scaled.estimate, scaled.std_error) == pytest.approx((base.estimate * unit, base.std_error * unit))
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_undefined_problems_are_refused():
    outcome, treated, covariates = simulated(1)
    of_arm = np.where(treated, covariates[:, 1], 1.0)[:, None]
    cases = {
        "not-binary": lambda: estimate_imputed_att(outcome * 2, treated, covariates, outcome_model="logit"),
        "separation": lambda: estimate_imputed_att(
            np.where(treated, outcome, 0), treated, covariates, outcome_model="logit"
        ),
        "collinear-covariates": lambda: estimate_imputed_att(outcome, treated, of_arm),
        "no-weight": lambda: estimate_imputed_att(outcome, treated, covariates, weights=~treated * 1.0),
        "too-few-people": lambda: estimate_imputed_att(outcome, np.arange(120) > 1, covariates),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
