"""Tests of trends before treatment agree with closed forms and with simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.panel.pre_trends import estimate_pre_trend, find_detectable_slope, find_pre_test_power
from idmaj.errors import EstimationError

TIMES = np.array([-4.0, -3.0, -2.0, 0.0, 1.0])
ERRORS = np.array([0.12, 0.10, 0.08, 0.07, 0.10])
INDEPENDENT = np.diag(ERRORS**2)


def correlated(correlation):
    return np.outer(ERRORS, ERRORS) * (correlation + (1 - correlation) * np.eye(5))


def test_one_estimate_is_a_t_test():
    test = estimate_pre_trend([0.3, 1.0], np.diag([0.04, 1.0]), event_times=[-2, 0], df=9)
    assert test.statistic == pytest.approx(1.5**2)
    assert test.p_value == pytest.approx(2 * stats.t.sf(1.5, 9))
    assert (test.df_numerator, test.df_denominator) == (1, 9)
    half = stats.t.ppf(0.975, 9) * 0.2
    assert (test.conf_low, test.conf_high) == pytest.approx((0.3 - half, 0.3 + half), abs=0.01)


def test_joint_test_is_hotellings_and_reads_only_what_comes_before():
    beta = np.array([0.1, -0.05, 0.02, 9.0, 9.0])
    test = estimate_pre_trend(beta, INDEPENDENT, event_times=TIMES, df=20)
    wald = ((beta / ERRORS)[:3] ** 2).sum()
    assert test.statistic == pytest.approx(wald / 3 * 18 / 20)
    assert test.p_value == pytest.approx(stats.f.sf(wald / 3 * 18 / 20, 3, 18))
    assert (test.largest, test.largest_time) == (0.1, -4.0)
    normal = estimate_pre_trend(beta, INDEPENDENT, event_times=TIMES)
    assert normal.p_value == pytest.approx(stats.chi2.sf(wald, 3))


def test_band_covers_all_at_once():
    # Independent normal estimates: the sup-t multiple solves (2Φ(c) - 1)^3 = 0.95.
    test = estimate_pre_trend(np.zeros(5), INDEPENDENT, event_times=TIMES)
    multiple = stats.norm.ppf((1 + 0.95 ** (1 / 3)) / 2)
    assert test.conf_high == pytest.approx(multiple * 0.12, rel=0.01)
    again = estimate_pre_trend(np.zeros(5), INDEPENDENT, event_times=TIMES)
    assert again == test


@pytest.mark.parametrize("slope", [0.0, 0.03, 0.07, 0.2])
def test_power_of_independent_estimates_has_a_closed_form(slope):
    shift = slope * (TIMES[:3] + 1) / ERRORS[:3]
    unnoticed = np.prod(stats.norm.cdf(1.96 - shift) - stats.norm.cdf(-1.96 - shift))
    power = find_pre_test_power(slope, INDEPENDENT, event_times=TIMES)
    assert power == pytest.approx(1 - unnoticed, abs=2e-5)
    joint = find_pre_test_power(slope, INDEPENDENT, event_times=TIMES, rule="joint")
    expected = stats.ncx2.sf(stats.chi2.ppf(0.95, 3), 3, shift @ shift) if slope else 0.05
    assert joint == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("rule", ["any", "joint"])
def test_detectable_slope_is_detected_as_often_as_asked(rule):
    vcov = correlated(0.6)
    slope = find_detectable_slope(vcov, TIMES, power=0.8, rule=rule)
    draws = np.random.default_rng(0).multivariate_normal(slope * (TIMES + 1), vcov, size=40_000)[:, :3]
    if rule == "any":
        noticed = (np.abs(draws / ERRORS[:3]) > stats.norm.ppf(0.975)).any(axis=1)
    else:
        wald = np.einsum("ij,jk,ik->i", draws, np.linalg.inv(vcov[:3, :3]), draws)
        noticed = wald > stats.chi2.ppf(0.95, 3)
    assert noticed.mean() == pytest.approx(0.8, abs=0.008)


@settings(max_examples=200)
@given(correlation=st.floats(0, 0.95), scale=st.floats(1e-6, 1e6), power=st.floats(0.3, 0.95))
def test_unit_of_measurement_scales_the_slope(correlation, scale, power):
    vcov = correlated(correlation)
    one = find_detectable_slope(vcov, TIMES, power=power, rule="joint")
    two = find_detectable_slope(scale**2 * vcov, TIMES, power=power, rule="joint")
    assert two == pytest.approx(scale * one, rel=1e-6)
    more = find_detectable_slope(vcov, TIMES, power=min(0.99, power + 0.04), rule="joint")
    assert more > one


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.1], [[1.0]], [0]), "no-period-before"),
        (([0.1, 0.2], [[1.0, 1.0], [1.0, 1.0]], [-3, -2]), "not-identified"),
        (([0.1, 0.2], [[1.0, 0], [0, 0]], [-3, -2]), "no-variation"),
        (([0.1, np.nan], np.eye(2), [-3, -2]), "not-finite"),
        (([0.1], np.eye(2), [-3, -2]), "unequal-lengths"),
    ],
)
def test_what_cannot_be_tested_is_named(arguments, message):
    beta, vcov, times = arguments
    with pytest.raises(EstimationError, match=message):
        estimate_pre_trend(beta, vcov, event_times=times)


def test_more_estimates_than_clusters_and_power_below_size_are_refused():
    with pytest.raises(EstimationError, match="too-few-groups"):
        estimate_pre_trend(np.zeros(5), INDEPENDENT, event_times=TIMES, df=2)
    with pytest.raises(EstimationError, match="confidence-level"):
        find_detectable_slope(INDEPENDENT, TIMES, power=0.05)
