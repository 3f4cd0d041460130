"""Differences in units of a standard deviation: Cohen's d and Hedges' g, of two arms or of pairs."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray, check_arms, check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class EffectSize:
    """A difference over a standard deviation.

    Attributes
    ----------
    d : float
        Without correction.
    g : float
        Corrected for the bias of small samples: d times 1 - 3/(4 df - 1).
    conf_low, conf_high, conf_level : float
        Interval of the size in the population, by the non-central t distribution; exact for normal outcomes.
    standardiser : float
        The standard deviation, in the outcome's unit.
    """

    d: float
    g: float
    conf_low: float
    conf_high: float
    conf_level: float
    standardiser: float


def estimate_effect_size(
    outcome: ArrayLike,
    treated: ArrayLike,
    *,
    standardiser: Literal["pooled", "comparison"] = "pooled",
    conf_level: float = 0.95,
) -> EffectSize:
    """Estimate the difference in means over a standard deviation.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    standardiser : {"pooled", "comparison"}
        Standard deviation within arms, or of the comparison group alone (Glass).
    conf_level : float

    Raises
    ------
    EstimationError
        ``empty-arm``, ``too-few-people`` (under two in an arm), ``no-variation``, input conditions.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6; Steiger & Fouladi (1997) for the interval.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y), needed=2)
    n_1, n_0 = int(arm.sum()), int((~arm).sum())
    squares = [float(((y[part] - y[part].mean()) ** 2).sum()) for part in (arm, ~arm)]
    df = n_1 + n_0 - 2 if standardiser == "pooled" else n_0 - 1
    variance = sum(squares) / df if standardiser == "pooled" else squares[1] / df
    difference = float(y[arm].mean() - y[~arm].mean())
    return _build(
        difference, variance, y=y, df=df, scale=float(np.sqrt(n_1 * n_0 / (n_1 + n_0))), conf_level=conf_level
    )


def estimate_paired_effect_size(differences: ArrayLike, *, conf_level: float = 0.95) -> EffectSize:
    """Estimate the mean of paired differences over their own standard deviation.

    Parameters
    ----------
    differences : array_like, shape (n,)
        After minus before.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-people`` (under two), ``no-variation``, input conditions.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6.
    """
    d = check_values(differences, "differences")
    if len(d) < 2:
        raise EstimationError("too-few-people", n=len(d), needed=2)
    return _build(
        float(d.mean()),
        float(d.var(ddof=1)),
        y=d,
        df=len(d) - 1,
        scale=float(np.sqrt(len(d))),
        conf_level=conf_level,
    )


def _build(
    difference: float, variance: float, *, y: FloatArray, df: int, scale: float, conf_level: float
) -> EffectSize:
    tail = (1 - check_level(conf_level)) / 2
    if not variance > (1e-13 * np.abs(y).max()) ** 2:
        raise EstimationError("no-variation")
    d = difference / float(np.sqrt(variance))
    ends = [_find_size(d * scale, df, probability=p) / scale for p in (1 - tail, tail)]
    return EffectSize(
        d=d,
        g=d * (1 - 3 / (4 * df - 1)),
        conf_low=ends[0],
        conf_high=ends[1],
        conf_level=conf_level,
        standardiser=float(np.sqrt(variance)),
    )


def _find_size(statistic: float, df: int, *, probability: float) -> float:
    """Return the non-centrality at which Student's t lies below `statistic` with the probability."""

    def excess(centre: float) -> float:
        return float(special.nctdtr(df, centre, statistic)) - probability

    reach = 4.0
    while not (excess(statistic - reach) > 0 > excess(statistic + reach)):
        reach *= 2
        if reach > 1e4:
            raise EstimationError("no-convergence", model="noncentral-t", iterations=12)
    return float(optimize.brentq(excess, statistic - reach, statistic + reach, xtol=1e-10))
