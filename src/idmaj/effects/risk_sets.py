"""Risk sets of the partial likelihood: covariates in order of time, tied events, and who stays on.

In a Fine-Gray model those who had a competing event stay in later risk sets with a falling weight: they
*linger*.
"""

from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import RANK_TOLERANCE, FloatArray, IntArray
from idmaj.effects.event_times import EventTimes, History, find_positions
from idmaj.errors import EstimationError

GATHERED_ROWS = 4096


@dataclass(frozen=True, eq=False)
class Lingering:
    """People with a competing event whom a Fine-Gray model keeps in later risk sets; c of them.

    Attributes
    ----------
    people : ndarray, shape (c,)
        Positions in the order of the risk sets.
    since : ndarray, shape (c,)
        The first event time at which they linger.
    share : ndarray, shape (c,)
        1 / G(T-) at their own time.
    falling : ndarray, shape (m,)
        G(t-) at each event time.
    """

    people: IntArray
    since: IntArray
    share: FloatArray
    falling: FloatArray


@dataclass(frozen=True, eq=False)
class RiskSets:
    """People in order of stratum and time; those never at risk at an event time are left out.

    Attributes
    ----------
    covariates : ndarray, shape (k, n)
        One row per covariate, centred and scaled.
    centre, scale : ndarray, shape (k,)
    weights : ndarray, shape (n,)
    event_weights : ndarray, shape (n,)
        Weight of those with the event, 0 for the others.
    event_sum : ndarray, shape (k,)
        Weighted sum of the covariates of those with the event.
    order : ndarray, shape (n,)
        Their positions in the caller's arrays.
    first : ndarray, shape (m,)
        Position of the first person whose last event time is this one.
    n_last : ndarray, shape (m,)
        How many these are.
    times : EventTimes
    n_tied : ndarray, shape (m,)
        Events at each event time.
    owner, fraction : ndarray, shape (e,)
        One step for each of the d tied events under Efron: its event time, and the share 0/d, 1/d, … of the
        tied people already taken out of the risk set. Empty where nobody is tied or under Breslow.
    step_weight : ndarray, shape (m,)
        Mean weight of the people tied at each event time.
    late, late_until : ndarray, shape (l,)
        People who had not entered at the first event time, and the last event time they missed.
    lingering : Lingering, optional
    """

    covariates: FloatArray
    centre: FloatArray
    scale: FloatArray
    weights: FloatArray
    event_weights: FloatArray
    event_sum: FloatArray
    order: IntArray
    first: IntArray
    n_last: IntArray
    times: EventTimes
    n_tied: IntArray
    owner: IntArray
    fraction: FloatArray
    step_weight: FloatArray
    late: IntArray
    late_until: IntArray
    lingering: Lingering | None = None


def build_risk_sets(history: History, covariates: FloatArray, *, efron: bool) -> RiskSets:
    """Sort people once and index the event times.

    Parameters
    ----------
    history : History
        With at least one event.
    covariates : ndarray, shape (n, k)
    efron : bool
        Efron's treatment of ties; Breslow's otherwise.

    Raises
    ------
    EstimationError
        ``collinear-covariates`` among the people ever at risk.
    """
    found = find_positions(history)
    order, m = found.order, len(found.times.time)
    n_last = np.bincount(found.last, minlength=m)
    first = np.concatenate([[0], np.cumsum(n_last)[:-1]])
    w = history.weights[order]
    event_weights = np.where(history.is_event[order], w, 0.0)
    n_tied = np.add.reduceat(history.is_event[order].astype(np.intp), first)
    late = np.flatnonzero(found.enters > found.times.begins[found.last])
    scaled, centre, scale = _gather(covariates, order)
    owner = np.repeat(np.arange(m), n_tied) if efron and (n_tied > 1).any() else np.empty(0, np.intp)
    return RiskSets(
        covariates=scaled,
        centre=centre,
        scale=scale,
        weights=w,
        event_weights=event_weights,
        event_sum=scaled @ event_weights,
        order=order,
        first=first,
        n_last=n_last,
        times=found.times,
        n_tied=n_tied,
        owner=owner,
        fraction=_rank_in(n_tied) / n_tied[owner] if len(owner) else np.empty(0),
        step_weight=np.add.reduceat(event_weights, first) / n_tied,
        late=late,
        late_until=found.enters[late] - 1,
    )


def _gather(covariates: FloatArray, order: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    n, k = len(order), covariates.shape[1]
    present = np.zeros(len(covariates))
    present[order] = 1.0
    centre = present @ covariates / n
    gathered, rows = np.empty((k, n)), np.empty((min(n, GATHERED_ROWS), k))
    for start in range(0, n, GATHERED_ROWS):
        positions = order[start : start + GATHERED_ROWS]
        part = rows[: len(positions)]
        np.take(covariates, positions, axis=0, out=part, mode="clip")
        part -= centre
        for column in range(k):
            gathered[column, start : start + GATHERED_ROWS] = part[:, column]
    products = gathered @ gathered.T
    scale = np.sqrt(np.diag(products) / n)
    constant = np.flatnonzero(scale <= 1e-12 * np.abs(centre))
    if len(constant) and np.ptp(covariates[:, constant[0]]) > 0.0:
        raise EstimationError("no-convergence", model="cox", iterations=0)
    if len(constant):
        raise EstimationError("collinear-covariates", column=int(constant[0]))
    _check_rank(products / np.outer(scale, scale) / n, n)
    gathered /= scale[:, None]
    return gathered, centre, scale


def _check_rank(correlation: FloatArray, n: int) -> None:
    if n < len(correlation):
        raise EstimationError("too-few-people", n=n, needed=len(correlation))
    dependent = np.flatnonzero(np.abs(np.diag(np.linalg.qr(correlation, mode="r"))) < RANK_TOLERANCE)
    if len(dependent):
        raise EstimationError("collinear-covariates", column=int(dependent[0]))


def _rank_in(n_tied: IntArray) -> IntArray:
    begins = np.cumsum(n_tied) - n_tied
    return np.asarray(np.arange(n_tied.sum()) - np.repeat(begins, n_tied))
