"""Restricted mean survival time: the average time free of the event up to a horizon."""

from dataclasses import dataclass

import numpy as np

from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.survival import SurvivalCurve
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class RestrictedMean:
    """Area under a survival curve up to a horizon.

    Attributes
    ----------
    horizon : float
    estimate, std_error : float
        Time free of the event, in the curve's unit of time; Greenwood-type error.
    """

    horizon: float
    estimate: float
    std_error: float


def estimate_restricted_mean(curve: SurvivalCurve, horizon: float) -> RestrictedMean:
    """Estimate the mean of min(T, τ).

    The variance is Σ A(t)² d/(n(n - d)) over event times t ≤ τ, A(t) the area between t and τ.

    Parameters
    ----------
    curve : SurvivalCurve
    horizon : float
        τ > 0, at most the largest observed time.

    Raises
    ------
    EstimationError
        ``horizon-beyond-data``; ``not-finite`` or ``negative-time`` for a horizon that is none.

    References
    ----------
    Royston & Parmar (2013), BMC Medical Research Methodology 13.
    """
    if not np.isfinite(horizon):
        raise EstimationError("not-finite", what="horizon")
    if horizon <= 0:
        raise EstimationError("negative-time")
    if horizon > curve.time[-1]:
        raise EstimationError("horizon-beyond-data", horizon=float(horizon), last=float(curve.time[-1]))
    inside = curve.time < horizon
    edges = np.concatenate([[0.0], curve.time[inside], [horizon]])
    areas = np.concatenate([[1.0], curve.survival[inside]]) * np.diff(edges)
    area_after = areas[::-1].cumsum()[::-1][1:]
    greenwood = np.diff(curve.variance[inside], prepend=0.0)
    return RestrictedMean(float(horizon), float(areas.sum()), float(np.sqrt(area_after**2 @ greenwood)))


def estimate_restricted_mean_difference(
    treated: SurvivalCurve, comparison: SurvivalCurve, horizon: float, *, conf_level: float = 0.95
) -> Contrast:
    """Estimate the difference in time free of the event up to τ, treated minus comparison.

    Parameters
    ----------
    treated, comparison : SurvivalCurve
        Of independent people.
    horizon : float
        At most the smaller arm's largest observed time.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_restricted_mean`; ``no-variation`` when neither curve has moved before τ.
    """
    one, zero = (estimate_restricted_mean(curve, horizon) for curve in (treated, comparison))
    error = np.hypot(one.std_error, zero.std_error)
    return build_contrast(one.estimate - zero.estimate, error, conf_level=conf_level)
