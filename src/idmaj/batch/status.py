"""What ran, what failed and where, what is stale, which texts no native reader has signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from idmaj.batch.manifest import list_packages
from idmaj.batch.records import read_record
from idmaj.batch.tasks import Failure
from idmaj.errors import IdmajError, Problem
from idmaj.store import Evaluation, Workspace, open_evaluation
from idmaj.text import LANGUAGES
from idmaj.text.sources import source_texts

UNREVIEWED: Final = "# unreviewed"
"""First words of a file of messages that no native reader has signed."""

State = Literal["never_run", "running", "published", "partial", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """How a study stands.

    Attributes
    ----------
    study
        Id of the study.
    state
        Of its last run; `running` also where a run was broken off.
    is_stale
        Whether data, study file or library have changed since.
    releases
        Folders of published reports, relative to the workspace.
    failures
        Notebooks that failed.
    waiting
        Notebooks that were not executed, `notebook` or `notebook.language`.
    problems
        What was found in the study file and the raw data.
    """

    study: str
    state: State
    is_stale: bool = False
    releases: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    waiting: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_status(workspace: Workspace) -> list[StudyStatus]:
    """Read how every study of a workspace stands; nothing is computed or written.

    Parameters
    ----------
    workspace
        Where to look.

    Returns
    -------
    list of StudyStatus
        One for each study, in order.
    """
    return [_read_study(workspace, study) for study in workspace.studies()]


def list_unreviewed() -> list[str]:
    """List the languages in which some file of messages has not been signed by a native reader."""
    return [
        language
        for language in LANGUAGES
        if any(text.startswith(UNREVIEWED) for text in source_texts(language).values())
    ]


def content_key(evaluation: Evaluation) -> str:
    """Name all that results depend on: study file, raw files, library and the packages it stands on."""
    versions = ", ".join(f"{name} {version}" for name, version in list_packages().items())
    return f"{evaluation.key} {versions}"


def _read_study(workspace: Workspace, study: str) -> StudyStatus:
    record = read_record(workspace, study)
    releases = _list_releases(workspace, study)
    if record is None:
        return StudyStatus(study, "never_run", releases=releases)
    content = record.content
    return StudyStatus(
        study,
        content["state"],
        is_stale=_is_stale(workspace, content),
        releases=releases,
        failures=tuple(Failure(**failure) for failure in content["failures"]),
        waiting=tuple(_name(task) for task in content["tasks"] if task["state"] == "waiting"),
        problems=record.problems,
    )


def _is_stale(workspace: Workspace, content: dict[str, Any]) -> bool:
    if not content["content_key"]:
        return False
    try:
        now = open_evaluation(content["study"], as_of=content["asked_as_of"], workspace=workspace)
    except IdmajError:
        return True
    return content_key(now) != content["content_key"]


def _list_releases(workspace: Workspace, study: str) -> tuple[str, ...]:
    links = (workspace.reports / study).glob("[!.]*")
    return tuple(sorted(f"reports/{study}/{link.name}" for link in links if link.is_dir()))


def _name(task: dict[str, Any]) -> str:
    return f"{task['notebook']}.{task['language']}"
