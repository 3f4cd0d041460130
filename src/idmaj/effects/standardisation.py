"""Risks standardised over the people studied, from a logit (g-computation)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, check_arms, check_covariates, check_indicator
from idmaj.effects.contrast import Contrast, Ratio, build_contrast, build_ratio
from idmaj.effects.logit import LogitFit, estimate_logit
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class StandardisedRisks:
    """Average risks with everybody treated and with nobody treated.

    Attributes
    ----------
    risk_treated, risk_comparison : float
        Standardised risks.
    difference : Contrast
        Treated minus comparison.
    ratio : Ratio
        Treated over comparison, interval on the log scale.
    fit : LogitFit
        Intercept, arm, covariates, in this order.
    """

    risk_treated: float
    risk_comparison: float
    difference: Contrast
    ratio: Ratio
    fit: LogitFit


def estimate_standardised_risks(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    errors: Literal["model", "HC0"] = "model",
    over: Literal["all", "treated"] = "all",
    small_sample: bool = False,
    conf_level: float = 0.95,
) -> StandardisedRisks:
    """Estimate a risk difference and ratio from a logit of the outcome on arm and covariates.

    Each person's risk is predicted with the arm set to 1 and to 0; the averages are compared. Errors by the
    delta method from the covariance of the coefficients, the covariates held as observed.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0/1 or boolean.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; k = 0 gives the two observed shares.
    errors : {"model", "HC0"}
        Covariance of the coefficients: inverse information, or sandwich.
    over : {"all", "treated"}
        People over whom the predictions are averaged.
    small_sample : bool
        Errors times √(n/(n - k)), k the coefficients, and Student's t with n - k degrees of freedom; without,
        the plain delta method and the normal distribution, as published numbers have it.
    conf_level : float

    Raises
    ------
    EstimationError
        ``separation`` (also when an arm has no event, or only events), ``collinear-covariates``,
        ``empty-arm``, ``no-convergence``, input conditions; ``too-few-people`` where a small sample has no
        more people than coefficients.

    References
    ----------
    Robins (1986), Mathematical Modelling 7; delta method as in Norton, Miller & Kleinman (2013), Stata
    Journal 13.
    """
    y = check_indicator(outcome, "outcome")
    arm = check_arms(treated, len(y))
    matrix = check_covariates(covariates, len(y))
    fit = estimate_logit(y, np.column_stack([arm, matrix]))
    vcov, df = fit.vcov if errors == "model" else fit.vcov_robust, np.inf
    if small_sample:
        n, k = len(y), len(fit.coefficients)
        if n <= k:
            raise EstimationError("too-few-people", n=n, needed=k + 1)
        vcov, df = vcov * (n / (n - k)), float(n - k)
    people = np.ones(len(y), dtype=np.bool_) if over == "all" else arm
    risk_1, slope_1 = _predict(fit, matrix[people], arm_is=True)
    risk_0, slope_0 = _predict(fit, matrix[people], arm_is=False)
    return StandardisedRisks(
        risk_treated=risk_1,
        risk_comparison=risk_0,
        difference=build_contrast(
            risk_1 - risk_0, _error(slope_1 - slope_0, vcov), df=df, conf_level=conf_level
        ),
        ratio=build_ratio(
            np.log(risk_1 / risk_0),
            _error(slope_1 / risk_1 - slope_0 / risk_0, vcov),
            df=df,
            conf_level=conf_level,
        ),
        fit=fit,
    )


def _predict(fit: LogitFit, covariates: FloatArray, *, arm_is: bool) -> tuple[float, FloatArray]:
    n = len(covariates)
    design = np.column_stack([np.ones(n), np.full(n, float(arm_is)), covariates])
    p = special.expit(design @ fit.coefficients)
    return float(p.mean()), (p * (1 - p)) @ design / n


def _error(slope: FloatArray, vcov: FloatArray) -> float:
    return float(np.sqrt(slope @ vcov @ slope))
