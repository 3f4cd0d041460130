"""Lee's and Manski's bounds agree with R and with bounds written out by hand.

Expected numbers: R 4.2.2, written out in base R on Dehejia and Wahba's 445 men: earnings of 1978 among those with
earnings above 0, by three rules of trimming. Errors: Lee's proposition 3 written out here, and a bootstrap.
"""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from idmaj.effects.bounds import estimate_lee_bounds, estimate_manski_bounds
from idmaj.errors import EstimationError


@pytest.mark.parametrize(
    ("rule", "lower", "upper"),
    [
        ("count", -1111.81587154762, 2590.06231095238),
        ("quantile", -1111.81587154762, 2590.06231095238),
        ("fraction", -1142.28822247748, 2621.20028505148),
    ],
)
def test_earnings_of_those_in_work_agree_with_r(nsw, rule, lower, upper):
    lee = estimate_lee_bounds(nsw.re78, nsw.re78 > 0, nsw.treated, rule=rule)
    assert (lee.bounds.lower, lee.bounds.upper) == pytest.approx((lower, upper), rel=1e-10)
    assert lee.naive == pytest.approx(1340.84268428571, rel=1e-10)
    assert lee.trim_share == pytest.approx(0.146153846153846, rel=1e-10)
    assert (lee.observed_treated, lee.observed_comparison) == pytest.approx((140 / 185, 168 / 260))


def test_log_earnings_agree_with_r(nsw):
    works = nsw.re78 > 0
    logs = np.log(np.where(works, nsw.re78, np.nan))
    lee = estimate_lee_bounds(logs, works, nsw.treated)
    expected = (-0.143991685763869, 0.410029117137997)
    assert (lee.bounds.lower, lee.bounds.upper) == pytest.approx(expected, rel=1e-10)


def test_the_error_is_lees(nsw):
    """Proposition 3 with the arms' sizes in place of their expectations."""
    y, arm, seen = nsw.re78, nsw.treated == 1, nsw.re78 > 0
    n, a1, a0 = len(y), seen[arm].mean(), seen[~arm].mean()
    p, share = 1 - a0 / a1, arm.mean()
    observed = np.sort(y[arm & seen])
    edge = observed[int(np.ceil((1 - p) * len(observed))) - 1]
    kept = (1 - p) * len(observed)
    whole = int(kept)
    mean = (observed[:whole].sum() + (kept - whole) * observed[whole]) / kept
    below = observed[observed <= edge]
    size = (arm & seen).mean()
    v_p = (1 - p) ** 2 * ((1 - a1) / (share * a1) + (1 - a0) / ((1 - share) * a0))
    trimmed = below.var() / (size * (1 - p)) + (edge - mean) ** 2 * p / (size * (1 - p))
    variance = trimmed + ((edge - mean) / (1 - p)) ** 2 * v_p + y[~arm & seen].var() / (~arm & seen).mean()
    ours = estimate_lee_bounds(y, seen, arm).bounds.std_error_lower
    assert ours == pytest.approx(np.sqrt(variance / n), rel=0.01)


def test_the_error_is_that_of_resampling(nsw):
    generator = np.random.default_rng(0)
    drawn = []
    for _ in range(400):
        rows = np.concatenate(
            [
                generator.choice(np.flatnonzero(nsw.treated == arm), (nsw.treated == arm).sum())
                for arm in (1, 0)
            ]
        )
        y, school = nsw.re78[rows], nsw.covariates[rows, 5]
        bounds = estimate_lee_bounds(y, y > 0, nsw.treated[rows], cells=school).bounds
        drawn.append((bounds.lower, bounds.upper))
    school = nsw.covariates[:, 5]
    ours = estimate_lee_bounds(nsw.re78, nsw.re78 > 0, nsw.treated, cells=school).bounds
    assert [ours.std_error_lower, ours.std_error_upper] == pytest.approx(np.std(drawn, axis=0), rel=0.15)


def test_cells_tighten_what_they_explain():
    generator = np.random.default_rng(1)
    n = 4000
    cell, arm = np.arange(n) % 2, (np.arange(n) // 2) % 2
    y = 10.0 * cell + generator.normal(size=n)
    seen = generator.random(n) < np.where(arm, 0.9, 0.7)
    wide, tight = (estimate_lee_bounds(y, seen, arm, cells=cells).bounds for cells in (None, cell))
    assert wide.lower < tight.lower < 0 < tight.upper < wide.upper
    assert tight.upper - tight.lower < 0.5 * (wide.upper - wide.lower)


def test_cells_may_lose_people_in_different_directions():
    # cell 0: 4 of 4 v 2 of 4 seen; cell 1: 2 of 4 v 4 of 4; by hand: [(1 - 2) + (3 - 6)]/2 ± ...
    y = [1, 2, 3, 4, 2, 2, 0, 0, 5, 5, 0, 0, 5, 6, 7, 8.0]
    seen = [1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
    arm = [1, 1, 1, 1, 0, 0, 0, 0] * 2
    cells = [0] * 8 + [1] * 8
    y[8:10] = [5.0, 5.5]
    lee = estimate_lee_bounds(y, seen, arm, cells=cells)
    assert lee.bounds.lower == pytest.approx(((1.5 - 2) + (5.25 - 7.5)) / 2)
    assert lee.bounds.upper == pytest.approx(((3.5 - 2) + (5.25 - 5.5)) / 2)
    assert lee.share_always == pytest.approx(0.5)
    assert lee.trim_share == pytest.approx(0.5)


def test_nobody_lost_leaves_one_number(nsw):
    everybody = np.ones(445)
    lee = estimate_lee_bounds(nsw.re78, everybody, nsw.treated)
    assert lee.bounds.lower == pytest.approx(lee.naive) == pytest.approx(lee.bounds.upper)
    assert lee.bounds.std_error_lower == pytest.approx(670.996546381518, rel=1e-10)  # HC2, R sandwich
    manski = estimate_manski_bounds(nsw.re78, everybody, nsw.treated, limits=(0, 1e6))
    assert (manski.lower, manski.std_error_lower) == pytest.approx((lee.naive, 670.996546381518), rel=1e-10)


def test_worst_cases_by_hand():
    y = np.array([1, 1, 0, np.nan, 1, 0, 0, np.nan])
    seen, arm = np.isfinite(y), [1, 1, 1, 1, 0, 0, 0, 0]
    bounds = estimate_manski_bounds(y, seen, arm, limits=(0, 1))
    assert (bounds.lower, bounds.upper) == (2 / 4 - 2 / 4, 3 / 4 - 1 / 4)
    assert bounds.conf_low < bounds.lower
    assert bounds.conf_high > bounds.upper


def test_clusters_of_one_are_people(nsw):
    plain = estimate_lee_bounds(nsw.re78, nsw.re78 > 0, nsw.treated).bounds
    alone = estimate_lee_bounds(nsw.re78, nsw.re78 > 0, nsw.treated, clusters=np.arange(445)).bounds
    assert alone.std_error_upper == pytest.approx(plain.std_error_upper, rel=1e-10)
    assert alone.n_clusters == 445
    doubled = np.tile(np.arange(445), 2)
    twice = [np.tile(part, 2) for part in (nsw.re78, nsw.re78 > 0, nsw.treated)]
    copied = estimate_lee_bounds(*twice, clusters=doubled).bounds
    assert copied.std_error_lower == pytest.approx(plain.std_error_lower, rel=0.01)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.floats(-100, 100))
@example(7140, 1.0, 0.0)  # both arms lose the same share
def test_units_order_and_arms(seed, unit, shift):
    generator = np.random.default_rng(seed)
    y, arm = generator.normal(size=40), np.arange(40) % 2
    seen = generator.random(40) < np.where(arm, 0.9, 0.6)
    seen[:8] = True
    order = generator.permutation(40)
    one = estimate_lee_bounds(y, seen, arm)
    other = estimate_lee_bounds(y[order] * unit + shift, seen[order], 1 - arm[order])
    expected = np.array([-one.bounds.upper, -one.bounds.lower]) * unit
    assert [other.bounds.lower, other.bounds.upper] == pytest.approx(expected, rel=1e-6, abs=1e-8)
    assert other.bounds.conf_high == pytest.approx(-one.bounds.conf_low * unit, rel=1e-6, abs=1e-8)
    assert one.bounds.conf_low < one.bounds.lower <= one.naive + 1e-9
    assert one.naive - 1e-9 <= one.bounds.upper < one.bounds.conf_high
    manski = estimate_manski_bounds(y, seen, arm, limits=(y.min(), y.max()))
    assert manski.lower <= manski.upper


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"observed": [0, 0, 0, 0, 1, 1, 1, 1]}, "too-few-people"),
        ({"observed": [1, 1, 1, 2, 1, 1, 1, 1]}, "not-binary"),
        ({"outcome": np.ones(8)}, "no-variation"),
        ({"outcome": np.r_[np.nan, np.arange(7.0)]}, "not-finite"),
        ({"outcome": np.arange(7.0)}, "unequal-lengths"),
        ({"treated": np.ones(8)}, "empty-arm"),
        ({"clusters": [0, 0, 0, 0, 1, 1, 1, 1]}, "one-cluster-per-arm"),
        ({"cells": [0, 1, 1, 1, 1, 1, 1, 1]}, "too-few-people"),
        ({"cells": [None, *"aaaaaaa"]}, "missing-group"),
        ({"conf_level": 0.0}, "confidence-level"),
    ],
)
def test_bad_input_is_named(change, message):
    given_ = {"outcome": np.arange(8.0), "observed": np.ones(8), "treated": [1, 1, 1, 1, 0, 0, 0, 0]} | change
    positional = [given_.pop(name) for name in ("outcome", "observed", "treated")]
    with pytest.raises(EstimationError) as caught:
        estimate_lee_bounds(*positional, **given_)
    assert caught.value.message_id == message


@pytest.mark.parametrize("limits", [(0, np.inf), (0, 5), (2, 8), (8, 0)])
def test_limits_enclose_the_outcomes(limits):
    with pytest.raises(EstimationError, match="not-finite"):
        estimate_manski_bounds(np.arange(8.0), np.ones(8), np.arange(8) % 2, limits=limits)
