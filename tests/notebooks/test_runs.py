"""Every notebook on every shipped study, through the same function as `idmaj run`, and by papermill alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from idmaj.batch import read_status, run_studies
from idmaj.batch.manifest import hash_outputs

PAIRS = [("handovers", "fr"), ("nsw", "en"), ("nsw-cps", "ar"), ("tarp", "fr"), ("temara", "ar")]
PARTS = ("brief.{}.pdf", "brief.{}.html", "estimates.csv")


def papermill(folder, notebook, out, *parameters, root=None):
    """Run a notebook as a visitor would, with nothing set but the folder."""
    environment = {name: value for name, value in os.environ.items() if name != "IDMAJ_WORKSPACE"}
    command = [
        Path(sys.executable).with_name("papermill"),
        notebook,
        out,
        "--no-progress-bar",
        "-k",
        "python3",
    ]
    words = [word for name, value in parameters for word in ("-p", name, value)]
    return subprocess.run(
        [*command, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def shown(file):
    """All text that an executed notebook shows."""
    outputs = [o for cell in nbformat.read(file, as_version=4).cells for o in cell.get("outputs", [])]
    return "\n".join(str(o.get("data", {}).get("text/html", o.get("text", ""))) for o in outputs)


@pytest.mark.parametrize(("study", "language"), PAIRS)
def test_a_study_runs_through_its_notebooks_to_a_report(study, language, workspace):
    (run,) = run_studies(workspace, [study], languages=[language], jobs=1)
    assert (run.state, run.failures, run.n_executed, run.n_kept) == ("published", (), 8, 0)
    report = workspace.root / run.published
    assert all((report / "all" / part.format(language)).stat().st_size > 0 for part in PARTS)
    manifest = json.loads((report / "manifest.json").read_text())
    assert manifest["made"]["outputs"] == hash_outputs(report.resolve())
    assert manifest["what_hash"][:12] in (report / "all" / f"brief.{language}.html").read_text()
    assert (workspace.reports / "index.html").is_file()
    (status,) = [found for found in read_status(workspace) if found.study == study]
    assert (status.state, status.is_stale, status.failures) == ("published", False, ())
    _check_second_run(workspace, study, language)


def _check_second_run(workspace, study, language):
    """What still holds is not executed again, and nothing changes."""
    link = next((workspace.reports / study).iterdir())
    before = (link.readlink(), (link / "manifest.json").read_bytes())
    (run,) = run_studies(workspace, [study], languages=[language], jobs=1)
    assert (run.state, run.n_executed, run.n_kept) == ("published", 0, 8)
    assert (link.readlink(), (link / "manifest.json").read_bytes()) == before


@pytest.mark.parametrize("folder", [".", "data/raw/tarp"])
def test_a_notebook_runs_by_papermill_alone_from_any_folder_of_the_workspace(folder, workspace):
    here = workspace.root / folder
    notebook = os.path.relpath(workspace.notebooks / "05_recidivism.ipynb", here)
    found = papermill(here, notebook, "out.ipynb", ("study", "tarp"), ("language", "fr"))
    assert found.returncode == 0, found.stderr[-2000:]
    page = shown(here / "out.ipynb")
    assert "Nouvelle arrestation" in page
    assert '<div lang="fr" dir="ltr">' in page


@pytest.mark.full
def test_the_briefing_writes_into_the_folder_of_the_study_by_papermill_alone(workspace):
    found = papermill(
        workspace.root, "notebooks/08_briefing.ipynb", "out.ipynb", ("study", "temara"), ("language", "ar")
    )
    assert found.returncode == 0, found.stderr[-2000:]
    folder = workspace.processed("temara") / "brief"
    assert (folder / "brief.ar.pdf").is_file()
    assert not workspace.reports.exists(), "writing a brief does not publish it"


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_same_input_same_bytes_in_another_folder_and_with_several_notebooks_at_a_time(
    workspace, tmp_path_factory
):
    other = type(workspace)(tmp_path_factory.mktemp("other"))
    shutil.copytree(workspace.root, other.root, dirs_exist_ok=True)
    studies, languages = ["handovers", "tarp", "temara"], ["ar", "fr"]
    first = run_studies(workspace, studies, languages=languages, jobs=1)
    second = run_studies(other, studies, languages=languages, jobs=2)
    assert {run.state for run in (*first, *second)} == {"published"}
    releases = [sorted(f.name for f in (w.reports / ".releases").iterdir()) for w in (workspace, other)]
    assert releases[0] == releases[1], "a release is named by its content"
    assert hash_tables(workspace.root) == hash_tables(other.root)
    assert (workspace.reports / "index.html").read_bytes() == (other.reports / "index.html").read_bytes()


def hash_tables(root):
    folder = root / "data/processed"
    tables = {file: digest for file, digest in hash_outputs(folder).items() if file.endswith(".parquet")}
    assert tables
    return tables
