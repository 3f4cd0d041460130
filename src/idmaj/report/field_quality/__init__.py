"""Report on the quality of field data: a page and a workbook in each language, by who must act."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from idmaj.report.field_quality.page import render_field_quality
from idmaj.report.field_quality.record import FieldRecord
from idmaj.report.field_quality.workbook import render_workbook
from idmaj.store import write_atomically
from idmaj.text import LANGUAGES, Language

if TYPE_CHECKING:
    from idmaj.quality import QualityFindings

__all__ = ["FieldRecord", "write_field_quality"]


def write_field_quality(
    findings: QualityFindings,
    record: FieldRecord,
    folder: Path,
    *,
    title: str | Mapping[Language, str],
    is_small: bool,
) -> list[Path]:
    """Write the report on the quality of field data in the three languages.

    Parameters
    ----------
    findings
        What the checks found.
    record
        What reading the files left behind: rows received and kept, rows set aside, what was recognised.
    folder
        Where the files go; made if it is not there.
    title
        Title of the study or form, one for all languages or one each.
    is_small
        Whether the group is too small for rates: cases are counted and listed only.

    Returns
    -------
    list of Path
        ``quality.<language>.html`` and ``quality.<language>.xlsx``, replaced whole once all are made. They
        name submissions and pseudonyms and are not for publication.

    Raises
    ------
    TextError
        If the catalogue lacks the words of a check.
    RenderError
        If a case names a check that has no line of its own.
    """
    made: dict[Path, str | bytes] = {}
    for language in LANGUAGES:
        name = title if isinstance(title, str) else title[language]
        page = render_field_quality(findings, record, language, title=name, is_small=is_small)
        book = render_workbook(findings, record, language, title=name, is_small=is_small)
        made |= {folder / f"quality.{language}.html": page, folder / f"quality.{language}.xlsx": book}
    for file, content in made.items():
        write_atomically(content, file)
    return list(made)
