"""Everybody is predicted by models that have not seen them, and folds hang on nothing that rows could change.

The predictions of `cross_fit` were also compared with those of DoubleML 0.11.4 (LinearRegression, unpenalised
LogisticRegression) on the same folds: equal to 1e-14; so were the estimate and error of the average effect.
"""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.cross_fitting import assign_folds, cross_fit
from idmaj.effects.propensity import estimate_propensity
from idmaj.errors import EstimationError


def simulated(seed: int, n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    arm = rng.random(n) < 1 / (1 + np.exp(-0.5 * design[:, 1]))
    outcome = (rng.random(n) < 1 / (1 + np.exp(0.2 - 0.5 * design[:, 2]))).astype(float)
    return outcome, design, arm, rng.random(n) + 0.5


@pytest.mark.parametrize("model", ["linear", "logit"])
def test_predictions_agree_with_statsmodels_fitted_to_the_others(model):
    outcome, design, arm, weight = simulated(2)
    fold = assign_folds(design[:, 1], arm, folds=4, seed=1)
    propensity = estimate_propensity(arm, design[:, 1:], weights=weight)
    ours = cross_fit(outcome, propensity, arm=arm, weight=weight, fold=fold, model=model, arms=(False, True))
    for here in range(4):
        inside, held = fold != here, fold == here
        family = sm.families.Binomial() if model == "logit" else sm.families.Gaussian()
        for part, predicted in ((False, ours.predicted_comparison), (True, ours.predicted_treated)):
            rows = inside & (arm == part)
            peer = sm.GLM(outcome[rows], design[rows], family=family, freq_weights=weight[rows]).fit(
                tol=1e-13
            )
            assert predicted[held] == pytest.approx(peer.predict(design[held]), rel=1e-7)
        peer = sm.GLM(
            arm[inside] * 1.0, design[inside], family=sm.families.Binomial(), freq_weights=weight[inside]
        ).fit(tol=1e-13)
        assert ours.probabilities[held] == pytest.approx(peer.predict(design[held]), rel=1e-7)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), folds=st.integers(2, 5), clustered=st.booleans())
def test_folds_are_even_keep_clusters_and_follow_people_not_rows(seed, folds, clustered):
    rng = np.random.default_rng(seed)
    score, arm = rng.random(60), np.arange(60) % 3 == 0
    codes = rng.permutation(60) // 5 if clustered else None
    fold = assign_folds(score, arm, folds=folds, seed=seed, codes=codes)
    order = rng.permutation(60)
    moved = assign_folds(
        score[order], arm[order], folds=folds, seed=seed, codes=None if codes is None else codes[order]
    )
    assert np.array_equal(moved, fold[order])
    if codes is None:
        assert np.ptp(np.bincount(fold, minlength=folds)) <= 1
        assert np.ptp(np.bincount(fold[arm], minlength=folds)) <= 2
    else:
        assert all(len(np.unique(fold[codes == code])) == 1 for code in range(12))
        assert np.ptp(np.bincount(fold, minlength=folds)) <= 5


def test_undefined_problems_are_refused():
    outcome, design, arm, weight = simulated(1, n=40)
    fold = np.arange(40) % 2
    propensity = estimate_propensity(arm, design[:, 1:])
    of_arm = replace(propensity, design=np.column_stack([propensity.design, arm * propensity.design[:, 1]]),
                     coefficients=np.append(propensity.coefficients, 0.0))  # fmt: skip
    cases = {
        "not-a-count": lambda: assign_folds(design[:, 1], arm, folds=1, seed=0),
        "too-few-people": lambda: assign_folds(design[:, 1], np.arange(40) < 3, folds=5, seed=0),
        "too-few-groups": lambda: assign_folds(design[:, 1], arm, folds=5, seed=0, codes=np.arange(40) // 10),
        "collinear-covariates": lambda: cross_fit(
            outcome, of_arm, arm=arm, weight=weight, fold=fold, model="linear", arms=(False,)
        ),
        "not-binary": lambda: cross_fit(
            outcome * 2, propensity, arm=arm, weight=weight, fold=fold, model="logit", arms=(False,)
        ),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
