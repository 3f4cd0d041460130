"""Risk sets: who was at risk at the same time since release, and a random choice among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idmaj.prepare.range_ranks import IntArray, RangeRanks, build_range_ranks, count_below, select_places

STREAM = 6
"""Keeps the draws apart from those of whatever else has the same seed."""


@dataclass(frozen=True, eq=False)
class Spells:
    """Spells at risk and not yet supported, whole days since release; a person may have several.

    Attributes
    ----------
    person : ndarray of int, shape (n,)
        Whose spell it is.
    released : ndarray of int, shape (n,)
        Day of the release.
    entry, leave : ndarray of int, shape (n,)
        At risk on the days `entry` ≤ day < `leave` since release.
    cell : ndarray of int, shape (n,)
        People are compared within a cell only.
    """

    person: IntArray
    released: IntArray
    entry: IntArray
    leave: IntArray
    cell: IntArray


@dataclass(frozen=True, eq=False)
class Drawn:
    """Who was drawn from each risk set.

    Attributes
    ----------
    asked : ndarray of int, shape (k,)
        Position of the question, ascending.
    spell : ndarray of int, shape (k,)
        Row of the spells.
    n_at_risk : ndarray of int, shape (m,)
        Size of each risk set.
    """

    asked: IntArray
    spell: IntArray
    n_at_risk: IntArray


def draw_risk_sets(
    spells: Spells,
    *,
    day: IntArray,
    released: IntArray,
    cell: IntArray,
    window: int,
    ratio: int = 1,
    seed: int = 0,
) -> Drawn:
    """Draw people at random, without replacement within a set, from each of many risk sets.

    The set of a question holds the spells of its cell with `entry` ≤ `day` < `leave` whose release lies at most
    `window` days from the question's. Time and memory grow with n·log(n) and m·ratio·log(n).

    Parameters
    ----------
    spells : Spells
        n spells; those of one person do not overlap.
    day, released, cell : ndarray of int, shape (m,)
        Days since release, day of the release and cell of each question.
    window : int
        Largest gap between two releases, in days.
    ratio : int
        People drawn for each question; all where there are no more.
    seed : int
        The same questions in the same order get the same people.

    Returns
    -------
    Drawn

    References
    ----------
    Lubin & Gail (1984), Biometrics 40, on sampling from risk sets; Suissa (2008), American Journal of
    Epidemiology 167, on immortal time; Hernán & Robins (2016), American Journal of Epidemiology 183.
    """
    n = len(spells.person)
    place_order = np.lexsort((spells.person, spells.released, spells.cell))
    place = np.empty(n, dtype=np.int64)
    place[place_order] = np.arange(n)
    low, high = _find_range(spells, place_order, cell=cell, released=released, window=window)
    still, first_still = _order_after(spells.leave, place, day)
    later, first_later = _order_after(spells.entry, place, day)
    below = count_below(still, first_still, low) - count_below(later, first_later, low)
    n_at_risk = count_below(still, first_still, high) - count_below(later, first_later, high) - below
    asked, rank = _draw_ranks(n_at_risk, ratio=ratio, rng=np.random.default_rng((STREAM, seed)))
    chosen = select_places(still, first_still[asked], later, first_later[asked], below[asked] + rank)
    return Drawn(asked, place_order[chosen] if len(chosen) else chosen, n_at_risk)


def _find_range(
    spells: Spells, order: IntArray, *, cell: IntArray, released: IntArray, window: int
) -> tuple[IntArray, IntArray]:
    """Find the places, ordered by cell and release, between which the releases near enough lie."""
    both = np.concatenate([spells.released, released])
    first = int(both.min(initial=0)) - window
    width = int(both.max(initial=0)) - first + window + 1
    keys = spells.cell[order] * width + spells.released[order] - first
    asked = cell * width + released - first
    low, high = np.searchsorted(keys, asked - window), np.searchsorted(keys, asked + window, side="right")
    return low.astype(np.int64), high.astype(np.int64)


def _order_after(times: IntArray, place: IntArray, day: IntArray) -> tuple[RangeRanks, IntArray]:
    """Order spells by a time, the latest first, and count for each question those whose time is after its day."""
    by_time = np.argsort(-times, kind="stable")
    after = np.searchsorted(-times[by_time], -day, side="left")
    return build_range_ranks(place[by_time]), after.astype(np.int64)


def _draw_ranks(sizes: IntArray, *, ratio: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Draw `ratio` different ranks below each size (Floyd's algorithm), all of them where the size is no larger."""
    taken = np.minimum(sizes, ratio)
    ranks = np.full((len(sizes), ratio), -1, dtype=np.int64)
    for turn in range(ratio):
        top = sizes - taken + turn
        drawn = np.floor(rng.random(len(sizes)) * (top + 1)).astype(np.int64)
        is_repeated = (ranks == drawn[:, None]).any(axis=1)
        ranks[:, turn] = np.where(turn < taken, np.where(is_repeated, top, drawn), -1)
    asked, column = np.nonzero(ranks >= 0)
    return asked.astype(np.int64), ranks[asked, column]


def is_at_risk(spells: Spells, person: IntArray, day: IntArray) -> NDArray[np.bool_]:
    """Tell of people whether a spell of theirs holds a day since release.

    Parameters
    ----------
    spells : Spells
    person, day : ndarray of int, shape (m,)

    Returns
    -------
    ndarray of bool, shape (m,)
    """
    order = np.lexsort((spells.entry, spells.person))
    span = int(max(spells.entry.max(initial=0), day.max(initial=0), 0)) + 2
    keys = spells.person[order] * span + np.clip(spells.entry[order], 0, span - 1)
    at = np.searchsorted(keys, person * span + np.clip(day, 0, span - 1), side="right") - 1
    if not len(keys):
        return np.zeros(len(person), dtype=bool)
    row = order[np.maximum(at, 0)]
    return (at >= 0) & (spells.person[row] == person) & (spells.entry[row] <= day) & (day < spells.leave[row])
