"""The process that executes one notebook: ``python -m idmaj.batch.worker job.json``."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from idmaj import errors
from idmaj.batch.processes import die_with_parent
from idmaj.store import write_atomically

INJECTED = "injected-parameters"


def execute_job(job: dict[str, Any]) -> dict[str, str]:
    """Execute a notebook through papermill.

    Parameters
    ----------
    job
        `source`, `draft` (where to write), `output` (where it will lie), `parameters`, `cell_seconds`.

    Returns
    -------
    dict
        `state`, `error`, `detail` as in `Ending`.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        execute_notebook(
            job["source"],
            job["draft"],
            parameters=job["parameters"],
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=job["cell_seconds"],
            record_timing=False,
        )
    except PapermillExecutionError as error:
        own = isinstance(getattr(errors, error.ename, None), type)
        return {"state": "failed", "error": error.ename, "detail": error.evalue if own else ""}
    except (CellTimeoutError, DeadKernelError) as error:
        return {"state": "failed", "error": type(error).__name__, "detail": ""}
    fix_identity(Path(job["draft"]), job["output"])
    return {"state": "done", "error": "", "detail": ""}


def fix_identity(notebook: Path, output: str) -> None:
    """Name the final place, and give the cell of injected parameters a fixed id: papermill draws one."""
    content = nbformat.read(notebook, as_version=4)
    content.metadata.papermill["output_path"] = output
    for cell in content.cells:
        if INJECTED in cell.metadata.get("tags", []):
            cell["id"] = INJECTED
    write_atomically(nbformat.writes(content) + "\n", notebook)


def main(job_file: str) -> None:
    """Execute the job of a file and write its ending beside it."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    die_with_parent(job["parent"])
    os.chdir(job["root"])
    with tempfile.TemporaryDirectory(prefix="idmaj-") as home:
        for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            os.environ[variable] = home
        ending = execute_job(job)
    write_atomically(json.dumps(ending), Path(job["ending"]))


if __name__ == "__main__":
    main(sys.argv[1])
