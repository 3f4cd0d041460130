"""Event studies are differences of means where they should be, and free of units that are always treated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.panel.event_study import (
    EventWindow,
    average_after,
    estimate_event_study,
    estimate_sun_abraham,
)
from idmaj.errors import EstimationError

ESTIMATORS = (estimate_event_study, estimate_sun_abraham)


def make_panel(seed, *, starts=(3, 5, np.inf), n_each=6, n_periods=6):
    """Long arrays: units treated at each start, in turn; effects differ between groups and grow."""
    rng = np.random.default_rng(seed)
    first = np.repeat(starts, n_each)
    units, periods = (
        np.repeat(np.arange(len(first)), n_periods),
        np.tile(np.arange(1, n_periods + 1), len(first)),
    )
    start = first[units]
    finite = np.where(np.isinf(start), 99.0, start)
    effect = np.where(periods >= finite, (periods - finite + 1) * finite % 7, 0.0)
    y = rng.normal(size=len(first))[units] + 0.3 * periods + effect + rng.normal(size=len(units))
    return y, units, periods, start


def group_change(y, units, periods, members, period, base):
    wide = y.reshape(-1, periods.max())[members]
    return wide[:, period - 1].mean() - wide[:, base - 1].mean()


@pytest.mark.parametrize("estimate", ESTIMATORS)
def test_one_group_gives_differences_of_mean_changes(estimate):
    y, units, periods, start = make_panel(1, starts=(4, np.inf))
    study = estimate(y, units, periods, start)
    treated, other = np.arange(6), np.arange(6, 12)
    for time, effect in zip(study.event_times, study.estimates, strict=True):
        period = int(time) + 4
        expected = group_change(y, units, periods, treated, period, 3) - group_change(
            y, units, periods, other, period, 3
        )
        assert effect == pytest.approx(expected, abs=1e-10)
    assert study.event_times.tolist() == [-3, -2, 0, 1, 2]
    assert study.n_treated.tolist() == [6] * 5


def test_sun_abraham_averages_each_groups_own_differences():
    y, units, periods, start = make_panel(2)
    study = estimate_sun_abraham(y, units, periods, start)
    groups = {3: np.arange(6), 5: np.arange(6, 12)}
    never = np.arange(12, 18)
    for time, effect in zip(study.event_times, study.estimates, strict=True):
        own = [
            group_change(y, units, periods, members, first + int(time), first - 1)
            - group_change(y, units, periods, never, first + int(time), first - 1)
            for first, members in groups.items()
            if 1 <= first + time <= 6
        ]
        assert effect == pytest.approx(np.mean(own), abs=1e-10)
    assert study.kind == "interaction-weighted"


def test_without_never_treated_units_the_last_group_is_compared_until_it_is_treated():
    y, units, periods, start = make_panel(3, starts=(3, 5))
    study = estimate_sun_abraham(y, units, periods, start)
    first, last = np.arange(6), np.arange(6, 12)
    assert study.event_times.tolist() == [-2, 0, 1]
    expected = group_change(y, units, periods, first, 4, 2) - group_change(y, units, periods, last, 4, 2)
    assert study.estimates[-1] == pytest.approx(expected, abs=1e-10)
    with pytest.raises(EstimationError, match="not-identified"):
        estimate_event_study(y, units, periods, start)


@pytest.mark.parametrize("estimate", ESTIMATORS)
def test_always_treated_units_are_no_comparison(estimate):
    """Whatever happens to units treated in every observed period, no effect may move."""
    y, units, periods, start = make_panel(4)
    always = np.repeat([100, 101, 102], 6)
    extra = (np.concatenate([units, always]), np.tile(np.arange(1, 7), 21), np.append(start, [1.0] * 18))
    without = estimate(y, units, periods, start)
    for trend in (0.0, 5.0, -40.0):
        outcome = np.append(y, trend * np.tile(np.arange(1, 7), 3) ** 2 + 3.0)
        study = estimate(outcome, *extra)
        assert study.estimates.tolist() == without.estimates.tolist()
        assert study.std_errors.tolist() == without.std_errors.tolist()
        assert (study.n_always_treated, study.n_units) == (3, 18)


def test_bins_share_a_coefficient():
    y, units, periods, start = make_panel(5)
    study = estimate_event_study(y, units, periods, start, window=EventWindow(-1, first=-2, last=1))
    assert study.event_times.tolist() == [-2, 0, 1]
    assert study.n_treated.sum() == 12 * 6 - 12
    with pytest.raises(EstimationError, match="no-period-before"):
        estimate_event_study(y, units, periods, start, window=EventWindow(-9))


def test_average_has_the_error_of_the_average():
    y, units, periods, start = make_panel(6)
    study = estimate_event_study(y, units, periods, start)
    after = study.event_times >= 0
    average = average_after(study)
    assert average.estimate == pytest.approx(study.estimates[after].mean())
    assert average.std_error**2 == pytest.approx(study.vcov[np.ix_(after, after)].mean())
    assert (average.n_clusters, average.df) == (18, 17)
    low, high = study.find_intervals()
    assert (low < study.estimates).all() and (study.estimates < high).all()


@settings(max_examples=200)
@given(seed=st.integers(0, 10**6), estimate=st.sampled_from(ESTIMATORS))
def test_order_labels_and_unit_of_measurement_change_nothing(seed, estimate):
    y, units, periods, start = make_panel(seed, n_each=3)
    order = np.random.default_rng(seed).permutation(len(y))
    one = estimate(y, units, periods, start)
    two = estimate(
        100 * y[order] + 7, (7 * units % 9 + 50)[order], periods[order] + 2000, (start + 2000)[order]
    )
    assert two.estimates == pytest.approx(100 * one.estimates, rel=1e-7, abs=1e-7)
    assert two.std_errors == pytest.approx(100 * one.std_errors, rel=1e-7)
