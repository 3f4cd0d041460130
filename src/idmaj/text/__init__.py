"""Words and numbers that people read, in Arabic, French and English.

Every sentence is a message of ``locale/<language>/<room>.ftl`` (Project Fluent); every number is
written by a function of this room (CLDR through Babel), isolated against bidirectional reordering.
"""

from idmaj.text.catalogue import Argument, has_message, message, message_ids, message_variables
from idmaj.text.dates import format_date, format_month
from idmaj.text.isolates import isolate, strip_isolates
from idmaj.text.languages import LANGUAGES, LOCALES, Direction, Language, direction
from idmaj.text.numbers import (
    MINUS,
    Number,
    digits_for,
    format_count,
    format_number,
    format_percent,
    format_points,
    format_signed,
    format_year,
    round_half_up,
)
from idmaj.text.problems import describe_estimation_error, describe_place, describe_problem, split_problem
from idmaj.text.quantities import (
    COUNTED_UNITS,
    CURRENCIES,
    TIME_UNITS,
    Formatter,
    format_duration,
    format_interval,
    format_list,
    format_money,
    format_percentage_points,
    format_quantity,
    format_range,
    name_currency,
)

__all__ = [
    "COUNTED_UNITS",
    "CURRENCIES",
    "LANGUAGES",
    "LOCALES",
    "MINUS",
    "TIME_UNITS",
    "Argument",
    "Direction",
    "Formatter",
    "Language",
    "Number",
    "describe_estimation_error",
    "describe_place",
    "describe_problem",
    "digits_for",
    "direction",
    "format_count",
    "format_date",
    "format_duration",
    "format_interval",
    "format_list",
    "format_money",
    "format_month",
    "format_number",
    "format_percent",
    "format_percentage_points",
    "format_points",
    "format_quantity",
    "format_range",
    "format_signed",
    "format_year",
    "has_message",
    "isolate",
    "message",
    "message_ids",
    "message_variables",
    "name_currency",
    "round_half_up",
    "split_problem",
    "strip_isolates",
]
