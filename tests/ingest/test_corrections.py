"""Corrections: applied where the old value stands, refused where it is gone, never in silence."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.ingest.corrections import apply_corrections, read_corrections
from idmaj.ingest.forms import read_form
from idmaj.text import LANGUAGES, describe_problem

INSTRUMENT = Path(__file__).parents[1] / "exports" / "instrument"
HEADER = "submission_uuid,variable,old_value,new_value,reason,by,on\n"


def interviews() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "submission_uuid": ["u1", "u2", "u3"],
            "person_id": ["p1", "p2", "p3"],
            "outcome": ["interviewed", "refused", "interviewed"],
            "is_consent": pd.array([True, None, False], dtype="boolean"),
            "hh_income_30d_mad": [99999.0, np.nan, np.nan],
            "interviewed_on": pd.to_datetime(["2025-06-02", "2025-06-03", "2025-06-04"]),
            "started_at": pd.to_datetime(["2025-06-02 09:00"] * 3, utc=True),
            "ended_at": pd.to_datetime(["2025-06-02 09:30"] * 3, utc=True),
            "duration_minutes": 30.0,
            "barriers": ["capital health", "", "stigma"],
            "comment": ["", "", "tel 0612345678"],
            **{f"who5_{item}": [1.0, 2.0, np.nan] for item in range(1, 6)},
            "who5_0_100": [20.0, 40.0, np.nan],
        }
    )
    kinds = {
        "hh_income_30d_mad": ["", "not_asked", "dk"],
        "outcome": ["", "", ""],
        "barriers": ["", "blank", ""],
    }
    for name, values in kinds.items():
        frame[f"{name}__missing"] = values
    return frame


def correct(tmp_path: Path, *lines: str, header: str = HEADER, form=None):
    file = tmp_path / "corrections.csv"
    file.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    corrections, problems = read_corrections(file)
    frame, applied, found = apply_corrections(interviews(), corrections, form=form)
    return frame.set_index("submission_uuid"), applied, [*problems, *found]


DONE = "asked again,E. Malki,2025-06-20"


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("u1,hh_income_30d_mad,99999,5000", "hh_income_30d_mad", 5000.0),
        ("u1,hh_income_30d_mad,99999,٥٠٠٠", "hh_income_30d_mad", 5000.0),
        ("u1,is_consent,true,false", "is_consent", False),
        ("u1,interviewed_on,2025-06-02,2025-06-01", "interviewed_on", pd.Timestamp("2025-06-01")),
        ("u1,outcome,interviewed,refused", "outcome", "refused"),
        ("u1,barriers,capital health,stigma capital", "barriers", "capital stigma"),
        ("u2,person_id,p2,p1", "person_id", "p1"),
        ("u3,hh_income_30d_mad,dk,4000", "hh_income_30d_mad", 4000.0),
        ("u3,hh_income_30d_mad,,4000", "hh_income_30d_mad", 4000.0),
    ],
)
def test_a_value_is_corrected(tmp_path, line, column, expected):
    frame, applied, problems = correct(tmp_path, f"{line},{DONE}")
    uuid = line[:2]
    assert problems == []
    assert frame.loc[uuid, column] == expected
    assert list(applied["status"]) == ["applied"]
    if f"{column}__missing" in frame:
        assert frame.loc[uuid, f"{column}__missing"] == ""


def test_nothing_else_changes(tmp_path):
    frame, _, _ = correct(tmp_path, f"u1,hh_income_30d_mad,99999,5000,{DONE}")
    expected = interviews().set_index("submission_uuid")
    expected.loc["u1", "hh_income_30d_mad"] = 5000.0
    pd.testing.assert_frame_equal(frame, expected)


def test_a_value_becomes_missing_for_a_reason(tmp_path):
    frame, _, problems = correct(tmp_path, f"u1,hh_income_30d_mad,99999,dk,{DONE}")
    assert problems == []
    assert np.isnan(frame.loc["u1", "hh_income_30d_mad"])
    assert frame.loc["u1", "hh_income_30d_mad__missing"] == "dk"


def test_the_word_refused_is_an_outcome_where_it_is_one(tmp_path):
    frame, _, problems = correct(tmp_path, f"u2,outcome,refused,interviewed,{DONE}")
    assert problems == []
    assert frame.loc["u2", "outcome"] == "interviewed"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("u1,hh_income_30d_mad,500,5000", "correction-old-value-gone"),
        ("u2,hh_income_30d_mad,dk,5000", "correction-old-value-gone"),
        ("u1,hh_income_30d_mad,,5000", "correction-old-value-gone"),
        ("u1,hh_income_30d_mad,99999,five", "correction-value-wrong"),
        ("u1,hh_income_30d_mad,99999,nan", "correction-value-wrong"),
        ("u1,is_consent,true,maybe", "correction-value-wrong"),
        ("u1,interviewed_on,2025-06-02,01/06/2025", "correction-value-wrong"),
        ("u1,outcome,interviewed,vanished", "correction-value-wrong"),
        ("u1,person_id,p1,TM00010X", "correction-value-wrong"),
        ("u1,hours,1,2", "correction-variable-unknown"),
        ("u1,submission_uuid,u1,u9", "correction-variable-unknown"),
        ("u1,hh_income_30d_mad__missing,,dk", "correction-variable-unknown"),
        ("u1,duration_minutes,30,20", "correction-variable-unknown"),
        ("u1,row,,keep", "correction-value-wrong"),
    ],
)
def test_what_cannot_hold_is_refused_and_changes_nothing(tmp_path, line, message):
    frame, applied, problems = correct(tmp_path, f"{line},{DONE}")
    assert [(problem.message, problem.severity) for problem in problems] == [(message, "blocking")]
    assert len(applied) == 0
    pd.testing.assert_frame_equal(frame, interviews().set_index("submission_uuid"))
    assert all(describe_problem(problems[0], language) for language in LANGUAGES)


def test_an_unknown_submission_is_told(tmp_path):
    _, applied, problems = correct(tmp_path, f"u9,hh_income_30d_mad,1,2,{DONE}")
    assert [(p.message, p.severity) for p in problems] == [("correction-key-unknown", "flagged")]
    assert problems[0].place.row == 2
    assert len(applied) == 0


def test_a_row_is_dropped_with_its_reason(tmp_path):
    frame, applied, problems = correct(tmp_path, "u2,row,,drop,copy of u1,E. Malki,2025-06-20")
    assert problems == []
    assert list(frame.index) == ["u1", "u3"]
    assert applied[["submission_uuid", "status", "reason"]].to_numpy().tolist() == [
        ["u2", "dropped", "copy of u1"]
    ]


def test_corrections_chain_in_their_order(tmp_path):
    lines = [f"u1,hh_income_30d_mad,99999,5000,{DONE}", f"u1,hh_income_30d_mad,5000,4500,{DONE}"]
    frame, _, problems = correct(tmp_path, *lines)
    assert problems == []
    assert frame.loc["u1", "hh_income_30d_mad"] == 4500.0


def test_applied_again_they_change_nothing(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text(f"{HEADER}u1,hh_income_30d_mad,99999,5000,{DONE}\n", encoding="utf-8")
    corrections, _ = read_corrections(file)
    once, _, _ = apply_corrections(interviews(), corrections)
    twice, applied, problems = apply_corrections(once, corrections)
    pd.testing.assert_frame_equal(once, twice)
    assert problems == []
    assert list(applied["status"]) == ["already"]


def test_a_finding_that_was_looked_at_is_kept_as_such(tmp_path):
    _, applied, problems = correct(tmp_path, f"u1,check,,interview-short,{DONE}")
    assert problems == []
    assert applied[["status", "new_value"]].to_numpy().tolist() == [["accepted", "interview-short"]]


def test_what_follows_from_a_corrected_answer_follows_it(tmp_path):
    frame, _, problems = correct(
        tmp_path,
        f"u1,who5_1,1,5,{DONE}",
        f"u1,ended_at,2025-06-02T09:30:00+00:00,2025-06-02T10:45:00+01:00,{DONE}",
    )
    assert problems == []
    assert frame.loc["u1", "who5_0_100"] == 36.0  # (5 + 1 + 1 + 1 + 1) × 4
    assert frame.loc["u1", "duration_minutes"] == 45.0


def test_choices_of_the_form_hold(tmp_path):
    form = read_form(INSTRUMENT / "instrument_draft.xlsx")
    good, _, problems = correct(tmp_path, f"u3,barriers,stigma,capital,{DONE}", form=form)
    assert problems == []
    assert good.loc["u3", "barriers"] == "capital"
    _, _, refused = correct(tmp_path, f"u3,barriers,stigma,weather,{DONE}", form=form)
    assert [problem.message for problem in refused] == ["correction-value-wrong"]


def test_identifiers_are_not_shown(tmp_path):
    _, _, problems = correct(
        tmp_path, f"u1,person_id,p1,TM00010X,{DONE}", f"u3,comment,tel 0611111111,none,{DONE}"
    )
    said = " ".join(describe_problem(problem) for problem in problems)
    assert len(problems) == 2
    assert not any(secret in said for secret in ("TM00010X", "0612345678", "0611111111"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("u1,hh_income_30d_mad,99999,5000,,E. Malki,2025-06-20", "correction-incomplete"),
        ("u1,hh_income_30d_mad,99999,5000,asked again,,2025-06-20", "correction-incomplete"),
        (",hh_income_30d_mad,99999,5000,asked again,E. Malki,2025-06-20", "correction-incomplete"),
        ("u1,hh_income_30d_mad,99999,5000,asked again,E. Malki,", "correction-without-day"),
        ("u1,hh_income_30d_mad,99999,5000,asked again,E. Malki,20/06/2025", "correction-without-day"),
    ],
)
def test_lines_say_why_who_and_when(tmp_path, line, message):
    frame, _, problems = correct(tmp_path, line)
    assert [(p.message, p.place.row) for p in problems] == [(message, 2)]
    assert frame.loc["u1", "hh_income_30d_mad"] == 99999.0


def test_other_names_of_columns_and_blank_lines(tmp_path):
    header = "Key;Variable;Old_value;New_value;Reason;By;Date\n"
    frame, _, problems = correct(
        tmp_path, ";;;;;;", "u1;hh_income_30d_mad;99999;5000;why;me;2025-06-20", header=header
    )
    assert problems == []
    assert frame.loc["u1", "hh_income_30d_mad"] == 5000.0


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"\x00\x01\xff\xfe", b'submission_uuid,variable\n"u1,x\n', b"PK\x03\x04" * 9],
)
def test_a_file_that_is_no_table_is_a_problem_not_an_error(tmp_path, content):
    file = tmp_path / "corrections.csv"
    file.write_bytes(content)
    corrections, problems = read_corrections(file)
    assert len(corrections) == 0
    assert problems and all(problem.severity == "blocking" for problem in problems)
    assert all(describe_problem(problem, language) for problem in problems for language in LANGUAGES)


def test_a_file_that_is_not_there(tmp_path):
    _, problems = read_corrections(tmp_path / "none.csv")
    assert [problem.message for problem in problems] == ["file-missing"]
