"""The command `idmaj simulate`, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="PATH")
@click.option("--national", is_flag=True, help="All 75 provinces and prefectures instead of three.")
@click.option(
    "--people", type=click.IntRange(min=1), help="People released. Default: 6,000; with --national 100,000."
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The same seed, the same files."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON on standard output.")
def simulate(folder: Path, national: bool, people: int | None, seed: int, as_json: bool) -> int:
    """Write a study of invented people whose truth is known: releases, hand-overs, returns, deaths, departures.

    Into a workspace, made where there is none. Its truth.json says what the estimates should be.

    \b
    idmaj simulate trial
    idmaj simulate trial --national --people 1000000 --seed 7
    """
    from idmaj.cli.words import say
    from idmaj.simulate import write_simulated_study

    paths = write_simulated_study(folder, national=national, people=people, seed=seed)
    if as_json:
        click.echo(json.dumps({"exit": 0, "files": paths}, ensure_ascii=False, indent=1))
        return 0
    for path in paths:
        click.echo(say("cli-new-file", path=(folder / path).as_posix()))
    return 0
