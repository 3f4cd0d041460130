"""The study file: every problem at once, with its key path; nothing is misread in silence."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from idmaj.errors import StudyProblems
from idmaj.study import build_schema, load_study
from idmaj.study.load import read_study
from idmaj.study.source import Limits, Source

ROOT = Path(__file__).parents[2]
STUDIES = sorted(ROOT.glob("studies/*/study.toml"))

GOOD = """
format = 1
[study]
title = { en = "a", fr = "b", ar = "ج" }
programme = { en = "a", fr = "b", ar = "ج" }
population = { en = "a", fr = "b", ar = "ج" }
source = { en = "a", fr = "b", ar = "ج" }
design = "randomised"
identifiers = "none"
[arms]
column = "arm"
support = [1, 2.0]
comparison = ["0"]
[[source]]
role = "persons"
file = "data/raw/x/x.csv"
[outcome.work]
label = { en = "a", fr = "b", ar = "ج" }
domain = "employment"
kind = "binary"
better = "higher"
value = { column = "work", equals = true }
"""


def write(folder, text):
    file = folder / "studies" / "x" / "study.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder, *changes):
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(StudyProblems) as caught:
        load_study(write(folder, text))
    return [(p.message, p.place.key) for p in caught.value.problems]


@pytest.mark.parametrize("file", STUDIES, ids=lambda file: file.parent.name)
def test_shipped_studies_load(file):
    study = load_study(file)
    assert study.id == file.parent.name


def test_a_good_file(tmp_path):
    study = load_study(write(tmp_path, GOOD))
    assert study.arms.support == ["1", "2"]
    assert study.outcome["work"].value.equals == "true"


def test_a_missing_file(tmp_path):
    with pytest.raises(StudyProblems) as caught:
        load_study(tmp_path / "studies" / "x" / "study.toml")
    assert [p.message for p in caught.value.problems] == ["study-file-missing"]


def test_a_file_that_is_no_toml_and_one_that_is_no_text(tmp_path):
    file = write(tmp_path, "format = \n")
    assert [p.message for p in read_study(file)[1]] == ["study-not-toml"]
    file.write_bytes(b"format = 1 # \xff\xfe")
    assert [p.message for p in read_study(file)[1]] == ["study-not-utf8"]


def test_an_unknown_key_names_the_nearest(tmp_path):
    file = write(tmp_path, GOOD.replace("comparison =", "comparson ="))
    with pytest.raises(StudyProblems) as caught:
        load_study(file)
    first = caught.value.problems[0]
    assert (first.message, first.place.key) == ("study-unknown-key", "arms.comparson")
    assert first.arguments["nearest"] == "comparison"


def test_an_unknown_word_names_the_nearest(tmp_path):
    file = write(tmp_path, GOOD.replace('"randomised"', '"randomized"'))
    _, found = read_study(file)
    assert [(p.message, p.place.key, p.arguments["nearest"]) for p in found] == [
        ("study-unknown-word", "study.design", "randomised")
    ]


def test_all_problems_come_at_once(tmp_path):
    found = problems(
        tmp_path,
        ('domain = "employment"', 'domain = "work"'),
        ('identifiers = "none"', ""),
        ('role = "persons"', 'role = "person"'),
    )
    assert ("study-unknown-word", "outcome.work.domain") in found
    assert ("study-missing-key", "study.identifiers") in found
    assert ("study-unknown-word", "source[1].role") in found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('comparison = ["0"]', 'comparison = ["1"]', "arms"),
        ('comparison = ["0"]', "", "arms"),
        ("equals = true", "", "outcome.work"),
        (
            'value = { column = "work", equals = true }',
            'value = { any_of = [{ column = "a" }] }',
            "outcome.work",
        ),
        (
            'value = { column = "work", equals = true }',
            'value = { share_of = [{ column = "a", above = 0 }] }',
            "outcome.work",
        ),
        ('role = "persons"', 'role = "interviews"', "source[1]"),
    ],
)
def test_what_does_not_hang_together_is_told(tmp_path, old, new, key):
    changes = [(old, new.rstrip(", "))] if new or old != "equals = true" else [(", equals = true", "")]
    assert key in {place for message, place in problems(tmp_path, *changes)}


EVENT = """
[[source]]
role = "justice_events"
file = "data/raw/x/events.csv"
columns = { person_id = "id", event_type = "type", event_on = "date" }
[outcome.arrest]
label = { en = "a", fr = "b", ar = "ج" }
domain = "recidivism"
kind = "time_to_event"
better = "lower"
event = "re_arrest"
clock = "release"
data_source = "register"
event_type = "arrest"
clock_column = "released_on"
horizons = [6.5]
"""


def test_windows_in_months_are_whole(tmp_path):
    file = write(tmp_path, GOOD + EVENT)
    assert [p.place.key for p in read_study(file)[1]] == ["outcome.arrest.horizons"]
    file.write_text(GOOD + EVENT.replace("6.5", "6"), encoding="utf-8")
    assert read_study(file)[1] == []


def test_the_plan_hash_follows_the_plan_and_nothing_else(tmp_path):
    first = load_study(write(tmp_path, GOOD)).plan_hash
    assert load_study(write(tmp_path, GOOD.replace('{ en = "a"', '{ en = "other"', 1))).plan_hash == first
    assert load_study(write(tmp_path, GOOD.replace("equals = true", 'equals = "yes"'))).plan_hash != first


def test_the_schema_is_json_and_names_every_section():
    schema = json.loads(json.dumps(build_schema()))
    assert {"study", "arms", "source", "wave", "outcome", "analysis", "disclosure"} <= schema[
        "properties"
    ].keys()
    assert "id" not in schema["properties"]


def test_a_wrong_word_does_not_hide_the_problems_of_the_data(tmp_path):
    text = GOOD.replace('"randomised"', '"randomized"').replace('en = "a", ', "", 1)
    study, found = read_study(write(tmp_path, text))
    assert study is not None
    assert study.study.design == "randomised"
    assert sorted(p.message for p in found) == ["study-missing-key", "study-unknown-word"]


def test_a_part_taken_out_is_not_told_to_be_missing_elsewhere(tmp_path):
    event = EVENT.replace("horizons = [6.5]", 'horizons = [6]\nprimary_horizon = "six"')
    after = 'after_event = { event = "arrest", then = "zero" }\n'
    text = GOOD.replace("[outcome.work]\n", f"[outcome.work]\n{after}", 1) + event
    assert [p.place.key for p in read_study(write(tmp_path, text))[1]] == ["outcome.arrest"]


@pytest.mark.parametrize("value", ["0", "-3", "nan", "inf"])
def test_impossible_horizons_are_refused(tmp_path, value):
    text = GOOD + EVENT.replace("[6.5]", f"[6, {value}]\nprimary_horizon = 6")
    (problem,) = read_study(write(tmp_path, text))[1]
    assert "greater than 0" in problem.arguments["reason"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[study]\n", '[study]\nlanguages = ["en", "en"]\n', "study.languages"),
        ("[study]\n", "[study]\nlanguages = []\n", "study.languages"),
        ("format = 1\n", 'format = 1\nid = "other"\n', "id"),
    ],
)
def test_what_stands_twice_or_not_at_all_is_told(tmp_path, old, new, key):
    assert key in {place for _, place in problems(tmp_path, (old, new))}


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x.csv", "data/../../x.csv", "C:/x.csv"])
def test_a_raw_file_lies_in_the_workspace(path):
    with pytest.raises(ValidationError, match="inside the workspace"):
        Source(role="persons", file=path)


def test_limits_the_wrong_way_round_are_refused():
    with pytest.raises(ValidationError, match="greater than"):
        Limits(at_least=50, at_most=10)


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path):
    file = tmp_path / "studies" / "x" / "study.toml"
    file.mkdir(parents=True)
    assert [p.message for p in read_study(file)[1]] == ["study-file-missing"]
    file.rmdir()
    file.write_text("a = " + "[" * 5000 + "]" * 5000)
    assert [p.message for p in read_study(file)[1]] == ["study-not-toml"]
