"""Several tests of one family: p-values adjusted so that the family, not each test, keeps its level."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.errors import EstimationError

Adjustment = Literal["bonferroni", "holm", "hochberg", "hommel", "bh", "by"]


@dataclass(frozen=True, eq=False)
class AdjustedTests:
    """The tests of a family.

    Attributes
    ----------
    p_adjusted : ndarray, shape (m,)
        In the order given.
    method : {"bonferroni", "holm", "hochberg", "hommel", "bh", "by"}
    """

    p_adjusted: FloatArray
    method: Adjustment


def adjust_p_values(p_values: ArrayLike, *, method: Adjustment = "holm") -> AdjustedTests:
    """Adjust the p-values of a family.

    Parameters
    ----------
    p_values : array_like, shape (m,)
        Between 0 and 1.
    method : {"bonferroni", "holm", "hochberg", "hommel", "bh", "by"}
        ``bonferroni`` and ``holm`` bound the chance of any false finding however tests depend on each other;
        ``hochberg`` and ``hommel`` where they are independent or positively dependent. ``bh`` bounds the
        expected share of false findings there, ``by`` however they depend.

    Raises
    ------
    EstimationError
        ``not-finite``, ``confidence-level`` for a number that is no probability; input conditions.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6; Hochberg (1988), Biometrika 75; Hommel (1988),
    Biometrika 75; Benjamini & Hochberg (1995), JRSS B 57; Benjamini & Yekutieli (2001), Annals of Statistics
    29.
    """
    p = check_values(p_values, "p_values")
    if ((p < 0) | (p > 1)).any():
        raise EstimationError("confidence-level", level=float(p[(p < 0) | (p > 1)][0]))
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(_STEPS[method](p[order]), 1.0)
    return AdjustedTests(adjusted, method)


def _bonferroni(p: FloatArray) -> FloatArray:
    return np.asarray(p * len(p))


def _holm(p: FloatArray) -> FloatArray:
    return np.asarray(np.maximum.accumulate(p * np.arange(len(p), 0, -1)))


def _hochberg(p: FloatArray) -> FloatArray:
    return np.asarray(np.minimum.accumulate((p * np.arange(len(p), 0, -1))[::-1])[::-1])


def _hommel(p: FloatArray) -> FloatArray:
    """Wright's algorithm (1992, Biometrics 48): the largest of Simes' tests of subsets of each size."""
    m = len(p)
    rank = np.arange(1, m + 1)
    adjusted = np.full(m, (m * p / rank).min())
    for size in range(m - 1, 1, -1):
        tail = np.arange(m - size + 1, m)
        least = (size * p[tail] / np.arange(2, size + 1)).min()
        simes = np.minimum(size * p, least)
        simes[tail] = simes[m - size]
        adjusted = np.maximum(adjusted, simes)
    return np.maximum(adjusted, p)


def _bh(p: FloatArray) -> FloatArray:
    scaled = p * len(p) / np.arange(1, len(p) + 1)
    return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])


def _by(p: FloatArray) -> FloatArray:
    return np.asarray(_bh(p) * (1 / np.arange(1, len(p) + 1)).sum())


_STEPS: dict[Adjustment, Callable[[FloatArray], FloatArray]] = {
    "bonferroni": _bonferroni,
    "holm": _holm,
    "hochberg": _hochberg,
    "hommel": _hommel,
    "bh": _bh,
    "by": _by,
}
"""Adjustments of p-values in rising order."""
