"""Raw files to canonical tables; every problem of every file in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pandas as pd

from idmaj.errors import IngestProblems, Place, Problem
from idmaj.identity import make_pseudonym, read_code, read_key
from idmaj.ingest.answers import check_answers
from idmaj.ingest.benchmarks import read_benchmarks
from idmaj.ingest.cut_off import find_last_date
from idmaj.ingest.follow_up import build_follow_up, check_follow_up
from idmaj.ingest.handovers import build_handovers, check_handovers
from idmaj.ingest.intake import take_rows
from idmaj.ingest.justice_courses import check_courses
from idmaj.ingest.linkage.decisions import DECISIONS_FILE, read_decisions, write_review
from idmaj.ingest.linkage.register import RegisterLinks, add_link_cells, link_registers
from idmaj.ingest.persons import arms_of_rows, build_persons, check_persons
from idmaj.ingest.readers import read_raw
from idmaj.ingest.record import build_codebook, build_record, check_shares
from idmaj.ingest.rows import SourceRows
from idmaj.ingest.supports import check_supports, name_arms
from idmaj.ingest.surveys import read_surveys
from idmaj.ingest.timelines import check_times
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
    review
        Pairs that a clerk must decide, with identifiers: for the restricted folder alone.
    """

    tables: Tables
    problems: list[Problem]
    review: pd.DataFrame = field(default_factory=pd.DataFrame)


def build_tables(evaluation: Evaluation) -> Tables:
    """Build the canonical tables of a study, or read them from the store.

    Parameters
    ----------
    evaluation
        Study, workspace and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        `persons`, `interviews`, `justice_events`, `grants`, `handovers`, `links`, `link_rates`,
        `codebook`, `quality_flags`, `set_aside`, `ingest_runs`, `benchmarks`; those without a source are
        empty. Pairs that a clerk must decide go to `restricted/link_review.csv`.

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
    key, problems = _read_key(workspace, study)
    identify = partial(_name_person, key) if key else str
    surveys = read_surveys(workspace.root, study, key)
    problems += surveys.problems
    files: list[SourceRows] = []
    for position, source in enumerate(study.source):
        if source.form is not None and position not in surveys.tables:
            continue
        try:
            raw = surveys.tables.get(position) or read_raw(workspace.root, source)
            named = str if source.form else identify  # an export of a form brings pseudonyms
            rows, found = take_rows(study, source, raw, identify=named)
        except IngestProblems as error:
            rows, found = None, list(error.problems)
        problems += found
        files += [rows] if rows is not None else []
    is_whole = len(files) == len(study.source)
    links, found = _link(workspace, study, files, key, is_whole=is_whole)
    problems += found
    _check(study, files, cut_off, is_whole=is_whole)
    add_link_cells(files, links)
    tables, uses = _tables(study, files) if files else ({}, {})
    for rows in files:
        problems += rows.problems
    if tables and cut_off is None and not find_last_date(tables):
        place = Place(file=f"studies/{study.id}/study.toml", key="study.as_of")
        problems.append(Problem("as-of-missing", place))
    rates, found = read_benchmarks(workspace.root, study)
    problems += found
    problems.sort(key=lambda p: (_ORDER[p.severity], p.place.file, p.place.row or 0))
    if any(p.severity == "blocking" for p in problems):
        return Ingested({}, problems)
    tables |= build_record(workspace, files, problems) | {"codebook": build_codebook(files, uses)}
    tables |= {"links": links.links, "link_rates": links.rates, "benchmarks": rates}
    return Ingested(tables, problems, links.review)


def _build(evaluation: Evaluation) -> Tables:
    ingested = ingest_study(evaluation.workspace, evaluation.study, evaluation.cut_off)
    if not ingested.tables:
        raise IngestProblems(ingested.problems)
    if evaluation.study.has_registers:
        write_review(ingested.review, evaluation.workspace.restricted(evaluation.study.id))
    return {name: check_table(name, table) for name, table in ingested.tables.items()}


def _read_key(workspace: Workspace, study: Study) -> tuple[bytes, list[Problem]]:
    """Read the key of the pseudonyms; b"" where ids are no secret, or the key is refused."""
    if study.study.identifiers == "none":
        return b"", []
    try:
        return read_key(workspace.root), []
    except IngestProblems as error:
        return b"", list(error.problems)


def _name_person(key: bytes, identifier: str) -> str:
    """Make the pseudonym of a person; a programme code is read as exports of forms are."""
    return make_pseudonym(key, read_code(identifier).text or identifier)


def _link(
    workspace: Workspace, study: Study, files: Sequence[SourceRows], key: bytes, *, is_whole: bool
) -> tuple[RegisterLinks, list[Problem]]:
    """Link registers; where a file is missing, rows keep a placeholder, so that the rest can be checked."""
    if not study.has_registers:
        return RegisterLinks(), []
    decisions, problems = read_decisions(workspace.root, f"studies/{study.id}/{DECISIONS_FILE}")
    if not is_whole:
        for rows in files:
            if rows.source.is_register:
                rows.cells["person_id"] = [f"{rows.number}-{row:06d}" for row in rows.rows]
        return RegisterLinks(), problems
    name_record = partial(make_pseudonym, key or bytes(32), domain="record")
    return link_registers(study, files, decisions=decisions, name_record=name_record), problems


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
    check_times(study, persons)
    check_courses(study, files, cut_off)
    check_supports(study, files)
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
    return name_arms(study, tables), uses
