"""Exports of a form to canonical tables."""

from idmaj.ingest.survey.run import SurveySettings, SurveyTables, ingest_exports

__all__ = ["SurveySettings", "SurveyTables", "ingest_exports"]
