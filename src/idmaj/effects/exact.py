"""Exact tests for small groups; every p-value is two-sided."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from idmaj.effects.conditions import BoolArray, FloatArray, check_values
from idmaj.effects.contrast import check_level
from idmaj.errors import EstimationError

ENUMERATION_LIMIT = 100_000
BATCH_CELLS = 4_000_000
TIE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class PermutationTest:
    """A test by rearrangement.

    Attributes
    ----------
    estimate : float
        The observed statistic, in the outcome's unit.
    p_value : float
        Share of rearrangements at least as far from 0; drawn ones count the observed one too.
    n_rearrangements : int
        Enumerated, or drawn.
    is_exact : bool
        True where all rearrangements were enumerated.
    mc_error : float
        Monte-Carlo standard error of `p_value`; 0 where exact.
    """

    estimate: float
    p_value: float
    n_rearrangements: int
    is_exact: bool
    mc_error: float


@dataclass(frozen=True)
class ConditionalOddsRatio:
    """An odds ratio given both margins of the table.

    Attributes
    ----------
    estimate : float
        Conditional maximum likelihood; 0 or infinite where a cell is empty.
    conf_low, conf_high, conf_level : float
        Exact two-sided interval; open ends are 0 and infinity.
    """

    estimate: float
    conf_low: float
    conf_high: float
    conf_level: float


@dataclass(frozen=True)
class Rate:
    """Events per unit of exposure.

    Attributes
    ----------
    estimate : float
    conf_low, conf_high, conf_level : float
        Exact two-sided interval.
    """

    estimate: float
    conf_low: float
    conf_high: float
    conf_level: float


def estimate_fisher(treated: tuple[int, int], comparison: tuple[int, int]) -> float:
    """Return the p-value of Fisher's exact test of two shares, given as (events, people) per arm.

    Raises
    ------
    EstimationError
        ``not-a-count`` or ``empty-arm``.
    """
    return float(stats.fisher_exact(_table(treated, comparison)).pvalue)


def estimate_conditional_odds_ratio(
    treated: tuple[int, int], comparison: tuple[int, int], *, conf_level: float = 0.95
) -> ConditionalOddsRatio:
    """Estimate the odds ratio given both margins, with the exact interval that belongs to Fisher's test.

    Parameters
    ----------
    treated, comparison : tuple of int
        (events, people) of each arm.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-count``, ``empty-arm``; ``no-variation`` when nobody, or everybody, has the event.

    References
    ----------
    Cornfield (1956), Proceedings of the Third Berkeley Symposium 4.
    """
    table = _varying_table(treated, comparison)
    result = stats.contingency.odds_ratio(table, kind="conditional")
    limits = result.confidence_interval(check_level(conf_level))
    return ConditionalOddsRatio(float(result.statistic), float(limits.low), float(limits.high), conf_level)


def estimate_chi_square(
    treated: tuple[int, int], comparison: tuple[int, int], *, corrected: bool = False
) -> float:
    """Return the p-value of Pearson's chi-square test of two shares, by the large-sample distribution.

    Parameters
    ----------
    treated, comparison : tuple of int
        (events, people) of each arm.
    corrected : bool
        Yates's continuity correction.

    Raises
    ------
    EstimationError
        As `estimate_conditional_odds_ratio`.
    """
    return float(stats.chi2_contingency(_varying_table(treated, comparison), correction=corrected).pvalue)


def estimate_boschloo(treated: tuple[int, int], comparison: tuple[int, int]) -> float:
    """Return the p-value of Boschloo's exact test: Fisher's p-value as statistic, margins of one side fixed.

    Uniformly more powerful than Fisher's test where the two arm sizes are fixed and the events are not.

    Raises
    ------
    EstimationError
        ``not-a-count``, ``empty-arm``; ``no-variation`` when nobody, or everybody, has the event.

    References
    ----------
    Boschloo (1970), Statistica Neerlandica 24.
    """
    table = _varying_table(treated, comparison)
    return float(min(1.0, stats.boschloo_exact(table, n=128).pvalue))


def estimate_mcnemar(only_before: int, only_after: int, *, exact: bool = True) -> float:
    """Return the p-value of McNemar's test from the two counts of people who changed.

    Parameters
    ----------
    only_before, only_after : int
        People with the event at one of the two times alone.
    exact : bool
        By the binomial distribution; otherwise by chi-square with Edwards's continuity correction.

    Raises
    ------
    EstimationError
        ``not-a-count``; ``no-variation`` when nobody changed.
    """
    _check_counts(only_before, only_before + only_after)
    if only_before + only_after == 0:
        raise EstimationError("no-variation")
    changed = only_before + only_after
    if exact:
        return float(stats.binomtest(only_before, changed, 0.5).pvalue)
    return float(special.chdtrc(1, max(abs(only_before - only_after) - 1, 0) ** 2 / changed))


def estimate_sign_flip(differences: ArrayLike, *, draws: int = 100_000, seed: int = 0) -> PermutationTest:
    """Test paired differences by turning their signs: all 2^n patterns when there are at most 100,000.

    Parameters
    ----------
    differences : array_like, shape (n,)
        After minus before.
    draws, seed : int
        Used only where patterns are drawn.

    Raises
    ------
    EstimationError
        ``not-finite``, ``too-few-people``; ``no-variation`` when every difference is 0.
    """
    d = check_values(differences, "differences")
    if not d.any():
        raise EstimationError("no-variation")
    n = len(d)
    if n < 63 and 2**n <= ENUMERATION_LIMIT:
        flipped = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        return _exact_test(float(d.mean()), (1 - 2 * flipped) @ d / n)
    generator = np.random.default_rng(seed)
    means = [
        (1 - 2 * generator.integers(0, 2, size=(size, n), dtype=np.int8)) @ d / n
        for size in _batches(draws, n)
    ]
    return _drawn_test(float(d.mean()), np.concatenate(means))


def estimate_rate(events: int, exposure: float, *, conf_level: float = 0.95) -> Rate:
    """Estimate events per unit of exposure with Garwood's exact Poisson interval.

    Parameters
    ----------
    events : int
    exposure : float
        Time at risk, such as person-years; the rate is per unit of it.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-a-count`` for events; ``negative-time`` unless the exposure is positive.

    References
    ----------
    Garwood (1936), Biometrika 28.
    """
    if events < 0 or int(events) != events:
        raise EstimationError("not-a-count", events=events, n=events)
    if not (np.isfinite(exposure) and exposure > 0):
        raise EstimationError("negative-time", what="exposure")
    tail = (1 - check_level(conf_level)) / 2
    low = 0.0 if events == 0 else float(special.gammaincinv(events, tail))
    high = float(special.gammainccinv(events + 1, tail))
    return Rate(events / exposure, low / exposure, high / exposure, conf_level)


def _exact_test(observed: float, rearranged: FloatArray) -> PermutationTest:
    share = float(_is_as_far(rearranged, observed).mean())
    return PermutationTest(observed, share, len(rearranged), is_exact=True, mc_error=0.0)


def _drawn_test(observed: float, rearranged: FloatArray) -> PermutationTest:
    draws = len(rearranged)
    p = float((1 + _is_as_far(rearranged, observed).sum()) / (1 + draws))
    return PermutationTest(observed, p, draws, is_exact=False, mc_error=float(np.sqrt(p * (1 - p) / draws)))


def _is_as_far(rearranged: FloatArray, observed: float) -> BoolArray:
    scale = np.abs(rearranged).max()
    return np.asarray(np.abs(rearranged) >= abs(observed) - TIE_TOLERANCE * scale)


def _batches(draws: int, n: int) -> list[int]:
    if draws < 1:
        raise EstimationError("not-a-count", events=draws, n=draws)
    size = max(1, BATCH_CELLS // n)
    whole, rest = divmod(draws, size)
    return [size] * whole + ([rest] if rest else [])


def _table(treated: tuple[int, int], comparison: tuple[int, int]) -> np.ndarray:
    for events, n in (treated, comparison):
        _check_counts(events, n)
        if n == 0:
            raise EstimationError("empty-arm", n=0)
    return np.array([[treated[0], comparison[0]], [treated[1] - treated[0], comparison[1] - comparison[0]]])


def _varying_table(treated: tuple[int, int], comparison: tuple[int, int]) -> np.ndarray:
    table = _table(treated, comparison)
    if (table.sum(axis=1) == 0).any():
        raise EstimationError("no-variation")
    return table


def _check_counts(events: int, n: int) -> None:
    if not (0 <= events <= n and int(events) == events and int(n) == n):
        raise EstimationError("not-a-count", events=events, n=n)
