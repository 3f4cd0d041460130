"""Confidence sequences: what they are by definition, and what they hold over many looks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from idmaj.effects.looks.sequences import (
    estimate_effect_sequence,
    estimate_share_sequence,
    find_sequence_margin,
)
from idmaj.effects.proportions import clopper_pearson
from idmaj.errors import EstimationError

LOOKS, COHORT = 40, 7


def chance_of_a_miss(truth: float, interval) -> float:
    """Chance that one of 40 quarterly looks at cohorts of seven misses the truth, by exact recursion."""
    alive = np.ones(1)
    step = stats.binom.pmf(np.arange(COHORT + 1), COHORT, truth)
    for look in range(1, LOOKS + 1):
        n = COHORT * look
        alive = np.convolve(alive, step)
        for events in np.flatnonzero(alive > 1e-12):
            found = interval(int(events), n)
            if not found.conf_low <= truth <= found.conf_high:
                alive[events] = 0.0
    return 1 - float(alive.sum())


@pytest.mark.parametrize("truth", [0.1, 0.25, 0.5])
def test_the_sequence_holds_over_forty_looks_and_the_fixed_interval_does_not(truth, capsys):
    sequence, fixed = (chance_of_a_miss(truth, f) for f in (estimate_share_sequence, clopper_pearson))
    with capsys.disabled():
        print(f"\n40 looks, share {truth}: sequence misses {sequence:.3f}, fixed exact interval {fixed:.3f}")
    assert sequence <= 0.05
    assert fixed > 0.12  # METHODS.md, section 2: 22 %


def test_a_likelihood_ratio_against_the_mixture_has_mean_one():
    # Ville's inequality needs a martingale: its mean over all outcomes of n people is 1 at the truth.
    n, truth, (a, b) = 9, 0.3, (1.0, 1.0)
    k = np.arange(n + 1)
    mixed = stats.betabinom.pmf(k, n, a, b)
    assert mixed.sum() == pytest.approx(1, abs=1e-12)
    inside = np.array([(f := estimate_share_sequence(int(i), n)).conf_low <= truth <= f.conf_high for i in k])
    ratio = mixed / stats.binom.pmf(k, n, truth)
    np.testing.assert_array_equal(inside, ratio <= 20)


def test_limits_of_no_event_and_of_all():
    none, everyone = estimate_share_sequence(0, 7), estimate_share_sequence(7, 7)
    assert none.conf_low == 0.0
    # the mixture gives 1/8 to each count: (1 - p)^7 = 1/160
    assert none.conf_high == pytest.approx(1 - 160 ** (-1 / 7), abs=1e-12)
    assert (everyone.conf_low, everyone.conf_high) == pytest.approx((1 - none.conf_high, 1.0))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 300), st.data())
def test_a_sequence_is_wider_than_the_exact_interval_and_mirrors_it(n, data):
    events = data.draw(st.integers(0, n))
    found, mirror = estimate_share_sequence(events, n), estimate_share_sequence(n - events, n)
    fixed = clopper_pearson(events, n)
    assert found.conf_low <= events / n <= found.conf_high
    assert found.conf_high - found.conf_low > (fixed.conf_high - fixed.conf_low) * (1 if n >= 7 else 0.9)
    assert mirror.conf_low == pytest.approx(1 - found.conf_high, abs=1e-9)


def test_the_margin_is_the_formula_of_its_authors_at_its_narrowest():
    # Waudby-Smith et al. (2024), eq. 10: σ√(2(tρ² + 1)/(t²ρ²)·log(√(tρ² + 1)/α)); their R package
    # (drconfseq, std_conjmix_margin) writes it so.
    def theirs(t: float, rho2: float, alpha: float) -> float:
        return float(np.sqrt(2 * (t * rho2 + 1) * np.log(np.sqrt(t * rho2 + 1) / alpha) / (t**2 * rho2)))

    narrowest = optimize.minimize_scalar(lambda r: theirs(400, r, 0.05), bounds=(1e-4, 1), method="bounded")
    rho2 = narrowest.x
    for t in (40, 100, 400):
        ours = find_sequence_margin(t / 400) / np.sqrt(t)
        assert ours == pytest.approx(theirs(t, rho2, 0.05), rel=1e-3)


def test_the_asymptotic_sequence_holds_at_every_look(capsys):
    n, looks = 8_000, np.arange(1, 41)
    z = np.random.default_rng(1).normal(size=(n, 40)).cumsum(axis=1) / np.sqrt(looks)
    margins = np.array([find_sequence_margin(k / 40) for k in looks])
    missed, fixed = (float((np.abs(z) > limit).any(axis=1).mean()) for limit in (margins, 1.96))
    with capsys.disabled():
        print(f"\n40 looks, two arms: sequence misses {missed:.3f}, fixed interval {fixed:.3f}")
    assert missed <= 0.05
    assert fixed > 0.25


@settings(max_examples=200, deadline=None)
@given(st.floats(-5, 5), st.floats(0.01, 3), st.floats(0.02, 1), st.floats(0.5, 0.999), st.floats(0.001, 1e6))
def test_p_value_and_interval_agree_and_units_change_nothing(estimate, error, share, level, unit):
    found = estimate_effect_sequence(estimate, error, share=share, conf_level=level)
    scaled = estimate_effect_sequence(estimate * unit, error * unit, share=share, conf_level=level)
    assert scaled.conf_low == pytest.approx(found.conf_low * unit, rel=1e-9, abs=1e-9 * unit)
    assert scaled.p_value == pytest.approx(found.p_value, rel=1e-9)
    if abs(found.p_value - (1 - level)) > 1e-9:
        assert (found.p_value < 1 - level) == (found.conf_low > 0 or found.conf_high < 0)


def test_undefined_input_is_refused():
    for call, reason in (
        (lambda: estimate_share_sequence(3, 2), "not-a-count"),
        (lambda: estimate_share_sequence(1, 2, mixture=(0.0, 1.0)), "not-finite"),
        (lambda: estimate_share_sequence(1, 2, conf_level=1.0), "confidence-level"),
        (lambda: estimate_effect_sequence(1.0, 0.0, share=1.0), "no-variation"),
        (lambda: estimate_effect_sequence(np.nan, 1.0, share=1.0), "not-finite"),
        (lambda: estimate_effect_sequence(1.0, 1.0, share=0.0), "information"),
    ):
        with pytest.raises(EstimationError, match=reason):
            call()
