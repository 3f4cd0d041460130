"""Firth's logit: finite estimates under separation, with profile penalised-likelihood intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import normal_quantile
from idmaj.effects.newton import maximise
from idmaj.effects.penalised_logit import MAX_ITERATIONS, PenalisedLogit, fit_penalised_logit
from idmaj.errors import EstimationError

MAX_REACH = 60
MAX_HALVINGS = 8
NEAR = 0.1


@dataclass(frozen=True, eq=False)
class FirthFit:
    """A logit fitted by penalised likelihood, intercept first; k covariates.

    Attributes
    ----------
    coefficients, std_errors : ndarray, shape (k + 1,)
        Log odds per unit of each column; errors from the inverse information.
    vcov : ndarray, shape (k + 1, k + 1)
        Inverse information at the estimate.
    profile_low, profile_high : ndarray, shape (k + 1,)
        Profile penalised-likelihood interval of each coefficient.
    plr_chisq, plr_p : ndarray, shape (k + 1,)
        Penalised likelihood-ratio test of each coefficient against 0, one degree of freedom.
    penalised_log_likelihood : float
        With half the log determinant of the information, in the covariates' own units.
    probabilities : ndarray, shape (n,)
        Fitted P(y = 1), drawn a little towards 1/2.
    conf_level : float
    """

    coefficients: FloatArray
    std_errors: FloatArray
    vcov: FloatArray
    profile_low: FloatArray
    profile_high: FloatArray
    plr_chisq: FloatArray
    plr_p: FloatArray
    penalised_log_likelihood: float
    probabilities: FloatArray
    conf_level: float


def estimate_firth(
    outcome: ArrayLike, covariates: ArrayLike, *, weights: ArrayLike | None = None, conf_level: float = 0.95
) -> FirthFit:
    """Estimate a logit by Firth's penalised likelihood (Jeffreys' prior).

    Estimates and intervals are finite also where a covariate settles the outcome of some people.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Without a column of ones; any units.
    weights : array_like, shape (n,), optional
        How often each row counts (frequency weights, not sampling weights).
    conf_level : float

    Raises
    ------
    EstimationError
        ``collinear-covariates``, ``too-few-people``, ``no-convergence``, input conditions.

    References
    ----------
    Firth (1993), Biometrika 80; Heinze & Schemper (2002), Statistics in Medicine 21.
    """
    drop = normal_quantile(conf_level) ** 2 / 2
    model = fit_penalised_logit(outcome, covariates, weights=weights)
    rows = model.to_original
    inverse = np.linalg.inv(model.at.information)
    vcov = rows @ inverse @ rows.T
    errors = np.sqrt(np.diag(vcov))
    ends = np.array(
        [
            [_find_end(model, row, step=sign * error, drop=drop) for sign in (-1.0, 1.0)]
            for row, error in zip(rows, errors, strict=True)
        ]
    )
    chisq = np.array([compute_likelihood_ratio(model, row) for row in rows])
    return FirthFit(
        coefficients=rows @ model.point,
        std_errors=errors,
        vcov=vcov,
        profile_low=ends[:, 0],
        profile_high=ends[:, 1],
        plr_chisq=chisq,
        plr_p=special.chdtrc(1, chisq),
        # the determinant of the information changes with the units of the covariates
        penalised_log_likelihood=model.at.value - float(np.log(np.abs(np.linalg.det(rows)))),
        probabilities=special.expit(model.design @ model.point),
        conf_level=conf_level,
    )


def compute_likelihood_ratio(model: PenalisedLogit, row: FloatArray) -> float:
    """Return twice the loss of penalised log-likelihood when ``row @ b`` is held at 0.

    Parameters
    ----------
    model : PenalisedLogit
    row : ndarray, shape (k + 1,)
        A combination of the coefficients of ``model.design``.
    """
    return max(0.0, 2 * _Profile(model, row).loss(0.0))


class _Profile:
    """The loss of penalised log-likelihood as a function of where ``row @ b`` is held.

    With a value held the function may have several peaks under separation. Searches start from the nearest
    value already known, as it is and carried on along the line from the maximum; the higher peak counts.
    """

    def __init__(self, model: PenalisedLogit, row: FloatArray) -> None:
        self.model = model
        self.estimate = float(row @ model.point)
        self.direction = row / (row @ row)
        self.rest = np.linalg.svd(row[None, :])[2][1:].T
        self.known = {self.estimate: (0.0, self.rest.T @ model.point)}

    def loss(self, value: float, *, depth: int = 0) -> float:
        if value in self.known:
            return self.known[value][0]
        found = [self._climb(value, start) for start in self._find_starts(value)]
        peaks = [peak for peak in found if peak is not None]
        if peaks:
            self.known[value] = min(peaks, key=lambda peak: peak[0])
        elif depth < MAX_HALVINGS:  # from nearer by
            nearest = min(self.known, key=lambda there: abs(there - value))
            self.loss((nearest + value) / 2, depth=depth + 1)
            return self.loss(value, depth=depth + 1)
        else:
            raise EstimationError("no-convergence", model="firth", iterations=MAX_ITERATIONS)
        return self.known[value][0]

    def _find_starts(self, value: float) -> list[FloatArray]:
        nearest = min(self.known, key=lambda there: abs(there - value))
        there, at_maximum = self.known[nearest][1], self.known[self.estimate][1]
        is_near = abs(nearest - value) < NEAR * abs(value - self.estimate)
        if nearest == self.estimate or is_near or not len(there):
            return [there]
        share = (value - self.estimate) / (nearest - self.estimate)
        return [there, at_maximum + share * (there - at_maximum)]

    def _climb(self, value: float, start: FloatArray) -> tuple[float, FloatArray] | None:
        fixed = self.direction * value
        if not len(start):
            return self.model.at.value - self.model.evaluate(fixed).value, start
        optimum = maximise(
            lambda c: self.model.evaluate(fixed + self.rest @ c).project(self.rest),
            start,
            max_iterations=MAX_ITERATIONS,
        )
        return (self.model.at.value - optimum.at.value, optimum.point) if optimum.converged else None


def _find_end(model: PenalisedLogit, row: FloatArray, *, step: float, drop: float) -> float:
    profile = _Profile(model, row)

    def excess(value: float) -> float:
        # the root of the loss is nearly a straight line, which the search needs
        return float(np.sqrt(max(0.0, profile.loss(value))) - np.sqrt(drop))

    inside = profile.estimate
    for reach in range(MAX_REACH):
        outside = profile.estimate + step * 1.5**reach
        if excess(outside) > 0:
            return float(optimize.brentq(excess, inside, outside, xtol=1e-10 * abs(step), rtol=1e-12))
        inside = outside
    raise EstimationError("no-convergence", model="firth", iterations=MAX_REACH)
