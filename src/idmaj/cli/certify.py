"""The command `idmaj certify`, and what it prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from idmaj.certify import Certificate
    from idmaj.store import Evaluation, Workspace

Entry = dict[str, Any]


@click.command()
@click.argument("studies", nargs=-1, required=True, metavar="STUDY...")
@click.option(
    "--worlds", type=click.IntRange(min=10), default=1_000, show_default=True, help="Worlds of each kind."
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the worlds. Default: always the same.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes. Default: one a processor.")
@click.option("--language", "languages", metavar="ar,fr,en", default="", help="Languages of the page.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON on standard output.")
def certify(
    studies: tuple[str, ...],
    worlds: int,
    seed: int | None,
    jobs: int | None,
    languages: str,
    as_json: bool,
) -> int:
    """Simulated worlds of a study's own size through its gates, release and claim ladder.

    Exit code 1 when a limit is exceeded: a difference stated too often where there is none.

    \b
    idmaj certify tarp
    idmaj certify tarp nsw --worlds 200 --jobs 2 --json
    """
    from idmaj.cli import read_languages
    from idmaj.store import find_workspace

    chosen = read_languages(languages)
    workspace = find_workspace()
    settings = {"worlds": worlds, "jobs": jobs} | ({} if seed is None else {"seed": seed})
    entries = [_certify_one(workspace, study, chosen, settings, as_json=as_json) for study in studies]
    codes = {entry["exit"] for entry in entries}
    code = 3 if codes == {3} else 1 if codes - {0} else 0
    if as_json:
        found = [{name: value for name, value in entry.items() if name != "exit"} for entry in entries]
        click.echo(json.dumps({"exit": code, "studies": found}, ensure_ascii=False, indent=1))
    return code


def _certify_one(
    workspace: Workspace, study: str, languages: Sequence[Any], settings: Entry, *, as_json: bool
) -> Entry:
    from idmaj.certify import certify_study
    from idmaj.cli.answers import describe_problems, print_problems
    from idmaj.cli.words import say
    from idmaj.errors import DataProblems
    from idmaj.report.certificate import write_certificate
    from idmaj.store import open_evaluation

    try:
        evaluation = open_evaluation(study, workspace=workspace)
        certificate = certify_study(evaluation, **settings)
    except DataProblems as error:
        if not as_json:
            click.echo(say("certify-refused", study=study))
            print_problems(error.problems)
        return {"exit": 3, "study": study, "state": "refused", **describe_problems(error.problems)}
    pages = [
        write_certificate(evaluation, certificate.tables, language)
        for language in languages or evaluation.study.study.languages
    ]
    shown = [workspace.show(page) for page in pages]
    if not as_json:
        _print_certificate(certificate, evaluation, shown)
    return _describe(certificate, shown)


def _describe(certificate: Certificate, pages: Sequence[str]) -> Entry:
    tables = certificate.tables
    return {
        "exit": 0 if certificate.passed else 1,
        "study": certificate.study,
        "state": "passed" if certificate.passed else "exceeded",
        "problems": [],
        "worlds": certificate.worlds,
        "seed": certificate.seed,
        "pages": list(pages),
        **{
            name: json.loads(tables[name].to_json(orient="records"))
            for name in ("verdicts", "states", "measures")
        },
    }


def _print_certificate(certificate: Certificate, evaluation: Evaluation, pages: Sequence[str]) -> None:
    from idmaj.cli.words import reader_language, say
    from idmaj.report.certificate import list_state_shares, say_bias, say_share
    from idmaj.text import format_count, message

    language, study = reader_language(), evaluation.study
    click.echo(say("certify-passed" if certificate.passed else "certify-exceeded", study=study.id))
    for row in certificate.verdicts.to_dict("records"):
        counts = {name: format_count(int(row[name]), language) for name in ("found", "worlds", "limit")}
        check = message("certificate-check", language, check=row["check"])
        click.echo("  " + say("certify-line-check", check=check, **counts))
    for place in list_state_shares(certificate.states):
        shares = {name: say_share(place[name], language) for name in ("silent", "open", "small", "stated")}
        named = {
            "kind": message("certificate-kind", language, kind=place["kind"]),
            "outcome": place["outcome"],
        }
        click.echo("  " + say("certify-line-states", **named, **shares))
    for measure in certificate.measures.to_dict("records"):
        words = {
            "kind": message("certificate-kind", language, kind=measure["kind"]),
            "outcome": measure["outcome"],
            "method": message(f"estimator-{measure['estimator']}", language),
            "coverage": say_share(measure["coverage"], language),
            "excludes": say_share(measure["excludes"], language),
            "bias": say_bias(measure, study, language),
        }
        click.echo("  " + say("certify-line-measure", **words))
    for page in pages:
        click.echo("  " + say("certify-page", path=page))
