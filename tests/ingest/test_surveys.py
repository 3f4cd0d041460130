"""Exports of a form as sources of a study: tables, conservation, missing values, flags, problems.

Exports: `tests/exports/instrument`, written by the exporters of Kobo and ODK Central from invented
submissions; expected values: `expected_wave_interview.csv` beside them, by the program that invented them.
"""

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from idmaj.identity import KEY_VARIABLE, make_pseudonym
from idmaj.ingest import ingest_study, surveys
from idmaj.store import Evaluation, Workspace
from idmaj.study import Study

EXPORTS = Path(__file__).parents[1] / "exports" / "instrument"
LABEL = {"en": "x", "fr": "x", "ar": "س"}
KEY = bytes(range(32))
DUPLICATE = "dup2e22d-073a-65a3-6eab-333f747921d0"  # is_planted_duplicate in expected_wave_interview.csv
TWIN = "6392e22d-073a-65a3-6eab-333f747921d0"
HEADER = "submission_uuid,variable,old_value,new_value,reason,by,on"
DROP = f"{DUPLICATE},row,,drop,sent twice,office,2026-02-01"
FORM = "studies/survey/form.xlsx"
RAW = "data/raw/survey/"


class Survey:
    """A study of the invented export, to be changed and then read."""

    def __init__(self, root):
        self.root = root
        (root / "studies/survey").mkdir(parents=True)
        (root / RAW).mkdir(parents=True)
        shutil.copy(EXPORTS / "instrument_draft.xlsx", root / FORM)
        self.put("kobo/xml_both.xlsx", "export.xlsx")
        self.codes = sorted(set(raw_rows()["ident/person_code"].str.strip()))
        self.corrections = [DROP]
        self.content = {
            "id": "survey",
            "format": 1,
            "study": dict.fromkeys(("title", "programme", "population", "source"), LABEL)
            | {"design": "single_group", "as_of": "2026-01-31", "identifiers": "keyed"},
            "source": [
                {"role": "persons", "file": RAW + "roster.csv", "columns": {"person_id": "code"}},
                {"role": "interviews", "file": RAW + "export.xlsx", "form": FORM},
                {"role": "justice_events", "file": RAW + "export.xlsx", "form": FORM},
            ],
            "wave": [{"id": str(wave), "time": 6 * wave, "label": LABEL} for wave in range(3)],
            "outcome": {
                "wage": {
                    "label": LABEL,
                    "domain": "income",
                    "kind": "continuous",
                    "better": "higher",
                    "value": {"column": "wage_30d_mad"},
                    "horizons": ["1", "2"],
                    "primary_horizon": "2",
                }
            },
        }

    def put(self, name, as_):
        shutil.copy(EXPORTS / name, self.root / RAW / as_)

    @property
    def interviews(self):
        return self.content["source"][1]

    @property
    def events(self):
        return self.content["source"][2]

    def add_source(self, role, file, **more):
        self.content["source"].append({"role": role, "file": RAW + file, "form": FORM, **more})

    def read(self):
        (self.root / RAW / "roster.csv").write_text("\n".join(["code", *self.codes]) + "\n", encoding="utf-8")
        text = "\n".join([HEADER, *self.corrections]) + "\n"
        (self.root / "studies/survey/corrections.csv").write_text(text, encoding="utf-8")
        study = Study.model_validate_json(json.dumps(self.content), strict=False)
        return ingest_study(Workspace(self.root), study, study.study.as_of)


def raw_rows():
    return pd.read_csv(EXPORTS / "kobo/xml_both.csv", sep=";", dtype=str, keep_default_na=False)


def expected_rows():
    rows = pd.read_csv(EXPORTS / "expected_wave_interview.csv", dtype=str, keep_default_na=False)
    return rows[rows["is_planted_duplicate"] == "0"].set_index("submission_uuid")


def of(problems, severity):
    return [problem.message for problem in problems if problem.severity == severity]


@pytest.fixture
def survey(tmp_path, monkeypatch):
    key = tmp_path / "key"
    key.write_bytes(KEY)
    key.chmod(0o600)
    monkeypatch.setenv(KEY_VARIABLE, str(key))
    return Survey(tmp_path / "workspace")


def test_answers_and_kinds_of_missing_values_are_those_expected(survey):
    interviews = survey.read().tables["interviews"].set_index("submission_uuid")
    wage = interviews["wage_30d_mad"]
    kinds = interviews["wage_30d_mad__missing"]
    seen = set()
    for uuid, row in expected_rows().iterrows():
        wanted, kind = row["wage_mad_30d"], row["wage_mad_30d__missing"]
        assert (pd.isna(wage[uuid]), kinds[uuid]) == (wanted == "", kind), uuid
        assert wanted == "" or wage[uuid] == float(wanted)
        seen.add(kind)
    assert {"", "dk", "not_asked", "refused"} <= seen


def test_contacts_waves_and_days_are_those_expected(survey):
    interviews = survey.read().tables["interviews"].set_index("submission_uuid")
    words = {
        "1": "interviewed",
        "2": "refused",
        "3": "not_found",
        "4": "in_prison",
        "5": "abroad",
        "6": "deceased",
    }
    for uuid, row in expected_rows().iterrows():
        wanted = "refused" if (row["outcome"], row["consent"]) == ("1", "0") else words[row["outcome"]]
        found = interviews.loc[uuid]
        assert (found["contact"], found["wave"]) == (wanted, row["wave"])
        assert found["interviewed_on"].date().isoformat() == row["interview_date"]
        assert found["person_id"] == make_pseudonym(KEY, row["person_id"])


def test_rows_of_every_file_are_accounted_for(survey):
    book = openpyxl.load_workbook(EXPORTS / "kobo/xml_both.xlsx", read_only=True)
    counts = [sum(1 for _ in sheet.iter_rows(values_only=True)) - 1 for sheet in book.worksheets]
    runs = survey.read().tables["ingest_runs"].set_index("role").loc[["interviews", "justice_events"]]
    assert runs["rows_in"].tolist() == counts == [110, 33]
    parts = runs[["rows_kept", "rows_set_aside", "rows_not_of_study"]]
    assert (parts.sum(axis=1) == runs["rows_in"]).all()
    assert parts.loc["interviews"].tolist() == [109, 1, 0]


def test_a_file_of_two_roles_is_read_once(survey, monkeypatch):
    calls = []
    ingest = surveys.ingest_exports
    monkeypatch.setattr(
        surveys, "ingest_exports", lambda files, *a, **k: calls.append(list(files)) or ingest(files, *a, **k)
    )
    survey.read()
    assert calls == [[survey.root / RAW / "export.xlsx"]]


def test_what_is_found_in_a_file_is_said_once(survey):
    ingested = survey.read()
    assert of(ingested.problems, "flagged") == ["answers-without-consent"]
    assert ingested.tables["quality_flags"]["check_id"].tolist() == ["answers-without-consent"]


def test_events_alone_bring_what_is_found_in_their_file(survey):
    survey.content["source"] = [survey.content["source"][0], survey.events]
    survey.content["outcome"]["wage"] |= {
        "value": {"column": "code"},
        "horizons": [],
        "primary_horizon": None,
    }
    survey.content["wave"] = []
    assert "answers-without-consent" in of(survey.read().problems, "flagged")


def test_two_submissions_of_a_person_and_wave_block(survey):
    survey.corrections = []
    ingested = survey.read()
    assert (ingested.tables, of(ingested.problems, "blocking")) == ({}, ["interview-submitted-twice"])
    given = ingested.problems[0].arguments
    assert {given["key"], given["first_key"]} == {DUPLICATE, TWIN}


def test_a_newer_export_replaces_an_older_one_and_nothing_is_lost(survey):
    alone = survey.read().tables
    survey.put("kobo/xml_both.csv", "later.csv")
    survey.add_source("interviews", "later.csv")
    both = survey.read()
    assert of(both.problems, "blocking") == []
    pd.testing.assert_frame_equal(alone["interviews"], both.tables["interviews"])
    runs = both.tables["ingest_runs"]
    runs = runs[runs["role"] == "interviews"]
    assert runs["rows_in"].tolist() == [110, 110]
    assert runs["rows_kept"].sum() == 109
    assert runs["rows_not_of_study"].sum() == 110
    parts = runs[["rows_kept", "rows_set_aside", "rows_not_of_study"]]
    assert (parts.sum(axis=1) == runs["rows_in"]).all()


def test_two_events_of_a_month_are_two(survey):
    events = survey.read().tables["justice_events"]
    assert len(events) == 33
    assert events["event_id"].is_unique
    assert events["person_id"].str.fullmatch("[a-z2-7]{26}").all()


def test_people_outside_the_roster_are_set_aside(survey):
    """1 of 40 people is left out: her interviews are rows set aside, more than the limit allows."""
    gone = survey.codes.pop(0)
    n = int((raw_rows()["ident/person_code"].str.strip() == gone).sum())
    ingested = survey.read()
    assert of(ingested.problems, "set_aside").count("person-unknown") >= n
    survey.content["disclosure"] = {"set_aside_share": 0.5}
    tables = survey.read().tables
    assert make_pseudonym(KEY, gone) not in set(tables["interviews"]["person_id"])


def test_a_code_typed_with_letters_for_digits_is_the_same_person(survey):
    survey.codes[0] = survey.codes[0].replace("0", "O")
    assert "person-unknown" not in of(survey.read().problems, "set_aside")


def test_ids_stay_where_they_are_no_secret(survey):
    survey.content["study"] |= {"identifiers": "none", "simulated": True}
    assert set(survey.read().tables["interviews"]["person_id"]) <= set(survey.codes)


def test_rows_that_the_server_could_not_read_are_set_aside_with_the_reason(survey):
    """Three submissions of the Central export are not decrypted (`central_not_decrypted`)."""
    survey.put("odk_central/central_default.zip", "central.zip")
    survey.interviews["file"] = survey.events["file"] = RAW + "central.zip"
    assert "set-aside-share" in of(survey.read().problems, "blocking")
    survey.content["disclosure"] = {"set_aside_share": 0.1}
    tables = survey.read().tables
    aside = tables["set_aside"]
    assert (aside["message"] == "submission-not-decrypted").sum() == 3
    assert tables["ingest_runs"].set_index("role").loc["interviews", "rows_in"] == 110


def test_a_correction_changes_what_is_measured(survey):
    rows = expected_rows()
    uuid = rows.index[rows["wage_mad_30d"] == "2500"][0]
    survey.corrections.append(f"{uuid},wage_30d_mad,2500,2600,typing error,office,2026-02-01")
    interviews = survey.read().tables["interviews"].set_index("submission_uuid")
    assert interviews.loc[uuid, "wage_30d_mad"] == 2600


def test_a_correction_whose_old_value_is_gone_blocks_and_is_placed(survey):
    rows = expected_rows()
    uuid = rows.index[rows["wage_mad_30d"] == "2500"][0]
    survey.corrections.append(f"{uuid},wage_30d_mad,9,2600,typing error,office,2026-02-01")
    ingested = survey.read()
    (problem,) = (p for p in ingested.problems if p.severity == "blocking")
    assert problem.message == "correction-old-value-gone"
    assert (problem.place.file, problem.place.row) == ("studies/survey/corrections.csv", 3)


def test_a_correction_of_nobody_is_flagged_once_and_only_where_no_export_knows_it(survey):
    survey.corrections.append("no-such-key,wage_30d_mad,1,2,typing error,office,2026-02-01")
    assert of(survey.read().problems, "flagged").count("correction-key-unknown") == 1
    survey.corrections.pop()
    survey.put("kobo/xml_both.csv", "later.csv")
    survey.add_source("interviews", "later.csv", timezone="UTC")  # other settings: a run of its own
    problems = survey.read().problems
    assert "correction-key-unknown" not in of(problems, "flagged")


@pytest.mark.parametrize(
    ("change", "message", "file"),
    [
        ({"form": "studies/survey/nowhere.xlsx"}, "file-missing", "studies/survey/nowhere.xlsx"),
        ({"file": RAW + "nowhere.csv"}, "file-missing", RAW + "nowhere.csv"),
        ({"form": RAW + "export.xlsx"}, "form-without-survey", RAW + "export.xlsx"),
        ({"timezone": "Casa"}, "timezone-unknown", "studies/survey/study.toml"),
        ({"date_format": "%d"}, "date-format-unknown", "studies/survey/study.toml"),
        ({"sheet": "nowhere"}, None, RAW + "export.xlsx"),
    ],
)
def test_what_is_wrong_with_a_source_is_one_problem_beside_those_of_other_files(
    survey, change, message, file
):
    survey.interviews.update(change)
    survey.content["source"][0]["columns"] = {"person_id": "nobody"}
    problems = [problem for problem in survey.read().problems if problem.severity == "blocking"]
    assert "column-missing" in [problem.message for problem in problems]
    found = [problem for problem in problems if problem.message != "column-missing"]
    assert [problem.place.file for problem in found] == [file]
    assert message in (None, found[0].message)


def test_an_export_whose_digits_are_lost_is_refused(survey):
    survey.put("damaged/ar_labels_cp1256_lost_digits_MUST_BE_REFUSED.csv", "lost.csv")
    survey.add_source("interviews", "lost.csv")
    ingested = survey.read()
    assert ingested.tables == {}
    assert "export-lost-signs" in of(ingested.problems, "blocking")


def test_tables_of_an_older_form_are_not_handed_out(survey):
    study = Study.model_validate_json(json.dumps(survey.content), strict=False)
    (survey.root / "studies/survey/study.toml").write_text("", encoding="utf-8")
    before = Evaluation(Workspace(survey.root), study).key
    assert Evaluation(Workspace(survey.root), study).key == before
    shutil.copy(Path(__file__).parents[2] / "forms/follow_up.xlsx", survey.root / FORM)
    assert Evaluation(Workspace(survey.root), study).key != before
