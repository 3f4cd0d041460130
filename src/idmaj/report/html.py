"""The page edition of a brief: the accessible twin of the PDF, from the same object."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from idmaj.errors import RenderError
from idmaj.report.document import Brief
from idmaj.report.pages import render_body, render_page, safe_address
from idmaj.report.pdf import describe_footer
from idmaj.report.pictures import embed_picture
from idmaj.text import format_date, message, strip_isolates

MOST_BYTES: Final = 400 * 1024
"""Weight of a page with at most two charts."""
MOST_BYTES_CHART: Final = 180 * 1024
"""Weight that each further chart may add: Arabic letters are drawn as outlines."""
"""A page that is sent by phone: a heavier one is a fault."""


def render_html(brief: Brief, charts: Mapping[str, Path] | None = None) -> str:
    """Write the brief as one page that loads nothing.

    Parameters
    ----------
    brief
        The document.
    charts
        SVG file of each figure, by the figure's name.

    Returns
    -------
    str
        The page, below `MOST_BYTES`; the same input gives the same text.

    Raises
    ------
    RenderError
        If a chart is missing or the page is too heavy.
    """
    language = brief.language
    body = render_body(
        "brief.html.j2",
        brief=brief,
        pictures=_pictures(brief, charts or {}),
        date_text=message("report-as-of", language, date=format_date(brief.provenance.as_of, language)),
        data_table_label=message("report-data-table", language),
        source_text=message("report-source", language, source=brief.provenance.source),
        links=[{"label": label, "url": safe_address(url), "shown": url} for label, url in brief.links],
        footer=describe_footer(brief),
    )
    page = render_page(body, language, title=strip_isolates(brief.title))
    if len(page.encode()) > MOST_BYTES + max(len(brief.figures) - 2, 0) * MOST_BYTES_CHART:
        raise RenderError(f"the page of {brief.study_id} ({language}) has {len(page.encode())} bytes")
    return page


def _pictures(brief: Brief, charts: Mapping[str, Path]) -> dict[str, str]:
    missing = [figure.name for figure in brief.figures if figure.name not in charts]
    if missing:
        raise RenderError(f"no chart was drawn for the figure {missing[0]}")
    return {figure.name: embed_picture(charts[figure.name]) for figure in brief.figures}
