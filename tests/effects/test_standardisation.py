"""Standardised risks agree with R on the 432 men of Rossi, Berk & Lenihan.

Expected numbers: R 4.2.2, glm and delta method written out, with vcov(fit) and with sandwich's HC0. R stops its
iterations at a deviance change of 1e-8, hence 1e-5 for errors.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.standardisation import estimate_standardised_risks
from idmaj.errors import EstimationError


def test_rossi_agrees_with_r(rossi):
    result = estimate_standardised_risks(rossi.arrest, rossi.aid, rossi.covariates)
    assert result.risk_treated == pytest.approx(0.224194743250309, rel=1e-8)
    assert result.risk_comparison == pytest.approx(0.303357521214331, rel=1e-8)
    difference, ratio = result.difference, result.ratio
    assert difference.estimate == pytest.approx(-0.0791627779640213, rel=1e-8)
    assert difference.std_error == pytest.approx(0.0410630563587396, rel=1e-5)
    assert difference.conf_low == pytest.approx(-0.159644889522289, abs=1e-6)
    assert difference.conf_high == pytest.approx(0.00131933359424682, abs=1e-6)
    assert ratio.estimate == pytest.approx(0.739044617561697, rel=1e-8)
    assert ratio.std_error == pytest.approx(0.158911078605861, rel=1e-5)
    assert (ratio.conf_low, ratio.conf_high) == pytest.approx((0.541259214636691, 1.00910419994149), abs=1e-5)
    assert result.fit.coefficients[1] == pytest.approx(-0.437282825891679, rel=1e-8)


def test_rossi_sandwich_agrees_with_r(rossi):
    result = estimate_standardised_risks(rossi.arrest, rossi.aid, rossi.covariates, errors="HC0")
    assert result.difference.std_error == pytest.approx(0.0415197096991573, rel=1e-5)
    assert result.ratio.std_error == pytest.approx(0.160445817609415, rel=1e-5)


def test_without_covariates_the_shares_come_back(rossi):
    result = estimate_standardised_risks(rossi.arrest, rossi.aid, np.empty((432, 0)))
    assert result.risk_treated == pytest.approx(48 / 216)
    assert result.risk_comparison == pytest.approx(66 / 216)
    # R 4.2.2: Wald error of two independent shares, and of the log risk ratio
    assert result.difference.std_error == pytest.approx(0.0422202593219273, rel=1e-9)
    assert result.ratio.std_error == pytest.approx(0.163479629390298, rel=1e-9)


def test_over_the_treated_only_treated_people_are_predicted(rossi):
    result = estimate_standardised_risks(rossi.arrest, rossi.aid, rossi.covariates, over="treated")
    # a logit with an intercept per arm reproduces the arm's own events
    assert result.risk_treated == pytest.approx(48 / 216, rel=1e-9)


def simulated(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    treated = rng.permutation(80) < 40
    covariates = rng.normal(size=(80, 2))
    return rng.random(80) < 1 / (1 + np.exp(0.5 * treated - covariates[:, 0])), treated, covariates


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_order_unit_and_labels(seed):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    base = estimate_standardised_risks(outcome, treated, covariates)
    order = np.random.default_rng(seed).permutation(80)
    shuffled = estimate_standardised_risks(outcome[order], treated[order], covariates[order])
    flipped = estimate_standardised_risks(outcome, ~treated, covariates * 1000 - 7)
    mirrored = estimate_standardised_risks(~outcome, treated, covariates)
    assert shuffled.difference.conf_low == pytest.approx(base.difference.conf_low)
    assert flipped.difference.estimate == pytest.approx(-base.difference.estimate)
    assert flipped.difference.conf_low == pytest.approx(-base.difference.conf_high)
    assert flipped.ratio.estimate == pytest.approx(1 / base.ratio.estimate)
    assert mirrored.difference.estimate == pytest.approx(-base.difference.estimate)
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_an_arm_without_events_is_refused():
    outcome, treated, covariates = simulated(1)
    with pytest.raises(EstimationError, match="separation"):
        estimate_standardised_risks(outcome & ~treated, treated, covariates)
    with pytest.raises(EstimationError, match="empty-arm"):
        estimate_standardised_risks(outcome, treated | True, covariates)
    with pytest.raises(EstimationError, match="collinear-covariates"):
        estimate_standardised_risks(outcome, treated, treated[:, None])


def test_a_small_sample_has_a_wider_error_and_student_s_interval():
    outcome, treated, covariates = simulated(2)
    plain = estimate_standardised_risks(outcome, treated, covariates)
    small = estimate_standardised_risks(outcome, treated, covariates, small_sample=True)
    widened = np.sqrt(80 / 76)  # intercept, arm and two covariates
    for one, other in ((plain.difference, small.difference), (plain.ratio, small.ratio)):
        assert other.std_error == pytest.approx(one.std_error * widened)
        assert other.estimate == one.estimate
    assert small.difference.df == 76
    reach = (small.difference.conf_high - small.difference.conf_low) / 2
    assert reach == pytest.approx(small.difference.std_error * stats.t.ppf(0.975, 76))
