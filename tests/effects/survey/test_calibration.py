"""Weights meet the known totals, errors know it, and totals that cannot be met are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.survey.calibration import calibrate, post_stratify, rake
from idmaj.effects.survey.design import build_survey_design
from idmaj.effects.survey.replicates import build_jackknife
from idmaj.effects.survey.totals import estimate_survey_mean, estimate_survey_total
from idmaj.errors import EstimationError


def refusal(function, *arguments, **settings_) -> str:
    with pytest.raises(EstimationError) as caught:
        function(*arguments, **settings_)
    return caught.value.message_id


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(5)
    group, other = rng.integers(0, 3, size=240), rng.integers(0, 2, size=240)
    y = 3.0 * group + other + rng.normal(size=240)
    design = build_survey_design(rng.uniform(5, 15, size=240), clusters=np.repeat(np.arange(40), 6))
    return y, group, other, design


def test_post_strata_sum_to_their_sizes(drawn):
    y, group, _, design = drawn
    sizes = {0: 900.0, 1: 700.0, 2: 800.0}
    after = post_stratify(design, group, sizes)
    assert [after.weights[group == g].sum() for g in sizes] == pytest.approx(list(sizes.values()))
    found = estimate_survey_mean(y, after)
    means = [np.average(y[group == g], weights=design.weights[group == g]) for g in sizes]
    assert found.estimate == pytest.approx(np.average(means, weights=list(sizes.values())))


def test_errors_of_post_strata_are_those_of_residuals(drawn):
    """Residuals from the means of post-strata, weighted anew, enter as if they were values (Holt & Smith)."""
    y, group, _, design = drawn
    after = post_stratify(design, group, {0: 900.0, 1: 700.0, 2: 800.0})
    means = np.array([np.average(y[group == g], weights=design.weights[group == g]) for g in range(3)])
    scores = after.weights * (y - means[group]) / 2400
    totals = np.bincount(design.stages[0].clusters, scores)
    expected = np.sqrt(40 / 39 * ((totals - totals.mean()) ** 2).sum())
    found = estimate_survey_mean(y, after).std_error
    assert found == pytest.approx(expected)
    assert found < 0.7 * estimate_survey_mean(y, design).std_error


def test_a_total_that_is_known_has_no_error(drawn):
    _, group, _, design = drawn
    after = post_stratify(design, group, {0: 900.0, 1: 700.0, 2: 800.0})
    assert refusal(estimate_survey_total, group == 1, after) == "no-variation"


def test_raking_meets_both_margins_and_agrees_with_its_dual(drawn):
    y, group, other, design = drawn
    margins = {0: 900.0, 1: 700.0, 2: 800.0}, {0: 1000.0, 1: 1400.0}
    after = rake(design, [group, other], margins)
    assert np.bincount(group, after.weights) == pytest.approx([900, 700, 800])
    assert np.bincount(other, after.weights) == pytest.approx([1000, 1400])
    columns = np.column_stack([group == 0, group == 1, group == 2, other == 1]).astype(float)
    dual = calibrate(design, columns, [900, 700, 800, 1400], distance="raking")
    assert after.weights == pytest.approx(dual.weights, rel=1e-7)
    ours, theirs = estimate_survey_mean(y, after), estimate_survey_mean(y, dual)
    assert ours.std_error == pytest.approx(theirs.std_error, rel=1e-6)


def test_raking_stops_early_where_asked(drawn):
    _, group, other, design = drawn
    margins = {0: 900.0, 1: 700.0, 2: 800.0}, {0: 1000.0, 1: 1400.0}
    rough, fine = (
        np.bincount(group, rake(design, [group, other], margins, tolerance=t).weights) for t in (50.0, 1e-6)
    )
    assert 1e-3 < np.abs(rough - [900, 700, 800]).max() < 50
    assert np.abs(fine - [900, 700, 800]).max() < 1e-5


def test_linear_calibration_is_the_regression_estimator(drawn):
    y, group, _, design = drawn
    columns = np.column_stack([np.ones(240), group])
    after = calibrate(design, columns, [2400, 2300])
    assert after.weights @ columns == pytest.approx([2400, 2300])
    root = np.sqrt(design.weights)
    slope = np.linalg.lstsq(columns * root[:, None], y * root, rcond=None)[0]
    assert estimate_survey_total(y, after).estimate == pytest.approx(slope @ [2400, 2300])


def test_jackknife_of_calibrated_weights_repeats_the_calibration(drawn):
    y, group, _, design = drawn
    sizes = {0: 900.0, 1: 700.0, 2: 800.0}
    before = build_jackknife(post_stratify(design, group, sizes))
    after = post_stratify(build_jackknife(design), group, sizes)
    assert before.replicates.weights == pytest.approx(after.replicates.weights)
    assert np.bincount(group, before.replicates.weights[:, 7]) == pytest.approx([900, 700, 800])
    linearised = estimate_survey_mean(y, post_stratify(design, group, sizes)).std_error
    assert estimate_survey_mean(y, before).std_error == pytest.approx(linearised, rel=0.1)


def test_totals_that_cannot_be_met_are_refused(drawn):
    _, group, other, design = drawn
    sizes = {0: 900.0, 1: 700.0, 2: 800.0}
    assert refusal(post_stratify, design, group, {0: 900.0, 1: 700.0}) == "infeasible-margins"
    assert refusal(post_stratify, design, group, {**sizes, 3: 5.0}) == "infeasible-margins"
    assert refusal(post_stratify, design, group, {**sizes, 2: 0.0}) == "infeasible-margins"
    assert refusal(post_stratify, design, group, {**sizes, 2: np.nan}) == "not-finite"
    other_total = {0: 1000.0, 1: 1500.0}
    assert refusal(rake, design, [group, other], [sizes, other_total]) == "infeasible-margins"
    assert refusal(rake, design, [group], [sizes, other_total]) == "unequal-lengths"
    assert refusal(rake, design, [], []) == "too-few-groups"
    ones = np.ones((240, 1))
    assert refusal(calibrate, design, np.hstack([ones, ones]), [2400, 2400]) == "collinear-covariates"
    assert refusal(calibrate, design, np.hstack([ones, 0 * ones]), [2400, 0]) == "collinear-covariates"
    columns = np.column_stack([np.ones(240), group])
    assert refusal(calibrate, design, columns, [2400, 7200], distance="raking") == "infeasible-margins"
    assert refusal(calibrate, design, columns, [2400, 4700]) == "negative-weights"


def test_raking_without_a_common_solution_is_refused():
    design = build_survey_design(np.ones(8))
    left, right = [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 1, 1]
    # people of left 0 are all of right 0, so right 0 cannot be smaller than left 0
    assert refusal(rake, design, [left, right], [{0: 60, 1: 40}, {0: 50, 1: 50}]) == "infeasible-margins"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3))
def test_units_and_order_change_nothing(seed, unit):
    rng = np.random.default_rng(seed)
    x, weights = rng.uniform(1, 2, size=20), rng.uniform(1, 2, size=20)
    columns = np.column_stack([np.ones(20), x])
    totals = [weights.sum() * 1.1, weights @ x * 1.12]
    before = calibrate(build_survey_design(weights), columns, totals).weights
    order = rng.permutation(20)
    design = build_survey_design(weights[order])
    after = calibrate(design, columns[order] * [1, unit], np.multiply(totals, [1, unit])).weights
    assert after == pytest.approx(before[order], rel=1e-8)
