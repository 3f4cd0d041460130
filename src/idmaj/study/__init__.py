"""The typed study file."""

from idmaj.study.base import Label
from idmaj.study.load import build_schema, load_study
from idmaj.study.model import Study
from idmaj.study.outcome import Outcome
from idmaj.study.source import SEVERAL_REGIONS, Source

__all__ = ["SEVERAL_REGIONS", "Label", "Outcome", "Source", "Study", "build_schema", "load_study"]
