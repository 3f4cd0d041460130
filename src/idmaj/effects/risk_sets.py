"""Risk sets of right-censored times, and Cox's partial likelihood over them.

People are sorted once. A sum over a risk set is a reversed cumulative sum over event times, and a sum over
event times is looked up per person, so nothing loops over people or times. Efron's likelihood has one *step*
for each of the d(j) people with the event at time j: its risk set leaves out the fraction f = 0/d, 1/d, … of
the tied people, S - f·D, where S sums over the people at risk and D over the tied ones.
"""

from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.newton import Evaluation


@dataclass(frozen=True, eq=False)
class RiskSets:
    """People in order of time, and where each event time begins; m event times, e events.

    Attributes
    ----------
    covariates : ndarray, shape (k, n)
        One row per covariate.
    weights : ndarray, shape (n,)
    is_event : ndarray, shape (n,)
    first : ndarray, shape (m,)
        Position of the first person still at risk at each event time.
    n_between : ndarray, shape (m + 1,)
        People whose own time lies before the first event time, then from each event time to the next.
    events : ndarray, shape (e,)
        Positions of the people with an event.
    first_event : ndarray, shape (m,)
        Where each event time begins within `events`.
    owner : ndarray, shape (e,)
        Event time of each step.
    fraction : ndarray, shape (e,)
        Share of the tied people already taken out of the risk set: f under Efron, 0 under Breslow.
    n_tied : ndarray, shape (m,)
        Events at each event time.
    step_weight : ndarray, shape (m,)
        Mean weight of the people tied at each event time.
    """

    covariates: FloatArray
    weights: FloatArray
    is_event: BoolArray
    first: IntArray
    n_between: IntArray
    events: IntArray
    first_event: IntArray
    owner: IntArray
    fraction: FloatArray
    n_tied: IntArray
    step_weight: FloatArray


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums at one coefficient vector; `first_power[r]` is Σ fʳ/denominator, `second_power` of its square."""

    risk: FloatArray
    denominator: FloatArray
    at_risk: FloatArray
    tied: FloatArray
    first_power: tuple[FloatArray, FloatArray]
    second_power: tuple[FloatArray, FloatArray, FloatArray]


def build_risk_sets(
    time: FloatArray, is_event: BoolArray, covariates: FloatArray, *, weights: FloatArray, efron: bool
) -> RiskSets:
    """Sort people by time once and index the event times.

    Parameters
    ----------
    time, is_event : ndarray, shape (n,)
        With at least one event.
    covariates : ndarray, shape (n, k)
    weights : ndarray, shape (n,)
        Positive.
    efron : bool
        Efron's treatment of ties; Breslow's otherwise.
    """
    order = np.argsort(time, kind="stable")
    t, d, w = time[order], is_event[order], weights[order]
    events = np.flatnonzero(d)
    event_times, first_event, n_tied = np.unique(t[events], return_index=True, return_counts=True)
    owner = np.repeat(np.arange(len(event_times)), n_tied)
    rank = np.arange(len(events)) - first_event[owner]
    first = np.searchsorted(t, event_times, side="left")
    return RiskSets(
        covariates=np.ascontiguousarray(covariates[order].T),
        weights=w,
        is_event=d,
        first=first,
        n_between=np.diff(first, prepend=0, append=len(t)),
        events=events,
        first_event=first_event,
        owner=owner,
        fraction=rank / n_tied[owner] if efron else np.zeros(len(events)),
        n_tied=n_tied,
        step_weight=np.add.reduceat(w[events], first_event) / n_tied,
    )


def evaluate_likelihood(b: FloatArray, sets: RiskSets) -> Evaluation:
    """Evaluate the partial log-likelihood, its gradient and its information at b.

    Parameters
    ----------
    b : ndarray, shape (k,)
    sets : RiskSets
    """
    predictor = b @ sets.covariates
    predictor -= predictor.max()
    sums = _sum_over_risk_sets(predictor, sets)
    value = (sets.weights * predictor)[sets.events].sum()
    value -= sets.step_weight[sets.owner] @ np.log(sums.denominator)
    hazard, spared = (sets.step_weight * power for power in sums.first_power)
    expected = sums.risk * _accumulate(hazard, spared, sets)
    gradient = sets.covariates @ (sets.weights * sets.is_event - expected)
    information = (sets.covariates * expected) @ sets.covariates.T - _sum_of_squared_means(sums, sets)
    return Evaluation(float(value), gradient, information)


def score_residuals(b: FloatArray, sets: RiskSets) -> FloatArray:
    """Return each person's contribution to the score, shape (k, n), in the order of `sets`, unweighted.

    References
    ----------
    Therneau & Grambsch (2000), Modeling Survival Data, 4.5 and 7.1, with Efron's ties.
    """
    predictor = b @ sets.covariates
    predictor -= predictor.max()
    sums = _sum_over_risk_sets(predictor, sets)
    hazard, spared = (sets.step_weight * power for power in sums.first_power)
    q0, q1, q2 = (sets.step_weight * power for power in sums.second_power)
    mean_hazard = _accumulate(sums.at_risk * q0 - sums.tied * q1, sums.at_risk * q1 - sums.tied * q2, sets)
    residuals = sets.covariates * _accumulate(hazard, spared, sets)
    residuals -= mean_hazard
    residuals *= -np.exp(predictor)
    p0, p1 = sums.first_power
    mean = (sums.at_risk * p0 - sums.tied * p1) / sets.n_tied
    residuals[:, sets.events] += sets.covariates[:, sets.events] - mean[:, sets.owner]
    return residuals


def _sum_over_risk_sets(predictor: FloatArray, sets: RiskSets) -> _Sums:
    risk = sets.weights * np.exp(predictor)
    total, total_tied = _sum_at_event_times(risk, sets)
    at_risk, tied = _sum_at_event_times(sets.covariates * risk, sets)
    denominator = total[sets.owner] - sets.fraction * total_tied[sets.owner]
    first, f = 1 / denominator, sets.fraction
    second = first**2
    return _Sums(
        risk=risk,
        denominator=denominator,
        at_risk=at_risk,
        tied=tied,
        first_power=(_by_time(first, sets), _by_time(f * first, sets)),
        second_power=(_by_time(second, sets), _by_time(f * second, sets), _by_time(f**2 * second, sets)),
    )


def _sum_at_event_times(values: FloatArray, sets: RiskSets) -> tuple[FloatArray, FloatArray]:
    between = np.add.reduceat(values, sets.first, axis=-1)
    at_risk = np.cumsum(between[..., ::-1], axis=-1)[..., ::-1]
    return at_risk, _by_time(values[..., sets.events], sets)


def _by_time(step_values: FloatArray, sets: RiskSets) -> FloatArray:
    return np.asarray(np.add.reduceat(step_values, sets.first_event, axis=-1))


def _sum_of_squared_means(sums: _Sums, sets: RiskSets) -> FloatArray:
    """Sum (S - f·D)(S - f·D)'/denominator² over all steps, weighted."""
    q0, q1, q2 = (sets.step_weight * power for power in sums.second_power)
    cross = (sums.at_risk * q1) @ sums.tied.T
    own = (sums.at_risk * q0) @ sums.at_risk.T + (sums.tied * q2) @ sums.tied.T
    return np.asarray(own - cross - cross.T)


def _accumulate(by_time: FloatArray, spared: FloatArray, sets: RiskSets) -> FloatArray:
    """Sum up to each person's own time; a tied person is spared a part of the own time's steps."""
    start = np.zeros((*by_time.shape[:-1], 1))
    passed = np.concatenate([start, np.cumsum(by_time, axis=-1)], axis=-1)
    total = np.repeat(passed, sets.n_between, axis=-1)
    total[..., sets.events] -= spared[..., sets.owner]
    return np.asarray(total)
