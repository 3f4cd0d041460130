"""Simulated studies: the truth they tell, the same bytes from the same seed, lives that can be."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from idmaj.cli import commands
from idmaj.errors import WorkspaceError
from idmaj.ingest import check_sources
from idmaj.simulate import simulate_immortal_time, simulate_register, write_simulated_study
from idmaj.simulate.lives import NEVER, Course, cut_lives, draw_lives, true_risks
from idmaj.store import Workspace
from idmaj.study import load_study
from idmaj.text.places import read_provinces


def draw(course, n=40_000, seed=1):
    return draw_lives(course, np.ones(n), np.ones(n), np.random.default_rng(seed))


def test_a_constant_hazard_gives_the_share_of_an_exponential():
    lives = draw(Course(early=0.02, late=0.02, support=0, death=0, departure=0, breach=0))
    # 1 - exp(-0.02 * 12): hazard of 0.02 a month over 12 months of 30.436875 days
    expected = 1 - np.exp(-0.24)
    assert abs((lives.returned < 365.24).mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / 40_000)


def test_the_effect_is_the_hazard_ratio_after_the_hand_over():
    course = Course(early=0.03, late=0.03, effect=0.5, support=0.05, death=0, departure=0, breach=0)
    lives = draw(course)
    chosen = lives.supported < NEVER
    one, zero = true_risks(lives, chosen, days=365)
    # memoryless: 1 - exp(-h t) with and without support, t = 365 / 30.436875 months
    months = 365 / 30.436875
    assert one == pytest.approx(1 - np.exp(-0.015 * months), abs=0.012)
    assert zero == pytest.approx(1 - np.exp(-0.03 * months), abs=0.012)


def test_without_effect_lives_are_the_same_with_and_without_support():
    lives = draw(Course(effect=1.0))
    assert np.abs(lives.returned - lives.returned_without).max() <= 1  # rounding of the solved day
    assert true_risks(lives, lives.supported < NEVER, days=300)[0] == pytest.approx(
        true_risks(lives, lives.supported < NEVER, days=300)[1], abs=1e-3
    )


def test_hand_overs_reach_only_people_alive_at_liberty_and_not_returned():
    lives = draw(Course(support=0.05, breach=0.02, death=0.01))
    got = lives.supported < NEVER
    assert got.any()
    assert (lives.supported >= 30)[got].all()
    assert (lives.returned >= lives.supported)[got].all()
    assert (np.minimum(lives.died, lives.departed) >= lives.supported)[got].all()
    inside = (lives.breached < lives.supported) & (lives.supported < lives.back)
    assert not (inside & got).any()
    assert not ((lives.breached < lives.returned) & (lives.returned < lives.back)).any()


def test_nothing_is_known_after_the_end_of_observation_or_a_death():
    lives = cut_lives(draw(Course(death=0.02)), np.full(40_000, 700))
    for name in ("returned", "supported", "died", "departed", "breached"):
        days = getattr(lives, name)
        assert ((days < 700) | (days == NEVER)).all()
        assert ((days <= lives.died) | (days == NEVER) | (lives.died == NEVER)).all()


def test_the_same_seed_gives_the_same_register_and_another_one_does_not():
    one, two, other = (simulate_register(500, seed=seed) for seed in (3, 3, 4))
    for name in ("persons", "grants", "justice_events"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.truth == two.truth != other.truth


def test_events_of_a_person_are_in_a_possible_order():
    events = simulate_register(4_000, seed=2).justice_events
    kinds = set(events["event_type"])
    assert kinds == {
        "release", "imprisonment", "reincarceration", "return_for_breach", "death", "departure",
    }  # fmt: skip
    turns = events[events["event_type"].isin(["release", "imprisonment"])].sort_values(
        ["person", "event_on"], kind="stable"
    )
    same = turns["person"] == turns["person"].shift()
    assert not (same & (turns["event_type"] == turns["event_type"].shift())).any()
    last = events[events["event_type"].isin(["death", "departure"])].set_index("person")["event_on"]
    assert last.index.is_unique
    assert not (events["event_on"] > events["person"].map(last)).any()


def test_provinces():
    provinces = read_provinces()
    # HCP, census of 2024: 75 provinces and prefectures in 12 regions; legal population 36,828,330
    assert len(provinces) == len({place.code for place in provinces}) == 75
    assert len({place.region_code for place in provinces}) == 12
    assert sum(place.population for place in provinces) == 36_828_330
    assert all(place.name("ar") != place.name("fr") for place in provinces)


@pytest.mark.parametrize("national", [False, True])
def test_a_written_study_has_no_problem(tmp_path, national):
    paths = write_simulated_study(tmp_path, national=national, people=2_000, seed=5)
    workspace = Workspace(tmp_path)
    assert workspace.studies() == [paths[3].split("/")[1]]
    study = load_study(tmp_path / paths[3])
    assert study.study.simulated
    assert check_sources(workspace, study) == []
    persons = pd.read_csv(tmp_path / paths[0])
    assert persons["province"].nunique() == (75 if national else 3)
    truth = json.loads((tmp_path / paths[4]).read_text(encoding="utf-8"))
    assert truth["horizons_months"]["12"]["risk_difference"] < 0
    assert truth["supported"] == len(pd.read_csv(tmp_path / paths[1]))


def test_the_same_command_writes_the_same_bytes_and_never_over_a_file(tmp_path):
    for folder in ("one", "two"):
        result = CliRunner().invoke(
            commands, ["simulate", str(tmp_path / folder), "--people", "50", "--json"]
        )
        assert result.exit_code == 0, result.output
    files = json.loads(result.output)["files"]
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    with pytest.raises(WorkspaceError) as error:
        write_simulated_study(tmp_path / "one", people=50)
    assert error.value.problem.message == "workspace-not-empty"


def test_a_few_people_can_be_simulated(tmp_path):
    paths = write_simulated_study(tmp_path, people=1)
    assert len(pd.read_csv(tmp_path / paths[0])) == 1


def test_the_teaching_world_has_no_effect():
    world = simulate_immortal_time(2, 800)
    assert world.truth["risk_difference"] == pytest.approx(0, abs=1e-3)
    assert 0.3 < len(world.tables["grants"]) / 800 < 0.7
