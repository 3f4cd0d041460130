"""A notebook in a process of its own: what it does to itself it does to nobody else."""

import dataclasses
import re
import stat
import time
from pathlib import Path

import nbformat

from idmaj.batch.engine import execute_task
from idmaj.batch.processes import Running
from idmaj.batch.tasks import Limits


def is_alive(pid):
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def execute(task, workspace, **limits):
    return execute_task(task, workspace, limits=Limits(**limits), running=Running())


def test_a_notebook_is_executed_with_its_parameters_in_the_workspace(toy, write_notebook, shown):
    task = write_notebook(
        "import os\nprint(language, limit, os.path.samefile('.', os.environ['IDMAJ_WORKSPACE']))"
    )
    ending = execute(task, toy)
    assert (ending.state, ending.error) == ("done", "")
    assert shown(task).strip() == "fr 3 True"


def test_executed_notebooks_are_for_their_owner_only(toy, write_notebook):
    task = write_notebook("1")
    execute(task, toy)
    assert stat.S_IMODE((toy.root / task.output).parent.stat().st_mode) == 0o700


def test_same_input_same_bytes_but_for_the_times_of_papermill(toy, write_notebook):
    task = write_notebook("print(study)\nstudy")
    copies = []
    for _ in range(2):
        execute(task, toy)
        copies.append((toy.root / task.output).read_text())
    times = re.compile(r'"(?:duration|start_time|end_time)": [^\n]*')
    first, second = (times.sub("", copy) for copy in copies)
    assert first == second
    assert str(toy.root) not in copies[0]


def test_one_blas_thread_in_each_process(toy, write_notebook, shown):
    task = write_notebook(
        "import os\nprint(os.environ['OPENBLAS_NUM_THREADS'], os.environ['OMP_NUM_THREADS'])"
    )
    execute(task, toy)
    assert shown(task).strip() == "1 1"


def test_nothing_is_written_to_the_home_folder(toy, write_notebook, tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    execute(write_notebook("import matplotlib.pyplot"), toy)
    assert list(home.rglob("*")) == []


def test_a_raising_notebook_is_named_with_cell_and_error(toy, write_notebook):
    task = write_notebook("1", "{}['secret name']", "2")
    ending = execute(task, toy)
    assert (ending.state, ending.error, ending.cell, ending.cell_id) == ("failed", "KeyError", 3, "cell-3")
    assert ending.detail == "", "a foreign message can hold data"
    assert (toy.root / task.output).exists(), "the executed copy shows where it stopped"


def test_our_own_exceptions_say_in_brief_what_is_wrong(toy, write_notebook):
    task = write_notebook(
        "from idmaj.errors import EstimationError\nraise EstimationError('empty-arm', arm='x')"
    )
    ending = execute(task, toy)
    assert (ending.error, ending.detail) == ("EstimationError", "empty-arm (arm=x)")


def test_a_misspelt_parameter_is_refused_before_anything_runs(toy, write_notebook):
    task = dataclasses.replace(write_notebook("1"), parameters={"langage": "fr"})
    ending = execute(task, toy)
    assert (ending.state, ending.error) == ("failed", "ParameterProblems")
    assert "nearest=language" in ending.detail
    assert not (toy.root / task.output).exists()


def test_an_earlier_draft_is_removed_before_the_notebook_runs(toy, write_notebook):
    task = dataclasses.replace(write_notebook("1"), draft="data/draft")
    (toy.root / "data/draft").mkdir()
    (toy.root / "data/draft/brief.fr.pdf").touch()
    execute(task, toy)
    assert not (toy.root / "data/draft").exists()


def test_a_cell_that_takes_too_long_is_ended(toy, write_notebook):
    started = time.monotonic()
    ending = execute(write_notebook("1", "import time\ntime.sleep(600)"), toy, cell_seconds=1)
    assert (ending.error, ending.cell) == ("CellTimeoutError", 3)
    assert time.monotonic() - started < 60


def test_nothing_that_a_notebook_started_outlives_it(toy, write_notebook, shown):
    task = write_notebook(
        "import subprocess\nprint(subprocess.Popen(['sleep', '600'], start_new_session=True).pid)"
    )
    execute(task, toy)
    pid = int(shown(task))
    assert not is_alive(pid)


def test_nothing_stays_beside_the_executed_notebook(toy, write_notebook):
    task = write_notebook("1")
    execute(task, toy)
    assert [file.name for file in (toy.root / task.output).parent.iterdir()] == ["01_ingest.ipynb"]


def test_the_executed_notebook_is_valid(toy, write_notebook):
    task = write_notebook("study")
    execute(task, toy)
    nbformat.validate(nbformat.read(toy.root / task.output, as_version=4))
