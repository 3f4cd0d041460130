"""Cumulative incidence of one of several competing events: Aalen-Johansen with standard errors."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, IntArray, check_values
from idmaj.effects.contrast import Contrast
from idmaj.effects.curve_contrast import Arm, build_arms_contrast
from idmaj.effects.curve_influence import Variance
from idmaj.effects.curve_times import FollowUp, check_follow_up, check_horizon
from idmaj.effects.event_table import EventTable, count_events
from idmaj.effects.incidence_variance import find_incidence_slopes, find_incidence_variance, find_states
from idmaj.effects.survival import CurveInterval, Limit, bound_share, count_effective, find_passed
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """Chances of each of k events by each of m distinct observed times.

    Attributes
    ----------
    time : ndarray, shape (m,)
        Distinct times of an event or a censoring, ascending.
    n_at_risk, n_censored : ndarray, shape (m,)
        People at risk of any event just before each time; censorings at it.
    n_events : ndarray, shape (k, m)
        People with each event at each time.
    survival : ndarray, shape (m,)
        P(no event by time).
    incidence, variance : ndarray, shape (k, m)
        P(event c by time, before any other event), and its variance.
    method : {"infinitesimal_jackknife", "aalen"}
        Which variance, as `estimate_cumulative_incidence`.
    covered_until : float
        Up to here somebody was always under observation; beyond it nothing is read from the curve.
    table, people
        Counts and rows that the curve was made from.
    """

    time: FloatArray
    n_at_risk: IntArray
    n_censored: IntArray
    n_events: IntArray
    survival: FloatArray
    incidence: FloatArray
    variance: FloatArray
    method: Variance
    covered_until: float
    table: EventTable = field(repr=False)
    people: FollowUp = field(repr=False)


@dataclass(frozen=True, eq=False)
class IncidenceEstimates:
    """Cumulative incidence of one event at given horizons.

    Attributes
    ----------
    horizon : ndarray, shape (h,)
    estimate, std_error : ndarray, shape (h,)
    conf_low, conf_high : ndarray, shape (h,)
        Pointwise interval within [0, 1].
    n_at_risk : ndarray, shape (h,)
        Under observation and free of every event just before the horizon.
    n_events, n_censored : ndarray, shape (h,)
        Events of this cause and censorings up to the horizon, under the same limit as the estimate.
    conf_level : float
    """

    horizon: FloatArray
    estimate: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    n_at_risk: IntArray
    n_events: IntArray
    n_censored: IntArray
    conf_level: float


def estimate_cumulative_incidence(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    n_causes: int | None = None,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    variance: Variance = "infinitesimal_jackknife",
) -> CumulativeIncidence:
    """Estimate cumulative incidence with competing events, F(c, t) = Σ S(t-) d(c)/n.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to the first event or censoring, ≥ 0.
    cause : array_like, shape (n,)
        0 for censored, 1 for the main event, 2 … for competing ones.
    n_causes : int, optional
        k; the largest cause seen by default.
    entry, weights, clusters : array_like, shape (n,), optional
        As `idmaj.effects.survival.estimate_kaplan_meier`.
    variance : {"infinitesimal_jackknife", "aalen"}
        The infinitesimal jackknife by row or cluster, as R's ``survfit``; where rows count once and nobody
        enters late it is Greenwood's multinomial variance.
        "aalen": the delta method of Aalen (1978), as R's
        ``cmprsk::cuminc``, for rows that count once.

    Raises
    ------
    EstimationError
        As `idmaj.effects.curve_times.check_follow_up`; ``wrong-design`` for Aalen's variance with weights or
        clusters.

    References
    ----------
    Aalen & Johansen (1978), Scandinavian Journal of Statistics 5; Aalen (1978), Annals of Statistics 6; Braun &
    Yuan (2007), Statistics in Medicine 26.
    """
    people = check_follow_up(time, cause, n_causes=n_causes, entry=entry, weights=weights, clusters=clusters)
    if variance == "aalen" and (people.weights is not None or people.clusters is not None):
        raise EstimationError("wrong-design")
    table = count_events(people)
    survival, incidence = find_states(table)
    return CumulativeIncidence(
        time=table.time,
        n_at_risk=table.n_at_risk,
        n_censored=table.n_censored,
        n_events=table.n_events,
        survival=survival[1:],
        incidence=incidence[:, 1:],
        variance=np.stack(
            [
                find_incidence_variance(table, people, (survival, incidence), cause=c, kind=variance)
                for c in range(people.n_causes)
            ]
        ),
        method=variance,
        covered_until=table.covered_until,
        table=table,
        people=people,
    )


def estimate_incidence(
    curve: CumulativeIncidence,
    horizons: ArrayLike,
    *,
    cause: int = 1,
    limit: Limit = "value",
    interval: CurveInterval = "log_log",
    conf_level: float = 0.95,
) -> IncidenceEstimates:
    """Evaluate the cumulative incidence of one event, with pointwise intervals.

    Parameters
    ----------
    curve : CumulativeIncidence
    horizons : array_like, shape (h,)
        In the curve's unit of time.
    cause : int
        Number of the event.
    limit : {"value", "left"}
        F(τ), which counts events at τ (ordinal periods), or F(τ-), which does not (dates).
    interval : {"plain", "log", "log_log"}
        Scale of the Wald interval, cut at 0 and 1; log_log is log(-log F). Where the incidence is exactly 0 or 1
        the interval is Clopper-Pearson's with the (effective) number at risk just before the horizon.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-cause``; ``horizon-beyond-data`` past the largest observed time; ``gap-in-observation`` where late
        entries leave nobody under observation before the horizon.
    """
    f = read_states(curve, cause)[1]
    tau = check_values(horizons, "horizons")
    check_horizon(float(tau.max()), last=float(curve.time[-1]), covered_until=curve.covered_until)
    passed, position = find_passed(curve.time, tau, limit=limit)
    error = np.sqrt(np.append(0.0, curve.variance[cause - 1])[passed])
    at_risk = count_effective(curve.table, curve.people)[position]
    low, high = bound_share(f[passed], error, at_risk, kind=interval, conf_level=conf_level)
    return IncidenceEstimates(
        horizon=tau,
        estimate=f[passed],
        std_error=error,
        conf_low=low,
        conf_high=high,
        n_at_risk=curve.n_at_risk[position],
        n_events=np.append(0, curve.n_events[cause - 1].cumsum())[passed],
        n_censored=np.append(0, curve.n_censored.cumsum())[passed],
        conf_level=conf_level,
    )


def estimate_incidence_difference(
    treated: CumulativeIncidence,
    comparison: CumulativeIncidence,
    horizon: float,
    *,
    cause: int = 1,
    limit: Limit = "value",
    small_sample: bool | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference in the risk of an event by a horizon, treated minus comparison.

    Parameters
    ----------
    treated, comparison : CumulativeIncidence
        Of different people; of clusters that may reach into both arms where both were given clusters.
    horizon : float
    cause : int
        Number of the event.
    limit : {"value", "left"}
        As `estimate_incidence`.
    small_sample : bool, optional
        As `idmaj.effects.curve_contrast.build_arms_contrast`.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_incidence`; ``no-variation`` when the event was seen in neither arm.
    """
    arms = [_find_incidence_arm(curve, horizon, cause=cause, limit=limit) for curve in (treated, comparison)]
    return build_arms_contrast(*arms, small_sample=small_sample, conf_level=conf_level)


def read_states(curve: CumulativeIncidence, cause: int) -> tuple[FloatArray, FloatArray]:
    """Return the chances of no event and of one event after 0, 1, … m times, each of shape (m + 1,).

    Raises
    ------
    EstimationError
        ``not-a-cause``.
    """
    if not 1 <= cause <= len(curve.incidence):
        raise EstimationError("not-a-cause", n=len(curve.incidence))
    return np.append(1.0, curve.survival), np.append(0.0, curve.incidence[cause - 1])


def _find_incidence_arm(curve: CumulativeIncidence, horizon: float, *, cause: int, limit: Limit) -> Arm:
    """Return one arm's risk with what moves it."""
    survival, f = read_states(curve, cause)
    check_horizon(horizon, last=float(curve.time[-1]), covered_until=curve.covered_until)
    reached = int(np.searchsorted(curve.time, horizon, side="right" if limit == "value" else "left"))
    x, z = find_incidence_slopes(survival, f, cause - 1, n_causes=curve.people.n_causes)
    return Arm(float(f[reached]), curve.table, curve.people, x[:, :reached] - f[reached] * z[:, :reached])
