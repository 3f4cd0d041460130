"""Simultaneous intervals: known critical values of the normal and of Student's distribution."""

import numpy as np
import pytest
from scipy import stats

from idmaj.effects.panel.bands import build_bands
from idmaj.errors import EstimationError


def test_independent_estimates_have_sidaks_critical_value():
    bands = build_bands(np.zeros(4), np.diag([1.0, 4.0, 9.0, 1e-6]), df=np.full(4, np.inf), draws=200_000)
    sidak = stats.norm.ppf((1 + 0.95 ** (1 / 4)) / 2)
    assert bands.critical_value == pytest.approx(sidak, abs=0.02)
    assert bands.conf_high == pytest.approx(1.959964 * bands.std_errors, rel=1e-6)
    assert bands.simultaneous_high == pytest.approx(bands.critical_value * np.array([1, 2, 3, 1e-3]))


def test_one_estimate_and_identical_ones_need_no_widening():
    assert build_bands(np.zeros(1), np.eye(1), df=np.array([7.0])).critical_value == pytest.approx(
        stats.t.ppf(0.975, 7), abs=0.05
    )
    same = build_bands(np.zeros(3), np.ones((3, 3)), df=np.full(3, np.inf), draws=200_000)
    assert same.critical_value == pytest.approx(1.959964, abs=0.02)
    assert (same.simultaneous_low <= same.conf_low).all()


def test_few_degrees_of_freedom_widen_and_draws_repeat():
    wide = build_bands(np.zeros(3), np.eye(3), df=np.array([4.0, 50.0, np.inf]))
    narrow = build_bands(np.zeros(3), np.eye(3), df=np.full(3, np.inf))
    assert wide.critical_value > narrow.critical_value + 0.5
    assert build_bands(np.zeros(3), np.eye(3), df=np.full(3, np.inf)).critical_value == narrow.critical_value


def test_certainty_is_refused():
    with pytest.raises(EstimationError) as caught:
        build_bands(np.zeros(2), np.diag([1.0, 0.0]), df=np.full(2, np.inf))
    assert caught.value.message_id == "no-variation"
