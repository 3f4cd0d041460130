"""What was read: runs, rows set aside, flagged cells, codebook, conservation of rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from idmaj.errors import IngestProblems, Problem
from idmaj.ingest.rows import AFTER_CUT_OFF, DROPPED, SourceRows
from idmaj.store import Tables, Workspace, hash_file
from idmaj.store.schemas import empty_table
from idmaj.study import Study
from idmaj.study.rules import ColumnUse
from idmaj.study.source import MISSING_MARK


def build_record(workspace: Workspace, files: Sequence[SourceRows], problems: Sequence[Problem]) -> Tables:
    """Build `ingest_runs`, `set_aside` and `quality_flags`.

    Raises
    ------
    IngestProblems
        When the rows of a file do not add up: a fault of ours, never of the file.
    """
    runs = pd.DataFrame([_run(workspace, rows) for rows in files])
    aside = [row for rows in files for row in rows.aside_rows]
    flags = [_flag(problem) for problem in problems if problem.severity == "flagged"]
    return {
        "ingest_runs": runs,
        "set_aside": _frame("set_aside", aside),
        "quality_flags": _frame("quality_flags", flags),
    }


def build_codebook(files: Sequence[SourceRows], uses: Mapping[tuple[str, str], ColumnUse]) -> pd.DataFrame:
    """Build the codebook: columns as read, codes that mean a missing value, labels of the files."""
    lines: list[dict[str, str]] = []
    for rows in files:
        labels = rows.raw.labels or {}
        for name in rows.columns:
            column = rows.column_name(name) if name in rows.raw.cells or name in rows.source.columns else ""
            use = uses.get((rows.source.role, name), "code")
            base = {
                "source_file": rows.file,
                "role": rows.source.role,
                "column": name,
                "source_column": column,
            }
            lines.append({**base, "type": use, "code": "", "label": "", "missing": ""})
            for code, label in labels.get(column, {}).items():
                kind = rows.source.missing.get(code, "")
                lines.append({**base, "type": use, "code": code, "label": label, "missing": kind})
            for code, kind in rows.source.missing.items():
                if code.startswith(MISSING_MARK):
                    continue
                if code not in labels.get(column, {}):
                    lines.append({**base, "type": use, "code": code, "label": "", "missing": kind})
    return _frame("codebook", lines)


def check_shares(study: Study, rows: SourceRows, arms: Mapping[str, str]) -> None:
    """Report a file of which too many rows are set aside, or more in one arm than in the other.

    Parameters
    ----------
    study
        Its `disclosure.set_aside_share` is the limit.
    rows
        A file whose rows have been checked. Rows after the cut-off do not count, nor those that people
        decided to leave out.
    arms
        Person id → arm.
    """
    limit = study.disclosure.set_aside_share
    of_study = rows.raw.rows_in - rows.rows_not_of_study
    n = sum(row["message"] not in {AFTER_CUT_OFF, DROPPED} for row in rows.aside_rows)
    if not n or not of_study:
        return
    if n > limit * of_study:
        rows.report("set-aside-share", severity="blocking", n=n, of=of_study, limit=round(limit * 100, 2))
        return
    if "person_id" not in rows.cells or not study.has_comparison:
        return
    arm = rows.cells["person_id"].map(lambda person: arms.get(person, "")).to_numpy(dtype=object)
    lost = ~rows.is_kept & (rows.set_aside != AFTER_CUT_OFF)
    shares = [float(lost[arm == name].mean()) for name in ("support", "comparison") if (arm == name).any()]
    if len(shares) == 2 and abs(shares[0] - shares[1]) > limit:
        rows.report(
            "set-aside-share-differs",
            severity="blocking",
            support=round(shares[0] * 100, 2),
            comparison=round(shares[1] * 100, 2),
            limit=round(limit * 100, 2),
        )


def _run(workspace: Workspace, rows: SourceRows) -> dict[str, object]:
    n_kept = int(np.count_nonzero(rows.is_kept))
    if rows.raw.rows_in != n_kept + rows.n_set_aside + rows.rows_not_of_study:
        raise IngestProblems([Problem("rows-do-not-add-up", rows.place())])
    return {
        "source_file": rows.file,
        "role": rows.source.role,
        "sha256": hash_file(workspace.root / rows.file),
        "encoding": rows.raw.encoding,
        "separator": rows.raw.separator,
        "rows_in": rows.raw.rows_in,
        "rows_kept": n_kept,
        "rows_set_aside": rows.n_set_aside,
        "rows_not_of_study": rows.rows_not_of_study,
    }


def _flag(problem: Problem) -> dict[str, object]:
    return {
        "source_file": problem.place.file,
        "row": problem.place.row or 0,
        "column": problem.place.column,
        "check_id": problem.message,
        "severity": problem.severity,
        "message": problem.message,
        "arguments": json.dumps(dict(problem.arguments), ensure_ascii=False, sort_keys=True),
    }


def _frame(name: str, lines: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    empty = empty_table(name)
    if not lines:
        return empty
    frame = pd.DataFrame(list(lines))[list(empty.columns)]
    return frame.astype(empty.dtypes.to_dict())
