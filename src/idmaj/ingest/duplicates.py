"""Rows that occur twice: set aside where they say the same, blocking where they do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from idmaj.errors import Problem
from idmaj.ingest.rows import Arguments, SourceRows

SUBMISSION = "submission_uuid"
TWO_SUBMISSIONS = "interview-submitted-twice"
"""Two submissions of a form about one person and wave: people decide which one goes, whatever they say."""

_LINE = {"file": "corrections.csv", "variable": "row", "value": "drop"}
"""The line that leaves a submission out; see `corrections`."""


def set_duplicates_aside(files: Sequence[SourceRows], keys: list[str], *, same: str, differs: str) -> None:
    """Set aside rows whose key and content stood before; report those that differ.

    Parameters
    ----------
    files
        Files of one role.
    keys
        Canonical columns that identify a row. Their values are never shown.
    same, differs
        Ids of the problems: the same content again (set aside), or other content (blocking).
    """
    stacked = _stack(files)
    again = stacked.duplicated(keys, keep="first").to_numpy() if len(stacked) else np.zeros(0, dtype=bool)
    if not again.any():
        return
    first = stacked.drop_duplicates(keys).set_index(keys)
    content = [column for column in stacked.columns if column not in {*keys, "_file", "_position"}]
    repeats = stacked[again]
    firsts = first.loc[pd.MultiIndex.from_frame(repeats[keys]) if len(keys) > 1 else repeats[keys[0]]]
    is_same = (repeats[content].to_numpy() == firsts[content].to_numpy()).all(axis=1)
    for number, rows in enumerate(files):
        here = (repeats["_file"] == number).to_numpy()
        _set_aside(rows, repeats[here & is_same], firsts[here & is_same], files, keys[0], same)
        _report(rows, repeats[here & ~is_same], firsts[here & ~is_same], files, keys[0], differs)


def _stack(files: Sequence[SourceRows]) -> pd.DataFrame:
    frames = [
        rows.cells.assign(_file=number, _position=np.arange(len(rows.cells)))[rows.is_kept]
        for number, rows in enumerate(files)
    ]
    stacked = pd.concat(frames, ignore_index=True)
    return stacked.fillna("") if len(files) > 1 else stacked


def _where(first: pd.Series, files: Sequence[SourceRows]) -> Arguments:
    rows = files[int(first["_file"])]
    return {"first_file": rows.file, "first_row": int(rows.rows[int(first["_position"])])}


def _set_aside(
    rows: SourceRows,
    repeats: pd.DataFrame,
    firsts: pd.DataFrame,
    files: Sequence[SourceRows],
    column: str,
    message: str,
) -> None:
    which = np.zeros(len(rows.cells), dtype=bool)
    arguments: list[Arguments] = [{}] * len(which)
    for (_, repeat), (_, first) in zip(repeats.iterrows(), firsts.iterrows(), strict=True):
        position = int(repeat["_position"])
        which[position] = True
        arguments[position] = _where(first, files)
    rows.put_aside(which, message, column=column, arguments=arguments)


def _report(
    rows: SourceRows,
    repeats: pd.DataFrame,
    firsts: pd.DataFrame,
    files: Sequence[SourceRows],
    column: str,
    message: str,
) -> None:
    for (_, repeat), (_, first) in zip(repeats.iterrows(), firsts.iterrows(), strict=True):
        row = int(rows.rows[int(repeat["_position"])])
        where = _where(first, files)
        if repeat.get(SUBMISSION) and first.get(SUBMISSION):
            keys = {"key": str(repeat[SUBMISSION]), "first_key": str(first[SUBMISSION])}
            arguments = {**where, **keys, **_LINE}
            rows.problems.append(Problem(TWO_SUBMISSIONS, rows.place(row), "blocking", arguments))
        else:
            rows.report(message, row=row, column=column, severity="blocking", **where)
