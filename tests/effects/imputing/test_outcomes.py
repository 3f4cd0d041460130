"""Completed data sets: the found as they are, the lost from their own arm, nothing by the order of a file."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.imputing.outcomes import impute_outcome
from idmaj.errors import EstimationError


def make_people(seed: int = 0, n: int = 80):
    generator = np.random.default_rng(seed)
    treated = np.arange(n) % 2 == 0
    x = generator.normal(size=(n, 2))
    outcome = 3 + 2 * treated + x[:, 0] + generator.normal(size=n)
    found = generator.uniform(size=n) < 0.75
    found[:8] = True
    return outcome, found, treated, x


def completed(imputed) -> np.ndarray:
    return np.stack([imputed.complete(number) for number in range(imputed.m)])


def test_the_found_keep_their_values_and_what_is_lost_is_not_read():
    outcome, found, treated, x = make_people()
    before = outcome.copy()
    first = completed(impute_outcome(outcome, found, treated, x))
    hidden = np.where(found, outcome, np.nan)
    assert (completed(impute_outcome(hidden, found, treated, x)) == first).all()
    assert (first[:, found] == outcome[found]).all()
    assert (outcome == before).all()
    assert len(np.unique(first[:, ~found], axis=0)) == len(first)


@settings(max_examples=200, deadline=None)
@given(st.permutations(range(24)), st.booleans(), st.booleans())
def test_order_names_of_the_arms_and_units_change_nothing(order, swap, is_binary):
    outcome, found, treated, x = make_people(n=24)
    outcome = (outcome > 4).astype(float) if is_binary else outcome
    order = np.array(order)
    settings_ = {"is_binary": is_binary, "imputations": (3, 0)}
    first = completed(impute_outcome(outcome, found, treated, x, **settings_))
    unit = 1.0 if is_binary else 100.0
    second = completed(
        impute_outcome(
            unit * outcome[order],
            found[order],
            treated[order] != swap,
            x[order] * [0.01, 60.0] + 5,
            **settings_,
        )
    )
    assert second == pytest.approx(unit * first[:, order], rel=1e-6)


def test_the_lost_of_an_arm_resemble_their_own_arm():
    outcome, found, treated, x = make_people(n=400)
    imputed = completed(impute_outcome(outcome + 50 * treated, found, treated, x))
    assert imputed[:, treated & ~found].min() > 40 > imputed[:, ~treated & ~found].max()


def test_earlier_waves_are_used_and_may_be_missing_too():
    """The outcome is last wave's, plus little: who was lost after a high value is given a high value."""
    generator = np.random.default_rng(3)
    n = 300
    treated = np.arange(n) % 2 == 0
    first = generator.normal(size=n)
    outcome = first + 0.1 * generator.normal(size=n)
    found = generator.uniform(size=n) > np.where(first > 0, 0.6, 0.1)
    waves = np.column_stack([np.where(generator.uniform(size=n) < 0.9, first, np.nan)])
    without = completed(impute_outcome(outcome, found, treated, np.empty((n, 0)))).mean()
    with_waves = completed(impute_outcome(outcome, found, treated, np.empty((n, 0)), earlier=waves)).mean()
    assert abs(with_waves - outcome.mean()) < 0.05 < abs(without - outcome.mean())
    yes = completed(
        impute_outcome(
            outcome > 0, found, treated, np.empty((n, 0)), earlier=np.sign(waves) > 0, is_binary=True
        )
    )
    assert set(np.unique(yes)) == {0, 1}


def test_more_people_lost_more_data_sets():
    outcome, _, treated, x = make_people()
    assert impute_outcome(outcome, np.arange(80) > 3, treated, x).m == 20
    assert impute_outcome(outcome, np.arange(80) % 4 < 2, treated, x).m == 50


def test_a_shift_moves_the_lost_supported_alone():
    outcome, found, treated, x = make_people()
    amounts = impute_outcome(outcome, found, treated, x)
    moved = amounts.complete(0, shift=10.0) - amounts.complete(0)
    assert moved == pytest.approx(10.0 * (treated & ~found))
    assert amounts.mean_of_moved(shift=10.0) == pytest.approx(amounts.mean_of_moved() + 10)
    shares = impute_outcome(outcome > 4, found, treated, x, is_binary=True)
    low, plain, high = (shares.mean_of_moved(shift=d) for d in (-3.0, 0.0, 3.0))
    assert 0 <= low < plain < high <= 1
    assert (shares.complete(0, shift=50.0)[treated & ~found] == 1).all()


def test_clusters_are_weighted_together():
    """Two clusters an arm, each of one value: the lost follow one or the other, more unevenly than person by person."""
    treated = np.tile([True, False], 100)
    clusters = np.arange(200) // 2 % 2
    outcome = clusters.astype(float)
    found = np.arange(200) < 140
    spread = [
        np.std([imputed.complete(i)[~found].mean() for i in range(imputed.m)])
        for imputed in (
            impute_outcome(outcome, found, treated, np.empty((200, 0)), clusters=c, imputations=(60, 0))
            for c in (clusters, None)
        )
    ]
    assert spread[0] > 2 * spread[1]


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"found": lambda p: p[1] & ~p[2]}, "arm-all-lost"),
        ({"found": lambda p: p[1] & ~p[2] | (np.arange(80) == 0)}, "too-few-people"),
        ({"outcome": lambda p: np.full(80, np.inf)}, "not-finite"),
        ({"outcome": lambda p: p[0][:70]}, "unequal-lengths"),
        ({"treated": lambda p: np.ones(80)}, "empty-arm"),
        ({"is_binary": lambda p: True}, "not-binary"),
        ({"imputations": lambda p: (0, 0)}, "too-few-imputations"),
        ({"earlier": lambda p: np.ones(80)}, "unequal-lengths"),
        ({"earlier": lambda p: np.full((80, 1), np.inf)}, "not-finite"),
    ],
)
def test_what_cannot_be_imputed_is_refused_by_name(change, condition):
    people = make_people()
    arrays = dict(zip(("outcome", "found", "treated", "covariates"), people, strict=True))
    with pytest.raises(EstimationError, match=condition):
        impute_outcome(**(arrays | {name: make(people) for name, make in change.items()}))
