"""Shares with their intervals, and two shares compared."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from idmaj.effects.contrast import Ratio, build_ratio, check_level, normal_quantile
from idmaj.effects.exact import estimate_fisher
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class Share:
    """A share of people with its interval.

    Attributes
    ----------
    estimate : float
        Events over people.
    conf_low, conf_high, conf_level : float
        Two-sided interval within [0, 1].
    """

    estimate: float
    conf_low: float
    conf_high: float
    conf_level: float


@dataclass(frozen=True)
class RiskDifference:
    """The difference between two independent shares.

    Attributes
    ----------
    estimate : float
        Treated minus comparison.
    std_error : float
        Wald, without pooling; the interval does not use it.
    p_value : float
        Fisher's exact test, two-sided. It tests more strictly than the interval, so the two may disagree.
    conf_low, conf_high, conf_level : float
        Newcombe's score interval.
    """

    estimate: float
    std_error: float
    p_value: float
    conf_low: float
    conf_high: float
    conf_level: float


def clopper_pearson(events: int, n: int, *, conf_level: float = 0.95) -> Share:
    """Return the exact interval: each tail at most (1 - level)/2, also at 0 and at n events.

    Parameters
    ----------
    events, n : int
        People with the event; people.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-count`` unless 0 ≤ events ≤ n and n ≥ 1.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26.
    """
    _check_counts(events, n)
    tail = (1 - check_level(conf_level)) / 2
    low = 0.0 if events == 0 else float(special.betaincinv(events, n - events + 1, tail))
    high = 1.0 if events == n else float(special.betaincinv(events + 1, n - events, 1 - tail))
    return Share(events / n, low, high, conf_level)


def wilson(events: int, n: int, *, conf_level: float = 0.95) -> Share:
    """Return Wilson's score interval, without continuity correction.

    Parameters and errors as `clopper_pearson`.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22.
    """
    _check_counts(events, n)
    z = normal_quantile(conf_level)
    p = events / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low = 0.0 if events == 0 else float(centre - half)
    high = 1.0 if events == n else float(centre + half)
    return Share(p, low, high, conf_level)


def jeffreys(events: int, n: int, *, conf_level: float = 0.95) -> Share:
    """Return the equal-tailed interval under Jeffreys' prior, closed at 0 for no event and at 1 for n.

    Parameters and errors as `clopper_pearson`.

    References
    ----------
    Brown, Cai & DasGupta (2001), Statistical Science 16.
    """
    _check_counts(events, n)
    tail = (1 - check_level(conf_level)) / 2
    a, b = events + 0.5, n - events + 0.5
    low = 0.0 if events == 0 else float(special.betaincinv(a, b, tail))
    high = 1.0 if events == n else float(special.betaincinv(a, b, 1 - tail))
    return Share(events / n, low, high, conf_level)


def agresti_coull(events: int, n: int, *, conf_level: float = 0.95, clipped: bool = True) -> Share:
    """Return the Wald interval around Wilson's centre, as if z² people more had been seen, half with the event.

    Parameters
    ----------
    events, n : int
        People with the event; people.
    conf_level : float
    clipped : bool
        Cut at 0 and 1; without, limits may be impossible shares.

    Raises
    ------
    EstimationError
        As `clopper_pearson`.

    References
    ----------
    Agresti & Coull (1998), The American Statistician 52.
    """
    _check_counts(events, n)
    z = normal_quantile(conf_level)
    centre = (events + z**2 / 2) / (n + z**2)
    half = z * np.sqrt(centre * (1 - centre) / (n + z**2))
    low, high = float(centre - half), float(centre + half)
    if clipped:
        low, high = max(low, 0.0), min(high, 1.0)
    return Share(events / n, low, high, conf_level)


def estimate_upper_bound_at_zero(n: int, *, conf_level: float = 0.95, one_sided: bool = False) -> float:
    """Return the largest risk that n people without a single event still allow.

    The upper limit of the exact two-sided interval at 0 events, 1 - ((1 - level)/2)^(1/n). It depends on n
    alone, so it may be said in public about any group.

    Parameters
    ----------
    n : int
        People, none with the event.
    conf_level : float
    one_sided : bool
        Spend all of the error above, 1 - (1 - level)^(1/n): what the "rule of three", 3/n, approximates.

    Raises
    ------
    EstimationError
        ``not-a-count`` unless n ≥ 1.
    """
    level = 2 * check_level(conf_level) - 1 if one_sided else conf_level
    if level <= 0:
        raise EstimationError("confidence-level", level=conf_level)
    return clopper_pearson(0, n, conf_level=level).conf_high


def estimate_risk_difference(
    treated: tuple[int, int], comparison: tuple[int, int], *, conf_level: float = 0.95
) -> RiskDifference:
    """Estimate the difference between two shares with Newcombe's interval (his method 10).

    Parameters
    ----------
    treated, comparison : tuple of int
        (events, people) of each arm.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-count``.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, method 10 (score without continuity correction).
    """
    one, zero = wilson(*treated, conf_level=conf_level), wilson(*comparison, conf_level=conf_level)
    difference = one.estimate - zero.estimate
    below = np.hypot(one.estimate - one.conf_low, zero.conf_high - zero.estimate)
    above = np.hypot(one.conf_high - one.estimate, zero.estimate - zero.conf_low)
    return RiskDifference(
        estimate=difference,
        std_error=float(np.sqrt(_share_variance(*treated) + _share_variance(*comparison))),
        p_value=estimate_fisher(treated, comparison),
        conf_low=float(difference - below),
        conf_high=float(difference + above),
        conf_level=conf_level,
    )


def estimate_risk_ratio(
    treated: tuple[int, int], comparison: tuple[int, int], *, conf_level: float = 0.95
) -> Ratio:
    """Estimate the ratio of two shares with the interval on the log scale (Katz).

    Parameters
    ----------
    treated, comparison : tuple of int
        (events, people) of each arm.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-events`` when an arm has none; ``no-variation`` when everybody in both arms has the event.

    References
    ----------
    Katz et al. (1978), Biometrics 34.
    """
    (a, n1), (c, n0) = treated, comparison
    _check_counts(a, n1)
    _check_counts(c, n0)
    if a == 0 or c == 0:
        raise EstimationError("no-events", n=0)
    error = np.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n0)
    return build_ratio(np.log((a / n1) / (c / n0)), error, conf_level=conf_level)


def estimate_odds_ratio(
    treated: tuple[int, int], comparison: tuple[int, int], *, conf_level: float = 0.95
) -> Ratio:
    """Estimate the odds ratio with Woolf's interval.

    Parameters
    ----------
    treated, comparison : tuple of int
        (events, people) of each arm.
    conf_level : float

    Raises
    ------
    EstimationError
        ``empty-cell`` when one of the four counts is 0: no number is added to the cells.

    References
    ----------
    Woolf (1955), Annals of Human Genetics 19.
    """
    (a, n1), (c, n0) = treated, comparison
    _check_counts(a, n1)
    _check_counts(c, n0)
    cells = np.array([a, n1 - a, c, n0 - c], dtype=np.float64)
    if (cells == 0).any():
        raise EstimationError("empty-cell")
    log_ratio = np.log(cells[0]) - np.log(cells[1]) - np.log(cells[2]) + np.log(cells[3])
    return build_ratio(log_ratio, np.sqrt((1 / cells).sum()), conf_level=conf_level)


def _share_variance(events: int, n: int) -> float:
    return events * (n - events) / n**3


def _check_counts(events: int, n: int) -> None:
    if not (0 <= events <= n and n >= 1 and int(events) == events and int(n) == n):
        raise EstimationError("not-a-count", events=events, n=n)
