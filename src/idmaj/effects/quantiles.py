"""Differences between the quantiles of two arms, with intervals that need no density."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_arms, check_groups, check_values
from idmaj.effects.contrast import Contrast, check_level, normal_quantile
from idmaj.effects.resample_counts import plan_resamples
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class QuantileDifference:
    """The same quantile of two arms.

    Attributes
    ----------
    treated, comparison : float
        Quantiles by the rule of type 7 (R's and numpy's), in the outcome's unit.
    contrast : Contrast
        Treated minus comparison. It says how the distribution moved, not how anybody's outcome did.
    """

    treated: float
    comparison: float
    contrast: Contrast


def estimate_quantile_difference(
    outcome: ArrayLike,
    treated: ArrayLike,
    probability: float,
    *,
    method: Literal["bootstrap", "order"] = "order",
    clusters: ArrayLike | None = None,
    draws: int = 2_000,
    seed: int = 0,
    conf_level: float = 0.95,
) -> QuantileDifference:
    """Estimate the difference between one quantile of the treated and of the comparison group.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    probability : float
        Between 0 and 1; 0.5 for the median.
    method : {"bootstrap", "order"}
        ``order``: each arm's interval runs between two order statistics and covers by the binomial law, whatever
        the distribution; the two are combined by the square-and-add rule. ``bootstrap``: percentile interval,
        arms resampled by themselves. With clusters always ``bootstrap``.
    clusters : array_like, shape (n,), optional
        Labels; whole clusters are resampled.
    draws, seed : int
        Of the bootstrap.
    conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-people`` where an arm is too small for any order statistic to bound the quantile;
        ``no-variation`` where both ends of the interval are the estimate, as at a quantile among the zeros;
        ``too-few-groups``, ``empty-arm``, ``confidence-level``, input conditions.

    References
    ----------
    Hyndman & Fan (1996), American Statistician 50; David & Nagaraja (2003), Order Statistics, 7.1; Zou & Donner
    (2008), Statistics in Medicine 27, for square-and-add.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    _check_probability(probability, arm, conf_level)
    quantiles = [float(np.quantile(y[part], probability)) for part in (arm, ~arm)]
    if method == "bootstrap" or clusters is not None:
        differences = _draw_differences(y, arm, probability, clusters=clusters, draws=draws, seed=seed)
        contrast = _summarise_draws(quantiles[0] - quantiles[1], differences, conf_level=conf_level)
    else:
        ends = [find_order_interval(y[part], probability, conf_level=conf_level) for part in (arm, ~arm)]
        contrast = _square_and_add(quantiles, ends, conf_level=conf_level)
    return QuantileDifference(quantiles[0], quantiles[1], contrast)


def find_order_interval(
    values: FloatArray, probability: float, *, conf_level: float = 0.95
) -> tuple[float, float]:
    """Return the two order statistics that enclose a quantile with at least the level asked for.

    Parameters
    ----------
    values : ndarray, shape (n,)
    probability, conf_level : float

    Raises
    ------
    EstimationError
        ``too-few-people`` where even the smallest or the largest value is no bound.
    """
    n, tail = len(values), (1 - check_level(conf_level)) / 2
    below = special.bdtr(np.arange(n), n, probability)  # P(at most j of n values lie under the quantile)
    low, above = np.searchsorted(below, tail, side="right"), np.flatnonzero(below >= 1 - tail)
    if low == 0 or len(above) == 0:
        needed = int(np.ceil(np.log(tail) / np.log(max(probability, 1 - probability))))
        raise EstimationError("too-few-people", n=n, needed=needed)
    ordered = np.sort(values)
    return float(ordered[low - 1]), float(ordered[above[0]])


def find_counted_quantiles(
    cumulated: FloatArray | IntArray, ordered: FloatArray, probability: float
) -> FloatArray:
    """Return the type-7 quantile of each of many samples given as counts of the same ordered values.

    Parameters
    ----------
    cumulated : ndarray, shape (draws, n)
        Running totals of the counts, in the order of `ordered`; no row sums to 0.
    ordered : ndarray, shape (n,)
        Ascending.
    probability : float

    Returns
    -------
    ndarray, shape (draws,)
    """
    position = (cumulated[:, -1] - 1) * probability
    whole = np.floor(position)
    lower = ordered[(cumulated <= whole[:, None]).sum(axis=1)]
    next_one = np.minimum(whole + 1, cumulated[:, -1] - 1)
    upper = ordered[(cumulated <= next_one[:, None]).sum(axis=1)]
    return np.asarray(lower + (position - whole) * (upper - lower), dtype=np.float64)


def draw_people(
    arm: BoolArray, clusters: ArrayLike | None, *, draws: int, seed: int, held_back: int = 0
) -> Iterator[IntArray]:
    """Yield batches of bootstrap counts: how often each person enters each draw.

    Units are people, or clusters; arms are resampled by themselves unless a cluster has people of both.

    Parameters
    ----------
    arm : ndarray, shape (n,)
    clusters : array_like, shape (n,), optional
    draws, seed : int
    held_back : int
        Units fewer than there are in each draw: 1 makes the variance of a mean unbiased (Rao & Wu 1988).

    Yields
    ------
    ndarray, shape (batch, n)

    Raises
    ------
    EstimationError
        ``not-a-count`` for fewer than two draws; ``too-few-groups`` or ``too-few-people`` under two units in an
        arm, or where a draw leaves an arm empty.
    """
    n = len(arm)
    unit = np.arange(n) if clusters is None else check_groups(clusters, "clusters", n=n)
    pools = _find_pools(unit, arm)
    if min(len(pool) for pool in pools) < 2:
        if clusters is None:
            raise EstimationError("too-few-people", n=1, needed=2)
        raise EstimationError("one-cluster-per-arm")
    strata = np.zeros(int(unit.max()) + 1, dtype=np.intp)
    strata[pools[-1]] = len(pools) - 1
    for block in plan_resamples(len(strata), strata=strata, draws=draws, seed=seed, held_back=held_back):
        people = block.draw()[:, unit].astype(np.intp)
        if not (people[:, arm].any(axis=1) & people[:, ~arm].any(axis=1)).all():
            raise EstimationError(
                "too-few-groups", what="clusters", n=len(pools[0]), needed=len(pools[0]) + 1
            )
        yield people


def _find_pools(unit: IntArray, arm: BoolArray) -> list[IntArray]:
    in_treated, in_comparison = np.unique(unit[arm]), np.unique(unit[~arm])
    if len(np.intersect1d(in_treated, in_comparison)):
        return [np.union1d(in_treated, in_comparison)]
    return [in_treated, in_comparison]


def _draw_differences(
    y: FloatArray,
    arm: BoolArray,
    probability: float,
    *,
    clusters: ArrayLike | None,
    draws: int,
    seed: int,
) -> FloatArray:
    orders = [np.flatnonzero(part)[np.argsort(y[part], kind="stable")] for part in (arm, ~arm)]
    batches = []
    for counts in draw_people(arm, clusters, draws=draws, seed=seed):
        one, zero = (
            find_counted_quantiles(counts[:, order].cumsum(axis=1), y[order], probability) for order in orders
        )
        batches.append(one - zero)
    return np.concatenate(batches)


def _summarise_draws(estimate: float, differences: FloatArray, *, conf_level: float) -> Contrast:
    tail = (1 - check_level(conf_level)) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    side = min((differences <= 0).sum(), (differences >= 0).sum())
    p_value = min(1.0, 2 * (1 + side) / (1 + len(differences)))
    error = float(differences.std(ddof=1)) if len(differences) > 1 else 0.0
    return _build(estimate, error, p_value=p_value, ends=(float(low), float(high)), conf_level=conf_level)


def _square_and_add(
    quantiles: list[float], ends: list[tuple[float, float]], *, conf_level: float
) -> Contrast:
    (one, zero), ((low_1, high_1), (low_0, high_0)) = quantiles, ends
    estimate = one - zero
    low = estimate - float(np.hypot(one - low_1, high_0 - zero))
    high = estimate + float(np.hypot(high_1 - one, zero - low_0))
    error = (high - low) / (2 * normal_quantile(conf_level))
    p_value = 2 * float(special.ndtr(-abs(estimate) / error)) if error > 0 else 1.0
    return _build(estimate, error, p_value=p_value, ends=(low, high), conf_level=conf_level)


def _build(
    estimate: float, error: float, *, p_value: float, ends: tuple[float, float], conf_level: float
) -> Contrast:
    if not (error > 0 and ends[0] < ends[1]):
        raise EstimationError("no-variation")
    return Contrast(
        estimate=estimate,
        std_error=error,
        df=np.inf,
        statistic=estimate / error,
        p_value=p_value,
        conf_low=ends[0],
        conf_high=ends[1],
        conf_level=conf_level,
    )


def _check_probability(probability: float, arm: BoolArray, conf_level: float) -> None:
    if not 0 < probability < 1:
        raise EstimationError("confidence-level", level=probability)
    smallest, tail = int(min(arm.sum(), (~arm).sum())), (1 - check_level(conf_level)) / 2
    needed = int(np.ceil(np.log(tail) / np.log(max(probability, 1 - probability))))
    if smallest < needed:
        raise EstimationError("too-few-people", n=smallest, needed=needed)
