"""Studies re-estimated by the functions of a run: those of a workspace, and public ones."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from idmaj.effects import estimate_study
from idmaj.errors import DataProblems
from idmaj.findings import build_findings
from idmaj.reproduce.comparison import Comparison, Value, compare_value, skip_value
from idmaj.reproduce.public_data import DataNotFound, PublicData
from idmaj.reproduce.published import Entry, copy_study_file, read_public_study, read_published
from idmaj.store import Evaluation, Workspace, open_evaluation

FACT = "fact"
STATE = "state"


def reproduce_study(study: str, workspace: Workspace) -> list[Comparison]:
    """Compare the published numbers of one study of a workspace with ours."""
    return _compare_study(study, workspace, read_published(study))


def reproduce_public_study(study: str, data: PublicData) -> list[Comparison]:
    """Compare the published numbers of a public study with ours, estimated in a workspace of its own.

    Parameters
    ----------
    study
        Name of a folder of `published/studies/`.
    data
        Where its files are; without them every number is listed as not run.
    """
    entries = read_public_study(study)["numbers"]
    with TemporaryDirectory(prefix="idmaj-") as folder:
        workspace = Workspace(Path(folder))
        try:
            _lay_out(study, workspace, data)
        except DataNotFound as error:
            return [skip_value(study, entry, missing=str(error.args[0])) for entry in entries]
        try:
            return _compare_study(study, workspace, entries)
        except DataProblems as error:
            return [compare_value(study, entry, f"{type(error).__name__}: {error}") for entry in entries]


def _lay_out(study: str, workspace: Workspace, data: PublicData) -> None:
    for target, name in read_public_study(study)["files"].items():
        data.lay_file(name, workspace.root / target)
    file = workspace.study_file(study)
    file.parent.mkdir(parents=True)
    copy_study_file(study, file)


def _compare_study(study: str, workspace: Workspace, entries: list[Entry]) -> list[Comparison]:
    evaluation = open_evaluation(study, workspace=workspace)
    estimates = estimate_study(evaluation)["estimates"]
    findings = build_findings(evaluation)["findings"]
    return [
        compare_value(study, entry, _find_ours(entry, evaluation, estimates, findings)) for entry in entries
    ]


def _find_ours(
    entry: Entry, evaluation: Evaluation, estimates: pd.DataFrame, findings: pd.DataFrame
) -> Value:
    select, column = entry["select"], entry["column"]
    if FACT in select:
        return evaluation.study.fact_value(select[FACT])
    table = findings if column == STATE else estimates
    for name, value in select.items():
        table = table.loc[table[name] == value]
    if len(table) != 1:  # a selection that fits no row, or several, is no agreement
        return None
    found = table[column].iloc[0]
    return str(found) if column == STATE else None if pd.isna(found) else float(found)
