"""Drawing the figures of a brief: from released rows or the public register, through the charts room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from idmaj.charts import (
    Chart,
    draw_events,
    draw_flow,
    draw_forest,
    draw_handover_regions,
    draw_handover_years,
    draw_incidence,
    draw_levels,
    draw_love,
    draw_survival,
    draw_unit_cost,
    write_chart,
)
from idmaj.ingest import build_tables
from idmaj.report.document import Brief, Figure
from idmaj.report.material import Material

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

_OF_RELEASED = {
    "levels": draw_levels,
    "forest": draw_forest,
    "events": draw_events,
    "flow": draw_flow,
}
_OF_CURVES = {"survival": draw_survival, "incidence": draw_incidence}
_OF_REGISTER = {
    "handover-regions": draw_handover_regions,
    "handover-years": draw_handover_years,
    "unit-cost": draw_unit_cost,
}


def write_figures(brief: Brief, material: Material, folder: Path) -> dict[str, Chart]:
    """Draw and write every chart of a brief.

    Parameters
    ----------
    brief
        Its figures say what is drawn.
    material
        Released rows; nothing else about people is read.
    folder
        Where ``<name>.<language>.svg`` and ``.png`` go.

    Returns
    -------
    dict of str to Chart
        By name of the figure.
    """
    return {
        figure.name: write_chart(
            _draw(figure, material), figure.name, brief.language, folder, title=figure.title, alt=figure.alt
        )
        for figure in brief.figures
    }


def _draw(figure: Figure, material: Material) -> Drawing:
    study, language = material.study, material.language
    if figure.kind in _OF_REGISTER:
        handovers = build_tables(material.evaluation)["handovers"]
        return _OF_REGISTER[figure.kind](handovers, study, language)
    if figure.kind in _OF_CURVES:
        return _OF_CURVES[figure.kind](material.curves, study, language, outcome=figure.outcome)
    if figure.kind == "love":
        return draw_love(material.released, study, language, outcome=figure.outcome)
    return _OF_RELEASED[figure.kind](material.released, study, language, outcome=figure.outcome)
