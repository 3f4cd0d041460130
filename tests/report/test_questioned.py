"""Five questions about a result: every sentence says the numbers of rows, and only what may be said."""

import pytest

from idmaj.disclosure import release_study
from idmaj.effects import estimate_study
from idmaj.report.questioned import answer_questions
from idmaj.store import open_evaluation
from idmaj.text import strip_isolates

QUESTIONS = ["estimate", "moves", "overturns", "settles", "costs"]


@pytest.fixture(scope="module")
def tarp(shipped):
    evaluation = open_evaluation("tarp", workspace=shipped)
    return evaluation.study, estimate_study(evaluation)["estimates"]


@pytest.fixture(scope="module")
def temara(shipped):
    evaluation = open_evaluation("temara", workspace=shipped)
    return evaluation.study, release_study(evaluation)["released"]


def ask(study, rows, outcome, language="en", **settings):
    answers = answer_questions(rows, study, language, outcome=outcome, **settings)
    return {a.question: strip_isolates(" ".join(a.sentences)).replace("\u00a0", " ") for a in answers}


def row(rows, **chosen):
    for column, value in chosen.items():
        rows = rows.loc[rows[column] == value]
    return rows.iloc[0]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_question_is_answered_in_one_place(tarp, language):
    assert list(ask(*tarp, "re_arrest", language)) == QUESTIONS


def test_numbers_are_those_of_the_rows(tarp):
    study, rows = tarp
    here = rows.loc[(rows["outcome"] == "re_arrest") & (rows["horizon"] == "52")]
    said = ask(study, rows, "re_arrest")
    assert "−7.9 (−16.0 to +0.1) percentage points" in said["estimate"]  # -0.079163 (-0.159645, 0.001320), R
    curve = row(here, estimator="specification_curve", term="summary")
    assert f"Made in {int(curve['statistic'])} ways" in said["moves"]
    assert f"{100 * curve['bound_low']:.1f}".replace("-", "−") in said["moves"]
    people = row(here, estimator="power", term="people")["estimate"]
    assert f"{people:,.0f} people" in said["settles"]
    assert "USD 780" in said["costs"]


def test_a_ratio_is_not_given_where_the_interval_includes_no_difference(tarp):
    assert "is not given" in ask(*tarp, "re_arrest")["costs"]


def test_of_a_quiet_state_no_number_of_a_difference_is_said(tarp):
    said = ask(*tarp, "re_arrest", is_quiet=True)
    assert said["estimate"] == "No difference between the groups is put forward."
    assert "moves" not in said
    assert "overturns" not in said
    assert "7.9" not in " ".join(said.values())


def test_seven_people_are_answered_from_the_study_file_alone(temara):
    study, rows = temara
    said = ask(study, rows, "employed", is_quiet=True)
    assert list(said) == ["settles", "costs"]
    assert "without support the share would be 50.0%" in said["settles"]
    assert "MAD 38,255" in said["costs"]


def test_an_outcome_without_a_primary_row_has_no_answer(tarp):
    study, rows = tarp
    assert answer_questions(rows.loc[rows["role"] != "primary"], study, "en", outcome="re_arrest") == []
