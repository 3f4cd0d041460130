"""The truth of a world is what it says: effects, losses and lots."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.certify.base import Measured
from idmaj.certify.comparisons import draw_comparison, fit_models
from idmaj.certify.trials import draw_trial, read_lot
from idmaj.certify.worlds import apply_effect, can_apply, lose_people
from idmaj.effects.rows import Place

PEOPLE = 40_000
RNG = np.random.default_rng(0)
AMOUNT = Measured("income", Place({}), False, np.zeros(1), np.array([""]), np.zeros(1, dtype=bool), None)


def measured_of(base, name):
    return next(one for one in base.measured if one.name == name)


@pytest.mark.parametrize("effect", [0.05, -0.05, 0.2])
def test_shares_move_by_the_effect(base_of, rng, effect):
    measured = measured_of(base_of("tarp"), "re_arrest")
    values = (rng.random(PEOPLE) < 0.3).astype(float)
    everybody = np.ones(PEOPLE, dtype=bool)
    moved = apply_effect(values, everybody, measured, effect=effect, mean=0.3, rng=rng)
    assert set(np.unique(moved)) <= {0.0, 1.0}
    assert moved.mean() - values.mean() == pytest.approx(effect, abs=4 * 0.5 / np.sqrt(PEOPLE))


@settings(max_examples=200)
@given(
    amounts=st.lists(st.floats(0, 1e5), min_size=4, max_size=30).filter(lambda x: sum(x) > 1),
    share=st.floats(-0.9, 3),
)
def test_amounts_move_by_the_effect_and_nothing_stays_nothing(amounts, share):
    values = np.array(amounts)
    effect = share * values.mean()
    moved = apply_effect(
        values, np.ones(len(values), dtype=bool), AMOUNT, effect=effect, mean=values.mean(), rng=RNG
    )
    assert moved.mean() - values.mean() == pytest.approx(effect, rel=1e-9, abs=1e-9)
    assert ((values == 0) == (moved == 0)).all() or share == -1
    assert (moved >= 0).all()


def test_a_share_cannot_leave_zero_and_one(base_of):
    measured = measured_of(base_of("tarp"), "re_arrest")
    assert not can_apply(measured, effect=-0.05, mean=0.02)
    assert can_apply(measured, effect=-0.05, mean=0.06)


def test_the_lot_keeps_its_counts_and_people_come_from_the_comparison_arm(base_of, rng):
    base = base_of("tarp")
    world = draw_trial(base, read_lot(base), "null", rng)
    assert len(world.persons) == len(base.persons)
    assert (world.persons["arm"] == "support").sum() == base.treated.sum()
    assert world.persons["person_id"].is_unique
    own = base.persons.loc[~base.treated]
    known = set(zip(own["age"], own["prio"], strict=True))
    assert set(zip(world.persons["age"], world.persons["prio"], strict=True)) <= known


def test_places_keep_their_strata_and_units(base_of, rng):
    base = base_of("tarp")
    pairs = np.arange(len(base.persons)) // 4
    persons = base.persons.assign(town=pairs, arm=np.where(pairs % 2 == 0, "support", "comparison"))
    study = base.study.model_copy(
        update={"analysis": base.study.analysis.model_copy(update={"cluster": "town"})}
    )
    clustered = replace(base, persons=persons, treated=pairs % 2 == 0, study=study)
    world = draw_trial(clustered, read_lot(clustered), "null", rng)
    arms = world.persons.groupby("town")["arm"].nunique()
    assert (arms == 1).all()
    assert len(arms) == len(np.unique(pairs))
    supported = world.persons.groupby("town")["arm"].first() == "support"
    assert supported.sum() == (np.arange(len(arms)) % 2 == 0).sum()


def test_a_null_world_has_no_difference_on_average(base_of):
    base = base_of("tarp")
    lot = read_lot(base)
    gaps = []
    for seed in range(60):
        rows = draw_trial(base, lot, "null", np.random.default_rng(seed)).outcomes["re_arrest"]
        means = rows.groupby("arm")["value"].mean()
        gaps.append(means["support"] - means["comparison"])
    assert abs(np.mean(gaps)) < 4 * np.std(gaps) / np.sqrt(len(gaps))


def test_the_smallest_effect_is_the_difference_on_average(base_of):
    base = base_of("nsw")
    lot = read_lot(base)
    gaps = []
    for seed in range(80):
        rows = draw_trial(base, lot, "smallest", np.random.default_rng(seed)).outcomes["earnings_1978"]
        means = rows.groupby("arm")["value"].mean()
        gaps.append(means["support"] - means["comparison"])
    assert np.mean(gaps) == pytest.approx(500, abs=4 * np.std(gaps) / np.sqrt(len(gaps)))
    assert np.std(gaps) < 800


def test_people_are_lost_as_their_arm_was(base_of, rng):
    base = base_of("tarp")
    first = base.measured[0]
    missing = np.where(base.treated & (np.arange(len(base.treated)) % 2 == 0), "refused", "").astype(object)
    lossy = replace(base, measured=(replace(first, missing=missing),))
    treated = np.tile([True, False], 2_000)
    lost, why = lose_people(lossy, treated, rng)[0]
    assert not lost[~treated].any()
    assert lost[treated].mean() == pytest.approx(0.5, abs=0.06)
    assert set(why[lost]) == {"refused"}


def test_a_comparison_world_has_the_planted_difference(base_of):
    base = base_of("nsw-cps")
    models = fit_models(base)
    gaps = {
        kind: np.mean([
            draw_comparison(base, models, kind, np.random.default_rng(seed))
            .outcomes["earnings_1978"]
            .loc[base.treated, "value"]
            .mean()
            for seed in range(15)
        ])
        for kind in ("null", "smallest", "confounded")
    }  # fmt: skip
    noise = 4 * models[0].pool[base.treated].std() / np.sqrt(15 * base.treated.sum())
    assert gaps["null"] == pytest.approx(models[0].mean, abs=noise)
    assert gaps["smallest"] - models[0].mean == pytest.approx(500, abs=noise)
    assert gaps["confounded"] - models[0].mean > 500
