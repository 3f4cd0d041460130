"""Sums over points that lie below and to the left of each query, in O(n log² n) without a loop over points."""

import numpy as np

from idmaj.effects.conditions import FloatArray, IntArray


def sum_dominated(
    points: tuple[IntArray, IntArray], weights: FloatArray, queries: tuple[IntArray, IntArray]
) -> tuple[FloatArray, FloatArray]:
    """Sum the weights of points whose first coordinate is smaller than the query's, by the second coordinate.

    The points before a query in order of the first coordinate are a prefix, and a prefix is made of blocks
    whose lengths are the powers of two in its length; within each block the points are in order of the second.

    Parameters
    ----------
    points : tuple of ndarray, shapes (n,)
        First and second coordinate, ranks from 0.
    weights : ndarray, shape (n,)
    queries : tuple of ndarray, shapes (q,)

    Returns
    -------
    smaller, at_most : ndarray, shapes (q,)
        Where the point's second coordinate is below the query's; where it is not above.
    """
    order = np.argsort(points[0], kind="stable")
    second, w = points[1][order], weights[order]
    prefix = np.searchsorted(points[0][order], queries[0], side="left")
    width = int(max(second.max(initial=0), queries[1].max(initial=0))) + 2
    smaller, at_most = np.zeros(len(prefix)), np.zeros(len(prefix))
    position = np.arange(len(order))
    for level in range(len(order).bit_length()):
        asked = np.flatnonzero(prefix >> level & 1)
        if not len(asked):
            continue
        block = prefix[asked] >> (level + 1) << 1
        keys = (position >> level) * width + second
        sorted_by = np.argsort(keys)
        keys = keys[sorted_by]
        passed = np.concatenate([[0.0], np.cumsum(w[sorted_by])])
        before = passed[block << level]
        wanted = block * width + queries[1][asked]
        smaller[asked] += passed[np.searchsorted(keys, wanted)] - before
        at_most[asked] += passed[np.searchsorted(keys, wanted + 1)] - before
    return smaller, at_most
