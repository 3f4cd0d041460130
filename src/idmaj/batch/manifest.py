"""The manifest of a release: a part `what`, identical when made again, and a part `run`."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

from idmaj.report.provenance import describe_inputs, hash_inputs
from idmaj.store import Evaluation, Workspace, hash_file

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Making:
    """How a release was made.

    Attributes
    ----------
    languages
        Languages of its briefs.
    notebooks
        Notebooks that it came from, relative to the workspace.
    missing
        What could not be made: `notebook` or `notebook.language`.
    started_at
        When the run started.
    """

    languages: tuple[str, ...]
    notebooks: tuple[str, ...]
    missing: tuple[str, ...]
    started_at: datetime


def build_manifest(evaluation: Evaluation, folder: Path, making: Making) -> dict[str, Any]:
    """Describe a release.

    Parameters
    ----------
    evaluation
        What was evaluated.
    folder
        Folder with all files of the release.
    making
        How it was made.

    Returns
    -------
    dict
        `what` (inputs; the foot of a brief shows `what_hash`), `made` (languages, notebooks, packages and
        the SHA-256 of every file), both identical when the release is made again; `run` (time, commit).
    """
    root = evaluation.workspace.root
    made = {
        "languages": sorted(making.languages),
        "missing": sorted(making.missing),
        "notebooks": {name: hash_file(root / name) for name in sorted(making.notebooks)},
        "packages": list_packages(),
        "outputs": hash_outputs(folder),
    }
    return {
        "what": describe_inputs(evaluation),
        "what_hash": hash_inputs(evaluation),
        "made": made,
        "run": describe_run(evaluation.workspace, making.started_at),
    }


def hash_release(manifest: dict[str, Any]) -> str:
    """Name a release by its content: 16 hexadecimal digits, whatever the time it was made."""
    same = {name: manifest[name] for name in ("what", "made")}
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:16]


def hash_outputs(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file under a folder, by its path; the manifest itself is left out."""
    files = (file for file in folder.rglob("*") if file.is_file() and file != folder / FILE)
    return {file.relative_to(folder).as_posix(): hash_file(file) for file in sorted(files)}


def list_packages() -> dict[str, str]:
    """List the installed versions of the packages that the library depends on directly."""
    names = [_name(line) for line in requires("idmaj") or () if "extra ==" not in line]
    return {name: version(name) for name in sorted(names)}


def describe_run(workspace: Workspace, started_at: datetime) -> dict[str, Any]:
    """Say when a release was made and from which commit, if the workspace is a git clone."""
    ended_at = datetime.now(UTC)
    return {
        "started_at": started_at.isoformat(timespec="seconds"),
        "ended_at": ended_at.isoformat(timespec="seconds"),
        "seconds": round((ended_at - started_at).total_seconds(), 1),
        "git_commit": read_commit(workspace.root),
    }


def read_commit(root: Path) -> str:
    """Return the git commit of a folder; empty where there is none."""
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""


def _name(requirement: str) -> str:
    end = next((i for i, sign in enumerate(requirement) if sign in " <>=!~;["), len(requirement))
    return requirement[:end]
