"""The verdict on differing trends agrees with the packages of the method's authors."""

import json
from pathlib import Path

import numpy as np
import pytest

from idmaj.effects.panel.honest import find_breakdown
from idmaj.errors import EstimationError

PUBLISHED = json.loads(Path(__file__).with_name("restaurants.json").read_text(encoding="utf-8"))


def test_verdict_on_the_first_effect_agrees_with_r_and_stata():
    """R's HonestDiD: the lower end is 0.0072 at M̄ = 1.556 and -0.0171 at 1.778; FLCI 0.0194 at M = 0.2, -0.0806 at 0.3.

    From test/unit-tests-consistency.R.log of mcaceresb/stata-honestdid (2022).
    """
    verdict = find_breakdown(PUBLISHED["estimates"], PUBLISHED["vcov"], n_before=4, weights=[1, 0, 0, 0])
    assert verdict.breakdown == pytest.approx(1.556 + 0.222 * 0.0072 / 0.0243, abs=0.01)
    assert verdict.smooth_breakdown == pytest.approx(0.2194, abs=0.001)
    assert (verdict.conf_low, verdict.conf_high) == pytest.approx((0.159, 0.233), abs=0.0005)
    assert (verdict.linear_low, verdict.linear_high) == pytest.approx((0.131, 0.216), abs=0.0006)
    assert (verdict.n_before, verdict.n_after) == (4, 4)


def test_an_effect_in_the_noise_breaks_down_at_once():
    verdict = find_breakdown([0.1, 0.2, 0.5], np.eye(3), n_before=2)
    assert (verdict.breakdown, verdict.smooth_breakdown) == (0.0, 0.0)


def test_an_effect_far_above_all_trends_does_not_break_down():
    verdict = find_breakdown([0.001, -0.001, 50.0], 1e-6 * np.eye(3), n_before=2)
    assert verdict.breakdown == np.inf
    assert verdict.ratio_low > 49.9
    assert 40 < verdict.smooth_breakdown < 60


def test_harm_and_benefit_are_treated_alike():
    beta, vcov = np.array(PUBLISHED["estimates"]), np.array(PUBLISHED["vcov"])
    good, bad = find_breakdown(beta, vcov, n_before=4), find_breakdown(-1000 * beta, 1e6 * vcov, n_before=4)
    assert bad.breakdown == pytest.approx(good.breakdown, abs=1e-3)
    assert bad.smooth_breakdown == pytest.approx(1000 * good.smooth_breakdown, rel=1e-3)
    assert (bad.ratio_low, bad.ratio_high) == pytest.approx((-1000 * good.ratio_high, -1000 * good.ratio_low))


def test_nothing_before_treatment_is_refused():
    with pytest.raises(EstimationError, match="no-period-before"):
        find_breakdown([0.1, 0.2], np.eye(2), n_before=0)
