"""Observed over expected at repeated looks: a confidence sequence of the logit shift."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from idmaj.effects.benchmark.poisson_binomial import check_risks, find_shift, shift_risks
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import check_level
from idmaj.effects.looks.sequences import SequentialInterval
from idmaj.errors import EstimationError

NODES = 161
DEPTH = 45.0
"""Logarithm below the peak at which the mixture is cut off."""
FARTHEST = 400.0


def estimate_benchmark_sequence(
    observed: int, risks: ArrayLike, *, conf_level: float = 0.95
) -> SequentialInterval:
    """Return the confidence sequence of observed over expected after the people who are mature so far.

    Parameters
    ----------
    observed : int
        People with the event among those followed through the one fixed window.
    risks : array_like, shape (n,)
        Their risks by the published rates, strictly between 0 and 1.
    conf_level : float
        Chance that the intervals of all looks hold the truth, however many looks there are.

    Returns
    -------
    SequentialInterval
        `estimate` is observed over expected; `p_value` is 1: a description has no effect to exclude.

    Raises
    ------
    EstimationError
        As `idmaj.effects.benchmark.observed_expected.estimate_observed_expected`.

    Notes
    -----
    A shift is excluded once the mixture of the likelihoods over a standard logistic distribution of shifts,
    chosen before anybody was seen, is 1/error times its own: a non-negative martingale under every true shift
    (Ville's inequality). At risks of one half the mixture is uniform over shares, and the sequence that of
    `idmaj.effects.looks.sequences.estimate_share_sequence`.

    References
    ----------
    Robbins (1970), Annals of Mathematical Statistics 41; Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of
    Statistics 49.
    """
    p = check_risks(risks)
    n, level = len(p), check_level(conf_level)
    if not (0 <= observed <= n and int(observed) == observed):
        raise EstimationError("not-a-count", events=observed, n=n)
    values, counts = np.unique(p, return_counts=True)

    def likelihood(shift: FloatArray) -> FloatArray:
        """Return the log-likelihood of shifts, up to a constant."""
        softened = np.logaddexp(np.log1p(-values), np.log(values) + np.atleast_1d(shift)[:, None])
        return np.asarray(observed * np.atleast_1d(shift) - softened @ counts)

    limit = _mix(likelihood) + np.log(1 - level)
    peak = find_shift(p, min(max(observed, 0.5), n - 0.5))

    def excess(shift: float) -> float:
        return limit - float(likelihood(np.array([shift]))[0])

    low = -np.inf if observed == 0 else _find_root(excess, peak, step=-1.0)
    high = np.inf if observed == n else _find_root(excess, peak, step=1.0)
    expected = float(p.sum())
    least = 0.0 if observed == 0 else float(shift_risks(p, low).sum()) / expected
    most = n / expected if observed == n else float(shift_risks(p, high).sum()) / expected
    return SequentialInterval(observed / expected, least, most, conf_level, 1.0)


def _mix(likelihood: Callable[[FloatArray], FloatArray]) -> float:
    """Return the logarithm of the likelihoods' mean over shifts of a standard logistic distribution."""

    def log_density(shift: FloatArray) -> FloatArray:
        x = np.atleast_1d(shift)
        return np.asarray(likelihood(x) - x - 2 * np.logaddexp(0.0, -x))

    found = optimize.minimize_scalar(
        lambda shift: -float(log_density(np.array([shift]))[0]), bracket=(-1.0, 1.0), options={"xtol": 1e-8}
    )
    peak = float(found.x)
    top = float(log_density(np.array([peak]))[0])

    def fallen(shift: float) -> float:
        return top - DEPTH - float(log_density(np.array([shift]))[0])

    low, high = (_find_root(fallen, peak, step=step) for step in (-1.0, 1.0))
    nodes = np.linspace(low, high, NODES)
    heights = np.exp(log_density(nodes) - top)
    return top + float(np.log(heights.sum() * (nodes[1] - nodes[0])))


def _find_root(excess: Callable[[float], float], start: float, *, step: float) -> float:
    """Find where a function turns positive, going from a start to one side."""
    reach = step
    while excess(start + reach) <= 0:
        reach *= 2
        if abs(reach) > FARTHEST:
            raise EstimationError("no-convergence")
    return float(optimize.brentq(excess, start, start + reach, xtol=1e-12))
