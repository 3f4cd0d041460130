"""Effects by group and time: another program's numbers on the same panel, and who is compared with whom.

Expected numbers: diff-diff 3.13.0, CallawaySantAnna(estimation_method="dr"), on the panel of conftest.py. On R's mpdta
every estimate and error of Callaway and Sant'Anna's own did package is met to all digits, with and without
covariates, against never and not yet treated; that file may not be kept here.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.panel.callaway_santanna import GroupTimeEffects, GroupTimeRule, estimate_group_time
from idmaj.effects.panel.doubly_robust_did import estimate_did
from idmaj.errors import EstimationError

GROUP_3 = {
    "never": (
        [-0.04777777777777775, 0.9522222222222224, 1.1886111111111106, 1.4249999999999998],
        [0.31402168610075926, 0.33025460934843104, 0.3699646808787788, 0.3371289112161367],
    ),
    "not_yet": (
        [0.06805555555555554, 0.9418055555555557, 1.164444444444444, 1.4249999999999998],
        [0.2854673825131506, 0.31692187812736555, 0.3506530748120876, 0.3371289112161367],
    ),
    "covariates": (
        [-0.03994417626591429, 0.940802124711053, 1.131867744084621, 1.3780820934013582],
        [0.31771964174869255, 0.32518780003304465, 0.33181948256035076, 0.32519576088194013],
    ),
    "gaps": (
        [-0.16074074074074085, 1.326798245614035, 1.3197807017543859, 1.144444444444444],
        [0.3831473077977207, 0.41116267873756407, 0.4549958895856958, 0.37052139733938655],
    ),
}


def plain_errors(effects: GroupTimeEffects) -> np.ndarray:
    return np.sqrt((effects.influence**2).sum(axis=0))


@pytest.mark.parametrize("case", GROUP_3)
def test_agrees_with_another_program(staggered, gaps, case):
    panel = gaps if case == "gaps" else staggered
    effects = estimate_group_time(
        *panel.columns(),
        covariates=panel.covariates if case == "covariates" else None,
        rule=GroupTimeRule("not_yet" if case == "not_yet" else "never"),
    )
    estimates, errors = GROUP_3[case]
    first = (effects.groups == 3) & (effects.times <= 5)
    tolerance = 5e-6 if case == "covariates" else 1e-10  # its logit stops at 1e-6
    assert effects.times[first].tolist() == [2, 3, 4, 5]
    assert effects.estimates[first] == pytest.approx(np.array(estimates), rel=tolerance)
    assert plain_errors(effects)[first] == pytest.approx(np.array(errors), rel=tolerance)
    assert (effects.std_errors > plain_errors(effects)).all()


def test_a_cell_is_a_two_period_difference(staggered):
    y, t, g = staggered.outcome, staggered.periods, staggered.first_treated
    effects = estimate_group_time(*staggered.columns(), covariates=staggered.covariates)
    cell = (effects.groups == 4) & (effects.times == 6)
    used = np.isin(g, (0, 4))
    single = estimate_did(
        y[used & (t == 6)],
        y[used & (t == 3)],
        g[used & (t == 6)] == 4,
        staggered.covariates[used & (t == 6)],
    )
    assert effects.estimates[cell] == pytest.approx(single.contrast.estimate, rel=1e-10)
    assert effects.std_errors[cell] == pytest.approx(single.contrast.std_error, rel=1e-9)


def test_always_treated_units_are_left_out_and_never_a_comparison(staggered):
    """Wild outcomes of units treated from the first period on must not move anything."""
    outcome, units, periods, first = staggered.columns()
    added = np.arange(1000, 1010).repeat(6)
    wild = np.random.default_rng(0).normal(size=60) * 1e6
    for rule in (GroupTimeRule(), GroupTimeRule("not_yet"), GroupTimeRule("not_yet", base="universal")):
        base = estimate_group_time(outcome, units, periods, first, rule=rule)
        more = estimate_group_time(
            np.append(outcome, wild),
            np.append(units, added),
            np.append(periods, np.tile(np.arange(1, 7), 10)),
            np.append(first, np.where(added % 2, 1.0, -3.0)),
            rule=rule,
        )
        assert np.array_equal(more.estimates, base.estimates)
        assert np.array_equal(more.std_errors, base.std_errors)
        assert (more.n_always_treated, base.n_always_treated) == (10, 0)


def test_treated_after_the_end_is_never(staggered):
    outcome, units, periods, first = staggered.columns()
    base = estimate_group_time(outcome, units, periods, first)
    for never in (np.nan, np.inf, 99.0):
        other = estimate_group_time(outcome, units, periods, np.where(first == 0, never, first))
        assert np.array_equal(other.estimates, base.estimates)


def test_universal_base_measures_all_times_from_one(staggered):
    varying = estimate_group_time(*staggered.columns())
    universal = estimate_group_time(*staggered.columns(), rule=GroupTimeRule(base="universal"))
    late = varying.estimates[varying.times >= varying.groups]
    assert universal.estimates[universal.times >= universal.groups] == pytest.approx(late)
    steps = varying.estimates[(varying.groups == 5) & (varying.times < 5)]  # times 2, 3, 4
    back = universal.estimates[(universal.groups == 5) & (universal.times < 5)]  # times 1, 2, 3
    assert back == pytest.approx([-steps.sum(), -steps[1:].sum(), -steps[2]])


def test_anticipation_moves_the_base_back_and_the_comparison_forward(staggered):
    y, _, t, g = staggered.columns()
    effects = estimate_group_time(*staggered.columns(), rule=GroupTimeRule("not_yet", anticipation=1))
    change = y[t == 4] - y[t == 3]
    now = y[t == 4] - y[t == 2]
    group = g[t == 4]
    others = (group == 0) | (group == 99)  # treated in 5 may show it in 4
    cell = effects.estimates[(effects.groups == 4) & (effects.times == 4)]
    assert cell == pytest.approx(now[group == 4].mean() - now[others].mean())
    early = effects.estimates[(effects.groups == 5) & (effects.times == 4)]
    assert early == pytest.approx(change[group == 5].mean() - change[others].mean())


def test_without_never_treated_late_units_serve_until_they_are_treated(staggered):
    rows = staggered.first_treated > 0
    effects = estimate_group_time(*staggered.keep(rows).columns(), rule=GroupTimeRule("not_yet"))
    assert effects.times.max() == 4
    assert effects.n_without_comparison == 7  # times 5, 6 of all three, and 4 of the last
    with pytest.raises(EstimationError) as caught:
        estimate_group_time(*staggered.keep(rows).columns())
    assert caught.value.message_id == "no-comparison-group"


def test_weights_count_like_repeated_units(small_staggered):
    panel = small_staggered
    weights = np.where(panel.units % 3 == 0, 2.0, 1.0)
    weighted = estimate_group_time(*panel.columns(), weights=weights)
    twice = panel.units % 3 == 0
    repeated = estimate_group_time(
        np.append(panel.outcome, panel.outcome[twice]),
        np.append(panel.units, panel.units[twice] + 100),
        np.append(panel.periods, panel.periods[twice]),
        np.append(panel.first_treated, panel.first_treated[twice]),
    )
    assert weighted.estimates == pytest.approx(repeated.estimates, rel=1e-10)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-5, 12.0, 1e6]))
def test_order_labels_and_units(small_staggered, seed, unit):
    rng = np.random.default_rng(seed)
    panel = small_staggered
    outcome = panel.outcome + rng.normal(size=len(panel.outcome))
    names = np.array([f"u{i:02d}" for i in rng.permutation(20)])[panel.units]
    order = rng.permutation(len(outcome))
    copies = [column.copy() for column in panel.columns()]
    rule = GroupTimeRule(method="regression")
    base = estimate_group_time(outcome, *panel.columns()[1:], rule=rule)
    other = estimate_group_time(
        outcome[order] * unit,
        names[order],
        panel.periods[order] * 12,
        panel.first_treated[order] * 12,
        rule=rule,
    )
    assert other.times.tolist() == (base.times * 12).tolist()
    assert other.estimates == pytest.approx(base.estimates * unit, rel=1e-8, abs=1e-9 * unit)
    assert other.std_errors == pytest.approx(base.std_errors * unit, rel=1e-8)
    for column, copy in zip(panel.columns(), copies, strict=True):
        assert np.array_equal(column, copy)


def test_undefined_problems_are_refused(staggered):
    y, u, t, g = staggered.columns()
    cases = {
        "empty-arm": lambda: estimate_group_time(y, u, t, g * 0),
        "no-period-before": lambda: estimate_group_time(y, u, t, np.where(g > 0, 1.0, 0.0)),
        "too-few-people": lambda: estimate_group_time(y, u, t, np.where(u == 1, 3.0, 0.0)),
        "repeated-unit-period": lambda: estimate_group_time(y, u, t // 2, g),
        "separation": lambda: estimate_group_time(y, u, t, g, covariates=(g[:, None] == 3) + 0.0),
        "no-variation": lambda: estimate_group_time(y * 0, u, t, g),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
