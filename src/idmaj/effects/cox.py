"""Cox's proportional hazards by Newton's method: ties by Efron or Breslow, model and sandwich errors."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    check_covariates,
    check_indicator,
    check_rank,
    check_values,
    check_weights,
    scale_covariates,
)
from idmaj.effects.contrast import Ratio, build_ratio
from idmaj.effects.newton import Optimum, maximise
from idmaj.effects.risk_sets import RiskSets, build_risk_sets, evaluate_likelihood, score_residuals
from idmaj.errors import EstimationError

Ties = Literal["efron", "breslow"]
SEPARATED_PREDICTOR = 15.0


@dataclass(frozen=True)
class ChiSquaredTest:
    """A test that all coefficients are 0.

    Attributes
    ----------
    statistic : float
    df : int
    p_value : float
    """

    statistic: float
    df: int
    p_value: float


@dataclass(frozen=True, eq=False)
class CoxFit:
    """A fitted Cox model.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Log hazard ratios per unit of each covariate.
    vcov, vcov_robust : ndarray, shape (k, k)
        Inverse information; Lin-Wei sandwich from weighted dfbeta residuals.
    log_likelihood_null, log_likelihood : float
        Partial log-likelihood at 0 and at the estimate.
    likelihood_ratio, wald, wald_robust, score : ChiSquaredTest
    n, n_events : int
    iterations : int
    """

    coefficients: FloatArray
    vcov: FloatArray
    vcov_robust: FloatArray
    log_likelihood_null: float
    log_likelihood: float
    likelihood_ratio: ChiSquaredTest
    wald: ChiSquaredTest
    wald_robust: ChiSquaredTest
    score: ChiSquaredTest
    n: int
    n_events: int
    iterations: int


def estimate_cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    ties: Ties = "efron",
    weights: ArrayLike | None = None,
) -> CoxFit:
    """Estimate log hazard ratios.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to event or censoring. Equal times are ties, to the last bit.
    event : array_like, shape (n,)
        1 where `time` ends in the event, 0 where censored.
    covariates : array_like, shape (n, k)
        k ≥ 1; any units.
    ties : {"efron", "breslow"}
    weights : array_like, shape (n,), optional
        Case weights; with weights that are not counts use `vcov_robust`. People of weight 0 are left out.

    Raises
    ------
    EstimationError
        ``no-events``; ``separation`` when a combination of covariates orders the events perfectly, so that
        the estimate is infinite; ``collinear-covariates``; ``no-convergence``; input conditions.

    References
    ----------
    Cox (1972), JRSS B 34; Efron (1977), JASA 72; Lin & Wei (1989), JASA 84.
    """
    t, d, x, w = _check_input(time, event, covariates, weights)
    scaled = scale_covariates(x)
    check_rank(scaled.values)
    sets = build_risk_sets(t, d, scaled.values, weights=w, efron=ties == "efron")
    optimum = maximise(lambda b: evaluate_likelihood(b, sets), np.zeros(x.shape[1]))
    _check_convergence(optimum, sets)
    null = optimum.at_start
    b, vcov = optimum.point, np.linalg.inv(optimum.at.information)
    residuals = score_residuals(b, sets)
    residuals *= sets.weights
    robust = vcov @ (residuals @ residuals.T) @ vcov
    units = np.outer(1 / scaled.scale, 1 / scaled.scale)
    return CoxFit(
        coefficients=b / scaled.scale,
        vcov=vcov * units,
        vcov_robust=robust * units,
        log_likelihood_null=null.value,
        log_likelihood=optimum.at.value,
        likelihood_ratio=_test(2 * (optimum.at.value - null.value), len(b)),
        wald=_test(float(b @ optimum.at.information @ b), len(b)),
        wald_robust=_test(float(b @ np.linalg.solve(robust, b)), len(b)),
        score=_test(float(null.gradient @ np.linalg.solve(null.information, null.gradient)), len(b)),
        n=len(t),
        n_events=int(d.sum()),
        iterations=optimum.iterations,
    )


def build_hazard_ratio(fit: CoxFit, position: int, *, robust: bool = True, conf_level: float = 0.95) -> Ratio:
    """Build the hazard ratio of one covariate with its Wald interval on the log scale.

    Parameters
    ----------
    fit : CoxFit
    position : int
        Column of the covariate.
    robust : bool
        Sandwich instead of model error.
    conf_level : float
    """
    vcov = fit.vcov_robust if robust else fit.vcov
    error = float(np.sqrt(vcov[position, position]))
    return build_ratio(fit.coefficients[position], error, conf_level=conf_level)


def _check_input(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, weights: ArrayLike | None
) -> tuple[FloatArray, BoolArray, FloatArray, FloatArray]:
    t = check_values(time, "time")
    d = check_indicator(event, "event", n=len(t))
    x = check_covariates(covariates, len(t))
    w = check_weights(weights, len(t))
    if x.shape[1] == 0:
        raise EstimationError("no-covariates")
    kept = w > 0
    if not kept.all():
        t, d, x, w = t[kept], d[kept], x[kept], w[kept]
    if not d.any():
        raise EstimationError("no-events", n=0)
    return t, d, x, w


def _check_convergence(optimum: Optimum, sets: RiskSets) -> None:
    if optimum.converged:
        return
    if np.ptp(optimum.point @ sets.covariates) > SEPARATED_PREDICTOR:
        raise EstimationError("separation", model="cox")
    raise EstimationError("no-convergence", model="cox", iterations=optimum.iterations)


def _test(statistic: float, df: int) -> ChiSquaredTest:
    return ChiSquaredTest(statistic, df, float(special.chdtrc(df, statistic)))
