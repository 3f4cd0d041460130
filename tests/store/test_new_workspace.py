"""A new workspace holds a study that loads, says what is missing, and runs once the export is there.

Export: `tests/exports/instrument/kobo/xml_both.xlsx`, written by Kobo's own exporter from invented
submissions. Expected values: `expected_wave_interview.csv` beside it, written by the program that invented
them.
"""

import json
import secrets
import shutil
from pathlib import Path

import pandas as pd
import pytest

import idmaj
from idmaj.batch import check_study
from idmaj.cli import run_command
from idmaj.errors import WorkspaceError
from idmaj.ingest import ingest_study
from idmaj.outcomes.build import Register, measure_outcomes
from idmaj.store import Workspace, make_workspace
from idmaj.study import build_schema, load_study

ROOT = Path(__file__).parents[2]
INSTRUMENT = ROOT / "tests" / "exports" / "instrument"
DROPPED = "dup2e22d-073a-65a3-6eab-333f747921d0"
"""The planted duplicate: SOURCE of the instrument, `is_planted_duplicate`."""
DROP = f"{DROPPED},row,,drop,sent twice,data manager,2026-02-01\n"


@pytest.fixture
def made(tmp_path):
    make_workspace(tmp_path / "new")
    return Workspace(tmp_path / "new")


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    file = tmp_path / "key"
    file.write_bytes(secrets.token_bytes(32))
    file.chmod(0o600)
    monkeypatch.setenv("IDMAJ_KEY_FILE", str(file))
    return file


@pytest.fixture
def filled(made, key_file):
    """The workspace with the invented export and a roster of its codes."""
    raw = made.root / "data/raw/follow-up"
    shutil.copy(INSTRUMENT / "kobo/xml_both.xlsx", raw / "export.xlsx")
    codes = sorted(set(read_expected()["person_id"]))
    lines = ["person_code,delivered_on", *(f"{code},2024-12-06" for code in codes)]
    (raw / "roster.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made


def read_expected():
    """Expected values of the people in the file; the others are in the export alone."""
    expected = pd.read_csv(INSTRUMENT / "expected_wave_interview.csv", dtype=str, keep_default_na=False)
    rows = pd.read_csv(INSTRUMENT / "kobo/xml_both.csv", sep=";", dtype=str, keep_default_na=False)
    others = set(rows["ident/person_code"].str.strip().str.upper()) - set(expected["person_id"])
    return pd.concat([expected, pd.DataFrame({"person_id": sorted(others)})], ignore_index=True)


def drop_duplicate(workspace):
    with (workspace.root / "studies/follow-up/corrections.csv").open("a", encoding="utf-8") as file:
        file.write(DROP)


def messages(problems, severity="blocking"):
    return [problem.message for problem in problems if problem.severity == severity]


def files_of(folder):
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_what_was_made_is_listed_and_nothing_else_is_made(tmp_path):
    paths = make_workspace(tmp_path / "a" / "b")
    assert files_of(tmp_path / "a" / "b") == set(paths)
    assert {"README.md", "studies/study.schema.json", "studies/follow-up/study.toml", "studies/follow-up/form.xlsx",
            "studies/follow-up/corrections.csv", "data/raw/follow-up/README.md", "data/processed/README.md",
            "reports/README.md"} <= set(paths)  # fmt: skip


def test_form_notebooks_and_schema_are_those_of_the_repository(made):
    assert (made.root / "studies/follow-up/form.xlsx").read_bytes() == (
        ROOT / "forms/follow_up.xlsx"
    ).read_bytes()
    names = {file.name for file in (ROOT / "notebooks").glob("*.ipynb")}
    assert {file.name for file in made.notebooks.iterdir()} == names
    assert json.loads((made.root / "studies/study.schema.json").read_text(encoding="utf-8")) == build_schema()


def test_an_installed_package_hands_out_what_it_holds(tmp_path, monkeypatch):
    """In a wheel the form and the notebooks lie in `idmaj/_workspace` (force-include in pyproject.toml)."""
    package = tmp_path / "site-packages" / "idmaj"
    shutil.copytree(ROOT / "forms", package / "_workspace" / "forms")
    (package / "_workspace" / "notebooks").mkdir()
    (package / "_workspace" / "notebooks" / "only.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(idmaj, "__file__", str(package / "__init__.py"))
    paths = make_workspace(tmp_path / "new")
    assert [path for path in paths if path.startswith("notebooks/")] == ["notebooks/only.ipynb"]


def test_the_wheel_takes_what_a_new_workspace_needs():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"notebooks" = "idmaj/_workspace/notebooks"' in text
    assert '"forms" = "idmaj/_workspace/forms"' in text


@pytest.mark.parametrize(
    "path", ["README.md", "studies/follow-up/study.toml", "data/raw/follow-up/README.md"]
)
def test_nothing_is_written_over(tmp_path, path):
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError) as refused:
        make_workspace(tmp_path)
    assert refused.value.problem.message == "workspace-not-empty"
    assert refused.value.problem.arguments == {"path": path, "n": 1}
    assert files_of(tmp_path) == {path}
    assert (tmp_path / path).read_text(encoding="utf-8") == "mine"


def test_a_workspace_is_not_made_twice(made, capsys):
    before = {path: (made.root / path).read_bytes() for path in files_of(made.root)}
    assert run_command(["new", str(made.root)]) == 2
    assert "already" in capsys.readouterr().err
    assert {path: (made.root / path).read_bytes() for path in files_of(made.root)} == before


def test_a_file_or_a_link_in_the_way_is_refused(tmp_path):
    (tmp_path / "studies").write_text("a file", encoding="utf-8")
    with pytest.raises(WorkspaceError):
        make_workspace(tmp_path)
    (tmp_path / "studies").unlink()
    (tmp_path / "README.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(WorkspaceError):
        make_workspace(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["README.md"]


def test_other_files_of_the_folder_stay(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    make_workspace(tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_the_command_prints_every_path(tmp_path, capsys):
    assert run_command(["new", str(tmp_path / "new")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files_of(tmp_path / "new"))
    assert any(line.endswith("studies/follow-up/study.toml") for line in lines)


def test_the_study_file_loads_and_names_its_schema(made):
    file = made.study_file("follow-up")
    assert file.read_text(encoding="utf-8").startswith("#:schema ../study.schema.json\n")
    study = load_study(file)
    assert study.study.design == "single_group"
    assert {source.form for source in study.sources_of("interviews")} == {"studies/follow-up/form.xlsx"}


def test_a_new_workspace_says_what_is_missing(made, monkeypatch):
    monkeypatch.delenv("IDMAJ_KEY_FILE", raising=False)
    problems = check_study(made, "follow-up")
    assert sorted(messages(problems)) == ["file-missing", "file-missing", "key-not-named"]
    missing = {problem.place.file for problem in problems if problem.message == "file-missing"}
    assert missing == {"data/raw/follow-up/roster.csv", "data/raw/follow-up/export.xlsx"}


def test_two_submissions_of_one_wave_block_until_one_is_dropped(filled):
    problems = check_study(filled, "follow-up")
    assert messages(problems) == ["interview-submitted-twice"]
    (twice,) = (problem for problem in problems if problem.severity == "blocking")
    assert (twice.place.row, twice.arguments["key"]) == (32, DROPPED)
    drop_duplicate(filled)
    problems = check_study(filled, "follow-up")
    assert messages(problems) == []
    assert messages(problems, "set_aside") == ["submission-dropped"]


def test_a_wrong_zone_is_told_at_its_key(filled):
    file = filled.study_file("follow-up")
    text = file.read_text(encoding="utf-8").replace(
        'role = "interviews"\n', 'role = "interviews"\ntimezone = "Casa"\n'
    )
    file.write_text(text, encoding="utf-8")
    problems = check_study(filled, "follow-up")
    assert [(p.message, p.place.file, p.place.key) for p in problems if p.message == "timezone-unknown"] == [
        ("timezone-unknown", "studies/follow-up/study.toml", "source[2].timezone")
    ]


def measured(workspace):
    study = load_study(workspace.study_file("follow-up"))
    tables = ingest_study(workspace, study, study.study.as_of).tables
    register = Register(tables["justice_events"], study.study.as_of, study.study.time_unit)
    return tables, measure_outcomes(study, tables, register)["outcomes"]


def test_outcomes_agree_with_the_expected_values(filled):
    drop_duplicate(filled)
    tables, outcomes = measured(filled)
    people = tables["interviews"].set_index("submission_uuid")[["person_id", "wave"]]
    expected = read_expected().dropna(subset=["submission_uuid"]).set_index("submission_uuid")
    expected = expected[
        (expected["outcome"] == "1") & (expected["consent"] == "1") & (expected["wave"] != "0")
    ]
    found = outcomes.set_index(["outcome", "person_id", "horizon"])["value"]
    assert len(expected) > 20
    n_known = {"employed": 0, "income_30d": 0, "project_operating": 0, "justice": 0}
    for uuid, row in expected.iterrows():
        person, wave = people.loc[uuid]
        parts = ("wage_mad_30d", "profit_mad_30d")
        sums = [0.0 if row[f"{part}__missing"] == "not_asked" else row[part] for part in parts]
        wanted = {
            "employed": float(row["employed"]),
            "income_30d": None if "" in sums else sum(map(float, sums)),
            "project_operating": float(row["enterprise_status"] in {"1", "2"}),
            "justice": {"1": 1.0, "0": 0.0}.get(row["justice_any"]),
        }
        for outcome, value in wanted.items():
            measured_value = found[outcome, person, wave]
            assert (None if pd.isna(measured_value) else measured_value) == value, (outcome, uuid)
            n_known[outcome] += value is not None
    assert min(n_known.values()) > 10


def test_who_did_not_consent_is_refused_not_without_income(filled):
    """Of 110 submissions four are of people found who did not consent (instrument, `consent` = 0)."""
    drop_duplicate(filled)
    tables, outcomes = measured(filled)
    raw = pd.read_csv(INSTRUMENT / "kobo/xml_both.csv", sep=";", dtype=str, keep_default_na=False)
    said_no = set(raw.loc[(raw["ident/contact_outcome"] == "1") & (raw["ident/consent"] == "0"), "_uuid"])
    contact = tables["interviews"].set_index("submission_uuid").loc[sorted(said_no), "contact"]
    assert len(said_no) == 4
    assert set(contact) == {"refused"}
    assert outcomes.loc[outcomes["missing"] == "refused", "value"].isna().all()


def test_events_belong_to_their_persons_and_those_of_a_dropped_submission_go_with_it(filled):
    drop_duplicate(filled)
    tables, _ = measured(filled)
    events, interviews = tables["justice_events"], tables["interviews"]
    assert set(events["person_id"]) <= set(interviews["person_id"])
    assert not events["event_id"].str.startswith(DROPPED).any()
    assert DROPPED not in set(interviews["submission_uuid"])
    runs = tables["ingest_runs"]
    assert (runs["rows_in"] == runs["rows_kept"] + runs["rows_set_aside"] + runs["rows_not_of_study"]).all()
    assert runs.set_index("role").loc[["interviews", "justice_events"], "rows_in"].tolist() == [110, 33]


@pytest.mark.full
def test_the_study_of_a_new_workspace_is_published(filled, monkeypatch):
    drop_duplicate(filled)
    monkeypatch.chdir(filled.root)
    monkeypatch.delenv("IDMAJ_WORKSPACE", raising=False)
    assert run_command(["run", "follow-up"]) == 0
    release = filled.root / "reports/follow-up/2026-01-31/all"
    for language in ("ar", "fr", "en"):
        assert (release / f"brief.{language}.pdf").stat().st_size > 10_000
    rows = pd.read_csv(release / "estimates.csv")
    income = rows[
        (rows["outcome"] == "income_30d") & (rows["term"] == "mean") & (rows["horizon"] == "month_12")
    ]
    assert income["estimate"].notna().all()
