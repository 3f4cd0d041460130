"""What may leave the machine: thresholds, complementary suppression, released tables and curves."""

from idmaj.disclosure.cells import build_cells
from idmaj.disclosure.curves import release_curves
from idmaj.disclosure.release import release_estimates, release_study

__all__ = ["build_cells", "release_curves", "release_estimates", "release_study"]
