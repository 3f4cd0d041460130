"""Clean tables raise no finding; every check can be said in words; the order of rows does not matter."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from idmaj.quality import CHECKS, CheckSettings, run_checks
from idmaj.quality.model import CHECK_COLUMNS, COVERAGE_COLUMNS, ROW_COLUMNS
from idmaj.text import LANGUAGES, has_message, message, message_variables

from .conftest import make_tables, with_cells

NOT_FOR_THESE_TABLES = {"form", "answers", "back_checks"}


def test_clean_tables_raise_no_finding(clean):
    found = run_checks(clean)
    assert list(found.checks.loc[found.checks["severity"] != "note", "check_id"]) == []
    assert len(found.rows) == 0
    assert not found.is_blocking


def test_every_check_says_whether_it_ran(clean):
    coverage = run_checks(clean).coverage
    assert list(coverage["check_id"]) == [check.id for check in CHECKS]
    idle = coverage[coverage["state"] == "not_run"]
    lacking = {reason.removeprefix("lacks:") for reason in idle["reason"]}
    assert lacking <= NOT_FOR_THESE_TABLES | {"too_few"}


def test_frames_have_their_columns(clean):
    found = run_checks(clean)
    assert list(found.checks) == list(CHECK_COLUMNS)
    assert list(found.rows) == list(ROW_COLUMNS)
    assert list(found.coverage) == list(COVERAGE_COLUMNS)


def test_ids_are_unique():
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_is_said_in_three_parts(language):
    lacking = [
        f"check-{check.id}{part}"
        for check in CHECKS
        for part in ("", ".expected", ".remedy")
        if not has_message(f"check-{check.id}{part}", language)
    ]
    assert lacking == []


def test_expectation_and_remedy_need_no_argument():
    # A report lists them for checks that found nothing, too.
    ids = [f"check-{check.id}.{part}" for check in CHECKS for part in ("expected", "remedy")]
    assert {key: message_variables(key, "en") for key in ids if message_variables(key, "en")} == {}


def test_every_finding_carries_what_its_message_needs(clean):
    found = run_checks(with_cells(clean, "u001-1", hh_income_30d_mad=99999.0))
    for line in found.checks.itertuples():
        assert message(f"check-{line.check_id}", "ar", **json.loads(line.arguments))


def test_order_of_rows_does_not_matter(clean):
    planted = with_cells(clean, "u003-1", person_id="p002", hh_income_30d_mad=99999.0, duration_minutes=2.0)
    order = np.random.default_rng(7).permutation(len(planted.interviews))
    shuffled = replace(planted, interviews=planted.interviews.iloc[order].reset_index(drop=True))
    one, other = run_checks(planted), run_checks(shuffled)
    pd.testing.assert_frame_equal(one.checks, other.checks)
    pd.testing.assert_frame_equal(one.rows, other.rows)


def test_tables_are_not_changed(clean):
    before = clean.interviews.copy()
    run_checks(clean)
    pd.testing.assert_frame_equal(clean.interviews, before)


def test_empty_tables_are_no_fault():
    tables = make_tables(3)
    empty = replace(tables, interviews=tables.interviews.iloc[:0])
    assert len(run_checks(empty).rows) == 0
    over = CheckSettings(as_of=date(2025, 8, 1))
    assert len(run_checks(empty, settings=over).rows) == 6  # three people, two closed waves


def test_bare_tables_are_no_fault():
    interviews = pd.DataFrame({"submission_uuid": ["a", "b"], "person_id": ["p", "q"]})
    bare = replace(make_tables(2), interviews=interviews, roster=None, waves=None, links=None)
    assert not run_checks(bare).is_blocking
