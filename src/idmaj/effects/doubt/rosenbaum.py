"""Rosenbaum bounds: how uneven the chances of support within matched sets would have to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special, stats

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

LARGEST_GAMMA: Final = 1e6
"""Unevenness beyond which no search goes."""
STEPS: Final = 100
LISTED_UP_TO: Final = 1_000
"""Pairs up to which the averages of every two differences are listed; above, theirs is searched for."""


@dataclass(frozen=True)
class Sensitivity:
    """How large a hidden bias a test survives.

    Attributes
    ----------
    gamma : float
        Within a set, the odds of support of one person over another's at which the test first stops leaving
        out no effect; 1 where it does not leave it out even without bias.
    p_value : float
        One-sided p-value without hidden bias, on the side where the statistic lies.
    side : int
        1 where the supported have more of the outcome, -1 where less.
    n_sets : int
        Sets that tell anything: pairs that differ, sets whose outcomes vary.
    """

    gamma: float
    p_value: float
    side: int
    n_sets: int


def estimate_signed_rank_sensitivity(differences: ArrayLike, *, conf_level: float = 0.95) -> Sensitivity:
    """Test differences within pairs by Wilcoxon's signed ranks, and find the bias that it survives.

    Parameters
    ----------
    differences : array_like, shape (m,)
        Supported less comparison person of each pair.
    conf_level : float
        The test is one-sided at half of what this leaves, so that it agrees with a two-sided interval.

    Raises
    ------
    EstimationError
        ``no-variation`` where all pairs are equal.

    References
    ----------
    Rosenbaum (2002), Observational Studies, section 4.3.3; normal approximation, as R's rbounds.
    """
    values = check_values(differences, "differences")
    if not values.any():
        raise EstimationError("no-variation")
    side = 1 if bound_signed_ranks(values, 1.0)[0] <= bound_signed_ranks(-values, 1.0)[0] else -1
    told = int(np.count_nonzero(values))
    return search_gamma(
        lambda gamma: bound_signed_ranks(side * values, gamma)[0], side, told, conf_level=conf_level
    )


def bound_signed_ranks(differences: ArrayLike, gamma: float) -> tuple[float, float]:
    """Bound the one-sided p-value of Wilcoxon's signed ranks under a hidden bias.

    Parameters
    ----------
    differences : array_like, shape (m,)
        The alternative is that they are positive. Pairs that do not differ take part in the ranking and count
        for neither side.
    gamma : float
        At least 1.

    Returns
    -------
    tuple of float
        Largest and smallest p-value that the bias allows.
    """
    values = check_values(differences, "differences")
    chance = largest_chance(gamma)
    ranks = np.where(values == 0, 0.0, stats.rankdata(np.abs(values)))
    statistic, spread = float(ranks[values > 0].sum()), float(ranks @ ranks)
    total = float(ranks.sum())
    largest, smallest = (tail_above(statistic, p * total, p * (1 - p) * spread) for p in (chance, 1 - chance))
    return largest, smallest


def bound_shift(differences: ArrayLike, gamma: float) -> tuple[float, float]:
    """Bound the Hodges-Lehmann estimate of a constant effect under a hidden bias.

    Parameters
    ----------
    differences : array_like, shape (m,)
        Supported less comparison person of each pair.
    gamma : float
        At least 1; at 1 both are the median of the averages of every two differences.

    Returns
    -------
    tuple of float
        Smallest and largest estimate that the bias allows, in the outcome's unit.

    References
    ----------
    Rosenbaum (1993), JASA 88, 1250-1253.
    """
    values = check_values(differences, "differences")
    chance = largest_chance(gamma)
    low, high = (_find_shift(values, p) for p in (chance, 1 - chance))
    return low, high


def estimate_discordant_sensitivity(more: int, less: int, *, conf_level: float = 0.95) -> Sensitivity:
    """Test pairs of a binary outcome by McNemar's exact test, and find the bias that it survives.

    Parameters
    ----------
    more, less : int
        Pairs in which only the supported person, and only the other, has the outcome.
    conf_level : float
        As `estimate_signed_rank_sensitivity`.

    Raises
    ------
    EstimationError
        ``no-variation`` without a discordant pair; ``not-a-count``.

    References
    ----------
    Rosenbaum (2002), section 4.3.2.
    """
    if min(more, less) < 0 or more != int(more) or less != int(less):
        raise EstimationError("not-a-count", events=more, n=more + less)
    if not more + less:
        raise EstimationError("no-variation")
    side = 1 if more >= less else -1

    def largest(gamma: float) -> float:
        return float(stats.binom.sf(max(more, less) - 1, more + less, largest_chance(gamma)))

    return search_gamma(largest, side, more + less, conf_level=conf_level)


def search_gamma(
    largest: Callable[[float], float], side: int, n_sets: int, *, conf_level: float
) -> Sensitivity:
    """Find the hidden bias at which the largest one-sided p-value reaches half of what `conf_level` leaves."""
    alpha, p_value = (1 - check_level(conf_level)) / 2, largest(1.0)
    if p_value > alpha:
        return Sensitivity(1.0, p_value, side, n_sets)
    if largest(LARGEST_GAMMA) <= alpha:
        raise EstimationError("no-convergence", what="gamma")
    found = optimize.brentq(
        lambda log: largest(float(np.exp(log))) - alpha, 0.0, np.log(LARGEST_GAMMA), xtol=1e-12
    )
    return Sensitivity(float(np.exp(found)), p_value, side, n_sets)


def largest_chance(gamma: float) -> float:
    """Return the largest chance, in a pair, that it is a given person who is supported."""
    if not 1 <= gamma < np.inf:
        raise EstimationError("not-a-ratio", what=gamma)
    return gamma / (1 + gamma)


def tail_above(statistic: float, mean: float, variance: float) -> float:
    """Return the chance, by the normal distribution, of a statistic at least as large."""
    if variance <= 0:
        return 1.0 if statistic <= mean else 0.0
    return float(special.ndtr(-(statistic - mean) / np.sqrt(variance)))


def _find_shift(values: FloatArray, chance: float) -> float:
    """The shift at which the signed ranks of what is left meet their expectation: the middle of where they do."""
    n_averages = len(values) * (len(values) + 1) // 2
    rank = chance * n_averages
    if abs(rank - round(rank)) <= 1e-9 * n_averages:  # between two averages
        places = [min(max(round(rank) + step, 1), n_averages) for step in (0, 1)]
        return float(np.mean([_find_average(values, place) for place in places]))
    return _find_average(values, int(np.ceil(rank)))


def _find_average(values: FloatArray, place: int) -> float:
    """Return the average of two values (a value with itself too) that stands at a place, the largest first."""
    if len(values) <= LISTED_UP_TO:
        averages = ((values[:, None] + values) / 2)[np.triu_indices(len(values))]
        return float(-np.partition(-averages, place - 1)[place - 1])
    ordered = np.sort(values)
    low, high = float(ordered[0]), float(ordered[-1])
    for _ in range(STEPS):
        middle = (low + high) / 2
        above = len(values) - np.searchsorted(ordered, 2 * middle - ordered, side="right")
        n_above = (int(above.sum()) + int((ordered > middle).sum())) // 2
        low, high = (middle, high) if n_above >= place else (low, middle)
    return (low + high) / 2
