"""Models under doubly robust differences: statsmodels' logit and weighted least squares, and exact balance."""

import numpy as np
import pytest
import statsmodels.api as sm

from idmaj.effects.panel.nuisance import (
    SignedMean,
    calibrate_odds,
    combine_means,
    estimate_odds,
    estimate_outcome_model,
)
from idmaj.errors import EstimationError

RNG = np.random.default_rng(6)
X = np.column_stack([np.ones(80), RNG.normal(size=(80, 2))])
ARM = RNG.random(80) < 0.4
WEIGHTS = RNG.uniform(0.5, 2, 80)
Y = X @ [1.0, 2.0, -1.0] + RNG.normal(size=80)


def test_odds_are_those_of_statsmodels():
    odds = estimate_odds(ARM, X, WEIGHTS)
    fit = sm.GLM(ARM.astype(float), X, family=sm.families.Binomial(), freq_weights=WEIGHTS).fit(tol=1e-13)
    assert odds.odds[~ARM] == pytest.approx(np.exp(X[~ARM] @ fit.params), rel=1e-9)
    assert not odds.odds[ARM].any()
    scores = X * (WEIGHTS * (ARM - fit.fittedvalues))[:, None]
    assert odds.influence == pytest.approx(scores @ fit.cov_params(), abs=1e-9)


def test_calibrated_odds_balance_exactly():
    odds = calibrate_odds(ARM, X, WEIGHTS)
    assert (WEIGHTS * odds.odds) @ X == pytest.approx(WEIGHTS[ARM] @ X[ARM], rel=1e-9)
    slopes = np.linalg.lstsq(X[~ARM], np.log(odds.odds[~ARM]), rcond=None)[0]
    assert X[~ARM] @ slopes == pytest.approx(np.log(odds.odds[~ARM]), abs=1e-9)
    with pytest.raises(EstimationError) as caught:
        calibrate_odds(ARM, X + np.outer(ARM, [0, 20, 0]), WEIGHTS)
    assert caught.value.message_id == "infeasible-moments"


def test_outcome_model_is_weighted_least_squares_with_its_sandwich():
    model = estimate_outcome_model(Y, X, weights=WEIGHTS, rows=~ARM)
    fit = sm.WLS(Y[~ARM], X[~ARM], weights=WEIGHTS[~ARM]).fit(cov_type="HC0")
    assert model.predicted == pytest.approx(X @ fit.params, rel=1e-10)
    assert model.influence.T @ model.influence == pytest.approx(fit.cov_params(), rel=1e-9)
    with pytest.raises(EstimationError) as caught:
        estimate_outcome_model(Y, X, weights=WEIGHTS, rows=np.arange(80) < 2)
    assert caught.value.message_id == "too-few-people"


def test_signed_means_add_up():
    ones = np.ones(80)
    terms = [SignedMean(1.0, ARM * ones, Y), SignedMean(-1.0, ~ARM * ones, Y)]
    estimate, influence = combine_means(terms, X, odds=None)
    assert estimate == pytest.approx(Y[ARM].mean() - Y[~ARM].mean())
    assert influence @ influence == pytest.approx(
        Y[ARM].var() / ARM.sum() + Y[~ARM].var() / (~ARM).sum(), rel=1e-12
    )
