"""Averages of effects by group and time: another program's numbers, and the influence of estimated group sizes.

Expected numbers: diff-diff 3.13.0, CallawaySantAnna(estimation_method="dr"), on the panel of conftest.py. On R's mpdta
the simple, dynamic and group averages of Callaway and Sant'Anna's own did package are met to all digits; that file may
not be kept here.
"""

from dataclasses import replace

import numpy as np
import pytest

from idmaj.effects.panel.callaway_santanna import GroupTimeRule, estimate_group_time
from idmaj.effects.panel.group_time_aggregation import aggregate_group_time
from idmaj.errors import EstimationError

SIMPLE = {
    "never": (1.1988580246913578, 0.18130902116029277),
    "not_yet": (1.1889969135802467, 0.18068026275002394),
}
DYNAMIC = {
    -3.0: (-0.09000000000000008, 0.25672468079324795),
    -2.0: (-0.23166666666666666, 0.20362276380177047),
    -1.0: (0.08212962962962962, 0.16473532937035773),
    0.0: (0.9418518518518518, 0.15114707408639208),
    1.0: (1.1678703703703701, 0.19233239368818625),
    2.0: (1.48375, 0.23932836674667218),
    3.0: (1.4930555555555558, 0.3879616218596992),
}
GROUP = {
    3.0: (1.2647222222222223, 0.31042506099346806),
    4.0: (1.295, 0.23778150957611544),
    5.0: (0.9229166666666668, 0.23769714953241092),
}


@pytest.mark.parametrize("comparison", SIMPLE)
def test_simple_average_agrees_with_another_program(staggered, comparison):
    effects = estimate_group_time(*staggered.columns(), rule=GroupTimeRule(comparison))
    overall = aggregate_group_time(effects, "simple", factor="none").overall
    assert (overall.estimate, overall.std_error) == pytest.approx(SIMPLE[comparison], rel=1e-11)
    corrected = aggregate_group_time(effects, "simple").overall
    assert corrected.std_error > overall.std_error
    assert corrected.df < 60


@pytest.mark.parametrize(("kind", "expected"), [("dynamic", DYNAMIC), ("group", GROUP)])
def test_labelled_averages_agree_with_another_program(staggered, kind, expected):
    result = aggregate_group_time(estimate_group_time(*staggered.columns()), kind, factor="none")
    assert result.labels.tolist() == list(expected)
    assert result.estimates == pytest.approx(np.array([pair[0] for pair in expected.values()]), rel=1e-11)
    errors = np.array([pair[1] for pair in expected.values()])
    assert result.bands.std_errors == pytest.approx(errors, rel=1e-11)
    assert np.diag(result.vcov) == pytest.approx(errors**2)


def test_overall_of_dynamic_and_calendar_average_equally_and_of_group_by_size(staggered):
    uneven = staggered.keep((staggered.first_treated != 4) | (staggered.units < 30))
    effects = estimate_group_time(*uneven.columns())
    dynamic = aggregate_group_time(effects, "dynamic")
    assert dynamic.overall.estimate == pytest.approx(dynamic.estimates[dynamic.labels >= 0].mean())
    calendar = aggregate_group_time(effects, "calendar")
    assert calendar.labels.tolist() == [3, 4, 5, 6]
    assert calendar.overall.estimate == pytest.approx(calendar.estimates.mean())
    now = (effects.times == 4) & (effects.groups <= 4)
    assert calendar.estimates[1] == pytest.approx(np.average(effects.estimates[now], weights=[12, 6]))
    group = aggregate_group_time(effects, "group")
    assert group.overall.estimate == pytest.approx(np.average(group.estimates, weights=[12, 6, 12]))


@pytest.mark.parametrize("kind", ["simple", "group", "dynamic", "calendar"])
def test_error_knows_that_group_sizes_are_estimated(staggered, kind):
    """The influence is the derivative of the whole procedure by a unit's weight."""

    def overall(weights: np.ndarray) -> float:
        effects = estimate_group_time(*staggered.columns(), weights=weights[staggered.units])
        return aggregate_group_time(effects, kind, draws=10).overall.estimate

    slopes = []
    for unit in range(60):
        step = 1e-4 * (np.arange(60) == unit)
        slopes.append((overall(1 + step) - overall(1 - step)) / 2e-4)
    effects = estimate_group_time(*staggered.columns())
    error = aggregate_group_time(effects, kind, factor="none").overall.std_error
    assert error == pytest.approx(np.sqrt(np.square(slopes).sum()), rel=1e-6)


def test_simultaneous_intervals_hold_the_others_and_repeat(staggered):
    effects = estimate_group_time(*staggered.columns())
    first, second = (aggregate_group_time(effects, "dynamic", seed=3).bands for _ in range(2))
    assert (first.simultaneous_low < first.conf_low).all()
    assert first.critical_value == second.critical_value


def test_clusters_of_single_units_change_only_the_degrees_of_freedom(staggered):
    outcome, units, periods, first = staggered.columns()
    plain = aggregate_group_time(estimate_group_time(outcome, units, periods, first))
    single = aggregate_group_time(estimate_group_time(outcome, units, periods, first, clusters=units))
    pairs = aggregate_group_time(estimate_group_time(outcome, units, periods, first, clusters=units // 10))
    assert single.overall.std_error == pytest.approx(plain.overall.std_error, rel=1e-12)
    assert (single.overall.n_clusters, plain.overall.n_clusters) == (60, None)
    assert (pairs.overall.n_clusters, pairs.overall.df) == (6, pytest.approx(5))


def test_nothing_after_treatment_is_refused(staggered):
    effects = estimate_group_time(*staggered.columns())
    before = effects.times < effects.groups
    names = ("groups", "times", "estimates", "std_errors")
    only = replace(effects, **{name: getattr(effects, name)[before] for name in names})
    with pytest.raises(EstimationError) as caught:
        aggregate_group_time(only)
    assert caught.value.message_id == "no-comparison-group"
