"""A file is taken for what its columns say, and refused when they say two things."""

import random

import pytest

from idmaj.ingest.exports import PLATFORMS, ExportSettings, describe_export, read_exports
from idmaj.ingest.exports.platforms import fold_name
from idmaj.ingest.exports.signatures import score_platforms
from idmaj.text import LANGUAGES

# Columns as the exporters write them. Sources: formpack `export.py` (Kobo), central-backend `briefcase.js` and
# `odata.js`, a real SurveyCTO export (stata-scto test files), commcare-hq `apps/export`, the manuals of
# LimeSurvey, Google Forms and Qualtrics.
HEADERS = {
    "kobo": "start;end;q1;q2;_id;_uuid;_submission_time;_validation_status;_notes;_status;_submitted_by;__version__;"
    "_tags;_index",
    "kobo_legacy": "name;children[1]/age;meta/instanceID;_uuid;_submission_time;_validation_status",
    "odk_central": "SubmissionDate;start;q1;KEY;SubmitterID;SubmitterName;AttachmentsPresent;AttachmentsExpected;"
    "Status;ReviewState;DeviceID;Edits;FormVersion",
    "odk_odata": "__id;__system/submissionDate;__system/submitterId;q1",
    "surveycto": "SubmissionDate;starttime;endtime;deviceid;subscriberid;simid;devicephonenum;q1;instanceID;"
    "formdef_version;KEY",
    "commcare": "number;formid;form.q1;completed_time;started_time;username;received_on;form_link",
    "limesurvey": "id;submitdate;lastpage;startlanguage;seed;Q1;Q2[SQ001]",
    "google_forms": "Horodateur;Quel est votre nom ?;Revenu",
    "qualtrics": "StartDate;EndDate;Status;IPAddress;Progress;Duration (in seconds);Finished;RecordedDate;"
    "ResponseId;Q1",
    "plain": "code;nom;revenu",
}


def best(header):
    scores = score_platforms(header)
    return max(scores, key=scores.get) if scores else "plain"


@pytest.mark.parametrize("platform", HEADERS)
def test_each_platform_is_known_by_its_columns(platform):
    assert best(HEADERS[platform].split(";")) == platform


@pytest.mark.parametrize("platform", [p for p in HEADERS if p != "google_forms"])
def test_order_case_spaces_and_extra_columns_do_not_matter(platform):
    draw = random.Random(3)
    for _ in range(50):
        header = [*HEADERS[platform].split(";"), *(f"mine_{n}" for n in range(draw.randrange(5)))]
        draw.shuffle(header)
        header = [draw.choice([name, name.upper(), f" {name}\u00a0", f"\u200f{name}"]) for name in header]
        assert best(header) == platform


@pytest.mark.parametrize(
    ("header", "platform"),
    [
        ("_uuid;q1", "kobo"),  # a person cut the other columns off
        ("q1;_submission_time", "kobo"),
        ("q1;meta/instanceID", "kobo_legacy"),
        ("q1;meta/instanceID;_uuid;__version__", "kobo"),  # the interface of today writes both
        ("q1;KEY;ReviewState", "odk_central"),
        ("q1;KEY;formdef_version", "surveycto"),
        ("q1;timestamp", "plain"),  # Google's stands first
        ("q1;key", "plain"),
        ("id;name", "plain"),
    ],
)
def test_few_columns_are_enough_when_they_are_telling(header, platform):
    assert best(header.split(";")) == platform


def test_two_platforms_that_fit_alike_are_refused(kit, tmp_path):
    file = kit.write_text(tmp_path / "a.csv", [["SubmissionDate", "q", "KEY"], ["yesterday", "1", "uuid:a"]])
    (problem,) = kit.refusals(file)
    assert problem.message == "export-platform-unsure"
    assert problem.arguments["option"] == "--platform"
    assert kit.read_one(file, platform="surveycto").platform == "surveycto"


@pytest.mark.parametrize(
    ("time", "platform"),
    [("2025-01-01T00:00:00.000Z", "odk_central"), ("Sep 18, 2018 12:12:37 PM", "surveycto")],
)
def test_the_style_of_times_settles(kit, tmp_path, time, platform):
    header = ["SubmissionDate", "q", "KEY"] + (["instanceID"] if platform == "surveycto" else [])
    file = kit.write_text(
        tmp_path / "a.csv", [header, [time, "1", "uuid:a"] + ["uuid:a"] * (len(header) - 3)]
    )
    assert kit.read_one(file).platform == platform


def test_an_unknown_platform_is_refused(kit, tmp_path):
    file = kit.write_text(tmp_path / "a.csv", [["a", "b"], [1, 2]])
    exports, problems = read_exports([file], ExportSettings(platform="kobbo"))
    assert (exports, [p.message for p in problems]) == ([], ["export-platform-unknown"])


def test_marks_are_written_folded():
    for platform in PLATFORMS.values():
        names = [*platform.marks, *platform.keys, *platform.parents, *platform.repeats]
        names += [name for found in platform.roles.values() for name in found]
        assert [name for name in names if fold_name(name) != name] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_detected_is_said(kit, instrument, tmp_path, language):
    main = [["SubmissionDate", "KEY", "Edits", "FormVersion"], ["2025-01-01T00:00:00Z", "a", 0, 1]]
    archive = kit.write_archive(
        tmp_path / "all.zip",
        {
            "form.csv": kit.text_of(main),
            "form-child.csv": kit.text_of([["name", "PARENT_KEY", "KEY"], ["x", "a", "a/child[1]"]]),
            **{f"media/{n}.jpg": b"x" for n in range(7)},
            "readme.md": "x",
        },
    )  # fmt: skip
    lines = describe_export(kit.read_one(archive), language)
    text = "\n".join(lines)
    for said in ("all.zip", "ODK Central", "SubmissionDate", "utf-8", "form-child", "KEY"):
        assert said in text
    assert len(lines) == 7  # platform, reason, text, main, repeat, key, eight members counted in one line
