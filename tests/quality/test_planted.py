"""Each check finds what it is for: one planted fault at a time in clean tables."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from idmaj.quality import CheckSettings, run_checks

from .conftest import make_tables, scopes_of, uuids_of, with_cells, with_events

UTC = "UTC"
# check, interview, cells changed, interviews listed
CELLS = [
    ("submission-repeated", "u001-1", {"submission_uuid": "u002-1"}, {"u002-1"}),
    ("person-wave-repeated", "u001-1", {"person_id": "p002"}, {"u001-1", "u002-1"}),
    ("answers-without-consent", "u001-1", {"is_consent": False}, {"u001-1"}),
    ("answers-without-consent", "u001-1", {"is_consent": pd.NA}, {"u001-1"}),
    ("consent-missing", "u001-1", {"is_consent": pd.NA}, {"u001-1"}),
    ("answers-withheld", "u001-1", {"housing": "", "housing__missing": "withheld"}, {"u001-1"}),
    ("person-missing", "u001-1", {"person_id": ""}, {"u001-1"}),
    ("person-unknown", "u001-1", {"person_id": "p999"}, {"u001-1"}),
    ("outcome-missing", "u001-1", {"outcome": ""}, {"u001-1"}),
    ("outside-wave", "u001-1", {"interviewed_on": pd.Timestamp("2025-08-01")}, {"u001-1"}),
    ("outside-wave", "u001-1", {"interviewed_on": pd.Timestamp("2025-05-31")}, {"u001-1"}),
    ("before-release", "u001-0", {"interviewed_on": pd.Timestamp("2024-05-31")}, {"u001-0"}),
    ("before-delivery", "u001-1", {"interviewed_on": pd.Timestamp("2025-01-31")}, {"u001-1"}),
    ("interview-in-future", "u001-1", {"interviewed_on": pd.Timestamp("2025-06-03")}, {"u001-1"}),
    ("end-before-start", "u001-1", {"ended_at": pd.Timestamp("2025-06-02 10:00", tz=UTC)}, {"u001-1"}),
    ("clock-wrong", "u001-1", {"started_at": pd.Timestamp("2015-01-01 09:00", tz=UTC)}, {"u001-1"}),
    ("clock-wrong", "u001-1", {"submitted_at": pd.Timestamp("2025-06-01 09:00", tz=UTC)}, {"u001-1"}),
    ("sent-late", "u001-1", {"submitted_at": pd.Timestamp("2025-06-10 12:00", tz=UTC)}, {"u001-1"}),
    ("interview-short", "u001-1", {"duration_minutes": 4.9}, {"u001-1"}),
    ("interview-long", "u001-1", {"duration_minutes": 241.0}, {"u001-1"}),
    ("duration-unusual", "u001-1", {"duration_minutes": 200.0}, {"u001-1"}),
    ("duration-unusual", "u001-1", {"duration_minutes": 6.0}, {"u001-1"}),
    ("interview-at-night", "u001-1", {"started_at": pd.Timestamp("2025-06-02 21:30", tz=UTC)}, {"u001-1"}),
    # 04:59 of Casablanca, which is UTC+1 out of Ramadan: before six.
    ("interview-at-night", "u001-1", {"started_at": pd.Timestamp("2025-06-02 03:59", tz=UTC)}, {"u001-1"}),
    ("version-unknown", "u001-1", {"form_version": "v3"}, {"u001-1"}),
    ("version-outdated", "u039-1", {"form_version": "v1", "interviewed_on": pd.Timestamp("2025-07-01")}, {"u039-1"}),
    ("not-approved", "u001-1", {"validation": "not_approved"}, {"u001-1"}),
    ("unreadable", "u001-1", {"hours_7d": None, "hours_7d__missing": "unparseable"}, {"u001-1"}),
    ("outlier", "u001-1", {"wage_30d_mad": 60000.0}, {"u001-1"}),
    ("outlier", "u001-1", {"wage_30d_mad": 20.0}, {"u001-1"}),
    ("change-unusual", "u001-1", {"costs_30d_mad": 30000.0}, {"u001-1"}),
    ("undeclared-code", "u001-1", {"hh_income_30d_mad": 99999.0}, {"u001-1"}),
    ("undeclared-code", "u001-1", {"hours_7d": -99.0}, {"u001-1"}),
    ("profit-gap", "u001-1", {"profit_30d_mad": -9000.0}, {"u001-1"}),
    ("wage-without-job", "u001-1", {"days_30d": 0.0}, {"u001-1"}),
    ("hours-without-job", "u001-1", {"is_employed_ilo": False}, {"u001-1"}),
    ("household-below-own", "u001-1", {"hh_income_30d_mad": 1200.0}, {"u001-1"}),
    ("too-much-work", "u001-1", {"hours_7d": 113.0}, {"u001-1"}),
    ("too-much-work", "u001-1", {"days_30d": 31.0}, {"u001-1"}),
    ("lost-out-of-time", "u001-1", {"closed_on": pd.Timestamp("2025-01-15"), "closed_on__missing": ""}, {"u001-1"}),
    ("lost-out-of-time", "u001-1", {"closed_on": pd.Timestamp("2025-06-15"), "closed_on__missing": ""}, {"u001-1"}),
    ("trait-changed", "u001-1", {"sex": "F"}, {"u001-1"}),
    ("age-impossible", "u001-1", {"age": 33.0}, {"u001-1"}),
    ("age-impossible", "u001-1", {"age": 29.0}, {"u001-1"}),
    ("education-lost", "u001-1", {"education": "none"}, {"u001-1"}),
    ("waves-out-of-order", "u001-1", {"interviewed_on": pd.Timestamp("2024-11-01")}, {"u001-1"}),
    ("deceased-returned", "u001-0", {"outcome": "deceased"}, {"u001-1"}),
    ("identifier-in-text", "u001-1", {"comment": "appeler le 0612345678 demain"}, {"u001-1"}),
    ("enumerator-spelling", "u001-1", {"enumerator_id": "e1 "}, {"u001-1"}),
]  # fmt: skip


@pytest.mark.parametrize(("check_id", "uuid", "cells", "listed"), CELLS)
def test_a_planted_cell_is_found_and_nothing_else(clean, check_id, uuid, cells, listed):
    assert uuids_of(with_cells(clean, uuid, **cells), check_id) == listed


# Cells at the edge of a limit, which are no fault.
EDGES = [
    ("outside-wave", {"interviewed_on": pd.Timestamp("2025-06-01")}),
    ("outside-wave", {"interviewed_on": pd.Timestamp("2025-07-31")}),
    ("before-delivery", {"interviewed_on": pd.Timestamp("2025-02-01")}),
    ("sent-late", {"submitted_at": pd.Timestamp("2025-06-09 12:00", tz=UTC)}),
    ("interview-short", {"duration_minutes": 5.0}),
    ("interview-long", {"duration_minutes": 240.0}),
    ("interview-at-night", {"started_at": pd.Timestamp("2025-06-02 20:59", tz=UTC)}),
    ("interview-at-night", {"started_at": pd.Timestamp("2025-06-02 05:00", tz=UTC)}),
    ("too-much-work", {"hours_7d": 112.0}),
    ("too-much-work", {"days_30d": 30.0}),
    ("age-impossible", {"age": 32.0}),
    ("profit-gap", {"profit_30d_mad": 900.0, "revenue_30d_mad": 2000.0, "costs_30d_mad": 1000.0}),
    ("outlier", {"wage_30d_mad": 0.0}),
    ("undeclared-code", {"profit_30d_mad": -450.0}),
]


@pytest.mark.parametrize(("check_id", "cells"), EDGES)
def test_the_edge_of_a_limit_is_no_fault(clean, check_id, cells):
    assert uuids_of(with_cells(clean, "u001-1", **cells), check_id) == set()


def test_a_loss_of_99_dirhams_is_a_profit_where_losses_occur(clean):
    losses = with_cells(clean, "u005-1", profit_30d_mad=-450.0)
    assert uuids_of(with_cells(losses, "u001-1", profit_30d_mad=-99.0), "undeclared-code") == set()


def test_equipment_that_was_sold_does_not_work_again(clean):
    sold = with_cells(clean, "u001-0", equipment_status="sold")
    assert uuids_of(with_cells(sold, "u001-1", equipment_status="works"), "equipment-returned") == {"u001-1"}
    assert uuids_of(with_cells(sold, "u001-1", equipment_status="sold"), "equipment-returned") == set()


def test_a_closure_is_not_redated(clean):
    closed = with_cells(clean, "u001-0", closed_on=pd.Timestamp("2024-11-15"))
    later = with_cells(closed, "u001-1", closed_on=pd.Timestamp("2024-07-01"))
    assert uuids_of(later, "closure-redated") == {"u001-1"}
    reopened = with_cells(closed, "u001-1", closed_on=pd.Timestamp("2025-05-01"))
    assert uuids_of(reopened, "closure-redated") == set()  # closed again after the first interview


@pytest.mark.parametrize("factor", [20, 100, 1000])
def test_unit_errors_between_waves(clean, factor):
    wage = float(clean.interviews.set_index("submission_uuid").loc["u001-0", "wage_30d_mad"])
    told = with_cells(clean, "u001-1", wage_30d_mad=wage * factor)
    assert uuids_of(told, "unit-error") == {"u001-1"}
    assert uuids_of(with_cells(clean, "u001-1", wage_30d_mad=wage * factor * 1.2), "unit-error") == set()


def test_a_copy_is_near_identical(clean):
    interviews = clean.interviews.set_index("submission_uuid")
    copied = interviews.loc["u002-1"].drop(["person_id"])
    planted = with_cells(clean, "u001-1", **copied)
    assert uuids_of(planted, "near-identical") == {"u001-1", "u002-1"}
    rows = run_checks(planted).rows
    shown = rows.loc[
        (rows["check_id"] == "near-identical") & (rows["submission_uuid"] == "u001-1"), "shown"
    ].item()
    assert shown.endswith("u002-1")


def test_more_than_nine_tenths_of_the_answers_must_agree(clean):
    # 22 questions differ between people: 20 equal ones are more than nine tenths, 19 are not.
    interviews = clean.interviews.set_index("submission_uuid")
    other = interviews.loc["u002-1"]
    answers = [name for name in interviews if f"{name}__missing" in interviews]
    varied = [name for name in answers if len(set(interviews[name])) > 1 and name not in {"is_consent"}]
    n = len(varied)
    most = int(0.9 * n)  # equal answers that are not more than nine tenths
    for equal, listed in ((most, set()), (most + 1, {"u001-1", "u002-1"})):
        cells = {name: other[name] for name in varied}
        for name in [name for name in varied if interviews[name].dtype == "float64"][: n - equal]:
            cells[name] = other[name] + 1
        assert uuids_of(with_cells(clean, "u001-1", **cells), "near-identical") == listed


def test_an_interview_that_was_looked_at_is_accepted(clean):
    planted = with_cells(clean, "u001-1", duration_minutes=3.0)
    accepted = CheckSettings(accepted=frozenset({("interview-short", "u001-1")}))
    assert uuids_of(planted, "interview-short", accepted) == set()
    assert len(run_checks(planted, settings=accepted).checks.query("check_id == 'interview-short'")) == 0


def test_what_enumerators_must_do_is_listed_for_each(clean):
    planted = with_cells(with_cells(clean, "u001-1", duration_minutes=3.0), "u002-1", duration_minutes=2.0)
    checks = run_checks(planted).checks.query("check_id == 'interview-short'")
    assert dict(zip(checks["actor"], checks["n"], strict=True)) == {"enumerator:E1": 1, "enumerator:E2": 1}
    assert set(checks["of"]) == {20}


def test_interviews_overlap(clean):
    start = clean.interviews.set_index("submission_uuid").loc["u001-1", "started_at"]
    planted = with_cells(clean, "u005-1", started_at=start + pd.Timedelta(minutes=5), enumerator_id="E1")
    assert uuids_of(planted, "interviews-overlap") == {"u005-1"}


def test_links_without_consent(clean):
    refused = with_cells(clean, "u001-1", is_consent_link=False)
    rows = run_checks(refused).rows.query("check_id == 'link-without-consent'")
    assert set(rows["person_id"]) == {"p001"}
    agreed_later = with_cells(clean, "u001-0", is_consent_link=False)
    assert len(run_checks(agreed_later).rows) == 0


def test_people_of_the_roster_that_a_wave_does_not_hold(clean):
    left = replace(clean, interviews=clean.interviews.query("submission_uuid != 'u004-1'"))
    rows = run_checks(left).rows.query("check_id == 'not-reached'")
    assert list(zip(rows["person_id"], rows["wave"], strict=True)) == [("p004", "1")]


def test_response_counts_those_who_could_be_interviewed(clean):
    # RR1 of AAPOR (2023): interviews over all but the ineligible; 40 people, 1 deceased, 1 refused.
    gone = with_cells(with_cells(clean, "u004-1", outcome="deceased"), "u005-1", outcome="refused")
    assert scopes_of(gone, "response")["wave=1"] == (38, 39)
    assert scopes_of(gone, "response")["wave=0"] == (40, 40)
    assert scopes_of(gone, "outcomes")["wave=1|outcome=refused"] == (1, 40)


def test_prison_is_counted_by_arm(clean):
    caught = with_cells(clean, "u001-1", outcome="in_prison")
    scopes = scopes_of(caught, "outcomes")
    assert scopes["wave=1|outcome=in_prison|arm=support"] == (1, 20)
    assert scopes["wave=1|outcome=in_prison|arm=comparison"] == (0, 20)


def test_attrition_that_differs_between_arms():
    tables = make_tables(80)
    lost = [f"u{person:03}-1" for person in range(1, 13, 2)]  # 6 of 40 supported people, none of the others
    interviews = tables.interviews.copy()
    interviews.loc[interviews["submission_uuid"].isin(lost), "outcome"] = "not_found"
    tables = replace(tables, interviews=interviews)
    assert scopes_of(tables, "attrition-by-arm") == {"wave=1|arm=support": (6, 40)}


def test_attrition_that_differs_by_trait():
    tables = make_tables(80)
    interviews = tables.interviews.copy()
    first = interviews.query("wave == '0'")
    lost = first.nlargest(25, "age")["person_id"]
    interviews.loc[(interviews["wave"] == "1") & interviews["person_id"].isin(lost), "outcome"] = "not_found"
    assert "wave=1|column=age" in scopes_of(replace(tables, interviews=interviews), "attrition-by-trait")


def test_versions_mixed_in_a_wave(clean):
    mixed = with_cells(clean, "u001-1", form_version="v1")
    assert scopes_of(mixed, "versions-mixed") == {"wave=1|version=v1": (1, 40), "wave=1|version=v2": (39, 40)}


def test_too_many_rows_set_aside(clean):
    aside = pd.DataFrame({"message": ["row-is-total"] * 2})
    assert scopes_of(replace(clean, set_aside=aside[:1]), "rows-set-aside") == {}  # 1 of 81 is under 2 %
    assert scopes_of(replace(clean, set_aside=aside), "rows-set-aside") == {"all": (2, 82)}


def test_justice_events_out_of_time(clean):
    planted = with_events(
        clean, ("u001-1", "2024-05-20", "day"), ("u002-1", "2024-05-20", "month"), ("u003-1", "2025-06-05", "day"),
        ("u004-1", "2025-06-15", "month"), ("u005-1", "", ""),
    )  # fmt: skip
    assert uuids_of(planted, "event-before-release") == {"u001-1"}
    assert uuids_of(planted, "event-in-future") == {"u003-1"}
    assert uuids_of(planted, "event-undated") == {"u005-1"}
    assert scopes_of(planted, "event-precision") == {"kind=day": (2, 5), "kind=month": (2, 5)}


def test_answers_and_events_that_do_not_agree(clean):
    told = with_events(clean, ("u001-1", "2025-03-01", "day"), ("u002-1", "2025-03-01", "day"))
    assert uuids_of(told, "justice-contradiction") == set()
    denied = with_cells(told, "u002-1", is_justice_self_any=False)
    assert uuids_of(denied, "justice-contradiction") == {"u002-1"}
    assert uuids_of(with_cells(told, "u003-1", is_justice_self_any=True), "justice-contradiction") == {
        "u003-1"
    }


def test_an_export_without_the_repeat_contradicts_nobody(clean):
    assert uuids_of(with_cells(clean, "u003-1", is_justice_self_any=True), "justice-contradiction") == set()


def test_own_word_and_records_are_counted_and_nobody_is_listed(clean):
    said = with_events(clean, ("u001-1", "2025-03-01", "day"), ("u002-1", "2025-03-01", "day"))
    assert scopes_of(said, "justice-sources") == {
        "source=both": (1, 40), "source=record": (0, 40), "source=self": (1, 40),
    }  # fmt: skip
    assert uuids_of(said, "justice-sources") == set()


def test_missing_answers_are_counted_by_kind(clean):
    planted = with_cells(clean, "u001-1", is_justice_self_any=pd.NA, is_justice_self_any__missing="refused")
    assert scopes_of(planted, "missing-answers") == {"column=is_justice_self_any|kind=refused": (1, 80)}
    assert scopes_of(planted, "justice-refused")["column=is_justice_self_any|arm=support"] == (1, 40)


def test_an_enumerator_whose_questions_stay_unanswered(clean):
    interviews = clean.interviews.copy()
    own = interviews.index[interviews["enumerator_id"] == "E1"][:8]
    interviews.loc[own, "housing__missing"] = "dk"
    found = scopes_of(replace(clean, interviews=interviews), "missing-by-group")
    assert found["column=housing|kind=dk|enumerator=E1"] == (8, 20)
    assert not any("enumerator=E2" in scope for scope in found)


def test_flags_of_ingest_are_brought_to_those_who_must_act(clean):
    flags = pd.DataFrame(
        {
            "submission_uuid": ["u001-1", "u002-1", "u003-1", "u004-1"],
            "column": ["person_code", "person_code2", "hours", "hours"],
            "message": [
                "code-check-digit", "identifier-breaks-constraint", "cell-not-a-number", "cell-not-a-number",
            ],
        }
    )  # fmt: skip
    planted = replace(clean, quality_flags=flags)
    assert uuids_of(planted, "person-code-wrong") == {"u001-1"}
    assert uuids_of(planted, "person-code-differs") == {"u002-1"}
    assert scopes_of(planted, "cells-flagged") == {"message=cell-not-a-number|column=hours": (2, 80)}


def test_identifiers_in_text_are_not_shown(clean):
    planted = with_cells(clean, "u001-1", comment="appeler le 0612345678 demain")
    rows = run_checks(planted).rows
    assert not rows.astype("str").apply(lambda column: column.str.contains("0612345678")).any(axis=None)


def test_back_checks(clean):
    again = clean.interviews[["submission_uuid", "housing", "wage_30d_mad"]].iloc[:8].copy()
    again.loc[again.index[0], "housing"] = "9"
    again.loc[again.index[1], "wage_30d_mad"] *= 1.5
    again.loc[again.index[2], "wage_30d_mad"] *= 1.05  # within a tenth: the same answer
    planted = replace(clean, back_checks=again)
    uuids = list(again["submission_uuid"])
    assert uuids_of(planted, "back-check-differs") == {uuids[0], uuids[1]}
    assert scopes_of(planted, "back-checks-few") == {}
    assert scopes_of(replace(clean, back_checks=again[:7]), "back-checks-few") == {"all": (7, 80)}


def test_back_checks_that_contradict_an_enumerator(clean):
    own = clean.interviews[clean.interviews["enumerator_id"] == "E1"][
        ["submission_uuid", "housing", "age"]
    ].copy()
    own.loc[own.index[:5], "housing"] = "9"
    found = scopes_of(replace(clean, back_checks=own), "back-check-errors")
    assert found == {"enumerator=E1": (5, 40)}


def test_data_after_the_cut_off_lie_in_the_future(clean):
    early = CheckSettings(as_of=date(2025, 6, 5))
    late = uuids_of(clean, "interview-in-future", early)
    days = clean.interviews.set_index("submission_uuid")["interviewed_on"]
    assert late == set(days.index[days > pd.Timestamp("2025-06-05")])
