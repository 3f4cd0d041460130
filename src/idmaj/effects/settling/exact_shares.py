"""Power of exact tests of shares, counted over every table that could be seen."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats

from idmaj.effects.conditions import BoolArray
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

MOST_TABLES = 250_000
"""Tables of two arms beyond which the normal distribution says the same."""


def estimate_exact_power_of_share(
    share: float, reference: float, *, n: int, conf_level: float = 0.95
) -> float:
    """Estimate the chance that an exact binomial test tells a share from a reference.

    The test is the one that Clopper and Pearson's interval inverts: each tail has half the level.

    Parameters
    ----------
    share : float
        True share, 0 to 1.
    reference : float
        Share it is tested against, strictly between 0 and 1.
    n : int
        People.
    conf_level : float
        One less the level of the test.

    Raises
    ------
    EstimationError
        ``impossible-share``; ``too-few-people``.
    """
    if not (0 <= share <= 1 and 0 < reference < 1):
        raise EstimationError("impossible-share", value=share)
    if n < 1:
        raise EstimationError("too-few-people", n=n, needed=1)
    tail = (1 - check_level(conf_level)) / 2
    events = np.arange(n + 1)
    rejected = (stats.binom.cdf(events, n, reference) <= tail) | (
        stats.binom.sf(events - 1, n, reference) <= tail
    )
    return float(stats.binom.pmf(events, n, share) @ rejected)


def estimate_exact_power(
    treated: float, comparison: float, *, n_treated: int, n_comparison: int, conf_level: float = 0.95
) -> float:
    """Estimate the chance that Fisher's exact test, two-sided, finds a difference of two shares.

    Parameters
    ----------
    treated, comparison : float
        True shares, 0 to 1.
    n_treated, n_comparison : int
        People of each arm.
    conf_level : float
        One less the level of the test.

    Returns
    -------
    float
        Sum of the chances of all tables that the test rejects.

    Raises
    ------
    EstimationError
        ``impossible-share``; ``too-few-people``; ``too-many-tables`` beyond 250,000 of them.
    """
    for value in (treated, comparison):
        if not 0 <= value <= 1:
            raise EstimationError("impossible-share", value=value)
    if min(n_treated, n_comparison) < 1:
        raise EstimationError("too-few-people", n=min(n_treated, n_comparison), needed=1)
    if (n_treated + 1) * (n_comparison + 1) > MOST_TABLES:
        raise EstimationError("too-many-tables", n=n_treated + n_comparison)
    rejected = _rejected_tables(int(n_treated), int(n_comparison), check_level(conf_level))
    one = stats.binom.pmf(np.arange(n_treated + 1), n_treated, treated)
    zero = stats.binom.pmf(np.arange(n_comparison + 1), n_comparison, comparison)
    return float(one @ rejected @ zero)


@cache
def _rejected_tables(n_treated: int, n_comparison: int, conf_level: float) -> BoolArray:
    """Tell of each table (events of the supported, events of the others) whether Fisher's test rejects it."""
    rejected = np.zeros((n_treated + 1, n_comparison + 1), dtype=np.bool_)
    people = n_treated + n_comparison
    for events in range(people + 1):
        least, most = max(0, events - n_comparison), min(n_treated, events)
        seen = np.arange(least, most + 1)
        chance = stats.hypergeom.pmf(seen, people, events, n_treated)
        # as extreme: no likelier than what was seen, ties to rounding counted in (R's fisher.test)
        order = np.argsort(chance, kind="stable")
        below = np.searchsorted(chance[order], chance * (1 + 1e-7), side="right")
        p_value = np.concatenate([[0.0], np.cumsum(chance[order])])[below]
        rejected[seen, events - seen] = p_value <= (1 - conf_level) * (1 + 1e-12)
    return rejected
