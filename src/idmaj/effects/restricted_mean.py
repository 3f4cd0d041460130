"""Restricted mean survival time: the average time free of the event up to a horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import Contrast
from idmaj.effects.curve_contrast import Arm, build_arms_contrast
from idmaj.effects.curve_times import check_horizon
from idmaj.effects.survival import SurvivalCurve, find_log_slopes
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class RestrictedMean:
    """Area under a survival curve up to a horizon.

    Attributes
    ----------
    horizon : float
    estimate, std_error : float
        Time free of the event, in the curve's unit of time; Greenwood-type error, or by weighted row or cluster.
    """

    horizon: float
    estimate: float
    std_error: float


def estimate_restricted_mean(curve: SurvivalCurve, horizon: float) -> RestrictedMean:
    """Estimate the mean of min(T, τ).

    The variance is Σ A(t)² d/(n(n - d)) over event times t ≤ τ, A(t) the area between t and τ; with weights or
    clusters it is the infinitesimal jackknife.

    Parameters
    ----------
    curve : SurvivalCurve
    horizon : float
        τ > 0, at most the largest observed time.

    Raises
    ------
    EstimationError
        ``horizon-beyond-data``; ``gap-in-observation`` where late entries leave nobody under observation before τ;
        ``not-finite`` or ``negative-time`` for a horizon that is none.

    References
    ----------
    Royston & Parmar (2013), BMC Medical Research Methodology 13.
    """
    arm = find_mean_arm(curve, horizon)
    return RestrictedMean(float(horizon), arm.estimate, float(np.sqrt(arm.variance)))


def estimate_restricted_mean_difference(
    treated: SurvivalCurve,
    comparison: SurvivalCurve,
    horizon: float,
    *,
    small_sample: bool | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference in time free of the event up to τ, treated minus comparison.

    Parameters
    ----------
    treated, comparison : SurvivalCurve
        Of different people; of clusters that may reach into both arms where both were given clusters.
    horizon : float
        At most the smaller arm's largest observed time.
    small_sample : bool, optional
        As `idmaj.effects.curve_contrast.build_arms_contrast`.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_restricted_mean`; ``no-variation`` when neither curve has moved before τ.
    """
    arms = [find_mean_arm(curve, horizon) for curve in (treated, comparison)]
    return build_arms_contrast(*arms, small_sample=small_sample, conf_level=conf_level)


def find_mean_arm(curve: SurvivalCurve, horizon: float) -> Arm:
    """Return one arm's mean with what moves it."""
    check_horizon(horizon, last=float(curve.time[-1]), covered_until=curve.covered_until)
    if horizon == 0:
        raise EstimationError("negative-time")
    after, total = find_areas(curve.time, np.concatenate([[1.0], curve.survival]), horizon)
    return Arm(total, curve.table, curve.people, after * find_log_slopes(curve.table)[:, : len(after)])


def find_areas(time: FloatArray, values: FloatArray, horizon: float) -> tuple[FloatArray, float]:
    """Return the areas under a step function from each of its times before τ to τ, and from 0 to τ.

    Parameters
    ----------
    time : ndarray, shape (m,)
    values : ndarray, shape (m + 1,)
        From 0 to the first time, and after each.
    horizon : float
        τ.

    Returns
    -------
    after : ndarray, shape (J,)
        For the J times before τ.
    total : float
    """
    reached = int(np.searchsorted(time, horizon, side="left"))
    edges = np.concatenate([[0.0], time[:reached], [horizon]])
    areas = values[: reached + 1] * np.diff(edges)
    return areas[::-1].cumsum()[::-1][1:], float(areas.sum())
