"""The whole run is killed: what was published stays, nothing goes on running, the next run continues."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from idmaj.batch import run_studies
from idmaj.batch.processes import VARIABLE

SWITCH = """
import os, signal, sys
from pathlib import Path
from idmaj.batch import publish
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish.switch_link(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def start(workspace, *words):
    command = [sys.executable, "-c", "from idmaj.cli import main; main()", "run", *words]
    environment = os.environ | {"IDMAJ_WORKSPACE": str(workspace.root)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.2)


def ended(workspace, study):
    file = workspace.processed(study) / "run.json"
    if not file.exists():
        return 0
    return sum(task["state"] == "done" for task in json.loads(file.read_text())["tasks"])


def processes_of(workspace):
    """Processes of notebooks of a workspace."""
    wanted = f"IDMAJ_WORKSPACE={workspace.root}".encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = file.read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in variables and any(v.startswith(f"{VARIABLE}=".encode()) for v in variables):
            found.append(int(file.parent.name))
    return found


def test_killed_at_the_moment_of_publication_the_old_report_is_there(tmp_path):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    link = tmp_path / "study/2025-12-31"
    link.parent.mkdir()
    link.symlink_to("../old")
    command = [sys.executable, "-c", SWITCH, str(link), str(tmp_path / "new")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert link.resolve().name == "old"


@pytest.mark.full
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_run_leaves_no_process_and_no_half_report_and_is_continued(workspace, sign):
    process = start(workspace, "handovers", "--language", "fr", "--jobs", "1")
    wait_for(lambda: ended(workspace, "handovers") >= 2)
    process.send_signal(sign)
    process.wait(timeout=60)
    wait_for(lambda: not processes_of(workspace), seconds=20)
    assert not list(workspace.root.glob("reports/handovers/*"))
    (run,) = run_studies(workspace, ["handovers"], languages=["fr"], jobs=1)
    assert run.state == "published"
    assert run.n_kept >= 2
    folder = workspace.root / "data/processed/handovers"
    assert not list(folder.glob("*/notebooks/.*")), "what the killed run left half done is gone"


@pytest.mark.full
def test_a_second_run_is_refused_with_4_while_one_is_going(workspace):
    first = start(workspace, "handovers", "--language", "fr")
    wait_for(lambda: processes_of(workspace))
    second = start(workspace, "handovers")
    assert second.wait(timeout=60) == 4
    first.terminate()
    first.wait(timeout=60)
