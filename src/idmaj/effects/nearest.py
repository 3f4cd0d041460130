"""Search for the comparison people nearest to each treated person, by a score or by covariates."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray

Side = Literal["nearest", "below"]
NOBODY = -1


@dataclass(frozen=True, eq=False)
class SearchSpace:
    """People ordered along a score, within groups that matches may not leave.

    Attributes
    ----------
    arm : ndarray, shape (n,)
        True for the treated.
    score : ndarray, shape (n,)
        Position along which distance is measured.
    group : ndarray of int, shape (n,)
        Matches stay within a group.
    closeness : ndarray, shape (n,)
        Position on which `limit` is measured; increasing in the score.
    limit : float
        Largest distance allowed on `closeness`; infinite for none.
    """

    arm: BoolArray
    score: FloatArray
    group: IntArray
    closeness: FloatArray
    limit: float


def find_nearest_once(space: SearchSpace, turn: IntArray, *, ratio: int, side: Side) -> IntArray:
    """Find matches along a score, each comparison person used at most once.

    The treated choose in turn, everybody a first match before anybody a second. Of two equally near the one
    with the lower score is taken, and of equal scores the one whose row comes earlier from above, later from
    below: where scores tie, the order of rows decides.

    Parameters
    ----------
    space : SearchSpace
    turn : ndarray of int, shape (n1,)
        Rows of the treated in the order in which they choose.
    ratio : int
        Matches wanted for each.
    side : {"nearest", "below"}
        ``below``: the nearest of those with a lower score, from above only where there is none.

    Returns
    -------
    ndarray of int, shape (n1, ratio)
        Rows of the comparison people, in the order of `turn`; -1 where nobody is left near enough.
    """
    n = len(space.arm)
    order, position = _sort(space)
    free = ~space.arm[order]
    # position k of the sorted people is k + 1 here; 0 and n + 1 stand for nobody
    below = [0, *np.where(free, np.arange(1, n + 1), np.arange(n)).tolist(), n + 1]
    above = [0, *np.where(free, np.arange(1, n + 1), np.arange(2, n + 2)).tolist(), n + 1]
    matches = np.full((len(turn), ratio), NOBODY, dtype=np.intp)
    for place in range(ratio):
        for i, row in enumerate(turn):
            here = int(position[row]) + 1
            candidates = [_follow(below, here), _follow(above, here)]
            rows = [int(order[c - 1]) if 0 < c <= n else NOBODY for c in candidates]
            chosen = _choose(space, int(row), rows, side=side)
            if chosen != NOBODY:
                matches[i, place] = rows[chosen]
                taken = candidates[chosen]
                below[taken], above[taken] = taken - 1, taken + 1
    return matches


def find_nearest_again(space: SearchSpace, turn: IntArray, *, ratio: int, side: Side) -> IntArray:
    """Find matches along a score, comparison people being used as often as they are nearest.

    Parameters and result as `find_nearest_once`; the order of `turn` changes nothing but the order of rows.
    """
    order, position = _sort(space)
    free = np.flatnonzero(~space.arm[order])
    lower = np.searchsorted(free, position[turn])
    steps = np.stack([-1 - np.arange(ratio), np.arange(ratio)], axis=1).ravel()
    index = lower[:, None] + steps
    exists = (index >= 0) & (index < len(free))
    rows = order[free[np.clip(index, 0, len(free) - 1)]]
    exists &= space.group[rows] == space.group[turn][:, None]
    exists &= np.abs(space.closeness[rows] - space.closeness[turn][:, None]) <= space.limit
    distance = np.abs(space.score[rows] - space.score[turn][:, None])
    if side == "below":
        distance = distance + (steps >= 0) * (np.ptp(space.score) + 1)
    return _keep_nearest(np.where(exists, distance, np.inf), rows, ratio=ratio)


def find_nearest_covariates(
    space: SearchSpace, turn: IntArray, coordinates: FloatArray, *, ratio: int, replacement: bool
) -> IntArray:
    """Find matches by Euclidean distance of coordinates; of equals, the one whose row comes first.

    Parameters
    ----------
    space, turn, ratio
        As `find_nearest_once`; groups and limit hold, the score is not read.
    coordinates : ndarray, shape (n, k)
    replacement : bool
    """
    comparison = np.flatnonzero(~space.arm)
    theirs, group = coordinates[comparison], space.group[comparison]
    free = np.ones(len(comparison), dtype=np.bool_)
    matches = np.full((len(turn), ratio), NOBODY, dtype=np.intp)
    for round_of in range(1 if replacement else ratio):
        for i, row in enumerate(turn):
            allowed = free & (group == space.group[row])
            allowed &= np.abs(space.closeness[comparison] - space.closeness[row]) <= space.limit
            squared = np.where(allowed, ((theirs - coordinates[row]) ** 2).sum(axis=1), np.inf)
            if replacement:
                matches[i] = _keep_nearest(squared[None], comparison[None], ratio=ratio)[0]
            elif np.isfinite(squared).any():
                nearest = int(squared.argmin())
                matches[i, round_of] = comparison[nearest]
                free[nearest] = False
    return matches


def _sort(space: SearchSpace) -> tuple[IntArray, IntArray]:
    order = np.lexsort((np.arange(len(space.arm)), space.score, space.group))
    position = np.empty(len(order), dtype=np.intp)
    position[order] = np.arange(len(order))
    return order, position


def _follow(links: list[int], here: int) -> int:
    """Follow the links to one that points to itself, halving the path for those who come later."""
    while links[here] != here:
        links[here] = links[links[here]]
        here = links[here]
    return here


def _choose(space: SearchSpace, row: int, rows: list[int], *, side: Side) -> int:
    allowed = [
        other != NOBODY
        and space.group[other] == space.group[row]
        and abs(space.closeness[other] - space.closeness[row]) <= space.limit
        for other in rows
    ]
    if not all(allowed):
        return allowed.index(True) if any(allowed) else NOBODY
    if side == "below":
        return 0
    from_below, from_above = (abs(space.score[other] - space.score[row]) for other in rows)
    return 0 if from_below <= from_above else 1


def _keep_nearest(distance: FloatArray, rows: IntArray, *, ratio: int) -> IntArray:
    if distance.shape[1] < ratio:
        pad = ((0, 0), (0, ratio - distance.shape[1]))
        distance, rows = np.pad(distance, pad, constant_values=np.inf), np.pad(rows, pad)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :ratio]
    found = np.isfinite(np.take_along_axis(distance, nearest, axis=1))
    return np.where(found, np.take_along_axis(rows, nearest, axis=1), NOBODY)
