"""How often each unit is drawn in a resample: multinomial counts, many resamples at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.errors import EstimationError

BLOCK_CELLS = 500_000
"""Units times resamples of a block, so that what a refit keeps of each person stays in the cache."""
FEWEST_ROWS = 64
"""Resamples of a block, however many units there are, so that a product reads its other factor few times."""
DRAWN_CELLS = 250_000
"""Units times resamples that are drawn together, so that they stay in the cache."""
KEYS = 2**16
LARGEST_COUNT = 30


CountArray = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True, eq=False)
class ResampleBlock:
    """Some of the resamples of a bootstrap, drawn by a generator of their own.

    Attributes
    ----------
    rows, n_units : int
    strata : ndarray, shape (n_units,), optional
    held_back : int
    seed : SeedSequence
    """

    rows: int
    n_units: int
    strata: IntArray | None
    held_back: int
    seed: np.random.SeedSequence

    def draw(self) -> CountArray:
        """Draw how often each unit enters each resample: shape (rows, n_units).

        A byte holds a count: that a unit is drawn more than 255 times has a chance below 1e-500.
        """
        generator = np.random.default_rng(self.seed)
        mean = 1 - 4 / np.sqrt(self.n_units)
        keys = _build_keys(mean) if self.strata is None and mean > 0 else None
        counts = np.zeros((self.rows, self.n_units), dtype=np.uint8)
        drawn = max(1, DRAWN_CELLS // self.n_units)
        for first in range(0, self.rows, drawn):
            part = counts[first : first + drawn]
            if keys is not None:
                part[...] = keys.draw(part.shape, generator)
            if self.strata is None:
                _draw_rest(part, self.n_units - self.held_back, generator)
            else:
                _draw_within(part, self.strata, generator, held_back=self.held_back)
        return counts


def plan_resamples(
    n_units: int,
    *,
    strata: IntArray | None = None,
    draws: int = 2_000,
    seed: int = 0,
    held_back: int = 0,
) -> list[ResampleBlock]:
    """Divide a bootstrap into blocks, which may be drawn in any order and by several threads.

    Parameters
    ----------
    n_units : int
        Units drawn with replacement, as many as there are.
    strata : ndarray, shape (n_units,), optional
        Codes of strata, each of which keeps its size.
    draws, seed : int
    held_back : int
        Units fewer than there are, in each stratum of each resample: 1 makes the variance of a mean unbiased
        (Rao & Wu 1988, JASA 83).

    Raises
    ------
    EstimationError
        ``not-a-count`` for fewer than two draws; ``single-cluster-stratum``.

    Notes
    -----
    Poisson counts given their sum are multinomial. Without strata each row begins with Poisson counts of a
    mean so small that their sum exceeds the number of units in one row of 30,000 (which begins again from 0);
    what the sum lacks is drawn unit by unit. The counts are exactly multinomial.
    """
    if draws < 2:
        raise EstimationError("not-a-count", events=draws, n=draws)
    sizes = np.array([n_units]) if strata is None else np.bincount(strata)
    if (sizes == 1).any():
        raise EstimationError("single-cluster-stratum")
    within = strata if len(sizes) > 1 else None
    rows = max(FEWEST_ROWS, BLOCK_CELLS // n_units)
    starts = range(0, draws, rows)
    seeds = np.random.SeedSequence(seed).spawn(len(starts))
    return [
        ResampleBlock(min(rows, draws - start), n_units, within, held_back, own)
        for start, own in zip(starts, seeds, strict=True)
    ]


def draw_counts(
    n_units: int, *, strata: IntArray | None = None, draws: int = 2_000, seed: int = 0
) -> Iterator[CountArray]:
    """Yield how often each unit is drawn, a block of `plan_resamples` of shape (b, n_units) at a time."""
    for block in plan_resamples(n_units, strata=strata, draws=draws, seed=seed):
        yield block.draw()


@dataclass(frozen=True, eq=False)
class _PoissonKeys:
    """A Poisson distribution over the 2^16 values of a random key.

    Attributes
    ----------
    limits : ndarray of uint16, shape (m,)
        Keys from which the count is at least 1, 2, …, m; from the last on the key does not decide.
    rest : ndarray, shape (31,)
        Distribution of the count where the key does not decide: what rounding to keys left over.
    """

    limits: np.ndarray
    rest: FloatArray

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        cells = int(np.prod(shape))
        words = generator.integers(0, 2**64, size=-(-cells // 4), dtype=np.uint64)
        keys = words.view(np.uint16)[:cells]
        counts = (keys >= self.limits[0]).view(np.uint8)
        for limit in self.limits[1:]:
            counts += keys >= limit
        undecided = np.flatnonzero(counts == len(self.limits))
        counts[undecided] = generator.choice(len(self.rest), p=self.rest, size=len(undecided))
        return counts.reshape(shape)


def _build_keys(mean: float) -> _PoissonKeys:
    shares = stats.poisson.pmf(np.arange(LARGEST_COUNT + 1), mean) * KEYS
    whole = np.floor(shares)
    limits = np.cumsum(whole[whole > 0]).astype(np.uint16)
    rest = shares - whole
    return _PoissonKeys(limits, rest / rest.sum())


def _draw_rest(counts: CountArray, drawn_units: int, generator: np.random.Generator) -> None:
    """Draw, into each row, the units that its sum lacks."""
    rows, n_units = counts.shape
    lacking = drawn_units - counts.sum(axis=1, dtype=np.uint32).astype(np.intp)
    counts[lacking < 0] = 0
    lacking[lacking < 0] = drawn_units
    drawn = generator.integers(0, n_units, size=int(lacking.sum()))
    cells = drawn + np.repeat(np.arange(rows) * n_units, lacking)
    np.add.at(counts.reshape(-1), cells, np.uint8(1))


def _draw_within(
    counts: CountArray, strata: IntArray, generator: np.random.Generator, *, held_back: int
) -> None:
    """Draw, into each row, units of each stratum: as many as it has, less those held back."""
    rows, n_units = counts.shape
    order = np.argsort(strata, kind="stable")
    sizes = np.bincount(strata)
    first = (np.cumsum(sizes) - sizes)[strata[order]]
    kept = np.arange(n_units) - first >= held_back
    drawn = order[
        generator.integers(first[kept], (first + sizes[strata[order]])[kept], size=(rows, int(kept.sum())))
    ]
    cells = drawn + np.arange(rows)[:, None] * n_units
    np.add.at(counts.reshape(-1), cells.ravel(), np.uint8(1))
