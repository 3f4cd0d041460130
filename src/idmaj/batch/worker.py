"""The process that executes one notebook: ``python -m idmaj.batch.worker job.json``."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from idmaj.batch.processes import die_with_parent


def main(job_file: str) -> None:
    """Execute the job of a file and write its ending beside it."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    die_with_parent(job["parent"])
    os.chdir(job["root"])
    # A grammar of web addresses that nbformat loads and can do without: it takes 2 s to build.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from idmaj.batch.execution import execute_job

    with tempfile.TemporaryDirectory(prefix="idmaj-") as home:
        for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            os.environ[variable] = home
        ending = execute_job(job)
    Path(job["ending"]).write_text(json.dumps(ending), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
