"""Observed over expected: events of a small cohort against those that published risks would lead to expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from idmaj.effects.benchmark.poisson_binomial import (
    CountDistribution,
    check_risks,
    count_events,
    shift_risks,
)
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

Method = Literal["exact", "mid_p"]
_PART = {"exact": 1.0, "mid_p": 0.5}
"""Part of the chance of the observed number that its own tail counts."""
FARTHEST = 60.0
"""Logits from the observed number beyond which no limit lies."""


@dataclass(frozen=True)
class ObservedExpected:
    """Observed over expected events, with the interval by inversion on the logit shift.

    Attributes
    ----------
    observed, n : int
        People with the event, and people.
    expected : float
        Sum of the published risks.
    ratio : float
        Observed over expected.
    conf_low, conf_high, conf_level : float
        Limits of the ratio: expected events under the lowest and the highest shift that fit, over `expected`.
    risk_low, risk_high : float
        The same limits as mean risks of the people.
    at_most, at_least : float
        Chance of at most, and of at least, the observed number under the published risks.
    """

    observed: int
    n: int
    expected: float
    ratio: float
    conf_low: float
    conf_high: float
    conf_level: float
    risk_low: float
    risk_high: float
    at_most: float
    at_least: float


def estimate_observed_expected(
    observed: int, risks: ArrayLike, *, method: Method = "exact", conf_level: float = 0.95
) -> ObservedExpected:
    """Hold the events of a cohort against the published risks of its people.

    Parameters
    ----------
    observed : int
        People with the event.
    risks : array_like, shape (n,)
        Risk of each person by the published rates, strictly between 0 and 1.
    method : {"exact", "mid_p"}
        Each tail at most (1 - level)/2; or with half the chance of the observed number, which covers the level on
        average but not always.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-count`` unless 0 ≤ observed ≤ n; ``risk-without-doubt``; ``confidence-level``; input conditions.

    Notes
    -----
    The risks that fit are logit p_i(θ) = logit p_i + θ, one θ for all; an interval of θ is found by inverting the
    two one-sided tests on the exact distribution of the number of events, and carried to Σ p_i(θ)/Σ p_i. With
    equal risks the exact interval is Clopper and Pearson's over the published risk.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26; Hong (2013), Computational Statistics & Data Analysis 59 (the
    distribution).
    """
    p = check_risks(risks)
    n, level = len(p), check_level(conf_level)
    if not (0 <= observed <= n and int(observed) == observed):
        raise EstimationError("not-a-count", events=observed, n=n)
    counts = count_events(p, near=min(max(observed, 0.5), n - 0.5))
    low, high = _find_shifts(counts, int(observed), n, tail=(1 - level) / 2, part=_PART[method])
    expected = float(p.sum())
    least, most = _expect(p, low), _expect(p, high)
    published = count_events(p)
    return ObservedExpected(
        observed=int(observed),
        n=n,
        expected=expected,
        ratio=float(observed / expected),
        conf_low=least / expected,
        conf_high=most / expected,
        conf_level=conf_level,
        risk_low=least / n,
        risk_high=most / n,
        at_most=min(published.at_most(int(observed), 0.0), 1.0),
        at_least=min(published.at_least(int(observed), 0.0), 1.0),
    )


def pool_observed_expected(
    observed: Sequence[int],
    risks: Sequence[ArrayLike],
    *,
    method: Method = "exact",
    conf_level: float = 0.95,
) -> ObservedExpected:
    """Pool cohorts under one common shift of all their published risks.

    Parameters
    ----------
    observed : sequence of int
        People with the event in each cohort.
    risks : sequence of array_like
        Risks of the people of each cohort.
    method, conf_level
        As `estimate_observed_expected`.

    Returns
    -------
    ObservedExpected
        Events of all cohorts over the expected of all; exact, however small each cohort is.

    Raises
    ------
    EstimationError
        ``unequal-lengths`` where the two sequences differ in length; as `estimate_observed_expected`.
    """
    if len(observed) != len(risks):
        raise EstimationError("unequal-lengths", what="risks")
    parts = [check_risks(part) for part in risks]
    for events, part in zip(observed, parts, strict=True):
        if not (0 <= events <= len(part) and int(events) == events):
            raise EstimationError("not-a-count", events=events, n=len(part))
    if not parts:
        raise EstimationError("too-few-people", n=0, needed=1)
    return estimate_observed_expected(
        int(sum(observed)), np.concatenate(parts), method=method, conf_level=conf_level
    )


def estimate_none_chance(n: int, risk: float) -> float:
    """Return the chance that none of n people with the same risk has the event; it depends on n alone.

    Raises
    ------
    EstimationError
        ``not-a-count`` unless n ≥ 1; ``risk-without-doubt``.
    """
    if n < 1 or int(n) != n:
        raise EstimationError("not-a-count", events=0, n=n)
    return float((1 - check_risks([risk])[0]) ** n)


def _expect(risks: FloatArray, shift: float) -> float:
    if np.isinf(shift):
        return 0.0 if shift < 0 else float(len(risks))
    return float(shift_risks(risks, shift).sum())


def _find_shifts(
    counts: CountDistribution, observed: int, n: int, *, tail: float, part: float
) -> tuple[float, float]:
    """Return the lowest and the highest shift under which neither tail is below `tail`."""

    def above(shift: float) -> float:
        return counts.at_least(observed, shift, part=part) - tail

    def below(shift: float) -> float:
        return tail - counts.at_most(observed, shift, part=part)

    low = -np.inf if observed == 0 else _find_root(above, counts.shift)
    high = np.inf if observed == n else _find_root(below, counts.shift)
    return low, high


def _find_root(excess: Callable[[float], float], start: float) -> float:
    """Find where a rising function of the shift is 0, looking ever farther from a start."""
    reach = 1.0
    while excess(start - reach) > 0 or excess(start + reach) < 0:
        reach *= 2
        if reach > FARTHEST:
            raise EstimationError("no-convergence")
    return float(optimize.brentq(excess, start - reach, start + reach, xtol=1e-12))
