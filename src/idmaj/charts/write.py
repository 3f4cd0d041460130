"""Charts as files: SVG for documents, PNG for notebooks and slides, the same bytes every time."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from idmaj.charts.lint import lint_figure
from idmaj.charts.style import DPI, house_style
from idmaj.errors import RenderError
from idmaj.store import write_atomically
from idmaj.text import Language, direction, strip_isolates

ALT_LIMIT = 150
"""Longest text in place of a chart, in characters."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that has been written.

    Attributes
    ----------
    name, language
        Name of the chart within its study; reader's language.
    svg, png
        Files: paths only, no fonts needed; 200 dots per inch.
    title
        Title for the document around it.
    alt
        Text in its place, at most 150 characters.
    """

    name: str
    language: Language
    svg: Path
    png: Path
    title: str
    alt: str

    def _repr_html_(self) -> str:
        """Show the chart in a notebook, with its text in place."""
        picture = base64.b64encode(self.png.read_bytes()).decode()
        return (
            f'<figure lang="{self.language}" dir="{direction(self.language)}" style="margin:0">'
            f"<figcaption><strong>{html.escape(strip_isolates(self.title))}</strong></figcaption>"
            f'<img alt="{html.escape(self.alt, quote=True)}" style="width:100%;max-width:165mm" '
            f'src="data:image/png;base64,{picture}"></figure>'
        )


def write_chart(
    figure: Figure, name: str, language: Language, folder: Path, *, title: str, alt: str
) -> Chart:
    """Write a chart as SVG and PNG, after the quality gate.

    Parameters
    ----------
    figure
        A chart made by a ``draw_`` function.
    name, language
        The files are called ``<name>.<language>.svg`` and ``.png``.
    folder
        Made if it does not exist.
    title, alt
        Words for the document around it.

    Returns
    -------
    Chart

    Raises
    ------
    RenderError
        When `lint_figure` finds a fault, or the text in its place is empty or too long. Nothing is written.
    """
    faults = lint_figure(figure)
    plain = strip_isolates(alt)
    if not plain or len(plain) > ALT_LIMIT:
        faults.append(f"alt: {len(plain)} characters, expected 1 to {ALT_LIMIT}")
    if faults:
        raise RenderError(f"chart {name}.{language}: {'; '.join(faults)}")
    folder.mkdir(parents=True, exist_ok=True)
    files = {kind: folder / f"{name}.{language}.{kind}" for kind in ("svg", "png")}
    for kind, file in files.items():
        write_atomically(render_chart(figure, kind), file)
    return Chart(name, language, files["svg"], files["png"], title, plain)


def render_chart(figure: Figure, kind: str) -> bytes:
    """Render a chart as ``svg`` or ``png``; the same figure gives the same bytes."""
    # Date and salt count when the file is saved, not when the chart is drawn.
    nameless = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    buffer = io.BytesIO()
    with house_style():
        figure.savefig(buffer, format=kind, dpi=DPI, metadata=nameless)
    return buffer.getvalue()
