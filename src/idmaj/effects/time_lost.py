"""Time lost to one of several competing events up to a horizon: the area under its cumulative incidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idmaj.effects.contrast import Contrast
from idmaj.effects.cumulative_incidence import CumulativeIncidence, read_states
from idmaj.effects.curve_contrast import Arm, build_arms_contrast
from idmaj.effects.curve_times import check_horizon
from idmaj.effects.incidence_variance import find_incidence_slopes
from idmaj.effects.restricted_mean import find_areas
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class TimeLost:
    """Area under a cumulative incidence up to a horizon.

    Attributes
    ----------
    horizon : float
    cause : int
    estimate, std_error : float
        Mean time between the event and the horizon, in the curve's unit of time; infinitesimal jackknife.
    """

    horizon: float
    cause: int
    estimate: float
    std_error: float


def estimate_time_lost(incidence: CumulativeIncidence, horizon: float, *, cause: int = 1) -> TimeLost:
    """Estimate the mean time that an event takes from the time up to τ.

    With the mean time free of every event, the times lost to all causes add up to τ.

    Parameters
    ----------
    incidence : CumulativeIncidence
    horizon : float
        τ > 0, at most the largest observed time.
    cause : int
        Number of the event.

    Raises
    ------
    EstimationError
        As `idmaj.effects.restricted_mean.estimate_restricted_mean`; ``not-a-cause``.

    References
    ----------
    Andersen (2013), Statistics in Medicine 32.
    """
    arm = find_lost_arm(incidence, horizon, cause=cause)
    return TimeLost(float(horizon), cause, arm.estimate, float(np.sqrt(arm.variance)))


def estimate_time_lost_difference(
    treated: CumulativeIncidence,
    comparison: CumulativeIncidence,
    horizon: float,
    *,
    cause: int = 1,
    small_sample: bool | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference in time lost to an event up to τ, treated minus comparison.

    Parameters
    ----------
    treated, comparison : CumulativeIncidence
        Of different people; of clusters that may reach into both arms where both were given clusters.
    horizon : float
        At most the smaller arm's largest observed time.
    cause : int
        Number of the event.
    small_sample : bool, optional
        As `idmaj.effects.curve_contrast.build_arms_contrast`.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_time_lost`; ``no-variation`` when the event was seen in neither arm before τ.
    """
    arms = [find_lost_arm(curve, horizon, cause=cause) for curve in (treated, comparison)]
    return build_arms_contrast(*arms, small_sample=small_sample, conf_level=conf_level)


def find_lost_arm(incidence: CumulativeIncidence, horizon: float, *, cause: int) -> Arm:
    """Return one arm's time lost with what moves it."""
    check_horizon(horizon, last=float(incidence.time[-1]), covered_until=incidence.covered_until)
    if horizon == 0:
        raise EstimationError("negative-time")
    survival, f = read_states(incidence, cause)
    after, total = find_areas(incidence.time, f, horizon)
    x, z = find_incidence_slopes(survival, f, cause - 1, n_causes=incidence.people.n_causes)
    reached = len(after)
    slopes = (horizon - incidence.time[:reached]) * x[:, :reached] - after * z[:, :reached]
    return Arm(total, incidence.table, incidence.people, slopes)
