"""A contrast with its error, test and interval: the form in which this room hands results on."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import special

from idmaj.effects.conditions import FloatArray
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class Contrast:
    """A difference between two arms.

    Attributes
    ----------
    estimate, std_error : float
        In the outcome's unit.
    df : float
        Degrees of freedom of Student's t; infinite for the normal distribution.
    statistic, p_value : float
        Estimate over error; two-sided p-value against no difference.
    conf_low, conf_high, conf_level : float
        Two-sided interval, in the outcome's unit.
    n_clusters : int, optional
        Clusters that the error counts; None where it counts people.
    """

    estimate: float
    std_error: float
    df: float
    statistic: float
    p_value: float
    conf_low: float
    conf_high: float
    conf_level: float
    n_clusters: int | None = None


@dataclass(frozen=True)
class Ratio:
    """A ratio of two arms, tested and bounded on the log scale.

    Attributes
    ----------
    estimate : float
        The ratio.
    std_error : float
        Of its logarithm.
    statistic, p_value : float
        Log ratio over its error; two-sided normal p-value against a ratio of 1.
    conf_low, conf_high, conf_level : float
        Two-sided interval of the ratio.
    """

    estimate: float
    std_error: float
    statistic: float
    p_value: float
    conf_low: float
    conf_high: float
    conf_level: float


def check_level(conf_level: float) -> float:
    """Return the confidence level if it lies strictly between 0 and 1.

    Raises
    ------
    EstimationError
        ``confidence-level``.
    """
    if not 0.0 < conf_level < 1.0:
        raise EstimationError("confidence-level", level=conf_level)
    return conf_level


def normal_quantile(conf_level: float) -> float:
    """Return z such that a normal variable lies within ±z with probability `conf_level`."""
    return float(special.ndtri(0.5 + check_level(conf_level) / 2))


def build_contrast(
    estimate: float,
    std_error: float,
    *,
    df: float = np.inf,
    conf_level: float = 0.95,
    n_clusters: int | None = None,
) -> Contrast:
    """Build a contrast with a Wald interval and test.

    Parameters
    ----------
    estimate, std_error : float
        In the outcome's unit.
    df : float
        Degrees of freedom of Student's t; infinite for the normal distribution.
    conf_level : float
        Coverage of the interval.
    n_clusters : int, optional
        Clusters that the error counts.

    Raises
    ------
    EstimationError
        ``not-finite``; ``no-variation`` when the error is 0, which would claim certainty;
        ``too-few-people`` when no degree of freedom is left.
    """
    if not (np.isfinite(estimate) and np.isfinite(std_error)):
        raise EstimationError("not-finite", what="estimate")
    if std_error <= 0:
        raise EstimationError("no-variation")
    if df <= 0:
        raise EstimationError("too-few-people", n=0, needed=1)
    statistic = estimate / std_error
    quantile = _t_quantile(0.5 + check_level(conf_level) / 2, df)
    return Contrast(
        estimate=float(estimate),
        std_error=float(std_error),
        df=float(df),
        statistic=float(statistic),
        p_value=_two_sided_p(statistic, df),
        conf_low=float(estimate - quantile * std_error),
        conf_high=float(estimate + quantile * std_error),
        conf_level=conf_level,
        n_clusters=n_clusters,
    )


class Coefficients(Protocol):
    """A fitted regression: coefficients with errors and degrees of freedom, each of shape (k,)."""

    @property
    def coefficients(self) -> FloatArray:
        """In the outcome's unit over the column's."""

    @property
    def std_errors(self) -> FloatArray:
        """Of the coefficients."""

    @property
    def df(self) -> FloatArray:
        """Of Student's t."""

    @property
    def n_clusters(self) -> int | None:
        """Clusters that the errors count."""


def contrast_of(fit: Coefficients, position: int, conf_level: float = 0.95) -> Contrast:
    """Return one coefficient of a regression as a contrast.

    Parameters
    ----------
    fit : Coefficients
    position : int
        Column of the design, counted from 0.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-variation`` where the error is 0.
    """
    return build_contrast(
        float(fit.coefficients[position]),
        float(fit.std_errors[position]),
        df=float(fit.df[position]),
        conf_level=conf_level,
        n_clusters=fit.n_clusters,
    )


def build_ratio(
    log_estimate: float, std_error: float, *, df: float = np.inf, conf_level: float = 0.95
) -> Ratio:
    """Build a ratio with a Wald interval and test on the log scale.

    Parameters
    ----------
    log_estimate, std_error : float
        Logarithm of the ratio and its standard error.
    df : float
        Degrees of freedom of Student's t; infinite for the normal distribution.
    conf_level : float
        Coverage of the interval.

    Raises
    ------
    EstimationError
        As `build_contrast`.
    """
    log_ratio = build_contrast(log_estimate, std_error, df=df, conf_level=conf_level)
    return Ratio(
        estimate=float(np.exp(log_ratio.estimate)),
        std_error=log_ratio.std_error,
        statistic=log_ratio.statistic,
        p_value=log_ratio.p_value,
        conf_low=float(np.exp(log_ratio.conf_low)),
        conf_high=float(np.exp(log_ratio.conf_high)),
        conf_level=conf_level,
    )


def _t_quantile(probability: float, df: float) -> float:
    return float(special.ndtri(probability) if np.isinf(df) else special.stdtrit(df, probability))


def _two_sided_p(statistic: float, df: float) -> float:
    tail = special.ndtr(-abs(statistic)) if np.isinf(df) else special.stdtr(df, -abs(statistic))
    return float(2 * tail)
