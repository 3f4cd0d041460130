"""Power of a comparison of two means, and of pairs, by the noncentral t distribution."""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from idmaj.effects.contrast import check_level
from idmaj.effects.settling.search import (
    PeopleNeeded,
    check_power,
    check_share_treated,
    find_effect,
    find_people,
)
from idmaj.errors import EstimationError

LARGEST = 1e3
"""Largest effect that is looked for, in standard deviations."""
FEWEST = 2.0 + 1e-3
FAR = 7.0
"""Noncentrality from which the far tail is below 2e-12; beyond, the function of scipy has gaps."""


def estimate_power_of_means(
    effect: float,
    *,
    n_treated: float,
    n_comparison: float,
    conf_level: float = 0.95,
    both_tails: bool = True,
) -> float:
    """Estimate the chance that a two-sided t test of two means finds a difference.

    Parameters
    ----------
    effect : float
        Difference of means over the standard deviation within arms.
    n_treated, n_comparison : float
        People of each arm, or effective sizes.
    conf_level : float
        One less the level of the test.
    both_tails : bool
        Whether findings on the wrong side count, as in R's ``pwr::pwr.t2n.test``; ``power.t.test`` leaves them out.

    Raises
    ------
    EstimationError
        ``too-few-people`` where no degree of freedom is left.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 2.
    """
    df = n_treated + n_comparison - 2
    if min(n_treated, n_comparison) <= 0 or df <= 0:
        raise EstimationError("too-few-people", n=int(n_treated + n_comparison), needed=3)
    noncentrality = effect * np.sqrt(n_treated * n_comparison / (n_treated + n_comparison))
    return _power(noncentrality, df, conf_level, both_tails=both_tails)


def estimate_power_of_pairs(effect: float, *, n: float, conf_level: float = 0.95) -> float:
    """Estimate the chance that a two-sided t test of paired differences finds a change.

    Parameters
    ----------
    effect : float
        Mean of the differences over their standard deviation.
    n : float
        Pairs.
    conf_level : float
        One less the level of the test.

    Raises
    ------
    EstimationError
        ``too-few-people`` under two pairs.
    """
    if n <= 1:
        raise EstimationError("too-few-people", n=int(n), needed=2)
    return _power(effect * np.sqrt(n), n - 1, conf_level)


def find_people_for_means(
    effect: float, *, power: float = 0.8, share_treated: float = 0.5, conf_level: float = 0.95
) -> PeopleNeeded:
    """Find how many people a t test of two means needs.

    Parameters
    ----------
    effect : float
        Difference of means over the standard deviation within arms.
    power : float
    share_treated : float
        Share of people who are supported.
    conf_level : float

    Raises
    ------
    EstimationError
        ``nothing-detectable`` where there is no effect; ``impossible-power``; ``impossible-share``.
    """
    check_power(power, conf_level)
    check_share_treated(share_treated)
    if effect == 0:
        raise EstimationError("nothing-detectable")
    return find_people(
        lambda one, zero: estimate_power_of_means(
            effect, n_treated=one, n_comparison=zero, conf_level=conf_level
        ),
        power,
        share_treated=share_treated,
        fewest=FEWEST,
    )


def find_detectable_mean(
    *, n_treated: float, n_comparison: float, power: float = 0.8, conf_level: float = 0.95
) -> float:
    """Find the smallest difference of means that these people would show, in standard deviations.

    Parameters
    ----------
    n_treated, n_comparison : float
        People of each arm, or effective sizes.
    power, conf_level : float

    Raises
    ------
    EstimationError
        ``impossible-power``; ``too-few-people``; ``nothing-detectable``.
    """
    check_power(power, conf_level)
    return find_effect(
        lambda effect: estimate_power_of_means(
            effect, n_treated=n_treated, n_comparison=n_comparison, conf_level=conf_level
        ),
        power,
        largest=LARGEST,
    )


def _power(noncentrality: float, df: float, conf_level: float, *, both_tails: bool = True) -> float:
    cut = float(special.stdtrit(df, 0.5 + check_level(conf_level) / 2))
    away = abs(float(noncentrality))
    far_tail = float(special.nctdtr(df, away, -cut)) if both_tails and away < FAR else 0.0
    near_tail = 1 - float(special.nctdtr(df, away, cut))
    if not np.isfinite(near_tail):
        near_tail = float(stats.nct.sf(cut, df, away))
    return near_tail + far_tail
