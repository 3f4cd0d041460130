"""Intervals under smoothness agree with the packages of the method's authors, and with direct optimisation.

Expected ends: Stata's honestdid and R's HonestDiD, method "FLCI" (test/unit-tests-consistency.do.log and .R.log
of mcaceresb/stata-honestdid, 2022), printed to three digits.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from idmaj.effects.panel.drift import Drift, check_drift
from idmaj.effects.panel.smoothness import build_affine_estimators, find_smooth_interval

PUBLISHED = json.loads(Path(__file__).with_name("restaurants.json").read_text(encoding="utf-8"))


def interval(weights, change, n_before=4):
    drift = check_drift(PUBLISHED["estimates"], PUBLISHED["vcov"], n_before=n_before, weights=weights)
    return find_smooth_interval(build_affine_estimators(drift), change)


@pytest.mark.parametrize(
    ("weights", "change", "low", "high"),
    [
        ([1, 0, 0, 0], 0.0, 0.131, 0.216),
        ([1, 0, 0, 0], 0.0449, 0.174, 0.363),
        ([1, 0, 0, 0], 0.1, 0.119, 0.419),
        ([1, 0, 0, 0], 0.2, 0.019, 0.519),
        ([1, 0, 0, 0], 0.3, -0.081, 0.619),
        ([0, 0, 1, 0], 0.0, 0.144, 0.260),
        ([0, 0, 1, 0], 0.1, -0.244, 1.161),
        ([0, 0, 1, 0], 0.3, -1.444, 2.361),
    ],
)
def test_agrees_with_stata(weights, change, low, high):
    assert interval(weights, change) == pytest.approx((low, high), abs=0.0008)


@pytest.mark.parametrize(
    ("change", "low", "high"), [(0.0, -0.182, -0.106), (0.1, 0.192, 0.539), (0.2, 0.0919, 0.639)]
)
def test_one_effect_after_treatment_agrees_with_r(change, low, high):
    assert interval(None, change, n_before=7) == pytest.approx((low, high), abs=0.0012)


def test_linear_trend_is_generalised_least_squares():
    beta, vcov = np.array(PUBLISHED["estimates"]), np.array(PUBLISHED["vcov"])
    # Effects before treatment are a line through the reference; those after are free.
    design = np.column_stack([[-4, -3, -2, -1, 1, 2, 3, 4], np.vstack([np.zeros((4, 4)), np.eye(4)])])
    inverse = np.linalg.inv(design.T @ np.linalg.solve(vcov, design))
    effect = inverse @ design.T @ np.linalg.solve(vcov, beta)
    half = stats.norm.ppf(0.975) * np.sqrt(inverse[2, 2])
    assert interval([0, 1, 0, 0], 0.0) == pytest.approx((effect[2] - half, effect[2] + half), abs=1e-9)


def shortest_half_length(drift, change):
    """Direct minimisation over all weights before treatment that let a linear trend cancel."""
    p, q = len(drift.before), len(drift.after)
    distance = np.arange(p, 0, -1)
    after_bias = np.abs([drift.weights[j:] @ np.arange(1, q - j + 1) for j in range(q)]).sum()

    def half_length(v):
        w = np.concatenate([v, drift.weights])
        curve = [v @ np.maximum(distance - j, 0) for j in range(1, p)]
        bias, sd = change * (np.abs(curve).sum() + after_bias), np.sqrt(w @ drift.vcov @ w)
        return sd * np.sqrt(stats.ncx2.ppf(0.95, 1, (bias / sd) ** 2)) if bias else 1.959964 * sd

    equality = {"type": "eq", "fun": lambda v: v @ distance - drift.weights @ np.arange(1, q + 1)}
    starts = [np.eye(p)[-1] * (drift.weights @ np.arange(1, q + 1)), np.ones(p) / distance.sum()]
    found = [optimize.minimize(half_length, start, constraints=equality, method="SLSQP") for start in starts]
    return min(result.fun for result in found if result.success)


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), change=st.sampled_from([0.01, 0.3, 2.0]))
def test_no_weights_give_a_much_shorter_interval(seed, change):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(5, 5)) + np.eye(5)
    beta = rng.normal(size=5)
    drift = Drift(beta[:3], beta[3:], root @ root.T, np.array([0.5, 0.5]))
    low, high = find_smooth_interval(build_affine_estimators(drift), change)
    best = shortest_half_length(drift, change)
    assert (high - low) / 2 <= best * 1.002


@settings(max_examples=200)
@given(scale=st.floats(1e-4, 1e4), change=st.floats(0, 1), n_before=st.integers(1, 4))
def test_unit_of_measurement_only_scales(scale, change, n_before):
    beta, vcov = np.array(PUBLISHED["estimates"]), np.array(PUBLISHED["vcov"])
    one = check_drift(beta, vcov, n_before=n_before)
    two = check_drift(-scale * beta, scale**2 * vcov, n_before=n_before)
    low, high = find_smooth_interval(build_affine_estimators(one), change)
    flipped = find_smooth_interval(build_affine_estimators(two), scale * change)
    assert flipped == pytest.approx((-scale * high, -scale * low), rel=1e-4, abs=1e-4 * scale)
