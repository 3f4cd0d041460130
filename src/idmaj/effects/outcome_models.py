"""Outcomes predicted from covariates within one arm: least squares or a logit, and the effect imputed from them."""

from dataclasses import dataclass
from typing import Literal, Unpack

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_arms,
    check_covariates,
    check_indicator,
    check_rank,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import Contrast
from idmaj.effects.influence import Sampling, build_influence_contrast
from idmaj.effects.linear import estimate_least_squares
from idmaj.effects.logit import build_design, solve_logit
from idmaj.errors import EstimationError

OutcomeModel = Literal["linear", "logit"]


@dataclass(frozen=True, eq=False)
class Prediction:
    """Outcomes predicted for everybody by a model of some.

    Attributes
    ----------
    values : ndarray, shape (n,)
    slope : ndarray, shape (n,)
        Derivative of each value by the model's linear predictor: 1, or p(1 - p) for a logit.
    influence : ndarray, shape (n, k + 1)
        What each person adds to the coefficients; 0 for those the model was not fitted to.
    """

    values: FloatArray
    slope: FloatArray
    influence: FloatArray


def predict_outcome(
    outcome: FloatArray, design: FloatArray, *, fitted_to: BoolArray, weight: FloatArray, model: OutcomeModel
) -> Prediction:
    """Predict outcomes for everybody from the people of one arm.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    design : ndarray, shape (n, k + 1)
        Intercept first.
    fitted_to : ndarray, shape (n,)
        True for those the model is fitted to.
    weight : ndarray, shape (n,)
    model : {"linear", "logit"}
        ``logit`` for an outcome of 0 and 1.

    Raises
    ------
    EstimationError
        ``too-few-people``, ``collinear-covariates``; for the logit also ``not-binary``, ``separation``,
        ``no-convergence``.
    """
    inside = fitted_to & (weight > 0)
    n, k = int(inside.sum()), design.shape[1]
    if n <= k:
        raise EstimationError("too-few-people", n=n, needed=k + 1)
    x, y, w = design[inside], outcome[inside], weight[inside]
    influence = np.zeros_like(design)
    if model == "logit":
        check_indicator(y, "outcome")
        optimum = solve_logit(y, x, weight=w)
        values = special.expit(design @ optimum.point)
        residual = w * (y - values[inside])
        influence[inside] = (x * residual[:, None]) @ np.linalg.inv(optimum.at.information)
        return Prediction(values, values * (1 - values), influence)
    check_rank(x, first_covariate=1)
    root = np.sqrt(w)
    fit = estimate_least_squares(root * y, root[:, None] * x)
    influence[inside] = (x * (root * fit.residuals)[:, None]) @ fit.unscaled_vcov
    return Prediction(design @ fit.coefficients, np.ones(len(design)), influence)


def estimate_imputed_att(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    outcome_model: OutcomeModel = "linear",
    conf_level: float = 0.95,
    **sampling: Unpack[Sampling],
) -> Contrast:
    """Estimate the effect on the treated, their outcomes without it imputed from the comparison group.

    The outcome model is fitted in the comparison group and predicts for the treated; the mean difference
    between what they had and what is predicted is the effect. Errors by M-estimation.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Measured before treatment.
    outcome_model : {"linear", "logit"}
    conf_level : float
    **sampling
        See `idmaj.effects.influence.Sampling`.

    Raises
    ------
    EstimationError
        As `predict_outcome`; ``no-variation``; input conditions.

    References
    ----------
    Kline (2011), American Economic Review 101; Stefanski & Boos (2002), American Statistician 56.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    base = check_weights(sampling.get("weights"), len(y))
    design = build_design(scale_covariates(check_covariates(covariates, len(y))).values)
    model = predict_outcome(y, design, fitted_to=~arm, weight=base, model=outcome_model)
    share = np.where(arm, base, 0.0)
    share = share / check_weights(share, len(y)).sum()
    gain = y - model.values
    estimate = float(share @ gain)
    influence = share * (gain - estimate) - model.influence @ ((share * model.slope) @ design)
    comparison = base[~arm]
    return build_influence_contrast(
        estimate, influence, arm, sampling=sampling, spent=(0, design.shape[1] - 1), conf_level=conf_level,
        sizes=(1 / float(share @ share), comparison.sum() ** 2 / float(comparison @ comparison)),
    )  # fmt: skip
