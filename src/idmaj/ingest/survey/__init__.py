"""Exports of a form to canonical tables."""

from idmaj.ingest.survey.describe import describe_mapping
from idmaj.ingest.survey.run import SurveyRun, SurveySettings, ingest_exports

__all__ = ["SurveyRun", "SurveySettings", "describe_mapping", "ingest_exports"]
