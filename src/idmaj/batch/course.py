"""One study on its way through a run, and its end: pages, publication, record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import cast

from idmaj.batch.manifest import Making
from idmaj.batch.matrix import BRIEFING
from idmaj.batch.publish import publish_release
from idmaj.batch.records import write_log, write_record
from idmaj.batch.status import content_key
from idmaj.batch.tasks import Failure, Ledger, StudyRun, Task
from idmaj.errors import IdmajError
from idmaj.report import write_notebook_page
from idmaj.report.provenance import find_as_of
from idmaj.store import Evaluation
from idmaj.text import Language, isolate

PUBLISHING = "publishing"
"""Stands for the name of a notebook where the last step failed."""

_ONE_PAGE = Lock()


@dataclass(slots=True)
class Course:
    """One study on its way through a run.

    Attributes
    ----------
    evaluation
        What is evaluated.
    run
        What is known of its run so far.
    ledger
        Its tasks and how they ended.
    """

    evaluation: Evaluation
    run: StudyRun
    ledger: Ledger


def finish_course(course: Course, started_at: datetime) -> StudyRun:
    """Publish what was made of a study, and write down how it went."""
    failures, as_of, published = course.ledger.failures(), "", ""
    making = _describe_making(course.ledger, started_at)
    workspace = course.evaluation.workspace
    if making.languages:
        try:
            as_of = find_as_of(course.evaluation)
            link = publish_release(course.evaluation, making)
            published = link.relative_to(workspace.root).as_posix() if link else ""
        except Exception as error:  # one study's fault must not keep the others from being published
            detail = str(error) if isinstance(error, IdmajError) else ""
            log = write_log(workspace, error)
            fault = Failure(PUBLISHING, "", type(error).__name__, None, detail, workspace.show(log))
            failures = (*failures, fault)
    course.run = replace(
        course.run,
        state="published" if published and not failures else "partial" if published else "failed",
        as_of=as_of,
        failures=failures,
        published=published,
        n_executed=len(course.ledger.tasks) - course.run.n_kept,
    )
    write_course(course)
    return course.run


def write_page(course: Course, task: Task) -> None:
    """Write an executed notebook as a page beside it; it is as restricted as the notebook."""
    study, executed = course.evaluation.study, course.evaluation.workspace.root / task.output
    language = cast(Language, task.language)
    title = f"{study.study.title[language]} · {isolate(task.notebook)}"
    with _ONE_PAGE:
        write_notebook_page(executed, executed.with_suffix(".html"), language, title=title)


def _describe_making(ledger: Ledger, started_at: datetime) -> Making:
    briefed = [
        task.language
        for number, task in enumerate(ledger.tasks)
        if task.notebook == BRIEFING and ledger.endings[number].state == "done"
    ]
    sources = {task.source for task in ledger.tasks}
    missing = [_name_missing(failure) for failure in ledger.failures()]
    return Making(tuple(briefed), tuple(sources), tuple(missing), started_at)


def write_course(course: Course) -> None:
    """Write down how a study stands, so that a run that is broken off can be continued."""
    evaluation = course.evaluation
    write_record(
        evaluation.workspace,
        course.run,
        content_key=content_key(evaluation),
        asked_as_of=evaluation.as_of.isoformat() if evaluation.as_of else "",
        ledger=course.ledger,
    )


def _name_missing(failure: Failure) -> str:
    return f"{failure.notebook}.{failure.language}" if failure.notebook == BRIEFING else failure.notebook
