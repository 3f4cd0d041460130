"""`idmaj ingest`: what it writes, says and returns; what is wrong is told in one list, never by a traceback.

Exports: `tests/exports/instrument`, written by the exporters of Kobo and ODK Central from invented
submissions: 110 of 40 people, one planted twice (its README).
"""

import csv
import io
import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from idmaj.cli import run_command
from idmaj.identity import make_pseudonym

ROOT = Path(__file__).parents[2]
FORM = ROOT / "forms" / "follow_up.xlsx"
INSTRUMENT = ROOT / "tests" / "exports" / "instrument"
WORKBOOK = INSTRUMENT / "kobo" / "xml_both.xlsx"
TEXT = INSTRUMENT / "kobo" / "xml_both.csv"
LOST = INSTRUMENT / "damaged" / "ar_labels_cp1256_lost_digits_MUST_BE_REFUSED.csv"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    for name in ("IDMAJ_KEY_FILE", "IDMAJ_LANGUAGE", "IDMAJ_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "tables"


@pytest.fixture
def key(tmp_path, monkeypatch):
    file = tmp_path / "secret.key"
    file.write_bytes(secrets.token_bytes(32))
    file.chmod(0o600)
    monkeypatch.setenv("IDMAJ_KEY_FILE", str(file))
    return file.read_bytes()


def ingest(out, *words, files=(WORKBOOK,), form=FORM):
    return run_command(["ingest", *map(str, files), "--form", str(form), "--out", str(out), *words])


def answer(capsys, out, *words, **more):
    capsys.readouterr()
    code = ingest(out, "--json", *words, **more)
    said = capsys.readouterr()
    assert said.err == ""
    return code, json.loads(said.out)


def contents(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def messages(entry, severity="blocking"):
    return [problem["message"] for problem in entry["problems"] if problem["severity"] == severity]


def test_the_installed_command_writes_tables(tmp_path, out):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IDMAJ_")}
    done = subprocess.run(
        [Path(sys.executable).with_name("idmaj"), "ingest", WORKBOOK, "--form", FORM, "--out", out],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "110" in done.stdout
    assert "IDMAJ_KEY_FILE" in done.stdout  # pseudonyms of this run alone
    assert len(pd.read_parquet(out / "interviews.parquet")) == 110


def test_json_says_what_was_detected_written_and_found(out, capsys):
    code, entry = answer(capsys, out)
    assert (code, entry["exit"], entry["state"], entry["out"]) == (0, 0, "written", str(out))
    assert entry["tables"]["interviews"] == 110
    assert entry["tables"]["justice_events"] == 33
    assert entry["tables"]["persons"] == 40
    assert entry["is_key_ephemeral"] is True
    (export,) = entry["exports"]
    assert (export["platform"], export["container"], export["headers"]) == ("kobo", "xlsx", "names")
    assert (export["group_separator"], export["select_multiple"], export["repeats"]) == ("/", "both", ["jev"])
    assert list(export["files"]) == ["xml_both.xlsx"]
    repeated = [check for check in entry["checks"] if check["check_id"] == "person-wave-repeated"]
    assert [(check["severity"], check["n"]) for check in repeated] == [("blocking", 2)]
    assert {f"quality.{language}.html" for language in ("ar", "fr", "en")} <= set(entry["quality_report"])
    assert all((out / name).is_file() for name in entry["quality_report"])
    tables = {f"{name}.parquet" for name in entry["tables"]}
    assert tables == {file.name for file in out.glob("*.parquet")}


@pytest.mark.full
def test_what_was_detected_is_printed(out, capsys):
    assert ingest(out, files=[TEXT]) == 0
    said = capsys.readouterr().out
    assert "kobo" in said.lower()
    assert "xml_both.csv" in said


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_lines_are_in_the_language_of_the_reader(out, capsys, monkeypatch, language):
    monkeypatch.setenv("IDMAJ_LANGUAGE", language)
    assert ingest(out) == 0
    said = capsys.readouterr().out
    assert str(out) in said
    assert f"quality.{language}.html" in said
    assert any("\u0600" <= sign <= "\u06ff" for sign in said) == (language == "ar")


@pytest.mark.full
def test_raw_files_are_never_changed(tmp_path, out):
    copy = tmp_path / "export.xlsx"
    shutil.copy(WORKBOOK, copy)
    before = copy.read_bytes()
    ingest(out, files=[copy])
    assert copy.read_bytes() == before


@pytest.mark.full
def test_two_runs_give_the_same_bytes(tmp_path, key, capsys):
    assert ingest(tmp_path / "one", "--csv") == ingest(tmp_path / "two", "--csv") == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.full
def test_a_run_again_changes_nothing(out, key):
    ingest(out)
    before = contents(out)
    assert ingest(out) == 0
    assert contents(out) == before


def test_pseudonyms_are_those_of_the_key(out, key):
    ingest(out)
    people = set(pd.read_parquet(out / "interviews.parquet")["person_id"])
    raw = pd.read_csv(TEXT, sep=";", dtype=str, keep_default_na=False)["ident/person_code"]
    assert people == {make_pseudonym(key, code) for code in raw}


def test_no_code_of_a_person_stands_in_what_is_written(out, key):
    ingest(out, "--csv")
    codes = set(pd.read_csv(TEXT, sep=";", dtype=str, keep_default_na=False)["ident/person_code"].str.strip())
    text = "".join(file.read_text(encoding="utf-8") for file in [*out.glob("*.csv"), *out.glob("*.html")])
    assert len(codes) == 40
    assert [code for code in codes if code in text] == []


@pytest.mark.full
def test_another_key_is_refused_until_one_starts_afresh(out, key, capsys, monkeypatch, tmp_path):
    ingest(out)
    before = contents(out)
    other = tmp_path / "other.key"
    other.write_bytes(secrets.token_bytes(32))
    other.chmod(0o600)
    monkeypatch.setenv("IDMAJ_KEY_FILE", str(other))
    code, entry = answer(capsys, out)
    assert (code, entry["state"], messages(entry)) == (3, "refused", ["tables-of-another-key"])
    assert contents(out) == before
    assert answer(capsys, out, "--fresh")[0] == 0


@pytest.mark.full
def test_fresh_leaves_earlier_rows_out(out, key, capsys, tmp_path):
    with TEXT.open(encoding="utf-8-sig", newline="") as opened:
        records = list(csv.reader(opened, delimiter=";"))
    for name, rows in (("first.csv", records[:50]), ("second.csv", [records[0], *records[50:]])):
        made = io.StringIO()
        csv.writer(made, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
        (tmp_path / name).write_text(made.getvalue(), encoding="utf-8")
    answer(capsys, out, files=[tmp_path / "first.csv"])
    _, both = answer(capsys, out, files=[tmp_path / "second.csv"])
    assert both["tables"]["interviews"] == 110
    _, fresh = answer(capsys, out, "--fresh", files=[tmp_path / "second.csv"])
    assert fresh["tables"]["interviews"] == 61


def test_csv_holds_the_rows_of_parquet(out, key):
    ingest(out, "--csv")
    for file in out.glob("*.parquet"):
        text = pd.read_csv(file.with_suffix(".csv"), dtype=str, keep_default_na=False)
        table = pd.read_parquet(file)
        assert (list(text.columns), len(text)) == (list(table.columns), len(table)), file.name


def test_corrections_are_applied(out, key, capsys, tmp_path):
    """The planted duplicate: `is_planted_duplicate` in expected_wave_interview.csv."""
    lines = ["submission_uuid,variable,old_value,new_value,reason,by,on",
             "dup2e22d-073a-65a3-6eab-333f747921d0,row,,drop,sent twice,data manager,2026-02-01"]  # fmt: skip
    file = tmp_path / "corrections.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, entry = answer(capsys, out, "--corrections", str(file))
    assert (code, entry["tables"]["interviews"], entry["tables"]["set_aside"]) == (0, 109, 1)
    assert "person-wave-repeated" not in {
        c["check_id"] for c in entry["checks"] if c["severity"] == "blocking"
    }


def test_nothing_is_written_where_a_problem_is_blocking(out, capsys):
    code, entry = answer(capsys, out, files=[LOST])
    assert (code, entry["exit"], entry["state"], entry["tables"]) == (3, 3, "refused", {})
    assert "export-lost-signs" in messages(entry)
    assert (entry["quality_report"], entry["checks"]) == ([], [])
    assert not out.exists()
    assert [file.name for file in out.parent.iterdir() if file.name.startswith(".")] == []


def test_earlier_tables_stay_where_a_problem_is_blocking(out, key, capsys):
    ingest(out)
    before = contents(out)
    code, entry = answer(capsys, out, files=[WORKBOOK, LOST])
    assert (code, entry["tables"]) == (3, {})
    assert contents(out) == before
    assert str(out) in run_and_read(capsys, out, [LOST])


def run_and_read(capsys, out, files):
    capsys.readouterr()
    assert ingest(out, files=files) == 3
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--timezone", "Casa"], "timezone-unknown"),
        (["--timezone", "../etc/passwd"], "timezone-unknown"),
        (["--timezone", ""], "timezone-unknown"),
        (["--date-format", "%d/%m"], "date-format-unknown"),
        (["--date-format", "day first"], "date-format-unknown"),
        (["--language", "xx"], "language-not-of-form"),
        (["--encoding", "cp9999"], "encoding-unknown"),
        (["--encoding", "hex"], "encoding-unknown"),
        (["--encoding", "utf-16"], "encoding-wrong"),
        (["--platform", "survey"], "export-platform-unknown"),
        (["--separator", ";;"], "separator-unknown"),
        (["--header-row", "9999"], "file-without-header"),
        (["--header-row", "4"], "mapping-nothing-matches"),
        (["--corrections", "nowhere.csv"], "file-missing"),
    ],
)
def test_an_option_without_a_meaning_is_one_problem(out, capsys, words, message):
    code, entry = answer(capsys, out, *words, files=[TEXT])
    assert (code, entry["state"], messages(entry)) == (3, "refused", [message])
    assert not out.exists()
    (problem,) = (p for p in entry["problems"] if p["severity"] == "blocking")
    assert problem["text"].count("\n") == 0


def test_a_wrong_encoding_is_named_as_it_was_declared(out, capsys):
    assert ingest(out, "--encoding", "utf-16", files=[TEXT]) == 3
    assert "utf-16" in capsys.readouterr().out


def test_a_sheet_that_is_not_there(out, capsys):
    code, entry = answer(capsys, out, "--sheet", "nowhere")
    assert (code, len(messages(entry))) == (3, 1)
    assert "jev" in entry["problems"][0]["text"]


@pytest.mark.parametrize(
    "words",
    [["--header-row", "0"], ["--header-row", "x"], ["--decimal", "x"], ["--separator"], ["--nothing"]],
)
def test_a_wrong_command_line(out, capsys, words):
    assert ingest(out, *words) == 2
    assert "Error" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["ingest"], ["ingest", "a.csv"], ["ingest", "a.csv", "--form", "b.xlsx"]])
def test_what_is_left_out_is_asked_for(words):
    assert run_command(words) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("nowhere.csv", None, "file-missing"),
        ("empty.csv", b"", "file-empty"),
        ("folder", "", "file-is-folder"),
        ("notes.csv", b"\x00\x01\x02\xff\xfe", None),
        ("words.csv", b"what,is,this\n1,2,3\n", "mapping-nothing-matches"),
        ("broken.xlsx", b"PK\x03\x04 no workbook", None),
    ],
)
def test_a_file_that_is_no_export(tmp_path, out, capsys, name, content, message):
    if content == "":
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_bytes(content)
    code, entry = answer(capsys, out, files=[tmp_path / name])
    assert code == 3
    assert len(messages(entry)) == 1
    assert message in (None, messages(entry)[0])
    assert name in entry["problems"][0]["text"]
    assert not out.exists()


@pytest.mark.parametrize(
    ("form", "message"),
    [("nowhere.xlsx", "file-missing"), (TEXT.parent, "file-is-folder"), (WORKBOOK, "form-without-survey")],
)
def test_a_file_that_is_no_form(out, capsys, form, message):
    code, entry = answer(capsys, out, form=form)
    assert (code, messages(entry)) == (3, [message])
    assert not out.exists()


def test_every_bad_file_is_told_at_once(tmp_path, out, capsys):
    (tmp_path / "empty.csv").write_bytes(b"")
    code, entry = answer(capsys, out, files=[tmp_path / "nowhere.csv", tmp_path / "empty.csv", LOST])
    assert code == 3
    assert {"file-missing", "file-empty", "export-lost-signs"} <= set(messages(entry))


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_where_the_folder_should_be(tmp_path, capsys, below):
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    code, entry = answer(capsys, tmp_path / "taken" / below)
    assert (code, messages(entry)) == (3, ["out-not-a-folder"])
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_tables_of_others_is_not_touched(out, capsys):
    out.mkdir()
    (out / "theirs.parquet").write_bytes(b"not ours")
    code, entry = answer(capsys, out)
    assert (code, messages(entry)) == (3, ["out-holds-other-tables"])
    assert contents(out) == {"theirs.parquet": b"not ours"}


@pytest.mark.parametrize(("content", "mode"), [(b"short", 0o600), (bytes(32), 0o644), (None, 0)])
def test_a_key_that_cannot_be_used(tmp_path, out, capsys, monkeypatch, content, mode):
    file = tmp_path / "bad.key"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    monkeypatch.setenv("IDMAJ_KEY_FILE", str(file))
    code, entry = answer(capsys, out)
    assert code == 3
    assert len(messages(entry)) == 1
    assert messages(entry)[0].startswith("key-")
    assert str(file) not in json.dumps(entry)  # where a key lies is not said
    assert not out.exists()


def test_codes_in_a_wrong_header_row_are_not_shown(out, capsys):
    """Row 4 of the export holds answers, the person's code among them."""
    records = list(csv.reader(TEXT.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    code = records[3][records[0].index("ident/person_code")]
    assert ingest(out, "--header-row", "4", files=[TEXT]) == 3
    assert code not in capsys.readouterr().out
