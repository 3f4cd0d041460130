"""Differences between two arms by least squares: Welch, ANCOVA and Lin (2013)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_rank,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.errors import EstimationError

ErrorKind = Literal["classic", "HC0", "HC1", "HC2", "HC3"]
FULL_LEVERAGE = 1 - 1e-10


def estimate_difference_in_means(
    outcome: ArrayLike, treated: ArrayLike, *, conf_level: float = 0.95
) -> Contrast:
    """Estimate the difference in means, treated minus comparison, by Welch's test.

    The standard error is sqrt(s1²/n1 + s0²/n0), which equals HC2 of the regression on the arm alone; degrees
    of freedom by Satterthwaite.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    conf_level : float

    Raises
    ------
    EstimationError
        ``empty-arm``, ``too-few-people`` (under two in an arm), ``no-variation``, input conditions.

    References
    ----------
    Welch (1947), Biometrika 34; Samii & Aronow (2012), Statistics & Probability Letters 82.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y), needed=2)
    parts = [y[arm].var(ddof=1) / arm.sum(), y[~arm].var(ddof=1) / (~arm).sum()]
    variance = parts[0] + parts[1]
    if not variance > _rounding_variance(y):
        raise EstimationError("no-variation")
    df = variance**2 / (parts[0] ** 2 / (arm.sum() - 1) + parts[1] ** 2 / ((~arm).sum() - 1))
    return build_contrast(y[arm].mean() - y[~arm].mean(), np.sqrt(variance), df=df, conf_level=conf_level)


def estimate_ancova(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    errors: ErrorKind = "HC2",
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the coefficient of the arm in a regression on arm and covariates.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; k = 0 gives the plain difference in means.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3"}
        Standard error; t with n - k - 2 degrees of freedom.
    conf_level : float

    Raises
    ------
    EstimationError
        ``collinear-covariates``, ``empty-arm``, ``too-few-people``, ``full-leverage``, ``no-variation``.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29.
    """
    y, arm, scaled = _check_input(outcome, treated, covariates)
    design = np.column_stack([np.ones(len(y)), arm, scaled])
    return _estimate_arm_coefficient(y, design, errors=errors, conf_level=conf_level)


def estimate_lin(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    errors: ErrorKind = "HC2",
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the average effect with each covariate, centred over both arms, interacted with the arm.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3"}
        Standard error; t with n - 2k - 2 degrees of freedom.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_ancova`; also when a covariate does not vary within an arm (``collinear-covariates``).

    References
    ----------
    Lin (2013), Annals of Applied Statistics 7.
    """
    y, arm, scaled = _check_input(outcome, treated, covariates)
    design = np.column_stack([np.ones(len(y)), arm, scaled, scaled * arm[:, None]])
    return _estimate_arm_coefficient(y, design, errors=errors, conf_level=conf_level)


@dataclass(frozen=True, eq=False)
class LeastSquaresFit:
    """A least-squares fit.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
    fitted : ndarray, shape (n,)
    residuals : ndarray, shape (n,)
    leverage : ndarray, shape (n,)
        Diagonal of the hat matrix.
    unscaled_vcov : ndarray, shape (k, k)
        (X'X)⁻¹.
    """

    coefficients: FloatArray
    fitted: FloatArray
    residuals: FloatArray
    leverage: FloatArray
    unscaled_vcov: FloatArray


def estimate_least_squares(outcome: FloatArray, design: FloatArray) -> LeastSquaresFit:
    """Estimate a linear regression by QR.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Of full column rank (see `idmaj.effects.conditions.check_rank`), the intercept included.
    """
    q, r = np.linalg.qr(design)
    inverse = np.linalg.inv(r)
    fitted = q @ (q.T @ outcome)
    return LeastSquaresFit(
        coefficients=inverse @ (q.T @ outcome),
        fitted=fitted,
        residuals=outcome - fitted,
        leverage=(q**2).sum(axis=1),
        unscaled_vcov=inverse @ inverse.T,
    )


def _check_input(
    outcome: ArrayLike, treated: ArrayLike, covariates: ArrayLike
) -> tuple[FloatArray, BoolArray, FloatArray]:
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    return y, arm, scale_covariates(check_covariates(covariates, len(y))).values


def _estimate_arm_coefficient(
    y: FloatArray, design: FloatArray, *, errors: ErrorKind, conf_level: float
) -> Contrast:
    n, k = design.shape
    if n <= k:
        raise EstimationError("too-few-people", n=n, needed=k + 1)
    check_rank(design, first_covariate=2)
    fit = estimate_least_squares(y, design)
    variance = _coefficient_variance(fit, design, errors=errors)[1]
    if not variance > _rounding_variance(y) * fit.unscaled_vcov[1, 1]:
        raise EstimationError("no-variation")
    return build_contrast(fit.coefficients[1], np.sqrt(variance), df=n - k, conf_level=conf_level)


def _coefficient_variance(fit: LeastSquaresFit, design: FloatArray, *, errors: ErrorKind) -> FloatArray:
    n, k = design.shape
    if errors == "classic":
        return np.diag(fit.unscaled_vcov) * (fit.residuals @ fit.residuals) / (n - k)
    if errors in ("HC2", "HC3") and fit.leverage.max() > FULL_LEVERAGE:
        raise EstimationError("full-leverage", n=int((fit.leverage > FULL_LEVERAGE).sum()))
    exponent = {"HC0": 0.0, "HC1": 0.0, "HC2": 0.5, "HC3": 1.0}[errors]
    scaled = fit.residuals / (1 - fit.leverage) ** exponent if exponent else fit.residuals
    influence = (design * scaled[:, None]) @ fit.unscaled_vcov
    correction = n / (n - k) if errors == "HC1" else 1.0
    return correction * (influence**2).sum(axis=0)


def _rounding_variance(y: FloatArray) -> float:
    return float((1e-13 * np.abs(y).max()) ** 2)
