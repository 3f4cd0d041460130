"""The printed edition: a brief through Typst, as PDF/UA-1 and PDF/A-2a."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import typst

from idmaj.errors import RenderError
from idmaj.report.document import Brief
from idmaj.report.fonts import FAMILY, font_folders
from idmaj.text import Language, direction, format_date, format_number, message, strip_isolates

STANDARDS: Final[tuple[Literal["ua-1"], Literal["a-2a"]]] = ("ua-1", "a-2a")
MOST_PAGES: Final = 2
"""A brief is read in two minutes: a longer one is a fault."""
SCALES: Final = (1.0, 0.95, 0.9)
"""Sizes of text that are tried, the largest first, before a brief is refused as too long."""
MOST_ROWS: Final = 10
"""Rows of a table in print; the page edition shows all."""

_TOO_LONG: Final = "the brief needs"

_SHOWN: Final = ("title", "alt", "caption")
_REGIONS: Final = {"ar": "MA", "fr": "MA", "en": "GB"}


def render_pdf(brief: Brief, charts: Mapping[str, Path] | None = None) -> bytes:
    """Write the brief as PDF.

    Parameters
    ----------
    brief
        The document.
    charts
        SVG file of each figure, by the figure's name. A chart is placed at the size it was drawn at.

    Returns
    -------
    bytes
        Tagged PDF with title, language and alternative texts; the same input gives the same bytes.

    Raises
    ------
    RenderError
        If Typst refuses or warns, a chart is missing, or the brief needs more than `MOST_PAGES` pages
        even without charts.

    Notes
    -----
    Of a brief that is too long the last chart leaves the printed edition first, the first one last; the
    page edition shows all.
    """
    content = _describe(brief, charts or {})
    template = (files("idmaj.report") / "templates" / "brief.typ").read_bytes()
    for left_out in range(sum(len(section["figures"]) for section in content["sections"]) + 1):
        shorter = _leave_out(content, left_out)
        for scale in SCALES:
            with suppress(_TooLong):
                return _compile(template, {**shorter, "scale": scale})
    raise RenderError(f"the brief needs more than {MOST_PAGES} pages, even without charts")


class _TooLong(RenderError):
    """The brief needs more pages than it may have."""


@cache
def _read_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()])


def _compile(template: bytes, content: Mapping[str, Any]) -> bytes:
    data = json.dumps(content, ensure_ascii=False, sort_keys=True)
    try:
        pdf, warnings = typst.compile_with_warnings(
            template,
            font_paths=_read_fonts(),
            sys_inputs={"data": data},
            pdf_standards=list(STANDARDS),
        )
    except typst.TypstError as error:
        kind = _TooLong if _TOO_LONG in str(error) else RenderError
        raise kind(f"typst refused the document: {error}") from error
    if warnings:
        raise RenderError(f"typst warned: {'; '.join(str(warning) for warning in warnings)}")
    return bytes(pdf)


def _describe(brief: Brief, charts: Mapping[str, Path]) -> dict[str, Any]:
    day = date.fromisoformat(brief.provenance.as_of)
    content = asdict(brief)
    content["sections"] = [section for section in content["sections"] if section["is_printed"]]
    for section in content["sections"]:
        section["table"] = _shorten_table(section["table"], brief.language)
        section["figures"] = [
            _describe_figure(figure, charts) for figure in section["figures"] if figure["is_printed"]
        ]
    return content | {
        "most_pages": MOST_PAGES,
        "lang": brief.language,
        "region": _REGIONS[brief.language],
        "direction": direction(brief.language),
        "date": [day.year, day.month, day.day],
        "date_text": message("report-as-of", brief.language, date=format_date(day, brief.language)),
        "fonts": [FAMILY],
        "author": "Idmaj",
        "head": brief.programme,
        "footer": describe_footer(brief),
        "page_of": _page_numbers(brief),
    }


def _leave_out(content: Mapping[str, Any], n_figures: int) -> dict[str, Any]:
    """Leave out the last charts."""
    sections = []
    for section in reversed(content["sections"]):
        n_kept = max(len(section["figures"]) - n_figures, 0)
        n_figures -= len(section["figures"]) - n_kept
        sections.append({**section, "figures": section["figures"][:n_kept]})
    return {**content, "sections": sections[::-1]}


def _shorten_table(table: dict[str, Any] | None, language: Language) -> dict[str, Any] | None:
    if table is None or len(table["rows"]) <= MOST_ROWS:
        return table
    left = format_number(len(table["rows"]) - MOST_ROWS, language)
    rest = message("report-more-rows", language, count=left)
    return {**table, "rows": table["rows"][:MOST_ROWS], "note": " ".join(filter(None, (table["note"], rest)))}


def _describe_figure(figure: dict[str, Any], charts: Mapping[str, Path]) -> dict[str, str]:
    try:
        svg = charts[figure["name"]].read_text(encoding="utf-8")
    except KeyError:
        raise RenderError(f"no chart was drawn for the figure {figure['name']}") from None
    return {"svg": svg} | {
        key: strip_isolates(figure[key]) if key == "alt" else figure[key] for key in _SHOWN
    }


def describe_footer(brief: Brief) -> str:
    """Say where the brief comes from: source, version and hash of what went in."""
    return message(
        "report-footer",
        brief.language,
        version=brief.provenance.version,
        hash=brief.provenance.what_hash[:16],
    )


def _page_numbers(brief: Brief, most: int = 9) -> dict[str, str]:
    def number(n: int) -> str:
        return format_number(n, brief.language)

    return {
        f"{page}/{total}": message("report-page", brief.language, page=number(page), total=number(total))
        for total in range(1, most + 1)
        for page in range(1, total + 1)
    }
