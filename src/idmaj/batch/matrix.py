"""Which notebooks a study needs, and in which order they may run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from idmaj.batch.tasks import Ending, Task, Value
from idmaj.store import Evaluation

BRIEFING: Final = "08_briefing"
ANALYSES: Final = (
    "01_ingest",
    "02_follow_up",
    "03_employment",
    "04_income",
    "05_recidivism",
    "06_effects",
    "07_cost",
)
"""Executed once, in the first language: no table depends on the language."""
SPINE: Final = ("01_ingest", "02_follow_up", "06_effects")
"""The notebooks that make the tables of the stages, in this order; the others only read what these have kept."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the matrix: a task that may start when others have ended, well or not."""

    study: str
    number: int
    task: Task
    after: tuple[int, ...]


def build_tasks(evaluation: Evaluation, languages: Sequence[str]) -> list[Task]:
    """List the tasks of a study: the analyses in its first language, the briefing in each.

    Parameters
    ----------
    evaluation
        What is evaluated.
    languages
        At least one language.

    Returns
    -------
    list of Task
        In reading order.
    """
    analyses = [_build_task(evaluation, name, languages[0]) for name in ANALYSES]
    return [*analyses, *(_build_task(evaluation, BRIEFING, language) for language in languages)]


def draft_folder(evaluation: Evaluation) -> str:
    """Return the folder of briefs that are not published yet, relative to the workspace."""
    return f"{_folder(evaluation)}/draft/{evaluation.slice}"


def place_slots(study: str, tasks: Sequence[Task]) -> list[Slot]:
    """Order the tasks of a study: those that make tables one after another, then the others side by side."""
    spine = [number for number, task in enumerate(tasks) if task.notebook in SPINE]
    slots = []
    for number, task in enumerate(tasks):
        before = [made for made in spine if task.notebook not in SPINE or made < number]
        slots.append(Slot(study, number, task, tuple(before[-1:])))
    return slots


def run_slots(
    slots: Sequence[Slot],
    execute: Callable[[Slot], Ending],
    *,
    jobs: int,
    stop: Callable[[], None],
) -> Iterator[tuple[Slot, Ending | None]]:
    """Run tasks, at most `jobs` at a time.

    Parameters
    ----------
    slots
        Tasks of one or several studies.
    execute
        Runs one; called in a thread.
    jobs
        How many at a time.
    stop
        Called when the run is broken off, so that what is running ends.

    Yields
    ------
    slot, ending
        Each slot twice: with None when it starts, with its ending when it has ended.
    """
    waiting = list(slots)
    ended: set[tuple[str, int]] = set()
    running: dict[Future[Ending], Slot] = {}
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        while waiting or running:
            for slot in _ready(waiting, ended)[: jobs - len(running)]:
                waiting.remove(slot)
                yield slot, None
                running[pool.submit(execute, slot)] = slot
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                slot = running.pop(future)
                ended.add((slot.study, slot.number))
                yield slot, future.result()
    except BaseException:
        stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _ready(waiting: Sequence[Slot], ended: set[tuple[str, int]]) -> list[Slot]:
    return [slot for slot in waiting if all((slot.study, number) in ended for number in slot.after)]


def _build_task(evaluation: Evaluation, notebook: str, language: str) -> Task:
    study, folder = evaluation.study.id, _folder(evaluation)
    parameters: dict[str, Value] = {"study": study, "slice": evaluation.slice, "language": language}
    parameters["as_of"] = evaluation.as_of.isoformat() if evaluation.as_of else ""
    draft = f"{draft_folder(evaluation)}/{language}" if notebook == BRIEFING else ""
    if draft:
        parameters["output"] = draft
    name = f"{notebook}.{language}.ipynb" if draft else f"{notebook}.ipynb"
    source, output = f"notebooks/{notebook}.ipynb", f"{folder}/notebooks/{name}"
    return Task(study, notebook, language, source, output, parameters, draft)


def _folder(evaluation: Evaluation) -> str:
    cut_off = evaluation.cut_off.isoformat() if evaluation.cut_off else "latest"
    return f"data/processed/{evaluation.study.id}/{cut_off}"
