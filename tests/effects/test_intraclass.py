"""The intraclass correlation against the textbook's analysis of variance."""

import numpy as np
import pytest
from scipy import stats

from idmaj.effects.intraclass import estimate_intraclass
from idmaj.errors import EstimationError


def test_equal_clusters_give_the_correlation_of_the_f_statistic(rng):
    """With k clusters of m people, rho = (F - 1)/(F + m - 1) (Donner 1986); F by scipy."""
    groups = rng.normal(size=(12, 1)) + rng.normal(size=(12, 9))
    f = stats.f_oneway(*groups).statistic
    ours = estimate_intraclass(groups.ravel(), np.repeat(np.arange(12), 9))
    assert ours.correlation == pytest.approx((f - 1) / (f + 8), rel=1e-10)
    assert ours.mean_size == pytest.approx(9)


def test_clusters_of_one_are_refused():
    with pytest.raises(EstimationError, match="too-few-people"):
        estimate_intraclass([1.0, 2.0, 3.0], ["a", "b", "c"])
