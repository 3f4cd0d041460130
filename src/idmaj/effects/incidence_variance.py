"""States of competing events, how cumulative incidence moves with their hazards, and its variance over time."""

from __future__ import annotations

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.curve_influence import (
    Running,
    Variance,
    build_running,
    build_steps,
    find_running_variance,
    sum_multinomial,
)
from idmaj.effects.curve_times import FollowUp
from idmaj.effects.event_table import EventTable


def find_states(table: EventTable) -> tuple[FloatArray, FloatArray]:
    """Return the chances of no event, shape (m + 1,), and of each, shape (k, m + 1), after 0, 1, … m times."""
    everybody = table.n_events.sum(axis=0) == table.n_at_risk
    remaining = np.where(everybody, 0.0, table.at_risk - table.events.sum(axis=0))
    survival = np.concatenate([[1.0], np.cumprod(remaining / table.at_risk)])
    rising = np.cumsum(survival[:-1] * table.events / table.at_risk, axis=1)
    return survival, np.pad(rising, ((0, 0), (1, 0)))


def find_incidence_slopes(
    survival: FloatArray, incidence: FloatArray, cause: int, *, n_causes: int
) -> tuple[FloatArray, FloatArray]:
    """Return slopes X and Z, each of shape (k, m), such that those of F(t) are X - F(t) Z up to t.

    An event c at time j adds S(j-) to F; any event takes away the share S(j-)/S(j) of what F gains afterwards,
    F(t) - F(j).
    """
    before, after = survival[:-1], survival[1:]
    lost = np.divide(before, after, out=np.zeros(len(after)), where=after > 0)
    z = np.repeat(lost[None], n_causes, axis=0)
    x = z * incidence[1:]
    x[cause] += before
    return x, z


def find_incidence_variance(
    table: EventTable,
    people: FollowUp,
    states: tuple[FloatArray, FloatArray],
    *,
    cause: int,
    kind: Variance,
) -> FloatArray:
    """Return the variance of the incidence of a cause (from 0) after 1, … m times, shape (m,)."""
    f = states[1][cause]
    x, z = find_incidence_slopes(states[0], f, cause, n_causes=people.n_causes)
    if kind == "aalen":
        xx, xz, zz = (_sum_independent(table, *pair, cause).cumsum() for pair in ((x, x), (x, z), (z, z)))
    elif people.is_counted:
        xx, xz, zz = (sum_multinomial(table, *pair).cumsum() for pair in ((x, x), (x, z), (z, z)))
    else:
        running: list[Running] = [build_running(table, x), build_running(table, z)]
        steps = build_steps(people, table, running, [np.ones(len(f)), -f])
        return find_running_variance(steps)[1:]
    return np.asarray(np.maximum(xx - 2 * f[1:] * xz + f[1:] ** 2 * zz, 0.0), dtype=np.float64)


def _sum_independent(table: EventTable, one: FloatArray, other: FloatArray, cause: int) -> FloatArray:
    """Return the covariance that each time adds if the event and all others together were independent."""
    n, main = table.at_risk, table.events[cause]
    rival = table.events.sum(axis=0) - main
    total = np.zeros(len(n))
    for d, row in ((main, cause), (rival, cause - 1)):
        tied = 1 - np.divide(d - 1, n - 1, out=np.zeros(len(n)), where=d > 1)
        total += one[row] * other[row] * d * tied / n**2
    return total
