"""Confidence sets under relative magnitudes agree with the packages of the method's authors.

Expected ends: R's HonestDiD and Stata's honestdid (test/unit-tests-consistency.R.log and .do.log of
mcaceresb/stata-honestdid, 2022), method "C-LF". They test on a grid, whose step is given here, and simulate
the first stage's critical value with 1,000 draws.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from idmaj.effects.panel import relative_magnitudes
from idmaj.effects.panel.drift import Drift, check_drift
from idmaj.effects.panel.relative_magnitudes import find_relative_interval

PUBLISHED = json.loads(Path(__file__).with_name("restaurants.json").read_text(encoding="utf-8"))


def drift(weights, n_before=4):
    return check_drift(PUBLISHED["estimates"], PUBLISHED["vcov"], n_before=n_before, weights=weights)


# The grid spans 40 standard errors in 1,000 points: 0.0008.
@pytest.mark.parametrize(
    ("ratio", "low", "high"),
    [
        (0, 0.159, 0.233),
        (2 / 9, 0.143, 0.248),
        (4 / 9, 0.123, 0.266),
        (6 / 9, 0.102, 0.287),
        (8 / 9, 0.0786, 0.308),
        (10 / 9, 0.0551, 0.329),
        (12 / 9, 0.0315, 0.352),
        (14 / 9, 0.00722, 0.376),
    ],
)
def test_first_effect_agrees_with_r(ratio, low, high):
    assert find_relative_interval(drift([1, 0, 0, 0]), ratio) == pytest.approx((low, high), abs=0.0012)


# Stata; 100 points on (-1, 1), of which the outermost that is accepted is printed: step 0.0202.
@pytest.mark.parametrize(
    ("ratio", "low", "high"),
    [(0, 0.212, 0.273), (0.5, 0.071, 0.414), (1, -0.091, 0.576), (1.5, -0.253, 0.737), (2, -0.434, 0.919)],
)
def test_third_effect_agrees_with_stata(ratio, low, high):
    ends = find_relative_interval(drift([0, 0, 1, 0]), ratio)
    assert 0 <= low - ends[0] < 0.0208
    assert 0 <= ends[1] - high < 0.0208


# R; one effect after treatment, step 0.0011.
@pytest.mark.parametrize(
    ("ratio", "low", "high"), [(0, 0.0713, 0.181), (0.5, -0.0315, 0.306), (1, -0.151, 0.441)]
)
def test_one_effect_after_treatment_agrees_with_r(ratio, low, high):
    assert find_relative_interval(drift(None, n_before=7), ratio) == pytest.approx((low, high), abs=0.0012)


def test_parallel_trends_give_the_normal_interval():
    ends = find_relative_interval(drift(None), 0.0)
    plain = drift(None)
    half = stats.norm.ppf(0.975) * plain.std_error
    # The first stage takes a tenth of the size and gives nearly all of it back.
    assert ends == pytest.approx((plain.estimate - half, plain.estimate + half), abs=0.02 * half)


def solve_programme(case, theta, ratio, weights):
    """Least η, over the steps of τ, such that every inequality holds up to η of its error."""
    q = len(weights)
    estimates, vcov = np.array(PUBLISHED["estimates"]), np.array(PUBLISHED["vcov"])
    levels = np.vstack([np.eye(4, 8), np.zeros(8), np.eye(4, 8, k=4)])
    steps = np.diff(levels, axis=0)
    sign, largest = case
    rows = np.vstack([e * steps[4:] - ratio * sign * steps[largest] for e in (1, -1)])
    sd = np.sqrt(np.diag(rows @ vcov @ rows.T))
    moved = np.vstack([-np.eye(q), np.eye(q)])
    reach = np.cumsum(np.array(weights)[::-1])[::-1]
    solution = optimize.linprog(
        np.append(np.zeros(q), 1),
        A_ub=np.column_stack([moved, -sd]),
        b_ub=-rows @ estimates,
        A_eq=[np.append(reach, 0)],
        b_eq=[theta],
        bounds=[(None, None)] * (q + 1),
    )
    return solution.fun


@settings(max_examples=60)
@given(
    theta=st.floats(-1, 1),
    ratio=st.floats(0.1, 3),
    weights=st.sampled_from([[1, 0, 0, 0], [0, 0, 1, 0], [0.25] * 4, [1, -1, 0, 0], [0.5, 0, -1, 2]]),
    position=st.integers(0, 7),
)
def test_the_vertices_solve_the_linear_programme(theta, ratio, weights, position):
    case = relative_magnitudes._build_cases(drift(weights), ratio)[position]
    largest_vertex = (case.vertices @ (case.centre - [theta, 0])).max()
    expected = solve_programme((1 if position < 4 else -1, position % 4), theta, ratio, weights)
    assert largest_vertex == pytest.approx(expected, abs=1e-6)


@settings(max_examples=200)
@given(seed=st.integers(0, 10**6), scale=st.floats(1e-4, 1e4), ratio=st.floats(0, 3))
def test_unit_and_sign_of_measurement_only_scale(seed, scale, ratio):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(4, 4)) + 2 * np.eye(4)
    beta, vcov, weights = rng.normal(size=4), root @ root.T, np.array([0.5, 0.5])
    low, high = find_relative_interval(Drift(beta[:2], beta[2:], vcov, weights), ratio)
    flipped = find_relative_interval(
        Drift(-scale * beta[:2], -scale * beta[2:], scale**2 * vcov, weights), ratio
    )
    assert low <= weights @ beta[2:] <= high
    assert flipped == pytest.approx((-scale * high, -scale * low), rel=1e-5, abs=1e-6 * scale)


@pytest.mark.full
def test_covers_the_end_of_the_identified_set():
    """Trends that differ as badly as M̄ = 1 allows: the interval still holds the effect 95 times in 100."""
    rng = np.random.default_rng(3)
    vcov = 0.01 * (0.4 + 0.6 * np.eye(4))
    truth = np.array([0.1, 0.4, 0.3, 0.6])
    draws = rng.multivariate_normal(truth, vcov, size=1_000)
    weights = np.array([0.5, 0.5])
    ends = [find_relative_interval(Drift(beta[:2], beta[2:], vcov, weights), 1.0) for beta in draws]
    # Steps before: 0.3 and -0.4. Steps of 0.4 after treatment could make up 0.4 and 0.8 of the two effects.
    for theta in (0.45 - 0.6, 0.45 + 0.6):
        covered = np.mean([low <= theta <= high for low, high in ends])
        assert covered >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / 1_000)
