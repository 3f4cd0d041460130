"""E-values: how strongly something unmeasured would have to go with both arm and outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from idmaj.effects.contrast import normal_quantile
from idmaj.errors import EstimationError

RatioKind = Literal["risk", "odds", "hazard"]

STANDARDISED: Final = 0.91
"""Logarithm of the ratio of risks for each standard deviation of a difference in means (VanderWeele 2017)."""


LARGEST_LOG: Final = 300.0


@dataclass(frozen=True)
class EValue:
    """How strong an unmeasured confounder would have to be, as a ratio of risks with the arm and with the outcome.

    Attributes
    ----------
    ratio, conf_low, conf_high : float
        Ratio of risks that was read, and its interval.
    estimate : float
        Strength at which the estimate could be no difference; 1 where it is none.
    limit : float
        Strength at which the limit nearest no difference could be it; 1 where the interval holds it.
    """

    ratio: float
    conf_low: float
    conf_high: float
    estimate: float
    limit: float


def estimate_e_value(
    ratio: float, conf_low: float, conf_high: float, *, kind: RatioKind = "risk", is_common: bool = False
) -> EValue:
    """Estimate the E-values of a ratio and of the limit of its interval nearest 1.

    Parameters
    ----------
    ratio, conf_low, conf_high : float
        Above 0, in order.
    kind : {"risk", "odds", "hazard"}
        Ratio of risks or rates, of odds, or of hazards.
    is_common : bool
        More than about 15 % have the outcome at the end of follow-up: odds and hazards are then converted;
        for a rare outcome they stand for risks.

    Returns
    -------
    EValue
        The same for a ratio and its reciprocal.

    Raises
    ------
    EstimationError
        ``not-finite``; ``not-a-ratio`` at or below 0; ``bounds-out-of-order``.

    References
    ----------
    VanderWeele & Ding (2017), Annals of Internal Medicine 167, 268-274: E = RR + sqrt(RR (RR - 1)).
    VanderWeele (2020), Biometrics 76, 746-752, for common outcomes.
    """
    read = [ratio, conf_low, conf_high]
    if not np.isfinite(read).all():
        raise EstimationError("not-finite", what="ratio")
    if min(read) <= 0:
        raise EstimationError("not-a-ratio", what=min(read))
    if not conf_low <= ratio <= conf_high:
        raise EstimationError("bounds-out-of-order", what="ratio")
    point, low, high = (_as_risk(value, kind, is_common=is_common) for value in read)
    return EValue(point, low, high, find_strength(point), find_strength(nearest_to_one(low, high)))


def estimate_e_value_of_difference(
    difference: float, std_error: float, *, deviation: float, conf_level: float = 0.95
) -> EValue:
    """Estimate the E-values of a difference in means, by its size in standard deviations.

    Parameters
    ----------
    difference, std_error : float
        In the outcome's unit.
    deviation : float
        Standard deviation of the outcome, same unit, above 0.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-finite``; ``no-variation`` where the deviation or the error is not above 0.

    References
    ----------
    VanderWeele & Ding (2017): RR = exp(0.91 d), a conversion that assumes a cut of the outcome somewhere
    in its middle (Chinn 2000); their interval has 1.78 = 0.91 × 1.96 standard errors.
    """
    if not np.isfinite([difference, std_error, deviation]).all():
        raise EstimationError("not-finite", what="difference")
    if deviation <= 0 or std_error <= 0:
        raise EstimationError("no-variation")
    half = normal_quantile(conf_level) * std_error
    read = (difference, difference - half, difference + half)
    point, low, high = (ratio_of_difference(value, deviation) for value in read)
    return estimate_e_value(point, low, high)


def ratio_of_difference(difference: float, deviation: float) -> float:
    """Return the ratio of risks that a difference in means stands for: exp(0.91 d).

    Raises
    ------
    EstimationError
        ``no-variation`` where the deviation is not above 0; ``not-finite`` where the ratio is beyond any number.
    """
    if not deviation > 0:
        raise EstimationError("no-variation")
    log = STANDARDISED * difference / deviation
    if not abs(log) < LARGEST_LOG:
        raise EstimationError("not-finite", what="ratio")
    return math.exp(log)


def find_strength(ratio: float) -> float:
    """Return the E-value of a ratio of risks: the same for its reciprocal, 1 at 1."""
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))


def nearest_to_one(low: float, high: float) -> float:
    """Return the limit of an interval of ratios nearest 1; 1 where it holds 1."""
    if low <= 1 <= high:
        return 1.0
    return low if low > 1 else high


def _as_risk(ratio: float, kind: RatioKind, *, is_common: bool) -> float:
    if kind == "risk" or not is_common:
        return ratio
    if kind == "odds":
        return math.sqrt(ratio)
    below = min(ratio, 1 / ratio)  # the formula is symmetric; on this side nothing underflows
    found = (1 - 0.5 ** math.sqrt(1 / below)) / (1 - 0.5 ** math.sqrt(below))
    return found if ratio >= 1 else 1 / found
