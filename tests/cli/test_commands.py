"""The command line keeps contract 2: what it prints, as lines or JSON, and the code that it returns."""

import json
import subprocess
import sys

import pytest

from idmaj.batch import Failure, StudyRun
from idmaj.batch.hold import hold_workspace
from idmaj.cli import run_command
from idmaj.errors import Place, Problem
from idmaj.reproduce import Comparison

BLOCKING = Problem("study-file-missing", Place(file="studies/x/study.toml"))
FAILURE = Failure("05_recidivism", "fr", "KeyError", 6, "", "data/processed/x/n/05_recidivism.ipynb")


@pytest.fixture
def inside(workspace, monkeypatch):
    """A workspace of shipped studies, with the current folder in it."""
    monkeypatch.delenv("IDMAJ_WORKSPACE", raising=False)
    monkeypatch.delenv("IDMAJ_LANGUAGE", raising=False)
    (workspace.root / "data/processed").mkdir(exist_ok=True)
    monkeypatch.chdir(workspace.root / "data")
    return workspace


@pytest.fixture
def runs(monkeypatch):
    """A function that sets what `run_studies` returns, and holds what it was called with."""
    from idmaj.batch import runs as module

    called = {}

    def returns(*found):
        monkeypatch.setattr(
            module, "run_studies", lambda w, s, **k: called.update(k, studies=s) or list(found)
        )
        return called

    return returns


def answer(capsys, *words):
    code = run_command(words)
    return code, json.loads(capsys.readouterr().out)


def run_of(study, state, **more):
    return StudyRun(study, state, **more)


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (["published"], 0),
        (["published", "published"], 0),
        (["partial"], 1),
        (["failed"], 1),
        (["published", "failed"], 1),
        (["published", "refused"], 1),
        (["failed", "refused"], 1),
        (["refused"], 3),
        (["refused", "refused"], 3),
    ],
)
def test_exit_code_of_run(inside, runs, capsys, states, code):
    runs(*(run_of(f"s{i}", state) for i, state in enumerate(states)))
    found, answered = answer(capsys, "run", "--json")
    assert found == answered["exit"] == code
    assert [entry["state"] for entry in answered["studies"]] == states


def test_run_without_a_study_runs_all_of_the_workspace(inside, runs, capsys):
    called = runs(run_of("tarp", "published"))
    answer(capsys, "run", "--json")
    assert list(called["studies"]) == ["handovers", "nsw", "nsw-cps", "tarp", "temara"]
    assert (called["languages"], called["as_of"], called["fresh"]) == ((), "", False)


def test_options_of_run_arrive(inside, runs, capsys):
    called = runs(run_of("tarp", "published"))
    answer(
        capsys, "run", "tarp", "--language", "fr, ar,fr", "--as-of", "1979-06-30", "--jobs", "3", "--fresh",
        "--slice", "all", "--limits", "5,60", "--json",
    )  # fmt: skip
    limits = called.pop("limits")
    assert (limits.cell_seconds, limits.run_seconds) == (5, 60)
    called.pop("progress")
    assert called == {
        "studies": ("tarp",), "languages": ("fr", "ar"), "as_of": "1979-06-30", "jobs": 3, "fresh": True,
    }  # fmt: skip


def test_json_of_run_names_problems_and_failures(inside, runs, capsys):
    runs(run_of("x", "refused", problems=(BLOCKING,)), run_of("y", "partial", failures=(FAILURE,)))
    _, answered = answer(capsys, "run", "--json")
    refused, partial = answered["studies"]
    assert {"study", "state", "problems"} <= refused.keys()
    assert refused["problems"][0]["message"] == "study-file-missing"
    assert refused["problems"][0]["place"] == {"file": "studies/x/study.toml"}
    assert "studies/x/study.toml" in refused["problems"][0]["text"]
    assert partial["failures"][0] == {
        "notebook": "05_recidivism", "language": "fr", "error": "KeyError", "cell": 6, "detail": "",
        "output": "data/processed/x/n/05_recidivism.ipynb",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_lines_name_what_failed_and_where_in_each_language(inside, runs, capsys, monkeypatch, language):
    monkeypatch.setenv("IDMAJ_LANGUAGE", language)
    runs(
        run_of("x", "refused", problems=(BLOCKING,)),
        run_of("y", "partial", failures=(FAILURE,), published="reports/y/2025-01-01"),
        run_of("z", "failed"),
    )
    assert run_command(["run"]) == 1
    lines = capsys.readouterr().out
    named = (
        "05_recidivism",
        "KeyError",
        "6",
        "studies/x/study.toml",
        "reports/y/2025-01-01",
        "reports/index.html",
    )
    assert all(word in lines for word in named)
    assert "\u2068" not in lines


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["run", "--nonsense"],
        ["run", "--language", "xx"],
        ["run", "--as-of", "31/12/2025"],
        ["run", "--slice", "north"],
        ["run", "--jobs", "0"],
        ["run", "--limits", "0,10"],
        ["run", "--limits", "ten"],
        ["status", "extra"],
    ],
)
def test_a_wrong_command_line_is_2(inside, words, capsys):
    assert run_command(words) == 2
    assert capsys.readouterr().err


def test_outside_of_a_workspace_is_2_and_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("IDMAJ_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run_command(["status"]) == 2
    assert "IDMAJ_WORKSPACE" in capsys.readouterr().err


def test_check_of_the_shipped_studies_is_0(inside, capsys):
    code, answered = answer(capsys, "check", "--json")
    assert code == answered["exit"] == 0
    assert [(entry["study"], entry["state"]) for entry in answered["studies"]] == [
        (study, "ready") for study in ("handovers", "nsw", "nsw-cps", "tarp", "temara")
    ]


def test_check_of_a_damaged_study_is_3_with_every_problem(inside, capsys):
    file = inside.study_file("tarp")
    text = file.read_text().replace("time_unit", "tiem_unit").replace("rossi.csv", "rosi.csv")
    file.write_text(text)
    code, answered = answer(capsys, "check", "tarp", "--json")
    assert code == 3
    (entry,) = answered["studies"]
    assert entry["state"] == "refused"
    assert {"study-unknown-key"} < {problem["message"] for problem in entry["problems"]}


def test_check_writes_the_quality_report_and_no_report(inside):
    assert run_command(["check", "temara"]) == 0
    assert (inside.processed("temara") / "quality.en.html").is_file()
    assert not inside.reports.exists()
    assert not (inside.processed("temara") / "run.json").exists()


def test_check_of_a_study_that_is_not_there_is_3(inside, capsys):
    code, answered = answer(capsys, "check", "tapr", "--json")
    assert code == 3
    (problem,) = answered["studies"][0]["problems"]
    assert (problem["message"], problem["arguments"]["nearest"]) == ("study-unknown", "tarp")


@pytest.mark.parametrize("name", ["tapr", "../tarp", "/etc", ""])
def test_a_run_of_a_study_that_is_not_there_is_3_and_writes_nothing(inside, capsys, name):
    before = sorted(inside.root.parent.rglob("*"))
    code, answered = answer(capsys, "run", name, "--json")
    assert code == answered["exit"] == 3
    left = set(inside.root.parent.rglob("*")) - set(before)
    assert {path.suffix for path in left} <= {".lock", ""}
    assert not (inside.processed(name or "x") / "run.json").exists()


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_workspace_without_a_study_is_told(tmp_path, monkeypatch, capsys, command):
    (tmp_path / "studies").mkdir()
    monkeypatch.delenv("IDMAJ_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    code, answered = answer(capsys, command, "--json")
    assert code == answered["exit"] == 2
    assert "no study" in answered["messages"][0]


def test_a_held_workspace_is_4(inside, capsys):
    with hold_workspace(inside):
        code, answered = answer(capsys, "run", "tarp", "--json")
    assert code == answered["exit"] == 4


def test_a_fault_of_ours_is_70_and_names_a_log(inside, capsys, monkeypatch):
    from idmaj.batch import status

    def fail(_):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(status, "read_status", fail)
    code, answered = answer(capsys, "status", "--json")
    assert code == answered["exit"] == 70
    log = inside.root / "data/processed/logs"
    (file,) = log.iterdir()
    assert answered["log"].endswith(file.name)
    assert "ZeroDivisionError: of ours" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_status_of_a_workspace_where_nothing_ran(inside, capsys):
    code, answered = answer(capsys, "status", "--json")
    assert code == 0
    assert {entry["state"] for entry in answered["studies"]} == {"never_run"}
    assert answered["unreviewed"] == ["ar", "fr"]


@pytest.mark.parametrize(("agrees", "code"), [(True, 0), (False, 1)])
def test_reproduce_prints_a_list_and_is_1_when_a_number_differs(inside, capsys, monkeypatch, agrees, code):
    import idmaj.reproduce as room

    found = Comparison("tarp", "hazard ratio", 0.684, 0.684, 0.0005, "Fox (2002)", "Efron", agrees)
    monkeypatch.setattr(room, "reproduce", lambda _: [found])
    exit_code, answered = answer(capsys, "reproduce", "--json")
    assert exit_code == code
    assert answered == [
        {
            "study": "tarp", "quantity": "hazard ratio", "ours": 0.684, "theirs": 0.684, "tolerance": 0.0005,
            "source": "Fox (2002)", "convention": "Efron", "agrees": agrees,
        }
    ]  # fmt: skip
    assert run_command(["reproduce"]) == code
    assert ("=" if agrees else "≠") in capsys.readouterr().out


def test_schema_is_json(inside, capsys):
    code, answered = answer(capsys, "schema")
    assert code == 0
    assert answered["properties"]["outcome"]


def test_version_and_help(capsys):
    assert run_command(["--version"]) == 0
    assert capsys.readouterr().out.startswith("idmaj ")
    assert run_command(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"idmaj {name}" in shown for name in ("check", "run", "status", "reproduce"))
    assert "70" in shown


def test_help_loads_no_room_that_computes():
    code = "import sys, idmaj.cli; idmaj.cli.run_command(['--help']); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"pandas", "matplotlib", "papermill", "statsmodels"} & set(found.split())


def test_progress_is_plain_lines_without_a_terminal(inside, capsys):
    from idmaj.batch import Step
    from idmaj.cli.progress import follow_run

    with follow_run() as progress:
        progress(Step("tarp", "01_ingest", "fr", "started", 0, 2))
        progress(Step("tarp", "01_ingest", "fr", "done", 1, 2, seconds=3.2))
        progress(Step("tarp", "02_follow_up", "fr", "failed", 2, 2, error="KeyError"))
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["[1/2] tarp 01_ingest (fr): done, 3 s", "[2/2] tarp 02_follow_up (fr): failed, KeyError"]


def test_a_place_that_may_not_be_used_is_2_and_named(inside, capsys, monkeypatch):
    from idmaj.batch import runs as module

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(inside.root / "reports"))

    monkeypatch.setattr(module, "run_studies", refuse)
    code, answered = answer(capsys, "run", "--json")
    assert code == answered["exit"] == 2
    assert "reports" in answered["messages"][0]
    monkeypatch.setattr(module, "write_quality", refuse)
    assert answer(capsys, "check", "tarp", "--json")[0] == 0
