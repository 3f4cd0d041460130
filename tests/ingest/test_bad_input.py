"""Bad input: one message each with file, row, column; all in one go; nothing else is ever raised."""

import json
import os

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idmaj.errors import IngestProblems
from idmaj.ingest import build_tables, check_sources
from idmaj.ingest.readers import read_raw
from idmaj.store import Evaluation
from idmaj.study import Source

PERSONS, INTERVIEWS = "data/raw/toy/persons.csv", "data/raw/toy/interviews.csv"


def told(problems):
    return [(p.message, p.place.file, p.place.row, p.place.column) for p in problems]


def test_good_files_have_no_problem(toy):
    assert toy.problems() == []


def test_missing_file(toy):
    toy.write()
    toy.file("persons.csv").unlink()
    assert ("file-missing", PERSONS, None, "") in told(check_sources(toy.workspace, toy.study))


def test_empty_file(toy):
    toy.file("persons.csv").write_bytes(b"")
    toy.file("interviews.csv").write_bytes(b" \n\n ")
    assert told(toy.problems()) == [("file-empty", INTERVIEWS, None, ""), ("file-empty", PERSONS, None, "")]


def test_header_only(toy):
    toy.persons = toy.persons[:1]
    assert told(toy.problems("blocking")) == [("file-without-rows", PERSONS, None, "")]


def test_column_that_is_not_there_names_the_nearest(toy):
    toy.persons[0] = ["code", "arms", "age"]
    (problem,) = toy.problems("blocking")
    assert told([problem]) == [("column-missing", PERSONS, 1, "arm")]
    assert problem.arguments["nearest"] == "arms"
    assert problem.arguments["key"] == "arms.column"


def test_a_mapped_column_that_is_not_there_names_its_key(toy):
    toy.interviews[0][2] = "date"
    (problem,) = toy.problems("blocking")
    assert problem.arguments["key"] == "source[2].columns.interviewed_on"


def test_column_name_twice(toy):
    toy.persons[0] = ["code", "arm", "arm"]
    assert told(toy.problems("blocking")) == [("column-name-repeated", PERSONS, 1, "arm")]


def test_arm_value_without_a_meaning_is_told_once_with_its_count_and_first_row(toy):
    toy.persons[3][1] = toy.persons[7][1] = "X"
    (problem,) = toy.problems("blocking")
    assert told([problem]) == [("arm-value-unknown", PERSONS, 4, "arm")]
    assert problem.arguments["n"] == 2
    assert problem.arguments["value"] == "X"


def test_blank_arm_is_set_aside_with_the_interviews_of_the_person(toy):
    toy.persons[3][1] = ""
    ingested = toy.read()
    assert told(ingested.problems) == [
        ("person-set-aside", INTERVIEWS, 4, "code"),
        ("person-set-aside", INTERVIEWS, 14, "code"),
        ("arm-blank", PERSONS, 4, "arm"),
    ]
    assert len(ingested.tables["persons"]) == 9


def test_the_same_person_twice_is_set_aside(toy):
    toy.persons.append(list(toy.persons[2]))
    ingested = toy.read()
    assert told(ingested.problems) == [("person-duplicate", PERSONS, 12, "code")]
    assert dict(ingested.problems[0].arguments) == {"first_file": PERSONS, "first_row": 3}
    assert len(ingested.tables["persons"]) == 10


def test_the_same_person_with_other_content_is_blocking_and_the_id_is_not_shown(toy):
    toy.persons.append(["P2", "C", "77"])
    (problem,) = toy.problems()
    assert told([problem]) == [("person-differs", PERSONS, 12, "code")]
    assert problem.severity == "blocking"
    assert "P2" not in str(problem)


def test_the_same_interview_twice(toy):
    toy.interviews.append(list(toy.interviews[1]))
    toy.interviews.append(["P2", "w1", "2025-03-01", "interviewed", "1"])
    assert told(toy.problems()) == [
        ("interview-differs", INTERVIEWS, 23, "code"),
        ("interview-duplicate", INTERVIEWS, 22, "code"),
    ]


def test_date_outside_the_window_is_flagged(toy):
    toy.interviews[1][2] = "2025-07-01"
    (problem,) = toy.problems()
    assert told([problem]) == [("date-outside-window", INTERVIEWS, 2, "day")]
    assert (problem.severity, problem.arguments["wave"]) == ("flagged", "w1")


def test_unknown_wave_is_blocking(toy):
    toy.interviews[1][1] = toy.interviews[2][1] = "w9"
    (problem,) = toy.problems()
    assert told([problem]) == [("wave-unknown", INTERVIEWS, 2, "wave")]
    assert (problem.severity, problem.arguments["n"]) == ("blocking", 2)


def test_interview_of_an_unknown_person_is_set_aside(toy):
    toy.interviews.append(["P99", "w1", "2025-03-01", "interviewed", "5"])
    assert told(toy.problems()) == [("person-unknown", INTERVIEWS, 22, "code")]


def test_unknown_result_of_a_contact_is_flagged(toy):
    toy.interviews[1][3] = "moved"
    toy.interviews[2][3] = "Not found"
    ingested = toy.read()
    assert told(ingested.problems) == [("contact-unknown", INTERVIEWS, 2, "result")]
    contacts = ingested.tables["interviews"].set_index(["person_id", "wave"])["contact"]
    assert contacts["P1", "w1"] == ""
    assert contacts["P2", "w1"] == "not_found"


def test_most_cells_are_numbers_and_the_others_are_flagged(toy):
    toy.interviews[4][4] = "beaucoup"
    ingested = toy.read()
    assert told(ingested.problems) == [("cell-not-a-number", INTERVIEWS, 5, "income")]
    row = ingested.tables["interviews"].query("person_id == 'P4' and wave == 'w1'").iloc[0]
    assert pd.isna(row["income"])
    assert row["income__missing"] == "unparseable"


def test_a_column_of_words_where_numbers_are_needed_is_blocking(toy):
    for row in toy.interviews[1:6]:
        row[4] = "many"
    (problem,) = toy.problems()
    assert told([problem]) == [("column-not-numeric", INTERVIEWS, 2, "income")]
    assert (problem.severity, problem.arguments["n"], problem.arguments["of"]) == ("blocking", 5, 20)


def test_a_covariate_of_words_is_a_code(toy):
    for row in toy.persons[1:]:
        row[2] = "young" if row[0] < "P5" else "old"
    assert set(toy.read().tables["persons"]["age"]) == {"young", "old"}


def test_declared_codes_are_missing_of_their_kind_and_undeclared_ones_are_flagged(toy):
    toy.interviews[1][4], toy.interviews[2][4], toy.interviews[3][4] = "-99", "-88.0", "-77"
    ingested = toy.read()
    assert told(ingested.problems) == [("cell-suspected-code", INTERVIEWS, 4, "income")]
    kinds = ingested.tables["interviews"].query("wave == 'w1'").set_index("person_id")["income__missing"]
    assert (kinds["P1"], kinds["P2"], kinds["P3"]) == ("dk", "refused", "")


def test_numbers_outside_the_limits_are_flagged_and_not_used(toy):
    toy.content["source"][1]["limits"] = {"income": {"at_least": 0}}
    toy.interviews[1][4] = "-50"
    ingested = toy.read()
    assert told(ingested.problems) == [("cell-out-of-range", INTERVIEWS, 2, "income")]
    assert ingested.tables["interviews"]["income"].min() == 200


def test_an_ambiguous_number_is_flagged_and_not_used(toy):
    toy.interviews[1][4] = '"1,500"'
    assert told(toy.problems()) == [("cell-ambiguous-number", INTERVIEWS, 2, "income")]


def test_broken_workbook(toy):
    toy.content["source"][0]["file"] = "data/raw/toy/persons.xlsx"
    toy.file("persons.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    assert told(toy.problems("blocking")) == [("workbook-broken", "data/raw/toy/persons.xlsx", None, "")]


def test_wrong_encoding(toy):
    toy.content["source"][0]["encoding"] = "ascii"
    toy.persons[2][2] = "vingt-et-un à peu près"
    assert told(toy.problems("blocking")) == [("encoding-wrong", PERSONS, 3, "")]


def test_unknown_encoding(toy):
    toy.content["source"][0]["encoding"] = "utf-88"
    assert told(toy.problems("blocking")) == [("encoding-unknown", PERSONS, None, "")]


def test_binary_file_called_csv(toy):
    toy.file("persons.csv").write_bytes(b"PK\x03\x04\x00\x00\x08\x00")
    assert told(toy.problems("blocking")) == [("file-not-text", PERSONS, None, "")]


def test_an_open_quotation_mark_does_not_swallow_rows(toy):
    toy.persons[4][1] = '"S'
    assert told(toy.problems("blocking")) == [("file-broken-quotes", PERSONS, 5, "")]


def test_rows_of_another_length_are_set_aside(toy):
    toy.persons[2].append("extra")
    toy.persons[3].pop()
    aside = toy.read().tables["set_aside"]
    misshapen = aside[aside["message"] == "row-misshapen"]
    assert misshapen["row"].tolist() == [3, 4]


def test_too_many_rows_set_aside_is_blocking(toy):
    toy.content["disclosure"]["set_aside_share"] = 0.02
    toy.persons.append(list(toy.persons[2]))
    (problem,) = toy.problems("blocking")
    assert told([problem]) == [("set-aside-share", PERSONS, None, "")]
    assert (problem.arguments["n"], problem.arguments["of"]) == (1, 11)


def test_rows_set_aside_in_one_arm_alone_are_blocking(toy):
    toy.content["disclosure"]["set_aside_share"] = 0.2
    toy.persons += [list(row) for row in toy.persons[1:4:2]]
    assert [p.message for p in toy.problems("blocking")] == ["set-aside-share-differs"]


def test_all_problems_of_all_files_come_in_one_go(toy):
    toy.persons[0] = ["code", "arm", "years"]
    toy.interviews[0][1] = "round"
    assert told(toy.problems("blocking")) == [
        ("column-missing", INTERVIEWS, 1, "wave"),
        ("column-missing", PERSONS, 1, "age"),
    ]


def test_blocking_problems_stop_the_stage_and_leave_nothing(toy):
    toy.persons[3][1] = "X"
    toy.write()
    toy.root.joinpath("studies/toy/study.toml").write_text("", encoding="utf-8")
    evaluation = Evaluation(toy.workspace, toy.study)
    with pytest.raises(IngestProblems) as caught:
        build_tables(evaluation)
    assert [p.message for p in caught.value.problems] == ["arm-value-unknown"]
    assert not evaluation.folder.exists()


def test_check_sources_writes_nothing(toy):
    toy.write()
    before = sorted(toy.root.rglob("*"))
    check_sources(toy.workspace, toy.study)
    assert sorted(toy.root.rglob("*")) == before


@given(st.binary(max_size=400), st.sampled_from(["csv", "xlsx", "parquet", "dta", "sav"]))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_random_bytes_raise_nothing_but_problems(tmp_path, content, suffix):
    file = tmp_path / f"x.{suffix}"
    file.write_bytes(content)
    try:
        table = read_raw(tmp_path, Source(role="persons", file=file.name))
    except IngestProblems as error:
        assert error.problems
    else:
        assert table.rows_in > 0


@given(st.binary(min_size=1, max_size=60), st.integers(0, 300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_export_is_read_or_refused_and_its_rows_add_up(toy, damage, place):
    toy.write()
    file = toy.file("interviews.csv")
    content = file.read_bytes()
    try:
        file.write_bytes(content[:place] + damage + content[place + len(damage) :])
        ingested = toy.read()
    finally:
        file.write_bytes(content)
    if ingested.tables:
        runs = ingested.tables["ingest_runs"]
        kept = runs[["rows_kept", "rows_set_aside", "rows_not_of_study"]].sum(axis=1)
        assert (runs["rows_in"] == kept).all()
    else:
        assert any(p.severity == "blocking" for p in ingested.problems)


def test_arguments_of_rows_set_aside_are_kept_as_json(toy):
    toy.persons.append(list(toy.persons[2]))
    arguments = toy.read().tables["set_aside"]["arguments"]
    assert json.loads(arguments[0]) == {"first_file": PERSONS, "first_row": 3}


def test_keep_that_leaves_nothing_is_blocking(toy):
    toy.content["source"][0]["keep"] = {"column": "arm", "any_of": ["Z"]}
    assert "keep-leaves-nothing" in {p.message for p in toy.problems("blocking")}


def test_a_column_of_dates_without_dates_is_blocking_and_told_once(toy):
    for row in toy.interviews[1:]:
        row[2] = "01/03/2025"
    found = toy.problems("blocking")
    assert told(found) == [("column-not-dates", INTERVIEWS, 2, "day")]
    assert (found[0].arguments["n"], found[0].arguments["of"]) == (20, 20)


def test_one_cell_of_a_small_file_is_flagged_and_not_blocking(toy):
    toy.interviews = toy.interviews[:6]
    toy.interviews[1][4] = "1 500 DH"
    assert told(toy.problems()) == [("cell-not-a-number", INTERVIEWS, 2, "income")]


def test_a_folder_in_place_of_a_file(toy):
    toy.file("persons.csv").mkdir()
    assert told(toy.problems("blocking")) == [("file-is-folder", PERSONS, None, "")]


def test_a_name_that_no_file_can_have(toy):
    toy.content["source"][0]["file"] = f"data/{'x' * 400}.csv"
    assert [p.message for p in toy.problems("blocking")] == ["file-missing"]


def test_a_cell_without_end_is_told_as_such(toy):
    toy.persons[4][2] = '"' + "x" * 1_100_000 + '"'
    assert told(toy.problems("blocking")) == [("cell-too-long", PERSONS, 5, "")]


def test_a_file_that_may_not_be_read(toy):
    """Root may read everything: it has to become somebody without rights first."""
    is_root = os.geteuid() == 0
    toy.write()
    toy.file("persons.csv").chmod(0)
    for folder in (toy.root, *toy.root.parents):
        if folder.owner() == "root" and "pytest" in str(folder):
            folder.chmod(0o755)
    if is_root:
        os.seteuid(65534)
    try:
        found = toy.problems("blocking")
    finally:
        if is_root:
            os.seteuid(0)
    assert told(found) == [("file-unreadable", PERSONS, None, "")]


@pytest.mark.parametrize("setting", [{"recode": {"agge": {"1": "2"}}}, {"limits": {"agge": {"at_least": 0}}}])
def test_a_recode_or_a_limit_of_a_column_that_is_nowhere_is_told(toy, setting):
    toy.content["source"][0] |= setting
    assert told(toy.problems("blocking")) == [("column-missing", PERSONS, 1, "agge")]
