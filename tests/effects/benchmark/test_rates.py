"""Risks of people who have stayed out for some time already, from published rates that run from release."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.benchmark.rates import PublishedCurve, condition_risk, find_curves
from idmaj.errors import EstimationError
from idmaj.ingest.benchmarks import read_benchmarks

PUBLISHED = ([1, 2, 4], [0.122, 0.184, 0.246])


def test_one_clean_year_leaves_fourteen_percent_of_four():
    """METHODS.md section 2: (0.246 - 0.122) / (1 - 0.122) = 14.1 %."""
    found = condition_risk([0, 1, 1, 2], 1, horizons=PUBLISHED[0], shares=PUBLISHED[1])
    np.testing.assert_allclose(found[:3], [0.122, 0.062 / 0.878, 0.062 / 0.878], rtol=1e-12)
    assert np.isnan(found[3])  # no rate at three years, and none is made up
    three = condition_risk([1], 3, horizons=PUBLISHED[0], shares=PUBLISHED[1])
    assert round(float(three[0]), 3) == 0.141


@pytest.mark.parametrize(("since", "window"), [(0.5, 1), (1, 2), (0, 3), (1, 4), (4, 1), (-1, 2)])
def test_nothing_is_interpolated_or_extrapolated(since, window):
    assert np.isnan(condition_risk([since], window, horizons=PUBLISHED[0], shares=PUBLISHED[1])).all()


def joined_curve() -> PublishedCurve:
    shares = np.array(PUBLISHED[1])
    is_joined = np.array([True, False, True])
    return PublishedCurve(np.array(PUBLISHED[0], dtype=float), shares, shares, shares, is_joined)


def test_a_declared_constant_hazard_is_followed_where_it_is_declared():
    curve = joined_curve()
    half = 1 - np.sqrt(1 - 0.122)
    np.testing.assert_allclose(curve.at([0.5, 1.0, 3.0]), [half, 0.122, 1 - np.sqrt(0.816 * 0.754)])
    assert np.isnan(curve.at([1.5, 4.5, np.nan])).all()
    np.testing.assert_allclose(curve.condition([0.5], 0.5), [half])  # a constant hazard has no memory


def test_lowest_and_highest_values_bracket_the_risk():
    curve = PublishedCurve(
        np.array([12.0, 24.0]),
        np.array([0.122, 0.184]),
        np.array([0.121, 0.180]),
        np.array([0.122, 0.190]),
        np.zeros(2, dtype=bool),
    )
    low, middle, high = (curve.condition([12.0], 12, value=v)[0] for v in ("low", "published", "high"))
    assert low == pytest.approx((0.180 - 0.122) / (1 - 0.122))
    assert high == pytest.approx((0.190 - 0.121) / (1 - 0.121))
    assert low < middle < high


@settings(max_examples=200, deadline=None)
@given(
    steps=st.lists(st.floats(0.001, 0.3), min_size=2, max_size=6),
    months=st.sampled_from([1.0, 12.0, 0.5]),
)
def test_conditional_risks_multiply_to_the_whole_and_units_change_nothing(steps, months):
    free = np.cumprod(1 - np.array(steps))
    horizons = np.arange(1, len(steps) + 1, dtype=float)
    found = [
        condition_risk([start * months], months, horizons=horizons * months, shares=1 - free)[0]
        for start in range(len(steps))
    ]
    np.testing.assert_allclose(found, steps, atol=1e-9)


@pytest.mark.parametrize(
    ("horizons", "shares"),
    [([1, 2], [0.494, 0.246]), ([2, 1], [0.1, 0.2]), ([0, 1], [0.1, 0.2]), ([1, 2], [0.1, 1.0])],
)
def test_rates_that_fall_are_refused(horizons, shares):
    """49.4 % "in the first year" beside 24.6 % within four is no pair of cumulative rates."""
    with pytest.raises(EstimationError) as raised:
        condition_risk([0], 1, horizons=horizons, shares=shares)
    assert raised.value.message_id == "rates-not-cumulative"


@pytest.fixture(scope="module")
def shipped(small_study):
    rates, problems = read_benchmarks(Path(__file__).parents[3], small_study())
    assert problems == []
    return rates


def test_shipped_rates_are_those_that_were_published(shipped):
    """METHODS.md section 1, "Benchmark for small cohorts"."""
    curves = find_curves(shipped, event="reincarceration", unit="month")
    everybody = curves["overall", "all"]
    np.testing.assert_allclose(everybody.horizons, [12, 24, 48])
    np.testing.assert_allclose(everybody.published, [0.122, 0.184, 0.246])
    told = {
        ("sex", "men"): 0.253, ("sex", "women"): 0.078, ("age", "18-30"): 0.287, ("priors", "none"): 0.161,
        ("priors", "one"): 0.381, ("priors", "two"): 0.515, ("priors", "three_or_more"): 0.633,
    }  # fmt: skip
    assert {name: curves[name].published.tolist() for name in told} == {k: [v] for k, v in told.items()}


def test_quoting_traps_stay_in_the_table_and_are_not_used(shipped):
    refused = shipped.loc[~shipped["is_usable"]].set_index("rate")["reason"]
    assert refused[0.494] == "share_of_returns"
    assert refused[0.5] == "share_of_returns"
    assert refused[0.0016] == "misprint"
    curves = find_curves(shipped, event="reincarceration", unit="year")
    used = np.concatenate([curve.published for curve in curves.values()])
    assert not np.isin(np.round(used, 4), [0.494, 0.5, 0.0016, 0.24]).any()
    assert (shipped["source"] != "").all() and (shipped["source_kind"] == "press").all()


def test_other_events_and_other_units_are_refused(shipped):
    with pytest.raises(EstimationError) as raised:
        find_curves(shipped, event="re_arrest", unit="month")
    assert raised.value.message_id == "benchmark-other-event"
    with pytest.raises(EstimationError) as raised:
        find_curves(shipped, event="reincarceration", unit="week")
    assert raised.value.message_id == "benchmark-time-unit"
