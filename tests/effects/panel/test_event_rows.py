"""Event-study rows keep only units that were seen without treatment, and need somebody to compare with."""

import numpy as np
import pytest

from idmaj.effects.panel.event_rows import check_event_rows
from idmaj.errors import EstimationError

UNITS, PERIODS = np.repeat(np.arange(4), 3), np.tile([1, 2, 3], 4)


def check(first, **columns):
    given = {"covariates": None, "clusters": None, "weights": None} | columns
    return check_event_rows(np.arange(12.0), UNITS, PERIODS, np.repeat(np.array(first, float), 3), **given)


def test_event_time_counts_from_the_first_treated_period():
    rows = check([2, 3, 0, 1])
    assert rows.n_always_treated == 1
    assert rows.event_times[:6].tolist() == [-1, 0, 1, -2, -1, 0]
    assert np.isnan(rows.event_times[6:]).all()
    assert len(rows.outcome) == 9


@pytest.mark.parametrize(
    ("first", "columns", "message"),
    [
        ([0, 0, 0, 1], {}, "empty-arm"),
        ([2, 2, 2, 1], {}, "no-comparison-group"),
        ([2, 0, 0, 0], {}, "one-cluster-per-arm"),
        ([2, 2, 0, 0], {"clusters": UNITS // 2}, "one-cluster-per-arm"),
        ([2, 2, 0, 0], {"covariates": np.ones((3, 1))}, "unequal-lengths"),
    ],
)
def test_comparisons_that_cannot_be_made_are_named(first, columns, message):
    with pytest.raises(EstimationError, match=message):
        check(first, **columns)
