"""Repeat a declared process and count how often the interval of each estimator holds the truth."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from idmaj.errors import EstimationError

SIZES = (60, 200, 1_000)
LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class Interval:
    """What one estimator says of one draw.

    Attributes
    ----------
    estimator
        Name in the estimates table; after a colon its population or estimand where it is not the planned one.
    low, high, truth
        Ends and what they must hold; arrays for a band, which must hold all of it.
    reason
        Id of the named error, where there is no interval.
    """

    estimator: str
    low: float | np.ndarray = np.nan
    high: float | np.ndarray = np.nan
    truth: float | np.ndarray = np.nan
    reason: str = ""

    @property
    def covers(self) -> bool:
        """Whether the whole truth lies within."""
        return bool(np.all((np.asarray(self.low) <= self.truth) & (self.truth <= np.asarray(self.high))))


@dataclass(frozen=True, eq=False)
class Process:
    """A declared data-generating process and the estimators that are tried on it.

    Attributes
    ----------
    name, kind
        Columns of the table; a draw depends on both, on the number of people and on its own number.
    draw
        Draws the data of n people from a generator.
    estimate
        Gives the interval of each estimator.
    at_most
        Draws beyond which nothing is repeated, where an estimator is slow.
    """

    name: str
    kind: str
    draw: Callable[[np.random.Generator, int], Any]
    estimate: Callable[[Any], Iterator[Interval]]
    at_most: int = 1_000_000


@dataclass
class _Tally:
    held: int = 0
    given: int = 0
    width: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)


def attempt(
    estimator: str,
    truth: float | np.ndarray,
    find: Callable[[], tuple[float | np.ndarray, float | np.ndarray]],
) -> Interval:
    """Find an interval, or the named error that says why there is none."""
    try:
        low, high = find()
    except EstimationError as error:
        return Interval(estimator, reason=error.message_id)
    return Interval(estimator, low, high, truth)


def measure_coverage(process: Process, n: int, *, draws: int) -> list[dict[str, Any]]:
    """Measure the coverage of a process' intervals at one number of people.

    Returns
    -------
    list of dict
        One an estimator: `coverage` of the draws with an interval, its Monte-Carlo error, the mean `width`
        (of finite intervals), `draws` asked for, and `refused`: the share without an interval, by reason.
    """
    tallies: dict[str, _Tally] = {}
    draws = min(draws, process.at_most)
    key = zlib.crc32(f"{process.kind}/{process.name}".encode())
    for i in range(draws):
        for interval in process.estimate(process.draw(np.random.default_rng([key, n, i]), n)):
            _count(tallies.setdefault(interval.estimator, _Tally()), interval)
    return [
        {"estimator": estimator, "kind": process.kind, "process": process.name, "n": n, "draws": draws}
        | _summarise(tally, draws)
        for estimator, tally in tallies.items()
    ]


def _count(tally: _Tally, interval: Interval) -> None:
    if interval.reason:
        tally.refused[interval.reason] += 1
        return
    width = np.mean(np.asarray(interval.high) - interval.low)
    if np.isnan(width):
        raise ValueError(f"{interval.estimator}: an interval without ends and without a named error")
    tally.given += 1
    tally.held += interval.covers
    tally.width += float(width) if np.isfinite(width) else 0.0


def _summarise(tally: _Tally, draws: int) -> dict[str, Any]:
    refused = {reason: round(count / draws, 4) for reason, count in sorted(tally.refused.items())}
    if not tally.given:
        return {"coverage": None, "mc_error": None, "width": None, "refused": refused}
    coverage = tally.held / tally.given
    error = np.sqrt(coverage * (1 - coverage) / tally.given)
    return {
        "coverage": round(coverage, 4), "mc_error": round(float(error), 4),
        "width": float(f"{tally.width / tally.given:.4g}"), "refused": refused,
    }  # fmt: skip
