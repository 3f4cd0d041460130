"""Outcomes: one row per person, outcome and horizon, never a statistic."""

from idmaj.outcomes.build import build_outcomes

__all__ = ["build_outcomes"]
