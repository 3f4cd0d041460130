"""Risks standardised over the people studied, from Firth's logit: finite also under separation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray, check_arms, check_covariates, check_indicator
from idmaj.effects.contrast import Contrast, Ratio, check_level
from idmaj.effects.firth import compute_likelihood_ratio
from idmaj.effects.penalised_logit import PenalisedLogit, fit_penalised_logit
from idmaj.effects.poisson import exponentiate
from idmaj.errors import EstimationError

Standardised = Callable[[FloatArray], tuple[float, FloatArray]]
BORDER_TOLERANCE = 1e-7
ANGLE_TOLERANCE = 1e-6
MAX_ITERATIONS = 500


@dataclass(frozen=True, eq=False)
class FirthRisks:
    """Average risks with everybody treated and with nobody treated, from Firth's logit.

    Attributes
    ----------
    risk_treated, risk_comparison : float
        Standardised risks; drawn a little towards 1/2, so that neither is ever 0 or 1.
    difference : Contrast
        Treated minus comparison. Profile penalised-likelihood interval; the p-value is that of the penalised
        likelihood-ratio test of the arm, so that it agrees with the interval; the error is the delta method's.
    ratio : Ratio
        Treated over comparison, with interval and test of the same kind.
    """

    risk_treated: float
    risk_comparison: float
    difference: Contrast
    ratio: Ratio


def estimate_firth_risks(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    over: Literal["all", "treated"] = "all",
    weights: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> FirthRisks:
    """Estimate a risk difference and ratio from Firth's logit of the outcome on arm and covariates.

    The ends of an interval are the smallest and largest difference over all coefficients whose penalised
    log-likelihood is within t²/2 of the highest, t the quantile of Student's distribution with n - k - 2
    degrees of freedom: the profile of the difference itself.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0/1 or boolean.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before assignment; k = 0 gives (events + 1/2)/(people + 1) in each arm.
    over : {"all", "treated"}
        People over whom the predictions are averaged.
    weights : array_like, shape (n,), optional
        How often each row counts (frequency weights).
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-events`` or ``no-variation`` where nobody or everybody in both arms has the event;
        ``collinear-covariates``, ``empty-arm``, ``too-few-people``, ``no-convergence``, input conditions.

    References
    ----------
    Firth (1993), Biometrika 80; Heinze & Schemper (2002), Statistics in Medicine 21; Venzon & Moolgavkar
    (1988), Applied Statistics 37, for the profile of a function of the parameters.
    """
    y = check_indicator(outcome, "outcome")
    arm = check_arms(treated, len(y))
    matrix = check_covariates(covariates, len(y))
    if not y.any():
        raise EstimationError("no-events", n=0)
    if y.all():
        raise EstimationError("no-variation")
    model = fit_penalised_logit(y, np.column_stack([arm, matrix]), weights=weights)
    people = model.weights if over == "all" else model.weights * arm
    risk_1, risk_0 = (_standardise(model, people, arm_is=is_treated) for is_treated in (True, False))
    df = float(model.weights.sum()) - model.design.shape[1]
    root_ratio = np.sqrt(compute_likelihood_ratio(model, model.to_original[1]))
    p_value = 2 * float(special.stdtr(df, -root_ratio))

    def find_difference(b: FloatArray) -> tuple[float, FloatArray]:
        (one, slope_1), (zero, slope_0) = risk_1(b), risk_0(b)
        return one - zero, slope_1 - slope_0

    def find_log_ratio(b: FloatArray) -> tuple[float, FloatArray]:
        (one, slope_1), (zero, slope_0) = risk_1(b), risk_0(b)
        return float(np.log(one / zero)), slope_1 / one - slope_0 / zero

    difference = _profile(model, find_difference, df=df, p_value=p_value, conf_level=conf_level)
    return FirthRisks(
        risk_treated=risk_1(model.point)[0],
        risk_comparison=risk_0(model.point)[0],
        difference=difference,
        ratio=exponentiate(_profile(model, find_log_ratio, df=df, p_value=p_value, conf_level=conf_level)),
    )


def _standardise(model: PenalisedLogit, people: FloatArray, *, arm_is: bool) -> Standardised:
    shares = people / people.sum()
    to_scaled = np.linalg.inv(model.to_original)
    original = model.design @ to_scaled
    original[:, 1] = float(arm_is)
    design = original @ model.to_original

    def average(b: FloatArray) -> tuple[float, FloatArray]:
        p = special.expit(design @ b)
        return float(shares @ p), (shares * p * (1 - p)) @ design

    return average


def _profile(
    model: PenalisedLogit, quantity: Standardised, *, df: float, p_value: float, conf_level: float
) -> Contrast:
    estimate, slope = quantity(model.point)
    drop = float(special.stdtrit(df, 0.5 + check_level(conf_level) / 2)) ** 2 / 2
    root = np.linalg.cholesky(np.linalg.inv(model.at.information))
    error = float(np.linalg.norm(root.T @ slope))
    if not error > 0:
        raise EstimationError("no-variation")
    low, high = (_find_end(model, quantity, root=root, drop=drop, sign=sign) for sign in (-1.0, 1.0))
    return Contrast(
        estimate=estimate,
        std_error=error,
        df=df,
        statistic=estimate / error,
        p_value=p_value,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
    )


def _find_end(
    model: PenalisedLogit, quantity: Standardised, *, root: FloatArray, drop: float, sign: float
) -> float:
    """Return the furthest value of the quantity within the region of high penalised likelihood.

    Coefficients are moved as z with b = b̂ + root z, in which the region is nearly a ball of radius √(2 drop).
    """
    start = root.T @ quantity(model.point)[1]
    start = sign * np.sqrt(2 * drop) * start / np.linalg.norm(start)

    def fall(z: FloatArray) -> tuple[float, FloatArray]:
        value, slope = quantity(model.point + root @ z)
        return -sign * value, -sign * (root.T @ slope)

    def rise(z: FloatArray) -> tuple[float, FloatArray]:
        there = model.evaluate(model.point + root @ z)
        return there.value - model.at.value + drop, root.T @ there.gradient

    found = optimize.minimize(
        fall,
        start,
        jac=True,
        method="SLSQP",
        constraints={"type": "ineq", "fun": lambda z: rise(z)[0], "jac": lambda z: rise(z)[1]},
        options={"ftol": 1e-12, "maxiter": MAX_ITERATIONS},
    )
    if not _is_optimal(fall(found.x)[1], *rise(found.x)):
        raise EstimationError("no-convergence", model="firth", iterations=int(found.nit))
    return -sign * float(found.fun)


def _is_optimal(slope_of_quantity: FloatArray, excess: float, slope_of_likelihood: FloatArray) -> bool:
    """Say whether the point lies on the border of the region and no step along the border helps."""
    product = np.linalg.norm(slope_of_quantity) * np.linalg.norm(slope_of_likelihood)
    cosine = slope_of_quantity @ slope_of_likelihood / product
    return bool(abs(excess) < BORDER_TOLERANCE and cosine > 1 - ANGLE_TOLERANCE)
