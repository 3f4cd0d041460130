"""What is said, and which code is returned, when a command cannot be done."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import click


def explain_fault(error: Exception, *, as_json: bool) -> int:
    """Tell what went wrong and choose the exit code.

    Parameters
    ----------
    error
        What was raised.
    as_json
        Whether the answer on standard output is JSON.

    Returns
    -------
    int
        2 without a workspace or the right to use it, 3 for problems in data or study file, 4 when another run holds the
        workspace, 70 for a fault of ours.
    """
    from idmaj.cli.words import say, say_problem
    from idmaj.errors import DataProblems, ParameterProblems, Place, Problem, WorkspaceBusy, WorkspaceError

    if isinstance(error, WorkspaceError):
        return _answer(2, [say_problem(error.problem)], as_json=as_json)
    if isinstance(error, DataProblems | ParameterProblems):
        return _answer(3, [say_problem(problem) for problem in error.problems], as_json=as_json)
    if isinstance(error, WorkspaceBusy):
        return _answer(4, [say("cli-busy")], as_json=as_json)
    if isinstance(error, PermissionError) and isinstance(error.filename, str):
        problem = Problem("folder-forbidden", Place(file=error.filename))
        return _answer(2, [say_problem(problem)], as_json=as_json)
    log = _keep_log(error)
    return _answer(
        70, [say("cli-fault", error=type(error).__name__, path=str(log))], as_json=as_json, log=log
    )


def _answer(code: int, lines: list[str], *, as_json: bool, log: Path | None = None) -> int:
    for line in lines:
        click.echo(line, err=True)
    if as_json:
        named = {"log": str(log)} if log else {}
        click.echo(json.dumps({"exit": code, "studies": [], "messages": lines} | named, ensure_ascii=False))
    return code


def _keep_log(error: Exception) -> Path:
    from idmaj.batch.records import write_log
    from idmaj.store import Workspace, find_workspace

    try:
        return write_log(find_workspace(), error)
    except Exception:  # without a workspace that can be written to, the log goes where temporary files go
        folder = Path(tempfile.gettempdir()) / f"idmaj-{os.getpid()}"
        return write_log(Workspace(folder), error)
