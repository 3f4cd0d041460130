"""Times and courses that cannot be: one named problem each, with row and remedy, and nothing is lost."""

import pytest

from idmaj.batch import check_study
from idmaj.outcomes import build_outcomes
from idmaj.store import Workspace, open_evaluation
from idmaj.text import message

HEADER = """
format = 1
[study]
title      = { en = "T", fr = "T", ar = "ع" }
programme  = { en = "P.", fr = "P.", ar = "ب." }
population = { en = "P.", fr = "P.", ar = "أ." }
source     = { en = "S.", fr = "S.", ar = "م." }
identifiers = "none"
as_of = 2024-01-01
time_unit = "day"
design = "single_group"
[disclosure]
set_aside_share = 1
"""
OUTCOME = """
[outcome.again]
label = { en = "Again", fr = "Encore", ar = "عودة" }
domain = "recidivism"
kind = "time_to_event"
better = "lower"
event = "re_arrest"
clock = "release"
data_source = "register"
"""
BY_COLUMNS = (
    HEADER
    + """
[[source]]
role = "persons"
file = "data/raw/x/people.csv"
columns = { person_id = "id" }
"""
    + OUTCOME
    + 'time = "days"\nhappened = "arrest"\nhorizons = [100, 5000]\nprimary_horizon = 100\n'
)
BY_DATES = (
    HEADER
    + """
[[source]]
role = "persons"
file = "data/raw/x/people.csv"
columns = { person_id = "id", released_on = "released" }
[[source]]
role = "interviews"
file = "data/raw/x/interviews.csv"
columns = { person_id = "id", wave = "wave", interviewed_on = "date" }
[[source]]
role = "justice_events"
file = "data/raw/x/events.csv"
columns = { person_id = "id", event_type = "type", event_on = "date", ended_on = "end" }
observed_until = 2023-06-01
[[wave]]
id = "one"
time = 12
"""
    + OUTCOME
    + 'event_type = "arrest"\nclock_column = "released_on"\nhorizons = [100]\n'
)


def found(tmp_path, study, **files):
    for name, text in files.items():
        file = tmp_path / "data" / "raw" / "x" / f"{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    place = tmp_path / "studies" / "x" / "study.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(study, encoding="utf-8")
    problems = check_study(Workspace(tmp_path), "x")
    for problem in problems:
        for language in ("ar", "fr", "en"):  # every problem says what, what was expected and what to do
            assert message(f"{problem.message}.remedy", language, **problem.arguments)
    return {(problem.message, problem.place.row) for problem in problems}, problems


def durations(tmp_path):
    return build_outcomes(open_evaluation("x", workspace=Workspace(tmp_path)))["durations"]


def test_times_in_columns(tmp_path):
    rows = "id,days,arrest\n1,10,1\n2,-5,1\n3,200,0\n4,,0\n5,50,0\n"
    told, _ = found(tmp_path, BY_COLUMNS, people=rows)
    names = {name for name, _ in told}
    assert {"horizon-not-reached", "time-blank-without-event"} <= names
    assert any(row == 3 for _, row in told), "the negative duration is told with its row"
    known = durations(tmp_path)
    assert known["person_id"].tolist() == ["1", "3", "5"], "who has a time that can be is kept"


@pytest.mark.parametrize(("arrest", "named"), [("1", True), ("0", False)])
def test_everybody_returning_is_told_and_estimated_all_the_same(tmp_path, arrest, named):
    rows = "id,days,arrest\n" + "".join(f"{i},{100 + i},{arrest}\n" for i in range(8))
    told, _ = found(tmp_path, BY_COLUMNS.replace("5000", "90"), people=rows)
    assert ("event-of-everybody" in {name for name, _ in told}) is named
    assert len(durations(tmp_path)) == 8


def test_courses_of_events(tmp_path):
    people = "id,released\n" + "".join(f"{i},2022-01-01\n" for i in range(1, 7))
    interviews = "id,wave,date\n1,one,2023-12-01\n"
    events = (
        "id,type,date,end\n"
        "1,arrest,2022-02-01,\n"
        "2,death,2022-05-01,\n"
        "2,death,2022-06-01,\n"
        "3,death,2022-05-01,\n"
        "3,arrest,2022-07-01,\n"
        "4,imprisonment,2022-03-01,2022-05-01\n"
        "4,imprisonment,2022-04-01,2022-06-01\n"
        "5,imprisonment,2022-03-01,2022-02-01\n"
        "6,arrest,2023-08-01,\n"
    )
    told, problems = found(tmp_path, BY_DATES, people=people, interviews=interviews, events=events)
    assert {
        ("death-twice", 4), ("event-after-death", 6), ("custody-overlaps", 8), ("custody-ends-before", 9),
        ("event-outside-coverage", 10),
    } <= told  # fmt: skip
    assert "register-older-than-survey" in {name for name, _ in told}
    assert not any(problem.severity == "blocking" for problem in problems)
    assert len(durations(tmp_path)) == 6
