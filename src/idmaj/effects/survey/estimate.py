"""An estimate for a population: value, error of the design, interval; the part of the population it is for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, check_indicator
from idmaj.effects.contrast import build_contrast
from idmaj.effects.survey.design import SurveyDesign, check_spread, find_df, find_effective_size
from idmaj.effects.survey.variance import Statistic, estimate_vcov
from idmaj.errors import EstimationError

ROUNDING = 1e-12


@dataclass(frozen=True)
class SurveyEstimate:
    """An estimate for a population.

    Attributes
    ----------
    estimate, std_error : float
        In the unit of the values.
    df : float
        Degrees of freedom of Student's t behind the interval.
    conf_low, conf_high, conf_level : float
    n : int
        People with a weight in the domain.
    effective_size : float
        Kish's effective number of those people.
    design_effect : float, optional
        Variance over that of a simple random sample of as many people without replacement; for means and
        shares. None where the weights sum to less than the people, so that no such sample exists.
    """

    estimate: float
    std_error: float
    df: float
    conf_low: float
    conf_high: float
    conf_level: float
    n: int
    effective_size: float
    design_effect: float | None = None


def check_domain(design: SurveyDesign, domain: ArrayLike | None) -> BoolArray:
    """Return who is inside, with weights that no few people dominate.

    Raises
    ------
    EstimationError
        ``no-weight``, ``extreme-weights``, ``not-binary``, input conditions.
    """
    n = len(design.weights)
    inside = np.ones(n, dtype=np.bool_) if domain is None else check_indicator(domain, "domain", n=n)
    if not design.weights[inside].sum() > 0:
        raise EstimationError("no-weight")
    check_spread(design.weights[inside])
    return inside


def build_estimate(
    design: SurveyDesign,
    scores: FloatArray,
    statistic: Statistic,
    *,
    inside: BoolArray,
    scale: float,
    df: float | None,
    conf_level: float,
) -> SurveyEstimate:
    """Build an estimate with the design's error and Student's interval.

    Parameters
    ----------
    design : SurveyDesign
    scores : ndarray, shape (n, 1)
        Each person's weight times the person's influence.
    statistic : callable
        From weights (n,) to the estimate, shape (1,).
    inside : ndarray, shape (n,)
        People of the domain.
    scale : float
        Size of estimates of this kind; an error below 1e-12 of it is rounding.
    df : float, optional
        Clusters minus strata of the domain if not given.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-groups`` where all of the domain's people are of one cluster a stratum; ``no-variation``,
        ``not-finite``.
    """
    found = find_df(design, inside)
    if found < 1:
        raise EstimationError("too-few-groups", what="clusters", n=1, needed=2)
    estimate = float(statistic(design.weights)[0])
    std_error = float(np.sqrt(estimate_vcov(design, scores, statistic=statistic)[0, 0]))
    if not std_error > ROUNDING * scale:
        raise EstimationError("no-variation")
    contrast = build_contrast(estimate, std_error, df=found if df is None else df, conf_level=conf_level)
    kept = design.weights[inside]
    return SurveyEstimate(
        estimate=contrast.estimate,
        std_error=contrast.std_error,
        df=contrast.df,
        conf_low=contrast.conf_low,
        conf_high=contrast.conf_high,
        conf_level=conf_level,
        n=int((kept > 0).sum()),
        effective_size=find_effective_size(kept),
    )
