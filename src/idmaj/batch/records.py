"""What is known of the last run of a study: ``data/processed/<study>/run.json``."""

from __future__ import annotations

import json
import os
import traceback
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from idmaj.batch.tasks import Ending, Ledger, StudyRun, Task
from idmaj.errors import Place, Problem
from idmaj.store import Workspace, write_atomically

FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Record:
    """The last run of a study as it was written down.

    Attributes
    ----------
    content
        Everything, as read from JSON.
    """

    content: dict[str, Any]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems that were found."""
        return tuple(_read_problem(entry) for entry in self.content["problems"])

    def kept_ending(self, task: Task, key: str, workspace: Workspace) -> Ending | None:
        """Return how a task ended, if it ended well, from the same content, and what it wrote is there."""
        for entry in self.content["tasks"]:
            same = entry["output"] == task.output and entry["key"] == key and entry["state"] == "done"
            if same and _is_there(task, workspace):
                return Ending("done", seconds=entry["seconds"])
        return None


def read_record(workspace: Workspace, study: str) -> Record | None:
    """Read the record of a study; None where it never ran or the record cannot be read."""
    try:
        content = json.loads((workspace.processed(study) / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Record(content) if isinstance(content, dict) and "tasks" in content else None


def write_record(
    workspace: Workspace,
    run: StudyRun,
    *,
    content_key: str = "",
    asked_as_of: str = "",
    ledger: Ledger | None = None,
) -> None:
    """Write the record of a study.

    Parameters
    ----------
    workspace
        Where to write.
    run
        State, problems and failures.
    content_key
        Key of the data, study file and library that it ran on.
    asked_as_of
        Data cut-off that the run was asked for.
    ledger
        Tasks and how they ended so far; tasks without an ending are waiting or running.
    """
    content = {
        "study": run.study,
        "state": run.state,
        "as_of": run.as_of,
        "asked_as_of": asked_as_of,
        "published": run.published,
        "content_key": content_key,
        "problems": [describe_entry(problem) for problem in run.problems],
        "failures": [asdict(failure) for failure in run.failures],
        "tasks": _describe_tasks(ledger) if ledger else [],
    }
    write_atomically(json.dumps(content, indent=1) + "\n", workspace.processed(run.study) / FILE)


def describe_entry(problem: Problem) -> dict[str, Any]:
    """Write a problem as JSON: its id, place and arguments."""
    place = asdict(problem.place)
    return {
        "message": problem.message,
        "severity": problem.severity,
        "place": {name: value for name, value in place.items() if value not in ("", None)},
        "arguments": dict(problem.arguments),
    }


def write_log(workspace: Workspace, error: BaseException) -> Path:
    """Write the traceback of an error that nobody foresaw.

    Parameters
    ----------
    workspace
        The log goes to `data/processed/logs`: it can show data.
    error
        What was raised.

    Returns
    -------
    pathlib.Path
        The log.
    """
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")  # machine number
    file = workspace.root / "data" / "processed" / "logs" / f"{now}-{os.getpid()}.log"
    write_atomically("".join(traceback.format_exception(error)), file)
    file.chmod(0o600)
    return file


def _describe_tasks(ledger: Ledger) -> list[dict[str, Any]]:
    waiting = {"state": "waiting", "error": "", "seconds": 0.0}
    return [
        {"notebook": task.notebook, "language": task.language, "output": task.output, "key": key}
        | (asdict(ledger.endings[number]) if number in ledger.endings else waiting)
        for number, (task, key) in enumerate(zip(ledger.tasks, ledger.keys, strict=True))
    ]


def _read_problem(entry: dict[str, Any]) -> Problem:
    return Problem(entry["message"], Place(**entry["place"]), entry["severity"], entry["arguments"])


def _is_there(task: Task, workspace: Workspace) -> bool:
    draft = workspace.root / task.draft
    return (workspace.root / task.output).is_file() and (not task.draft or any(draft.rglob("brief.*")))
