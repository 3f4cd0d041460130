"""Exports of a form to canonical tables in a folder, without a study file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from idmaj.errors import IngestProblems, Problem
from idmaj.ingest.exports import read_exports
from idmaj.ingest.exports.model import Export, ExportSettings
from idmaj.ingest.forms import check_form, read_form
from idmaj.ingest.forms.model import Form
from idmaj.ingest.survey.draft import Draft, draft_export
from idmaj.ingest.survey.earlier import NOT_A_FOLDER, read_earlier
from idmaj.ingest.survey.finish import finish_tables
from idmaj.ingest.survey.mapping import TableMapping
from idmaj.ingest.survey.people import PlainIds, new_pseudonyms
from idmaj.ingest.survey.settings import check_settings


@dataclass(frozen=True)
class SurveySettings:
    """How exports of a form are read.

    Attributes
    ----------
    export
        What is declared about the files.
    key
        32 secret bytes for pseudonyms; None makes a key of this run alone.
    is_plain
        Whether person ids stay as they are, for public data; else they become pseudonyms.
    is_fresh
        Whether tables of earlier runs are left out.
    corrections
        File of corrections; None for none.
    as_csv
        Whether tables are also written as CSV.
    """

    export: ExportSettings = field(default_factory=ExportSettings)
    key: bytes | None = None
    is_plain: bool = False
    is_fresh: bool = False
    corrections: Path | None = None
    as_csv: bool = False


@dataclass(frozen=True)
class SurveyRun:
    """What `ingest_exports` made.

    Attributes
    ----------
    folder
        Holds `<table>.parquet` and `datapackage.json`; nothing of it changed where a problem is blocking.
    form
        The form.
    exports, mappings
        What was detected, and the questions of the columns of each main table, in the order of the files.
    n_rows
        Table → rows; empty where a problem is blocking.
    problems
        Every problem: blocking first.
    is_key_ephemeral
        Whether pseudonyms were made by a key of this run alone.
    """

    folder: Path
    form: Form | None
    exports: Sequence[Export]
    mappings: Sequence[TableMapping]
    n_rows: Mapping[str, int]
    problems: Sequence[Problem]
    is_key_ephemeral: bool = False

    @property
    def is_blocked(self) -> bool:
        """Whether a problem is blocking."""
        return any(problem.severity == "blocking" for problem in self.problems)

    def read(self, table: str) -> pd.DataFrame:
        """Read a table."""
        return pd.read_parquet(self.folder / f"{table}.parquet")


_ORDER = {"blocking": 0, "set_aside": 1, "flagged": 2}


def ingest_exports(
    files: Sequence[Path],
    form_file: Path,
    folder: Path,
    settings: SurveySettings | None = None,
    *,
    root: Path | None = None,
) -> SurveyRun:
    """Turn exports of a form into canonical tables.

    Parameters
    ----------
    files
        Exports of any platform; several files of one export, or several exports.
    form_file
        XLSForm.
    folder
        Where the tables go. Rows of earlier runs stay there; a newer edit of a submission replaces an
        older one.
    settings
        How to read; by default everything is detected.
    root
        Folder relative to which files are shown; by default the one that holds them all.

    Returns
    -------
    SurveyRun
        With every problem. Nothing is written where one is blocking, and earlier tables stay.
    """
    settings = settings or SurveySettings()
    try:
        form = read_form(form_file, _show(form_file, root))
    except IngestProblems as error:
        return SurveyRun(folder, None, [], [], {}, error.problems)
    wrong = check_settings(settings.export, form)
    if wrong:
        return SurveyRun(folder, form, [], [], {}, wrong)
    exports, problems = read_exports(
        files, settings.export, root=root or _common_folder(files), known_names=_known_names(form)
    )
    problems = [*check_form(form), *problems]
    pseudonyms = PlainIds() if settings.is_plain else new_pseudonyms(settings.key)
    earlier, found = read_earlier(folder, pseudonyms, is_fresh=settings.is_fresh)
    problems += found
    if any(problem.message == NOT_A_FOLDER for problem in found):
        return SurveyRun(folder, form, exports, [], {}, problems)
    drafts: list[Draft] = []
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".ingest-", dir=folder.parent))
    try:
        for number, export in enumerate(exports):
            draft = draft_export(
                export, form, work, number=number, settings=settings.export, pseudonyms=pseudonyms
            )
            drafts.append(draft)
            problems += draft.problems
        n_rows: dict[str, int] = {}
        if not any(problem.severity == "blocking" for problem in problems):
            n_rows, found = finish_tables(
                drafts, earlier, folder, work, form=form, pseudonyms=pseudonyms, corrections=settings.corrections,
                as_csv=settings.as_csv,
            )  # fmt: skip
            problems += found
    finally:
        shutil.rmtree(work, ignore_errors=True)
    problems.sort(key=lambda p: (_ORDER[p.severity], p.place.file, p.place.row or 0, p.place.column))
    mappings = [draft.mappings[0] for draft in drafts]
    return SurveyRun(folder, form, exports, mappings, n_rows, problems, pseudonyms.is_ephemeral)


def _show(file: Path, root: Path | None) -> str:
    """Path of a file as shown: relative to the root where it lies below, else its name."""
    if root is not None and file.absolute().is_relative_to(root.absolute()):
        return file.absolute().relative_to(root.absolute()).as_posix()
    return file.name


def _common_folder(files: Sequence[Path]) -> Path:
    """Folder relative to which files are shown, so that tables do not tell where they lay."""
    return Path(os.path.commonpath([file.absolute().parent for file in files])) if files else Path()


def _known_names(form: Form) -> list[str]:
    """Names, paths and labels of questions, by which the header is found below rows of titles."""
    return [text for q in form.questions for text in (q.name, q.path, *q.labels.values()) if text]
