"""Rubin's rules: one estimate from several completed data sets, with the degrees of freedom of Barnard and Rubin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import check_values
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.errors import EstimationError

FEWEST_IMPUTATIONS = 2
NEGLIGIBLE = 1e-12
"""Share of a variance that is rounding."""


@dataclass(frozen=True)
class Pooled:
    """An estimate pooled over completed data sets.

    Attributes
    ----------
    contrast : Contrast
        Estimate, error, Student's t and interval; its `df` are those of Barnard and Rubin.
    m : int
        Completed data sets.
    within, between, total : float
        Mean variance of an estimate, variance between the estimates, and within + (1 + 1/m) between.
    df_complete : float
        Degrees of freedom that the estimate would have without missing values.
    riv : float
        Relative increase of the variance: (1 + 1/m) between / within.
    lambda_ : float
        Share of the total variance that comes from missing values.
    fmi : float
        Fraction of missing information, adjusted for the finite number of data sets.
    """

    contrast: Contrast
    m: int
    within: float
    between: float
    total: float
    df_complete: float
    riv: float
    lambda_: float
    fmi: float

    @property
    def estimate(self) -> float:
        """Mean of the estimates."""
        return self.contrast.estimate

    @property
    def std_error(self) -> float:
        """Root of the total variance."""
        return self.contrast.std_error

    @property
    def df(self) -> float:
        """Degrees of freedom of Barnard and Rubin."""
        return self.contrast.df


def pool_imputations(
    estimates: ArrayLike, variances: ArrayLike, *, df_complete: float = np.inf, conf_level: float = 0.95
) -> Pooled:
    """Pool the estimates of one quantity by Rubin's rules.

    Parameters
    ----------
    estimates : array_like, shape (m,)
        One estimate a completed data set, m at least 2.
    variances : array_like, shape (m,)
        Their squared standard errors, above 0.
    df_complete : float
        Degrees of freedom with complete data; infinite for a normal statistic.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-imputations``; ``no-variation`` where no variance is above 0; ``too-few-people`` where
        `df_complete` is not above 0; ``not-finite``, ``unequal-lengths``.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3; Barnard & Rubin (1999), Biometrika 86;
    the fraction of missing information as in van Buuren (2018), Flexible Imputation of Missing Data, 2.3.5.
    """
    q = check_values(estimates, "estimates")
    m = len(q)
    u = check_values(variances, "variances", n=m)
    if m < FEWEST_IMPUTATIONS:
        raise EstimationError("too-few-imputations", n=m, needed=FEWEST_IMPUTATIONS)
    if (u < 0).any() or not u.any():
        raise EstimationError("no-variation")
    if not df_complete > 0:
        raise EstimationError("too-few-people", n=0, needed=1)
    within, between = float(u.mean()), float(q.var(ddof=1))
    added = (1 + 1 / m) * between
    total, riv = within + added, added / within
    df = _find_df(added / total, m, df_complete=df_complete)
    return Pooled(
        contrast=build_contrast(float(q.mean()), float(np.sqrt(total)), df=df, conf_level=conf_level),
        m=m,
        within=within,
        between=between,
        total=total,
        df_complete=float(df_complete),
        riv=riv,
        lambda_=added / total,
        fmi=(riv + 2 / (df + 3)) / (riv + 1),
    )


def pool_coefficients(
    estimates: ArrayLike, variances: ArrayLike, *, df_complete: float = np.inf, conf_level: float = 0.95
) -> tuple[Pooled, ...]:
    """Pool several quantities, each by itself.

    Parameters
    ----------
    estimates, variances : array_like, shape (m, k)
        One row a completed data set.
    df_complete, conf_level : float
        As in `pool_imputations`.

    Returns
    -------
    tuple of Pooled, length k

    Raises
    ------
    EstimationError
        As `pool_imputations`; ``unequal-lengths`` where the two are not of one shape (m, k).
    """
    q, u = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if q.ndim != 2 or q.shape != u.shape:
        raise EstimationError("unequal-lengths", what="estimates")
    return tuple(
        pool_imputations(q[:, j], u[:, j], df_complete=df_complete, conf_level=conf_level)
        for j in range(q.shape[1])
    )


def _find_df(share: float, m: int, *, df_complete: float) -> float:
    """Combine the degrees of freedom of the imputations with those that the found people leave."""
    large = np.inf if share < NEGLIGIBLE else (m - 1) / share**2
    if np.isinf(df_complete):
        return float(large)
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    return float(observed if np.isinf(large) else large * observed / (large + observed))
