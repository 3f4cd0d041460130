"""The command line: ``idmaj --help`` is its documentation."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idmaj.cli.certify import certify
from idmaj.cli.faults import explain_fault
from idmaj.cli.simulate import simulate

if TYPE_CHECKING:
    from idmaj.store import Workspace

LANGUAGES = ("ar", "fr", "en")
as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON on standard output.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="idmaj", message="idmaj %(version)s")
def commands() -> None:
    """What reintegration programmes did to employment, income and return to prison.

    \b
    idmaj new PATH                       a workspace with a study file, the survey form, the notebooks
    idmaj ingest export.xlsx --form form.xlsx --out tables
                                         survey exports to tables, without a study file
    idmaj check tarp                     every problem of a study file and its data
    idmaj run                            all studies: tables, effects, briefs in ar, fr, en
    idmaj run tarp --language fr,ar      one study, two languages
    idmaj status                         what ran, what failed and where, what is stale
    idmaj reproduce                      published results beside ours
    idmaj certify tarp                   a study's results in simulated worlds of which the truth is known
    idmaj simulate PATH                  a study of invented people whose truth is known

    The workspace is IDMAJ_WORKSPACE, else the nearest folder above that holds studies/.
    IDMAJ_LANGUAGE (ar, fr or en) sets the language of what is printed.

    \b
    Exit codes: 0 yes; 1 no or partial; 2 wrong command line; 3 problems in data or study file;
    4 another run holds the workspace; 70 a fault of ours (a log is named).
    """


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="PATH")
def new(folder: Path) -> int:
    """Make a workspace: a commented study file, the survey form, the notebooks, a README.

    \b
    idmaj new follow-up-2026
    """
    from idmaj.cli.words import say
    from idmaj.store import make_workspace

    for file in make_workspace(folder):
        click.echo(say("cli-new-file", path=(folder / file).as_posix()))
    return 0


@commands.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--form", required=True, type=click.Path(path_type=Path), help="XLSForm of the survey.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder of the tables.")
@click.option("--platform", metavar="NAME", help="Platform of the exports, instead of the one detected.")
@click.option("--encoding", metavar="NAME", help="Encoding of text files, such as cp1256.")
@click.option("--separator", metavar="SIGN", help="Separator of text files.")
@click.option("--header-row", type=click.IntRange(min=1), metavar="N", help="Row of the header, from 1.")
@click.option("--sheet", metavar="NAME", help="Sheet of the submissions in a workbook.")
@click.option(
    "--timezone", metavar="ZONE", default="Africa/Casablanca", show_default=True,
    help="Zone of times written without an offset.",
)  # fmt: skip
@click.option("--language", metavar="ar|fr|en|…", help="Language of labels, where exports hold labels.")
@click.option("--decimal", type=click.Choice([".", ","]), help="Decimal sign of numbers.")
@click.option("--date-format", metavar="FORMAT", help="Format of dates, such as %d/%m/%Y.")
@click.option("--corrections", type=click.Path(path_type=Path), help="File of corrections to apply.")
@click.option("--csv", "as_csv", is_flag=True, help="Write every table as CSV too.")
@click.option("--fresh", is_flag=True, help="Leave out the rows of earlier runs.")
@as_json
def ingest(files: tuple[Path, ...], form: Path, out: Path, as_json: bool, **options: Any) -> int:
    """Survey exports to canonical tables, without a study file; raw files are never changed.

    Kobo, ODK Central, SurveyCTO, CommCare, LimeSurvey, Google Forms, SPSS, Stata, workbooks. What was
    detected is printed; the options override it. Person ids become pseudonyms with the key of
    IDMAJ_KEY_FILE, else with a key of this run alone.

    \b
    idmaj ingest export.xlsx --form follow_up.xlsx --out tables
    idmaj ingest wave1.zip wave2.csv --form follow_up.xlsx --out tables --json
    """
    from idmaj.cli.answers import answer_ingest
    from idmaj.cli.surveys import ingest_files

    return answer_ingest(*ingest_files(files, form, out, options), as_json=as_json)


@commands.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@as_json
def check(studies: tuple[str, ...], as_json: bool) -> int:
    """Print every problem of study files and raw files; write nothing but the quality report.

    \b
    idmaj check temara
    idmaj check --json
    """
    from idmaj.batch import check_study, report_quality
    from idmaj.cli.answers import answer_check
    from idmaj.cli.words import reader_language

    workspace = _find_workspace()
    found = {study: check_study(workspace, study) for study in _choose_studies(workspace, studies)}
    for study, problems in found.items():
        report_quality(workspace, study, problems, language=reader_language())
    return answer_check(found, as_json=as_json)


@commands.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@click.option(
    "--language", "languages", metavar="ar,fr,en", default="", callback=lambda *a: read_languages(a[2]),
    help="Languages of the briefs. Default: those of each study file.",
)  # fmt: skip
@click.option(
    "--as-of", metavar="DATE", default="", callback=lambda *a: _read_date(a[2]),
    help="Data cut-off (ISO date). Default: the study file's.",
)  # fmt: skip
@click.option(
    "--slice", type=click.Choice(["all"]), default="all", expose_value=False, help="Part of the study."
)
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time. Default: one a processor.")
@click.option("--fresh", is_flag=True, help="Execute everything again, also what still holds.")
@click.option(
    "--limits", metavar="CELL,NOTEBOOK", default="600,1800", callback=lambda *a: _read_limits(a[2]),
    help="Seconds that a cell and a notebook may take. Default: 600,1800.",
)  # fmt: skip
@as_json
def run(
    studies: tuple[str, ...],
    languages: tuple[str, ...],
    as_of: str,
    jobs: int | None,
    fresh: bool,
    limits: tuple[int, int],
    as_json: bool,
) -> int:
    """Raw files → tables → effects → release → reports, through the notebooks.

    Without STUDY, all studies of the workspace. Running again continues.

    \b
    idmaj run
    idmaj run tarp nsw --language fr --jobs 2
    """
    from idmaj.batch import Limits, run_studies
    from idmaj.cli.answers import answer_run
    from idmaj.cli.progress import follow_run

    workspace = _find_workspace()
    with follow_run() as progress:
        runs = run_studies(
            workspace,
            _choose_studies(workspace, studies),
            languages=languages,
            as_of=as_of,
            jobs=jobs,
            fresh=fresh,
            progress=progress,
            limits=Limits(*limits),
        )
    return answer_run(runs, as_json=as_json)


@commands.command()
@as_json
def status(as_json: bool) -> int:
    """What ran, what failed and where, what is stale, what no native reader has signed."""
    from idmaj.batch import list_unreviewed, read_status
    from idmaj.cli.answers import answer_status

    return answer_status(read_status(_find_workspace()), list_unreviewed(), as_json=as_json)


@commands.command()
@as_json
def reproduce(as_json: bool) -> int:
    """Re-estimate published results and print ours beside theirs."""
    from idmaj.cli.answers import answer_reproduce
    from idmaj.reproduce import reproduce as compare

    return answer_reproduce(compare(_find_workspace()), as_json=as_json)


commands.add_command(certify)
commands.add_command(simulate)


@commands.command()
def schema() -> int:
    """Print the JSON Schema of the study file, for completion in editors."""
    from idmaj.study import build_schema

    click.echo(json.dumps(build_schema(), indent=1, ensure_ascii=False))
    return 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that notebooks that are running end too
    sys.exit(run_command(sys.argv[1:] if arguments is None else arguments))


def run_command(arguments: Sequence[str]) -> int:
    """Run a command.

    Parameters
    ----------
    arguments
        Words of the command line, without the name of the program.

    Returns
    -------
    int
        The exit code.
    """
    try:
        return int(commands.main(list(arguments), prog_name="idmaj", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return 2
    except BrokenPipeError:  # whoever read the answer has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.Abort):
        return 130
    except Exception as error:  # the last place where a fault can be told in words
        return explain_fault(error, as_json="--json" in arguments)


def _find_workspace() -> Workspace:
    from idmaj.store import find_workspace

    return find_workspace()


def _choose_studies(workspace: Workspace, named: Sequence[str]) -> Sequence[str]:
    """The studies that were named, else all; a workspace without any is told."""
    from idmaj.errors import WorkspaceError

    found = named or workspace.studies()
    if not found:
        raise WorkspaceError("workspace-empty", folder="studies/")
    return found


def read_languages(text: str) -> tuple[str, ...]:
    """Read a list of languages such as ``ar,fr``; a word that is none ends the command."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in LANGUAGES]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}; expected some of {', '.join(LANGUAGES)}")
    return names


def _read_limits(text: str) -> tuple[int, int]:
    try:
        cell, notebook = (int(part) for part in text.split(","))
    except ValueError as error:
        raise click.BadParameter(f"{text!r}; expected two whole numbers such as 600,1800") from error
    if min(cell, notebook) < 1:
        raise click.BadParameter(f"{text!r}; expected at least one second")
    return cell, notebook


def _read_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise click.BadParameter(f"{text!r}; expected an ISO date such as 2025-03-31") from error
