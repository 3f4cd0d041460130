"""The instrument's 110 invented submissions: what was planted in them is found."""

import pandas as pd
import pyarrow as pa
import pytest

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
    planted = planted.__class__(
        planted.interviews, planted.justice_events, form=tables.form, answers={"interviews": answers}
    )
    rows = run_checks(planted).rows
    own = rows[(rows["submission_uuid"] == uuid) & (rows["column"] == "hours_7d")]
    assert {"answer-out-of-skip", "constraint-broken", "too-much-work"} <= set(own["check_id"])


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
