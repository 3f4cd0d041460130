"""What a study with subgroups and cohorts gets, and what disclosure makes of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from idmaj.disclosure.release import release_estimates
from idmaj.effects.pooling.asking import compare_kinds, describe_kinds
from idmaj.estimates import build_estimates

from .conftest import World, cohorts_of_seven, make_world


def table(rows) -> pd.DataFrame:
    return build_estimates(rows)


def described(world: World) -> pd.DataFrame:
    return table(describe_kinds(world.outcomes, world.persons, world.study, world.place))


def test_subgroups_have_levels_effects_pooled_effects_and_differences(trial: World):
    rows = table(compare_kinds(trial.plan()))
    by_sex = rows.loc[rows["subgroup"].str.startswith("sex")]
    assert by_sex.groupby(["estimator", "subgroup"]).size().to_dict() == {
        ("share", "sex=f"): 2, ("share", "sex=m"): 2,
        ("difference_in_means", "sex=f"): 1, ("difference_in_means", "sex=m"): 1,
        ("partial_pooling", "sex=f"): 1, ("partial_pooling", "sex=m"): 1,
        ("interaction", "sex"): 2,
    }  # fmt: skip
    effects = by_sex.loc[by_sex["role"] == "secondary"].set_index("subgroup")["estimate"]
    difference = by_sex.loc[by_sex["term"] == "f - m"].iloc[0]
    assert difference["estimate"] == pytest.approx(effects["sex=f"] - effects["sex=m"])
    assert difference["conf_low"] < 0.2 < difference["conf_high"]
    joint = by_sex.loc[by_sex["term"] == "joint"].iloc[0]
    assert joint["p_value"] == pytest.approx(difference["p_value"], rel=1e-6)


def test_cohorts_pool_where_they_are_large_and_the_small_one_is_named(trial: World):
    rows = table(compare_kinds(trial.plan()))
    pooled = rows.loc[rows["estimator"] == "random_effects"]
    assert list(pooled["term"]) == [
        "support - comparison", "new cohort", "between cohorts", "between cohorts", "support - comparison",
    ]  # fmt: skip
    assert pooled["n_clusters"].iloc[0] == 2
    named = pooled.iloc[-1]
    assert (named["subgroup"], named["note"]) == ("town=c", "note-cohort-too-small")
    assert pd.isna(named["estimate"])
    counted = rows.loc[rows["estimator"] == "beta_binomial"]
    assert list(counted["note"]) == ["estimation-too-few-cohorts|n=3, needed=5"] * 2


def test_too_few_people_for_subgroups_are_said(trial: World):
    few = replace(trial, outcomes=trial.outcomes.iloc[:50])
    rows = table(compare_kinds(few.plan()))
    refused = rows.loc[rows["subgroup"] == "sex"]
    assert list(refused["note"]) == ["estimation-too-few-people|n=25, needed=30"]
    assert not rows["subgroup"].str.startswith("sex=").any()


def test_a_part_of_people_is_not_divided_again(trial: World):
    planned = trial.plan()
    part = replace(planned, beside=replace(planned.beside, place=planned.place.at(subgroup="arm=x")))
    assert compare_kinds(part) == []


def test_many_cohorts_of_seven_give_one_growing_answer():
    widths = []
    for k in (5, 12, 40):
        rows = described(cohorts_of_seven(k))
        pooled = rows.loc[rows["term"] == "pooled"].iloc[0]
        assert (pooled["n"], pooled["n_clusters"], pooled["interval"]) == (7 * k, k, "profile")
        widths.append(pooled["conf_high"] - pooled["conf_low"])
        assert set(rows.loc[rows["estimator"] == "beta_binomial", "term"]) == {
            "pooled", "between cohorts", "new cohort",
        }  # fmt: skip
        assert (rows["estimator"] == "partial_pooling").sum() == k
    assert widths == sorted(widths, reverse=True)


def test_no_number_of_a_tiny_cohort_is_published():
    world = cohorts_of_seven(20)
    released = release_estimates(described(world), world.study)
    of_cohorts = released.loc[released["subgroup"] != "all"]
    assert len(of_cohorts) > 0
    assert of_cohorts[["estimate", "n", "n_events", "conf_low"]].isna().all(axis=None)


def test_beside_cohorts_that_may_be_published_pooled_rows_stand_at_the_column():
    rows = described(cohorts_of_seven(6, size=40))
    assert set(rows.loc[rows["estimator"] == "beta_binomial", "subgroup"]) == {"cohort"}


def test_one_cohort_and_few_cohorts_are_named():
    for k, note in (
        (1, "estimation-one-cohort|n=1, needed=5"),
        (4, "estimation-too-few-cohorts|n=4, needed=5"),
    ):
        rows = described(cohorts_of_seven(k))
        assert list(rows.loc[rows["estimator"] == "beta_binomial", "note"]) == [note]


def test_amounts_of_large_cohorts_are_pooled_and_those_of_small_ones_are_not():
    large, small = (described(cohorts_of_seven(6, size=n, kind="continuous")) for n in (40, 7))
    pooled = large.loc[(large["estimator"] == "random_effects") & (large["term"] == "pooled")].iloc[0]
    assert (pooled["scale"], pooled["n"], pooled["n_clusters"]) == ("mean", 240, 6)
    assert pooled["conf_low"] < 2000 < pooled["conf_high"]
    refused = small.loc[(small["estimator"] == "random_effects") & (small["subgroup"] == "cohort")]
    assert list(refused["note"]) == ["estimation-one-cohort|n=0, needed=2"]


def test_people_without_a_cohort_are_left_out_and_it_is_said():
    world = cohorts_of_seven(8)
    persons = world.persons.assign(cohort=world.persons["cohort"].mask(world.persons.index < 3))
    rows = described(replace(world, persons=persons))
    pooled = rows.loc[rows["term"] == "pooled"].iloc[0]
    assert (pooled["n"], pooled["note"]) == (53, "note-without-cohort")


def test_subgroups_of_a_single_group_are_described_or_refused():
    persons = pd.DataFrame({"sex": ["f", "m"] * 30})
    values = [1, 0, 1] * 20
    world = make_world(persons, values, design="single_group", subgroups=["sex"])
    assert set(described(world)["subgroup"]) == {"sex=f", "sex=m"}
    few = make_world(persons.iloc[:20], values[:20], design="single_group", subgroups=["sex"])
    assert list(described(few)["note"]) == ["estimation-too-few-people|n=20, needed=30"]
