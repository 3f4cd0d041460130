"""Robustness values against the published example of Darfur, and against confounders that are known."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.doubt.omitted_variables import (
    estimate_robustness_value,
    find_robustness,
    imagine_benchmark,
)
from idmaj.errors import EstimationError

# Cinelli & Hazlett (2020), JRSS B 82, sections 5 and 6; sensemakr prints the same: effect of direct harm
# on attitudes to peace 0.0973 (0.0233), 783 degrees of freedom; t of `female` -9.789 for the outcome, -2.680 for
# the exposure.
DARFUR = {"estimate": 0.09731582, "std_error": 0.02325654, "df": 783}


def partial_r2(t, df=783):
    return t**2 / (t**2 + df)


def test_robustness_values_of_darfur():
    f = DARFUR["estimate"] / DARFUR["std_error"] / math.sqrt(783)
    critical = stats.t.ppf(0.975, 782) / math.sqrt(782)
    assert find_robustness(f) == pytest.approx(0.138776, abs=5e-7)
    assert find_robustness(f, critical) == pytest.approx(0.076258, abs=5e-7)
    assert partial_r2(f * math.sqrt(783)) == pytest.approx(0.021873, abs=5e-7)


def test_a_confounder_as_strong_as_being_female_in_darfur():
    effect = (DARFUR["estimate"], DARFUR["std_error"], stats.t.ppf(0.975, 782))
    mark = imagine_benchmark(partial_r2(-2.680), partial_r2(-9.789), df=783, effect=effect)
    assert mark.r2_treated == pytest.approx(0.009173, abs=5e-7)  # the paper prints 0.0092 and 0.1246
    assert mark.r2_outcome == pytest.approx(0.124647, abs=5e-7)
    assert mark.estimate == pytest.approx(0.0752092, abs=5e-7)  # the paper: 0.0752 (0.0219)
    assert mark.std_error == pytest.approx(0.0218733, abs=5e-7)
    assert mark.conf_low == pytest.approx(0.0323, abs=5e-5)


def make_study(rng, n=400, effect=1.0):
    covariates = rng.normal(size=(n, 3))
    treated = rng.random(n) < 1 / (1 + np.exp(-covariates @ [0.8, 0.2, 0.0]))
    outcome = 5 + effect * treated + covariates @ [1.5, 0.1, 0.4] + rng.normal(size=n)
    return outcome, treated, covariates


def left(values, design):
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def shares_of_first(outcome, treated, covariates):
    """Partial R² of the first covariate with the arm, and with the outcome given the arm."""
    others, arm = np.column_stack([np.ones(len(outcome)), covariates[:, 1:]]), treated.astype(float)
    both = np.column_stack([others, arm])
    pairs = [(arm, others), (outcome, both)]
    return [np.corrcoef(left(y, x), left(covariates[:, 0], x))[0, 1] ** 2 for y, x in pairs]


def test_the_regression_is_least_squares(rng):
    outcome, treated, covariates = make_study(rng)
    found = estimate_robustness_value(outcome, treated, covariates)
    design = np.column_stack([np.ones(400), treated, covariates])
    solution, rest, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    error = math.sqrt(rest[0] / 395 * np.linalg.inv(design.T @ design)[1, 1])
    assert (found.estimate, found.std_error, found.df) == pytest.approx((solution[1], error, 395))


def test_benchmarks_read_each_covariate_given_the_others(rng):
    outcome, treated, covariates = make_study(rng)
    found = estimate_robustness_value(outcome, treated, covariates)
    marks = found.benchmarks
    assert marks[0].strength > max(marks[1].strength, marks[2].strength)
    effect = (found.estimate, found.std_error, stats.t.ppf(0.975, 394))
    mark = imagine_benchmark(*shares_of_first(outcome, treated, covariates), df=395, effect=effect)
    assert astuple(marks[0]) == pytest.approx(astuple(mark))


def test_a_known_confounder_biases_by_what_its_shares_say(rng):
    """The bias of leaving a column out is standard error × sqrt(df × f²), exactly."""
    outcome, treated, covariates = make_study(rng)
    short = estimate_robustness_value(outcome, treated, covariates[:, 1:])
    long = estimate_robustness_value(outcome, treated, covariates)
    r2_arm, r2_outcome = shares_of_first(outcome, treated, covariates)
    bias = short.std_error * math.sqrt(short.df * r2_outcome * r2_arm / (1 - r2_arm))
    assert short.estimate - long.estimate == pytest.approx(bias, rel=1e-9)
    # below the robustness value on both sides it could not have brought the estimate to nothing
    assert (max(r2_arm, r2_outcome) < short.value) <= (abs(bias) < abs(short.estimate))


def test_indicators_of_a_code_are_one_covariate(rng):
    outcome, treated, covariates = make_study(rng)
    code = rng.integers(0, 3, 400)
    wide = np.column_stack([covariates, code == 1, code == 2])
    found = estimate_robustness_value(outcome, treated, wide, groups=["a", "b", "c", "d", "d"])
    assert len(found.benchmarks) == 4
    assert len(estimate_robustness_value(outcome, treated, wide).benchmarks) == 5


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(-6, 6), st.floats(-100, 100))
def test_units_order_and_labels_change_nothing(seed, exponent, shift):
    rng = np.random.default_rng(seed)
    outcome, treated, covariates = make_study(rng, n=40)
    one = estimate_robustness_value(outcome, treated, covariates)
    order, unit = rng.permutation(40), 10.0**exponent
    moved = covariates[order] * [unit, 1, -3] + shift
    other = estimate_robustness_value((outcome * unit)[order], treated[order], moved)
    swapped = estimate_robustness_value(outcome, ~treated, covariates)
    for found in (other, swapped):
        assert found.value == pytest.approx(one.value, rel=1e-6, abs=1e-9)
        assert found.value_conf == pytest.approx(one.value_conf, rel=1e-6, abs=1e-7)
        for mark, same in zip(found.benchmarks, one.benchmarks, strict=True):
            assert mark.strength == pytest.approx(same.strength, rel=1e-5, abs=1e-9)
    assert 0 <= one.value_conf <= one.value < 1


@settings(max_examples=200, deadline=None)
@given(st.floats(0.001, 5), st.floats(0, 1))
def test_more_is_needed_for_the_estimate_than_for_the_limit(f, share):
    assert 0 <= find_robustness(f, share * f) <= find_robustness(f) + 1e-12
    value = find_robustness(f)
    assert value**2 / (1 - value) == pytest.approx(f**2)  # equal shares that just take f away


def test_whole_weights_are_repeated_people(rng):
    outcome, treated, covariates = make_study(rng, n=60)
    counts = rng.integers(1, 4, 60)
    weighted = estimate_robustness_value(outcome, treated, covariates, weights=counts)
    rows = np.repeat(np.arange(60), counts)
    repeated = estimate_robustness_value(outcome[rows], treated[rows], covariates[rows])
    assert weighted.estimate == pytest.approx(repeated.estimate)
    f = [abs(found.estimate / found.std_error) / math.sqrt(found.df) for found in (weighted, repeated)]
    assert f[0] == pytest.approx(f[1])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda y, d, x: (y, d, np.column_stack([x, d])), "no-variation"),
        (lambda y, d, x: (np.ones_like(y), d, x), "no-variation"),
        (lambda y, d, x: (y, d, np.column_stack([x, x[:, 0] * 2])), "collinear-covariates"),
        (lambda y, d, x: (y[:6], d[:6], x[:6]), "too-few-people"),
        (lambda y, d, x: (y, np.ones_like(d), x), "empty-arm"),
        (lambda y, d, x: (np.where(d, np.nan, y), d, x), "not-finite"),
    ],
)
def test_what_is_undefined_is_refused(rng, change, reason):
    outcome, treated, covariates = make_study(rng, n=50)
    treated[:6] = [True, False, True, False, True, False]
    with pytest.raises(EstimationError) as caught:
        estimate_robustness_value(*change(outcome, treated, covariates))
    assert caught.value.message_id == reason


def test_a_covariate_that_all_but_tells_the_arm_has_no_equal(rng):
    outcome, treated, _ = make_study(rng, n=200)
    teller = treated + rng.normal(size=200) * 0.1
    found = estimate_robustness_value(outcome, treated, teller[:, None])
    assert found.benchmarks == (None,)
    assert found.value > 0


def test_the_arrays_of_the_caller_are_left_alone(rng):
    outcome, treated, covariates = make_study(rng, n=60)
    before = [values.copy() for values in (outcome, treated, covariates)]
    estimate_robustness_value(outcome, treated, covariates)
    for values, same in zip((outcome, treated, covariates), before, strict=True):
        assert np.array_equal(values, same)
