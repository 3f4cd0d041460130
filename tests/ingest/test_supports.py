"""Dates of release and support that cannot be right: flagged with their rows, and nobody is lost in silence."""

import pandas as pd
import pytest

from idmaj.ingest import check_sources
from idmaj.ingest.build import ingest_study
from idmaj.prepare.exposure import build_exposure
from idmaj.prepare.index_dates import index_persons
from idmaj.simulate import write_simulated_study
from idmaj.store import Workspace
from idmaj.study import load_study
from idmaj.text import LANGUAGES
from idmaj.text.problems import describe_problem

NAME = "simulated-register"


@pytest.fixture
def room(tmp_path):
    """A function that edits a file of a small simulated study, and the study."""
    write_simulated_study(tmp_path, people=300, seed=4)
    workspace = Workspace(tmp_path)

    def edit(file, change):
        path = tmp_path / "data" / "raw" / NAME / f"{file}.csv"
        table = change(pd.read_csv(path, dtype="str", keep_default_na=False))
        table.to_csv(path, index=False)
        return table

    def write(old, new):
        path = workspace.study_file(NAME)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def load():
        return load_study(workspace.study_file(NAME))

    return workspace, edit, write, load


def problems(room):
    workspace, _, _, load = room
    return {problem.message: problem for problem in check_sources(workspace, load())}


def put(table, rows, **cells):
    table.loc[rows, list(cells)] = list(cells.values())
    return table


def test_a_sound_register_has_no_problem(room):
    assert problems(room) == {}


def test_support_before_release(room):
    workspace, edit, _, load = room
    grants = edit("grants", lambda t: put(t, [1, 3], delivered_on="2017-12-01"))
    found = problems(room)["index-support-before-release"]
    assert (found.severity, found.place.row, found.place.column) == ("flagged", 3, "delivered_on")
    assert found.arguments["n"] == 2
    tables = ingest_study(workspace, load(), None).tables
    tables["exposure"] = build_exposure(load(), tables, pd.Timestamp("2025-12-31"))
    flow = index_persons(load(), tables)["index_flow"].set_index("reason")["n"]
    assert flow["before_release"] == 2
    assert (
        flow[["matched", "unmatched", "not_at_risk", "outside_coverage"]].sum()
        == grants["person"].nunique() - 2
    )


def test_a_second_hand_over(room):
    _, edit, _, _ = room
    edit("grants", lambda t: pd.concat([t, t.iloc[[0]].assign(grant="g999999", delivered_on="2025-12-30")]))
    found = problems(room)["index-support-repeated"]
    assert found.arguments["n"] == 1 and found.place.row == len(pd.read_csv(_raw(room, "grants"))) + 1


def test_a_support_without_a_day_is_in_neither_arm(room):
    workspace, edit, _, load = room
    grants = edit("grants", lambda t: put(t, [0], delivered_on=""))
    assert problems(room)["index-support-undated"].arguments["n"] == 1
    persons = ingest_study(workspace, load(), None).tables["persons"].set_index("person_id")
    assert persons.loc[grants["person"][0], "arm"] == ""
    assert persons.loc[grants["person"][1], "arm"] == "support"
    assert (persons["arm"] == "comparison").sum() == 300 - len(grants)


def test_a_release_that_is_not_known_or_not_covered(room):
    _, edit, _, _ = room
    edit("persons", lambda t: put(put(t, [2], released_on=""), [5], released_on="2025-12-31"))
    found = problems(room)
    assert found["index-release-missing"].place.row == 4
    assert found["index-release-late"].arguments == {"n": 1, "until": "2025-12-31"}


def test_nobody_with_a_release_leaves_no_episode_and_a_reason(room):
    workspace, edit, _, load = room
    edit("persons", lambda t: t.assign(released_on=""))
    tables = ingest_study(workspace, load(), None).tables
    indexed = index_persons(load(), tables)
    flow = indexed["index_flow"].set_index(["arm", "reason"])["n"]
    assert indexed["persons"].empty
    assert flow["support", "no_release"] == flow["support"].sum() == len(tables["grants"])


def test_a_register_that_does_not_say_until_when(room):
    _, _, write, _ = room
    write("observed_until = 2025-12-31\n", "")
    write("as_of       = 2025-12-31\n", "")
    assert problems(room)["index-coverage-undeclared"].severity == "flagged"


def test_a_column_of_releases_that_is_not_there_is_blocking(room):
    _, edit, _, _ = room
    edit("persons", lambda t: t.drop(columns="released_on"))
    found = problems(room)["column-missing"]
    assert found.severity == "blocking" and found.place.column == "released_on"


def test_dates_of_support_in_the_persons_tell_the_arms(room):
    workspace, edit, write, load = room
    grants = pd.read_csv(_raw(room, "grants"), dtype="str").set_index("person")["delivered_on"]
    edit("persons", lambda t: t.assign(delivered_on=t["person"].map(grants).fillna("")))
    edit("persons", lambda t: put(t, t.index[t["delivered_on"] == ""][:1], delivered_on="soon"))
    start, end = '[[source]]\nrole    = "grants"', '[[source]]\nrole    = "justice_events"'
    text = workspace.study_file(NAME).read_text(encoding="utf-8")
    write(text[text.index(start) : text.index(end)], "")
    persons = ingest_study(workspace, load(), None).tables["persons"]
    assert (persons["arm"] == "support").sum() == len(grants)
    assert (persons["arm"] == "").sum() == 1
    assert problems(room)["index-support-undated"].arguments["n"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_is_said_in_words(room, language):
    _, edit, write, _ = room
    edit("grants", lambda t: put(put(t, [1], delivered_on="2017-12-01"), [2], delivered_on=""))
    edit("persons", lambda t: put(put(t, [2], released_on=""), [5], released_on="2025-12-31"))
    write("observed_until = 2025-12-31\n", "")
    write("as_of       = 2025-12-31\n", "")
    for problem in problems(room).values():
        assert describe_problem(problem, language)


def _raw(room, file):
    return room[0].root / "data" / "raw" / NAME / f"{file}.csv"
