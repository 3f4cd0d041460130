"""Estimates of several cohorts pooled: fixed or random effects, with the interval for a new cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.pooling.between_variance import (
    VarianceMethod,
    check_effects,
    estimate_between_interval,
    estimate_between_variance,
    find_cochran_q,
    weigh,
)

IntervalMethod = Literal["wald", "hksj", "hksj_or_wald"]


@dataclass(frozen=True, eq=False)
class PooledEffects:
    """Effects of k cohorts pooled.

    Attributes
    ----------
    contrast : Contrast
        The mean effect over cohorts, in the effects' unit.
    tau2, tau2_low, tau2_high : float
        Variance of true effects between cohorts and its Q-profile interval; both limits 0 where the cohorts
        lie closer together than chance would let them.
    i2 : float
        Share of the variance of estimates that lies between cohorts, 0 to 1.
    q, q_p_value : float
        Cochran's test that all cohorts have one effect, on k − 1 degrees of freedom.
    prediction_low, prediction_high : float
        Interval for the true effect of a new cohort.
    cohort_effects, cohort_errors : ndarray, shape (k,)
        Effect of each cohort drawn toward the mean, `tau2` taken as known, and its standard error.
    n_cohorts : int
    """

    contrast: Contrast
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    q: float
    q_p_value: float
    prediction_low: float
    prediction_high: float
    cohort_effects: FloatArray
    cohort_errors: FloatArray
    n_cohorts: int

    @property
    def is_boundary(self) -> bool:
        """Whether no variance between cohorts was found."""
        return self.tau2 == 0.0


def estimate_random_effects(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    method: VarianceMethod = "REML",
    interval: IntervalMethod = "hksj_or_wald",
    conf_level: float = 0.95,
) -> PooledEffects:
    """Pool the effects of several cohorts.

    Parameters
    ----------
    effects, variances : array_like, shape (k,)
        Estimates and their squared standard errors.
    method : {"fixed", "DL", "REML", "PM"}
        Estimator of the variance between cohorts (see `estimate_between_variance`).
    interval : {"wald", "hksj", "hksj_or_wald"}
        Normal interval; Hartung, Knapp, Sidik and Jonkman's with Student's t on k − 1 degrees of freedom; the
        latter with an error never below the normal one's, which few cohorts of unlike size need.
    conf_level : float

    Raises
    ------
    EstimationError
        ``one-cohort``, ``no-variation``; input conditions.

    References
    ----------
    Hartung & Knapp (2001), Statistics in Medicine 20; Röver, Knapp & Friede (2015), BMC Medical Research
    Methodology 15; Higgins, Thompson & Spiegelhalter (2009), JRSS A 172; Raudenbush & Bryk (1985), Journal of
    Educational Statistics 10.
    """
    y, v = check_effects(effects, variances)
    tau2 = estimate_between_variance(y, v, method=method)
    low, high = estimate_between_interval(y, v, conf_level=conf_level)
    q = find_cochran_q(y, v)
    contrast = _pool(y, v, tau2, interval, conf_level)
    reach = _quantile(contrast) * float(np.hypot(contrast.std_error, np.sqrt(tau2)))
    kept, errors = _shrink(y, v, tau2)
    return PooledEffects(
        contrast=contrast, tau2=tau2, tau2_low=low, tau2_high=high,
        i2=_share_between(v, tau2, q, method), q=q, q_p_value=float(special.chdtrc(len(y) - 1, q)),
        prediction_low=contrast.estimate - reach, prediction_high=contrast.estimate + reach,
        cohort_effects=kept, cohort_errors=errors, n_cohorts=len(y),
    )  # fmt: skip


def _pool(y: FloatArray, v: FloatArray, tau2: float, interval: IntervalMethod, conf_level: float) -> Contrast:
    mean, variance = weigh(y, v, tau2)
    if interval == "wald":
        return build_contrast(mean, np.sqrt(variance), conf_level=conf_level)
    spread = find_cochran_q(y, v, tau2) / (len(y) - 1)
    if interval == "hksj_or_wald":
        spread = max(1.0, spread)
    return build_contrast(mean, np.sqrt(variance * spread), df=len(y) - 1, conf_level=conf_level)


def _quantile(contrast: Contrast) -> float:
    return (contrast.conf_high - contrast.conf_low) / (2 * contrast.std_error)


def _share_between(v: FloatArray, tau2: float, q: float, method: VarianceMethod) -> float:
    """Higgins and Thompson's I²: from Q where no variance is estimated, else from the variance."""
    k = len(v)
    if method == "fixed":
        return max(0.0, (q - (k - 1)) / q) if q > 0 else 0.0
    weights = 1 / v
    typical = (k - 1) * weights.sum() / (weights.sum() ** 2 - weights @ weights)
    return float(tau2 / (tau2 + typical))


def _shrink(y: FloatArray, v: FloatArray, tau2: float) -> tuple[FloatArray, FloatArray]:
    mean, variance = weigh(y, v, tau2)
    own = tau2 / (tau2 + v)
    return own * y + (1 - own) * mean, np.sqrt(own * v + (1 - own) ** 2 * variance)
