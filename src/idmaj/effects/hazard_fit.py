"""Fitting a model of hazards by its partial likelihood: input conditions, convergence, errors, baseline."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import (
    RANK_TOLERANCE,
    FloatArray,
    IntArray,
    check_covariates,
    check_groups,
    check_indicator,
    check_values,
    check_weights,
)
from idmaj.effects.event_times import History
from idmaj.effects.newton import Evaluation, Optimum, maximise
from idmaj.effects.partial_likelihood import RiskSums, evaluate_likelihood, sum_over_risk_sets
from idmaj.effects.risk_sets import RiskSets
from idmaj.errors import EstimationError

SEPARATED_PREDICTOR = 15.0
NO_INFORMATION = 1e-12


@dataclass(frozen=True)
class ChiSquaredTest:
    """A test that coefficients are 0.

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
class BaselineHazard:
    """Increments of the cumulative baseline hazard at the m event times.

    Attributes
    ----------
    time : ndarray, shape (m,)
    stratum : ndarray, shape (m,)
        Position of the stratum among the sorted labels; 0 without strata.
    increment : ndarray, shape (m,)
        For a person whose covariates are all `centre`.
    centre : ndarray, shape (k,)
        In the covariates' units.
    """

    time: FloatArray
    stratum: IntArray
    increment: FloatArray
    centre: FloatArray


@dataclass(frozen=True, eq=False)
class Observed:
    """Input that passed its conditions; people of weight 0 are left out.

    Attributes
    ----------
    history : History
    covariates : ndarray, shape (n, k)
    clusters : ndarray, shape (n,), optional
        Codes.
    positions : ndarray, shape (n,), optional
        Where the people stood in the caller's arrays; None where nobody was left out.
    """

    history: History
    covariates: FloatArray
    clusters: IntArray | None = None
    positions: IntArray | None = None


@dataclass(frozen=True, eq=False)
class HazardFit:
    """A converged fit in standardised units.

    Attributes
    ----------
    sets : RiskSets
    optimum : Optimum
    sums : RiskSums
        At the estimate.
    vcov : ndarray, shape (k, k)
        Inverse information, standardised units.
    """

    sets: RiskSets
    optimum: Optimum
    sums: RiskSums
    vcov: FloatArray


def check_observed(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    lingers: ArrayLike | None = None,
) -> Observed:
    """Check the arrays of a model of hazards.

    Raises
    ------
    EstimationError
        ``no-covariates``; ``no-events``; ``entry-not-before-exit`` where somebody is at risk for no time;
        ``event-and-competing`` where both are 1; input conditions.
    """
    t = check_values(time, "time")
    n = len(t)
    d = check_indicator(event, "event", n=n)
    x = check_covariates(covariates, n)
    if x.shape[1] == 0:
        raise EstimationError("no-covariates")
    start = None if entry is None else check_values(entry, "entry", n=n)
    if start is not None and (start >= t).any():
        raise EstimationError("entry-not-before-exit", n=int((start >= t).sum()))
    competing = None if lingers is None else check_indicator(lingers, "competing", n=n)
    if competing is not None and (competing & d).any():
        raise EstimationError("event-and-competing", n=int((competing & d).sum()))
    group = None if strata is None else check_groups(strata, "strata", n=n)
    people = None if clusters is None else check_groups(clusters, "clusters", n=n, needed=2)
    history = History(t, d, check_weights(weights, n), start, group, competing)
    return _leave_out_unweighted(history, x, people)


def fit_hazards(sets: RiskSets, *, model: str) -> HazardFit:
    """Maximise the partial likelihood over prepared risk sets.

    Raises
    ------
    EstimationError
        ``separation``, ``collinear-covariates`` within the risk sets, ``no-convergence``.
    """
    latest: dict[bytes, RiskSums] = {}

    def evaluate(b: FloatArray) -> Evaluation:
        latest.clear()
        sums = latest[b.tobytes()] = sum_over_risk_sets(b @ sets.covariates, sets)
        return evaluate_likelihood(b, sums, sets)

    optimum = maximise(evaluate, np.zeros(len(sets.centre)))
    _check_information(optimum, sets, model=model)
    if not optimum.converged:
        if np.ptp(optimum.point @ sets.covariates) > SEPARATED_PREDICTOR:
            raise EstimationError("separation", model=model)
        raise EstimationError("no-convergence", model=model, iterations=optimum.iterations)
    sums = latest.get(optimum.point.tobytes())
    if sums is None:
        sums = sum_over_risk_sets(optimum.point @ sets.covariates, sets)
    return HazardFit(sets, optimum, sums, np.asarray(np.linalg.inv(optimum.at.information), dtype=np.float64))


def build_baseline(fit: HazardFit) -> BaselineHazard:
    """Build the baseline hazard at the covariates' centre (Efron's or Breslow's, as the fit's ties)."""
    times = fit.sets.times
    return BaselineHazard(
        times.time, times.stratum, fit.sums.hazard * np.exp(-fit.sums.shift), fit.sets.centre
    )


def sum_by_cluster(values: FloatArray, clusters: IntArray | None) -> FloatArray:
    """Sum each row of values, shape (k, n), over the people of each cluster; None leaves people single."""
    if clusters is None:
        return values
    n_clusters = int(clusters.max()) + 1
    return np.stack([np.bincount(clusters, row, minlength=n_clusters) for row in values])


def calculate_chi_square(gradient: FloatArray, information: FloatArray) -> ChiSquaredTest:
    """Test gradient' · information⁻¹ · gradient; the rank of the information is the degrees of freedom."""
    inverse = np.linalg.pinv(information, hermitian=True, rcond=RANK_TOLERANCE)
    df = int(np.linalg.matrix_rank(information, hermitian=True, rtol=RANK_TOLERANCE))
    statistic = float(gradient @ inverse @ gradient)
    return ChiSquaredTest(statistic, df, float(special.chdtrc(df, statistic)))


def _leave_out_unweighted(history: History, covariates: FloatArray, clusters: IntArray | None) -> Observed:
    kept = history.weights > 0
    positions = None
    if not kept.all():
        history = history.select(kept)
        covariates = covariates[kept]
        clusters = None if clusters is None else clusters[kept]
        positions = np.flatnonzero(kept)
    if not history.is_event.any():
        raise EstimationError("no-events", n=0)
    return Observed(history, covariates, clusters, positions)


def _check_information(optimum: Optimum, sets: RiskSets, *, model: str) -> None:
    information = optimum.at_start.information
    size = np.diag(information)
    if not (size > NO_INFORMATION * sets.event_weights.sum()).all():
        raise EstimationError("no-convergence", model=model, iterations=0)
    unit = information / np.sqrt(np.outer(size, size))
    dependent = np.abs(np.diag(np.linalg.qr(unit, mode="r"))) < RANK_TOLERANCE
    if dependent.any():
        raise EstimationError("collinear-covariates", column=int(np.argmax(dependent)))
