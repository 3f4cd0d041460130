"""The workspace: where studies, raw data, processed data and reports lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from idmaj.errors import WorkspaceError

VARIABLE = "IDMAJ_WORKSPACE"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Folders of a workspace.

    Attributes
    ----------
    root
        Folder that holds `studies/`.
    """

    root: Path

    @property
    def notebooks(self) -> Path:
        """The notebooks that a run executes."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """What may be published."""
        return self.root / "reports"

    def study_file(self, study: str) -> Path:
        """Return the path of a study file, whether or not it exists."""
        return self.root / "studies" / study / "study.toml"

    def processed(self, study: str) -> Path:
        """Return the folder of a study's tables, which are not for publication."""
        return self.root / "data" / "processed" / study

    def restricted(self, study: str) -> Path:
        """Return the folder of what shows persons; made with mode 0700."""
        folder = self.processed(study) / "restricted"
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        return folder

    def studies(self) -> list[str]:
        """List the ids of all studies, in order."""
        return sorted(file.parent.name for file in self.root.glob("studies/*/study.toml"))

    def show(self, file: Path) -> str:
        """Write a path as people read it: relative to the root, with `/`."""
        try:
            return file.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return file.name


def find_workspace(start: Path | None = None) -> Workspace:
    """Find the workspace.

    Parameters
    ----------
    start
        Folder to search from; by default the current one.

    Returns
    -------
    Workspace
        `IDMAJ_WORKSPACE` if set, else the nearest ancestor that holds `studies/`.

    Raises
    ------
    WorkspaceError
        When there is none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        root = Path(named).expanduser()
        if not (root / "studies").is_dir():
            raise WorkspaceError("workspace-without-studies", variable=VARIABLE)
        return Workspace(root.resolve())
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "studies").is_dir():
            return Workspace(folder)
    raise WorkspaceError("workspace-not-found", variable=VARIABLE)
