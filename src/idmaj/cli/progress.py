"""Progress of a run: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from idmaj.batch import Progress, Step
from idmaj.cli.words import say


@contextmanager
def follow_run() -> Iterator[Progress]:
    """Show the steps of a run on standard error.

    Yields
    ------
    Progress
        To be called with each step.
    """
    if sys.stderr.isatty():
        with _follow_on_terminal() as progress:
            yield progress
    else:
        yield _print_step


def _print_step(step: Step) -> None:
    if step.state != "started":
        click.echo(_say_step(step), err=True)


def _say_step(step: Step) -> str:
    return say(
        f"cli-step-{step.state}",
        number=step.n_ended,
        total=step.n_tasks,
        study=step.study,
        notebook=step.notebook,
        language=step.language,
        error=step.error,
        seconds=round(step.seconds),
    )


@contextmanager
def _follow_on_terminal() -> Iterator[Progress]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True)) as bar:
        whole = bar.add_task("", total=None)

        def show(step: Step) -> None:
            if step.state == "failed":
                bar.console.print(_say_step(step), markup=False, highlight=False)
            name = escape(f"{step.study} {step.notebook} {step.language}")
            bar.update(whole, completed=step.n_ended, total=step.n_tasks, description=name)

        yield show
