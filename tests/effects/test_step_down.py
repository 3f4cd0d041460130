"""Romano-Wolf against R, its rules, and its family-wise rate."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.multiplicity import adjust_p_values
from idmaj.effects.step_down import estimate_romano_wolf, step_down
from idmaj.errors import EstimationError


def outcomes_of(nsw) -> np.ndarray:
    y = nsw.re78
    return np.column_stack([y, y > 0, y > 10_000, np.arcsinh(y)]).astype(float)


def test_nsw_is_that_of_r(nsw):
    # R 4.2.2, 20,000 redraws; Monte-Carlo tolerance 0.005
    found = estimate_romano_wolf(outcomes_of(nsw), nsw.treated, draws=9_999)
    t = [2.67414551378334, 2.54870508752897, 1.57219041383924, 2.65000523237198]
    np.testing.assert_allclose(found.statistics, t, rtol=1e-12)
    np.testing.assert_allclose(found.p_values, [0.00715, 0.01380, 0.14019, 0.00915], atol=0.005)
    np.testing.assert_allclose(found.p_adjusted, [0.02335, 0.02335, 0.14019, 0.02335], atol=0.005)


def test_statistics_are_those_of_least_squares_with_covariates_strata_and_clusters(rng):
    n = 120
    x, stratum, unit = rng.normal(size=(n, 2)), np.arange(n) // 2 % 3, np.arange(n) // 2
    arm = (unit // 3 % 2).astype(float)
    y = rng.normal(size=(n, 2)) + arm[:, None] + x
    design = np.column_stack([arm, x, stratum == 0, stratum == 1, stratum == 2]).astype(float)
    by_person = estimate_romano_wolf(y, arm, covariates=x, strata=stratum, draws=99)
    by_unit = estimate_romano_wolf(y, arm, covariates=x, strata=stratum, clusters=unit, draws=99)
    for j in range(2):
        fit = sm.OLS(y[:, j], design)
        assert by_person.statistics[j] == pytest.approx(fit.fit(cov_type="HC2").tvalues[0], rel=1e-9)
        clustered = fit.fit(cov_type="cluster", cov_kwds={"groups": unit, "use_correction": False})
        assert by_unit.statistics[j] == pytest.approx(clustered.tvalues[0], rel=1e-9)


def test_few_assignments_are_all_counted(rng):
    y = rng.normal(size=(8, 2)).round(1)
    arm = np.arange(8) < 4
    found = estimate_romano_wolf(y, arm)
    redrawn = []
    for chosen in combinations(range(8), 4):
        one = np.isin(np.arange(8), chosen)
        redrawn.append([abs(stats.ttest_ind(c[one], c[~one], equal_var=False).statistic) for c in y.T])
    draws, seen = np.array(redrawn), np.abs(found.statistics)
    assert found.is_exact and found.n_redraws == 70
    np.testing.assert_allclose(found.p_values, (draws >= seen * (1 - 1e-9)).mean(axis=0))
    first = int(np.argmax(seen))
    largest = (draws.max(axis=1) >= seen[first] * (1 - 1e-9)).mean()
    assert found.p_adjusted[first] == pytest.approx(largest)
    assert found.p_adjusted[1 - first] == pytest.approx(max(largest, found.p_values[1 - first]))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_adjusted_values_are_ordered_and_lie_between_alone_and_bonferroni(seed, m):
    rng = np.random.default_rng(seed)
    redrawn, t = rng.normal(size=(150, m)), rng.normal(size=m) * 2
    found = step_down(t, redrawn)
    assert (found.p_adjusted >= found.p_values - 1e-12).all()
    by_size = found.p_adjusted[np.argsort(-np.abs(t))]
    assert (np.diff(by_size) >= 0).all()
    shuffled = rng.permutation(m)
    np.testing.assert_allclose(
        step_down(t[shuffled], redrawn[:, shuffled]).p_adjusted, found.p_adjusted[shuffled]
    )
    np.testing.assert_allclose(step_down(-t, redrawn).p_adjusted, found.p_adjusted)


def test_row_order_units_and_unseen_values_change_nothing(nsw):
    y, order = outcomes_of(nsw), np.random.default_rng(3).permutation(len(nsw.re78))
    seen = np.ones(y.shape, dtype=bool)
    seen[::7, 1] = False
    first = estimate_romano_wolf(y, nsw.treated, observed=seen, draws=499)
    other = np.where(seen, y, np.nan) * [0.01, 3, 5, 7]
    second = estimate_romano_wolf(other[order], nsw.treated[order], observed=seen[order], draws=499)
    np.testing.assert_allclose(second.statistics, first.statistics, rtol=1e-9)
    np.testing.assert_allclose(second.p_adjusted, first.p_adjusted, atol=0.08)  # redraws fall on other people


def simulate_family(worlds: int, n: int) -> tuple[float, float, float]:
    """Share of worlds with a false finding: unadjusted, Holm, Romano-Wolf; and with the true one found."""
    rng = np.random.default_rng(20)
    arm = np.arange(n) < n // 2
    found = np.zeros((worlds, 3))
    for world in range(worlds):
        y = 0.9 * rng.normal(size=(n, 1)) + 0.45 * rng.normal(size=(n, 5))
        tests = estimate_romano_wolf(y, arm, draws=199, seed=world)
        holm = adjust_p_values(tests.p_values).p_adjusted
        found[world] = [(p <= 0.05).any() for p in (tests.p_values, holm, tests.p_adjusted)]
    alone, holm_rate, stepped = found.mean(axis=0)
    return float(alone), float(holm_rate), float(stepped)


def test_the_family_wise_rate_holds(capsys):
    alone, holm, stepped = simulate_family(300, 60)
    with capsys.disabled():
        print(f"\nfive outcomes, no effect: alone {alone:.3f}, Holm {holm:.3f}, Romano-Wolf {stepped:.3f}")
    assert stepped <= 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / 300)
    assert stepped >= holm
    assert alone > 0.08


@pytest.mark.full
def test_the_family_wise_rate_holds_in_many_worlds(capsys):
    alone, holm, stepped = simulate_family(3_000, 100)
    with capsys.disabled():
        print(f"\n3,000 worlds: alone {alone:.4f}, Holm {holm:.4f}, Romano-Wolf {stepped:.4f}")
    assert abs(stepped - 0.05) <= 2.6 * np.sqrt(0.05 * 0.95 / 3_000)


def test_undefined_input_is_refused(rng):
    y, arm = rng.normal(size=(20, 2)), np.arange(20) < 10
    for call, reason in (
        (lambda: estimate_romano_wolf(y[:, 0], arm), "unequal-lengths"),
        (lambda: estimate_romano_wolf(y * np.nan, arm), "not-finite"),
        (lambda: estimate_romano_wolf(y * [1, 0], arm), "no-variation"),
        (lambda: estimate_romano_wolf(y, np.ones(20)), "empty-arm"),
        (lambda: estimate_romano_wolf(y, arm, observed=np.column_stack([arm, arm])), "not-identified"),
        (lambda: step_down([1.0], np.zeros((20, 1))), "too-few-redraws"),
        (lambda: step_down([1.0], np.zeros((200, 2))), "unequal-lengths"),
        (lambda: step_down([1.0], np.full((200, 1), np.nan)), "not-finite"),
    ):
        with pytest.raises(EstimationError, match=reason):
            call()
