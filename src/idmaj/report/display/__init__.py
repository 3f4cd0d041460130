"""What notebooks show: one call a cell. Numbers here are not released: executed notebooks are restricted."""

from idmaj.report.display.answers import show_findings
from idmaj.report.display.arrivals import show_troubles, summarise_ingest
from idmaj.report.display.benchmark import show_benchmark
from idmaj.report.display.checks import show_gates
from idmaj.report.display.clocks import show_clocks
from idmaj.report.display.costs import show_costs, show_value
from idmaj.report.display.course import show_course
from idmaj.report.display.definitions import show_definitions
from idmaj.report.display.doubt import show_doubt
from idmaj.report.display.effects import show_effects
from idmaj.report.display.following import show_balance, show_follow_up
from idmaj.report.display.loss import show_loss
from idmaj.report.display.occurrences import show_event_types, show_frequency, show_sources
from idmaj.report.display.products import brief_folder, list_products
from idmaj.report.display.questions import show_questions
from idmaj.report.display.results import show_handovers, show_outcomes
from idmaj.report.display.sheet import Sheet
from idmaj.report.display.surveys import show_field_checks
from idmaj.report.display.timing import show_curves, show_maturity

__all__ = [
    "Sheet",
    "brief_folder",
    "list_products",
    "show_balance",
    "show_benchmark",
    "show_clocks",
    "show_costs",
    "show_course",
    "show_curves",
    "show_definitions",
    "show_doubt",
    "show_effects",
    "show_event_types",
    "show_field_checks",
    "show_findings",
    "show_follow_up",
    "show_frequency",
    "show_gates",
    "show_handovers",
    "show_loss",
    "show_maturity",
    "show_outcomes",
    "show_questions",
    "show_sources",
    "show_troubles",
    "show_value",
    "summarise_ingest",
]
