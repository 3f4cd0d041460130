"""A new workspace: a study file to write over, the survey form, the notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import idmaj
from idmaj.errors import WorkspaceError
from idmaj.study import build_schema

STUDY = "follow-up"
_TEMPLATES = Path(__file__).parent / "templates"
_PLACES = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    f"studies/{STUDY}/study.toml": "study.toml",
    f"studies/{STUDY}/corrections.csv": "corrections.csv",
    f"data/raw/{STUDY}/README.md": "raw.md",
    "data/processed/README.md": "processed.md",
    "reports/README.md": "reports.md",
}
"""Path in the workspace → template."""


def make_workspace(folder: Path) -> list[str]:
    """Make a workspace.

    Parameters
    ----------
    folder
        Where; made if it is not there. Other files that lie in it stay.

    Returns
    -------
    list of str
        Paths that were made, relative to `folder`, with `/`.

    Raises
    ------
    WorkspaceError
        When a file that would be made is there already, or a file stands where a folder should be;
        then nothing is written.
    """
    contents = _read_contents()
    taken = [path for path in contents if _is_taken(folder, path)]
    if taken:
        raise WorkspaceError("workspace-not-empty", path=taken[0], n=len(taken))
    for path, content in contents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(content)
    return list(contents)


def _read_contents() -> dict[str, bytes]:
    """Read what a workspace holds: path → bytes."""
    contents = {path: (_TEMPLATES / template).read_bytes() for path, template in _PLACES.items()}
    schema = json.dumps(build_schema(), indent=1, ensure_ascii=False) + "\n"
    contents["studies/study.schema.json"] = schema.encode()
    shipped = _find_shipped()
    contents[f"studies/{STUDY}/form.xlsx"] = (shipped / "forms" / "follow_up.xlsx").read_bytes()
    for notebook in sorted((shipped / "notebooks").glob("*.ipynb")):
        contents[f"notebooks/{notebook.name}"] = notebook.read_bytes()
    return contents


def _find_shipped() -> Path:
    """Find the folder of the form and the notebooks: in an installed package, else in the checkout."""
    package = Path(idmaj.__file__).parent
    packed = package / "_workspace"
    return packed if packed.is_dir() else package.parents[1]


def _is_taken(folder: Path, path: str) -> bool:
    """Whether something stands at a path, or a file where one of its folders should be."""
    file = folder / path
    above = [folder, *(folder / parent for parent in Path(path).parents if parent.name)]
    return file.exists() or file.is_symlink() or any(p.exists() and not p.is_dir() for p in above)
