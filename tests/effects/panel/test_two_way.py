"""Two-way fixed effects agree with R, and with least squares on dummies."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from idmaj.effects.contrast import contrast_of
from idmaj.effects.panel.two_way import estimate_two_way
from idmaj.errors import EstimationError

RAW = Path(__file__).parents[3] / "data" / "raw"


def make_panel(seed, *, n_units=8, n_periods=4, gaps=0.2):
    rng = np.random.default_rng(seed)
    units, periods = np.repeat(np.arange(n_units), n_periods), np.tile(np.arange(n_periods), n_units)
    seen = rng.random(len(units)) > gaps
    units, periods = units[seen], periods[seen]
    x = rng.normal(size=(len(units), 2))
    y = x @ [1.0, -0.5] + rng.normal(size=n_units)[units] + periods + rng.normal(size=len(units))
    return y, x, units, periods


def with_dummies(y, x, units, periods, clusters, weights):
    """Coefficients, classic and clustered errors from a regression on explicit dummies."""
    design = np.column_stack(
        [x, units[:, None] == np.unique(units), periods[:, None] == np.unique(periods)[1:]]
    )
    n = len(design)
    inverse = np.linalg.pinv((design * weights[:, None]).T @ design)
    rank = np.linalg.matrix_rank(design)
    beta = inverse @ (design * weights[:, None]).T @ y
    e = y - design @ beta
    scores = np.array(
        [(design * (weights * e)[:, None])[clusters == g].sum(axis=0) for g in np.unique(clusters)]
    )
    g, k = len(np.unique(clusters)), x.shape[1]
    classic = np.sqrt(np.diag(inverse)[:k] * ((weights * e) @ e) / (n - rank))
    sandwich = np.diag(inverse @ scores.T @ scores @ inverse)[:k]
    return beta[:k], classic, np.sqrt(sandwich * g / (g - 1) * (n - 1) / (n - rank)), rank


def test_agrees_with_r_on_two_years_of_earnings():
    """R 4.2.2, lm of re78 - re75 on treatment, sandwich HC1: 3,621.23 (609.87); 185 treated, 15,992 from the CPS."""
    treated = pd.read_csv(RAW / "nsw" / "nsw_dw_445.csv").query("treat == 1")
    people = pd.concat([treated, pd.read_csv(RAW / "nsw-cps" / "cps_controls_15992.csv")], ignore_index=True)
    n = len(people)
    treat = people["treat"].to_numpy(float)
    fit = estimate_two_way(
        np.concatenate([people["re75"], people["re78"]]),
        np.concatenate([0 * treat, treat])[:, None],
        np.tile(np.arange(n), 2),
        np.repeat([1975, 1978], n),
        factor="none",
    )
    assert fit.coefficients[0] == pytest.approx(3621.23191965216, rel=1e-11)
    # HC1 of the differences has the factor n/(n - 2), which is not the clusters' factor.
    assert fit.std_errors[0] * np.sqrt(n / (n - 2)) == pytest.approx(609.867845528015, rel=1e-10)


@settings(max_examples=200)
@given(seed=st.integers(0, 10**6), weighted=st.booleans(), coarse=st.booleans())
def test_agrees_with_dummies(seed, weighted, coarse):
    y, x, units, periods = make_panel(seed)
    assume(np.bincount(units, minlength=8).min() >= 2 and np.bincount(periods).min() >= 2)
    weights = np.random.default_rng(seed + 1).uniform(0.5, 2, len(y)) if weighted else np.ones(len(y))
    clusters = units // 2 if coarse else units
    beta, classic, clustered, rank = with_dummies(y, x, units, periods, clusters, weights / weights.mean())
    assume(len(y) > rank)
    given_weights = weights if weighted else None
    fit = estimate_two_way(y, x, units, periods, clusters=clusters, weights=given_weights, factor="full")
    assert fit.coefficients == pytest.approx(beta, rel=1e-8, abs=1e-10)
    assert fit.std_errors == pytest.approx(clustered, rel=1e-7)
    assert (fit.n_parameters, fit.n_clusters) == (rank, len(np.unique(clusters)))
    plain = estimate_two_way(y, x, units, periods, weights=given_weights, errors="classic")
    assert plain.std_errors == pytest.approx(classic, rel=1e-7)
    assert plain.df[0] == len(y) - rank


def test_factor_counts_what_is_not_nested():
    y, x, units, periods = make_panel(3, gaps=0.0)
    n, g = len(y), 8
    bare = estimate_two_way(y, x, units, periods, factor="none").std_errors
    nested = estimate_two_way(y, x, units, periods)
    assert nested.n_parameters == 2 + 4
    assert nested.std_errors == pytest.approx(bare * np.sqrt(g / (g - 1) * (n - 1) / (n - 6)))
    by_period = estimate_two_way(y, x, units, periods, clusters=periods)
    assert by_period.n_parameters == 2 + 8
    across = estimate_two_way(y, x, units, periods, clusters=(units + periods) % 5)
    assert across.n_parameters == 2 + 8 + 3


def test_bias_reduced_errors_are_hc2_of_differences_with_two_periods():
    rng = np.random.default_rng(5)
    before, after, treated = rng.normal(size=12), rng.normal(size=12), np.arange(12) < 4
    fit = estimate_two_way(
        np.concatenate([before, after]),
        np.concatenate([np.zeros(12), treated])[:, None],
        np.tile(np.arange(12), 2),
        np.repeat([0, 1], 12),
        errors="CR2",
    )
    change = after - before
    parts = [change[arm].var(ddof=1) / arm.sum() for arm in (treated, ~treated)]
    assert fit.std_errors[0] == pytest.approx(np.sqrt(sum(parts)), rel=1e-10)
    assert fit.df[0] < 11


@settings(max_examples=200)
@given(seed=st.integers(0, 10**6), scale=st.sampled_from([1e-6, 1.0, 1e7]), shift=st.floats(-1e3, 1e3))
def test_order_labels_and_units_change_nothing(seed, scale, shift):
    y, x, units, periods = make_panel(seed)
    order = np.random.default_rng(seed).permutation(len(y))
    names = np.array([f"unit {9 - label}" for label in range(10)])
    one = estimate_two_way(y, x, units, periods)
    two = estimate_two_way(
        scale * (y + shift)[order], (x / scale - shift)[order], names[units][order], 2 * periods[order] + 1990
    )
    assert two.coefficients == pytest.approx(one.coefficients * scale**2, rel=1e-5)
    assert two.std_errors == pytest.approx(one.std_errors * scale**2, rel=1e-5)
    assert (two.n, two.n_singletons, two.n_units) == (one.n, one.n_singletons, one.n_units)


def test_units_seen_once_change_nothing_but_the_count():
    y, x, units, periods = make_panel(4, gaps=0.0)
    one = estimate_two_way(y, x, units, periods)
    two = estimate_two_way(
        np.append(y, 1e6), np.vstack([x, [3.0, 4.0]]), np.append(units, 99), np.append(periods, 2)
    )
    assert (two.n_singletons, two.n) == (1, one.n)
    assert two.coefficients.tolist() == one.coefficients.tolist()
    assert two.std_errors.tolist() == one.std_errors.tolist()


def test_column_that_the_effects_explain_is_named():
    y, x, units, periods = make_panel(6)
    for absorbed in (units**2.0, 1e9 + periods, 3.0 * units - periods):
        with pytest.raises(EstimationError, match="not-identified") as caught:
            estimate_two_way(y, np.column_stack([x, absorbed]), units, periods)
        assert caught.value.arguments == {"column": 2}
    with pytest.raises(EstimationError, match="not-identified") as caught:
        estimate_two_way(y, np.column_stack([x[:, 0], 2 * x[:, 0] + units]), units, periods)
    assert caught.value.arguments == {"column": 1}


def test_outcome_without_noise_and_too_few_rows_are_refused():
    y, x, units, periods = make_panel(7)
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_two_way(2.0 * x[:, 0] + units, x[:, :1], units, periods)
    with pytest.raises(EstimationError, match="too-few-people"):
        estimate_two_way([1.0, 2, 3, 5], [[0.0], [0], [0], [1]], [1, 1, 2, 2], [1, 2, 1, 2])
    with pytest.raises(EstimationError, match="not-finite"):
        estimate_two_way(np.where(np.arange(len(y)) == 3, np.nan, y), x, units, periods)


def test_callers_arrays_stay_as_they_are():
    y, x, units, periods = make_panel(8)
    copies = [array.copy() for array in (y, x, units, periods)]
    for array in (y, x, units, periods):
        array.setflags(write=False)
    estimate_two_way(y, x, units, periods, weights=np.ones(len(y)))
    assert all((array == copy).all() for array, copy in zip((y, x, units, periods), copies, strict=True))


def test_contrast_carries_the_clusters():
    y, x, units, periods = make_panel(9)
    contrast = contrast_of(estimate_two_way(y, x, units, periods), 1)
    assert (contrast.n_clusters, contrast.df) == (8, 7)
    assert contrast.conf_low < contrast.estimate < contrast.conf_high
