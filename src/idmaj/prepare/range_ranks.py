"""Counting and choosing within a range of places, among the first of an order: many questions at once.

A wavelet matrix (Claude, Navarro & Ordóñez 2015, Information Systems 47): the places 0 … n − 1 stand in some order;
it answers how many of the first p of them are less than x, and which is the k-th smallest, in log2(n) steps each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RangeRanks:
    """Places in an order, so that a beginning of the order can be asked about ranges of places.

    Attributes
    ----------
    zeros : ndarray of int, shape (levels, n + 1)
        On each level, how many of the first i numbers have the bit 0; the highest bit first.
    """

    zeros: NDArray[np.int32]

    @property
    def n_levels(self) -> int:
        """Bits of a place."""
        return int(self.zeros.shape[0])


def build_range_ranks(order: IntArray) -> RangeRanks:
    """Build the ranks of an order.

    Parameters
    ----------
    order : ndarray of int, shape (n,)
        A permutation of 0 … n − 1.
    """
    n = len(order)
    levels = max(n.bit_length(), 1)
    zeros = np.zeros((levels, n + 1), dtype=np.int32)
    current = order.astype(np.int64)
    for level in range(levels):
        bit = (current >> (levels - 1 - level)) & 1
        np.cumsum(1 - bit, out=zeros[level, 1:])
        current = np.concatenate([current[bit == 0], current[bit == 1]])
    return RangeRanks(zeros)


def count_below(ranks: RangeRanks, first: IntArray, limit: IntArray) -> IntArray:
    """Count places less than a limit among the first of the order.

    Parameters
    ----------
    ranks : RangeRanks
    first : ndarray of int, shape (m,)
        How many of the order are asked about, 0 … n.
    limit : ndarray of int, shape (m,)
        0 … n.

    Returns
    -------
    ndarray of int, shape (m,)
    """
    low, high = np.zeros_like(first), first.copy()
    counted = np.zeros_like(first)
    for level in range(ranks.n_levels):
        zeros = ranks.zeros[level]
        low_zero, high_zero = (zeros[low].astype(np.int64), zeros[high].astype(np.int64))
        is_one = ((limit >> (ranks.n_levels - 1 - level)) & 1).astype(bool)
        counted += np.where(is_one, high_zero - low_zero, 0)
        low, high = _step(low, high, low_zero, high_zero, is_one=is_one, ones_from=int(zeros[-1]))
    return counted


def select_places(
    within: RangeRanks, first: IntArray, without: RangeRanks, first_without: IntArray, rank: IntArray
) -> IntArray:
    """Select the place of a rank among the first of one order that are not among the first of another.

    Parameters
    ----------
    within, first
        An order, and how many of it are asked about.
    without, first_without
        Another order of the same places; its first ones are all among the first of `within`.
    rank : ndarray of int, shape (m,)
        From 0, less than `first - first_without`.

    Returns
    -------
    ndarray of int, shape (m,)
        Places.
    """
    ends = [np.zeros_like(first), first.copy(), np.zeros_like(first), first_without.copy()]
    left, place = rank.copy(), np.zeros_like(rank)
    for level in range(within.n_levels):
        one, two = within.zeros[level], without.zeros[level]
        cut = [of[at].astype(np.int64) for of, at in zip((one, one, two, two), ends, strict=True)]
        n_zero = (cut[1] - cut[0]) - (cut[3] - cut[2])
        is_one = left >= n_zero
        left = left - np.where(is_one, n_zero, 0)
        place = (place << 1) | is_one
        ends = [
            *_step(ends[0], ends[1], cut[0], cut[1], is_one=is_one, ones_from=int(one[-1])),
            *_step(ends[2], ends[3], cut[2], cut[3], is_one=is_one, ones_from=int(two[-1])),
        ]
    return place


def _step(
    low: IntArray,
    high: IntArray,
    low_zero: IntArray,
    high_zero: IntArray,
    *,
    is_one: NDArray[np.bool_],
    ones_from: int,
) -> tuple[IntArray, IntArray]:
    """Follow a range to the next level, where those with the bit 0 come first."""
    return (
        np.where(is_one, ones_from + low - low_zero, low_zero),
        np.where(is_one, ones_from + high - high_zero, high_zero),
    )
