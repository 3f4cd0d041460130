"""Charts: from estimates, curves and published facts to pictures, in three languages."""

from idmaj.charts.acceptability import draw_acceptability, select_acceptability
from idmaj.charts.arms import name_covariate, name_part
from idmaj.charts.bounds import draw_bounds, select_bounds
from idmaj.charts.calculations import name_calculation, name_population, name_start, say_since
from idmaj.charts.causes import name_cause, name_changing, name_group_and_cause, split_term
from idmaj.charts.cost_plane import draw_cost_plane
from idmaj.charts.describe import ChartKind, describe_chart, title_chart
from idmaj.charts.dots import draw_dots
from idmaj.charts.events import draw_events, select_events
from idmaj.charts.flow import draw_flow
from idmaj.charts.forest import draw_forest
from idmaj.charts.handovers import draw_handover_regions, draw_handover_years
from idmaj.charts.incidence import draw_incidence
from idmaj.charts.levels import draw_levels
from idmaj.charts.lint import lint_figure
from idmaj.charts.love import draw_love
from idmaj.charts.pooled import draw_pooled, select_pooled, split_pooled
from idmaj.charts.power import draw_power, select_power
from idmaj.charts.selection import DOUBT, is_doubt, select_contrasts
from idmaj.charts.specifications import draw_specifications, select_specifications
from idmaj.charts.survival import draw_survival
from idmaj.charts.tipping import draw_tipping, select_tipping
from idmaj.charts.unit_cost import draw_unit_cost
from idmaj.charts.words import count_digits, name_horizon
from idmaj.charts.write import ALT_LIMIT, Chart, render_chart, write_chart

__all__ = [
    "ALT_LIMIT",
    "DOUBT",
    "Chart",
    "ChartKind",
    "count_digits",
    "describe_chart",
    "draw_acceptability",
    "draw_bounds",
    "draw_cost_plane",
    "draw_dots",
    "draw_events",
    "draw_flow",
    "draw_forest",
    "draw_handover_regions",
    "draw_handover_years",
    "draw_incidence",
    "draw_levels",
    "draw_love",
    "draw_pooled",
    "draw_power",
    "draw_specifications",
    "draw_survival",
    "draw_tipping",
    "draw_unit_cost",
    "is_doubt",
    "lint_figure",
    "name_calculation",
    "name_cause",
    "name_changing",
    "name_covariate",
    "name_group_and_cause",
    "name_horizon",
    "name_part",
    "name_population",
    "name_start",
    "render_chart",
    "say_since",
    "select_acceptability",
    "select_bounds",
    "select_contrasts",
    "select_events",
    "select_pooled",
    "select_power",
    "select_specifications",
    "select_tipping",
    "split_pooled",
    "split_term",
    "title_chart",
    "write_chart",
]
