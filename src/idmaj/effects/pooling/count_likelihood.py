"""The exact likelihood of counts that vary between cohorts more than chance alone: the beta-binomial."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.errors import EstimationError

FEWEST_COHORTS = 5


@dataclass(frozen=True, eq=False)
class CountLikelihood:
    """Log-likelihood of the counts of all cohorts, up to a constant.

    Written with the mean m and the correlation r of two people of one cohort, a cohort with k events of n has
    the probability Π_{i<k} (m(1−r) + ir) · Π_{i<n−k} ((1−m)(1−r) + ir) / Π_{i<n} (1−r + ir): a product that
    holds at r = 0, the binomial, too, and depends on the cohorts only by how many reach each i.

    Attributes
    ----------
    events, people : ndarray, shape (k,)
    reaching : ndarray, shape (3, largest n)
        Cohorts with more than i events, more than i without it, and more than i people.
    """

    events: FloatArray
    people: FloatArray
    reaching: FloatArray

    @property
    def share(self) -> float:
        """Events over people of all cohorts."""
        return float(self.events.sum() / self.people.sum())

    def density(self, mean: ArrayLike, correlation: ArrayLike) -> FloatArray:
        """Return the log-likelihood at means and correlations, broadcast against one another.

        Parameters
        ----------
        mean : array_like
            Between 0 and 1; at 0 or 1 only where no cohort contradicts it.
        correlation : array_like
            From 0 to below 1.
        """
        m, r = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(correlation, dtype=float))
        step = np.arange(self.reaching.shape[1]) * r[..., None]
        apart = (1 - r)[..., None]
        terms = (m[..., None] * apart + step, (1 - m[..., None]) * apart + step, apart + step)
        signs = (1.0, 1.0, -1.0)
        total = np.zeros(m.shape)
        for counts, values, sign in zip(self.reaching, terms, signs, strict=True):
            used = counts > 0
            with np.errstate(divide="ignore"):
                total += sign * (np.log(values[..., used]) @ counts[used])
        return total


def build_likelihood(events: ArrayLike, people: ArrayLike) -> CountLikelihood:
    """Check the counts of cohorts and prepare their likelihood.

    Parameters
    ----------
    events, people : array_like, shape (k,)
        Whole numbers: people with the event, and people, of each cohort.

    Raises
    ------
    EstimationError
        ``one-cohort``; ``too-few-cohorts`` below five; ``not-a-count`` unless 0 ≤ events ≤ people and people
        ≥ 1, all whole; input conditions.

    References
    ----------
    Griffiths (1973), Biometrics 29.
    """
    k = check_values(events, "events")
    n = check_values(people, "people", n=len(k))
    whole = (k == np.round(k)) & (n == np.round(n))
    if not (whole & (k >= 0) & (k <= n) & (n >= 1)).all():
        raise EstimationError("not-a-count")
    if len(k) == 1:
        raise EstimationError("one-cohort", n=1, needed=FEWEST_COHORTS)
    if len(k) < FEWEST_COHORTS:
        raise EstimationError("too-few-cohorts", n=len(k), needed=FEWEST_COHORTS)
    at = np.arange(int(n.max()))
    reaching = np.array([(counts[:, None] > at).sum(axis=0) for counts in (k, n - k, n)], dtype=np.float64)
    return CountLikelihood(k, n, reaching)
