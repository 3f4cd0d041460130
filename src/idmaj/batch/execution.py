"""Execute one notebook through papermill, in the process of a worker."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from idmaj import errors

INJECTED = "injected-parameters"


def execute_job(job: dict[str, Any]) -> dict[str, str]:
    """Execute a notebook.

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
    notebook.write_text(nbformat.writes(content) + "\n", encoding="utf-8")
