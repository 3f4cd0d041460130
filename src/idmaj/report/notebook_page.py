"""Executed notebooks as pages: the evaluator's record, kept among restricted files."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from markupsafe import Markup

from idmaj.report.pages import render_body, render_page
from idmaj.store import write_atomically
from idmaj.text import Language, message


def write_notebook_page(executed_notebook: Path, file: Path, language: Language, *, title: str) -> Path:
    """Write an executed notebook as a page that loads nothing and runs no script.

    Parameters
    ----------
    executed_notebook
        Notebook with outputs.
    file
        The page; replaced whole.
    language
        Language of its sentences: direction of the page.
    title
        Title of the page.

    Returns
    -------
    Path
        `file`. The page shows numbers that were not released: it is kept among restricted files.
    """
    import nbformat  # loads a grammar for a second or two: not for every process that writes a brief
    from nbconvert import HTMLExporter

    notebook = nbformat.read(executed_notebook, as_version=4)
    with as_file(files("idmaj.report") / "templates") as templates:
        exporter = HTMLExporter(template_name="notebook", extra_template_basedirs=[str(templates)])
        exporter.exclude_anchor_links = True
        content, _ = exporter.from_notebook_node(notebook)
    body = render_body(
        "frame.html.j2", title=title, mark=message("report-restricted", language), content=Markup(content)
    )
    write_atomically(render_page(body, language, title=title), file)
    return file
