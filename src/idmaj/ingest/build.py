"""Raw files to canonical tables; every problem of every file in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.identity import make_pseudonym, read_key
from idmaj.ingest.answers import check_answers
from idmaj.ingest.cut_off import find_last_date
from idmaj.ingest.follow_up import build_follow_up, check_follow_up
from idmaj.ingest.handovers import build_handovers, check_handovers
from idmaj.ingest.persons import arms_of_rows, build_persons, check_persons
from idmaj.ingest.readers import read_raw
from idmaj.ingest.record import build_codebook, build_record, check_shares
from idmaj.ingest.rows import SourceRows, take_rows
from idmaj.store import Evaluation, Tables, Workspace
from idmaj.store.schemas import check_table, empty_table
from idmaj.study import Study
from idmaj.study.rules import ColumnUse

FOLLOW_UP = ("interviews", "justice_events", "grants")
_ORDER = {"blocking": 0, "set_aside": 1, "flagged": 2}


@dataclass(frozen=True)
class Ingested:
    """What became of the raw files of a study.

    Attributes
    ----------
    tables
        Canonical tables by name; empty where a problem is blocking.
    problems
        Every problem: blocking first, then by file and row.
    """

    tables: Tables
    problems: list[Problem]


def build_tables(evaluation: Evaluation) -> Tables:
    """Build the canonical tables of a study, or read them from the store.

    Parameters
    ----------
    evaluation
        Study, workspace and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        `persons`, `interviews`, `justice_events`, `grants`, `handovers`, `codebook`,
        `quality_flags`, `set_aside`, `ingest_runs`; those without a source are empty.

    Raises
    ------
    IngestProblems
        With every problem of every file, when any is blocking.
    """
    return evaluation.keep("canonical", lambda: _build(evaluation))


def check_sources(workspace: Workspace, study: Study, as_of: date | None = None) -> list[Problem]:
    """Find every problem of the raw files of a study; write nothing.

    Parameters
    ----------
    workspace, study
        Where the files are, and what they mean.
    as_of
        Data cut-off; by default the study file's.

    Returns
    -------
    list of Problem
        Blocking ones first; each with file, row and column where it has them.
    """
    return ingest_study(workspace, study, as_of or study.study.as_of).problems


def ingest_study(workspace: Workspace, study: Study, cut_off: date | None) -> Ingested:
    """Read and check the raw files of a study, and make its canonical tables.

    Parameters
    ----------
    workspace, study
        Where the files are, and what they mean.
    cut_off
        Rows known after this day are set aside.
    """
    identify, problems = _identifier(workspace, study)
    files: list[SourceRows] = []
    for source in study.source:
        try:
            rows, found = take_rows(study, source, read_raw(workspace.root, source), identify=identify)
        except IngestProblems as error:
            rows, found = None, list(error.problems)
        problems += found
        files += [rows] if rows is not None else []
    is_whole = len(files) == len(study.source)
    _check(study, files, cut_off, is_whole=is_whole)
    tables, uses = _tables(study, files) if files else ({}, {})
    for rows in files:
        problems += rows.problems
    if tables and cut_off is None and not find_last_date(tables):
        place = Place(file=f"studies/{study.id}/study.toml", key="study.as_of")
        problems.append(Problem("as-of-missing", place))
    problems.sort(key=lambda p: (_ORDER[p.severity], p.place.file, p.place.row or 0))
    if any(p.severity == "blocking" for p in problems):
        return Ingested({}, problems)
    tables |= build_record(workspace, files, problems) | {"codebook": build_codebook(files, uses)}
    return Ingested(tables, problems)


def _build(evaluation: Evaluation) -> Tables:
    ingested = ingest_study(evaluation.workspace, evaluation.study, evaluation.cut_off)
    if not ingested.tables:
        raise IngestProblems(ingested.problems)
    return {name: check_table(name, table) for name, table in ingested.tables.items()}


def _identifier(workspace: Workspace, study: Study) -> tuple[Callable[[str], str], list[Problem]]:
    """Return the function that makes person ids of the tables from those of the files."""
    if study.study.identifiers == "none":
        return str, []
    try:
        return partial(make_pseudonym, read_key(workspace.root)), []
    except IngestProblems as error:
        return str, list(error.problems)


def _of_role(files: Sequence[SourceRows], role: str) -> list[SourceRows]:
    return [rows for rows in files if rows.source.role == role]


def _check(study: Study, files: list[SourceRows], cut_off: date | None, *, is_whole: bool) -> None:
    persons = _of_role(files, "persons")
    if persons:
        check_persons(study, persons, cut_off)
    standing = {
        str(person): str(reason)
        for rows in persons
        for person, reason in zip(rows.cells["person_id"], rows.set_aside, strict=True)
    }
    standing |= {str(person): "" for rows in persons for person in rows.kept()["person_id"]}
    others = frozenset().union(*(rows.ids_not_of_study for rows in persons)) - standing.keys()
    for role in FOLLOW_UP:
        found = _of_role(files, role)
        if found:
            known = standing if is_whole else {}
            check_follow_up(study, role, found, persons=known, others=others, cut_off=cut_off)
    handovers = _of_role(files, "handovers")
    if handovers:
        check_handovers(handovers, cut_off)
    arms = {
        str(person): str(arm)
        for rows in persons
        for person, arm in zip(rows.cells["person_id"], arms_of_rows(study, rows), strict=True)
    }
    check_answers(study, files)
    for rows in files:
        check_shares(study, rows, arms)


def _tables(study: Study, files: list[SourceRows]) -> tuple[Tables, dict[tuple[str, str], ColumnUse]]:
    tables: Tables = {}
    uses: dict[tuple[str, str], ColumnUse] = {}
    for role in ("persons", *FOLLOW_UP, "handovers"):
        found = _of_role(files, role)
        if not found:
            tables[role] = empty_table(role)
            continue
        if role == "persons":
            tables[role], used = build_persons(study, found)
        elif role == "handovers":
            tables[role], used = build_handovers(found)
        else:
            tables[role], used = build_follow_up(study, role, found)
        uses |= {(role, name): use for name, use in used.items()}
    return tables, uses
