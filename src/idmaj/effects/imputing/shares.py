"""Shares of completed data sets: Wilson's limits for imputed data, and the difference of two of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.effects.imputing.rubin import FEWEST_IMPUTATIONS, Pooled, pool_imputations
from idmaj.effects.proportions import Share
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class PooledDifference:
    """A difference of two shares pooled over completed data sets.

    Attributes
    ----------
    estimate : float
        Supported minus comparison.
    std_error : float, optional
        Root of Rubin's total variance, which the interval does not use; None where it is 0.
    conf_low, conf_high, conf_level : float
        Newcombe's interval from Wilson limits for imputed data.
    pooled : Pooled, optional
        None where no share varies, so that Rubin's variance is 0.
    """

    estimate: float
    std_error: float | None
    conf_low: float
    conf_high: float
    conf_level: float
    pooled: Pooled | None


def pool_share(shares: ArrayLike, *, n: int, conf_level: float = 0.95) -> Share:
    """Pool the share of one group over completed data sets.

    Wilson's interval for the mean share, of n / (1 + r) people and with Student's t instead of the normal
    quantile; r is the relative increase of the variance.

    Parameters
    ----------
    shares : array_like, shape (m,)
        Between 0 and 1.
    n : int
        People.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-imputations``; ``not-a-count`` unless n ≥ 1 and shares lie between 0 and 1; input conditions.

    References
    ----------
    Lott & Reiter (2020), American Statistician 74.
    """
    p = _check_shares(shares, n)
    within = float((p * (1 - p)).mean()) / n
    riv = (1 + 1 / len(p)) * float(p.var(ddof=1)) / within if within > 0 else 0.0
    df = np.inf if riv == 0 else (len(p) - 1) * (1 + 1 / riv) ** 2
    tail = 0.5 + check_level(conf_level) / 2
    t = float(special.ndtri(tail) if np.isinf(df) else special.stdtrit(df, tail))
    share, spent = float(p.mean()), t**2 * (1 + riv) / n
    centre = (share + spent / 2) / (1 + spent)
    half = float(np.sqrt(spent * share * (1 - share) + spent**2 / 4)) / (1 + spent)
    return Share(share, max(centre - half, 0.0), min(centre + half, 1.0), conf_level)


def pool_risk_difference(
    treated: ArrayLike, comparison: ArrayLike, *, sizes: tuple[int, int], conf_level: float = 0.95
) -> PooledDifference:
    """Pool the difference of two independent shares over completed data sets.

    Parameters
    ----------
    treated, comparison : array_like, shape (m,)
        Shares of the two arms in each data set.
    sizes : tuple of int
        People of the two arms.
    conf_level : float

    Raises
    ------
    EstimationError
        As `pool_share`; ``unequal-lengths``.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, method 10, with the limits of `pool_share`.
    """
    one, zero = (_check_shares(p, n) for p, n in zip((treated, comparison), sizes, strict=True))
    if len(one) != len(zero):
        raise EstimationError("unequal-lengths", what="comparison")
    a, b = (pool_share(p, n=n, conf_level=conf_level) for p, n in zip((one, zero), sizes, strict=True))
    variances = one * (1 - one) / sizes[0] + zero * (1 - zero) / sizes[1]
    pooled = pool_imputations(one - zero, variances, conf_level=conf_level) if variances.any() else None
    difference = a.estimate - b.estimate
    return PooledDifference(
        estimate=difference,
        std_error=None if pooled is None else pooled.std_error,
        conf_low=difference - float(np.hypot(a.estimate - a.conf_low, b.conf_high - b.estimate)),
        conf_high=difference + float(np.hypot(a.conf_high - a.estimate, b.estimate - b.conf_low)),
        conf_level=conf_level,
        pooled=pooled,
    )


def _check_shares(shares: ArrayLike, n: int) -> FloatArray:
    p = check_values(shares, "shares")
    if len(p) < FEWEST_IMPUTATIONS:
        raise EstimationError("too-few-imputations", n=len(p), needed=FEWEST_IMPUTATIONS)
    if n < 1 or ((p < 0) | (p > 1)).any():
        raise EstimationError("not-a-count", n=n)
    return p
