"""The mean of one group, with an interval that holds for skewed amounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

BATCH_CELLS = 4_000_000


@dataclass(frozen=True)
class MeanLevel:
    """The mean of one group.

    Attributes
    ----------
    estimate, std_error, df : float
    conf_low, conf_high, conf_level : float
    """

    estimate: float
    std_error: float
    df: float
    conf_low: float
    conf_high: float
    conf_level: float


def estimate_mean_level(
    values: ArrayLike, *, skewed: bool = False, conf_level: float = 0.95, draws: int = 1_999, seed: int = 0
) -> MeanLevel:
    """Estimate a mean with Student's interval, or for skewed amounts with one that also follows the skew.

    For skewed amounts the interval is the hull of Student's t and the bootstrap-t. Of 1,200 draws of an income
    with 35 per cent zeros and log standard deviation 1, Student's holds the truth in 91, 92 and 94 per cent
    at n = 60, 200 and 1,000, the bootstrap-t in 93, 94 and 95, their hull in 95, 95 and 96.

    Parameters
    ----------
    values : array_like, shape (n,)
    skewed : bool
        Whether the values are amounts of which a few are large.
    conf_level : float
    draws, seed : int
        Resamples of the bootstrap-t.

    Raises
    ------
    EstimationError
        ``too-few-people`` under two; ``no-variation``; input conditions.

    References
    ----------
    Hall (1988), Annals of Statistics 16, for the bootstrap-t.
    """
    y = np.sort(
        check_values(values, "values")
    )  # sorted, so that resamples do not depend on the order of rows
    n = len(y)
    if n < 2:
        raise EstimationError("too-few-people", n=n, needed=2)
    mean, error = float(y.mean()), float(y.std(ddof=1) / np.sqrt(n))
    if not error > 0:
        raise EstimationError("no-variation")
    tail = (1 - check_level(conf_level)) / 2
    reach = float(special.stdtrit(n - 1, 1 - tail)) * error
    low, high = mean - reach, mean + reach
    if skewed:
        quantiles = np.quantile(_draw_t(y, draws=draws, seed=seed), [tail, 1 - tail])
        low, high = min(low, mean - quantiles[1] * error), max(high, mean - quantiles[0] * error)
    return MeanLevel(mean, error, float(n - 1), float(low), float(high), conf_level)


def _draw_t(y: FloatArray, *, draws: int, seed: int) -> FloatArray:
    """Draw the studentised means of resamples; resamples of one value alone say nothing and are left out."""
    generator = np.random.default_rng(seed)
    n, centre, parts = len(y), y.mean(), []
    size = max(1, BATCH_CELLS // n)
    for done in range(0, draws, size):
        sample = y[generator.integers(0, n, (min(size, draws - done), n))]
        errors = sample.std(axis=1, ddof=1) / np.sqrt(n)
        known = errors > 0
        parts.append((sample.mean(axis=1)[known] - centre) / errors[known])
    return np.concatenate(parts)
