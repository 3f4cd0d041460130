"""Tables that belong together to an export: keys, roles of columns, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from idmaj.ingest.exports.grouping import Candidate, platform_of
from idmaj.ingest.exports.keys import (
    ReadKeys,
    find_own_keys,
    number_rows,
    read_own_keys,
)
from idmaj.ingest.exports.model import Block, Export, ExportSettings, ExportTable
from idmaj.ingest.exports.parents import find_parent_keys
from idmaj.ingest.exports.platforms import PLATFORMS, fold_name
from idmaj.ingest.exports.sheets import refuse
from idmaj.ingest.exports.signatures import find_roles


def build_export(
    main: Candidate,
    repeats: Sequence[Candidate],
    settings: ExportSettings,
    *,
    set_aside: Mapping[str, Mapping[str, str]],
    prefix: str,
) -> Export:
    """Build an export of a main table and its repeats.

    Parameters
    ----------
    main, repeats
        Tables that belong together.
    settings
        What is declared.
    set_aside
        File → its sheets or members that hold no table, with the reason.
    prefix
        Set before the numbers of rows, where they have to serve as keys and several tables are read.

    Raises
    ------
    IngestProblems
        When two platforms fit alike, or the rows of a repeat name no submission.
    """
    source, layout = main.source, main.layout
    if len(main.platforms) > 1:
        first, second = (PLATFORMS[key].title for key in main.platforms[:2])
        raise refuse("export-platform-unsure", source.shown, first=first, second=second, option="--platform")
    platform = platform_of(main)
    own = find_own_keys(platform, layout, main.sheet)
    read_keys = read_own_keys(own) if own else number_rows(prefix)
    roles = find_roles(platform, layout.places)
    if own:
        roles["key"] = own[0]
    else:
        roles.pop("key", None)
    files = dict(source.files)
    for repeat in repeats:
        files.update(repeat.source.files)
    return Export(
        files=files,
        platform=platform.key,
        container=source.container,
        main=_build_table(main, read_keys),
        repeats=[_build_table(r, find_parent_keys(r, main, repeats, read_keys)) for r in repeats],
        encoding=source.encoding,
        separator=source.separator,
        header_row=layout.header_row,
        system=roles,
        blanks=platform.blanks,
        reasons=_list_reasons(main, settings, has_key=bool(own)),
        set_aside_sheets={name: why for file in files for name, why in set_aside.get(file, {}).items()},
    )


def _build_table(candidate: Candidate, read_keys: ReadKeys) -> ExportTable:
    sheet, layout = candidate.sheet, candidate.layout
    misshapen: dict[int, int] = {}

    def read_blocks() -> Iterator[Block]:
        misshapen.clear()
        for cells, rows in sheet.read_rows(layout.first_row, len(layout.header), misshapen):
            yield Block(cells, rows, read_keys(cells, rows))

    return ExportTable(
        name=candidate.name,
        header=list(layout.header),
        read_blocks=read_blocks,
        is_repeat=candidate.is_repeat,
        typed=sheet.find_typed(layout.first_row),
        labels=sheet.labels,
        missing=sheet.missing,
        column_labels=sheet.column_labels,
        misshapen=misshapen,
    )


def _list_reasons(
    main: Candidate, settings: ExportSettings, *, has_key: bool
) -> list[tuple[str, Mapping[str, str | int | float]]]:
    platform = platform_of(main)
    marks = [
        name for name in main.layout.header
        if fold_name(name) in platform.marks
    ][:4]  # fmt: skip
    if settings.platform:
        reasons: list[tuple[str, Mapping[str, str | int | float]]] = [("export-platform-declared", {})]
    elif marks:
        reasons = [("export-platform-by-columns", {"columns": ", ".join(marks)})]
    else:
        reasons = [("export-platform-none", {})]
    reasons += [(message, dict(arguments)) for message, arguments in main.layout.notes]
    if not has_key:
        reasons.append(("export-keys-by-row", {}))
    return reasons
