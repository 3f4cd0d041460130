"""Confidence sequences: intervals that hold at every look together, however many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from idmaj.effects.conditions import check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

UNIFORM = (1.0, 1.0)
"""Mixture over shares before anybody was seen: each as likely as another (Robbins 1970)."""
TIGHTEST_FOR = 0.05
"""Error for which the asymptotic sequence is tightest at the last look."""


@dataclass(frozen=True)
class SequentialInterval:
    """One look of a confidence sequence.

    Attributes
    ----------
    estimate, conf_low, conf_high : float
        In the unit of the estimate.
    conf_level : float
        Chance that the intervals of all looks hold the truth.
    p_value : float
        Smallest error at which the interval excludes no effect; 1 for a level, which has none to exclude.
    """

    estimate: float
    conf_low: float
    conf_high: float
    conf_level: float
    p_value: float


def estimate_share_sequence(
    events: int, n: int, *, mixture: tuple[float, float] = UNIFORM, conf_level: float = 0.95
) -> SequentialInterval:
    """Return the beta-binomial confidence sequence of a share after n people in order of maturity.

    A share is excluded once the mixture of the likelihoods over Beta(a, b) is 1/error times its own.

    Parameters
    ----------
    events, n : int
        People with the event, and people followed through the one fixed window, the first to mature first.
    mixture : tuple of float
        a and b, chosen before anybody was seen.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-count``; ``confidence-level``; ``not-finite`` where a or b is not above 0.

    References
    ----------
    Robbins (1970), Annals of Mathematical Statistics 41; Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of
    Statistics 49.
    """
    if not (0 <= events <= n and n >= 1 and int(events) == events and int(n) == n):
        raise EstimationError("not-a-count", events=events, n=n)
    a, b = mixture
    if not (0 < a < np.inf and 0 < b < np.inf):
        raise EstimationError("not-finite", what="mixture")
    others = n - events
    limit = np.log(1 / (1 - check_level(conf_level)))
    mixed = float(special.betaln(a + events, b + others) - special.betaln(a, b))

    def excess(share: float) -> float:
        return mixed - float(special.xlogy(events, share) + special.xlog1py(others, -share)) - limit

    seen = events / n
    low = 0.0 if events == 0 else _find_root(excess, 0.0, seen)
    high = 1.0 if others == 0 else _find_root(excess, seen, 1.0)
    return SequentialInterval(seen, low, high, conf_level, 1.0)


def estimate_effect_sequence(
    estimate: float, std_error: float, *, share: float, conf_level: float = 0.95
) -> SequentialInterval:
    """Return the asymptotic confidence sequence of an effect, tightest when all information is in.

    Parameters
    ----------
    estimate, std_error : float
        Of an estimator that is asymptotically a mean over people.
    share : float
        Share of the final information, above 0 and at most 1; it is the clock of the sequence.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-finite``; ``no-variation``; ``information``; ``confidence-level``.

    Notes
    -----
    The interval is estimate ± error·√((m + 1)/m·(log(m + 1) + 2 log(1/α))), with m the share times the m at
    which the width at full information is smallest for α = 0.05; fixed beforehand, so that it is valid for
    any α.

    References
    ----------
    Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Annals of Statistics 52, theorem 2.2; the tuning,
    appendix B.2.
    """
    value, error = check_values([estimate, std_error], "estimate")
    if error <= 0:
        raise EstimationError("no-variation")
    margin = error * find_sequence_margin(share, conf_level=conf_level)
    information = share * _best_information()
    exponent = (value / error) ** 2 * information / (2 * (information + 1))
    p_value = float(min(1.0, np.sqrt(information + 1) * np.exp(-exponent)))
    return SequentialInterval(float(value), float(value - margin), float(value + margin), conf_level, p_value)


def find_sequence_margin(share: float, *, conf_level: float = 0.95) -> float:
    """Return how many standard errors an asymptotic confidence sequence reaches to either side.

    Raises
    ------
    EstimationError
        ``information`` unless 0 < share ≤ 1; ``confidence-level``.
    """
    if not 0 < share <= 1:
        raise EstimationError("information")
    m = share * _best_information()
    return float(np.sqrt((m + 1) / m * (np.log1p(m) - 2 * np.log(1 - check_level(conf_level)))))


def _best_information() -> float:
    """Return the m that minimises (m + 1)/m·(log(m + 1) - 2 log α): m + 1 - log(m + 1) = 1 - 2 log α."""
    return float(-special.lambertw(-(TIGHTEST_FOR**2) * np.exp(-1.0), k=-1).real - 1)


def _find_root(excess: Callable[[float], float], low: float, high: float) -> float:
    return float(optimize.brentq(excess, low, high, xtol=1e-14))
