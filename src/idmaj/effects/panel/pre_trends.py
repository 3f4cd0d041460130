"""Trends before treatment: a joint test, the largest deviation, and the trend that would go unnoticed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special, stats

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level, normal_quantile
from idmaj.effects.panel.drift import check_positive_definite
from idmaj.errors import EstimationError

TestRule = Literal["any", "joint"]
SIMULATION_DRAWS = 50_000


@dataclass(frozen=True)
class PreTrendTest:
    """Effects before treatment, which would be 0 with parallel trends.

    Attributes
    ----------
    statistic, df_numerator, df_denominator, p_value : float
        Joint Wald test as F; an infinite denominator stands for chi-squared over its degrees of freedom.
    largest : float
        The estimate farthest from 0, in the outcome's unit.
    largest_time : float
        Its event time.
    conf_low, conf_high, conf_level : float
        Ends of a band that covers all effects before treatment at once.
    """

    statistic: float
    df_numerator: int
    df_denominator: float
    p_value: float
    largest: float
    largest_time: float
    conf_low: float
    conf_high: float
    conf_level: float


def estimate_pre_trend(
    estimates: ArrayLike,
    vcov: ArrayLike,
    *,
    event_times: ArrayLike,
    df: float = np.inf,
    conf_level: float = 0.95,
    seed: int = 0,
) -> PreTrendTest:
    """Test whether the effects before treatment are all 0, and bound them together.

    The test is Hotelling's: with g = df + 1 clusters and q estimates, W·(g - q)/(q·(g - 1)) has q and g - q
    degrees of freedom. The band is the sup-t band: each estimate ± the same multiple of its error, the
    multiple from a seeded simulation of Student's t with the estimates' correlations.

    Parameters
    ----------
    estimates : array_like, shape (m,)
        Those at negative event times are read; later ones may be present.
    vcov : array_like, shape (m, m)
    event_times : array_like, shape (m,)
    df : float
        Clusters - 1, or infinite for the normal distribution.
    conf_level : float
    seed : int
        Of the band's simulation.

    Raises
    ------
    EstimationError
        ``no-period-before`` where no event time is negative; ``too-few-groups`` where clusters do not
        exceed the estimates; ``not-identified`` where estimates repeat each other; input conditions.

    References
    ----------
    Montiel Olea & Plagborg-Møller (2019), Journal of Applied Econometrics 34.
    """
    beta, sigma, times = _find_before(estimates, vcov, event_times=event_times)
    q = len(beta)
    denominator = df + 1 - q
    if denominator <= 0:
        raise EstimationError("too-few-groups", what="clusters", n=int(df) + 1, needed=q + 1)
    wald = float(beta @ np.linalg.solve(sigma, beta))
    statistic = wald / q * (1.0 if np.isinf(df) else denominator / df)
    p_value = special.chdtrc(q, wald) if np.isinf(df) else special.fdtrc(q, denominator, statistic)
    std_errors = np.sqrt(np.diag(sigma))
    multiple = _find_band_multiple(sigma, df=df, conf_level=check_level(conf_level), seed=seed)
    largest = int(np.argmax(np.abs(beta)))
    return PreTrendTest(
        statistic=statistic,
        df_numerator=q,
        df_denominator=float(denominator),
        p_value=float(p_value),
        largest=float(beta[largest]),
        largest_time=float(times[largest]),
        conf_low=float((beta - multiple * std_errors).min()),
        conf_high=float((beta + multiple * std_errors).max()),
        conf_level=conf_level,
    )


def find_detectable_slope(
    vcov: ArrayLike,
    event_times: ArrayLike,
    *,
    reference: float = -1.0,
    power: float = 0.8,
    conf_level: float = 0.95,
    rule: TestRule = "any",
) -> float:
    """Find the linear trend that a test before treatment would notice with the given probability.

    A trend of this slope could be there unnoticed in 1 - power of all samples: compare the effect with
    what the trend would add to it.

    Parameters
    ----------
    vcov : array_like, shape (m, m)
    event_times : array_like, shape (m,)
    reference : float
    power : float
    conf_level : float
        1 - size of the test.
    rule : {"any", "joint"}
        Noticed when any single estimate's normal interval excludes 0, or when the joint test does.

    Returns
    -------
    float
        Outcome units per period, positive.

    Raises
    ------
    EstimationError
        ``no-period-before``; ``confidence-level``, also where power does not exceed the test's size.

    References
    ----------
    Roth (2022), American Economic Review: Insights 4.
    """
    sigma, trend = _check_trend(vcov, event_times, reference)
    if not _find_power(0.0 * trend, sigma, conf_level=conf_level, rule=rule) < check_level(power):
        raise EstimationError("confidence-level", level=power)

    def exceed(slope: float) -> float:
        return _find_power(slope * trend, sigma, conf_level=conf_level, rule=rule) - power

    unit = float(np.min(np.sqrt(np.diag(sigma)) / np.abs(trend)))
    upper = unit
    while exceed(upper) < 0:
        upper *= 2
    return float(optimize.brentq(exceed, 0.0, upper, xtol=1e-6 * unit))


def find_pre_test_power(
    slope: float,
    vcov: ArrayLike,
    *,
    event_times: ArrayLike,
    reference: float = -1.0,
    conf_level: float = 0.95,
    rule: TestRule = "any",
) -> float:
    """Find how often a test before treatment would notice a linear trend.

    Parameters
    ----------
    slope : float
        Outcome units per period.
    vcov : array_like, shape (m, m)
    event_times : array_like, shape (m,)
    reference, conf_level, rule
        As in `find_detectable_slope`.

    Raises
    ------
    EstimationError
        ``no-period-before``, ``confidence-level``, input conditions.
    """
    sigma, trend = _check_trend(vcov, event_times, reference)
    return _find_power(slope * trend, sigma, conf_level=conf_level, rule=rule)


def _check_trend(vcov: ArrayLike, event_times: ArrayLike, reference: float) -> tuple[FloatArray, FloatArray]:
    n_times = len(np.asarray(event_times))
    _, sigma, times = _find_before(np.zeros(n_times), vcov, event_times=event_times)
    return sigma, times - reference


def _find_before(
    estimates: ArrayLike, vcov: ArrayLike, *, event_times: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    times = check_values(event_times, "event_times")
    beta = check_values(estimates, "estimates", n=len(times))
    sigma = np.asarray(vcov, dtype=np.float64)
    if sigma.shape != (len(times), len(times)):
        raise EstimationError("unequal-lengths", what="vcov")
    before = times < 0
    if not before.any():
        raise EstimationError("no-period-before")
    sigma = sigma[np.ix_(before, before)]
    if not np.isfinite(sigma).all():
        raise EstimationError("not-finite", what="vcov")
    check_positive_definite(sigma)
    return beta[before], sigma, times[before]


def _find_power(trend: FloatArray, sigma: FloatArray, *, conf_level: float, rule: TestRule) -> float:
    if rule == "joint":
        critical = special.chdtri(len(trend), 1 - check_level(conf_level))
        return float(stats.ncx2.sf(critical, len(trend), trend @ np.linalg.solve(sigma, trend)))
    limit = normal_quantile(conf_level) * np.sqrt(np.diag(sigma))
    unnoticed = stats.multivariate_normal.cdf(
        limit, trend, sigma, abseps=1e-5, releps=1e-5, lower_limit=-limit, rng=np.random.default_rng(0)
    )
    return float(1 - unnoticed)


def _find_band_multiple(sigma: FloatArray, *, df: float, conf_level: float, seed: int) -> float:
    generator = np.random.default_rng(seed)
    scale = np.sqrt(np.diag(sigma))
    root = np.linalg.cholesky(sigma / np.outer(scale, scale))
    draws = np.abs(generator.standard_normal((SIMULATION_DRAWS, len(scale))) @ root.T).max(axis=1)
    if not np.isinf(df):
        draws /= np.sqrt(generator.chisquare(df, SIMULATION_DRAWS) / df)
    return float(np.quantile(draws, conf_level))
