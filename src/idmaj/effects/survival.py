"""Survival curves from right-censored times, late entries, weights and clusters: Kaplan-Meier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, IntArray, check_values
from idmaj.effects.contrast import Contrast, normal_quantile
from idmaj.effects.curve_contrast import Arm, build_arms_contrast
from idmaj.effects.curve_influence import build_running, build_steps, find_running_variance
from idmaj.effects.curve_times import FollowUp, check_follow_up, check_horizon
from idmaj.effects.event_table import EventTable, count_events
from idmaj.effects.log_rank import LogRankTest, estimate_log_rank

__all__ = [
    "CurveInterval", "Limit", "LogRankTest", "SurvivalCurve", "SurvivalEstimates", "bound_share",
    "estimate_kaplan_meier", "estimate_log_rank", "estimate_survival", "estimate_survival_difference",
]  # fmt: skip

CurveInterval = Literal["plain", "log", "log_log"]
Limit = Literal["value", "left"]


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """A Kaplan-Meier curve at its distinct observed times.

    Attributes
    ----------
    time : ndarray, shape (m,)
        Distinct times of an event or a censoring, ascending.
    n_at_risk, n_events, n_censored : ndarray, shape (m,)
        People at risk just before each time; events and censorings at it. An event comes before a censoring
        at the same time.
    survival : ndarray, shape (m,)
        P(T > time).
    variance : ndarray, shape (m,)
        Variance of the logarithm of `survival`: Greenwood's sum, or with weights or clusters the infinitesimal
        jackknife; held at its last finite value where everybody left has the event.
    covered_until : float
        Up to here somebody was always under observation; beyond it nothing is read from the curve.
    table, people
        Counts and rows that the curve was made from.
    """

    time: FloatArray
    n_at_risk: IntArray
    n_events: IntArray
    n_censored: IntArray
    survival: FloatArray
    variance: FloatArray
    covered_until: float
    table: EventTable = field(repr=False)
    people: FollowUp = field(repr=False)


@dataclass(frozen=True, eq=False)
class SurvivalEstimates:
    """Survival at given horizons.

    Attributes
    ----------
    horizon : ndarray, shape (h,)
    estimate, std_error : ndarray, shape (h,)
        Survival and Greenwood's standard error.
    conf_low, conf_high : ndarray, shape (h,)
        Pointwise interval within [0, 1].
    n_at_risk : ndarray, shape (h,)
        Under observation and free of the event just before the horizon.
    n_events, n_censored : ndarray, shape (h,)
        Counted up to the horizon, under the same limit as the estimate.
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


def estimate_kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> SurvivalCurve:
    """Estimate a survival curve.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to event or censoring, ≥ 0.
    event : array_like, shape (n,)
        1 where `time` ends in the event, 0 where censored.
    entry : array_like, shape (n,), optional
        Time from which a row is under observation, before `time`; 0 for the start of the clock.
    weights : array_like, shape (n,), optional
        Case or inverse-probability weights, held as known.
    clusters : array_like, shape (n,), optional
        Labels of groups whose rows vary together, such as the person of several rows.

    Raises
    ------
    EstimationError
        ``negative-time``, ``entry-not-before-exit``, input conditions.

    References
    ----------
    Kaplan & Meier (1958), JASA 53; Greenwood (1926); Efron (1981), JASA 76, for the jackknife.
    """
    people = check_follow_up(time, event, n_causes=1, entry=entry, weights=weights, clusters=clusters)
    table = count_events(people)
    events, at_risk = table.events[0], table.at_risk
    everybody = table.n_events[0] == table.n_at_risk
    remaining = np.where(everybody, 0.0, at_risk - events)
    return SurvivalCurve(
        time=table.time,
        n_at_risk=table.n_at_risk,
        n_events=table.n_events[0],
        n_censored=table.n_censored,
        survival=np.asarray(np.cumprod(remaining / at_risk), dtype=np.float64),
        variance=_find_log_variance(table, people, remaining),
        covered_until=table.covered_until,
        table=table,
        people=people,
    )


def estimate_survival(
    curve: SurvivalCurve,
    horizons: ArrayLike,
    *,
    limit: Limit = "value",
    interval: CurveInterval = "log_log",
    conf_level: float = 0.95,
) -> SurvivalEstimates:
    """Evaluate a curve, with pointwise intervals.

    Parameters
    ----------
    curve : SurvivalCurve
    horizons : array_like, shape (h,)
        In the curve's unit of time.
    limit : {"value", "left"}
        S(τ), which counts events at τ (ordinal periods), or its left limit S(τ-), which does not (dates with
        windows that leave their end out).
    interval : {"plain", "log", "log_log"}
        Scale of the Wald interval, cut at 0 and 1. Where the survival is exactly 0 or 1 Greenwood's variance
        is 0 and says nothing: there the interval is Clopper-Pearson's with the (effective) number at risk just
        before the horizon, which is conservative.
    conf_level : float

    Raises
    ------
    EstimationError
        ``horizon-beyond-data`` past the largest observed time; ``gap-in-observation`` where late entries leave
        nobody under observation before the horizon.
    """
    tau = check_values(horizons, "horizons")
    check_horizon(float(tau.max()), last=float(curve.time[-1]), covered_until=curve.covered_until)
    passed, position = find_passed(curve.time, tau, limit=limit)
    survival = np.append(1.0, curve.survival)[passed]
    variance = np.append(0.0, curve.variance)[passed]
    error = survival * np.sqrt(variance)
    at_risk = count_effective(curve.table, curve.people)[position]
    low, high = bound_share(survival, error, at_risk, kind=interval, conf_level=conf_level)
    return SurvivalEstimates(
        horizon=tau,
        estimate=survival,
        std_error=error,
        conf_low=low,
        conf_high=high,
        n_at_risk=curve.n_at_risk[position],
        n_events=np.append(0, curve.n_events.cumsum())[passed],
        n_censored=np.append(0, curve.n_censored.cumsum())[passed],
        conf_level=conf_level,
    )


def estimate_survival_difference(
    treated: SurvivalCurve,
    comparison: SurvivalCurve,
    horizon: float,
    *,
    limit: Limit = "value",
    small_sample: bool | None = None,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference in survival at a horizon, treated minus comparison.

    Parameters
    ----------
    treated, comparison : SurvivalCurve
        Of different people; of clusters that may reach into both arms where both were given clusters.
    horizon : float
    limit : {"value", "left"}
        As `estimate_survival`.
    small_sample : bool, optional
        As `idmaj.effects.curve_contrast.build_arms_contrast`.
    conf_level : float

    Raises
    ------
    EstimationError
        ``horizon-beyond-data``, ``gap-in-observation``; ``no-variation`` when neither curve has moved.
    """
    arms = [find_survival_arm(curve, horizon, limit=limit) for curve in (treated, comparison)]
    return build_arms_contrast(*arms, small_sample=small_sample, conf_level=conf_level)


def find_passed(time: FloatArray, horizons: FloatArray, *, limit: Limit) -> tuple[IntArray, IntArray]:
    """Return how many times each horizon has passed, and the position of the first not before it."""
    before = np.searchsorted(time, horizons, side="left")
    return (before if limit == "left" else before + (time[before] == horizons)), before


def find_survival_arm(curve: SurvivalCurve, horizon: float, *, limit: Limit) -> Arm:
    """Return one arm's survival at a horizon with what moves it."""
    at = estimate_survival(curve, [horizon], limit=limit)
    reached = int(np.searchsorted(curve.time, horizon, side="right" if limit == "value" else "left"))
    slopes = at.estimate[0] * find_log_slopes(curve.table)[:, :reached]
    return Arm(float(at.estimate[0]), curve.table, curve.people, slopes)


def find_log_slopes(table: EventTable) -> FloatArray:
    """Return the slopes of the logarithm of the curve, shape (1, m); 0 where everybody has the event."""
    everybody = table.n_events.sum(axis=0) == table.n_at_risk
    remaining = np.where(everybody, 1.0, table.at_risk - table.events.sum(axis=0))
    return np.where(everybody, 0.0, -table.at_risk / remaining)[None]


def count_effective(table: EventTable, people: FollowUp) -> FloatArray:
    """Return the effective number at risk, at most the number of clusters."""
    if people.clusters is None:
        return table.effective_at_risk
    return np.minimum(table.effective_at_risk, len(np.unique(people.clusters)))


def _find_log_variance(table: EventTable, people: FollowUp, remaining: FloatArray) -> FloatArray:
    if people.is_counted:
        product = table.at_risk * remaining
        terms = np.divide(table.events[0], product, out=np.zeros(len(product)), where=product > 0)
        return np.asarray(terms.cumsum(), dtype=np.float64)
    running = build_running(table, find_log_slopes(table))
    steps = build_steps(people, table, [running], [np.ones(len(table.time) + 1)])
    return find_running_variance(steps)[1:]


def bound_share(
    share: FloatArray, error: FloatArray, at_risk: FloatArray, *, kind: CurveInterval, conf_level: float
) -> tuple[FloatArray, FloatArray]:
    """Return pointwise limits of shares within [0, 1]; exact ones where a share is 0 or 1.

    Parameters
    ----------
    share, error : ndarray, shape (h,)
    at_risk : ndarray, shape (h,)
        (Effective) number of people behind a share of 0 or 1.
    kind : {"plain", "log", "log_log"}
        Scale of the Wald interval.
    conf_level : float
    """
    flat = (share <= 0) | (share >= 1)
    inner = np.where(flat, 0.5, share)
    width = normal_quantile(conf_level) * error / inner
    if kind == "plain":
        low, high = np.maximum(inner * (1 - width), 0.0), np.minimum(inner * (1 + width), 1.0)
    elif kind == "log":
        low, high = inner * np.exp(-width), np.minimum(inner * np.exp(width), 1.0)
    else:
        logarithm = np.log(inner)
        factor = np.exp(width / np.abs(logarithm))
        low, high = np.exp(logarithm * factor), np.exp(logarithm / factor)
    if flat.any():
        reach = ((1 - conf_level) / 2) ** (1 / at_risk[flat])
        low[flat], high[flat] = np.where(share[flat] <= 0, [0 * reach, 1 - reach], [reach, 0 * reach + 1])
    return low, high
