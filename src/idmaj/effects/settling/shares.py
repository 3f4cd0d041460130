"""Power of a comparison of two shares, by the normal distribution."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy import special

from idmaj.effects.contrast import normal_quantile
from idmaj.effects.settling.search import (
    PeopleNeeded,
    check_power,
    check_share_treated,
    find_effect,
    find_people,
)
from idmaj.errors import EstimationError

Method = Literal["pooled", "arcsine"]


def estimate_power_of_shares(
    treated: float,
    comparison: float,
    *,
    n_treated: float,
    n_comparison: float,
    conf_level: float = 0.95,
    method: Method = "pooled",
) -> float:
    """Estimate the chance that a two-sided test of two shares finds a difference.

    Parameters
    ----------
    treated, comparison : float
        Shares with the outcome, 0 to 1.
    n_treated, n_comparison : float
        People of each arm; effective sizes where people count for less than one.
    conf_level : float
        One less the level of the test.
    method : {"pooled", "arcsine"}
        ``pooled``: the error under no difference pools the arms, and the far tail is left out, as R's
        ``power.prop.test(strict = FALSE)`` (where arms are equal). ``arcsine``: Cohen's h with both tails, as
        ``pwr::pwr.2p.test`` and ``pwr.2p2n.test``.

    Returns
    -------
    float

    Raises
    ------
    EstimationError
        ``impossible-share``; ``too-few-people``.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, ch. 4; Cohen (1988), ch. 6.
    """
    for value in (treated, comparison):
        if not 0 <= value <= 1:
            raise EstimationError("impossible-share", value=value)
    if min(n_treated, n_comparison) <= 0:
        raise EstimationError("too-few-people", n=0, needed=1)
    z = normal_quantile(conf_level)
    if method == "arcsine":
        return _arcsine(treated, comparison, n_treated * n_comparison / (n_treated + n_comparison), z)
    total = n_treated + n_comparison
    pooled = (n_treated * treated + n_comparison * comparison) / total
    null = np.sqrt(pooled * (1 - pooled) * total / (n_treated * n_comparison))
    error = np.sqrt(treated * (1 - treated) / n_treated + comparison * (1 - comparison) / n_comparison)
    away = abs(treated - comparison) - z * null
    if error == 0:
        return float(away > 0)
    return float(special.ndtr(away / error))


def find_people_for_shares(
    treated: float,
    comparison: float,
    *,
    power: float = 0.8,
    share_treated: float = 0.5,
    conf_level: float = 0.95,
    method: Method = "pooled",
) -> PeopleNeeded:
    """Find how many people a test of two shares needs.

    Parameters
    ----------
    treated, comparison : float
        Shares with the outcome, 0 to 1.
    power : float
    share_treated : float
        Share of people who are supported.
    conf_level, method
        As in `estimate_power_of_shares`.

    Raises
    ------
    EstimationError
        ``nothing-detectable`` where the shares are equal; ``impossible-power``; ``impossible-share``.
    """
    check_power(power, conf_level)
    check_share_treated(share_treated)
    if treated == comparison:
        raise EstimationError("nothing-detectable")
    return find_people(
        lambda one, zero: estimate_power_of_shares(
            treated, comparison, n_treated=one, n_comparison=zero, conf_level=conf_level, method=method
        ),
        power,
        share_treated=share_treated,
        fewest=2.0,
    )


def find_detectable_share(
    comparison: float,
    *,
    n_treated: float,
    n_comparison: float,
    direction: Literal[-1, 1],
    power: float = 0.8,
    conf_level: float = 0.95,
) -> float:
    """Find the smallest difference of shares that these people would show, in one direction.

    Parameters
    ----------
    comparison : float
        Share without support.
    n_treated, n_comparison : float
        People of each arm, or effective sizes.
    direction : {-1, 1}
        Whether support lowers or raises the share.
    power, conf_level : float

    Returns
    -------
    float
        Difference of shares, with the sign of `direction`.

    Raises
    ------
    EstimationError
        ``nothing-detectable`` where not even a share of 0 or 1 would do; ``impossible-share``;
        ``impossible-power``.
    """
    check_power(power, conf_level)
    if not 0 <= comparison <= 1:
        raise EstimationError("impossible-share", value=comparison)
    room = comparison if direction < 0 else 1 - comparison
    found = find_effect(
        lambda effect: estimate_power_of_shares(
            min(max(comparison + direction * effect, 0.0), 1.0), comparison,
            n_treated=n_treated, n_comparison=n_comparison, conf_level=conf_level,
        ),
        power,
        largest=room,
    )  # fmt: skip
    return direction * found


def _arcsine(treated: float, comparison: float, size: float, z: float) -> float:
    h = abs(2 * np.arcsin(np.sqrt(treated)) - 2 * np.arcsin(np.sqrt(comparison)))
    away = h * np.sqrt(size)
    return float(special.ndtr(away - z) + special.ndtr(-away - z))
