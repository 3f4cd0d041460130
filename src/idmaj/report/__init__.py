"""Briefs, pages and the catalogue of releases."""

from idmaj.report.annex import write_annex
from idmaj.report.brief import build_brief, write_brief
from idmaj.report.document import Brief
from idmaj.report.html import render_html
from idmaj.report.index import write_index
from idmaj.report.notebook_page import write_notebook_page
from idmaj.report.pdf import render_pdf
from idmaj.report.provenance import describe_inputs, hash_inputs
from idmaj.report.quality import write_quality

__all__ = [
    "Brief",
    "build_brief",
    "describe_inputs",
    "hash_inputs",
    "render_html",
    "render_pdf",
    "write_annex",
    "write_brief",
    "write_index",
    "write_notebook_page",
    "write_quality",
]
