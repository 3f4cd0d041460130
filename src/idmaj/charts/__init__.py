"""Charts: from estimates, curves and published facts to pictures, in three languages."""

from idmaj.charts.acceptability import draw_acceptability, select_acceptability
from idmaj.charts.arms import name_covariate
from idmaj.charts.calculations import name_calculation, name_population, name_start, say_since
from idmaj.charts.cost_plane import draw_cost_plane
from idmaj.charts.describe import ChartKind, describe_chart, title_chart
from idmaj.charts.dots import draw_dots
from idmaj.charts.events import draw_events, select_events
from idmaj.charts.flow import draw_flow
from idmaj.charts.forest import draw_forest
from idmaj.charts.handovers import draw_handover_regions, draw_handover_years
from idmaj.charts.levels import draw_levels
from idmaj.charts.lint import lint_figure
from idmaj.charts.love import draw_love
from idmaj.charts.power import draw_power, select_power
from idmaj.charts.selection import select_contrasts
from idmaj.charts.survival import draw_survival
from idmaj.charts.tipping import draw_tipping, select_tipping
from idmaj.charts.unit_cost import draw_unit_cost
from idmaj.charts.words import count_digits, name_horizon
from idmaj.charts.write import ALT_LIMIT, Chart, render_chart, write_chart

__all__ = [
    "ALT_LIMIT",
    "Chart",
    "ChartKind",
    "count_digits",
    "describe_chart",
    "draw_acceptability",
    "draw_cost_plane",
    "draw_dots",
    "draw_events",
    "draw_flow",
    "draw_forest",
    "draw_handover_regions",
    "draw_handover_years",
    "draw_levels",
    "draw_love",
    "draw_power",
    "draw_survival",
    "draw_tipping",
    "draw_unit_cost",
    "lint_figure",
    "name_calculation",
    "name_covariate",
    "name_horizon",
    "name_population",
    "name_start",
    "render_chart",
    "say_since",
    "select_acceptability",
    "select_contrasts",
    "select_events",
    "select_power",
    "select_tipping",
    "title_chart",
    "write_chart",
]
