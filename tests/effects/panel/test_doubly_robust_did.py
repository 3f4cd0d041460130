"""Two-period differences in differences: R's numbers, numerical derivatives, and Welch's test of changes.

Expected numbers: R 4.2.2 with Sant'Anna and Zhao's DRDID code (calibration solver of the improved estimator written
by whoever computed them): the 185 recipients against 15,992 men of the Current Population Survey, 1975 to 1978.
Their files hold incomes in single precision, hence agreement to seven digits; in double precision on the same file
all digits agree.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from idmaj.effects.panel.doubly_robust_did import estimate_did
from idmaj.errors import EstimationError

METHODS = ("dr_traditional", "dr_improved", "regression", "ipw", "ipw_horvitz_thompson")
FROM_R = {
    "dr_traditional": (1865.64223919331, 644.907468061194),
    "dr_improved": (1869.52539644311, 644.933644265022),
    "regression": (1415.78171612382, 630.089471655837),
    "ipw": (1818.57399371293, 646.421575303056),
    "ipw_horvitz_thompson": (1846.87419987839, 649.263777700448),
}


@pytest.mark.parametrize("method", METHODS)
def test_nsw_against_cps_agrees_with_r(nsw_cps, method):
    columns = nsw_cps.covariates[:, [0, 1, 2, 4, 5, 3, 6]]
    effect = estimate_did(nsw_cps.re78, nsw_cps.covariates[:, 7], nsw_cps.treated, columns, method=method)
    estimate, error = FROM_R[method]
    assert effect.contrast.estimate == pytest.approx(estimate, rel=2e-7)
    assert np.sqrt(effect.influence @ effect.influence) == pytest.approx(error, rel=1e-8)
    assert effect.contrast.std_error > error
    assert effect.comparison_share.sum() == pytest.approx(1)


def simulated(seed: int, n: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    arm = rng.random(n) < 1 / (1 + np.exp(0.5 - 0.6 * x[:, 0]))
    before = x.sum(axis=1) + rng.normal(size=n)
    return before + 0.5 * x[:, 0] + arm + np.exp(rng.normal(size=n)), before, arm, x


@pytest.mark.parametrize("method", METHODS)
def test_influence_is_the_derivative_by_a_units_weight(method):
    after, before, arm, x = simulated(8)
    base = np.random.default_rng(1).uniform(0.5, 2, 60)
    effect = estimate_did(after, before, arm, x, method=method, weights=base)

    def shifted(i: int, step: float) -> float:
        weights = base * (1 + step * (np.arange(60) == i))
        return estimate_did(after, before, arm, x, method=method, weights=weights).contrast.estimate

    slopes = [(shifted(i, 1e-4) - shifted(i, -1e-4)) / 2e-4 for i in range(60)]
    assert effect.influence == pytest.approx(np.array(slopes), abs=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_without_covariates_it_is_welchs_test_of_changes(method):
    after, before, arm, x = simulated(2)
    contrast = estimate_did(after, before, arm, x[:, :0], method=method).contrast
    change = after - before
    assert contrast.estimate == pytest.approx(change[arm].mean() - change[~arm].mean(), rel=1e-12)
    welch = stats.ttest_ind(change[arm], change[~arm], equal_var=False)
    assert contrast.p_value == pytest.approx(welch.pvalue, rel=1e-9)


def test_improved_odds_balance_covariates_and_come_from_a_general_solver():
    after, before, arm, x = simulated(3)
    effect = estimate_did(after, before, arm, x, method="dr_improved")
    assert effect.comparison_share @ x == pytest.approx(x[arm].mean(axis=0), abs=1e-9)
    design = np.column_stack([np.ones(60), x])
    root = optimize.root(
        lambda b: ((arm - ~arm * np.exp(design @ b))[:, None] * design).sum(axis=0), np.zeros(3), tol=1e-12
    )
    odds = ~arm * np.exp(design @ root.x)
    slopes = np.linalg.lstsq(design * np.sqrt(odds)[:, None], (after - before) * np.sqrt(odds), rcond=None)[0]
    expected = (after - before - design @ slopes)[arm].mean()
    assert effect.contrast.estimate == pytest.approx(expected, rel=1e-8)


def test_clusters_and_rows_without_weight():
    after, before, arm, x = simulated(4)
    clusters = np.arange(60) // 3
    weights = np.where(np.arange(60) < 6, 0.0, 1.0)
    effect = estimate_did(after, before, arm, x, weights=weights, clusters=clusters)
    kept = estimate_did(after[6:], before[6:], arm[6:], x[6:], clusters=clusters[6:])
    assert effect.contrast.estimate == pytest.approx(kept.contrast.estimate, rel=1e-10)
    assert effect.contrast.std_error == pytest.approx(kept.contrast.std_error, rel=1e-9)
    assert not effect.influence[:6].any()
    sums = np.array([effect.influence[clusters == c].sum() for c in range(2, 20)])
    assert effect.contrast.std_error == pytest.approx(np.sqrt(18 / 17 * sums @ sums), rel=1e-10)
    assert effect.contrast.n_clusters == 18


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), method=st.sampled_from(METHODS), unit=st.sampled_from([1e-4, 3.0, 1e6]))
def test_order_and_unit(seed, method, unit):
    arrays = simulated(seed)
    before = [array.copy() for array in arrays]
    try:
        base = estimate_did(*arrays, method=method).contrast
    except EstimationError as error:
        assert error.message_id in {"infeasible-moments", "separation"}
        return
    order = np.random.default_rng(seed).permutation(60)
    shuffled = estimate_did(*(array[order] for array in arrays), method=method).contrast
    after, earlier, arm, x = arrays
    scaled = estimate_did(after * unit, earlier * unit, arm, x * unit + unit, method=method).contrast
    assert shuffled.estimate == pytest.approx(base.estimate, abs=1e-7)
    assert scaled.estimate == pytest.approx(base.estimate * unit, abs=1e-6 * unit)
    assert scaled.std_error == pytest.approx(base.std_error * unit, rel=1e-6)
    for array, copy in zip(arrays, before, strict=True):
        assert np.array_equal(array, copy)


def test_undefined_problems_are_refused():
    after, before, arm, x = simulated(1)
    far = x + 9 * arm[:, None]
    cases = {
        "separation": lambda: estimate_did(after, before, arm, far),
        "infeasible-moments": lambda: estimate_did(after, before, arm, far, method="dr_improved"),
        "collinear-covariates": lambda: estimate_did(after, before, arm, x[:, [0, 0]]),
        "empty-arm": lambda: estimate_did(after, before, arm | True, x),
        "too-few-people": lambda: estimate_did(after, before, np.arange(60) == 7, x[:, :0]),
        "no-variation": lambda: estimate_did(before + 0.1, before, arm, x),
        "not-finite": lambda: estimate_did(after, before * np.nan, arm, x),
        "negative-weights": lambda: estimate_did(after, before, arm, x, weights=np.full(60, -1.0)),
        "one-cluster-per-arm": lambda: estimate_did(after, before, arm, x, clusters=arm),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
