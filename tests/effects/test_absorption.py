"""Sweeping out groups gives what their dummies give."""

import numpy as np
import pytest

from idmaj.effects.absorption import sum_by_group, sweep_groups
from idmaj.errors import EstimationError


def drawn(seed: int, n: int = 60):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 5, n)
    design = rng.normal(size=(n, 3)) + codes[:, None] * 10.0
    return rng.normal(size=n) + 1e6 * codes, design, codes, rng.uniform(0.5, 2, n)


def test_sums_by_group():
    rows, codes = np.arange(12.0).reshape(6, 2), np.array([1, 0, 1, 2, 0, 1])
    expected = [rows[codes == g].sum(axis=0) for g in range(3)]
    assert np.array_equal(sum_by_group(rows, codes), expected)


@pytest.mark.parametrize("seed", range(5))
def test_swept_rows_are_the_residuals_on_dummies(seed):
    outcome, design, codes, mass = drawn(seed)
    rows = sweep_groups(outcome, design, mass=mass, codes=codes)
    root = np.sqrt(mass)
    dummies = (codes[:, None] == np.arange(5)) * root[:, None]
    columns = np.column_stack([outcome, design]) * root[:, None]
    expected = columns - dummies @ np.linalg.lstsq(dummies, columns, rcond=None)[0]
    assert np.column_stack([rows.outcome, rows.design]) == pytest.approx(expected, abs=1e-8)
    assert rows.n_parameters == 8
    unit = rows.absorbed.values[:, None] * (rows.absorbed.codes[:, None] == np.arange(5))
    assert unit.T @ unit == pytest.approx(np.eye(5), abs=1e-12)


def test_nothing_absorbed_leaves_the_rows():
    outcome, design, _, mass = drawn(1)
    rows = sweep_groups(outcome, design, mass=np.ones_like(mass), codes=None)
    assert np.array_equal(rows.design, design)
    assert rows.n_parameters == 3


def test_a_column_constant_within_groups_is_named():
    outcome, design, codes, mass = drawn(2)
    design[:, 1] = codes * 7.0 + 1e5
    with pytest.raises(EstimationError) as caught:
        sweep_groups(outcome, design, mass=mass, codes=codes, first_covariate=1)
    assert caught.value.message_id == "collinear-covariates"
    assert caught.value.arguments["column"] == 0
    with pytest.raises(EstimationError, match="too-few-people"):
        sweep_groups(outcome[:8], design[:8], mass=mass[:8], codes=np.arange(8))
