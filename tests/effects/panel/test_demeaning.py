"""Sweeping out unit and period effects leaves what least squares on dummies leaves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.panel.demeaning import build_panel_effects, demean


def dummies(units, periods):
    return np.column_stack(
        [units[:, None] == np.unique(units), periods[:, None] == np.unique(periods)]
    ).astype(float)


def residuals(column, design, weights):
    root = np.sqrt(weights)
    return column - design @ np.linalg.lstsq(design * root[:, None], column * root, rcond=None)[0]


def without_gaps(codes):
    return np.unique(codes, return_inverse=True)[1]


@settings(max_examples=200)
@given(seed=st.integers(0, 10**6), n=st.integers(4, 30), weighted=st.booleans())
def test_residuals_are_those_of_dummies(seed, n, weighted):
    rng = np.random.default_rng(seed)
    units, periods = without_gaps(rng.integers(0, 6, n)), without_gaps(rng.integers(0, 4, n))
    column, weights = rng.normal(size=n) * 10, rng.uniform(0.2, 5, n) if weighted else np.ones(n)
    effects = build_panel_effects(units, periods, weights=weights if weighted else None)
    expected = residuals(column, dummies(units, periods), weights)
    assert demean(column, effects) == pytest.approx(expected, abs=1e-9)
    assert effects.rank == np.linalg.matrix_rank(dummies(units, periods))


def test_sparse_and_dense_incidence_agree_with_dummies():
    rng = np.random.default_rng(1)
    units = np.repeat(np.arange(60), 2)
    periods = without_gaps(rng.integers(0, 40, 120))
    column = rng.normal(size=120)
    assert 60 * (periods.max() + 1) > 8 * 120, "the panel is meant to be thin enough for the sparse way"
    thin = demean(column, build_panel_effects(units, periods))
    assert thin == pytest.approx(residuals(column, dummies(units, periods), np.ones(120)), abs=1e-10)


def test_panel_in_two_parts_loses_one_period_effect_a_part():
    units, periods = np.repeat(np.arange(4), 2), np.array([0, 1, 0, 1, 2, 3, 2, 3])
    effects = build_panel_effects(units, periods)
    assert effects.rank == 4 + 4 - 2
    column = np.array([1.0, 2, 3, 5, 1, 4, 2, 9])
    expected = residuals(column, dummies(units, periods), np.ones(8))
    assert demean(column, effects) == pytest.approx(expected, abs=1e-12)


def test_unit_effects_alone():
    effects = build_panel_effects(np.array([0, 0, 1, 1]), None)
    assert demean(np.array([1.0, 3.0, 10.0, 20.0]), effects).tolist() == [-1.0, 1.0, -5.0, 5.0]
    assert (effects.rank, effects.n_periods) == (2, 1)
