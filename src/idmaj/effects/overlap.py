"""Who is left out where the groups do not overlap: a rule that reads propensities and no outcome."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, check_values
from idmaj.errors import EstimationError


def find_trimmed(propensity: ArrayLike, *, estimand: Literal["att", "ate"] = "ate") -> BoolArray:
    """Find the people to leave out so that the average over the others is estimated with least variance.

    For the average effect the people with 1/(p(1 - p)) up to γ stay, γ such that Σ 1/(p(1 - p)) over the
    square of their number is smallest: about twice the mean of 1/(p(1 - p)) over those who stay, so that p
    lies in [α, 1 - α]. For the effect on the treated those with 1/(1 - p) up to γ stay, sums being weighted by
    p. Nobody leaves where the groups overlap well. The rule holds the spread of outcomes to be alike for all.
    Fit the propensity again among those who stay.

    Parameters
    ----------
    propensity : array_like, shape (n,)
        Probabilities of treatment, above 0 and below 1.
    estimand : {"att", "ate"}

    Returns
    -------
    ndarray of bool, shape (n,)
        True for those to leave out.

    Raises
    ------
    EstimationError
        ``extreme-weights`` for a propensity that is not between 0 and 1; input conditions.

    References
    ----------
    Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96, theorem 1 and its extension to weighted averages.
    """
    p = check_values(propensity, "propensity")
    if not ((p > 0) & (p < 1)).all():
        raise EstimationError("extreme-weights")
    cost, weight = (1 / (p * (1 - p)), np.ones(len(p))) if estimand == "ate" else (1 / (1 - p), p)
    return np.asarray(cost > _find_limit(cost, weight) * (1 + 1e-12))


def _find_limit(cost: FloatArray, weight: FloatArray) -> float:
    order = np.argsort(cost, kind="stable")
    ranked, w = cost[order], weight[order]
    variance = np.cumsum(w * ranked) / np.cumsum(w) ** 2
    # people of equal cost stay or leave together
    last = np.append(ranked[1:] > ranked[:-1] * (1 + 1e-12), True)
    return float(ranked[last][variance[last].argmin()])
