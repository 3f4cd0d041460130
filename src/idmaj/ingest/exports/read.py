"""Files to exports: what each is, which tables it holds, whose rows they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from idmaj.errors import IngestProblems, Problem
from idmaj.ingest.exports.archives import list_members
from idmaj.ingest.exports.assemble import build_export
from idmaj.ingest.exports.delimited import read_text_source
from idmaj.ingest.exports.detect import Known
from idmaj.ingest.exports.files import RawFile, find_container, hash_raw, open_raw
from idmaj.ingest.exports.grouping import Candidate, choose_main, find_candidates, join_repeats
from idmaj.ingest.exports.model import Export, ExportSettings
from idmaj.ingest.exports.nested import read_nested_source
from idmaj.ingest.exports.platforms import PLATFORMS, fold_name
from idmaj.ingest.exports.sheets import Source, note_problem
from idmaj.ingest.exports.statistical import read_parquet_source, read_statistical_source
from idmaj.ingest.exports.workbooks import read_workbook_source

_Reader = Callable[[RawFile, ExportSettings], Source]


def read_exports(
    files: Sequence[Path],
    settings: ExportSettings,
    *,
    root: Path | None = None,
    known_names: Collection[str] = (),
) -> tuple[list[Export], list[Problem]]:
    """Tell what files are, and open their tables.

    Parameters
    ----------
    files
        Exports; files that a platform writes together (a main table and its repeats) may come in any order.
    settings
        What is declared about them.
    root
        Folder that paths are shown relative to.
    known_names
        Names and labels of the form's questions; they help to find the header under rows of titles and the
        sheet of answers among others.

    Returns
    -------
    exports, problems
        A file that is refused is in no export and has a blocking problem; there is never another exception.
    """
    wrong = _check_settings(settings)
    if wrong:
        return [], wrong
    known = Known(frozenset(fold_name(name) for name in known_names))
    candidates: list[Candidate] = []
    set_aside: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for file in files:
        shown = _show(file, root)
        found, left, trouble = _read_file(file, shown, settings=settings, known=known)
        candidates += found
        set_aside[shown] = left
        problems += trouble
    joined, trouble = join_repeats(candidates)
    problems += trouble
    exports: list[Export] = []
    for place, repeats in joined.items():
        main = candidates[place]
        prefix = f"{main.source.stem}-" if len(joined) > 1 else ""
        try:
            exports.append(build_export(main, repeats, settings, set_aside=set_aside, prefix=prefix))
        except IngestProblems as refused:
            problems += refused.problems
    return exports, problems


def _read_file(
    file: Path, shown: str, *, settings: ExportSettings, known: Known
) -> tuple[list[Candidate], dict[str, str], list[Problem]]:
    try:
        raw = open_raw(file, shown)
        container = find_container(raw)
        if container != "csv":
            hash_raw(raw)
        if container != "zip":
            return _read_source(raw, container, settings=settings, known=known)
        members, set_aside = list_members(raw)
    except IngestProblems as refused:
        return [], {}, list(refused.problems)
    candidates: list[Candidate] = []
    problems: list[Problem] = []
    for member in members:
        found, left, trouble = _read_member(member, settings=settings, known=known)
        candidates += [replace(c, source=replace(c.source, container="zip")) for c in found]
        name = Path(member.shown).name
        set_aside |= {f"{name}: {part}" if found else name: reason for part, reason in left.items()}
        problems += trouble
    if not candidates and not problems:
        problems.append(note_problem("archive-without-tables", shown))
    return candidates, set_aside, problems


def _read_member(
    member: RawFile, *, settings: ExportSettings, known: Known
) -> tuple[list[Candidate], dict[str, str], list[Problem]]:
    """Read a member of an archive; a form or an audit beside the answers is set aside."""
    try:
        container = find_container(member)
        if container == "zip":
            return [], {"": "member-archive"}, []
        found, left, problems = _read_source(member, container, settings=settings, known=known)
    except IngestProblems as refused:
        return [], {}, list(refused.problems)
    is_beside = {problem.message for problem in problems} <= {"export-is-form", "export-is-audit"}
    return found, left, [] if is_beside else problems


def _read_source(
    raw: RawFile, container: str, *, settings: ExportSettings, known: Known
) -> tuple[list[Candidate], dict[str, str], list[Problem]]:
    readers: dict[str, _Reader] = {
        "csv": read_text_source,
        "workbook": lambda file, _: read_workbook_source(file),
        "json": lambda file, _: read_nested_source(file),
        "spss": lambda file, _: read_statistical_source(file, is_stata=False),
        "stata": lambda file, _: read_statistical_source(file, is_stata=True),
        "parquet": lambda file, _: read_parquet_source(file),
    }
    source = readers[container](raw, settings)
    candidates, set_aside, problems = find_candidates(source, settings, known)
    if problems:
        return [], set_aside, problems
    kept, help_sheets, problem = choose_main(candidates, settings, known)
    if problem is not None:
        return [], set_aside, [problem]
    left = {**set_aside, **dict.fromkeys(help_sheets, "sheet-not-main")}
    return kept, left, list(source.problems)


def _check_settings(settings: ExportSettings) -> list[Problem]:
    if settings.platform is None or settings.platform in PLATFORMS:
        return []
    known = ", ".join(PLATFORMS)
    return [note_problem("export-platform-unknown", "", platform=settings.platform, known=known)]


def _show(file: Path, root: Path | None) -> str:
    try:
        return (file if root is None else file.relative_to(root)).as_posix()
    except ValueError:
        return file.as_posix()
