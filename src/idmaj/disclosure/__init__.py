"""What may leave the machine: thresholds, complementary suppression, released tables and curves."""

from idmaj.disclosure.cells import build_cells, is_selected
from idmaj.disclosure.curves import release_curves
from idmaj.disclosure.release import release_estimates, release_study
from idmaj.disclosure.rules import PEOPLE_ONLY

__all__ = [
    "PEOPLE_ONLY",
    "build_cells",
    "is_selected",
    "release_curves",
    "release_estimates",
    "release_study",
]
