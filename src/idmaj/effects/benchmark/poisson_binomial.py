"""How many of people with different risks have the event: the Poisson-binomial distribution and its shifts.

Moving every risk by the same amount on the logit scale multiplies the chance of x events by exp(amount · x) up
to a constant. So one distribution gives those of all shifts, with all its digits, and a limit is the root of one
function of one number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.errors import EstimationError

NEGLIGIBLE = 1e-60
"""Chances that are this small beside the largest are left out at either end: no limit reads them."""
BATCHED = 64
"""People up to whom all groups of the same size are added up at once."""


@dataclass(frozen=True)
class CountDistribution:
    """Chances of the numbers of events, under risks that were all shifted by the same amount.

    Attributes
    ----------
    first : int
        Number of events of the first chance.
    log_chances : ndarray, shape (k,)
        Logarithms of the chances of `first`, `first` + 1, …; all others are nil.
    shift : float
        Amount, on the logit scale, by which the risks were shifted.
    """

    first: int
    log_chances: FloatArray
    shift: float

    def at(self, shift: float) -> FloatArray:
        """Return the chances under another shift, shape (k,)."""
        steps = np.arange(len(self.log_chances))
        tilted = self.log_chances + (shift - self.shift) * steps
        chances = np.exp(tilted - tilted.max())
        return np.asarray(chances / chances.sum())

    def at_most(self, events: int, shift: float, *, part: float = 1.0) -> float:
        """Return the chance of at most `events`, `part` of the chance of that very number counted."""
        chances, place = self.at(shift), events - self.first
        return float(chances[: max(place, 0)].sum() + part * self._chance(chances, place))

    def at_least(self, events: int, shift: float, *, part: float = 1.0) -> float:
        """Return the chance of at least `events`, `part` of the chance of that very number counted."""
        chances, place = self.at(shift), events - self.first
        return float(chances[max(place + 1, 0) :].sum() + part * self._chance(chances, place))

    @staticmethod
    def _chance(chances: FloatArray, place: int) -> float:
        return float(chances[place]) if 0 <= place < len(chances) else 0.0


def check_risks(risks: ArrayLike) -> FloatArray:
    """Return one risk per person, each strictly between 0 and 1.

    Raises
    ------
    EstimationError
        ``risk-without-doubt`` where a risk is 0 or 1 or outside; input conditions.
    """
    p = check_values(risks, "risks")
    if ((p <= 0) | (p >= 1)).any():
        raise EstimationError("risk-without-doubt")
    return p


def shift_risks(risks: FloatArray, shift: float) -> FloatArray:
    """Return risks moved by the same amount on the logit scale."""
    return np.asarray(special.expit(special.logit(risks) + shift))


def find_shift(risks: FloatArray, expected: float) -> float:
    """Return the shift at which the expected number of events is a given one, between 0 and the people."""

    def excess(shift: float) -> float:
        return float(shift_risks(risks, shift).sum()) - expected

    logits = special.logit(risks)
    aim = float(special.logit(expected / len(risks)))
    low, high = aim - float(logits.max()), aim - float(logits.min())
    if high - low < 1e-12:
        return (low + high) / 2
    return float(optimize.brentq(excess, low - 1e-9, high + 1e-9, xtol=1e-13))


def count_events(risks: ArrayLike, *, near: float | None = None) -> CountDistribution:
    """Return the distribution of the number of events among people with these risks.

    Parameters
    ----------
    risks : array_like, shape (n,)
        Strictly between 0 and 1.
    near : float, optional
        Number of events around which the chances are kept: the risks are first shifted so that this many are
        expected. By default not shifted.

    Returns
    -------
    CountDistribution
        Exact but for chances below `NEGLIGIBLE` of the largest.

    Raises
    ------
    EstimationError
        As `check_risks`.

    Notes
    -----
    Sums of disjoint groups are added up pairwise by convolution of positive numbers, which keeps the relative
    precision of small chances; O(n log n) for given spread, and 26,000 people take about 0.1 s.
    """
    p = np.sort(check_risks(risks))
    shift = 0.0 if near is None else find_shift(p, near)
    moved = shift_risks(p, shift)
    groups = [(0, group) for group in _add_up_equal(moved)]
    while len(groups) > 1:
        pairs = [_convolve(*groups[i : i + 2]) for i in range(0, len(groups) - 1, 2)]
        groups = pairs + ([groups[-1]] if len(groups) % 2 else [])
    first, chances = groups[0]
    with np.errstate(divide="ignore"):
        return CountDistribution(first, np.log(chances), shift)


def _add_up_equal(risks: FloatArray) -> list[FloatArray]:
    """Return the chances of the counts of groups of up to `BATCHED` people, all groups at once."""
    n_groups = -(-len(risks) // BATCHED)
    spare = n_groups * BATCHED - len(risks)
    padded = np.concatenate([risks, np.zeros(spare)])  # who has no risk adds nothing
    level = np.stack([1 - padded, padded], axis=1)
    while len(level) > n_groups:
        left, right = level[0::2], level[1::2]
        width = left.shape[1]
        level = np.zeros((len(left), 2 * width - 1))
        for place in range(width):
            level[:, place : place + width] += left[:, place : place + 1] * right
    return [row[: np.flatnonzero(row)[-1] + 1] for row in level]


def _convolve(one: tuple[int, FloatArray], other: tuple[int, FloatArray]) -> tuple[int, FloatArray]:
    chances = np.convolve(one[1], other[1])
    kept = np.flatnonzero(chances > NEGLIGIBLE * chances.max())
    low, high = int(kept[0]), int(kept[-1])
    return one[0] + other[0] + low, chances[low : high + 1]
