"""Re-estimate published results through the same functions as a run, ours beside theirs."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pandas as pd

from idmaj.effects import estimate_study
from idmaj.findings import build_findings
from idmaj.store import Evaluation, Workspace, find_workspace, open_evaluation

FACT = "fact"
STATE = "state"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published number beside ours.

    Attributes
    ----------
    study, quantity
        What was estimated.
    ours, theirs
        The two values: numbers, or states of the claim ladder.
    tolerance
        Largest difference that counts as agreement: half a unit of the last digit that was published.
    source, convention
        Where `theirs` comes from, and the convention under which they are comparable.
    agrees
        Whether they agree.
    """

    study: str
    quantity: str
    ours: float | str | None
    theirs: float | str
    tolerance: float
    source: str
    convention: str
    agrees: bool


def read_published(study: str) -> list[dict[str, Any]]:
    """Read the published numbers of a study: the only copy of expected numbers."""
    file = files("idmaj") / "published" / f"{study}.json"
    numbers: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return numbers


def list_published(workspace: Workspace) -> list[str]:
    """List the studies of a workspace for which there are published numbers."""
    folder = files("idmaj") / "published"
    return [study for study in workspace.studies() if (folder / f"{study}.json").is_file()]


def reproduce(workspace: Workspace | None = None) -> list[Comparison]:
    """Compare every published number with ours.

    Parameters
    ----------
    workspace
        By default the one found from the current folder.

    Returns
    -------
    list of Comparison
        In the order of studies and of their published numbers.
    """
    place = workspace or find_workspace()
    return [c for study in list_published(place) for c in reproduce_study(study, place)]


def reproduce_study(study: str, workspace: Workspace) -> list[Comparison]:
    """Compare the published numbers of one study with ours."""
    evaluation = open_evaluation(study, workspace=workspace)
    estimates = estimate_study(evaluation)["estimates"]
    findings = build_findings(evaluation)["findings"]
    return [
        _compare(entry, _find_ours(entry, evaluation, estimates, findings), study)
        for entry in read_published(study)
    ]


def _find_ours(
    entry: dict[str, Any], evaluation: Evaluation, estimates: pd.DataFrame, findings: pd.DataFrame
) -> float | str | None:
    select, column = entry["select"], entry["column"]
    if FACT in select:
        return evaluation.study.fact_value(select[FACT])
    table = findings if column == STATE else estimates
    for name, value in select.items():
        table = table.loc[table[name] == value]
    if len(table) != 1:  # a selection that fits no row, or several, is no agreement
        return None
    found = table[column].iloc[0]
    return str(found) if column == STATE else float(found)


def _compare(entry: dict[str, Any], ours: float | str | None, study: str) -> Comparison:
    theirs, tolerance = entry["theirs"], entry["tolerance"]
    agrees = ours == theirs
    if isinstance(ours, float):
        agrees = math.isclose(ours, theirs, rel_tol=0, abs_tol=tolerance)
    return Comparison(
        study, entry["quantity"], ours, theirs, tolerance, entry["source"], entry["convention"], agrees
    )
