"""Quantiles of a population, or of a part of it, from a sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.effects.survey.design import SurveyDesign
from idmaj.effects.survey.estimate import ROUNDING, SurveyEstimate, check_domain
from idmaj.effects.survey.totals import estimate_survey_mean


def estimate_survey_quantile(
    values: ArrayLike,
    design: SurveyDesign,
    *,
    probability: float = 0.5,
    domain: ArrayLike | None = None,
    df: float | None = None,
    conf_level: float = 0.95,
) -> SurveyEstimate:
    """Estimate a quantile: the smallest value at which the weighted distribution reaches `probability`.

    This is the rule "math" (type 1), R's default since survey 4.1. The interval is Woodruff's: that of the
    share of people at or below the quantile, read back through the same rule; an end that leaves (0, 1) is
    the smallest or largest value. `std_error` is the interval's length over twice Student's quantile.

    Parameters
    ----------
    values : array_like, shape (n,)
    design : SurveyDesign
    probability : float
        Strictly between 0 and 1.
    domain, df, conf_level
        As `estimate_survey_total`.

    Raises
    ------
    EstimationError
        ``confidence-level`` for an impossible `probability`; as `estimate_survey_total`.

    References
    ----------
    Woodruff (1952), JASA 47; Hyndman & Fan (1996), American Statistician 50.
    """
    y = check_values(values, "values", n=len(design.weights))
    inside = check_domain(design, domain)
    weights = np.where(inside, design.weights, 0.0)
    quantile = _find_quantile(y, weights, check_level(probability))
    share = estimate_survey_mean(y <= quantile, design, domain=inside, df=df, conf_level=conf_level)
    low, high = (_find_quantile(y, weights, end) for end in (share.conf_low, share.conf_high))
    half = (share.conf_high - share.conf_low) / 2 / share.std_error
    ends = {"conf_low": low, "conf_high": high, "std_error": (high - low) / 2 / half, "design_effect": None}
    return SurveyEstimate(**{**vars(share), **ends, "estimate": quantile})


def _find_quantile(values: FloatArray, weights: FloatArray, probability: float) -> float:
    order = np.argsort(values, kind="stable")
    order = order[weights[order] > 0]
    reached = np.cumsum(weights[order])
    # a share that meets the probability up to rounding has met it
    place = int(np.searchsorted(reached, (probability - ROUNDING) * reached[-1]))
    return float(values[order[min(max(place, 0), len(order) - 1)]])
