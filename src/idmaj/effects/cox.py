"""Cox's proportional hazards by Newton's method: ties by Efron or Breslow, model and sandwich errors."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import Ratio, build_ratio
from idmaj.effects.hazard_fit import (
    BaselineHazard,
    ChiSquaredTest,
    HazardFit,
    Observed,
    build_baseline,
    calculate_chi_square,
    check_observed,
    fit_hazards,
    sum_by_cluster,
)
from idmaj.effects.partial_likelihood import score_residuals
from idmaj.effects.risk_sets import build_risk_sets

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, eq=False)
class CoxFit:
    """A fitted Cox or Fine-Gray model.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Log hazard ratios per unit of each covariate.
    vcov, vcov_robust : ndarray, shape (k, k)
        Inverse information; sandwich from weighted dfbeta residuals, summed over clusters where these are given.
    log_likelihood_null, log_likelihood : float
        Partial log-likelihood at 0 and at the estimate.
    likelihood_ratio, wald, wald_robust, score : ChiSquaredTest
    n, n_events : int
        Rows and events of positive weight.
    iterations : int
    baseline : BaselineHazard
    n_clusters : int, optional
        Clusters that `vcov_robust` counts; None where it counts rows.
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
    baseline: BaselineHazard
    n_clusters: int | None = None


def estimate_cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    ties: Ties = "efron",
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
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
    entry : array_like, shape (n,), optional
        Delayed entry: at risk on (entry, time]. A person with covariates that change is several rows that join
        at their ends; name the person as the cluster.
    ties : {"efron", "breslow"}
    weights : array_like, shape (n,), optional
        Case or inverse-probability weights; with weights that are not counts use `vcov_robust`. Rows of weight
        0 are left out.
    strata : array_like, shape (n,), optional
        Each stratum has its own baseline; one without events adds nothing.
    clusters : array_like, shape (n,), optional
        Rows that depend on one another, for `vcov_robust`.

    Raises
    ------
    EstimationError
        ``no-events``; ``entry-not-before-exit``; ``separation`` when a combination of covariates orders the events
        perfectly, so that the estimate is infinite; ``collinear-covariates``; ``no-convergence``; input
        conditions.

    References
    ----------
    Cox (1972), JRSS B 34; Efron (1977), JASA 72; Lin & Wei (1989), JASA 84; Therneau & Grambsch (2000).
    """
    observed = check_observed(
        time, event, covariates, entry=entry, weights=weights, strata=strata, clusters=clusters
    )
    sets = build_risk_sets(observed.history, observed.covariates, efron=ties == "efron")
    fit = fit_hazards(sets, model="cox")
    clusters = None if observed.clusters is None else observed.clusters[fit.sets.order]
    return build_cox_fit(fit, observed, sum_by_cluster(score_residuals(fit.sums, fit.sets), clusters))


def build_cox_fit(fit: HazardFit, observed: Observed, scores: FloatArray) -> CoxFit:
    """Turn a fit in standardised units into coefficients, errors and tests in the caller's units.

    Parameters
    ----------
    fit : HazardFit
    observed : Observed
    scores : ndarray, shape (k, g)
        Weighted contributions to the score of each independent person or cluster.
    """
    robust = fit.vcov @ (scores @ scores.T) @ fit.vcov
    optimum, scale = fit.optimum, fit.sets.scale
    null, end, b = optimum.at_start, optimum.at, optimum.point
    units = np.outer(1 / scale, 1 / scale)
    return CoxFit(
        coefficients=b / scale,
        vcov=fit.vcov * units,
        vcov_robust=robust * units,
        log_likelihood_null=null.value,
        log_likelihood=end.value,
        likelihood_ratio=_test_ratio(2 * (end.value - null.value), len(b)),
        wald=_test_ratio(float(b @ end.information @ b), len(b)),
        wald_robust=calculate_chi_square(b, robust),
        score=calculate_chi_square(null.gradient, null.information),
        n=len(observed.history.time),
        n_events=int(observed.history.is_event.sum()),
        iterations=optimum.iterations,
        baseline=build_baseline(fit),
        n_clusters=None if observed.clusters is None else int(observed.clusters.max()) + 1,
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


def _test_ratio(statistic: float, df: int) -> ChiSquaredTest:
    return ChiSquaredTest(statistic, df, float(special.chdtrc(df, statistic)))
