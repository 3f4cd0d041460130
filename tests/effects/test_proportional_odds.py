"""The proportional-odds logit agrees with statsmodels' OrderedModel, and with Woolf where answers are two.

Oracle: statsmodels 0.15.0, OrderedModel(distr="logit"), run here by BFGS to a gradient of 1e-8; for two answers,
R's Woolf interval of the odds ratio in Dehejia and Wahba's 445 men (1.7037, 1.1180 to 2.5961).
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.miscmodels.ordinal_model import OrderedModel

from idmaj.effects.proportional_odds import estimate_proportional_odds
from idmaj.errors import EstimationError


@pytest.fixture
def bands(nsw):
    return np.digitize(nsw.re78, [1e-9, 2000, 6000])


@pytest.mark.filterwarnings("ignore:Maximum Likelihood optimization failed")
def test_bands_of_earnings_agree_with_statsmodels(nsw, bands):
    x = nsw.covariates[:, :3]
    scaled = np.column_stack([nsw.treated, (x - x.mean(axis=0)) / x.std(axis=0)])
    model = OrderedModel(bands, scaled, distr="logit")
    peer = model.fit(method="bfgs", disp=0, gtol=1e-8, maxiter=1000)
    ours = estimate_proportional_odds(bands, nsw.treated, x, robust=False).log_odds
    assert ours.estimate == pytest.approx(peer.params[0], abs=1e-6)
    assert ours.std_error == pytest.approx(peer.bse[0], rel=1e-4)
    sandwich = model.fit(method="bfgs", disp=0, gtol=1e-8, maxiter=1000, cov_type="HC0")
    robust = estimate_proportional_odds(bands, nsw.treated, x).log_odds
    assert robust.std_error * np.sqrt(444 / 445) == pytest.approx(sandwich.bse[0], rel=1e-4)


def test_two_answers_are_a_logit(nsw):
    effect = estimate_proportional_odds(nsw.re78 > 0, nsw.treated, np.empty((445, 0)), robust=False)
    ratio = effect.odds_ratio
    expected = (1.7037037037037, 1.11804922032858, 2.59613463990493)
    assert (ratio.estimate, ratio.conf_low, ratio.conf_high) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_units_and_arms(seed):
    generator = np.random.default_rng(seed)
    y, arm = generator.integers(0, 4, 40), np.arange(40) % 2
    x = generator.normal(size=(40, 1))
    y[:8] = [0, 0, 1, 1, 2, 2, 3, 3]
    order = generator.permutation(40)
    one = estimate_proportional_odds(y, arm, x).log_odds
    other = estimate_proportional_odds(y[order] ** 3 - 5, 1 - arm[order], x[order] * 1000 + 3).log_odds
    assert other.estimate == pytest.approx(-one.estimate, rel=1e-6, abs=1e-8)
    assert other.std_error == pytest.approx(one.std_error, rel=1e-6)
    turned = estimate_proportional_odds(-y, arm, x).log_odds
    assert turned.estimate == pytest.approx(-one.estimate, rel=1e-6, abs=1e-8)


def test_copies_in_a_cluster_add_nothing(nsw, bands):
    plain = estimate_proportional_odds(bands, nsw.treated, nsw.covariates[:, :1]).log_odds
    copied = estimate_proportional_odds(
        np.tile(bands, 2),
        np.tile(nsw.treated, 2),
        np.tile(nsw.covariates[:, :1], (2, 1)),
        clusters=np.tile(np.arange(445), 2),
    ).log_odds
    assert copied.std_error == pytest.approx(plain.std_error, rel=1e-8)
    assert (copied.n_clusters, copied.df) == (445, 444)


@pytest.mark.parametrize(
    ("outcome", "covariates", "message"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 1], np.empty((8, 0)), "no-variation"),
        ([0, 0, 0, 0, 1, 1, 2, 2], np.empty((8, 0)), "separation"),
        ([0, 1, 2, 0, 1, 2, 0, 1], np.ones((8, 1)), "collinear-covariates"),
        ([0, 1, 2, np.nan, 1, 2, 0, 1], np.empty((8, 0)), "not-finite"),
    ],
)
def test_bad_input_is_named(outcome, covariates, message):
    with pytest.raises(EstimationError) as caught:
        estimate_proportional_odds(outcome, [1, 1, 1, 1, 0, 0, 0, 0], covariates)
    assert caught.value.message_id == message
