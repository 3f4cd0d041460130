"""No estimator of this room takes an array on which its quantity is not defined."""

import numpy as np
import pytest

from idmaj.effects.conditions import (
    check_arms,
    check_covariates,
    check_indicator,
    check_rank,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import build_contrast, build_ratio
from idmaj.errors import EstimationError


def refusal(function, *arguments, **settings) -> str:
    with pytest.raises(EstimationError) as caught:
        function(*arguments, **settings)
    return caught.value.message_id


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_not_finite_is_refused(bad):
    assert refusal(check_values, [1.0, bad], "outcome") == "not-finite"
    assert refusal(check_covariates, [[1.0], [bad]], 2) == "not-finite"
    assert refusal(build_contrast, bad, 1.0) == "not-finite"
    assert refusal(build_contrast, 1.0, bad) == "not-finite"


def test_lengths_and_codes_are_checked():
    assert refusal(check_values, [[1.0]], "outcome") == "unequal-lengths"
    assert refusal(check_values, [1.0], "outcome", n=2) == "unequal-lengths"
    assert refusal(check_values, [], "outcome") == "too-few-people"
    assert refusal(check_covariates, [1.0, 2.0], 2) == "unequal-lengths"
    assert refusal(check_indicator, [0, 2], "treated") == "not-binary"
    assert refusal(check_arms, [1, 1], 2) == "empty-arm"
    assert refusal(check_arms, [1, 0, 0], 3, needed=2) == "too-few-people"
    assert refusal(check_weights, [1.0, -1.0], 2) == "negative-weights"
    assert refusal(check_weights, [0.0, 0.0], 2) == "no-weight"


def test_collinear_column_is_named_by_position():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(50, 3))
    design = np.column_stack([np.ones(50), x, x[:, 0] - 2 * x[:, 1]])
    with pytest.raises(EstimationError) as caught:
        check_rank(design, first_covariate=1)
    assert caught.value.message_id == "collinear-covariates"
    assert caught.value.arguments["column"] == 3
    with pytest.raises(EstimationError) as caught:
        scale_covariates(np.column_stack([x[:, 0], np.full(50, 7.1)]))
    assert caught.value.arguments["column"] == 1


def test_year_and_its_square_are_not_called_collinear():
    year = np.repeat(np.arange(2013.0, 2027.0), 5)
    check_rank(np.column_stack([np.ones(70), scale_covariates(np.column_stack([year, year**2])).values]))


def test_no_error_of_zero_is_ever_reported():
    assert refusal(build_contrast, 1.0, 0.0) == "no-variation"
    assert refusal(build_ratio, 0.0, 0.0) == "no-variation"
    assert refusal(build_contrast, 1.0, 1.0, df=0) == "too-few-people"
    assert refusal(build_contrast, 1.0, 1.0, conf_level=1.0) == "confidence-level"
