"""Measure two ways of doing the same thing, in turn and in one run."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

ROUNDS = 5


@dataclass(frozen=True)
class Result:
    """One comparison; `ratio` is theirs over ours, so that larger is better."""

    name: str
    peer: str
    ours: float
    theirs: float
    unit: str
    ratio: float
    goal: float
    met: bool
    machine: str


def time_pair(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Time two callables in turn, after a warm-up of each; return the medians in seconds."""
    ours(), theirs()
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, run in zip(seconds, (ours, theirs), strict=True):
            start = time.perf_counter()
            run()
            kept.append(time.perf_counter() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def compare(name: str, peer: str, ours: Callable[[], np.ndarray], theirs: Callable[[], np.ndarray], *, goal: float,
            tolerance: float, rounds: int = ROUNDS) -> Result:  # fmt: skip
    """Check that both give the same numbers, then time them."""
    difference = float(np.max(np.abs(np.asarray(ours()) - np.asarray(theirs()))))
    if not difference <= tolerance:
        raise SystemExit(f"{name}: results differ by {difference:.3g}, more than {tolerance:.3g}; no ratio")
    fast, slow = time_pair(ours, theirs, rounds=rounds)
    return build_result(name, peer, ours=fast, theirs=slow, goal=goal)


def build_result(
    name: str, peer: str, *, ours: float, theirs: float, goal: float, unit: str = "s", also: bool = True
) -> Result:
    """Build a result; `also` is a further condition, such as a limit of memory."""
    ratio = theirs / ours
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    return Result(name, peer, ours, theirs, unit, ratio, goal, ratio >= goal and also, machine)
