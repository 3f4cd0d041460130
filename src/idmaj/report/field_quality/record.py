"""What the report on field data is written from: the record of reading, and the work of each person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from idmaj.errors import RenderError
from idmaj.text import Language

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings

SEVERITIES: Final = ("blocking", "flagged", "note")
"""Severities of checks, the gravest first."""

FATES: Final = ("rows_kept", "rows_set_aside", "rows_not_of_study", "rows_superseded")
"""What may become of a row that was received; a record has some of these columns."""

_ACTORS: Final = ("data_manager", "supervisor", "evaluator")


@dataclass(frozen=True)
class FieldRecord:
    """What reading the files left behind.

    Attributes
    ----------
    runs
        One row a file and table: `source_file`, `table`, `rows_in` and columns of `FATES`.
    set_aside
        One row a row set aside: `source_file`, `row`, `message` and `arguments` (JSON) of a problem;
        further columns are ignored.
    detected
        What was recognised in the files and why, a sentence each, by language.
    is_simulated
        Whether the data are invented; a mark then stands on every page and sheet.
    """

    runs: pd.DataFrame
    set_aside: pd.DataFrame
    detected: Mapping[Language, Sequence[str]]
    is_simulated: bool = False


@dataclass(frozen=True)
class Task:
    """What one check found for one person who must act.

    Attributes
    ----------
    check_id, severity
        Of the check.
    found
        Rows of `QualityFindings.checks`, the gravest and largest first.
    cases
        Rows of `QualityFindings.rows`; a check of shares and totals has none.
    """

    check_id: str
    severity: str
    found: pd.DataFrame
    cases: pd.DataFrame


@dataclass(frozen=True)
class Agenda:
    """The tasks of one person who must act, the gravest first."""

    actor: str
    tasks: tuple[Task, ...]

    def count(self, severity: str) -> int:
        """Number of tasks of one severity."""
        return sum(task.severity == severity for task in self.tasks)

    @property
    def n_cases(self) -> int:
        """Cases listed one by one, over all tasks."""
        return sum(len(task.cases) for task in self.tasks)


def build_agendas(findings: QualityFindings) -> tuple[Agenda, ...]:
    """Sort what was found by who must act.

    Parameters
    ----------
    findings
        `checks` (one row a check and scope) and `rows` (one row a case); each row names who must act.

    Returns
    -------
    tuple of Agenda
        The data manager, the supervisor and the evaluator, then enumerators by their number or name.

    Raises
    ------
    RenderError
        If a case names a check that has no line of its own.
    """
    checks, rows = findings.checks, findings.rows
    actors = sorted({*checks["actor"].astype(str), *rows["actor"].astype(str)}, key=_order_actor)
    return tuple(Agenda(actor, _list_tasks(checks, rows, actor)) for actor in actors)


def find_state(findings: QualityFindings) -> str:
    """The gravest severity found; `none` where no check found anything."""
    found = set(findings.checks["severity"])
    return next((severity for severity in SEVERITIES if severity in found), "none")


def count_lost(runs: pd.DataFrame) -> pd.Series:
    """Rows received of which nothing is said; negative where a row is counted twice."""
    fates = [column for column in FATES if column in runs.columns]
    return runs["rows_in"].astype("int64") - runs[fates].fillna(0).sum(axis="columns").astype("int64")


def order_naturally(text: str) -> list[tuple[int, int, str]]:
    """Key that sorts texts as people do: 2 before 10."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _order_actor(actor: str) -> tuple[int, list[tuple[int, int, str]]]:
    place = _ACTORS.index(actor) if actor in _ACTORS else len(_ACTORS)
    return place, order_naturally(actor)


def _list_tasks(checks: pd.DataFrame, rows: pd.DataFrame, actor: str) -> tuple[Task, ...]:
    own, cases = checks.loc[checks["actor"] == actor], rows.loc[rows["actor"] == actor]
    names = dict.fromkeys([*own["check_id"], *cases["check_id"]])
    tasks = [_make_task(str(name), own, checks, cases) for name in names]
    return tuple(sorted(tasks, key=lambda task: SEVERITIES.index(task.severity)))


def _make_task(check_id: str, own: pd.DataFrame, checks: pd.DataFrame, cases: pd.DataFrame) -> Task:
    """Take the lines of this person; where the check names another, those of everybody."""
    lines = next(
        (lines for part in (own, checks) if len(lines := part.loc[part["check_id"] == check_id])), None
    )
    if lines is None:
        raise RenderError(f"cases of the check {check_id!r} stand without a line of that check")
    gravity = lines["severity"].map(SEVERITIES.index)
    ordered = lines.assign(_gravity=gravity).sort_values(
        ["_gravity", "n"], ascending=[True, False], kind="stable"
    )
    return Task(
        check_id,
        str(ordered["severity"].iloc[0]),
        ordered.drop(columns="_gravity"),
        cases.loc[cases["check_id"] == check_id],
    )
