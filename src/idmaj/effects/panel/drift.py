"""Estimates around a treatment, as the sensitivity analysis of trends reads them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Drift:
    """Event-study estimates, and the effect that is asked for.

    Attributes
    ----------
    before, after : ndarray, shape (p,), (q,)
        Estimates at consecutive periods, in order of time; the reference between them is left out.
    vcov : ndarray, shape (p + q, p + q)
    weights : ndarray, shape (q,)
        Of the effects after treatment.
    """

    before: FloatArray
    after: FloatArray
    vcov: FloatArray
    weights: FloatArray

    @property
    def estimate(self) -> float:
        """Effect under parallel trends."""
        return float(self.weights @ self.after)

    @property
    def std_error(self) -> float:
        """Error of the effect under parallel trends."""
        p = len(self.before)
        return float(np.sqrt(self.weights @ self.vcov[p:, p:] @ self.weights))


def check_drift(
    estimates: ArrayLike, vcov: ArrayLike, *, n_before: int, weights: ArrayLike | None = None
) -> Drift:
    """Check event-study estimates.

    Parameters
    ----------
    estimates : array_like, shape (m,)
        First those before the reference, then those after, in order of time.
    vcov : array_like, shape (m, m)
        Positive definite.
    n_before : int
    weights : array_like, shape (m - n_before,), optional
        Of the effects after treatment; their plain average where not given.

    Raises
    ------
    EstimationError
        ``no-period-before``; ``too-few-people`` where nothing comes after; ``not-identified`` where
        estimates repeat each other; ``no-weight``, input conditions.
    """
    beta = check_values(estimates, "estimates")
    sigma = np.array(vcov, dtype=np.float64)
    m = len(beta)
    if sigma.shape != (m, m):
        raise EstimationError("unequal-lengths", what="vcov")
    if not np.isfinite(sigma).all():
        raise EstimationError("not-finite", what="vcov")
    if n_before < 1:
        raise EstimationError("no-period-before")
    if n_before >= m:
        raise EstimationError("too-few-people", n=0, needed=1)
    n_after = m - n_before
    share = np.full(n_after, 1 / n_after) if weights is None else check_values(weights, "weights", n=n_after)
    if not share.any():
        raise EstimationError("no-weight")
    check_positive_definite(sigma)
    return Drift(beta[:n_before], beta[n_before:], sigma, share)


def check_positive_definite(vcov: FloatArray) -> None:
    """Refuse a covariance matrix in which one estimate repeats others.

    Parameters
    ----------
    vcov : ndarray, shape (m, m)

    Raises
    ------
    EstimationError
        ``no-variation`` where an error is 0; ``not-identified`` with the position of the first estimate
        that those before it determine.
    """
    if not (np.diag(vcov) > 0).all():
        raise EstimationError("no-variation")
    scale = np.sqrt(np.diag(vcov))
    diagonal = np.abs(np.diag(np.linalg.qr(vcov / np.outer(scale, scale), mode="r")))
    dependent = np.flatnonzero(diagonal < 1e-10)
    if len(dependent):
        raise EstimationError("not-identified", column=int(dependent[0]))
