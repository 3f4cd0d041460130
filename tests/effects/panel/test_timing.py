"""Treatment dates are read per unit; units never seen without treatment are found."""

import numpy as np
import pytest

from idmaj.effects.panel.timing import check_timing
from idmaj.errors import EstimationError


def test_units_without_an_untreated_period_are_found():
    units = ["a", "a", "b", "b", "c", "c", "d", "d"]
    periods = [1, 2, 1, 2, 2, 3, 1, 2]
    first = [1, 1, 2, 2, 2, 2, np.nan, np.nan]
    timing = check_timing(units, periods, first)
    # c entered the data treated: it was first seen in period 2.
    assert timing.always_treated.tolist() == [True, True, False, False, True, True, False, False]
    assert timing.n_always_treated == 2


def test_missing_infinite_and_zero_mean_never():
    timing = check_timing([1, 1, 2, 2, 3, 3], [1, 2, 1, 2, 1, 2], [0, 0, np.inf, np.inf, np.nan, np.nan])
    assert np.isinf(timing.first_treated).all()
    assert timing.n_always_treated == 0


def test_dates_that_differ_within_a_unit_are_refused():
    with pytest.raises(EstimationError, match="not-identified"):
        check_timing([1, 1, 2, 2], [1, 2, 1, 2], [2, 3, 0, 0])
    with pytest.raises(EstimationError, match="unequal-lengths"):
        check_timing([1, 1, 2, 2], [1, 2, 1, 2], [2, 3])
