"""What a run executes: one task for each notebook of a study, and how a task ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from idmaj.errors import Problem

Value = str | int | float | bool | list[Any]
EndState = Literal["done", "failed"]
StudyState = Literal["running", "published", "partial", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take.

    Attributes
    ----------
    cell_seconds
        One cell.
    run_seconds
        One notebook, the start of its kernel included.
    """

    cell_seconds: int = 600
    run_seconds: int = 1800


@dataclass(frozen=True, slots=True)
class Task:
    """One notebook to execute with its parameters.

    Attributes
    ----------
    study
        Id of the study.
    notebook
        Name of the notebook without suffix, such as `05_recidivism`.
    language
        Language of its words.
    source, output
        The notebook and its executed copy, relative to the workspace with `/`.
    parameters
        Values for its `parameters` cell.
    draft
        Folder that the notebook fills, relative to the workspace; empty where it fills none.
    """

    study: str
    notebook: str
    language: str
    source: str
    output: str
    parameters: dict[str, Value]
    draft: str = ""

    def key(self, content: str, root: Path) -> str:
        """Name the content that this task depends on: data, library, notebook and parameters."""
        parts = [content, _hash_file(root / self.source), json.dumps(self.parameters, sort_keys=True)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ended.

    Attributes
    ----------
    state
        `done` or `failed`.
    error
        Name of the exception; `RunTimeoutError`, `WorkerKilled` where the process was ended.
    cell
        Number of the cell of the notebook, counted from 1; None where it failed outside a cell.
    cell_id
        Its id.
    detail
        What our own exceptions say in brief. Foreign messages are left out: they can hold data.
    seconds
        Wall time.
    """

    state: EndState
    error: str = ""
    cell: int | None = None
    cell_id: str = ""
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that failed: which notebook, where and with which error."""

    notebook: str
    language: str
    error: str
    cell: int | None = None
    detail: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class StudyRun:
    """What a run did for one study.

    Attributes
    ----------
    study
        Id of the study.
    state
        `published`; `partial`: some notebooks failed; `failed`: no report could be made;
        `refused`: problems in the study file or the data; `running`: not ended.
    as_of
        Data cut-off of the report, as ISO text.
    problems
        Everything found in the study file and the raw data.
    failures
        Notebooks that failed.
    published
        Folder of the reports relative to the workspace; empty where nothing was published now.
    n_executed, n_kept
        Notebooks executed, and those whose earlier result still holds.
    """

    study: str
    state: StudyState
    as_of: str = ""
    problems: tuple[Problem, ...] = ()
    failures: tuple[Failure, ...] = ()
    published: str = ""
    n_executed: int = 0
    n_kept: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run, for whoever shows progress."""

    study: str
    notebook: str
    language: str
    state: Literal["started", "done", "kept", "failed"]
    n_ended: int
    n_tasks: int
    error: str = ""
    seconds: float = 0.0


Progress = Callable[[Step], None]


@dataclass(slots=True)
class Ledger:
    """Endings of the tasks of one study, in the order of the tasks."""

    tasks: list[Task]
    keys: list[str]
    endings: dict[int, Ending] = field(default_factory=dict)

    def failures(self) -> tuple[Failure, ...]:
        """List the tasks that failed."""
        ended = [(self.tasks[i], ending) for i, ending in sorted(self.endings.items())]
        return tuple(
            Failure(task.notebook, task.language, ending.error, ending.cell, ending.detail, task.output)
            for task, ending in ended
            if ending.state == "failed"
        )


def _hash_file(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
