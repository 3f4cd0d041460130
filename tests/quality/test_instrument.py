"""The instrument's 110 invented submissions: what was planted in them is found."""

from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest

from idmaj.ingest.survey.answers import restore_answers
from idmaj.quality import run_checks

from .conftest import with_cells
from .instrument import FOLDER, read_instrument

# expected_wave_interview.csv, is_planted_duplicate, and the submission that it copies.
PLANTED = {"dup2e22d-073a-65a3-6eab-333f747921d0", "6392e22d-073a-65a3-6eab-333f747921d0"}


@pytest.fixture(scope="module")
def tables():
    return read_instrument()


@pytest.fixture(scope="module")
def found(tables):
    return run_checks(tables)


def listed(found, check_id):
    return set(found.rows.loc[found.rows["check_id"] == check_id, "submission_uuid"])


@pytest.mark.parametrize("check_id", ["person-wave-repeated", "near-identical"])
def test_the_planted_duplicate_is_found_and_blocks(found, check_id):
    assert listed(found, check_id) == PLANTED
    assert found.is_blocking


def test_household_incomes_of_99999_are_found(tables, found):
    interviews = tables.interviews
    told = interviews.loc[interviews["hh_income_30d_mad"] == 99999, "submission_uuid"]
    expected = pd.read_csv(FOLDER / "expected_wave_interview.csv", dtype="str", keep_default_na=False)
    assert set(expected.loc[expected["hh_income_mad_30d"] == "99999", "submission_uuid"]) <= set(told)
    assert listed(found, "undeclared-code") == set(told)
    assert len(told) == 24


def test_the_outliers_are_those_incomes_where_most_households_told_another(found):
    rows = found.rows[found.rows["check_id"] == "outlier"]
    assert "99999" in set(rows.loc[rows["column"] == "hh_income_30d_mad", "shown"])


def test_no_skip_or_constraint_of_the_form_is_unevaluated_but_those_on_identifiers(found):
    checks = found.checks.query("check_id == 'condition-not-evaluated'")
    assert list(checks["scope"]) == []


def test_a_skip_that_the_export_breaks_is_found(tables, found):
    # Three people agreed to the link to records though they did not agree to take part.
    interviews = tables.interviews
    odd = interviews["is_consent_link"].fillna(False) & ~interviews["is_consent"].fillna(False)
    assert listed(found, "answer-out-of-skip") == set(interviews.loc[odd, "submission_uuid"])
    assert odd.sum() == 3


def test_a_planted_skip_and_a_planted_constraint(tables):
    position = int(tables.interviews.index[tables.interviews["hours_7d__missing"] == "not_asked"][0])
    uuid = str(tables.interviews.loc[position, "submission_uuid"])
    planted = with_cells(tables, uuid, hours_7d=200.0, hours_7d__missing="")
    answers = dict(tables.answers["interviews"])
    cells = answers["hours"].to_pylist()
    cells[position] = "200"
    answers["hours"] = pa.array(cells, pa.string())
    rows = run_checks(replace(planted, answers={"interviews": answers})).rows
    own = rows[(rows["submission_uuid"] == uuid) & (rows["column"] == "hours_7d")]
    assert {"answer-out-of-skip", "constraint-broken", "too-much-work"} <= set(own["check_id"])


def test_conditions_of_events_are_evaluated_beside_their_interview(tables):
    form = tables.form
    uuids = [str(uuid) for uuid in tables.interviews.loc[tables.interviews["is_justice_self_any"].fillna(False),
             "submission_uuid"][:3]]  # fmt: skip
    day = tables.interviews.set_index("submission_uuid").loc[uuids, "interviewed_on"]
    later = day + pd.Timedelta(days=1)
    events = pd.DataFrame(
        {
            "submission_uuid": uuids,
            "event_type": ["arrest", "conviction", "arrest"],
            "event_on": [day.iloc[0], later.iloc[1], day.iloc[2]],
            "sentence_months": [6.0, 700.0, float("nan")],
        }
    )
    for name in ("event_type", "event_on", "sentence_months"):
        events[f"{name}__missing"] = ["", "", "not_asked" if name == "sentence_months" else ""]
    answers = {**tables.answers, "justice_events": restore_answers(events, form, repeat="jev")}
    rows = run_checks(replace(tables, justice_events=events, answers=answers)).rows
    own = rows[rows["column"].isin(["event_on", "sentence_months"])]
    found = {(line.check_id, line.submission_uuid, line.column) for line in own.itertuples()}
    assert found == {
        ("answer-out-of-skip", uuids[0], "sentence_months"),  # an arrest has no sentence
        ("constraint-broken", uuids[1], "sentence_months"),  # more than 600 months
        ("constraint-broken", uuids[1], "event_on"),  # after the day of the interview
        ("event-in-future", uuids[1], "event_on"),
    }


def test_a_required_question_left_blank(tables):
    asked = tables.interviews["work_pay__missing"] == ""
    uuid = str(tables.interviews.loc[asked, "submission_uuid"].iloc[0])
    planted = with_cells(tables, uuid, work_pay="", work_pay__missing="blank")
    assert uuid in listed(run_checks(planted), "question-left-out")


def test_other_answers_are_listed_for_recoding(found):
    rows = found.rows.query("check_id == 'other-to-recode'")
    assert set(rows["column"]) == {"ent_close_other", "barriers_other"}


def test_no_person_code_is_shown(found):
    shown = found.rows["shown"].astype("str")
    assert not shown.str.contains(r"TM0\d{5}").any()
