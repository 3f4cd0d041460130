"""Checks of field data: what is wrong, in which rows, and who must act."""

from idmaj.quality.model import Check, CheckSettings, Finding, QualityFindings
from idmaj.quality.register import CHECKS
from idmaj.quality.run import run_checks
from idmaj.quality.tables import SurveyTables

__all__ = ["CHECKS", "Check", "CheckSettings", "Finding", "QualityFindings", "SurveyTables", "run_checks"]
