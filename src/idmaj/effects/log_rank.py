"""The log-rank test: whether k groups share one hazard, overall or within strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, IntArray, check_groups
from idmaj.effects.curve_times import FollowUp, check_follow_up
from idmaj.effects.event_table import find_positions, tabulate_times
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class LogRankTest:
    """Comparison of the curves of k groups.

    Attributes
    ----------
    statistic, df, p_value : float
        Chi-squared with k - 1 degrees of freedom.
    observed, expected : ndarray, shape (k,)
        Events per group, seen and expected under equal hazards.
    variance : ndarray, shape (k, k)
        Hypergeometric covariance of observed minus expected.
    """

    statistic: float
    df: int
    p_value: float
    observed: FloatArray
    expected: FloatArray
    variance: FloatArray


def estimate_log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
) -> LogRankTest:
    """Test whether k groups share one hazard.

    Parameters
    ----------
    time, event, entry : array_like, shape (n,)
        As `idmaj.effects.survival.estimate_kaplan_meier`.
    group : array_like, shape (n,)
        Labels of any kind; results stand in their sorted order.
    strata : array_like, shape (n,), optional
        Labels: people are compared with those of their own stratum.

    Raises
    ------
    EstimationError
        ``empty-arm`` with a single group, ``no-events``, ``no-variation`` when no event was seen while
        more than one group was at risk; input conditions.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50; Peto & Peto (1972), JRSS A 135.
    """
    people = check_follow_up(time, event, n_causes=1, entry=entry)
    code, n_groups = check_test_groups(group, len(people.time))
    stratum = None if strata is None else check_groups(strata, "strata", n=len(code))
    if not people.cause.any():
        raise EstimationError("no-events", n=0)
    at_risk, events, _ = count_by_group(people, code, stratum, n_groups=n_groups)
    at_risk, events = at_risk.astype(np.float64), events[0].astype(np.float64)
    total, deaths = at_risk.sum(axis=0), events.sum(axis=0)
    share = at_risk / total
    expected = share @ deaths
    spread = deaths * np.divide(total - deaths, total - 1, out=np.zeros_like(total), where=total > 1)
    variance = np.diag(share @ spread) - (share * spread) @ share.T
    observed = events.sum(axis=1)
    statistic = find_quadratic_form((observed - expected)[1:], variance[1:, 1:])
    df = n_groups - 1
    return LogRankTest(statistic, df, float(special.chdtrc(df, statistic)), observed, expected, variance)


def check_test_groups(group: ArrayLike, n: int) -> tuple[IntArray, int]:
    """Return the number of each row's group, and how many there are.

    Raises
    ------
    EstimationError
        ``empty-arm`` with a single group; as `check_groups`.
    """
    labels = np.asarray(group)
    if labels.dtype == np.bool_ and labels.shape == (n,):
        code, n_groups = labels.astype(np.intp), 2 if 0 < labels.sum() < n else 1
    else:
        code = check_groups(labels, "group", n=n)
        n_groups = int(code.max()) + 1
    if n_groups < 2:
        raise EstimationError("empty-arm", n=n)
    return code, n_groups


def count_by_group(
    people: FollowUp, code: IntArray, stratum: IntArray | None, *, n_groups: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Count people at risk and events of each group, at the times of any event within each stratum.

    Parameters
    ----------
    people
        Rows that count once.
    code, stratum : ndarray, shape (n,)
        Number of the group and of the stratum.
    n_groups : int

    Returns
    -------
    at_risk : ndarray, shape (n_groups, m)
        Strata one after the other, times ascending within each.
    events : ndarray, shape (k, n_groups, m)
        Of the k causes.
    begins : ndarray, shape (s,)
        Where the times of each stratum with an event begin.
    """
    k = people.n_causes + 1
    label = code * k + people.cause
    if stratum is None:
        distinct, counts = tabulate_times(people.time, label, n_labels=n_groups * k)
        first, owner = _find_first(people, distinct), np.zeros(len(distinct), dtype=np.intp)
    else:
        times = np.unique(people.time)
        cell = np.searchsorted(times, people.time) + stratum * len(times)
        used, counts = tabulate_times(cell.astype(np.float64), label, n_labels=n_groups * k)
        owner = used.astype(np.intp) // len(times)
        since = _find_first(people, times)
        first = np.searchsorted(used, (0 if since is None else since) + stratum * len(times))
    counts = counts.reshape(n_groups, k, -1)
    at_risk = counts.sum(axis=1)[:, ::-1].cumsum(axis=1)[:, ::-1]
    if first is not None:
        m = counts.shape[2]
        entered = np.bincount(code * m + first, minlength=n_groups * m).reshape(n_groups, m)
        at_risk[:, :-1] -= entered[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    happened = np.flatnonzero(counts[:, 1:].any(axis=(0, 1)))
    begins = np.flatnonzero(np.diff(owner[happened], prepend=-1))
    return at_risk[:, happened], counts[:, 1:, happened].swapaxes(0, 1), begins


def find_quadratic_form(difference: FloatArray, variance: FloatArray) -> float:
    """Return z'V⁻¹z.

    Raises
    ------
    EstimationError
        ``no-variation`` where V has not full rank.
    """
    if np.linalg.matrix_rank(variance, hermitian=True) < len(difference):
        raise EstimationError("no-variation")
    return float(difference @ np.linalg.solve(variance, difference))


def _find_first(people: FollowUp, distinct: FloatArray) -> IntArray | None:
    if people.entry is None:
        return None
    return find_positions(people, distinct)[0]
