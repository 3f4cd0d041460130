"""Quantities that the data confine to a range: bounds, their errors, and an interval for what lies between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_groups
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class EffectBounds:
    """The least and the largest effect that the data allow.

    Attributes
    ----------
    lower, upper : float
        Treated minus comparison, in the outcome's unit.
    std_error_lower, std_error_upper : float
        Of each bound.
    conf_low, conf_high, conf_level : float
        Interval that covers the effect (not the whole range) with the level, by Imbens & Manski.
    n_clusters : int, optional
        Clusters that the errors count; None where they count people.
    """

    lower: float
    upper: float
    std_error_lower: float
    std_error_upper: float
    conf_low: float
    conf_high: float
    conf_level: float
    n_clusters: int | None = None


def find_imbens_manski(
    bounds: tuple[float, float],
    std_errors: tuple[float, float],
    *,
    df: float = np.inf,
    conf_level: float = 0.95,
) -> tuple[float, float]:
    """Return the interval that covers a partly identified quantity, wherever it lies, with the level.

    Parameters
    ----------
    bounds, std_errors : tuple of float
        Lower and upper, lower not above upper.
    df : float
        Degrees of freedom of Student's t.
    conf_level : float

    References
    ----------
    Imbens & Manski (2004), Econometrica 72, equation 7.
    """
    width = (bounds[1] - bounds[0]) / max(std_errors)
    least, most = (float(_t_quantile(q, df)) for q in (check_level(conf_level), 0.5 + conf_level / 2))

    def excess(c: float) -> float:
        return float(_t_probability(c + width, df) - _t_probability(-c, df)) - conf_level

    c = float(optimize.brentq(excess, least - 1e-9, most + 1e-9, xtol=1e-12))
    return bounds[0] - c * std_errors[0], bounds[1] + c * std_errors[1]


def build_bounds(
    ends: tuple[float, float],
    influences: tuple[FloatArray, FloatArray],
    arm: BoolArray,
    *,
    clusters: ArrayLike | None,
    conf_level: float,
) -> EffectBounds:
    """Build bounds with errors and interval.

    Parameters
    ----------
    ends : tuple of float
        Lower and upper bound.
    influences : tuple of ndarray, shape (n,)
        Each person's influence on either bound; they sum to 0 within an arm.
    arm : ndarray, shape (n,)
    clusters : array_like, shape (n,), optional
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-variation``, ``too-few-groups``, ``one-cluster-per-arm``, input conditions.
    """
    codes = None if clusters is None else check_groups(clusters, "clusters", n=len(arm), needed=2)
    low, high = (_find_error(influence, arm, codes) for influence in influences)
    if not min(low, high) > 0:
        raise EstimationError("no-variation")
    n_clusters = None if codes is None else int(codes.max()) + 1
    df = float(len(arm) - 2 if n_clusters is None else n_clusters - 1)
    interval = find_imbens_manski(ends, (low, high), df=df, conf_level=conf_level)
    return EffectBounds(*ends, low, high, *interval, conf_level, n_clusters)


def _find_error(influence: FloatArray, arm: BoolArray, codes: IntArray | None) -> float:
    """Sum squares within arms, each times g/(g - 1) for its g people or clusters (HC2 of a difference in means)."""
    if codes is None:
        return float(np.sqrt(sum(_spread(influence[part]) for part in (arm, ~arm))))
    in_treated, in_comparison = np.unique(codes[arm]), np.unique(codes[~arm])
    sums = np.bincount(codes, influence).astype(np.float64)
    if len(np.intersect1d(in_treated, in_comparison)):
        return float(np.sqrt(_spread(sums)))
    if min(len(in_treated), len(in_comparison)) < 2:
        raise EstimationError("one-cluster-per-arm")
    return float(np.sqrt(_spread(sums[in_treated]) + _spread(sums[in_comparison])))


def _spread(sums: FloatArray) -> float:
    return float(len(sums) / (len(sums) - 1) * (sums @ sums))


def _t_quantile(probability: float, df: float) -> float:
    return float(special.ndtri(probability) if np.isinf(df) else special.stdtrit(df, probability))


def _t_probability(statistic: float, df: float) -> float:
    return float(special.ndtr(statistic) if np.isinf(df) else special.stdtr(df, statistic))
