"""The mean share of many tiny cohorts, and how much cohorts differ, by exact beta-binomial likelihood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import check_level
from idmaj.effects.pooling.count_likelihood import CountLikelihood, build_likelihood

CORRELATIONS = np.concatenate([[0.0], np.geomspace(1e-4, 0.5, 40), 1 - np.geomspace(0.5, 1e-6, 40)[1:]])
LOGITS = np.linspace(-8.0, 8.0, 81)
EDGE = 1e-9
ZOOMS, CLOSER = 6, 21


@dataclass(frozen=True)
class BetaBinomial:
    """A share that varies between cohorts.

    Attributes
    ----------
    mean, conf_low, conf_high, conf_level : float
        Mean share over cohorts, with its profile interval.
    correlation : float, optional
        Of two people of one cohort: the share of variance that lies between cohorts; 0 on the boundary. None
        where nobody or everybody had the event, which tells nothing of it.
    correlation_low, correlation_high : float, optional
        Its profile interval.
    n_cohorts, n, n_events : int
    """

    mean: float
    conf_low: float
    conf_high: float
    conf_level: float
    correlation: float | None
    correlation_low: float | None
    correlation_high: float | None
    n_cohorts: int
    n: int
    n_events: int

    @property
    def is_boundary(self) -> bool:
        """Whether the cohorts differ no more than chance alone would make them."""
        return self.correlation == 0.0


def estimate_beta_binomial(events: ArrayLike, people: ArrayLike, *, conf_level: float = 0.95) -> BetaBinomial:
    """Estimate the mean share over cohorts of any size, tiny ones included, without continuity correction.

    The interval is the profile likelihood's over the correlation within cohorts, cut where Student's t on
    2(k − 1) degrees of freedom, squared, would: the chi-square's cut covers 91 to 94 per cent with five to
    twenty cohorts of seven that differ much, that of t on k − 1 covers 99 and more.

    Parameters
    ----------
    events, people : array_like, shape (k,)
        People with the event, and people, of each cohort; at least five cohorts.
    conf_level : float

    Raises
    ------
    EstimationError
        As `build_likelihood`; ``confidence-level``.

    References
    ----------
    Williams (1975), Biometrics 31; Griffiths (1973), Biometrics 29.
    """
    likelihood = build_likelihood(events, people)
    k = len(likelihood.events)
    allowed = float(special.stdtrit(2 * (k - 1), 0.5 + check_level(conf_level) / 2)) ** 2 / 2
    mean, best = _find_mean(likelihood)
    low, high = _find_mean_limits(likelihood, mean, best - allowed)
    correlation, r_low, r_high = _find_correlation(likelihood, mean, best - allowed)
    return BetaBinomial(
        mean=mean, conf_low=low, conf_high=high, conf_level=conf_level, correlation=correlation,
        correlation_low=r_low, correlation_high=r_high, n_cohorts=k,
        n=int(likelihood.people.sum()), n_events=int(likelihood.events.sum()),
    )  # fmt: skip


def _find_mean(likelihood: CountLikelihood) -> tuple[float, float]:
    """Return the mean that maximises the likelihood, and the maximum."""
    if likelihood.share in (0.0, 1.0):
        return likelihood.share, 0.0
    grid = special.logit(likelihood.share) + LOGITS / 2
    coarse = likelihood.density(special.expit(grid)[:, None], CORRELATIONS).max(axis=1)
    at = int(coarse.argmax())
    around = (grid[max(at - 1, 0)], grid[min(at + 1, len(grid) - 1)])
    found = optimize.minimize_scalar(
        lambda x: -float(_over_correlation(likelihood, special.expit(np.array([x])))[0]),
        bounds=around, method="bounded", options={"xatol": 1e-8},
    )  # fmt: skip
    return float(special.expit(found.x)), -float(found.fun)


def _find_mean_limits(likelihood: CountLikelihood, mean: float, least: float) -> tuple[float, float]:
    def excess(logit: float) -> float:
        return float(_over_correlation(likelihood, special.expit(np.array([logit])))[0]) - least

    centre = float(special.logit(np.clip(mean, EDGE, 1 - EDGE)))
    low = 0.0 if mean == 0.0 else float(special.expit(_cross(excess, centre, -1.0)))
    high = 1.0 if mean == 1.0 else float(special.expit(_cross(excess, centre, 1.0)))
    return low, high


def _cross(excess: Callable[[float], float], start: float, step: float) -> float:
    """Walk from a point where the excess is positive to where it is not, then find the crossing."""
    inner, outer = start, start + step
    while excess(outer) > 0:
        inner, outer = outer, outer + step
    return float(optimize.brentq(excess, inner, outer, xtol=1e-10))


def _over_correlation(likelihood: CountLikelihood, means: FloatArray) -> FloatArray:
    """Return the likelihood at each mean, maximal over the correlation."""
    grid = likelihood.density(means[:, None], CORRELATIONS)
    return np.array([
        _zoom(lambda r, m=m: likelihood.density(m, r), CORRELATIONS, row)[1]  # type: ignore[misc]
        for m, row in zip(means, grid, strict=True)
    ])  # fmt: skip


def _zoom(
    density: Callable[[FloatArray], FloatArray], points: FloatArray, values: FloatArray
) -> tuple[float, float]:
    """Look ever closer around the best point of a grid; an end of the grid stays exact."""
    for _ in range(ZOOMS):
        at = int(values.argmax())
        around = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
        points = np.linspace(*around, CLOSER)
        values = density(points)
    at = int(values.argmax())
    return float(points[at]), float(values[at])


def _find_correlation(
    likelihood: CountLikelihood, mean: float, least: float
) -> tuple[float | None, float | None, float | None]:
    """Return the correlation at the maximum and its profile limits over the mean."""
    if mean in (0.0, 1.0):
        return None, None, None
    best, _ = _zoom(
        lambda r: likelihood.density(mean, r), CORRELATIONS, likelihood.density(mean, CORRELATIONS)
    )
    logits = special.logit(mean) + LOGITS

    def excess(correlation: float) -> float:
        def density(x: FloatArray) -> FloatArray:
            return likelihood.density(special.expit(x), correlation)

        return _zoom(density, logits, density(logits))[1] - least

    low = 0.0 if best == 0.0 or excess(0.0) >= 0 else float(optimize.brentq(excess, 0.0, best))
    top = float(CORRELATIONS[-1])
    high = 1.0 if excess(top) >= 0 else float(optimize.brentq(excess, best, top))
    return best, low, high
