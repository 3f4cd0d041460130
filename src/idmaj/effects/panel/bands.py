"""Intervals for several estimates: each by itself, and all together."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Bands:
    """Intervals of m estimates.

    Attributes
    ----------
    std_errors : ndarray, shape (m,)
    conf_low, conf_high : ndarray, shape (m,)
        Each by itself.
    simultaneous_low, simultaneous_high : ndarray, shape (m,)
        Wide enough to hold all m together.
    critical_value : float
        Of the simultaneous intervals, in standard errors.
    conf_level : float
    """

    std_errors: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    simultaneous_low: FloatArray
    simultaneous_high: FloatArray
    critical_value: float
    conf_level: float


def build_bands(
    estimates: FloatArray,
    vcov: FloatArray,
    *,
    df: FloatArray,
    conf_level: float = 0.95,
    draws: int = 20_000,
    seed: int = 0,
) -> Bands:
    """Build intervals from the covariance of the estimates.

    The simultaneous intervals are those of the multiplier bootstrap with normal multipliers: draws from the
    normal distribution with this covariance, from Student's t with the smallest `df` where that is finite.

    Parameters
    ----------
    estimates : ndarray, shape (m,)
    vcov : ndarray, shape (m, m)
    df : ndarray, shape (m,)
    conf_level : float
    draws, seed : int

    Raises
    ------
    EstimationError
        ``no-variation`` when an error is 0.

    References
    ----------
    Montiel Olea & Plagborg-Møller (2019), Journal of Applied Econometrics 34.
    """
    errors = np.sqrt(np.diag(vcov))
    if not (errors > 0).all():
        raise EstimationError("no-variation")
    probability = 0.5 + check_level(conf_level) / 2
    own = np.array([_quantile(probability, one) for one in df])
    critical = 0.0
    if len(errors):
        critical = max(_draw_critical(vcov, df, conf_level=conf_level, draws=draws, seed=seed), own.max())
    return Bands(
        std_errors=errors,
        conf_low=estimates - own * errors,
        conf_high=estimates + own * errors,
        simultaneous_low=estimates - critical * errors,
        simultaneous_high=estimates + critical * errors,
        critical_value=float(critical),
        conf_level=conf_level,
    )


def _draw_critical(vcov: FloatArray, df: FloatArray, *, conf_level: float, draws: int, seed: int) -> float:
    errors = np.sqrt(np.diag(vcov))
    values, vectors = np.linalg.eigh(vcov / np.outer(errors, errors))
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    generator = np.random.default_rng(seed)
    largest = np.abs(generator.standard_normal((draws, len(df))) @ root).max(axis=1)
    smallest = float(df.min())
    if np.isfinite(smallest):
        largest = largest / np.sqrt(generator.chisquare(smallest, draws) / smallest)
    return float(np.quantile(largest, conf_level))


def _quantile(probability: float, df: float) -> float:
    return float(special.ndtri(probability) if np.isinf(df) else special.stdtrit(df, probability))
