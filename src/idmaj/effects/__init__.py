"""Estimators, gates and the stage that turns outcomes into estimates."""

from idmaj.effects.build import estimate_study
from idmaj.effects.handovers import build_unit_costs

__all__ = ["build_unit_costs", "estimate_study"]
