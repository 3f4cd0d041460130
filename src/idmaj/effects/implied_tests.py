"""A p-value for a row whose estimator gives an interval alone: the error at which that interval touches 0."""

from __future__ import annotations

import numpy as np
from scipy import optimize

from idmaj.effects.comparison import Planned
from idmaj.effects.contrasts import estimate_contrast
from idmaj.estimates import RATIO_SCALES, EffectEstimate

SMALLEST = 1e-12
"""Error below which an interval is not inverted: it stands for itself and all that are smaller."""


def refit_primary(planned: Planned, conf_level: float) -> EffectEstimate:
    """Estimate the primary row of a comparison again, with another confidence level."""
    primary = planned.primary
    return estimate_contrast(
        planned.sample, planned.place, estimator=primary.estimator, role=primary.role,
        estimand=primary.estimand, conf_level=conf_level,
    )  # fmt: skip


def find_p_value(row: EffectEstimate, planned: Planned | None) -> float | None:
    """Return the p-value of a row, by inversion of its interval where the estimator gives none.

    Parameters
    ----------
    row
        A difference.
    planned
        The comparison that the row is the primary estimate of; without it nothing can be inverted.

    Returns
    -------
    float or None
        Two-sided, against no difference: the row's own, else the error at which its interval would touch 0
        (Newcombe's difference of shares, whose error by formula belongs to another test). None where the row
        has no number, or is a ratio.
    """
    if row.p_value is not None:
        return row.p_value
    if planned is None or row.estimate is None or row.conf_low is None or row.scale in RATIO_SCALES:
        return None
    return _invert(planned)


def _invert(planned: Planned) -> float | None:
    def room(log_error: float) -> float:
        """How far 0 lies inside the interval; below 0 where it is excluded."""
        row = refit_primary(planned, 1 - float(np.exp(log_error)))
        low, high = row.conf_low, row.conf_high
        return np.nan if low is None or high is None else min(-low, high)

    widest, narrowest = np.log(SMALLEST), np.log1p(-SMALLEST)
    rooms = room(widest), room(narrowest)
    if not np.isfinite(rooms).all():
        return None
    if rooms[1] >= 0:
        return 1.0
    if rooms[0] <= 0:
        return SMALLEST
    return float(np.exp(optimize.brentq(room, widest, narrowest, xtol=1e-10)))
