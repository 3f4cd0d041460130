"""Oster's δ and β* against numbers that R printed, and against worlds in which they are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.doubt.coefficient_stability import estimate_stability
from idmaj.errors import EstimationError

# miles a gallon, horsepower, weight, quarter mile time of R's mtcars (Motor Trend 1974)
CARS = np.array([
    [21, 110, 2.62, 16.46], [21, 110, 2.875, 17.02], [22.8, 93, 2.32, 18.61], [21.4, 110, 3.215, 19.44],
    [18.7, 175, 3.44, 17.02], [18.1, 105, 3.46, 20.22], [14.3, 245, 3.57, 15.84], [24.4, 62, 3.19, 20],
    [22.8, 95, 3.15, 22.9], [19.2, 123, 3.44, 18.3], [17.8, 123, 3.44, 18.9], [16.4, 180, 4.07, 17.4],
    [17.3, 180, 3.73, 17.6], [15.2, 180, 3.78, 18], [10.4, 205, 5.25, 17.98], [10.4, 215, 5.424, 17.82],
    [14.7, 230, 5.345, 17.42], [32.4, 66, 2.2, 19.47], [30.4, 52, 1.615, 18.52], [33.9, 65, 1.835, 19.9],
    [21.5, 97, 2.465, 20.01], [15.5, 150, 3.52, 16.87], [15.2, 150, 3.435, 17.3], [13.3, 245, 3.84, 15.41],
    [19.2, 175, 3.845, 17.05], [27.3, 66, 1.935, 18.9], [26, 91, 2.14, 16.7], [30.4, 113, 1.513, 16.9],
    [15.8, 264, 3.17, 14.5], [19.7, 175, 2.77, 15.5], [15, 335, 3.57, 14.6], [21.4, 109, 2.78, 18.6],
])  # fmt: skip


def test_robomit_prints_the_same():
    # bookdown.org/mike/data_analysis/coefficient-stability.html: o_beta(y = "mpg", x = "wt", con = "hp + qsec",
    # delta = 1, R2max = 0.9) of R's robomit, which follows Stata's psacalc
    found = estimate_stability(CARS[:, 0], CARS[:, 2], CARS[:, [1, 3]], r2_max=0.9)
    assert round(found.adjusted, 2) == -2.00
    assert round((found.adjusted - found.controlled) ** 2, 2) == 5.56
    assert [round(other, 2) for other in found.others] == [-7.01]
    assert (round(found.uncontrolled, 2), round(found.controlled, 2)) == (-5.34, -4.36)
    assert (round(found.r2_uncontrolled, 3), round(found.r2_controlled, 3)) == (0.753, 0.835)


def make_world(rng, *, n=200_000, strength=1.0, effect=1.0):
    """A world of proportional selection: the unmeasured goes with the arm `strength` times as the measured."""
    measured, unmeasured = rng.normal(size=(2, n))
    exposure = 0.5 * measured + 0.5 * strength * unmeasured + rng.normal(size=n)
    outcome = effect * exposure + measured + unmeasured + rng.normal(size=n)
    full = np.column_stack([np.ones(n), exposure, measured, unmeasured])
    left = outcome - full @ np.linalg.lstsq(full, outcome, rcond=None)[0]
    return outcome, exposure, measured[:, None], 1 - left.var() / outcome.var()


@pytest.mark.parametrize("strength", [0.5, 1.0, 1.5])
def test_the_truth_is_among_the_solutions_where_selection_is_proportional(rng, strength):
    *world, r2 = make_world(rng, strength=strength)
    found = estimate_stability(*world, r2_max=r2, assumed=strength, target=1.0)
    assert min(abs(b - 1.0) for b in (found.adjusted, *found.others)) < 0.03
    assert found.delta == pytest.approx(strength, abs=0.05)


def test_delta_and_the_adjusted_difference_are_inverse(rng):
    outcome, exposure, covariates, _ = make_world(rng, n=500)
    found = estimate_stability(outcome, exposure, covariates)
    back = estimate_stability(outcome, exposure, covariates, target=found.adjusted)
    assert back.delta == pytest.approx(1.0, rel=1e-6)
    again = estimate_stability(outcome, exposure, covariates, assumed=found.delta)
    assert min(abs(b) for b in (again.adjusted, *again.others)) == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(-6, 6))
def test_units_and_order_change_nothing(seed, exponent):
    rng = np.random.default_rng(seed)
    outcome, exposure, covariates, _ = make_world(rng, n=60)
    arm = exposure > 0
    one = estimate_stability(outcome, arm, covariates)
    unit, order = 10.0**exponent, rng.permutation(60)
    other = estimate_stability((outcome * unit + 3)[order], arm[order], covariates[order] * 7 - 2)
    assert other.delta == pytest.approx(one.delta, rel=1e-5)
    assert other.adjusted == pytest.approx(one.adjusted * unit, rel=1e-4, abs=1e-7 * unit)


def test_whole_weights_are_repeated_people(rng):
    outcome, exposure, covariates, _ = make_world(rng, n=60)
    counts = rng.integers(1, 4, 60)
    rows = np.repeat(np.arange(60), counts)
    weighted = estimate_stability(outcome, exposure, covariates, weights=counts)
    repeated = estimate_stability(outcome[rows], exposure[rows], covariates[rows])
    assert weighted.delta == pytest.approx(repeated.delta)
    assert weighted.adjusted == pytest.approx(repeated.adjusted)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"covariates": np.empty((60, 0))}, "no-covariates"),
        ({"exposure": np.ones(60)}, "not-identified"),
        ({"outcome": np.ones(60)}, "not-identified"),
        ({"r2_max": 0.01}, "not-identified"),
        ({"r2_max": 1.2}, "not-identified"),
        ({"outcome": np.full(60, np.nan)}, "not-finite"),
    ],
)
def test_what_is_undefined_is_refused(rng, change, reason):
    outcome, exposure, covariates, _ = make_world(rng, n=60)
    given = {"outcome": outcome, "exposure": exposure, "covariates": covariates} | change
    with pytest.raises(EstimationError) as caught:
        estimate_stability(**given)
    assert caught.value.message_id == reason


def test_a_covariate_that_is_the_arm_leaves_nothing(rng):
    outcome, exposure, _, _ = make_world(rng, n=60)
    with pytest.raises(EstimationError) as caught:
        estimate_stability(outcome, exposure, exposure[:, None])
    assert caught.value.message_id == "not-identified"
