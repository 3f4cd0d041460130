"""What each command prints, as lines or as JSON, and the code that it returns."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from idmaj.batch import Failure, StudyRun, StudyStatus, describe_entry
from idmaj.cli.words import reader_language, say, say_problem
from idmaj.errors import Problem
from idmaj.identity import KEY_VARIABLE, mask_identifiers
from idmaj.text import format_list, format_number, strip_isolates

if TYPE_CHECKING:
    from pathlib import Path

    from idmaj.ingest.exports import Export
    from idmaj.ingest.survey import SurveyRun
    from idmaj.ingest.survey.model import TableMapping
    from idmaj.quality import QualityFindings
    from idmaj.reproduce import Comparison

Entry = dict[str, Any]


def answer_ingest(
    run: SurveyRun, findings: QualityFindings | None, report: Sequence[Path], *, as_json: bool
) -> int:
    """Answer `idmaj ingest`: 3 when a problem is blocking, so that nothing was written."""
    code = 3 if run.is_blocked else 0
    if as_json:
        entry = {
            "exit": code,
            "out": str(run.folder),
            "state": "refused" if code else "written",
            "exports": [_describe_export(e, m) for e, m in zip(run.exports, run.mappings, strict=False)],
            "tables": dict(run.n_rows),
            "is_key_ephemeral": run.is_key_ephemeral,
            "checks": []
            if findings is None
            else findings.checks.astype("object").fillna("").to_dict("records"),
            "quality_report": [file.name for file in report],
            **describe_problems(run.problems),
        }
        click.echo(json.dumps(entry, ensure_ascii=False, indent=1))
        return code
    _print_detected(run)
    print_problems(run.problems)
    if code:
        click.echo(say("cli-ingest-refused", path=str(run.folder)))
        return code
    _print_written(run, findings, report)
    return code


def _print_detected(run: SurveyRun) -> None:
    from idmaj.ingest.exports import describe_export
    from idmaj.ingest.survey import describe_mapping

    for place, export in enumerate(run.exports):
        lines = describe_export(export, reader_language())
        if place < len(run.mappings):
            lines += describe_mapping(export, run.mappings[place], reader_language())
        for line in lines:
            click.echo(strip_isolates(line))


def _print_written(run: SurveyRun, findings: QualityFindings | None, report: Sequence[Path]) -> None:
    for name, n in run.n_rows.items():
        click.echo(say("cli-ingest-table", table=name, n=n))
    click.echo(say("cli-ingest-written", path=str(run.folder)))
    pages = [file for file in report if file.name == f"quality.{reader_language()}.html"]
    for page in pages:
        click.echo(say("cli-ingest-quality", path=str(page)))
    if findings is not None:
        blocking = findings.checks.loc[findings.checks["severity"] == "blocking", "check_id"].nunique()
        if blocking:
            path = str(pages[0]) if pages else str(run.folder)
            click.echo(say("cli-ingest-blocked-checks", n=int(blocking), path=path))
    if run.is_key_ephemeral:
        click.echo(say("cli-ingest-ephemeral", variable=KEY_VARIABLE))


def _describe_export(export: Export, mapping: TableMapping) -> Entry:
    return {
        "files": dict(export.files),
        "platform": export.platform,
        "container": export.container,
        "encoding": export.encoding,
        "separator": export.separator,
        "header_row": export.header_row,
        "headers": mapping.style,
        "language": mapping.language,
        "group_separator": mapping.separator,
        "select_multiple": mapping.select_shape,
        "unmatched": [mask_identifiers(export.main.header[position]) for position in mapping.unmatched],
        "repeats": [table.name for table in export.repeats],
        "set_aside_sheets": dict(export.set_aside_sheets),
    }


def answer_check(found: Mapping[str, Sequence[Problem]], *, as_json: bool) -> int:
    """Answer `idmaj check`: 3 when a study has a blocking problem."""
    blocked = {study for study, problems in found.items() if _is_blocked(problems)}
    code = 3 if blocked else 0
    if as_json:
        studies = [
            {
                "study": study,
                "state": "refused" if study in blocked else "ready",
                **describe_problems(problems),
            }
            for study, problems in found.items()
        ]
        return _print_json(code, studies)
    for study, problems in found.items():
        click.echo(say("cli-check-refused" if study in blocked else "cli-check-ready", study=study))
        print_problems(problems)
    return code


def answer_run(runs: Sequence[StudyRun], *, as_json: bool) -> int:
    """Answer `idmaj run`: 3 when all studies were refused, 1 when some run was refused or failed."""
    states = {run.state for run in runs}
    code = 3 if states == {"refused"} else 1 if states - {"published"} else 0
    if as_json:
        studies = [
            {"study": run.study, "state": run.state, **describe_problems(run.problems)}
            | {"as_of": run.as_of, "published": run.published, **_failures(run.failures)}
            for run in runs
        ]
        return _print_json(code, studies)
    for run in runs:
        click.echo(say(f"cli-run-{run.state}", study=run.study, path=run.published, as_of=run.as_of))
        print_problems(run.problems)
        _print_failures(run.failures)
    if any(run.published for run in runs):
        click.echo(say("cli-where-to-look", index="reports/index.html", notebooks="data/processed/"))
    return code


def answer_status(statuses: Sequence[StudyStatus], unreviewed: Sequence[str], *, as_json: bool) -> int:
    """Answer `idmaj status`: 1 when the last run of some study failed or was refused."""
    code = 1 if any(s.state in {"failed", "partial", "refused"} for s in statuses) else 0
    if as_json:
        return _print_json(code, [_describe_status(s) for s in statuses], unreviewed=list(unreviewed))
    for status in statuses:
        click.echo(say(f"cli-status-{status.state.replace('_', '-')}", study=status.study))
        for line in _status_lines(status):
            click.echo(f"  {line}")
        print_problems(status.problems)
        _print_failures(status.failures)
    if unreviewed:
        names = strip_isolates(format_list(list(unreviewed), reader_language()))
        click.echo(say("cli-unreviewed", languages=names))
    return code


def answer_reproduce(comparisons: Sequence[Comparison], *, as_json: bool) -> int:
    """Answer `idmaj reproduce`: 1 when some number of ours is not the published one."""
    compared = [c for c in comparisons if c.is_compared]
    n_agree = sum(bool(c.agrees) for c in compared)
    code = 1 if n_agree < len(compared) or not compared else 0
    if as_json:
        click.echo(json.dumps([_describe_comparison(c) for c in comparisons], ensure_ascii=False, indent=1))
        return code
    _print_comparisons(compared)
    differing = [c for c in comparisons if c.differs and not c.missing]
    if differing:
        click.echo("\n" + say("cli-reproduce-differing"))
        _print_comparisons(differing)
    _print_missing([c for c in comparisons if c.missing])
    click.echo(say("cli-reproduced", n=n_agree, total=len(compared)))
    return code


def _print_comparisons(comparisons: Sequence[Comparison]) -> None:
    width = max((len(f"{c.study} {c.quantity}") for c in comparisons), default=0)
    for c in comparisons:
        sign = "=" if c.agrees else "~" if c.differs else "≠"
        digits = _digits_that_tell(c.theirs)
        ours, theirs = _say_value(c.ours, digits), _say_value(c.theirs, digits)
        name = f"{c.study} {c.quantity}".ljust(width)
        click.echo(f"{name}  {ours:>14} {sign} {theirs:<14} {c.differs or c.source}")


def _print_missing(missing: Sequence[Comparison]) -> None:
    from idmaj.reproduce import BESIDE_THE_WORKSPACE, VARIABLE

    if not missing:
        return
    place = BESIDE_THE_WORKSPACE.as_posix()
    click.echo("\n" + say("cli-reproduce-not-run", n=len(missing), variable=VARIABLE, path=place))
    for study, files in sorted({(c.study, c.missing) for c in missing}):
        n = sum((c.study, c.missing) == (study, files) for c in missing)
        click.echo("  " + say("cli-reproduce-data-missing", study=study, file=files, n=n))


def _describe_comparison(comparison: Comparison) -> Entry:
    entry = asdict(comparison)
    more = {name: words for name in ("differs", "missing") if (words := entry.pop(name))}
    return entry | more


def _print_json(code: int, studies: list[Entry], **more: Any) -> int:
    click.echo(json.dumps({"exit": code, "studies": studies} | more, ensure_ascii=False, indent=1))
    return code


def describe_problems(problems: Sequence[Problem]) -> Entry:
    """Describe problems as the part ``problems`` of a JSON answer."""
    return {"problems": [describe_entry(p) | {"text": say_problem(p)} for p in problems]}


def _failures(failures: Sequence[Failure]) -> Entry:
    return {"failures": [asdict(failure) for failure in failures]}


def _describe_status(status: StudyStatus) -> Entry:
    entry = asdict(status) | describe_problems(status.problems)
    return {"study": entry.pop("study"), "state": entry.pop("state"), "stale": entry.pop("is_stale"), **entry}


def _status_lines(status: StudyStatus) -> list[str]:
    lines = [say("cli-release", path=path) for path in status.releases]
    lines += [say("cli-stale")] if status.is_stale else []
    return [*lines, *(say("cli-waiting", notebook=name) for name in status.waiting)]


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems, one a line."""
    for problem in problems:
        times = int(problem.arguments.get("times", 1))
        click.echo(f"  {say_problem(problem)}" + (f" {say('cli-times', n=times)}" if times > 1 else ""))


def _print_failures(failures: Sequence[Failure]) -> None:
    for failure in failures:
        error = f"{failure.error} ({failure.detail})" if failure.detail else failure.error
        words = asdict(failure) | {
            "cell": failure.cell or 0,
            "language": failure.language or "–",
            "error": error,
        }
        click.echo("  " + say("cli-failure" if failure.cell else "cli-failure-outside", **words))


def _say_value(value: float | str | None, digits: int) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return strip_isolates(format_number(value, reader_language(), digits=digits))


def _digits_that_tell(value: float | str) -> int:
    """Return decimals that show at least four digits of a number below 1, and four decimals of others."""
    if isinstance(value, str) or value == 0:
        return 4
    return min(12, max(4, 3 - math.floor(math.log10(abs(value)))))


def _is_blocked(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "blocking" for problem in problems)
