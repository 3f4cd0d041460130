"""Gray's test: whether k groups share the cumulative incidence of one of several competing events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, IntArray, check_groups
from idmaj.effects.curve_times import check_follow_up
from idmaj.effects.log_rank import check_test_groups, count_by_group, find_quadratic_form
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class GrayTest:
    """Comparison of the cumulative incidence of one event in k groups.

    Attributes
    ----------
    statistic, df, p_value : float
        Chi-squared with k - 1 degrees of freedom.
    score : ndarray, shape (k,)
        Weighted events of the cause, seen less expected; sums to 0.
    variance : ndarray, shape (k, k)
        Covariance of the score.
    """

    statistic: float
    df: int
    p_value: float
    score: FloatArray
    variance: FloatArray


def estimate_gray(
    time: ArrayLike,
    cause: ArrayLike,
    group: ArrayLike,
    *,
    cause_of_interest: int = 1,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
) -> GrayTest:
    """Test whether k groups share one subdistribution hazard of an event.

    Parameters
    ----------
    time, cause : array_like, shape (n,)
        As `idmaj.effects.cumulative_incidence.estimate_cumulative_incidence`.
    group : array_like, shape (n,)
        Labels of any kind; results stand in their sorted order.
    cause_of_interest : int
        Number of the event.
    strata : array_like, shape (n,), optional
        Labels: people are compared with those of their own stratum.
    rho : float
        Power of 1 - F(t-) that weighs time t; 0 weighs all alike.

    Raises
    ------
    EstimationError
        ``empty-arm`` with a single group, ``no-events`` of this cause, ``no-variation``; input conditions.

    References
    ----------
    Gray (1988), Annals of Statistics 16; variance with ties as the author's R package cmprsk.
    """
    people = check_follow_up(time, cause)
    code, k = check_test_groups(group, len(people.time))
    if not (people.cause == cause_of_interest).any():
        raise EstimationError("no-events", n=0)
    stratum = None if strata is None else check_groups(strata, "strata", n=len(code))
    score, variance = np.zeros(k), np.zeros((k, k))
    at_risk, events, begins = count_by_group(people, code, stratum, n_groups=k)
    for part in np.split(np.arange(at_risk.shape[1]), begins[1:]):
        one = _score_stratum(at_risk[:, part], events[:, :, part], cause_of_interest - 1, rho)
        score += one[0]
        variance += one[1]
    statistic = find_quadratic_form(score[:-1], variance[:-1, :-1])
    return GrayTest(statistic, k - 1, float(special.chdtrc(k - 1, statistic)), score, variance)


def _score_stratum(
    at_risk: IntArray, events: IntArray, cause: int, rho: float
) -> tuple[FloatArray, FloatArray]:
    """Return the score and its covariance of one stratum; counts of shape (k, m) and (causes, k, m).

    With Y, S and F of each group just before a time, h = Y/S and R = h (1 - F) of those at risk, and F0 rising
    by Σ d/Σ h: the score adds K (d - Σ d · R/ΣR), K = (1 - F0)^ρ.
    """
    y = at_risk.astype(np.float64)
    d = events[cause].astype(np.float64)
    rival = events.sum(axis=0) - d
    present = y > 0
    safe = np.where(present, y, 1.0)
    after = np.cumprod(np.where(present, (y - d - rival) / safe, 1.0), axis=1)
    before = np.hstack([np.ones((len(y), 1)), after[:, :-1]])
    f = np.cumsum(before * d / safe, axis=1)
    f_before = np.hstack([np.zeros((len(y), 1)), f[:, :-1]])
    h = np.divide(y, before, out=np.zeros_like(y), where=present)
    total, rise = h.sum(axis=0), d.sum(axis=0)
    common = np.cumsum(rise / total)
    free = 1 - np.append(0.0, common[:-1])
    weight = free**rho
    r = h * (1 - f_before)
    score = (weight * (d - rise * r / r.sum(axis=0))).sum(axis=1)
    share = h / total
    spread = weight * (np.einsum("im,ij->ijm", h, np.eye(len(h))) - h[:, None] * share[None])
    spent = np.cumsum(spread * rise / (total * free), axis=2)
    # what group k adds through its own event at a time: directly, and through all that follows
    left = np.divide(1 - common, after, out=np.zeros_like(y), where=after > 0)
    direct = 1 - np.where(after > 0, left, 0.0)
    pace = (
        _correct_ties(rise, total * before)
        * before
        * np.divide(rise, total * y, out=np.zeros_like(y), where=present)
    )
    aside = _correct_ties(rival, y) * before**2 * rival / safe**2 * (after > 0)
    end = spent[:, :, -1][:, :, None]
    main = spread + direct[None] * (end - spent)
    later = left[None] * (end - spent)
    variance = np.einsum("ikm,jkm,km->ij", main, main, pace) + np.einsum(
        "ikm,jkm,km->ij", later, later, aside
    )
    return score, variance


def _correct_ties(d: FloatArray, n: FloatArray) -> FloatArray:
    return 1 - np.divide(
        d - 1, n - 1, out=np.zeros(np.broadcast_shapes(d.shape, n.shape)), where=(d > 1) & (n > 1)
    )
