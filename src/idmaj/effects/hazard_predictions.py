"""What a fitted Cox model predicts for given covariates, and how far each person's time lies from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, check_covariates, check_values
from idmaj.effects.cox import CoxFit, Ties
from idmaj.effects.hazard_fit import BaselineHazard, check_observed, fit_hazards
from idmaj.effects.partial_likelihood import accumulate
from idmaj.effects.risk_sets import build_risk_sets


@dataclass(frozen=True, eq=False)
class MartingaleResiduals:
    """Events observed minus events that the model expects, a row each.

    Attributes
    ----------
    martingale : ndarray, shape (n,)
    deviance : ndarray, shape (n,)
        Made symmetric around 0.
    """

    martingale: FloatArray
    deviance: FloatArray


def estimate_cumulative_hazard(baseline: BaselineHazard, times: ArrayLike, *, stratum: int = 0) -> FloatArray:
    """Estimate the cumulative baseline hazard up to and including given times.

    Parameters
    ----------
    baseline : BaselineHazard
    times : array_like, shape (q,)
    stratum : int
        Position of the stratum among the sorted labels.

    Returns
    -------
    ndarray, shape (q,)
        0 before the first event; constant after the last.
    """
    own = baseline.stratum == stratum
    passed = np.concatenate([[0.0], np.cumsum(baseline.increment[own])])
    moments = check_values(times, "times")
    return np.asarray(passed[np.searchsorted(baseline.time[own], moments, side="right")])


def estimate_cox_survival(
    fit: CoxFit, times: ArrayLike, *, covariates: ArrayLike | None = None, stratum: int = 0
) -> FloatArray:
    """Estimate the survival of people with given covariates (of a Fine-Gray fit: 1 minus incidence).

    Parameters
    ----------
    fit : CoxFit
    times : array_like, shape (q,)
    covariates : array_like, shape (p, k), optional
        One row a person; without them one person whose covariates are all at their mean.
    stratum : int
        As `estimate_cumulative_hazard`.

    Returns
    -------
    ndarray, shape (p, q)
    """
    centre = fit.baseline.centre
    rows = centre[None] if covariates is None else np.asarray(covariates, dtype=np.float64)
    relative = np.exp((check_covariates(rows, len(rows)) - centre) @ fit.coefficients)
    return np.exp(-np.outer(relative, estimate_cumulative_hazard(fit.baseline, times, stratum=stratum)))


def estimate_martingale_residuals(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    ties: Ties = "efron",
    strata: ArrayLike | None = None,
) -> MartingaleResiduals:
    """Estimate residuals of a Cox model; arguments as `estimate_cox`.

    References
    ----------
    Therneau, Grambsch & Fleming (1990), Biometrika 77.
    """
    observed = check_observed(time, event, covariates, entry=entry, strata=strata)
    sets = build_risk_sets(observed.history, observed.covariates, efron=ties == "efron")
    fit = fit_hazards(sets, model="cox")
    is_event = observed.history.is_event.astype(np.float64)
    martingale = is_event.copy()
    martingale[sets.order] -= fit.sums.risk * accumulate(fit.sums.hazard, fit.sums.spared, sets)
    expected = np.where(is_event > 0, is_event - martingale, 1.0)
    deviance = -2 * (martingale + special.xlogy(is_event, expected))
    return MartingaleResiduals(martingale, np.sign(martingale) * np.sqrt(np.maximum(deviance, 0.0)))
