"""People of a comparison divided by a column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from idmaj.effects.pooling.divisions import estimate_parts, name_values, restrict_sample, split_people

from .conftest import World, make_world


def test_numbers_are_named_as_people_write_them():
    assert list(name_values(pd.Series([1.0, 2.5, np.nan]))) == ["1", "2.5", ""]
    assert list(name_values(pd.Series(["b", None, "a"]))) == ["b", "", "a"]


def test_parts_are_in_order_and_people_without_a_value_in_none(trial: World):
    persons = trial.persons.assign(sex=trial.persons["sex"].mask(trial.persons.index < 5))
    parts = dict(split_people(trial.outcomes, persons, "sex"))
    assert list(parts) == ["f", "m"]
    assert sum(map(len, parts.values())) == 595


def test_covariates_that_the_part_settles_leave_the_adjustment(trial: World):
    planned = trial.plan()
    persons = trial.persons.assign(woman=(trial.persons["sex"] == "f") * 1.0)
    world = World(
        trial.study.model_copy(
            update={"analysis": trial.study.analysis.model_copy(update={"covariates": ["age", "sex", "woman"]})}
        ),
        persons, trial.outcomes,
    )  # fmt: skip
    rows = dict(split_people(trial.outcomes, persons, "sex"))["f"]
    whole = planned.sample.names
    assert whole == ("age", "sex=m")
    sample = restrict_sample(replace(planned, study=world.study, persons=persons), rows, "sex")
    assert sample.names == ("age",)


def test_a_part_with_fewer_than_ten_people_in_an_arm_has_no_number():
    n = 200
    arm = np.where(np.arange(n) % 2 == 0, "support", "comparison")
    kind = np.where(np.arange(n) < 15, "rare", "usual")
    world = make_world(pd.DataFrame({"arm": arm, "kind": kind}), np.arange(n) % 3 == 0, subgroups=["kind"])
    rare, usual = estimate_parts(world.plan(), "kind")
    assert rare.row.note == "estimation-too-few-people|n=7, needed=10"
    assert rare.row.estimate is None
    assert not rare.has_effect
    assert usual.has_error


def test_the_cap_on_large_amounts_is_that_of_everybody():
    rng = np.random.default_rng(2)
    n = 400
    arm = np.where(np.arange(n) % 2 == 0, "support", "comparison")
    sex = np.where(np.arange(n) % 4 < 2, "f", "m")
    values = np.exp(rng.normal(7, 1, n)) * np.where(sex == "f", 1, 3)
    world = make_world(pd.DataFrame({"arm": arm, "sex": sex}), values, kind="continuous", subgroups=["sex"])
    outcome = world.study.outcome["result"].model_copy(update={"winsorise": 0.99})
    study = world.study.model_copy(update={"outcome": {"result": outcome}})
    planned = World(study, world.persons, world.outcomes).plan()
    rows = dict(split_people(planned.outcomes, planned.persons, "sex"))
    assert restrict_sample(planned, rows["m"], "sex").outcome.max() == planned.sample.outcome.max()
    assert restrict_sample(planned, rows["f"], "sex").outcome.max() == min(
        planned.sample.outcome.max(), rows["f"]["value"].max()
    )
