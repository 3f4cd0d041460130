"""One evaluation: a study, a slice of it and a data cut-off, in a workspace."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

import idmaj
from idmaj.errors import Place, Problem, StudyProblems
from idmaj.store.tables import read_tables, write_tables
from idmaj.store.workspace import Workspace, find_workspace
from idmaj.study import Study, load_study

Tables = dict[str, pd.DataFrame]

DECIDED = ("corrections.csv", "link_decisions.csv")
"""Files beside a study file that hold what people decided about its data."""


@dataclass(frozen=True)
class Evaluation:
    """What every stage of the pipeline is given.

    Attributes
    ----------
    workspace
        Where files lie.
    study
        The study file, checked.
    slice
        `all` (studies are not sliced yet).
    as_of
        Data cut-off asked for; None leaves it to the study file and the data.
    """

    workspace: Workspace
    study: Study
    slice: str = "all"
    as_of: date | None = None

    @property
    def cut_off(self) -> date | None:
        """The data cut-off that was asked for, else the study file's."""
        return self.as_of or self.study.study.as_of

    @property
    def folder(self) -> Path:
        """Folder of the stages of this evaluation."""
        cut_off = self.cut_off.isoformat() if self.cut_off else "latest"
        return self.workspace.processed(self.study.id) / "stages" / cut_off / self.slice

    @cached_property
    def key(self) -> str:
        """Content key: study file, decisions of clerks, forms, published rates, raw files, library, slice, cut-off."""
        digest = hashlib.sha256()
        study_file = self.workspace.study_file(self.study.id)
        decided = [study_file.with_name(name) for name in DECIDED]
        forms = dict.fromkeys(
            self.workspace.root / source.form for source in self.study.source if source.form
        )
        rates = dict.fromkeys(self.workspace.root / benchmark.table for benchmark in self.study.benchmark)
        decisions = [file for file in decided if file.exists()]
        for file in (study_file, *decisions, *forms, *rates, *self.raw_files):
            digest.update(file.name.encode())
            digest.update(hash_file(file).encode())
        digest.update(hash_library().encode())
        digest.update(f"{self.slice}|{self.cut_off}".encode())
        return digest.hexdigest()

    @property
    def raw_files(self) -> list[Path]:
        """Raw files of the study, in the order of the study file."""
        return [self.workspace.root / source.file for source in self.study.source]

    def keep(self, stage: str, build: Callable[[], Tables]) -> Tables:
        """Return the tables of a stage: from the store when nothing changed, else built and stored.

        Parameters
        ----------
        stage
            Name of the stage, such as `canonical` or `estimates`.
        build
            Makes the tables: name → frame. Called only when the store has none for `key`.

        Returns
        -------
        dict of str to pandas.DataFrame
        """
        folder = self.folder / stage
        kept = read_tables(folder, self.key)
        if kept is None:
            write_tables(build(), folder, self.key)
            kept = read_tables(folder, self.key)
        assert kept is not None  # just written
        return kept


def open_evaluation(
    study: str, *, slice: str = "all", as_of: str = "", workspace: Workspace | None = None
) -> Evaluation:
    """Open a study for evaluation.

    Parameters
    ----------
    study
        Id of the study: the name of its folder under `studies/`.
    slice
        `all`.
    as_of
        ISO date of the data cut-off; empty leaves it to the study file.
    workspace
        By default the one found from the current folder.

    Returns
    -------
    Evaluation

    Raises
    ------
    StudyProblems
        When the study file has problems, the slice is unknown or the date is no date.
    WorkspaceError
        When there is no workspace.
    """
    place = workspace or find_workspace()
    loaded = load_study(place.study_file(study))
    if slice != "all":
        problem = Problem(
            "slice-unknown", Place(file=f"studies/{study}/study.toml"), arguments={"slice": slice}
        )
        raise StudyProblems([problem])
    return Evaluation(place, loaded, slice, _read_date(as_of))


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text; of nothing where it is missing."""
    if not file.is_file():
        return hashlib.sha256().hexdigest()
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


COMPUTES_WITH = ("numpy", "pandas", "pyarrow", "scipy", "statsmodels", "splink", "duckdb")
_LIBRARY: list[str] = []


def hash_library() -> str:
    """Return the SHA-256 of the library's files and of the versions it computes with, read once a process."""
    if not _LIBRARY:
        digest = hashlib.sha256()
        root = Path(idmaj.__file__).parent
        for file in sorted(file for file in root.rglob("*") if file.is_file() and file.suffix != ".pyc"):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
        digest.update(repr([_version(package) for package in COMPUTES_WITH]).encode())
        _LIBRARY.append(digest.hexdigest())
    return _LIBRARY[0]


def _version(package: str) -> str:
    """Return the version of a package, "" where an extra is not installed: results may differ."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise StudyProblems([Problem("as-of-not-a-date", arguments={"value": text})]) from error
