"""Pooled estimates against R's metafor and published meta-analyses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.pooling.between_variance import estimate_between_interval, estimate_between_variance
from idmaj.effects.pooling.random_effects import estimate_random_effects
from idmaj.errors import EstimationError

# Rubin (1981), Journal of Educational Statistics 6: eight schools.
SCHOOLS = np.array([28, 8, -3, 7, -1, 1, 18, 12.0])
ERRORS = np.array([15, 10, 16, 11, 9, 11, 10, 18.0])
# BCG vaccine trials (Colditz et al. 1994): cases and others, vaccinated and not.
BCG = np.array([
    [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761],
    [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232],
    [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
])  # fmt: skip
LOG_ODDS = np.log(BCG[:, 0] * BCG[:, 3] / (BCG[:, 1] * BCG[:, 2]))
OF_LOG_ODDS = (1 / BCG).sum(axis=1)

effects = st.lists(
    st.tuples(st.floats(-50, 50).map(lambda x: round(x, 3)), st.floats(0.1, 30).map(lambda x: round(x, 3))),
    min_size=2,
    max_size=8,
)


# R 4.2.2, metafor 3.8-1: reference/meta_analysis.json, eight_schools.
def test_eight_schools_by_r():
    wald = estimate_random_effects(SCHOOLS, ERRORS**2, method="DL", interval="wald")
    assert wald.contrast.estimate == pytest.approx(7.68561672495604, abs=1e-12)
    assert wald.contrast.std_error == pytest.approx(4.0719191584023, abs=1e-12)
    assert (wald.q, wald.q_p_value) == pytest.approx((4.70707886440016, 0.695659166635196), abs=1e-12)
    assert wald.is_boundary
    plain = estimate_random_effects(SCHOOLS, ERRORS**2, method="DL", interval="hksj").contrast
    assert plain.std_error == pytest.approx(3.33907262073266, abs=1e-12)
    assert (plain.conf_low, plain.conf_high) == pytest.approx((-0.210035371857895, 15.58126882177), abs=1e-11)


def test_the_error_of_hartung_and_knapp_is_never_below_the_normal_one():
    kept = estimate_random_effects(SCHOOLS, ERRORS**2).contrast
    assert kept.std_error == pytest.approx(4.0719191584023, abs=1e-12)
    assert kept.df == 7


# metafor-project.org, analyses of van Houwelingen et al. (2002): Q-profile interval 0.1302 to 1.1812.
def test_the_interval_of_the_variance_is_that_of_a_published_analysis():
    low, high = estimate_between_interval(LOG_ODDS, OF_LOG_ODDS)
    assert (low, high) == pytest.approx((0.1302, 1.1812), abs=1e-4)  # R's root is found within 1e-4


def _restricted_score(y, v, tau2):
    weights = 1 / (v + tau2)
    mean = weights @ y / weights.sum()
    return weights**2 @ (y - mean) ** 2 - (weights.sum() - weights @ weights / weights.sum())


def test_reml_is_where_its_score_is_zero_and_paule_mandel_where_q_meets_its_mean():
    tau2 = estimate_between_variance(LOG_ODDS, OF_LOG_ODDS, method="REML")
    assert abs(_restricted_score(LOG_ODDS, OF_LOG_ODDS, tau2)) < 1e-9
    fitted = estimate_random_effects(LOG_ODDS, OF_LOG_ODDS, method="PM")
    weights = 1 / (OF_LOG_ODDS + fitted.tau2)
    assert weights @ (LOG_ODDS - fitted.contrast.estimate) ** 2 == pytest.approx(12.0, abs=1e-9)


@pytest.mark.parametrize("method", ["fixed", "DL", "REML", "PM"])
def test_statsmodels_agrees(method):
    from statsmodels.stats.meta_analysis import combine_effects

    theirs = combine_effects(
        LOG_ODDS, OF_LOG_ODDS, method_re="dl" if method in {"DL", "fixed"} else "iterated"
    )
    ours = estimate_random_effects(LOG_ODDS, OF_LOG_ODDS, method=method, interval="wald")
    if method == "fixed":
        assert ours.contrast.std_error == pytest.approx(theirs.sd_eff_w_fe)
    elif method != "REML":  # statsmodels has none
        assert ours.contrast.estimate == pytest.approx(theirs.mean_effect_re, rel=1e-5)
        assert ours.contrast.std_error == pytest.approx(theirs.sd_eff_w_re, rel=1e-5)


@settings(max_examples=200)
@given(effects, st.floats(0.01, 1000), st.randoms(use_true_random=False))
def test_neither_unit_nor_order_changes_anything(cohorts, unit, random):
    y, s = np.array(cohorts).T
    once = estimate_random_effects(y, s**2)
    order = list(range(len(y)))
    random.shuffle(order)
    again = estimate_random_effects(unit * y[order], (unit * s[order]) ** 2)
    scale = unit * (np.abs(y).max() + s.max())
    assert again.contrast.estimate == pytest.approx(unit * once.contrast.estimate, abs=1e-5 * scale)
    assert again.contrast.std_error == pytest.approx(unit * once.contrast.std_error, rel=1e-4)
    assert again.i2 == pytest.approx(once.i2, abs=1e-5)
    np.testing.assert_allclose(again.cohort_effects, unit * once.cohort_effects[order], atol=1e-4 * scale)
    slack = 1e-9 * np.abs([once.contrast.conf_low, once.contrast.conf_high]).max()
    assert once.prediction_low <= once.contrast.conf_low + slack
    assert once.contrast.conf_high <= once.prediction_high + slack
    assert once.tau2_low <= once.tau2_high


def test_bad_input_is_named():
    for y, v, message in (
        ([1.0], [1.0], "one-cohort"),
        ([1.0, 2.0], [1.0, 0.0], "no-variation"),
        ([1.0, np.nan], [1.0, 1.0], "not-finite"),
        ([1.0, 2.0], [1.0], "unequal-lengths"),
    ):
        with pytest.raises(EstimationError, match=message):
            estimate_random_effects(y, v)


def test_cohorts_that_agree_to_the_last_digit_have_no_interval_of_the_variance():
    same = estimate_random_effects([2.0, 2.0, 2.0, 2.0, 2.0], [1.0, 2.0, 3.0, 4.0, 5.0])
    assert same.is_boundary
    assert (same.tau2_low, same.tau2_high) == (0.0, 0.0)


@pytest.mark.full
@pytest.mark.parametrize("k", [3, 5, 10, 40])
@pytest.mark.parametrize("tau", [0.0, 0.5, 2.0])
def test_the_interval_covers(k, tau):
    rng = np.random.default_rng(5)
    draws, covered = 400, 0
    for _ in range(draws):
        s = rng.uniform(0.5, 2.0, k)
        y = 1.0 + tau * rng.standard_normal(k) + s * rng.standard_normal(k)
        contrast = estimate_random_effects(y, s**2).contrast
        covered += contrast.conf_low <= 1.0 <= contrast.conf_high
    print(f"{k} cohorts, tau {tau}: {covered / draws:.3f}")
    assert covered / draws >= 0.91  # 93.5 per cent less two Monte-Carlo errors
