"""Estimates that the sensitivity analysis cannot read are named."""

import numpy as np
import pytest

from idmaj.effects.panel.drift import check_drift
from idmaj.errors import EstimationError


def test_the_effect_is_the_plain_average_unless_weights_are_given():
    drift = check_drift([0.1, 1.0, 3.0], np.diag([1.0, 4.0, 9.0]), n_before=1)
    assert drift.estimate == 2.0
    assert drift.std_error == pytest.approx(np.sqrt(13) / 2)
    assert check_drift([0.1, 1.0, 3.0], np.eye(3), n_before=1, weights=[0, 1]).estimate == 3.0


@pytest.mark.parametrize(
    ("estimates", "vcov", "options", "message"),
    [
        ([1.0, 2.0], np.eye(2), {"n_before": 0}, "no-period-before"),
        ([1.0, 2.0], np.eye(2), {"n_before": 2}, "too-few-people"),
        ([1.0, 2.0], np.eye(3), {"n_before": 1}, "unequal-lengths"),
        ([1.0, 2.0], np.full((2, 2), np.nan), {"n_before": 1}, "not-finite"),
        ([1.0, np.inf], np.eye(2), {"n_before": 1}, "not-finite"),
        ([1.0, 2.0], np.diag([1.0, 0.0]), {"n_before": 1}, "no-variation"),
        ([1.0, 2.0, 3.0], np.ones((3, 3)), {"n_before": 1}, "not-identified"),
        ([1.0, 2.0], np.eye(2), {"n_before": 1, "weights": [0.0]}, "no-weight"),
        ([1.0, 2.0], np.eye(2), {"n_before": 1, "weights": [0.5, 0.5]}, "unequal-lengths"),
    ],
)
def test_bad_input_is_named(estimates, vcov, options, message):
    with pytest.raises(EstimationError, match=message):
        check_drift(estimates, vcov, **options)
