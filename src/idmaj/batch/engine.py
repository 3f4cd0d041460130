"""Execute one task in a process of its own; whatever the notebook does, this process goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat

from idmaj.batch.parameters import check_parameters
from idmaj.batch.processes import Running
from idmaj.batch.tasks import Ending, Limits, Task
from idmaj.errors import ParameterProblems
from idmaj.store import Workspace


def execute_task(task: Task, workspace: Workspace, *, limits: Limits, running: Running) -> Ending:
    """Execute a notebook in a process of its own and put its executed copy in place.

    Parameters
    ----------
    task
        What to execute; its parameters are checked first.
    workspace
        Where paths lie; also the working folder of the notebook.
    limits
        Limits of time, of a cell and of the whole.
    running
        Starts the process, and can end it from outside.

    Returns
    -------
    Ending
        Also where the notebook raised, hung, or its process died.
    """
    started = time.monotonic()
    try:
        check_parameters(workspace.root / task.source, task.parameters, shown_as=task.source)
    except ParameterProblems as error:
        return Ending("failed", type(error).__name__, detail=str(error))
    if task.draft:
        shutil.rmtree(workspace.root / task.draft, ignore_errors=True)
    output = workspace.root / task.output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.parent.chmod(0o700)  # executed notebooks show numbers that are not released
    with tempfile.TemporaryDirectory(prefix=f".{task.notebook}-", dir=output.parent) as folder:
        job = _describe_job(task, workspace, Path(folder), limits)
        result = _run_worker(job, Path(folder), workspace, limits=limits, running=running)
        draft = Path(job["draft"])
        ending = _conclude(result, draft, workspace.root / task.source, time.monotonic() - started)
        if draft.exists():
            draft.replace(output)
    return ending


def _describe_job(task: Task, workspace: Workspace, folder: Path, limits: Limits) -> dict[str, Any]:
    return {
        "root": str(workspace.root),
        "source": task.source,
        "output": task.output,
        "draft": str(folder / Path(task.output).name),
        "ending": str(folder / "ending.json"),
        "parameters": task.parameters,
        "cell_seconds": limits.cell_seconds,
        "parent": os.getpid(),
    }


def _run_worker(
    job: dict[str, Any], folder: Path, workspace: Workspace, *, limits: Limits, running: Running
) -> dict[str, str]:
    file = folder / "job.json"
    file.write_text(json.dumps(job), encoding="utf-8")
    command = [sys.executable, "-m", "idmaj.batch.worker", str(file)]
    with (
        (folder / "worker.log").open("wb") as log,
        running.start(command, _environment(workspace), log) as process,
    ):
        try:
            code = process.wait(timeout=limits.run_seconds)
        except subprocess.TimeoutExpired:
            return {"state": "failed", "error": "RunTimeoutError"}
    ending = Path(job["ending"])
    if ending.exists():
        return dict(json.loads(ending.read_text(encoding="utf-8")))
    return {"state": "failed", "error": f"WorkerKilled({-code})" if code < 0 else _last_error(folder)}


def _last_error(folder: Path) -> str:
    """Name the exception that ended the worker itself, from the last line that it wrote."""
    lines = (folder / "worker.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    name = lines[-1].split(":")[0].strip().rsplit(".", 1)[-1] if lines else ""
    return name if name.isidentifier() else "WorkerError"


def _environment(workspace: Workspace) -> dict[str, str]:
    """One thread for each process, and nothing written to the home folder."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    cache = workspace.root / "data" / "processed" / ".cache" / "matplotlib"
    cache.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        **threads,
        "IDMAJ_WORKSPACE": str(workspace.root),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLCONFIGDIR": str(cache),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
    }


def _conclude(result: dict[str, str], draft: Path, source: Path, seconds: float) -> Ending:
    if result["state"] == "done":
        return Ending("done", seconds=seconds)
    number, cell_id = _find_failed_cell(draft, source)
    return Ending("failed", result["error"], number, cell_id, result.get("detail", ""), seconds)


def _find_failed_cell(draft: Path, source: Path) -> tuple[int | None, str]:
    """Find the cell that raised or was running, as a number of the notebook that people edit."""
    try:
        executed = nbformat.read(draft, as_version=4).cells
        ids = [cell["id"] for cell in nbformat.read(source, as_version=4).cells]
    except (OSError, ValueError, KeyError, nbformat.ValidationError):
        return None, ""
    raised = [cell for cell in executed if cell.metadata.get("papermill", {}).get("exception")]
    started = [cell for cell in executed if cell.metadata.get("papermill", {}).get("start_time")]
    if not (raised or started):
        return None, ""
    cell_id = (raised or started)[-1]["id"]
    return (ids.index(cell_id) + 1 if cell_id in ids else None), cell_id
