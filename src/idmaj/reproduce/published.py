"""The published numbers: `published/**/*.json` is the only copy of what is expected."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from idmaj.store import Workspace

Entry = dict[str, Any]


def read_published(study: str) -> list[Entry]:
    """Read the published numbers of a study, of the workspace or public."""
    file = _folder() / f"{study}.json"
    if not file.is_file():
        return list(read_public_study(study)["numbers"])
    numbers: list[Entry] = _read(file)
    return numbers


def list_published(workspace: Workspace) -> list[str]:
    """List the studies of a workspace for which there are published numbers."""
    return [study for study in workspace.studies() if (_folder() / f"{study}.json").is_file()]


def list_public_studies() -> list[str]:
    """List the studies whose study file is shipped here and whose data are public, but not shipped."""
    return sorted(folder.name for folder in (_folder() / "studies").iterdir() if folder.is_dir())


def read_public_study(study: str) -> Entry:
    """Read a public study: `files` (path in the workspace → data file) and `numbers`."""
    found: Entry = _read(_folder() / "studies" / study / "numbers.json")
    return found


def copy_study_file(study: str, target: Path) -> None:
    """Write the shipped study file of a public study to a path."""
    with as_file(_folder() / "studies" / study / "study.toml") as file:
        target.write_bytes(file.read_bytes())


def list_references() -> list[str]:
    """List the references whose numbers belong to single functions."""
    names = (file.name for file in (_folder() / "calls").iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def read_reference(reference: str) -> list[Entry]:
    """Read the blocks of a reference: `data`, `call` and the `numbers` that are read from its result."""
    blocks: list[Entry] = _read(_folder() / "calls" / f"{reference}.json")
    return blocks


def read_data_sets() -> dict[str, Entry]:
    """Read how public data sets are prepared: name → `parts` and `steps`."""
    found: dict[str, Entry] = _read(_folder() / "data_sets.json")
    return found


def read_data_files() -> dict[str, Entry]:
    """Read where public files may be found: name → places, tried in order."""
    found: dict[str, Entry] = _read(_folder() / "data_files.json")
    return found


def _folder() -> Traversable:
    return files("idmaj") / "published"


def _read(file: Traversable) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
