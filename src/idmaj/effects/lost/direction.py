"""In which direction the arm moves people's chance of being found, and whether strata disagree about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_groups,
    check_indicator,
)

BEYOND_CHANCE = 0.05
"""P-value below which a disagreement of strata is no longer put down to chance."""


@dataclass(frozen=True, eq=False)
class Direction:
    """Differences in response between the arms, over all and by stratum.

    Attributes
    ----------
    difference : float
        Share found among the supported minus that among the others.
    by_stratum, std_errors : ndarray, shape (s,)
        The same within strata that hold both arms, and their standard errors.
    statistic, p_value : float
        Likelihood-ratio statistic of Gail and Simon and its p-value against one direction in all strata; 0
        and 1 where the strata agree.
    """

    difference: float
    by_stratum: FloatArray
    std_errors: FloatArray
    statistic: float
    p_value: float

    @property
    def is_mixed(self) -> bool:
        """Whether strata point in opposite directions, by chance or not."""
        return bool((self.by_stratum > 0).any() and (self.by_stratum < 0).any())

    @property
    def is_broken(self) -> bool:
        """Whether strata point in opposite directions by more than chance."""
        return self.is_mixed and self.p_value < BEYOND_CHANCE


def find_direction(found: ArrayLike, treated: ArrayLike, strata: ArrayLike | None = None) -> Direction:
    """Find which arm has more outcomes, and test whether strata disagree about it.

    Parameters
    ----------
    found : array_like, shape (n,)
        0/1 or boolean: outcome known, or defined.
    treated : array_like, shape (n,)
        0/1 or boolean.
    strata : array_like, shape (n,), optional
        Labels; strata of one arm only tell nothing and stay out. Errors count people, each share with one
        found and one lost person added, so that none is 0.

    Raises
    ------
    EstimationError
        ``empty-arm``, ``missing-group``, input conditions.

    References
    ----------
    Gail & Simon (1985), Biometrics 41, for the test; Agresti & Caffo (2000), American Statistician 54, for
    the errors.
    """
    seen = check_indicator(found, "found")
    arm = check_arms(treated, len(seen))
    codes = check_groups(np.zeros(len(seen)) if strata is None else strata, "strata", n=len(seen))
    people = _count(codes, arm)
    both = (people > 0).all(axis=0)
    counts, people = _count(codes, arm, among=seen)[:, both], people[:, both]
    shares, smoothed = counts / people, (counts + 1) / (people + 2)
    differences = shares[0] - shares[1]
    errors = np.sqrt((smoothed * (1 - smoothed) / (people + 2)).sum(axis=0))
    statistic, p_value = _test_disagreement(differences / errors)
    return Direction(
        difference=float(seen[arm].mean() - seen[~arm].mean()),
        by_stratum=differences,
        std_errors=errors,
        statistic=statistic,
        p_value=p_value,
    )


def find_disagreement_p(statistic: float, strata: int) -> float:
    """Return the p-value of Gail and Simon's statistic.

    Parameters
    ----------
    statistic : float
        The lesser of the summed squared standardised differences above and below 0.
    strata : int
        Strata compared.
    """
    others = np.arange(1, strata)
    chances = special.comb(strata - 1, others) * 0.5 ** (strata - 1)
    return float(chances @ special.chdtrc(others, statistic)) if statistic > 0 else 1.0


def _count(codes: np.ndarray, arm: BoolArray, *, among: BoolArray | None = None) -> FloatArray:
    """Count people of each stratum, supported in the first row and others in the second."""
    size = int(codes.max()) + 1
    chosen = np.ones(len(codes), dtype=bool) if among is None else among
    return np.vstack([np.bincount(codes[chosen & part], minlength=size) for part in (arm, ~arm)]).astype(
        float
    )


def _test_disagreement(standardised: FloatArray) -> tuple[float, float]:
    squares = standardised**2
    statistic = float(min(squares[standardised > 0].sum(), squares[standardised < 0].sum()))
    return statistic, find_disagreement_p(statistic, len(standardised))
