"""What the lottery could have given: assignments with the arms of the real one, all of them or drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_groups
from idmaj.errors import EstimationError

ENUMERATION_LIMIT = 100_000
BLOCK_CELLS = 1_000_000


@dataclass(frozen=True, eq=False)
class Lottery:
    """What was assigned, and within what.

    Attributes
    ----------
    stratum : ndarray, shape (n,)
        Code of each person's stratum, from 0.
    unit : ndarray, shape (n,)
        Code of the unit that was assigned with the person: a cluster, or the person; the units of a stratum
        follow each other.
    treated : ndarray, shape (m,)
        Whether each unit was assigned to the programme.
    sizes : ndarray, shape (s,)
        Units of each stratum.
    n_treated : ndarray, shape (s,)
        Treated units of each stratum.
    """

    stratum: IntArray
    unit: IntArray
    treated: BoolArray
    sizes: IntArray
    n_treated: IntArray

    @property
    def n_possible(self) -> int:
        """Number of assignments that the lottery could have given."""
        product = 1
        for size, chosen in zip(self.sizes.tolist(), self.n_treated.tolist(), strict=True):
            product *= comb(size, chosen)
        return product

    @property
    def is_enumerable(self) -> bool:
        """Whether the possible assignments are few enough to list."""
        return self.n_possible <= ENUMERATION_LIMIT


def build_lottery(
    treated: BoolArray, *, strata: ArrayLike | None = None, clusters: ArrayLike | None = None
) -> Lottery:
    """Describe the lottery that gave an assignment.

    Parameters
    ----------
    treated : ndarray, shape (n,)
    strata : array_like, shape (n,), optional
        Groups within which the number of treated units was fixed; pairs are strata of two units.
    clusters : array_like, shape (n,), optional
        What was assigned as a whole.

    Raises
    ------
    EstimationError
        ``arm-varies-in-cluster``, ``cluster-crosses-strata``, ``one-cluster-per-arm``, ``missing-group``,
        ``unequal-lengths``.
    """
    n = len(treated)
    stratum = _code(strata, "strata", n) if strata is not None else np.zeros(n, dtype=np.intp)
    unit = _code(clusters, "clusters", n) if clusters is not None else np.arange(n)
    first = np.unique(unit, return_index=True)[1]
    if (stratum != stratum[first][unit]).any():
        raise EstimationError("cluster-crosses-strata")
    if (treated != treated[first][unit]).any():
        raise EstimationError("arm-varies-in-cluster")
    if clusters is not None and len(first) == 2:
        raise EstimationError("one-cluster-per-arm")
    order = np.argsort(stratum[first], kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    by_unit, stratum_of_unit = treated[first][order], stratum[first][order]
    return Lottery(
        stratum=stratum,
        unit=place[unit],
        treated=by_unit,
        sizes=np.bincount(stratum_of_unit),
        n_treated=np.bincount(stratum_of_unit, weights=by_unit).astype(np.intp),
    )


def iterate_rearrangements(lottery: Lottery, *, draws: int, seed: int) -> Iterator[BoolArray]:
    """Yield assignments in blocks of shape (b, m), True for the units assigned to the programme.

    All assignments, once each, where there are at most 100,000; otherwise `draws` of them, each as likely as
    any other.

    Raises
    ------
    EstimationError
        ``not-a-count`` where no assignment is asked for.
    """
    if draws < 1:
        raise EstimationError("not-a-count", events=draws, n=draws)
    is_exact = lottery.is_enumerable
    total = lottery.n_possible if is_exact else draws
    rows = max(1, BLOCK_CELLS // len(lottery.treated))
    tables = _list_choices(lottery) if is_exact else []
    generator = np.random.default_rng(seed)
    for start in range(0, total, rows):
        stop = min(start + rows, total)
        if is_exact:
            yield _enumerate_block(lottery, tables, np.arange(start, stop))
        else:
            yield _draw_block(lottery, stop - start, generator)


def find_treated_shares(assigned: BoolArray, lottery: Lottery) -> FloatArray:
    """Return the share of people treated in each stratum under each assignment.

    Parameters
    ----------
    assigned : ndarray, shape (b, m)
        Units assigned to the programme.
    lottery : Lottery

    Returns
    -------
    ndarray, shape (b, s), or (1, s)
        One row where units of a stratum are of one size, so that the shares never change.
    """
    starts = np.cumsum(lottery.sizes) - lottery.sizes
    people, unit_sizes = np.bincount(lottery.stratum), np.bincount(lottery.unit)
    if (np.maximum.reduceat(unit_sizes, starts) == np.minimum.reduceat(unit_sizes, starts)).all():
        return np.asarray((lottery.n_treated * unit_sizes[starts] / people)[None])
    return np.asarray(np.add.reduceat(assigned * unit_sizes, starts, axis=1) / people)


def _code(labels: ArrayLike, name: str, n: int) -> IntArray:
    codes = check_groups(labels, name, n=n)
    return pd.factorize(codes)[0].astype(np.intp)


def _list_choices(lottery: Lottery) -> list[IntArray]:
    tables = []
    for size, chosen in zip(lottery.sizes.tolist(), lottery.n_treated.tolist(), strict=True):
        fewer = min(chosen, size - chosen)
        flat = (i for subset in combinations(range(size), fewer) for i in subset)
        tables.append(np.fromiter(flat, dtype=np.intp).reshape(comb(size, fewer), fewer))
    return tables


def _enumerate_block(lottery: Lottery, tables: list[IntArray], index: IntArray) -> BoolArray:
    rows = np.empty((len(index), len(lottery.treated)), dtype=np.bool_)
    places = np.arange(len(index))[:, None]
    start = 0
    for table, size, chosen in zip(tables, lottery.sizes, lottery.n_treated, strict=True):
        index, choice = np.divmod(index, len(table))
        is_inverted = 2 * chosen > size
        rows[:, start : start + size] = is_inverted
        rows[places, start + table[choice]] = not is_inverted
        start += size
    return rows


def _draw_block(lottery: Lottery, draws: int, generator: np.random.Generator) -> BoolArray:
    starts = np.cumsum(lottery.sizes) - lottery.sizes
    shapes = np.stack([lottery.sizes, lottery.n_treated], axis=1)
    rows = np.zeros((draws, len(lottery.treated)), dtype=np.bool_)
    for size, chosen in np.unique(shapes, axis=0):
        of_shape = starts[(shapes == (size, chosen)).all(axis=1)]
        fewer = min(chosen, size - chosen)
        drawn = _draw_subsets((draws, len(of_shape), size), fewer, generator)
        columns = (of_shape[:, None] + np.arange(size)).ravel()
        rows[:, columns] = (drawn if fewer == chosen else ~drawn).reshape(draws, -1)
    return rows


def _draw_subsets(shape: tuple[int, int, int], chosen: int, generator: np.random.Generator) -> BoolArray:
    """Draw subsets along the last axis: the places of the smallest of as many random keys.

    Where two keys tie at the limit the row is drawn again, which leaves every subset as likely as another.
    """
    if chosen == 0:
        return np.zeros(shape, dtype=np.bool_)
    keys = generator.integers(0, 2**32, size=shape, dtype=np.uint32)
    drawn = keys <= np.partition(keys, chosen - 1, axis=-1)[..., chosen - 1 : chosen]
    tied = np.argwhere(drawn.sum(axis=-1) != chosen)
    for row, stratum in tied:
        drawn[row, stratum] = _draw_subsets((1, 1, shape[-1]), chosen, generator)[0, 0]
    return np.asarray(drawn)
