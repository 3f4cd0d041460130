"""Differences in differences of cross-sections: numerical derivatives, least squares, and agreement of methods."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.panel.cross_sections import estimate_did_cross_sections
from idmaj.errors import EstimationError

METHODS = ("dr_locally_efficient", "dr_traditional", "regression", "ipw")


def simulated(seed: int, n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    arm = rng.random(n) < 1 / (1 + np.exp(0.3 - 0.5 * x[:, 0]))
    late = np.arange(n) % 2 == 0
    return x[:, 0] * (1 + late) + arm * late + rng.normal(size=n), late, arm, x


@pytest.mark.parametrize("method", METHODS)
def test_influence_is_the_derivative_by_a_rows_weight(method):
    """DRDID's errors of both doubly robust methods differ here: it adds, where the derivative subtracts, the part of
    the comparison group's outcome model of the first period (0.2008 for 0.2026 on its own simulated data)."""
    columns = simulated(8)
    effect = estimate_did_cross_sections(*columns, method=method)

    def shifted(i: int, step: float) -> float:
        weights = 1 + step * (np.arange(120) == i)
        return estimate_did_cross_sections(*columns, method=method, weights=weights).contrast.estimate

    slopes = [(shifted(i, 1e-4) - shifted(i, -1e-4)) / 2e-4 for i in range(120)]
    assert effect.influence == pytest.approx(np.array(slopes), abs=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_without_covariates_it_is_the_interaction_with_hc2_errors(method):
    y, late, arm, x = simulated(2)
    contrast = estimate_did_cross_sections(y, late, arm, x[:, :0], method=method).contrast
    fit = sm.OLS(y, np.column_stack([np.ones(120), late, arm, late & arm])).fit()
    assert contrast.estimate == pytest.approx(fit.params[3], rel=1e-10)
    assert contrast.std_error == pytest.approx(fit.HC2_se[3], rel=1e-10)


def test_regression_is_least_squares_by_cell():
    y, late, arm, x = simulated(3)
    design = np.column_stack([np.ones(120), x])
    fits = [
        np.linalg.lstsq(design[~arm & period], y[~arm & period], rcond=None)[0] for period in (late, ~late)
    ]
    trend = (design[arm] @ (fits[0] - fits[1])).mean()
    expected = y[arm & late].mean() - y[arm & ~late].mean() - trend
    estimate = estimate_did_cross_sections(y, late, arm, x, method="regression").contrast.estimate
    assert estimate == pytest.approx(expected, rel=1e-10)


def test_weighting_shares_sum_to_one_in_each_period():
    y, late, arm, x = simulated(4)
    share = estimate_did_cross_sections(y, late, arm, x).comparison_share
    assert (share[late].sum(), share[~late].sum()) == pytest.approx((1, 1))
    assert not share[arm].any()


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), method=st.sampled_from(METHODS), unit=st.sampled_from([1e-4, 3.0, 1e6]))
def test_order_and_unit(seed, method, unit):
    y, late, arm, x = simulated(seed)
    base = estimate_did_cross_sections(y, late, arm, x, method=method).contrast
    order = np.random.default_rng(seed).permutation(120)
    shuffled = estimate_did_cross_sections(y[order], late[order], arm[order], x[order], method=method)
    scaled = estimate_did_cross_sections(y * unit, late, arm, x * unit, method=method).contrast
    assert shuffled.contrast.estimate == pytest.approx(base.estimate, abs=1e-7)
    assert scaled.std_error == pytest.approx(base.std_error * unit, rel=1e-6)


def test_undefined_problems_are_refused():
    y, late, arm, x = simulated(1)
    cases = {
        "empty-cell": lambda: estimate_did_cross_sections(y, late | arm, arm, x),
        "separation": lambda: estimate_did_cross_sections(y, late, arm, x + 9 * arm[:, None]),
        "collinear-covariates": lambda: estimate_did_cross_sections(y, late, arm, x[:, [0, 0]]),
        "not-binary": lambda: estimate_did_cross_sections(y, late * 2, arm, x),
        "no-variation": lambda: estimate_did_cross_sections(y * 0, late, arm, x),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
