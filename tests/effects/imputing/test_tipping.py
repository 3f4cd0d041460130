"""The tipping point by hand where it is a line, and what moves it.

Expected numbers: with a difference in means, a shift of s moves the estimate by s times the share of the supported
who are lost; the tip is where the limit of the interval is 0.
"""

import numpy as np
import pytest
from scipy.optimize import brentq

from idmaj.effects.imputing import tipping
from idmaj.effects.imputing.analysis import estimate_imputed
from idmaj.effects.imputing.outcomes import impute_outcome
from idmaj.effects.imputing.tipping import find_tipping_point
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError

SHIFTS = (-8, -4, -2, -1, 1, 2, 4, 8)


def make_people(effect: float, *, is_binary: bool = False, n: int = 200, seed: int = 0):
    generator = np.random.default_rng(seed)
    treated = np.arange(n) % 2 == 0
    x = generator.normal(size=(n, 2))
    outcome = effect * treated + x[:, 0] + generator.normal(size=n)
    outcome = (outcome > 0).astype(float) if is_binary else outcome
    found = generator.uniform(size=n) < 0.8
    sample = Sample(
        outcome, treated, x, ("a", "b"), is_binary, np.arange(n).astype(str), (n // 2, n // 2)
    )  # fmt: skip
    return impute_outcome(outcome, found, treated, x, is_binary=is_binary), sample


def test_the_estimate_moves_by_the_share_lost_and_the_tip_is_where_the_limit_is_zero():
    imputed, sample = make_people(1.0)
    curve = find_tipping_point(imputed, sample, estimator="difference_in_means", shifts=SHIFTS)
    lost = imputed.n_moved / sample.n_treated
    plain = curve.effects[curve.shifts.index(0)]
    assert [e.estimate for e in curve.effects] == pytest.approx(
        [plain.estimate + s * lost for s in curve.shifts]
    )
    assert plain.conf_low > 0

    def limit(shift: float) -> float:
        return estimate_imputed(imputed, sample, estimator="difference_in_means", shift=shift).conf_low

    assert curve.tip == pytest.approx(brentq(limit, -8, 0), abs=4 / 2**10)
    assert curve.at_tip is not None and curve.at_tip.conf_low <= 0
    assert curve.mean_at_tip == pytest.approx(curve.mean_imputed + curve.tip)


def test_without_an_effect_the_tip_is_where_one_would_appear():
    imputed, sample = make_people(0.0)
    curve = find_tipping_point(imputed, sample, estimator="ancova", shifts=SHIFTS)
    assert curve.effects[curve.shifts.index(0)].excluded_side == 0
    assert curve.at_tip is not None and curve.at_tip.excluded_side != 0
    nearest = [s for s, e in zip(curve.shifts, curve.effects, strict=True) if e.excluded_side != 0]
    assert abs(curve.tip) <= min(map(abs, nearest))


def test_shares_are_moved_in_log_odds():
    imputed, sample = make_people(1.2, is_binary=True)
    curve = find_tipping_point(imputed, sample, estimator="logit_gcomputation", shifts=(-6, -3, 3, 6))
    estimates = [e.estimate for e in curve.effects]
    assert estimates == sorted(estimates) and estimates[0] < estimates[-1]
    assert curve.tip is not None and curve.tip < 0
    assert curve.mean_at_tip is not None and 0 <= curve.mean_at_tip < curve.mean_imputed <= 1


def test_a_result_that_no_shift_overturns_has_no_tip():
    imputed, sample = make_people(30.0)
    curve = find_tipping_point(imputed, sample, estimator="ancova", shifts=SHIFTS)
    assert (curve.tip, curve.at_tip, curve.mean_at_tip) == (None, None, None)


@pytest.mark.parametrize("estimator", ["difference_in_means", "ancova", "aipw", "ipw", "entropy_balancing"])
def test_the_short_way_of_large_samples_gives_the_same_curve(monkeypatch, estimator):
    """1,200 people: from 1,000 on the errors of weighting estimators have no small-sample factor;
    Welch's degrees of freedom, which follow the outcome, are taken where nothing is moved."""
    imputed, sample = make_people(0.2, n=1_200)
    imputed = imputed.first(3)
    shifts = (-3, -1, 2, 3)
    slow = find_tipping_point(imputed, sample, estimator=estimator, shifts=shifts)
    monkeypatch.setattr(tipping, "LARGE", 1_000)
    fast = find_tipping_point(imputed, sample, estimator=estimator, shifts=shifts)
    for name in ("estimate", "conf_low", "conf_high"):
        one, other = ([getattr(e, name) for e in curve.effects] for curve in (slow, fast))
        assert one == pytest.approx(other, abs=1e-4)
    assert slow.tip == pytest.approx(fast.tip, abs=0.01)


def test_units_move_with_the_shift():
    imputed, sample = make_people(0.8)
    plain = find_tipping_point(imputed, sample, estimator="ancova", shifts=SHIFTS)
    outcome, found = sample.outcome * 1_000, ~imputed.lost
    again = impute_outcome(outcome, found, sample.treated, sample.covariates)
    shifts = [1_000.0 * s for s in SHIFTS]
    scaled = find_tipping_point(again, sample.with_outcome(outcome), estimator="ancova", shifts=shifts)
    assert scaled.tip == pytest.approx(1_000 * plain.tip)


def test_nobody_to_move_is_said_by_name():
    imputed, sample = make_people(1.0)
    with pytest.raises(EstimationError, match="not-finite"):
        find_tipping_point(imputed, sample, estimator="ancova", shifts=[np.nan])
    alone = impute_outcome(
        sample.outcome, sample.treated | (np.arange(200) > 20), sample.treated, sample.covariates
    )
    with pytest.raises(EstimationError, match="nobody-lost"):
        find_tipping_point(alone, sample, estimator="ancova", shifts=SHIFTS)
