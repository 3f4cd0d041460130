"""Run studies: from raw files to published reports, through the notebooks."""

from __future__ import annotations

import difflib
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from idmaj.batch.course import Course, finish_course, write_course, write_page
from idmaj.batch.engine import execute_task
from idmaj.batch.hold import hold_workspace
from idmaj.batch.matrix import Slot, build_tasks, place_slots, run_slots
from idmaj.batch.processes import Running
from idmaj.batch.records import read_record, write_log, write_record
from idmaj.batch.status import content_key
from idmaj.batch.tasks import Ending, Ledger, Limits, Progress, Step, StudyRun
from idmaj.effects.looks.calendar import find_look
from idmaj.errors import DataProblems, Place, Problem
from idmaj.ingest import check_sources
from idmaj.report import write_index, write_quality
from idmaj.report.field_quality.survey import report_study_surveys
from idmaj.report.provenance import find_as_of
from idmaj.store import Evaluation, Workspace, open_evaluation
from idmaj.study.load import read_study
from idmaj.text import Language


def run_studies(
    workspace: Workspace,
    studies: Sequence[str],
    *,
    languages: Sequence[str] = (),
    as_of: str = "",
    jobs: int | None = None,
    fresh: bool = False,
    progress: Progress = lambda step: None,
    limits: Limits | None = None,
) -> list[StudyRun]:
    """Run studies and publish their reports.

    Parameters
    ----------
    workspace
        Where everything lies.
    studies
        Ids of studies.
    languages
        Languages of the briefs; by default those of each study file.
    as_of
        ISO date of the data cut-off; empty leaves it to each study file.
    jobs
        Notebooks at a time; by default one for each processor.
    fresh
        Forget what earlier runs kept; by default, what still holds is not executed again.
    progress
        Called with each step.
    limits
        Limits of time.

    Returns
    -------
    list of StudyRun
        In the order asked for. A study with blocking problems is refused and leaves what was published
        as it was; a notebook that fails leaves the others and is named.

    Raises
    ------
    WorkspaceBusy
        When another run holds the workspace.
    """
    with hold_workspace(workspace):
        prepared = {
            study: _prepare(workspace, study, languages=languages, as_of=as_of, fresh=fresh)
            for study in dict.fromkeys(studies)
        }
        courses = {name: found for name, found in prepared.items() if isinstance(found, Course)}
        _execute(workspace, courses, jobs=jobs or _processors(), progress=progress, limits=limits or Limits())
        runs = [found.run if isinstance(found, Course) else found for found in prepared.values()]
        if any(run.published for run in runs):
            write_index(workspace)
        return runs


def check_study(workspace: Workspace, study: str) -> list[Problem]:
    """Find every problem of a study file and of its raw files; write nothing but the quality report.

    Parameters
    ----------
    workspace
        Where they lie.
    study
        Id of the study.

    Returns
    -------
    list of Problem
        Blocking, set aside and flagged. Survey exports that can be read are checked as field data too:
        a check that is blocking until it is resolved is a problem.
    """
    known = workspace.studies()
    if study not in known:
        return [_unknown_study(study, known)]
    loaded, problems = read_study(workspace.study_file(study))
    if loaded is None:
        return list(problems)
    found = [*problems, *check_sources(workspace, loaded)]
    if not any(problem.severity == "blocking" for problem in found):
        of_field = [p for report in report_study_surveys(workspace, loaded) for p in report.problems]
        found = [*of_field, *found]
    return found


def _unknown_study(study: str, known: Sequence[str]) -> Problem:
    place = Place(file="studies/")
    if not known:
        return Problem("workspace-empty", place, arguments={"folder": "studies/"})
    (nearest,) = difflib.get_close_matches(study, known, n=1, cutoff=0.0)
    arguments = {"name": study, "nearest": nearest, "allowed": ", ".join(known)}
    return Problem("study-unknown", place, arguments=arguments)


def report_quality(
    workspace: Workspace, study: str, problems: Sequence[Problem], *, language: Language
) -> Path | None:
    """Write the quality report of a study.

    Parameters
    ----------
    workspace, study
        Where it lies, and its id.
    problems
        What `check_study` found.
    language
        Language of the report.

    Returns
    -------
    pathlib.Path or None
        The page; None where the study file or a raw file cannot be read, so that there is nothing to report
        on, or where the workspace may not be written to: what was found is said all the same.
    """
    try:
        evaluation = open_evaluation(study, workspace=workspace)
        return write_quality(evaluation, language, problems)
    except (DataProblems, OSError):
        return None


def _prepare(
    workspace: Workspace, study: str, *, languages: Sequence[str], as_of: str, fresh: bool
) -> Course | StudyRun:
    problems = check_study(workspace, study)
    evaluation = None
    if not _are_blocking(problems):
        try:
            evaluation = open_evaluation(study, as_of=as_of, workspace=workspace)
            problems += _check_languages(evaluation, languages)
            if evaluation.study.looks is not None:
                find_look(evaluation.study, find_as_of(evaluation))
        except DataProblems as error:
            problems += error.problems
    if evaluation is None or _are_blocking(problems):
        refused = StudyRun(study, "refused", problems=tuple(problems))
        if study in workspace.studies():  # of a misspelt name no record is kept
            write_record(workspace, refused)
        return refused
    tasks = build_tasks(evaluation, list(languages) or list(evaluation.study.study.languages))
    content = content_key(evaluation)
    ledger = Ledger(tasks, [task.key(content, workspace.root) for task in tasks])
    if fresh:
        shutil.rmtree(evaluation.folder, ignore_errors=True)
    else:
        _keep_endings(workspace, study, ledger)
    return Course(evaluation, StudyRun(study, "running", problems=tuple(problems)), ledger)


def _check_languages(evaluation: Evaluation, languages: Sequence[str]) -> list[Problem]:
    known = evaluation.study.study.languages
    place = Place(file=f"studies/{evaluation.study.id}/study.toml", key="study.languages")
    return [
        Problem("language-not-in-study", place, arguments={"name": name, "allowed": ", ".join(known)})
        for name in languages
        if name not in known
    ]


def _keep_endings(workspace: Workspace, study: str, ledger: Ledger) -> None:
    record = read_record(workspace, study)
    for number, (task, key) in enumerate(zip(ledger.tasks, ledger.keys, strict=True)):
        ending = record.kept_ending(task, key, workspace) if record else None
        if ending:
            ledger.endings[number] = ending


def _execute(
    workspace: Workspace, courses: dict[str, Course], *, jobs: int, progress: Progress, limits: Limits
) -> None:
    started_at = datetime.now(UTC)
    running = Running()
    slots: list[Slot] = []
    for study, course in courses.items():
        course.run = replace(course.run, n_kept=len(course.ledger.endings))
        slots += place_slots(study, course.ledger.tasks)
        write_course(course)

    def execute(slot: Slot) -> Ending:
        course = courses[slot.study]
        kept = course.ledger.endings.get(slot.number)
        if kept:
            return kept
        try:
            ending = execute_task(slot.task, workspace, limits=limits, running=running)
            if ending.state == "done":
                write_page(course, slot.task)
        except Exception as error:  # a full disk or a page that cannot be written is this notebook's failure
            write_log(workspace, error)
            return Ending("failed", type(error).__name__)
        return ending

    left = Counter(slot.study for slot in slots)
    for slot, ending in run_slots(slots, execute, jobs=jobs, stop=running.end):
        course = courses[slot.study]
        is_kept = slot.number in course.ledger.endings
        if ending:
            left[slot.study] -= 1
            course.ledger.endings[slot.number] = ending
            course.run = replace(course.run, failures=course.ledger.failures())
            write_course(course)
        if ending or not is_kept:
            n_ended = len(slots) - left.total()
            progress(_describe_step(slot, ending, is_kept=is_kept, n_ended=n_ended, n_tasks=len(slots)))
        if not left[slot.study]:
            finish_course(course, started_at)


def _describe_step(slot: Slot, ending: Ending | None, *, is_kept: bool, n_ended: int, n_tasks: int) -> Step:
    task = slot.task
    if ending is None:
        return Step(task.study, task.notebook, task.language, "started", n_ended, n_tasks)
    state = "kept" if is_kept else ending.state
    return Step(
        task.study, task.notebook, task.language, state, n_ended, n_tasks, ending.error, ending.seconds
    )


def _are_blocking(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "blocking" for problem in problems)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
