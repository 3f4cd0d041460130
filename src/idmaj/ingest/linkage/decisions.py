"""Pairs that a clerk decides: the list with identifiers, and the decisions without."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

import pandas as pd

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.ingest.readers import read_raw
from idmaj.store.tables import write_atomically
from idmaj.study import Source

REVIEW_FILE = "link_review.csv"
DECISIONS_FILE = "link_decisions.csv"
DECISION_COLUMNS = ("person_id", "record_id", "decision")
DECISIONS = ("same", "different")
_REMARKS = ("reason", "by", "on")
"""Columns of the decisions that nothing reads."""


def read_decisions(root: Path, shown: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read what clerks decided about pairs.

    Parameters
    ----------
    root, shown
        Folder, and the path in it of a table of text with the columns `person_id`, `record_id`, `decision`
        (`same` or `different`; blank while it is open), and `reason`, `by`, `on`. It need not exist.

    Returns
    -------
    decisions : pandas.DataFrame
        `person_id`, `record_id`, `decision`, those that are taken.
    problems : list of Problem
        Blocking: a column is missing, a column that shows persons (this file may lie in a repository), a
        word that is no decision.
    """
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in DECISION_COLUMNS})
    if not (root / shown).exists():
        return empty, []
    try:
        table = read_raw(root, Source(role="persons", file=shown))
    except IngestProblems as error:
        return empty, [p for p in error.problems if p.message != "file-without-rows"]
    cells, known = table.cells, {"columns": ", ".join((*DECISION_COLUMNS, *_REMARKS))}
    problems = [
        Problem("link-decisions-column-missing", Place(file=shown, column=name), arguments=known)
        for name in DECISION_COLUMNS
        if name not in cells
    ]
    problems += [
        Problem("link-decisions-show-people", Place(file=shown, column=str(name)), arguments=known)
        for name in cells.columns
        if name not in {*DECISION_COLUMNS, *_REMARKS, "rule", "score", "source_file"}
    ]
    if problems:
        return empty, problems
    words = cells["decision"].str.strip().str.casefold()
    strange = ~words.isin(["", *DECISIONS])
    problems = [
        Problem("link-decision-unread", Place(file=shown, row=int(row), column="decision"),
                arguments={"value": value[:20], "known": ", ".join(DECISIONS)})
        for row, value in zip(table.rows[strange.to_numpy()], cells.loc[strange, "decision"], strict=True)
    ]  # fmt: skip
    taken = cells.assign(decision=words)[words.isin(DECISIONS).to_numpy()]
    return taken[list(DECISION_COLUMNS)].reset_index(drop=True), problems


def write_review(review: pd.DataFrame, folder: Path) -> Path | None:
    """Write the pairs that a clerk must decide, with the identifiers of both sides.

    Parameters
    ----------
    review
        As `RegisterLinks` holds it. Decisions that stand in an earlier list of the same pairs are kept.
    folder
        The restricted folder of the study. The file is readable by its owner alone.

    Returns
    -------
    pathlib.Path or None
        The file; None, and no file, where there is nothing to decide.
    """
    file = folder / REVIEW_FILE
    if review.empty:
        file.unlink(missing_ok=True)
        return None
    before = _read_review(file)
    keys = pd.MultiIndex.from_frame(review[["person_id", "record_id"]])
    filled = before.set_index(["person_id", "record_id"])["decision"].reindex(keys).fillna("").to_numpy()
    text = review.assign(decision=filled, score=review["score"].round(6))
    _write_privately(text.map(_neutral).to_csv(index=False, lineterminator="\n"), file)
    return file


def take_decisions(folder: Path, decisions: Path) -> int:
    """Add the decisions that a clerk wrote into the review list to the file of decisions, without identifiers.

    Parameters
    ----------
    folder
        The restricted folder of the study.
    decisions
        `studies/<study>/link_decisions.csv`; made where it does not exist.

    Returns
    -------
    int
        Decisions that were added.
    """
    given = _read_review(folder / REVIEW_FILE)
    given = given[given["decision"].isin(DECISIONS)][list(DECISION_COLUMNS)]
    before, problems = read_decisions(decisions.parent, decisions.name)
    if problems:
        raise IngestProblems(problems)
    both = pd.concat([before, given]).drop_duplicates(
        ["person_id", "record_id"], keep="last", ignore_index=True
    )
    write_atomically(both.to_csv(index=False, lineterminator="\n"), decisions)
    return len(given)


def _read_review(file: Path) -> pd.DataFrame:
    if not file.exists():
        return pd.DataFrame(columns=list(DECISION_COLUMNS), dtype="str")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        lines = [{name: line.get(name) or "" for name in DECISION_COLUMNS} for line in csv.DictReader(opened)]
    listed = pd.DataFrame(lines, columns=list(DECISION_COLUMNS), dtype="str")
    listed["decision"] = listed["decision"].str.strip().str.casefold()
    return listed.drop_duplicates(["person_id", "record_id"], keep="last")


def _neutral(cell: object) -> object:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _write_privately(text: str, file: Path) -> None:
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)  # mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as opened:
        opened.write(text)
    Path(draft).replace(file)
