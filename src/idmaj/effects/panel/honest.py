"""How far trends may differ before a conclusion breaks down: Rambachan and Roth's sensitivity analysis."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import normal_quantile
from idmaj.effects.panel.drift import Drift, check_drift
from idmaj.effects.panel.relative_magnitudes import find_relative_interval
from idmaj.effects.panel.smoothness import AffineEstimators, build_affine_estimators, find_smooth_interval

LARGEST_RATIO = 10.0
RATIO_STEP = 0.25
CHANGE_STEPS = 64
BREAKDOWN_TOLERANCE = 1e-4


@dataclass(frozen=True)
class HonestVerdict:
    """Whether an effect survives trends that differ.

    Attributes
    ----------
    estimate, conf_low, conf_high, conf_level : float
        Average effect after treatment, with its normal interval under parallel trends.
    breakdown : float
        Largest M̄ up to which the interval stays on the estimate's side of 0: steps of the difference in
        trends after treatment may be M̄ times the largest step before. 0 where even parallel trends do not
        exclude 0; infinite where M̄ = 10 still does.
    ratio_low, ratio_high : float
        Interval at M̄ = 1.
    smooth_breakdown : float
        Largest M up to which the interval stays on the estimate's side of 0: the slope of the difference in
        trends may change by M a period. In the outcome's unit; 0 where an exactly linear trend would do.
    linear_low, linear_high : float
        Interval where the difference in trends is exactly linear (M = 0).
    n_before, n_after : int
        Estimates before and after treatment.
    """

    estimate: float
    conf_low: float
    conf_high: float
    conf_level: float
    breakdown: float
    ratio_low: float
    ratio_high: float
    smooth_breakdown: float
    linear_low: float
    linear_high: float
    n_before: int
    n_after: int


def find_breakdown(
    estimates: ArrayLike,
    vcov: ArrayLike,
    *,
    n_before: int,
    weights: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> HonestVerdict:
    """Find how far trends may differ before the interval of an effect includes 0.

    Relative magnitudes: the hybrid of the conditional and the least favourable test (Andrews, Roth & Pakes
    2023), inverted; smoothness: the shortest interval of fixed length around an affine estimator. Both take
    the estimates as normal with known covariance.

    Parameters
    ----------
    estimates : array_like, shape (m,)
        Effects at consecutive event times, increasing, the reference just before treatment left out: first
        those before it, then those after.
    vcov : array_like, shape (m, m)
    n_before : int
        Estimates before the reference.
    weights : array_like, shape (m - n_before,), optional
        Of the effects after treatment; their plain average where not given.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-period-before`` where n_before is 0; ``too-few-people`` where nothing comes after;
        ``no-variation``, input conditions.

    References
    ----------
    Rambachan & Roth (2023), Review of Economic Studies 90; Andrews, Roth & Pakes (2023), Review of Economic
    Studies 90.
    """
    drift = check_drift(estimates, vcov, n_before=n_before, weights=weights)
    half = normal_quantile(conf_level) * drift.std_error
    ratio_low, ratio_high = find_relative_interval(drift, 1.0, conf_level=conf_level)
    estimators = build_affine_estimators(drift)
    linear_low, linear_high = find_smooth_interval(estimators, 0.0, conf_level=conf_level)
    return HonestVerdict(
        estimate=drift.estimate,
        conf_low=drift.estimate - half,
        conf_high=drift.estimate + half,
        conf_level=conf_level,
        breakdown=_find_breakdown_ratio(drift, conf_level=conf_level),
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        smooth_breakdown=_find_breakdown_change(estimators, drift.estimate, conf_level=conf_level),
        linear_low=linear_low,
        linear_high=linear_high,
        n_before=n_before,
        n_after=len(drift.weights),
    )


def _find_breakdown_ratio(drift: Drift, *, conf_level: float) -> float:
    def holds(ratio: float) -> bool:
        return _keeps_side(find_relative_interval(drift, ratio, conf_level=conf_level), drift.estimate)

    ratios = np.arange(0, LARGEST_RATIO + RATIO_STEP / 2, RATIO_STEP)
    return _find_first_failure(holds, ratios)


def _find_breakdown_change(estimators: AffineEstimators, estimate: float, *, conf_level: float) -> float:
    def holds(change: float) -> bool:
        return _keeps_side(find_smooth_interval(estimators, change, conf_level=conf_level), estimate)

    # A bias larger than any estimate always lets 0 in.
    enough = float(np.abs(estimators.estimates).max() / estimators.biases.min())
    return _find_first_failure(holds, np.linspace(0, enough, CHANGE_STEPS))


def _keeps_side(interval: tuple[float, float], estimate: float) -> bool:
    return interval[0] > 0 if estimate > 0 else interval[1] < 0


def _find_first_failure(holds: Callable[[float], bool], values: FloatArray) -> float:
    failing = next((position for position, value in enumerate(values) if not holds(float(value))), None)
    if failing is None:
        return float("inf")
    if failing == 0:
        return 0.0
    low, high = float(values[failing - 1]), float(values[failing])
    tolerance = BREAKDOWN_TOLERANCE * high
    while high - low > tolerance:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
