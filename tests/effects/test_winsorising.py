"""Capped amounts: the cap is R's type-7 quantile, the estimate that of least squares, the error a bootstrap.

Oracles: numpy's quantile, statsmodels' OLS on the capped amounts, and a plain loop of resampling written here.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.winsorising import CapRule, estimate_winsorised, find_caps, winsorise
from idmaj.errors import EstimationError

NONE = np.empty((445, 0))


def test_the_cap_is_a_quantile_over_both_arms(nsw):
    caps = find_caps(nsw.re78)
    assert caps.high == pytest.approx(np.quantile(nsw.re78, 0.99))
    assert caps.low == -np.inf
    capped = winsorise(nsw.re78, caps)
    assert capped.max() == caps.high
    assert (capped[nsw.re78 <= caps.high] == nsw.re78[nsw.re78 <= caps.high]).all()


def test_losses_are_cut_on_request():
    y = np.arange(-50.0, 51.0)
    caps = find_caps(y, CapRule(0.95, "both"))
    assert (caps.low, caps.high) == pytest.approx((-45.0, 45.0))
    assert np.abs(winsorise(y, caps)).max() == pytest.approx(45.0)


def test_the_estimate_is_least_squares_of_capped_amounts(nsw):
    rule = CapRule(0.95)
    effect = estimate_winsorised(nsw.re78, nsw.treated, nsw.covariates, rule=rule, resampling=(50, 0))
    design = sm.add_constant(np.column_stack([nsw.treated, nsw.covariates]))
    peer = sm.OLS(np.minimum(nsw.re78, np.quantile(nsw.re78, 0.95)), design).fit()
    assert effect.contrast.estimate == pytest.approx(peer.params[1], rel=1e-8)
    assert effect.contrast.df == peer.df_resid
    assert effect.n_capped == (nsw.re78 > effect.caps.high).sum()


def test_strata_have_levels_of_their_own(nsw):
    strata = np.arange(445) % 6
    effect = estimate_winsorised(nsw.re78, nsw.treated, NONE, strata=strata, resampling=(50, 0))
    design = np.column_stack([nsw.treated, strata[:, None] == np.arange(6)]).astype(float)
    peer = sm.OLS(winsorise(nsw.re78, effect.caps), design).fit()
    assert effect.contrast.estimate == pytest.approx(peer.params[0], rel=1e-8)


def test_every_draw_cuts_anew(nsw):
    generator = np.random.default_rng(0)
    arms = [nsw.re78[nsw.treated == arm] for arm in (1, 0)]
    drawn = []
    for _ in range(1500):
        one, zero = (generator.choice(y, len(y) - 1) for y in arms)
        cap = np.quantile(np.concatenate([one, zero]), 0.95)
        drawn.append(np.minimum(one, cap).mean() - np.minimum(zero, cap).mean())
    rule = CapRule(0.95)
    ours = estimate_winsorised(nsw.re78, nsw.treated, NONE, rule=rule, resampling=(4000, 1)).contrast
    assert ours.std_error == pytest.approx(np.std(drawn), rel=0.05)


def test_draws_with_covariates_are_weighted_least_squares(nsw):
    strata = np.arange(445) % 4
    options = {"strata": strata, "resampling": (400, 5)}
    ours = estimate_winsorised(nsw.re78, nsw.treated, nsw.covariates[:, :2], **options).contrast
    generator = np.random.default_rng(2)
    design = np.column_stack([nsw.treated, strata[:, None] == np.arange(4), nsw.covariates[:, :2]]).astype(
        float
    )
    drawn = []
    for _ in range(400):
        rows = np.concatenate(
            [
                generator.choice(np.flatnonzero(nsw.treated == arm), (nsw.treated == arm).sum() - 1)
                for arm in (1, 0)
            ]
        )
        y = np.minimum(nsw.re78[rows], np.quantile(nsw.re78[rows], 0.99))
        drawn.append(np.linalg.lstsq(design[rows], y, rcond=None)[0][0])
    assert ours.std_error == pytest.approx(np.std(drawn), rel=0.12)


def test_without_a_cut_the_error_is_welchs():
    generator = np.random.default_rng(4)
    y, arm = generator.normal(size=300), np.arange(300) % 3 == 0
    # a cap at the second largest of nearly 100 percent moves almost nothing
    ours = estimate_winsorised(
        y, arm, np.empty((300, 0)), rule=CapRule(0.9999), resampling=(8000, 0)
    ).contrast
    expected = np.sqrt(y[arm].var(ddof=1) / 100 + y[~arm].var(ddof=1) / 200)
    assert ours.std_error == pytest.approx(expected, rel=0.03)


def test_pairs_of_villages_are_drawn_whole():
    generator = np.random.default_rng(0)
    pair = np.repeat(np.arange(12), 8)
    arm = np.tile([1, 1, 1, 1, 0, 0, 0, 0], 12)
    y = generator.normal(size=12)[pair] * 3 + generator.normal(size=96)
    effect = estimate_winsorised(y, arm, np.empty((96, 0)), strata=pair, clusters=pair, resampling=(500, 0))
    assert (effect.contrast.n_clusters, effect.contrast.df) == (12, 11)
    assert effect.contrast.std_error < 0.5  # the pairs' levels, three times as wide, are swept out


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_units_change_nothing(seed, unit, shift):
    generator = np.random.default_rng(seed)
    y, arm, x = generator.lognormal(size=24), np.arange(24) % 2, generator.normal(size=(24, 1))
    rule = CapRule(0.9, "both")
    one = estimate_winsorised(y, arm, x, rule=rule, resampling=(30, 0)).contrast
    other = estimate_winsorised(y * unit + shift, arm, x * 9 - 1, rule=rule, resampling=(30, 0)).contrast
    assert other.estimate == pytest.approx(one.estimate * unit, rel=1e-6, abs=1e-9)
    assert other.std_error == pytest.approx(one.std_error * unit, rel=1e-6)


def test_input_is_not_written_to(nsw):
    y = nsw.re78.copy()
    y.flags.writeable = False
    estimate_winsorised(y, nsw.treated, NONE, resampling=(20, 0))


@pytest.mark.parametrize(
    ("outcome", "options", "message"),
    [
        (np.arange(8.0), {"rule": CapRule(0.5)}, "confidence-level"),
        (np.arange(8.0), {"rule": CapRule(1.0)}, "confidence-level"),
        (np.ones(8), {}, "no-variation"),
        (np.r_[np.nan, np.arange(7.0)], {}, "not-finite"),
        (np.arange(8.0), {"clusters": [0, 1, 0, 1, 0, 1, 0, 1]}, "one-cluster-per-arm"),
        (np.arange(8.0), {"resampling": (0, 0)}, "not-a-count"),
        (np.arange(8.0), {"conf_level": 1.5}, "confidence-level"),
    ],
)
def test_bad_input_is_named(outcome, options, message):
    with pytest.raises(EstimationError) as caught:
        estimate_winsorised(outcome, np.arange(8) % 2, np.empty((8, 0)), **options)
    assert caught.value.message_id == message


def test_a_repeated_covariate_is_named(nsw):
    with pytest.raises(EstimationError, match="collinear-covariates"):
        estimate_winsorised(nsw.re78, nsw.treated, nsw.covariates[:, [0, 0]])
