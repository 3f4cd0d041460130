"""A test that hazards stay proportional: the score test behind scaled Schoenfeld residuals."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from idmaj.effects.censoring import build_product_limit
from idmaj.effects.conditions import FloatArray
from idmaj.effects.cox import Ties
from idmaj.effects.event_times import History
from idmaj.effects.hazard_fit import ChiSquaredTest, HazardFit, check_observed, fit_hazards
from idmaj.effects.partial_likelihood import differentiate
from idmaj.effects.risk_sets import build_risk_sets
from idmaj.errors import EstimationError

Transform = Literal["km", "identity", "log", "rank"]


@dataclass(frozen=True, eq=False)
class ProportionalHazardsTest:
    """Whether log hazard ratios change in proportion to a function g of time.

    Attributes
    ----------
    covariates : tuple of ChiSquaredTest, length k
        One test for each covariate, one degree of freedom each.
    slope : ndarray, shape (k,)
        One Newton step towards the change of the log hazard ratio per unit of g, all others held proportional.
    overall : ChiSquaredTest
        All covariates together.
    transform : {"km", "identity", "log", "rank"}
    """

    covariates: tuple[ChiSquaredTest, ...]
    slope: FloatArray
    overall: ChiSquaredTest
    transform: Transform


def estimate_proportional_hazards(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    ties: Ties = "efron",
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    transform: Transform = "km",
) -> ProportionalHazardsTest:
    """Test proportional hazards by adding covariate × g(time) to a Cox model, as R's ``cox.zph`` of survival ≥ 3.

    Parameters
    ----------
    time, event, covariates, entry, ties, weights, strata
        As `estimate_cox`.
    transform : {"km", "identity", "log", "rank"}
        g: 1 minus Kaplan-Meier's curve just before (of all rows, unweighted), the time, its logarithm, its rank.

    Raises
    ------
    EstimationError
        ``time-not-positive`` for ``log`` of a time of 0 or less; ``one-event-time`` where all events fall
        together, so that nothing can change over time; as `estimate_cox`.

    References
    ----------
    Grambsch & Therneau (1994), Biometrika 81.
    """
    observed = check_observed(time, event, covariates, entry=entry, weights=weights, strata=strata)
    g = _transform_times(observed.history, transform)
    sets = build_risk_sets(observed.history, observed.covariates, efron=ties == "efron")
    fit = fit_hazards(sets, model="cox")
    people = sets.order[sets.first]
    factor = g[people] - g[observed.history.is_event].mean()
    if np.ptp(factor) <= 0:
        raise EstimationError("one-event-time")
    return _test_factor(fit, factor, transform)


def _transform_times(history: History, transform: Transform) -> FloatArray:
    time = history.time
    if transform == "identity":
        return time
    if transform == "rank":
        return np.asarray(stats.rankdata(time))
    if transform == "log":
        if (time <= 0).any():
            raise EstimationError("time-not-positive", n=int((time <= 0).sum()))
        return np.log(time)
    unweighted = History(time, history.is_event, np.ones(len(time)), history.entry)
    return 1 - build_product_limit(unweighted).at(time, None, side="left")


def _test_factor(fit: HazardFit, factor: FloatArray, transform: Transform) -> ProportionalHazardsTest:
    gradient, crossed = differentiate(fit.sums, fit.sets, factor=factor)
    _, squared = differentiate(fit.sums, fit.sets, factor=factor**2)
    efficient = squared - crossed @ fit.vcov @ crossed
    variance = np.diag(efficient)
    overall = float(gradient @ np.linalg.solve(efficient, gradient))
    k = len(gradient)
    return ProportionalHazardsTest(
        covariates=tuple(
            ChiSquaredTest(float(statistic), 1, float(special.chdtrc(1, statistic)))
            for statistic in gradient**2 / variance
        ),
        slope=gradient / variance / fit.sets.scale,
        overall=ChiSquaredTest(overall, k, float(special.chdtrc(k, overall))),
        transform=transform,
    )
