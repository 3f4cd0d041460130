"""Exports of a form among the raw files of a study: read together, then each as a raw table of its rows."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from idmaj.errors import Problem
from idmaj.ingest.exports import ExportSettings
from idmaj.ingest.raw import RawTable
from idmaj.ingest.survey import SurveyRun, SurveySettings, ingest_exports
from idmaj.ingest.survey.conservation import SUPERSEDED
from idmaj.ingest.typed_files import as_text
from idmaj.study import Source, Study
from idmaj.study.source import FORMATS, MISSING_MARK

CORRECTIONS_FILE = "corrections.csv"
KEY_UNKNOWN = "correction-key-unknown"


@dataclass(frozen=True)
class StudySurveys:
    """Exports of forms of a study.

    Attributes
    ----------
    tables
        Position of the source → its rows.
    problems
        Those because of which there are none, and what was found in forms and corrections.
    """

    tables: dict[int, RawTable]
    problems: list[Problem]


def read_surveys(root: Path, study: Study, key: bytes) -> StudySurveys:
    """Read the exports of forms that a study names.

    Parameters
    ----------
    root
        Root of the workspace.
    study
        The study; its sources with a `form` are read, those of one form together, so that a newer edit
        of a submission replaces an older one.
    key
        Key of the pseudonyms; b"" where ids are no secret.

    Returns
    -------
    StudySurveys
        Cells are text; a missing value is a mark of its kind, which the source declares as missing.
    """
    found = StudySurveys({}, [])
    beside: list[list[Problem]] = []
    with tempfile.TemporaryDirectory() as folder:
        for run, positions in ingest_surveys(root, study, key, Path(folder)):
            files = {study.source[position].file for position in positions}
            problems = [_place_in_study(problem, study, positions[0] + 1) for problem in run.problems]
            beside.append([problem for problem in problems if problem.place.file not in files])
            if run.is_blocked:
                found.problems.extend(problem for problem in problems if problem.place.file in files)
                continue
            for number, position in enumerate(positions):
                source = study.source[position]
                is_first = source.file not in {study.source[earlier].file for earlier in positions[:number]}
                found.tables[position] = _take_source(run, source, is_first=is_first)
    found.problems.extend(_merge(beside))
    return found


def ingest_surveys(
    root: Path, study: Study, key: bytes, folder: Path
) -> Iterator[tuple[SurveyRun, list[int]]]:
    """Turn the exports of forms that a study names into canonical tables.

    Parameters
    ----------
    root, study, key
        As for `read_surveys`.
    folder
        Where the tables go, one folder in it for each form.

    Yields
    ------
    run, positions
        Tables of a form, and the positions of its sources in the study file.
    """
    groups: dict[tuple[str, ExportSettings], list[int]] = {}
    for position, source in enumerate(study.source):
        if source.form is not None:
            groups.setdefault((source.form, _settings_of(source)), []).append(position)
    corrections = root / "studies" / study.id / CORRECTIONS_FILE
    for number, ((form, declared), positions) in enumerate(groups.items()):
        files = dict.fromkeys(study.source[position].file for position in positions)
        settings = SurveySettings(
            declared, key=key or None, is_plain=not key,
            corrections=corrections if corrections.exists() else None,
        )  # fmt: skip
        out = folder / str(number)
        yield (
            ingest_exports([root / file for file in files], root / form, out, settings, root=root),
            positions,
        )


def _settings_of(source: Source) -> ExportSettings:
    declared = source.model_fields_set
    return ExportSettings(
        platform=source.platform if source.platform not in FORMATS else None,
        encoding=source.encoding,
        separator=source.separator,
        header_row=source.header_row if "header_row" in declared else None,
        sheet=source.sheet,
        decimal=source.decimal if "decimal" in declared else None,
        date_format=source.date_format,
        timezone=source.timezone,
    )


def _place_in_study(problem: Problem, study: Study, number: int) -> Problem:
    """Place a problem of a setting, or of the corrections, where the study has it."""
    place = problem.place
    if not place.file and place.key:
        place = replace(place, file=f"studies/{study.id}/study.toml", key=f"source[{number}].{place.key}")
    elif place.file == CORRECTIONS_FILE:
        place = replace(place, file=f"studies/{study.id}/{CORRECTIONS_FILE}")
    return replace(problem, place=place)


def _merge(beside: Sequence[Sequence[Problem]]) -> list[Problem]:
    """List what the runs of a study say of the form and of the corrections, each once.

    That a submission is unknown is said of a correction only where every run says it.
    """
    said = [problem for problems in beside for problem in problems]
    listed: list[Problem] = []
    for problem in said:
        is_of_one = problem.message == KEY_UNKNOWN and said.count(problem) < len(beside)
        if problem not in listed and not is_of_one:
            listed.append(problem)
    return listed


def _take_source(run: SurveyRun, source: Source, *, is_first: bool) -> RawTable:
    """Take the rows of one file and one table; the first table of a file brings what was found in it."""
    runs = run.read("ingest_runs")
    runs = runs[(runs["source_file"] == source.file) & (runs["table"] == source.role)]
    table = run.read(source.role)
    table = table[table["ingest_id"].isin(runs["ingest_id"])]
    aside = run.read("set_aside")
    aside = aside[(aside["source_file"] == source.file) & (aside["table"] == source.role)]
    is_superseded = aside["message"] == SUPERSEDED
    gone = aside[~is_superseded]
    problems = [p for p in run.problems if p.place.file == source.file and p.severity == "flagged"]
    return RawTable(
        _as_cells(_with_persons(run, table)),
        table["source_row"].to_numpy(dtype=np.int64),
        typed=frozenset(str(c) for c in table.columns if pd.api.types.is_float_dtype(table[c])),
        encoding=str(runs["encoding"].iloc[0]) if len(runs) else "",
        separator=str(runs["separator"].iloc[0]) if len(runs) else "",
        set_aside=tuple(
            (int(row), str(message), json.loads(arguments))
            for row, message, arguments in zip(gone["row"], gone["message"], gone["arguments"], strict=True)
        ),
        problems=tuple(problems) if is_first else (),
        n_superseded=int(is_superseded.sum()),
    )


def _with_persons(run: SurveyRun, table: pd.DataFrame) -> pd.DataFrame:
    """Say of justice events whose they are, and of interviews without consent that they were refused."""
    if "person_id" not in table:
        people = run.read("interviews").set_index("submission_uuid")["person_id"]
        return table.assign(person_id=table["submission_uuid"].map(people))
    if not {"is_consent", "outcome"} <= set(table.columns):
        return table
    said_no = ~table["is_consent"].astype("boolean").fillna(True).to_numpy(dtype=bool)
    outcome = table["outcome"].astype("str")
    return table.assign(outcome=outcome.mask(said_no & (outcome == "interviewed"), "refused"))


def _as_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Write a table as text; a missing value as the mark of its kind, blank where it was left empty."""
    cells: dict[str, pd.Series] = {}
    for name in table.columns:
        if name.endswith("__missing"):
            continue
        text = table[name].map(as_text, na_action="ignore").astype("object").fillna("").astype("str")
        kinds = table.get(f"{name}__missing")
        if kinds is not None:
            kinds = kinds.astype("str")
            text = text.where((kinds == "") | (kinds == "blank"), MISSING_MARK + kinds)
        cells[str(name)] = text.reset_index(drop=True)
    return pd.DataFrame(cells)
