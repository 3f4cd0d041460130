"""Every export of the same interviews gives the same tables, and agrees with the expected values.

Expected values: `tests/exports/instrument/expected_*.csv`, written by the program that invented the
submissions, not by this library. The exports were made by the exporters of Kobo and ODK Central.
"""

from pathlib import Path

import pandas as pd
import pytest

from idmaj.ingest.survey import SurveySettings, ingest_exports

EXPORTS = Path(__file__).parents[2] / "exports" / "instrument"
KEY = bytes(range(32))
VARIANTS = {
    "kobo csv": "kobo/xml_both.csv",
    "kobo xlsx": "kobo/xml_both.xlsx",
    "kobo labels": "kobo/labels_ar.xlsx",
    "kobo api": "kobo/api_v2_data.json",
    "odk central": "odk_central/central_default.zip",
    "excel cp1252": "damaged/fr_excel_cp1252.csv",
}
WITHOUT_REPEATS = {"kobo csv", "excel cp1252"}  # Kobo's CSV has no repeats (kpi issue 2337)
LOST_TEXTS = {"excel cp1252": {"occupation", "ent_close_other", "barriers_other"}}
NAMES = {
    "hours_7d": "hours_7d",
    "days_30d": "days_30d",
    "wage_mad_30d": "wage_30d_mad",
    "other_income_mad_30d": "other_income_30d_mad",
    "hh_income_mad_30d": "hh_income_30d_mad",
    "revenue_mad_30d": "revenue_30d_mad",
    "costs_mad_30d": "costs_30d_mad",
    "profit_mad_30d": "profit_30d_mad",
    "debt_mad": "debt_mad",
    "cantril": "cantril",
    "who5_0_100": "who5_0_100",
    "formality": "formality",
    "close_reason": "close_reason",
    "barriers": "barriers",
    "enterprise_status": "enterprise_status",
    "equipment_status": "equipment_status",
    "enumerator_id": "enumerator_id",
    "wave": "wave",
    "form_version": "form_version",
}
OUTCOMES = {
    "1": "interviewed",
    "2": "refused",
    "3": "not_found",
    "4": "in_prison",
    "5": "abroad",
    "6": "deceased",
}
EVENTS = {"1": "arrest", "2": "charge", "3": "conviction", "4": "imprisonment"}


@pytest.fixture(scope="module", params=VARIANTS)
def variant(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    tables = ingest_exports(
        [EXPORTS / VARIANTS[request.param]],
        EXPORTS / "instrument_draft.xlsx",
        folder,
        SurveySettings(key=KEY),
    )
    assert not tables.is_blocked, tables.problems
    return request.param, tables


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference")
    return ingest_exports(
        [EXPORTS / "kobo/xml_both.xlsx"], EXPORTS / "instrument_draft.xlsx", folder, SurveySettings(key=KEY)
    )


def read_expected(name):
    return pd.read_csv(EXPORTS / f"expected_{name}.csv", dtype=str, keep_default_na=False)


def as_text(value):
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def test_interviews_agree_with_expected_values(variant):
    name, tables = variant
    interviews = tables.read("interviews").set_index("submission_uuid")
    expected = read_expected("wave_interview")
    if name == "odk central":
        expected = expected[expected["central_not_decrypted"] == "0"]
    differing = []
    for _, row in expected.iterrows():
        ours = interviews.loc[row["submission_uuid"]]
        pairs = {
            theirs: (row[theirs], as_text(ours[mine])) for theirs, mine in NAMES.items() if theirs in row
        }
        pairs |= {
            f"{theirs}__missing": (row[f"{theirs}__missing"], ours[f"{mine}__missing"])
            for theirs, mine in NAMES.items()
            if f"{theirs}__missing" in row
        }
        pairs["outcome"] = (OUTCOMES[row["outcome"]], ours["outcome"])
        pairs["employed"] = (
            {"1": "True", "0": "False", "": ""}[row["employed"]],
            as_text(ours["is_employed_ilo"]),
        )
        pairs["consent"] = ({"1": "True", "0": "False", "": ""}[row["consent"]], as_text(ours["is_consent"]))
        justice = {"1": "True", "0": "False", "-88": "", "": ""}[row["justice_any"]]
        pairs["justice"] = (justice, as_text(ours["is_justice_self_any"]))
        if row["justice_any"] == "-88":
            pairs["justice kind"] = ("refused", ours["is_justice_self_any__missing"])
        for theirs, mine in {
            "start_utc": "started_at",
            "end_utc": "ended_at",
            "submitted_utc": "submitted_at",
        }.items():
            pairs[theirs] = (pd.Timestamp(row[theirs]), ours[mine])
        pairs["interview_date"] = (row["interview_date"], str(ours["interviewed_on"]))
        differing += [
            (row["submission_uuid"], what, *pair) for what, pair in pairs.items() if pair[0] != pair[1]
        ]
    assert differing == []


def test_justice_events_agree_with_expected_values(variant):
    name, tables = variant
    if name in WITHOUT_REPEATS:
        assert tables.n_rows["justice_events"] == 0
        return
    events = tables.read("justice_events").set_index(["submission_uuid", "sequence"])
    for _, row in read_expected("justice_event").iterrows():
        ours = events.loc[(row["submission_uuid"], int(row["seq"]))]
        assert ours["event_type"] == EVENTS[row["event_type"]]
        assert str(ours["event_on"]) == row["event_date"]
        assert (ours["offence_group__missing"] if row["offence"] == "-88" else ours["offence_group"]) == (
            "refused" if row["offence"] == "-88" else row["offence"]
        )


def test_every_export_gives_the_same_tables(variant, reference):
    name, tables = variant
    ours, theirs = tables.read("interviews"), reference.read("interviews")
    if name == "odk central":  # three submissions were not decrypted
        theirs = theirs[theirs["submission_uuid"].isin(ours["submission_uuid"])].reset_index(drop=True)
    dropped = {"source", "source_row", "ingest_id", "validation", "n_edits", "edited_at"}
    lost = {c for text in LOST_TEXTS.get(name, ()) for c in (text, f"{text}__missing")}
    columns = [c for c in theirs.columns if c not in dropped | lost]
    missing = [c for c in columns if c not in ours.columns]
    assert missing == []
    pd.testing.assert_frame_equal(ours[columns], theirs[columns], check_dtype=False)
    if name not in WITHOUT_REPEATS:
        events, others = tables.read("justice_events"), reference.read("justice_events")
        others = others[others["submission_uuid"].isin(ours["submission_uuid"])].reset_index(drop=True)
        columns = [c for c in others.columns if c not in {"source_row", "ingest_id"}]
        pd.testing.assert_frame_equal(events[columns], others[columns], check_dtype=False)


def test_no_row_is_lost(variant):
    _, tables = variant
    runs = tables.read("ingest_runs")
    kept = runs["rows_kept"] + runs["rows_set_aside"] + runs["rows_superseded"]
    assert (runs["rows_in"] == kept).all()
    assert runs.loc[runs["table"] == "interviews", "rows_in"].sum() == 110


def test_lost_digits_are_refused(tmp_path):
    file = EXPORTS / "damaged" / "ar_labels_cp1256_lost_digits_MUST_BE_REFUSED.csv"
    tables = ingest_exports([file], EXPORTS / "instrument_draft.xlsx", tmp_path / "out")
    assert "export-lost-signs" in {p.message for p in tables.problems if p.severity == "blocking"}
    assert not (tmp_path / "out").exists()
