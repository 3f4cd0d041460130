"""Whether small cohorts tell another story than large ones: Egger's regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.pooling.between_variance import check_effects
from idmaj.errors import EstimationError

FEWEST_COHORTS = 3


@dataclass(frozen=True)
class Asymmetry:
    """The slope of the effects on their errors.

    Attributes
    ----------
    slope, std_error : float
        Change of the effect by a unit of standard error.
    df : float
        Cohorts less two.
    statistic, p_value : float
    """

    slope: float
    std_error: float
    df: float
    statistic: float
    p_value: float


def estimate_asymmetry(effects: ArrayLike, variances: ArrayLike) -> Asymmetry:
    """Regress effects on their standard errors, weighted by precision, with free dispersion.

    Parameters
    ----------
    effects, variances : array_like, shape (k,)

    Raises
    ------
    EstimationError
        ``too-few-groups`` below three cohorts; ``no-variation`` where all errors are equal or the line passes
        through every cohort; as `check_effects`.

    References
    ----------
    Egger, Davey Smith, Schneider & Minder (1997), BMJ 315.
    """
    y, v = check_effects(effects, variances)
    if len(y) < FEWEST_COHORTS:
        raise EstimationError("too-few-groups", what="cohorts", n=len(y), needed=FEWEST_COHORTS)
    errors, weights = np.sqrt(v), 1 / v
    centred = errors - weights @ errors / weights.sum()
    spread = float(weights @ centred**2)
    if spread <= 1e-12 * len(y):
        raise EstimationError("no-variation")
    mean = weights @ y / weights.sum()
    slope = float(weights @ (centred * (y - mean)) / spread)
    residuals = y - mean - slope * centred
    df = float(len(y) - 2)
    dispersion = float(weights @ residuals**2 / df)
    if dispersion <= 1e-24 * float(weights @ y**2):
        raise EstimationError("no-variation")
    std_error = float(np.sqrt(dispersion / spread))
    statistic = slope / std_error
    return Asymmetry(slope, std_error, df, statistic, float(2 * special.stdtr(df, -abs(statistic))))
