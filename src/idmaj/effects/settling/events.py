"""Power of a comparison of times to an event: what counts is the number of events (Schoenfeld)."""

from __future__ import annotations

from math import exp, log, sqrt

from scipy import special

from idmaj.effects.contrast import normal_quantile
from idmaj.effects.settling.search import check_power, check_share_treated
from idmaj.errors import EstimationError


def find_events(
    hazard_ratio: float, *, power: float = 0.8, share_treated: float = 0.5, conf_level: float = 0.95
) -> float:
    """Find how many events a log-rank test needs.

    Parameters
    ----------
    hazard_ratio : float
        Hazard with support over that without, above 0.
    power : float
    share_treated : float
        Share of people who are supported.
    conf_level : float

    Returns
    -------
    float
        Events of both arms, not rounded.

    Raises
    ------
    EstimationError
        ``impossible-ratio`` where it is not above 0; ``nothing-detectable`` where it is 1.

    References
    ----------
    Schoenfeld (1981), Biometrika 68, 316-319.
    """
    check_power(power, conf_level)
    check_share_treated(share_treated)
    if not hazard_ratio > 0:
        raise EstimationError("impossible-ratio", value=hazard_ratio)
    if hazard_ratio == 1:
        raise EstimationError("nothing-detectable")
    quantiles = normal_quantile(conf_level) + float(special.ndtri(power))
    return quantiles**2 / (share_treated * (1 - share_treated) * log(hazard_ratio) ** 2)


def find_detectable_hazard_ratio(
    events: float, *, power: float = 0.8, share_treated: float = 0.5, conf_level: float = 0.95
) -> float:
    """Find the hazard ratio below 1 nearest to it that so many events would show.

    Parameters
    ----------
    events : float
        Events of both arms.
    power, share_treated, conf_level : float

    Returns
    -------
    float
        Its inverse is the ratio above 1.

    Raises
    ------
    EstimationError
        ``no-events``; ``impossible-power``; ``impossible-share``.
    """
    check_power(power, conf_level)
    check_share_treated(share_treated)
    if events <= 0:
        raise EstimationError("no-events")
    quantiles = normal_quantile(conf_level) + float(special.ndtri(power))
    return exp(-quantiles / sqrt(events * share_treated * (1 - share_treated)))
