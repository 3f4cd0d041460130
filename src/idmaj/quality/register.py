"""The register of checks, in the order in which a report lists them."""

from __future__ import annotations

from idmaj.quality import (
    attrition,
    back_checks,
    cells,
    completeness,
    consent,
    consistency,
    dates,
    duplicates,
    enumerators,
    free_text,
    justice,
    missingness,
    outliers,
    panel,
    skips,
    timing,
    versions,
)
from idmaj.quality.model import Check

CHECKS: tuple[Check, ...] = (
    *duplicates.CHECKS,
    *consent.CHECKS,
    *cells.CHECKS,
    *completeness.CHECKS,
    *attrition.CHECKS,
    *dates.CHECKS,
    *timing.CHECKS,
    *versions.CHECKS,
    *skips.CHECKS,
    *missingness.CHECKS,
    *outliers.CHECKS,
    *consistency.CHECKS,
    *panel.CHECKS,
    *justice.CHECKS,
    *free_text.CHECKS,
    *enumerators.CHECKS,
    *back_checks.CHECKS,
)
