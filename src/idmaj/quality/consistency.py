"""Answers of one interview that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from idmaj.quality.findings import find_interviews, join_days, show_number
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

MOST_HOURS = 112.0
MOST_DAYS = 30.0


def _find(
    tables: SurveyTables, hits: np.ndarray, column: str, *values: np.ndarray, base: np.ndarray | None = None
) -> Iterator[Finding]:
    shown = [" · ".join(show_number(number) for number in row) for row in np.column_stack(values)[hits]]
    yield from find_interviews(tables, hits, base=base, column=column, shown=shown)


def find_profit_gaps(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Profit far from revenue less costs.

    The two differ in good data too (de Mel, McKenzie and Woodruff 2009), hence the wide tolerance.
    """
    names = ("profit_30d_mad", "revenue_30d_mad", "costs_30d_mad")
    profit, revenue, costs = (tables.numbers(name) for name in names)
    largest = np.max(np.abs([profit, revenue, costs]), axis=0)
    base = ~np.isnan(largest)
    hits = base & (np.abs(profit - (revenue - costs)) > settings.profit_tolerance * largest)
    yield from _find(tables, hits, names[0], profit, revenue, costs, base=base)


def find_wages_without_job(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """A wage of the last 30 days where no day was worked, or where there is no job."""
    wage, days = tables.numbers("wage_30d_mad"), tables.numbers("days_30d")
    idle = (days == 0) | (np.isnan(days) & tables.is_flag("is_employed_ilo", False))
    yield from _find(tables, (wage > 0) & idle, "wage_30d_mad", wage, base=~np.isnan(wage))


def find_hours_without_job(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Hours worked in the last 7 days by somebody who is not employed."""
    hours = tables.numbers("hours_7d")
    hits = (hours >= 1) & tables.is_flag("is_employed_ilo", False)
    yield from _find(tables, hits, "hours_7d", hours, base=~np.isnan(hours))


def find_poor_households(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """A household that has less than the person alone."""
    household = tables.numbers("hh_income_30d_mad")
    parts = [tables.numbers(name) for name in ("wage_30d_mad", "other_income_30d_mad", "profit_30d_mad")]
    own = np.sum([np.nan_to_num(np.maximum(part, 0)) for part in parts], axis=0)
    hits = own > household
    yield from _find(tables, hits, "hh_income_30d_mad", household, own, base=~np.isnan(household))


def find_long_weeks(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """More hours than a week holds awake, or more days than the month."""
    for column, most in (("hours_7d", MOST_HOURS), ("days_30d", MOST_DAYS)):
        values = tables.numbers(column)
        yield from _find(tables, values > most, column, values, base=~np.isnan(values))


def find_lost_before_delivery(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """A project that stopped, or equipment that was lost, before it was handed over or after the interview."""
    delivered, held = tables.roster_days("delivered_on"), tables.days("interviewed_on")
    for column in ("closed_on", "equipment_lost_on"):
        days = tables.days(column)
        hits = (days < delivered) | (days > held)
        shown = join_days(days[hits], delivered[hits], held[hits])
        yield from find_interviews(tables, hits, base=~np.isnat(days), column=column, shown=shown)


CHECKS = (
    Check("profit-gap", "consistency", "flagged", "enumerator", 0, find_profit_gaps,
          ("profit_30d_mad", "revenue_30d_mad", "costs_30d_mad")),
    Check("wage-without-job", "consistency", "flagged", "enumerator", 0, find_wages_without_job,
          ("wage_30d_mad",)),
    Check("hours-without-job", "consistency", "flagged", "enumerator", 0, find_hours_without_job,
          ("hours_7d", "is_employed_ilo")),
    Check("household-below-own", "consistency", "flagged", "enumerator", 0, find_poor_households,
          ("hh_income_30d_mad",)),
    Check("too-much-work", "consistency", "flagged", "enumerator", 0, find_long_weeks),
    Check("lost-out-of-time", "consistency", "flagged", "enumerator", 0, find_lost_before_delivery),
)  # fmt: skip
