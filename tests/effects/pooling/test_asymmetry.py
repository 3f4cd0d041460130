"""Egger's regression."""

import numpy as np
import pytest

from idmaj.effects.pooling.asymmetry import estimate_asymmetry
from idmaj.errors import EstimationError

SCHOOLS = np.array([28, 8, -3, 7, -1, 1, 18, 12.0])
ERRORS = np.array([15, 10, 16, 11, 9, 11, 10, 18.0])


# R 4.2.2, metafor 3.8-1 regtest(model = "lm"): reference/meta_analysis.json.
def test_eight_schools_by_r():
    found = estimate_asymmetry(SCHOOLS, ERRORS**2)
    assert (found.statistic, found.p_value) == pytest.approx(
        (0.666313972321983, 0.529981784499095), abs=1e-12
    )


def test_a_weighted_regression_of_statsmodels_agrees():
    import statsmodels.api as sm

    theirs = sm.WLS(SCHOOLS, sm.add_constant(ERRORS), weights=ERRORS**-2.0).fit()
    found = estimate_asymmetry(SCHOOLS, ERRORS**2)
    assert (found.slope, found.std_error) == pytest.approx((theirs.params[1], theirs.bse[1]), rel=1e-10)


def test_unit_and_order_change_nothing():
    once, again = (
        estimate_asymmetry(SCHOOLS, ERRORS**2),
        estimate_asymmetry(SCHOOLS[::-1] / 7, (ERRORS[::-1] / 7) ** 2),
    )
    assert again.statistic == pytest.approx(once.statistic, rel=1e-10)


def test_bad_input_is_named():
    with pytest.raises(EstimationError, match="too-few-groups"):
        estimate_asymmetry([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_asymmetry([1.0, 2.0, 3.0], [4.0, 4.0, 4.0])
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_asymmetry([1.0, 2.0, 3.0], [1.0, 4.0, 9.0])
