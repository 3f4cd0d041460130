"""The last cell of a notebook: what was produced, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from idmaj.effects import estimate_study
from idmaj.ingest import build_tables
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.store import Evaluation
from idmaj.text import Language, format_count, message


def brief_folder(evaluation: Evaluation, output: str) -> Path:
    """Return the folder for a brief: the one named, relative to the workspace, else a folder of the study."""
    root = evaluation.workspace.root
    return root / output if output else evaluation.workspace.processed(evaluation.study.id) / "brief"


def list_products(
    evaluation: Evaluation, language: Language, *, stages: Sequence[str] = (), files: Sequence[Any] = ()
) -> Sheet:
    """List what a notebook produced, and what a person has to look at.

    Parameters
    ----------
    evaluation, language
        Study, folder and words.
    stages
        Names of the stages whose tables were made: `canonical`, `outcomes`, `estimates`, `findings`.
    files
        Files that were written: paths, or charts.

    Returns
    -------
    Sheet
        Paths relative to the workspace; rows set aside, cells flagged and checks failed.
    """
    workspace = evaluation.workspace
    written = [file for stage in stages for file in sorted((evaluation.folder / stage).glob("*.parquet"))]
    written += [Path(file) for file in files]
    sheet = open_sheet(language, simulated=evaluation.study.study.simulated)
    sheet = sheet.say(message("notebook-produced", language), heading=True)
    sheet = sheet.list(workspace.show(file) for file in written)
    sheet = sheet.say(message("notebook-to-look-at", language), heading=True)
    return sheet.list(_list_concerns(evaluation, language) or [message("notebook-nothing", language)])


def _list_concerns(evaluation: Evaluation, language: Language) -> list[str]:
    tables = build_tables(evaluation)
    estimates = estimate_study(evaluation)["estimates"]
    failed = int((~estimates["passed"].fillna(True).astype(bool)).sum())
    counts = {
        "set-aside": len(tables["set_aside"]),
        "quality-flags": len(tables["quality_flags"]),
        "failed-gates": failed,
    }
    return [
        message(f"notebook-{name}", language, n=n, number=format_count(n, language))
        for name, n in counts.items()
        if n
    ]
