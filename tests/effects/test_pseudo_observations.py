"""Pseudo-observations: exact without censoring, the derivative of the Aalen-Johansen estimate with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.pseudo_observations import estimate_pseudo_observations
from idmaj.errors import EstimationError


def aalen_johansen(time, cause, entry, weights, horizon):
    """The estimate by its definition, one moment after the other."""
    free, risk = 1.0, 0.0
    for moment in np.unique(time[(cause > 0) & (time < horizon)]):
        at_risk = weights[(time >= moment) & (entry < moment)].sum()
        here = time == moment
        risk += free * weights[here & (cause == 1)].sum() / at_risk
        free *= 1 - weights[here & (cause > 0)].sum() / at_risk
    return risk


def draw(seed, n, *, censored=True, late=False):
    rng = np.random.default_rng(seed)
    time, cause = rng.exponential(10, n), rng.integers(1, 3, n)
    if censored:
        until = rng.uniform(0, 20, n)
        time, cause = np.minimum(time, until), np.where(time <= until, cause, 0)
    entry = np.where(rng.random(n) < 0.3, rng.uniform(0, 0.5, n) * time, 0.0) if late else np.zeros(n)
    return time, cause, entry


@given(seed=st.integers(0, 10_000), n=st.integers(2, 60), tau=st.floats(0.5, 9))
@settings(max_examples=200, deadline=None)
def test_without_censoring_they_tell_who_had_the_event(seed, n, tau):
    time, cause, _ = draw(seed, n, censored=False)
    time[0] = 100.0
    found = estimate_pseudo_observations(time, cause == 1, competing=cause == 2, horizon=tau)
    assert found == pytest.approx(((time < tau) & (cause == 1)).astype(float), abs=1e-12)


@pytest.mark.parametrize("late", [False, True])
def test_they_are_the_derivative_of_the_estimate_in_each_weight(late):
    time, cause, entry = draw(1, 120, late=late)
    n, tau, step = len(time), 8.0, 1e-6
    found = estimate_pseudo_observations(time, cause == 1, competing=cause == 2, entry=entry, horizon=tau)
    estimate = aalen_johansen(time, cause, entry, np.ones(n), tau)
    assert found.mean() == pytest.approx(estimate, abs=1e-12)
    for person in range(0, n, 7):
        slope = [
            aalen_johansen(time, cause, entry, np.ones(n) + sign * step * (np.arange(n) == person), tau)
            for sign in (1, -1)
        ]
        assert found[person] == pytest.approx(estimate + n * (slope[0] - slope[1]) / (2 * step), abs=1e-6)


def test_periods_count_events_at_the_horizon():
    time, event = np.array([1.0, 2.0, 2.0, 3.0]), np.array([0, 1, 0, 0])
    at = {
        limit: estimate_pseudo_observations(time, event, horizon=2, limit=limit)
        for limit in ("left", "value")
    }
    assert at["left"].mean() == 0
    assert at["value"].mean() == pytest.approx(1 / 3)


def test_an_event_on_the_first_day_has_people_at_risk():
    found = estimate_pseudo_observations([0, 5, 5], [1, 0, 0], entry=[0, 0, 0], horizon=5)
    assert found == pytest.approx([1, 0, 0])


def test_a_horizon_beyond_the_data_is_refused():
    with pytest.raises(EstimationError) as error:
        estimate_pseudo_observations([1, 2], [1, 0], horizon=3)
    assert error.value.message_id == "horizon-beyond-data"


def test_the_order_of_people_changes_nothing():
    time, cause, entry = draw(3, 80, late=True)
    order = np.random.default_rng(0).permutation(80)
    one, other = (
        estimate_pseudo_observations(
            time[i], cause[i] == 1, competing=cause[i] == 2, entry=entry[i], horizon=6
        )
        for i in (np.arange(80), order)
    )
    assert other == pytest.approx(one[order], abs=1e-12)
