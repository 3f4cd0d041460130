"""One draw of the values that lost people may have had, from people of their arm who were found.

Every draw gives the found people random weights (Bayesian bootstrap), fits a model with them and draws from it, so
that draws differ by what the model does not know as well as by chance. Shares: a logit; amounts: a line, and
residuals of people with a like prediction.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.newton import Evaluation, maximise
from idmaj.errors import EstimationError

DONORS = 5
"""People with the nearest predictions, and all who tie with them, from whom a value is taken."""
PRIOR_PRECISION = 1 / 2.5**2
"""Of slopes per standard deviation of a covariate: a normal prior that keeps separated and repeated columns finite
(its scale as in Gelman et al. 2008, Annals of Applied Statistics 2)."""
PRIOR_EVENTS = 0.5
"""Events, and non-events, at the average covariates: Jeffreys' prior of a share."""
FEWEST_PRIOR_EVENTS = 1e-6
LARGE = 4_000
"""People from which a first solution is sought among one in eight of them."""
DIGITS = 9
"""Decimals of predictions, per standard deviation of the outcome, beyond which they are equal."""


def draw_weights(generator: np.random.Generator, n: int, clusters: IntArray | None) -> FloatArray:
    """Draw weights of a Bayesian bootstrap, shape (n,), with mean 1 over the units that are drawn.

    Parameters
    ----------
    generator
        Source of chance.
    n
        People.
    clusters
        Codes, shape (n,); people of a cluster share one weight.

    References
    ----------
    Rubin (1981), Annals of Statistics 9.
    """
    codes = np.arange(n) if clusters is None else np.unique(clusters, return_inverse=True)[1].ravel()
    drawn = generator.standard_exponential(int(codes.max(initial=-1)) + 1)
    return np.asarray((drawn / drawn.mean())[codes], dtype=np.float64)


def draw_margins(
    generator: np.random.Generator,
    outcome: FloatArray,
    design: FloatArray,
    *,
    seen: np.ndarray,
    weight: FloatArray,
) -> FloatArray:
    """Draw how far each lost person is from the line between no and yes, in log-odds: yes where above 0.

    A shift of everybody's log-odds by δ is the margin plus δ, with the same chance.

    Parameters
    ----------
    generator
        Source of chance.
    outcome : ndarray, shape (n,)
        0 or 1; read where seen.
    design : ndarray, shape (n, k + 1)
        Intercept, then covariates at mean 0 and standard deviation 1.
    seen : ndarray of bool, shape (n,)
    weight : ndarray, shape (n,)
        Random weights.

    Returns
    -------
    ndarray, shape (number lost,)

    Raises
    ------
    EstimationError
        ``no-convergence``.
    """
    prior = np.maximum(generator.standard_gamma(PRIOR_EVENTS, size=2), FEWEST_PRIOR_EVENTS)
    average = np.zeros((2, design.shape[1]))
    average[:, 0] = 1.0
    coefficients = _fit_logit(
        np.concatenate([outcome[seen], [0.0, 1.0]]),
        np.concatenate([design[seen], average]),
        weight=np.concatenate([weight[seen], prior]),
    )
    predictor = design[~seen] @ coefficients
    return np.asarray(predictor - special.logit(generator.uniform(size=len(predictor))))


def draw_amounts(
    generator: np.random.Generator,
    outcome: FloatArray,
    design: FloatArray,
    *,
    seen: np.ndarray,
    weight: FloatArray,
) -> FloatArray:
    """Draw the amount of somebody found whose prediction is near, for each lost person.

    What is taken is the residual (local residual draws), times √(n / (n − k)) with n people found and k
    parameters: where few people are near, plain matching pulls the lost towards the middle. Amounts may thus lie
    somewhat beyond those found; means do not suffer from it. Among the near ones, chances follow the random weights.

    Parameters
    ----------
    generator, outcome, design, seen, weight
        As in `draw_margins`.

    Returns
    -------
    ndarray, shape (number lost,)

    References
    ----------
    Schenker & Taylor (1996), Computational Statistics & Data Analysis 22; Morris, White & Royston (2014), BMC
    Medical Research Methodology 14.
    """
    y, x = outcome[seen], design[seen]
    spread = float(y.std()) or 1.0
    slopes = _fit_line((y - y.mean()) / spread, x, weight=weight[seen])
    known, wanted = np.round(x @ slopes, DIGITS), np.round(design[~seen] @ slopes, DIGITS)
    order = np.argsort(known, kind="stable")
    chosen = order[_choose_donors(generator, known[order], wanted, weight=weight[seen][order])]
    residual = y[chosen] - y.mean() - spread * known[chosen]
    return np.asarray(y.mean() + spread * wanted + _inflation_of(x) * residual)


def _choose_donors(
    generator: np.random.Generator, known: FloatArray, wanted: FloatArray, *, weight: FloatArray
) -> IntArray:
    """Choose among the nearest of sorted predictions, and all who are as near as the last of them."""
    donors = min(DONORS, len(known))
    first = np.clip(np.searchsorted(known, wanted) - donors, 0, None)
    around = np.clip(first[:, None] + np.arange(2 * donors), 0, len(known) - 1)
    distance = np.abs(known[around] - wanted[:, None])
    # a place beyond either end repeats the last person, who must not count twice
    distance[:, 1:][around[:, 1:] == around[:, :-1]] = np.inf
    reach = np.sort(distance, axis=1)[:, donors - 1] + 10.0**-DIGITS / 2
    low = np.searchsorted(known, wanted - reach, side="left")
    high = np.searchsorted(known, wanted + reach, side="right")
    cumulated = np.concatenate([[0.0], weight.cumsum()])
    point = cumulated[low] + generator.uniform(size=len(wanted)) * (cumulated[high] - cumulated[low])
    chosen = np.searchsorted(cumulated, point, side="right") - 1
    return np.asarray(np.clip(chosen, low, high - 1), dtype=np.intp)


def _inflation_of(design: FloatArray) -> float:
    """Return what makes up for residuals that are small because the line was fitted to them."""
    n = len(design)
    taken = np.linalg.solve(design.T @ design + np.diag(_prior_of(design)), design.T @ design).trace()
    return float(np.sqrt(n / max(n - taken, 1.0)))


def _fit_line(outcome: FloatArray, design: FloatArray, *, weight: FloatArray) -> FloatArray:
    half = design * np.sqrt(weight)[:, None]
    gram = half.T @ half + np.diag(_prior_of(design))
    return np.asarray(np.linalg.solve(gram, design.T @ (weight * outcome)))


def _fit_logit(outcome: FloatArray, design: FloatArray, *, weight: FloatArray) -> FloatArray:
    prior, start = _prior_of(design), np.zeros(design.shape[1])
    start[0] = special.logit(float(weight @ outcome / weight.sum()))
    if len(outcome) >= LARGE and len(np.unique(outcome[::8])) > 1:
        start = _fit_logit(outcome[::8], design[::8], weight=weight[::8])

    def evaluate(b: FloatArray) -> Evaluation:
        predictor = design @ b
        p = special.expit(predictor)
        value = weight @ (outcome * predictor - np.logaddexp(0.0, predictor)) - prior @ b**2 / 2
        half = design * np.sqrt(weight * p * (1 - p))[:, None]
        gradient = design.T @ (weight * (outcome - p)) - prior * b
        return Evaluation(float(value), gradient, half.T @ half + np.diag(prior))

    optimum = maximise(evaluate, start, tolerance=1e-8, max_iterations=100)
    if not optimum.converged:
        raise EstimationError("no-convergence", model="logit", iterations=optimum.iterations)
    return optimum.point


def _prior_of(design: FloatArray) -> FloatArray:
    precision = np.full(design.shape[1], PRIOR_PRECISION)
    precision[0] = 0.0
    return precision
