"""Rates of events that a person may have several of: a ratio of sums, errors by person or cluster."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.frequency import estimate_rate, estimate_rate_ratio
from idmaj.errors import EstimationError


def test_a_rate_is_events_over_time_with_the_error_of_a_ratio_of_sums():
    events, years = np.array([0.0, 2, 1, 0, 3]), np.array([1.0, 2, 1, 0.5, 1.5])
    found = estimate_rate(events, years)
    assert found.estimate == pytest.approx(1.0)
    # linearisation by hand: n/(n - 1) * sum((y - r x)^2) / (sum x)^2
    residual = events - found.estimate * years
    assert found.std_error == pytest.approx(np.sqrt(5 / 4 * (residual**2).sum()) / years.sum())
    assert found.conf_low < 1 < found.conf_high


def test_intervals_hold_the_rate_where_some_people_return_again_and_again():
    rng, covered = np.random.default_rng(4), 0
    for _ in range(400):
        years = rng.uniform(0.5, 2, 80)
        events = rng.poisson(0.4 * years * rng.gamma(1.0, 1.0, 80)).astype(float)
        found = estimate_rate(events, years)
        covered += found.conf_low <= 0.4 <= found.conf_high
    assert covered / 400 >= 0.92


@given(seed=st.integers(0, 10_000), unit=st.floats(0.01, 1_000))
@settings(max_examples=200, deadline=None)
def test_the_unit_of_time_changes_a_rate_and_not_a_ratio(seed, unit):
    rng = np.random.default_rng(seed)
    years, treated = rng.uniform(0.5, 2, 40), np.repeat([True, False], 20)
    events = rng.poisson(1.0, 40).astype(float) + 0.0
    events[[0, 39]] += 1
    one, other = estimate_rate(events, years), estimate_rate(events, years * unit)
    assert other.estimate * unit == pytest.approx(one.estimate)
    ratios = [estimate_rate_ratio(events, years * factor, treated) for factor in (1.0, unit)]
    assert ratios[0].estimate == pytest.approx(ratios[1].estimate)
    assert ratios[0].std_error == pytest.approx(ratios[1].std_error)


def test_exchanging_the_arms_turns_the_ratio_round():
    rng = np.random.default_rng(1)
    years, treated, events = rng.uniform(1, 2, 60), np.repeat([True, False], 30), rng.poisson(1.0, 60) + 0.0
    one, other = (estimate_rate_ratio(events, years, arm) for arm in (treated, ~treated))
    assert one.estimate * other.estimate == pytest.approx(1)
    assert one.conf_low * other.conf_high == pytest.approx(1)


def test_clusters_of_one_are_persons_and_larger_ones_widen_what_hangs_together():
    rng = np.random.default_rng(2)
    group = np.repeat(np.arange(20), 5)
    events = rng.poisson(rng.gamma(0.5, 2.0, 20)[group]).astype(float)
    years = np.ones(100)
    alone = estimate_rate(events, years)
    assert estimate_rate(events, years, clusters=np.arange(100)).std_error == pytest.approx(alone.std_error)
    assert estimate_rate(events, years, clusters=group).std_error > alone.std_error


@pytest.mark.parametrize(
    ("events", "years", "message_id"),
    [
        ([0.0, 0.0], [1.0, 1.0], "no-events"),
        ([1.0, 0.0], [0.0, 0.0], "no-exposure"),
        ([1.0], [1.0], "too-few-people"),
    ],
)
def test_what_has_no_rate_is_refused_by_name(events, years, message_id):
    with pytest.raises(EstimationError) as error:
        estimate_rate(np.array(events), np.array(years))
    assert error.value.message_id == message_id
