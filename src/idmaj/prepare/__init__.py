"""What outcomes are measured on: spells at liberty, coverage of registers, index dates."""

from idmaj.prepare.build import build_prepared
from idmaj.prepare.exposure import build_exposure, measure_liberty

__all__ = ["build_exposure", "build_prepared", "measure_liberty"]
