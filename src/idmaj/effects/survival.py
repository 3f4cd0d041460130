"""Survival curves from right-censored times: Kaplan-Meier with Greenwood's variance; the log-rank test."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, IntArray, check_indicator, check_values
from idmaj.effects.contrast import Contrast, build_contrast, normal_quantile
from idmaj.errors import EstimationError

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
        At risk just before each time; events and censorings at it. An event comes before a censoring at
        the same time.
    survival : ndarray, shape (m,)
        P(T > time).
    variance : ndarray, shape (m,)
        Greenwood's sum, the variance of the logarithm of `survival`; held at its last finite value where
        everybody left has the event.
    """

    time: FloatArray
    n_at_risk: IntArray
    n_events: IntArray
    n_censored: IntArray
    survival: FloatArray
    variance: FloatArray


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


def estimate_kaplan_meier(time: ArrayLike, event: ArrayLike) -> SurvivalCurve:
    """Estimate a survival curve.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to event or censoring, ≥ 0.
    event : array_like, shape (n,)
        1 where `time` ends in the event, 0 where censored.

    Raises
    ------
    EstimationError
        ``negative-time``, input conditions.

    References
    ----------
    Kaplan & Meier (1958), JASA 53; Greenwood (1926).
    """
    t, d = _check_times(time, event)
    distinct, position = np.unique(t, return_inverse=True)
    n_events = np.bincount(position, weights=d, minlength=len(distinct)).astype(np.intp)
    leaving = np.bincount(position, minlength=len(distinct))
    at_risk = len(t) - np.concatenate([[0], np.cumsum(leaving)[:-1]])
    remaining = at_risk - n_events
    terms = np.divide(n_events, at_risk * remaining, out=np.zeros(len(distinct)), where=remaining > 0)
    return SurvivalCurve(
        time=distinct,
        n_at_risk=at_risk,
        n_events=n_events,
        n_censored=leaving - n_events,
        survival=np.cumprod(remaining / at_risk),
        variance=np.cumsum(terms),
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
        is 0 and says nothing: there the interval is Clopper-Pearson's with the number at risk just before
        the horizon, which is conservative.
    conf_level : float

    Raises
    ------
    EstimationError
        ``horizon-beyond-data`` past the largest observed time.
    """
    tau = check_values(horizons, "horizons")
    if tau.max() > curve.time[-1]:
        raise EstimationError("horizon-beyond-data", horizon=float(tau.max()), last=float(curve.time[-1]))
    passed = np.searchsorted(curve.time, tau, side="right" if limit == "value" else "left")
    survival = np.concatenate([[1.0], curve.survival])[passed]
    variance = np.concatenate([[0.0], curve.variance])[passed]
    at_risk = curve.n_at_risk[np.searchsorted(curve.time, tau, side="left")]
    low, high = _bound(survival, variance, kind=interval, z=normal_quantile(conf_level))
    exact_low, exact_high = _bound_exactly(survival, at_risk, conf_level=conf_level)
    flat = (survival <= 0) | (survival >= 1)
    return SurvivalEstimates(
        horizon=tau,
        estimate=survival,
        std_error=survival * np.sqrt(variance),
        conf_low=np.where(flat, exact_low, low),
        conf_high=np.where(flat, exact_high, high),
        n_at_risk=at_risk,
        n_events=np.concatenate([[0], np.cumsum(curve.n_events)])[passed],
        n_censored=np.concatenate([[0], np.cumsum(curve.n_censored)])[passed],
        conf_level=conf_level,
    )


def estimate_survival_difference(
    treated: SurvivalCurve,
    comparison: SurvivalCurve,
    horizon: float,
    *,
    limit: Limit = "value",
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference in survival at a horizon, treated minus comparison, Greenwood's errors.

    Raises
    ------
    EstimationError
        ``horizon-beyond-data``; ``no-variation`` when neither curve has moved.
    """
    one, zero = (estimate_survival(c, [horizon], limit=limit) for c in (treated, comparison))
    error = np.hypot(one.std_error[0], zero.std_error[0])
    return build_contrast(one.estimate[0] - zero.estimate[0], error, conf_level=conf_level)


def estimate_log_rank(time: ArrayLike, event: ArrayLike, group: ArrayLike) -> LogRankTest:
    """Test whether k groups share one hazard.

    Parameters
    ----------
    time, event : array_like, shape (n,)
        As `estimate_kaplan_meier`.
    group : array_like, shape (n,)
        Labels of any kind; results stand in their sorted order.

    Raises
    ------
    EstimationError
        ``empty-arm`` with a single group, ``no-events``, ``no-variation`` when no event was seen while
        more than one group was at risk; input conditions.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50; Peto & Peto (1972), JRSS A 135.
    """
    t, d = _check_times(time, event)
    labels, code = np.unique(np.asarray(group), return_inverse=True)
    if len(code) != len(t):
        raise EstimationError("unequal-lengths", what="group")
    if len(labels) < 2:
        raise EstimationError("empty-arm", n=len(t))
    if not d.any():
        raise EstimationError("no-events", n=0)
    at_risk, events = _count_by_group(t, d, code, n_groups=len(labels))
    total, deaths = at_risk.sum(axis=0), events.sum(axis=0)
    share = at_risk / total
    expected = share @ deaths
    spread = deaths * np.divide(total - deaths, total - 1, out=np.zeros_like(total), where=total > 1)
    variance = np.diag(share @ spread) - (share * spread) @ share.T
    observed = events.sum(axis=1)
    statistic = _quadratic_form(observed - expected, variance)
    df = len(labels) - 1
    return LogRankTest(statistic, df, float(special.chdtrc(df, statistic)), observed, expected, variance)


def _check_times(time: ArrayLike, event: ArrayLike) -> tuple[FloatArray, FloatArray]:
    t = check_values(time, "time")
    if t.min() < 0:
        raise EstimationError("negative-time")
    return t, check_indicator(event, "event", n=len(t)).astype(np.float64)


def _bound(
    survival: FloatArray, variance: FloatArray, *, kind: CurveInterval, z: float
) -> tuple[FloatArray, FloatArray]:
    width = z * np.sqrt(variance)
    if kind == "plain":
        return np.maximum(survival * (1 - width), 0.0), np.minimum(survival * (1 + width), 1.0)
    if kind == "log":
        return survival * np.exp(-width), np.minimum(survival * np.exp(width), 1.0)
    log_survival = np.log(np.where((survival > 0) & (survival < 1), survival, 0.5))
    factor = np.exp(width / np.abs(log_survival))
    return np.exp(log_survival * factor), np.exp(log_survival / factor)


def _bound_exactly(
    survival: FloatArray, at_risk: IntArray, *, conf_level: float
) -> tuple[FloatArray, FloatArray]:
    reach = ((1 - conf_level) / 2) ** (1 / at_risk)
    return np.where(survival <= 0, 0.0, reach), np.where(survival <= 0, 1 - reach, 1.0)


def _count_by_group(
    t: FloatArray, d: FloatArray, code: IntArray, *, n_groups: int
) -> tuple[FloatArray, FloatArray]:
    distinct, position = np.unique(t, return_inverse=True)
    m = len(distinct)
    cell = code * m + position
    leaving = np.bincount(cell, minlength=n_groups * m).reshape(n_groups, m)
    events = np.bincount(cell[d > 0], minlength=n_groups * m).reshape(n_groups, m).astype(np.float64)
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1].astype(np.float64)
    happened = events.any(axis=0)
    return at_risk[:, happened], events[:, happened]


def _quadratic_form(difference: FloatArray, variance: FloatArray) -> float:
    rank = np.linalg.matrix_rank(variance, hermitian=True)
    if rank < len(difference) - 1:
        raise EstimationError("no-variation")
    return float(difference[1:] @ np.linalg.solve(variance[1:, 1:], difference[1:]))
