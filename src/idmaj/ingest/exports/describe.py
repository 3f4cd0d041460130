"""What was detected, in words."""

from __future__ import annotations

from collections import Counter
from typing import cast

from idmaj.ingest.exports.model import Export, ExportTable
from idmaj.ingest.exports.platforms import PLATFORMS
from idmaj.text import Language, message

_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MOST_NAMED = 5


def describe_export(export: Export, language: str) -> list[str]:
    """Say what an export was taken for, and why.

    Parameters
    ----------
    export
        As read by `read_exports`.
    language
        `ar`, `fr` or `en`.

    Returns
    -------
    list of str
        Lines: the files and their platform, the reasons, how text was read, the tables, what was set aside.
    """
    reader = cast(Language, language)
    files = ", ".join(export.files)
    title = PLATFORMS[export.platform].title
    lines = [
        message("export-line-platform", reader, files=files, platform=title)
        if title
        else message("export-line-plain", reader, files=files)
    ]
    lines += [message(reason, reader, **arguments) for reason, arguments in export.reasons]
    if export.encoding:
        lines.append(_describe_text(export, reader))
    lines.append(_describe_table("export-line-main", export.main, reader))
    lines += [_describe_table("export-line-repeat", table, reader) for table in export.repeats]
    if "key" in export.system:
        lines.append(message("export-line-key", reader, column=export.main.header[export.system["key"]]))
    return lines + _describe_set_aside(export, reader)


def _describe_text(export: Export, reader: Language) -> str:
    sign = _SIGNS.get(export.separator, "other")
    return message(
        "export-line-text",
        reader,
        encoding=export.encoding,
        sign=message(f"separator-{sign}", reader, sign=export.separator),
        row=str(export.header_row),
    )


def _describe_table(line: str, table: ExportTable, reader: Language) -> str:
    return message(line, reader, table=table.name, n=len(table.header))


def _describe_set_aside(export: Export, reader: Language) -> list[str]:
    """One line for each part that was set aside; many of one reason are counted."""
    counts = Counter(export.set_aside_sheets.values())
    named = [
        message("export-line-set-aside", reader, name=name, reason=message(reason, reader))
        for name, reason in export.set_aside_sheets.items()
        if counts[reason] <= _MOST_NAMED
    ]
    counted = [
        message("export-line-many-set-aside", reader, n=n, reason=message(reason, reader))
        for reason, n in counts.items()
        if n > _MOST_NAMED
    ]
    return named + counted
