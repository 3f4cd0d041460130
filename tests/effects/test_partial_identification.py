"""Imbens and Manski's interval solves its own equation and lies between the two it generalises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.partial_identification import build_bounds, find_imbens_manski
from idmaj.errors import EstimationError


def test_a_point_has_the_usual_interval():
    low, high = find_imbens_manski((2.0, 2.0), (1.0, 1.0))
    assert (low, high) == pytest.approx((2 - stats.norm.ppf(0.975), 2 + stats.norm.ppf(0.975)))
    low, high = find_imbens_manski((2.0, 2.0), (1.0, 1.0), df=7)
    assert high - 2 == pytest.approx(stats.t(7).ppf(0.975))


def test_a_wide_range_has_one_sided_ends():
    low, high = find_imbens_manski((0.0, 100.0), (1.0, 2.0), conf_level=0.9)
    assert (-low, high - 100) == pytest.approx((stats.norm.ppf(0.9), 2 * stats.norm.ppf(0.9)))


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 5), st.floats(0.1, 3), st.floats(0.1, 3), st.floats(0.5, 0.99))
def test_the_equation_holds(width, error_low, error_high, level):
    low, _ = find_imbens_manski((0.0, width), (error_low, error_high), conf_level=level)
    c = -low / error_low
    covered = stats.norm.cdf(c + width / max(error_low, error_high)) - stats.norm.cdf(-c)
    assert covered == pytest.approx(level, abs=1e-8)


def test_an_error_of_nothing_is_refused():
    nothing, arm = np.zeros(4), np.array([True, True, False, False])
    with pytest.raises(EstimationError, match="no-variation"):
        build_bounds((0.0, 1.0), (nothing, nothing), arm, clusters=None, conf_level=0.95)
