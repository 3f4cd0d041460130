"""Imputed effects: least squares with dummies on untreated observations, gaps, and units that cannot be imputed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.panel.imputation import estimate_imputation
from idmaj.errors import EstimationError


def dummies(units: np.ndarray, periods: np.ndarray, extra: np.ndarray) -> np.ndarray:
    return np.column_stack(
        [units[:, None] == np.unique(units), periods[:, None] == np.unique(periods)[1:], extra]
    )


def long(table: np.ndarray, effects) -> np.ndarray:
    return table[effects.panel.row_units, effects.panel.row_periods]


def test_imputed_outcomes_are_those_of_dummy_regression(gaps):
    rng = np.random.default_rng(3)
    extra = rng.normal(size=(len(gaps.outcome), 1))
    weights = rng.uniform(0.5, 2, len(gaps.outcome))
    effects = estimate_imputation(*gaps.columns(), covariates=extra, weights=weights)
    design = dummies(gaps.units, gaps.periods, extra)
    treated = (gaps.first_treated > 0) & (gaps.periods >= gaps.first_treated)
    root = np.sqrt(weights[~treated])
    slopes = np.linalg.lstsq(design[~treated] * root[:, None], gaps.outcome[~treated] * root, rcond=None)[0]
    residuals = gaps.outcome - design @ slopes
    assert np.array_equal(long(effects.treated, effects), treated)
    assert long(effects.effects, effects) == pytest.approx(np.where(treated, residuals, 0), abs=1e-10)
    assert long(effects.residuals, effects) == pytest.approx(np.where(treated, 0, residuals), abs=1e-10)


def test_influence_weights_reproduce_the_estimate_and_cancel_effects(gaps):
    effects = estimate_imputation(*gaps.columns())
    target = np.where(effects.treated, 1.0, 0.0) / effects.treated.sum()
    moves = effects.model.influence_weights(target)
    assert (moves * effects.panel.outcome).sum() == pytest.approx((target * effects.effects).sum(), rel=1e-10)
    assert moves.sum(axis=0) == pytest.approx(np.zeros(6), abs=1e-12)
    assert moves.sum(axis=1) == pytest.approx(np.zeros(60), abs=1e-12)


def test_always_treated_units_are_left_out_and_move_nothing(staggered):
    outcome, units, periods, first = staggered.columns()
    base = estimate_imputation(outcome, units, periods, first)
    more = estimate_imputation(
        np.append(outcome, np.random.default_rng(0).normal(size=12) * 1e6),
        np.append(units, np.repeat([900, 901], 6)),
        np.append(periods, np.tile(np.arange(1, 7), 2)),
        np.append(first, np.repeat([1.0, -2.0], 6)),
    )
    assert (base.n_always_treated, more.n_always_treated, more.n_not_imputed) == (0, 2, 12)
    assert np.array_equal(more.effects[:60], base.effects)
    assert not more.treated[60:].any()


def test_periods_in_which_all_are_treated_are_not_imputed(staggered):
    panel = staggered.keep(staggered.first_treated > 0)
    effects = estimate_imputation(*panel.columns())
    assert not effects.treated[:, 4:].any()
    assert effects.n_not_imputed == 36 * 2
    assert effects.treated[:, :4].sum() == 12 * 2 + 12


def test_anticipated_periods_are_neither_treated_nor_untreated(staggered):
    effects = estimate_imputation(*staggered.columns(), anticipation=1)
    window = effects.panel.times == effects.starts[:, None] - 1
    assert not effects.treated[window].any()
    assert not effects.model.weights[window].any()


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 12.0, 1e6]))
def test_order_labels_and_units(small_staggered, seed, unit):
    rng = np.random.default_rng(seed)
    panel = small_staggered
    outcome, extra = rng.normal(size=(2, 100))
    order = rng.permutation(100)
    names = np.array([f"u{i:02d}" for i in range(20)])[panel.units]
    copies = [column.copy() for column in panel.columns()]
    base = estimate_imputation(outcome, *panel.columns()[1:], covariates=extra[:, None])
    other = estimate_imputation(
        outcome[order] * unit,
        names[order],
        panel.periods[order] * 12,
        panel.first_treated[order] * 12,
        covariates=extra[order, None] * unit + 7,
    )
    assert other.effects == pytest.approx(base.effects * unit, rel=1e-7, abs=1e-8 * unit)
    for column, copy in zip(panel.columns(), copies, strict=True):
        assert np.array_equal(column, copy)


def test_undefined_problems_are_refused(staggered):
    y, u, t, g = staggered.columns()
    late = np.where(g > 0, 2.0, 0.0)
    cases = {
        "empty-arm": lambda: estimate_imputation(y, u, t, g * 0),
        "no-period-before": lambda: estimate_imputation(y, u, t, np.where(g > 0, 1.0, 0.0)),
        "no-comparison-group": lambda: estimate_imputation(y[g > 0], u[g > 0], t[g > 0], late[g > 0]),
        "not-identified": lambda: estimate_imputation(y, u, t, g, covariates=staggered.covariates),
        "not-finite": lambda: estimate_imputation(y * np.inf, u, t, g),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
    trend = np.column_stack([np.sin(np.arange(360)), t * 2.0])
    with pytest.raises(EstimationError) as caught:
        estimate_imputation(y, u, t, g, covariates=trend)
    assert caught.value.arguments["column"] == 1
