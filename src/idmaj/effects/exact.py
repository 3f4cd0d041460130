"""Exact and permutation tests for small groups; every p-value is two-sided."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from idmaj.effects.conditions import BoolArray, FloatArray, check_arms, check_values
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


def estimate_fisher(treated: tuple[int, int], comparison: tuple[int, int]) -> float:
    """Return the p-value of Fisher's exact test of two shares, given as (events, people) per arm.

    Raises
    ------
    EstimationError
        ``not-a-count`` or ``empty-arm``.
    """
    return float(stats.fisher_exact(_table(treated, comparison)).pvalue)


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
    table = _table(treated, comparison)
    if (table.sum(axis=1) == 0).any():
        raise EstimationError("no-variation")
    return float(min(1.0, stats.boschloo_exact(table, n=128).pvalue))


def estimate_mcnemar(only_before: int, only_after: int) -> float:
    """Return the p-value of McNemar's exact test from the two counts of people who changed.

    Raises
    ------
    EstimationError
        ``not-a-count``; ``no-variation`` when nobody changed.
    """
    _check_counts(only_before, only_before + only_after)
    if only_before + only_after == 0:
        raise EstimationError("no-variation")
    return float(stats.binomtest(only_before, only_before + only_after, 0.5).pvalue)


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


def estimate_permutation(
    outcome: ArrayLike, treated: ArrayLike, *, draws: int = 100_000, seed: int = 0
) -> PermutationTest:
    """Test a difference in means under complete randomisation of people to two arms of fixed size.

    All assignments are enumerated when there are at most 100,000; otherwise `draws` are drawn.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    draws, seed : int
        Used only where assignments are drawn.

    Raises
    ------
    EstimationError
        ``empty-arm``, input conditions; ``no-variation`` when all outcomes are equal.

    References
    ----------
    Fisher (1935), The Design of Experiments; Phipson & Smyth (2010) for (1 + count)/(1 + draws).
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    if np.ptp(y) == 0:
        raise EstimationError("no-variation")
    observed = float(y[arm].mean() - y[~arm].mean())
    centred = y - y.mean()
    if comb(len(y), int(arm.sum())) <= ENUMERATION_LIMIT:
        return _exact_test(observed, _enumerate_differences(centred, arm))
    return _drawn_test(observed, _draw_differences(centred, arm, draws=draws, seed=seed))


def _enumerate_differences(centred: FloatArray, arm: BoolArray) -> FloatArray:
    n, smaller = len(centred), int(min(arm.sum(), (~arm).sum()))
    chosen = np.fromiter(
        (i for subset in combinations(range(n), smaller) for i in subset), dtype=np.intp
    ).reshape(-1, smaller)
    return centred[chosen].sum(axis=1) * (1 / smaller + 1 / (n - smaller))


def _draw_differences(centred: FloatArray, arm: BoolArray, *, draws: int, seed: int) -> FloatArray:
    generator = np.random.default_rng(seed)
    n, smaller = len(centred), int(min(arm.sum(), (~arm).sum()))
    sums = []
    for size in _batches(draws, n):
        shuffled = generator.permuted(np.broadcast_to(centred, (size, n)), axis=1)
        sums.append(shuffled[:, :smaller].sum(axis=1))
    return np.concatenate(sums) * (1 / smaller + 1 / (n - smaller))


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


def _check_counts(events: int, n: int) -> None:
    if not (0 <= events <= n and int(events) == events and int(n) == n):
        raise EstimationError("not-a-count", events=events, n=n)
