"""Whether an effect differs between groups of people: differences of independent effects, and all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.pooling.between_variance import check_effects
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class IntervalDifference:
    """The difference of two effects whose intervals are not symmetric.

    Attributes
    ----------
    estimate, conf_low, conf_high : float
        First less second, in the effects' unit.
    """

    estimate: float
    conf_low: float
    conf_high: float


@dataclass(frozen=True)
class JointTest:
    """A test that k independent effects are one.

    Attributes
    ----------
    statistic, df, df_within : float
        F, on k − 1 and `df_within` degrees of freedom (infinite: a chi-square over k − 1).
    p_value : float
    """

    statistic: float
    df: float
    df_within: float
    p_value: float


def estimate_difference_of_effects(
    first: tuple[float, float, float], second: tuple[float, float, float], *, conf_level: float = 0.95
) -> Contrast:
    """Compare two independent effects by Welch's t.

    Parameters
    ----------
    first, second : tuple of float
        Estimate, standard error and degrees of freedom (infinite for the normal) of each.
    conf_level : float

    Raises
    ------
    EstimationError
        As `build_contrast`.

    References
    ----------
    Welch (1947), Biometrika 34.
    """
    (a, a_error, a_df), (b, b_error, b_df) = first, second
    variances = np.array([a_error**2, b_error**2])
    total = float(variances.sum())
    used = float((variances**2 / np.array([a_df, b_df])).sum())
    df = total**2 / used if used > 0 else np.inf
    return build_contrast(a - b, np.sqrt(total), df=df, conf_level=conf_level)


def combine_intervals(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> IntervalDifference:
    """Compare two independent effects by their intervals, each side by the squares of its own reach.

    Parameters
    ----------
    first, second : tuple of float
        Estimate, lower and upper limit of each, of one level.

    Raises
    ------
    EstimationError
        ``not-finite``; ``no-variation`` for intervals without width.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17; Zou & Donner (2008), Statistics in Medicine 27.
    """
    (a, a_low, a_high), (b, b_low, b_high) = first, second
    check_values([a, a_low, a_high, b, b_low, b_high], "estimate")
    below, above = float(np.hypot(a - a_low, b_high - b)), float(np.hypot(a_high - a, b - b_low))
    if below + above <= 0:
        raise EstimationError("no-variation")
    return IntervalDifference(a - b, a - b - below, a - b + above)


def check_equality(effects: ArrayLike, variances: ArrayLike, *, df: ArrayLike) -> JointTest:
    """Test that independent effects are one, by Welch's F for unequal variances.

    Parameters
    ----------
    effects, variances : array_like, shape (k,)
        Estimates and their squared standard errors.
    df : array_like, shape (k,)
        Degrees of freedom of each error; infinite for the normal.

    Raises
    ------
    EstimationError
        ``one-cohort``, ``no-variation``; ``unequal-lengths``.

    References
    ----------
    Welch (1951), Biometrika 38.
    """
    y, v = check_effects(effects, variances)
    nu: FloatArray = np.asarray(df, dtype=np.float64)
    if nu.shape != y.shape:
        raise EstimationError("unequal-lengths", what="df")
    k, weights = len(y), 1 / v
    share = weights / weights.sum()
    between = float(weights @ (y - share @ y) ** 2) / (k - 1)
    doubt = float(((1 - share) ** 2 / nu).sum())
    if doubt == 0:
        return JointTest(between, k - 1.0, np.inf, float(special.chdtrc(k - 1, between * (k - 1))))
    statistic = between / (1 + 2 * (k - 2) / (k**2 - 1) * doubt)
    df_within = (k**2 - 1) / (3 * doubt)
    return JointTest(statistic, k - 1.0, df_within, float(special.fdtrc(k - 1, df_within, statistic)))
