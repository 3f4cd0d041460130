"""Curves and the log-rank test agree with R's survival package on the 432 men of Rossi, Berk & Lenihan.

Expected numbers: R 4.2.2, survival 3.5-3, survfit(conf.type = "plain" | "log" | "log-log") and survdiff.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff

from idmaj.effects.survival import (
    estimate_kaplan_meier,
    estimate_log_rank,
    estimate_survival,
    estimate_survival_difference,
)
from idmaj.errors import EstimationError

WEEKS = [12, 26, 39, 52]
SURVIVAL = {
    0: (
        [0.953703703703704, 0.851851851851852, 0.787037037037037, 0.694444444444444],
        [0.0142972655449458, 0.0241714817375941, 0.027856256309799, 0.0313427407586264],
        [206, 187, 171, 154],
    ),
    1: (
        [0.958333333333333, 0.898148148148148, 0.837962962962963, 0.777777777777778],
        [0.0135964584773967, 0.0205793464566847, 0.0250722138204397, 0.0282875042898509],
        [209, 194, 182, 168],
    ),
}
LIMITS = {
    ("plain", 0): (
        [0.925681578158205, 0.8044766181932, 0.732439777925714, 0.633013801380761],
        [0.981725829249203, 0.899227085510504, 0.84163429614836, 0.755875087508127],
    ),
    ("plain", 1): (
        [0.931684764400341, 0.857813370267674, 0.788822326862214, 0.722335288157148],
        [0.984981902266325, 0.938482926028622, 0.887103599063712, 0.833220267398407],
    ),
    ("log", 0): (
        [0.926089254532609, 0.805769905076232, 0.734290460612436, 0.635652505728589],
        [0.982141570055476, 0.900569223213639, 0.843572579100925, 0.758674090125691],
    ),
    ("log", 1): (
        [0.932051864925076, 0.858705656985035, 0.790235445641167, 0.724265218905511],
        [0.985355871640903, 0.939402331241432, 0.888573059043111, 0.835244128551559],
    ),
    ("log_log", 0): (
        [0.915665272386917, 0.797063595284022, 0.726190684439168, 0.628288307594275],
        [0.974818949628991, 0.892839581848132, 0.83589445179026, 0.751190933456741],
    ),
    ("log_log", 1): (
        [0.921456293454836, 0.849443615577085, 0.78167046166827, 0.716243778974065],
        [0.978100059347774, 0.931725794095636, 0.880845390152509, 0.827580452505185],
    ),
}


@pytest.mark.parametrize("aid", [0, 1])
@pytest.mark.parametrize("interval", ["plain", "log", "log_log"])
def test_rossi_curves_agree_with_r(rossi, aid, interval):
    arm = rossi.aid == aid
    curve = estimate_kaplan_meier(rossi.week[arm], rossi.arrest[arm])
    result = estimate_survival(curve, WEEKS, interval=interval)
    survival, errors, at_risk = SURVIVAL[aid]
    assert result.estimate == pytest.approx(survival, rel=1e-13)
    assert result.std_error == pytest.approx(errors, rel=1e-12)
    assert list(result.n_at_risk) == at_risk
    assert result.conf_low == pytest.approx(LIMITS[interval, aid][0], rel=1e-12)
    assert result.conf_high == pytest.approx(LIMITS[interval, aid][1], rel=1e-12)
    assert result.n_events[-1] == {0: 66, 1: 48}[aid]


def test_left_limit_leaves_out_what_happens_at_the_horizon():
    curve = estimate_kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1])
    value = estimate_survival(curve, [2, 3])
    left = estimate_survival(curve, [1, 2, 3], limit="left")
    assert value.estimate == pytest.approx([0.5, 0])
    assert left.estimate == pytest.approx([1, 0.75, 0.5])
    assert list(value.n_events) == [2, 3] and list(left.n_events) == [0, 1, 2]
    assert list(value.n_censored) == [1, 1] and list(left.n_censored) == [0, 0, 1]
    assert list(left.n_at_risk) == [4, 3, 1]


def test_without_censoring_the_curve_is_the_share_still_free():
    time = np.random.default_rng(1).integers(1, 40, size=300)
    curve = estimate_kaplan_meier(time, np.ones(300))
    for week in range(1, 39):
        estimate = estimate_survival(curve, [week]).estimate[0]
        assert estimate == pytest.approx((time > week).mean(), abs=1e-12)
        assert estimate_survival(curve, [week], limit="left").estimate[0] == pytest.approx(
            (time >= week).mean()
        )


def test_a_flat_curve_does_not_claim_certainty():
    # Clopper and Pearson's limit for 0 of 7, R 4.2.2 binom.test: 1 - 0.409616397225003
    curve = estimate_kaplan_meier(np.full(7, 52), np.zeros(7))
    for interval in ("plain", "log", "log_log"):
        result = estimate_survival(curve, [52], interval=interval)
        assert (result.estimate[0], result.conf_high[0]) == (1, 1)
        assert result.conf_low[0] == pytest.approx(1 - 0.409616397225003)
    gone = estimate_survival(estimate_kaplan_meier([1, 2, 2], [1, 1, 1]), [2])
    assert gone.conf_low[0] == 0 and 0 < gone.conf_high[0] < 1
    assert np.isfinite(gone.std_error).all()


def test_rossi_difference_at_one_year(rossi):
    curves = [estimate_kaplan_meier(rossi.week[a], rossi.arrest[a]) for a in (rossi.aid, ~rossi.aid)]
    result = estimate_survival_difference(*curves, 52)
    # R 4.2.2: nobody is censored before week 52, so this is the Wald error of two independent shares
    assert result.estimate == pytest.approx(0.0833333333333334, rel=1e-12)
    assert result.std_error == pytest.approx(0.0422202593219273, rel=1e-12)


def test_rossi_log_rank_agrees_with_r(rossi):
    result = estimate_log_rank(rossi.week, rossi.arrest, rossi.aid)
    assert result.statistic == pytest.approx(3.83756957654905, rel=1e-12)
    assert result.p_value == pytest.approx(0.0501161174090057, rel=1e-12)
    assert list(result.observed) == [66, 48]
    assert result.expected == pytest.approx([55.5744427684096, 58.4255572315904], rel=1e-12)
    assert result.variance[0, 0] == pytest.approx(28.3231981651547, rel=1e-12)


def test_four_groups_agree_with_statsmodels(rossi):
    group = np.where(rossi.covariates[:, 0] > 24, "older", "younger").astype(object) + rossi.aid.astype(str)
    statistic, p_value = survdiff(rossi.week, rossi.arrest, group)
    result = estimate_log_rank(rossi.week, rossi.arrest, group)
    assert (result.statistic, result.p_value, result.df) == pytest.approx((statistic, p_value, 3), rel=1e-10)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([7.0, 1 / 365.25, 1e5]))
def test_order_unit_copies_and_labels(seed, unit):
    rng = np.random.default_rng(seed)
    time, event, group = rng.integers(1, 9, size=40), rng.random(40) < 0.6, rng.random(40) < 0.5
    group[:2] = [True, False]
    time[:2], event[:2] = 9, [True, False]
    before = time.copy()
    curve = estimate_kaplan_meier(time, event)
    base = estimate_survival(curve, [3, 8])
    order = rng.permutation(40)
    shuffled = estimate_survival(estimate_kaplan_meier(time[order], event[order]), [3, 8])
    scaled = estimate_survival(estimate_kaplan_meier(time * unit, event), np.array([3, 8]) * unit)
    for other in (shuffled, scaled):
        assert np.array_equal(other.estimate, base.estimate)
        assert np.array_equal(other.conf_low, base.conf_low)
    doubled = estimate_survival(estimate_kaplan_meier(np.tile(time, 2), np.tile(event, 2)), [3, 8])
    assert doubled.estimate == pytest.approx(base.estimate)
    assert doubled.std_error == pytest.approx(base.std_error / np.sqrt(2))
    assert (base.conf_low <= base.estimate).all() and (base.estimate <= base.conf_high).all()
    test = estimate_log_rank(time, event, group)
    assert estimate_log_rank(time * unit, event, ~group).statistic == pytest.approx(test.statistic)
    assert test.observed.sum() == pytest.approx(test.expected.sum())
    assert np.array_equal(time, before)


def test_undefined_problems_are_refused():
    curve = estimate_kaplan_meier([1, 2, 3], [1, 0, 0])
    flat = estimate_kaplan_meier([1, 2, 3], [0, 0, 0])
    cases = {
        "horizon-beyond-data": lambda: estimate_survival(curve, [2, 3.5]),
        "negative-time": lambda: estimate_kaplan_meier([-1, 2], [1, 0]),
        "not-finite": lambda: estimate_kaplan_meier([np.nan, 2], [1, 0]),
        "not-binary": lambda: estimate_kaplan_meier([1, 2], [1, 3]),
        "no-events": lambda: estimate_log_rank([1, 2], [0, 0], [0, 1]),
        "empty-arm": lambda: estimate_log_rank([1, 2], [0, 1], [1, 1]),
        "unequal-lengths": lambda: estimate_log_rank([1, 2], [0, 1], [1, 1, 0]),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_log_rank([1, 2, 3], [0, 0, 1], [0, 0, 1])
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_survival_difference(flat, flat, 3)
