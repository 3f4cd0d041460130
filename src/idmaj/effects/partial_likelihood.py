"""The partial likelihood of Cox and of Fine and Gray over prepared risk sets.

Efron's likelihood has one *step* for each of the d people tied at an event time: its risk set leaves out the
fraction f = 0/d, 1/d, … of the tied people, S - f·D, where S sums over the people at risk and D over the tied
ones. Sums over steps are kept as Σ fʳ/denominator and Σ fʳ/denominator², so everything else has one value for
each event time.
"""

from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.event_times import sum_at
from idmaj.effects.newton import Evaluation
from idmaj.effects.risk_sets import RiskSets

BLOCK = 8192


@dataclass(frozen=True, eq=False)
class RiskSums:
    """Sums over the risk sets at one coefficient vector, m event times.

    Attributes
    ----------
    risk : ndarray, shape (n,)
        Weight times exp(predictor - shift).
    shift : float
    log_denominators : float
        Σ weight · log(denominator) over all steps.
    at_risk, tied : ndarray, shape (k, m)
        Covariates times risk summed over the people at risk, and over the tied ones (zeros without ties).
    hazard, spared : ndarray, shape (m,)
        Weighted Σ 1/denominator: the increments of the baseline hazard; and with f.
    squares : ndarray, shape (3, m)
        Weighted Σ fʳ/denominator², r = 0, 1, 2.
    """

    risk: FloatArray
    shift: float
    log_denominators: float
    at_risk: FloatArray
    tied: FloatArray
    hazard: FloatArray
    spared: FloatArray
    squares: FloatArray


def evaluate_likelihood(b: FloatArray, sums: RiskSums, sets: RiskSets) -> Evaluation:
    """Evaluate the partial log-likelihood, its gradient and its information at b.

    Parameters
    ----------
    b : ndarray, shape (k,)
        Per standard deviation of each covariate.
    sums : RiskSums
        At b.
    sets : RiskSets
    """
    value = b @ sets.event_sum - sets.event_weights.sum() * sums.shift - sums.log_denominators
    gradient, information = differentiate(sums, sets)
    return Evaluation(float(value), gradient, information)


def differentiate(
    sums: RiskSums, sets: RiskSets, *, factor: FloatArray | float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Return the gradient and the information, each event time's contribution times a factor.

    Parameters
    ----------
    sums : RiskSums
    sets : RiskSets
    factor : ndarray, shape (m,), or float

    Returns
    -------
    gradient, information : ndarray, shapes (k,) and (k, k)
    """
    expected = sums.risk * accumulate(sums.hazard * factor, sums.spared * factor, sets)
    observed = sets.event_weights
    if not np.isscalar(factor):
        observed = observed * np.repeat(factor, sets.n_last)
    gradient = sets.covariates @ (observed - expected)
    q0, q1, q2 = sums.squares * factor
    squared = (sums.at_risk * q0) @ sums.at_risk.T
    if len(sets.owner):
        cross = (sums.at_risk * q1) @ sums.tied.T
        squared += (sums.tied * q2) @ sums.tied.T - cross - cross.T
    return gradient, multiply_weighted(sets.covariates, expected) - squared


def score_residuals(sums: RiskSums, sets: RiskSets) -> FloatArray:
    """Return each person's contribution to the score, shape (k, n), in the order of `sets`, weighted.

    References
    ----------
    Therneau & Grambsch (2000), Modeling Survival Data, 4.5 and 7.1, with Efron's ties.
    """
    hazard = accumulate(sums.hazard, sums.spared, sets)
    p0, p1 = sums.hazard, sums.spared
    residuals = np.empty_like(sets.covariates)
    for column, x in enumerate(sets.covariates):
        at_risk, tied = sums.at_risk[column], sums.tied[column]
        past = accumulate(*expected_covariate(sums, column), sets)
        mean = (at_risk * p0 - tied * p1) / (sets.n_tied * sets.step_weight)
        np.multiply(x, hazard, out=residuals[column])
        residuals[column] -= past
        residuals[column] *= -sums.risk
        residuals[column] += sets.event_weights * (x - np.repeat(mean, sets.n_last))
    return residuals


def expected_covariate(sums: RiskSums, column: int) -> tuple[FloatArray, FloatArray]:
    """Return the increments of ∫ mean covariate d(baseline hazard), and the part that tied people are spared."""
    q0, q1, q2 = sums.squares
    at_risk, tied = sums.at_risk[column], sums.tied[column]
    return at_risk * q0 - tied * q1, at_risk * q1 - tied * q2


def sum_over_risk_sets(predictor: FloatArray, sets: RiskSets) -> RiskSums:
    """Sum risks and covariates over the risk set of every event time.

    Parameters
    ----------
    predictor : ndarray, shape (n,)
        In the order of `sets`.
    sets : RiskSets
    """
    shift = float(predictor.max())
    risk = np.exp(predictor - shift)
    risk *= sets.weights
    k, m = len(sets.covariates), len(sets.first)
    at_risk, tied = np.empty((k, m)), np.zeros((k, m))
    is_tied = (sets.event_weights > 0).astype(np.float64) if len(sets.owner) else None
    product = np.empty_like(risk)
    for column, x in enumerate(sets.covariates):
        np.multiply(x, risk, out=product)
        at_risk[column] = _sum_at_risk(product, sets)
        if is_tied is not None:
            product *= is_tied
            tied[column] = np.add.reduceat(product, sets.first)
    logs, powers = _sum_over_steps(_sum_at_risk(risk, sets), risk, sets)
    return RiskSums(
        risk=risk,
        shift=shift,
        log_denominators=logs,
        at_risk=at_risk,
        tied=tied,
        hazard=powers[0],
        spared=powers[1],
        squares=powers[2:],
    )


def accumulate(by_time: FloatArray, spared: FloatArray, sets: RiskSets) -> FloatArray:
    """Sum over the event times at which each person is at risk; a tied person is spared a part of the last.

    Parameters
    ----------
    by_time, spared : ndarray, shape (m,)
    sets : RiskSets

    Returns
    -------
    ndarray, shape (n,)
    """
    passed = sets.times.sum_to(by_time)
    total = np.repeat(passed, sets.n_last)
    if len(sets.owner):
        np.subtract(total, np.repeat(spared, sets.n_last), out=total, where=sets.event_weights > 0)
    if len(sets.late):
        total[sets.late] -= passed[sets.late_until]
    if sets.lingering is not None:
        later = sets.times.sum_from(sets.lingering.falling * by_time)
        total[sets.lingering.people] += sets.lingering.share * later[sets.lingering.since]
    return total


def multiply_weighted(rows: FloatArray, weights: FloatArray) -> FloatArray:
    """Return rows · diag(weights) · rows' without a copy of the rows.

    Parameters
    ----------
    rows : ndarray, shape (k, n)
    weights : ndarray, shape (n,)
    """
    product = np.zeros((len(rows), len(rows)))
    for start in range(0, rows.shape[1], BLOCK):
        part = rows[:, start : start + BLOCK]
        product += (part * weights[start : start + BLOCK]) @ part.T
    return product


def _sum_at_risk(values: FloatArray, sets: RiskSets) -> FloatArray:
    last = np.add.reduceat(values, sets.first)
    m = len(sets.first)
    if len(sets.late):
        last -= sum_at(sets.late_until, values[sets.late], m)
    total = sets.times.sum_from(last)
    if sets.lingering is not None:
        lingering = sets.lingering
        since = sum_at(lingering.since, values[lingering.people] * lingering.share, m)
        total += lingering.falling * sets.times.sum_to(since)
    return total


def _sum_over_steps(total: FloatArray, risk: FloatArray, sets: RiskSets) -> tuple[float, FloatArray]:
    """Return Σ weight · log(denominator), and per event time weighted Σ 1, f over it and 1, f, f² over its square."""
    powers = np.zeros((5, len(total)))
    if len(sets.owner):
        begins = np.cumsum(sets.n_tied) - sets.n_tied
        tied = np.add.reduceat(np.where(sets.event_weights > 0, risk, 0.0), sets.first)
        denominator = total[sets.owner] - sets.fraction * tied[sets.owner]
        logs = np.add.reduceat(np.log(denominator), begins)
        one = 1 / denominator
        with_f = sets.fraction * one
        for row, part in enumerate((one, with_f, one * one, with_f * one, with_f * with_f)):
            powers[row] = np.add.reduceat(part, begins)
    else:
        logs = sets.n_tied * np.log(total)
        powers[0] = sets.n_tied / total
        powers[2] = powers[0] / total
    powers *= sets.step_weight
    return float(sets.step_weight @ logs), powers
