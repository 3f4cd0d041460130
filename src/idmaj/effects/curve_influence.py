"""What each person adds to a curve, and the variances that follow: from counts, or summed by cluster.

Every quantity Q here moves with the hazards dN(c, j)/n(j) of the causes c at the distinct times j, dQ =
Σ g(c, j) d[hazard(c, j)], so that person i adds w(i) Σ g(c, j) [dN(i, c, j) - Y(i, j) h(c, j)] / n(j), the
derivative of the estimate with respect to the person's weight (infinitesimal jackknife). The *slopes* g are what
tells one quantity from another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.curve_times import FollowUp
from idmaj.effects.event_table import EventTable, find_positions

Variance = Literal["infinitesimal_jackknife", "aalen"]


@dataclass(frozen=True, eq=False)
class Running:
    """A quantity that persons add to until each of the m distinct times.

    Attributes
    ----------
    cumulative : ndarray, shape (m + 1,)
        What being at risk has taken away from a person of weight 1 after 0, 1, … m times.
    at_event : ndarray, shape (k, m)
        What each event adds to a person of weight 1.
    """

    cumulative: FloatArray
    at_event: FloatArray


def build_running(table: EventTable, slopes: FloatArray) -> Running:
    """Accumulate slopes of shape (k, m)."""
    at_event = slopes / table.at_risk
    taken = (at_event * table.events).sum(axis=0) / table.at_risk
    return Running(np.concatenate([[0.0], taken.cumsum()]), at_event)


def find_influence(table: EventTable, people: FollowUp, slopes: FloatArray) -> FloatArray:
    """Return what each row adds to a quantity that depends on the first J distinct times.

    Parameters
    ----------
    table, people
        Of one curve.
    slopes : ndarray, shape (k, J)

    Returns
    -------
    ndarray, shape (n,)
        Sums to 0 over rows.
    """
    reached = slopes.shape[1]
    padded = np.zeros((len(slopes), len(table.time)))
    padded[:, :reached] = slopes
    running = build_running(table, padded)
    first, last = find_positions(people, table.time)
    added = running.cumulative[first] - running.cumulative[last + 1]
    happened = np.flatnonzero(people.cause)
    added[happened] += running.at_event[people.cause[happened] - 1, last[happened]]
    return added if people.weights is None else added * people.weights


def find_variance(table: EventTable, people: FollowUp, slopes: FloatArray) -> float:
    """Return the variance of a quantity: Greenwood's where counts suffice, else by person or cluster."""
    if people.is_counted:
        return float(sum_multinomial(table, slopes, slopes).sum())
    return float((sum_by_cluster(find_influence(table, people, slopes), people.clusters) ** 2).sum())


def sum_multinomial(table: EventTable, one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the covariance that each time adds, as if events were multinomial among those at risk.

    Parameters
    ----------
    table
        Of rows that count once.
    one, other : ndarray, shape (k, J)
        Slopes of two quantities that depend on the first J times.

    Returns
    -------
    ndarray, shape (J,)
    """
    reached = one.shape[1]
    n, d = table.at_risk[:reached], table.events[:, :reached]
    mean = (one * d).sum(axis=0) * (other * d).sum(axis=0) / n
    return np.asarray(((one * other * d).sum(axis=0) - mean) / n**2, dtype=np.float64)


def sum_by_cluster(influence: FloatArray, clusters: NDArray[np.generic] | None) -> FloatArray:
    """Add up what the rows of a cluster add; rows by themselves without clusters."""
    if clusters is None:
        return influence
    return np.bincount(np.unique(clusters, return_inverse=True)[1], weights=influence).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Steps:
    """Changes of what rows add over time, in order of cluster and time; q states.

    Attributes
    ----------
    owner : ndarray, shape (s,)
        Number of the cluster of each change, 0, 1, …, ascending.
    at : ndarray, shape (s,)
        Number of distinct times after which the change holds.
    change : ndarray, shape (s, q)
    basis : ndarray, shape (m + 1, q)
        What the states count for after each number of times.
    """

    owner: IntArray
    at: IntArray
    change: FloatArray
    basis: FloatArray


def build_steps(
    people: FollowUp, table: EventTable, parts: list[Running], factors: list[FloatArray]
) -> Steps:
    """Lay out a sum of running quantities, each times a factor of shape (m + 1,) that changes with time.

    A row under observation adds Σ_p factor_p (start_p - cumulative_p), a row that has left what it added last:
    the states are the weight under observation and, for each quantity, what the rows hold by themselves.
    """
    first, last = find_positions(people, table.time)
    mass = np.ones(len(last)) if people.weights is None else people.weights
    rows = np.arange(len(last))
    happened = people.cause > 0
    entering, leaving = [mass], [-mass]
    for part in parts:
        own = np.zeros(len(last))
        own[happened] = part.at_event[people.cause[happened] - 1, last[happened]]
        entering.append(mass * part.cumulative[first])
        leaving.append(mass * (own - part.cumulative[last + 1]))
    owner = rows if people.clusters is None else np.unique(people.clusters, return_inverse=True)[1]
    owner, at = np.tile(owner, 2), np.concatenate([first, last + 1])
    change = np.concatenate([np.column_stack(entering), np.column_stack(leaving)])
    order = np.lexsort((at, owner))
    observed = -sum(factor * part.cumulative for factor, part in zip(factors, parts, strict=True))
    return Steps(owner[order], at[order], change[order], np.column_stack([observed, *factors]))


def find_running_variance(steps: Steps) -> FloatArray:
    """Return the summed squares of what clusters add after each number of times, shape (m + 1,)."""
    begins, state = _accumulate(steps)
    previous = np.vstack([np.zeros(state.shape[1]), state[:-1]])
    previous[begins] = 0.0
    m, q = steps.basis.shape
    variance = np.zeros(m)
    for a in range(q):
        for b in range(a, q):
            moved = state[:, a] * state[:, b] - previous[:, a] * previous[:, b]
            product = np.bincount(steps.at, weights=moved, minlength=m).cumsum()
            variance += (1 + (a != b)) * product * steps.basis[:, a] * steps.basis[:, b]
    return np.maximum(variance, 0.0)


def find_states_at(steps: Steps, chosen: IntArray) -> FloatArray:
    """Return what each cluster adds after some numbers of times J.

    Parameters
    ----------
    steps : Steps
    chosen : ndarray, shape (J,)
        Ascending.

    Returns
    -------
    ndarray, shape (g, J)
    """
    begins, state = _accumulate(steps)
    n_times = len(steps.basis)
    key = steps.owner * n_times + steps.at
    wanted = np.arange(len(begins))[:, None] * n_times + chosen
    position = np.searchsorted(key, wanted, side="right") - 1
    started = position >= begins[:, None]
    held = np.where(started[:, :, None], state[position], 0.0)
    return np.asarray(np.einsum("gjq,jq->gj", held, steps.basis[chosen]), dtype=np.float64)


def _accumulate(steps: Steps) -> tuple[IntArray, FloatArray]:
    """Return where each cluster begins, and its states after each of its changes."""
    total = steps.change.cumsum(axis=0)
    begins = np.flatnonzero(np.append(True, steps.owner[1:] != steps.owner[:-1]))
    before = np.vstack([np.zeros(total.shape[1]), total[begins[1:] - 1]])
    return begins, total - np.repeat(before, np.diff(np.append(begins, len(total))), axis=0)
