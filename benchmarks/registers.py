"""Registers: how the cost of index dates and of invented lives grows with the number of people.

Nothing else draws risk sets by time since release, so the peer is ourselves with a tenth of the people: a ratio of 1
means that the cost per person is flat. Sets are drawn by sorting and ranks, so theirs grows a little (n log n, and
memory further away).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.compare import Result, build_result

LARGE, SMALL = 200_000, 20_000
NATIONAL = 1_000_000


def _cost_per_million(run: Callable[[int], None], n: int, *, rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        run(n)
        seconds.append(time.perf_counter() - start)
    return min(seconds) * 1e6 / n


def bench_index_dates() -> Result:
    """Index dates of 200,000 people with some 20,000 hand-overs, seconds per million people."""
    from idmaj.prepare.exposure import build_exposure
    from idmaj.prepare.index_dates import index_persons
    from idmaj.simulate.lives import Course
    from idmaj.simulate.teaching import simulate_immortal_time

    worlds = {n: simulate_immortal_time(1, n, course=Course(support=0.005)) for n in (LARGE, SMALL)}
    for world in worlds.values():
        end = world.tables["justice_events"]["event_on"].max()
        world.tables["exposure"] = build_exposure(world.study, world.tables, end)

    def run(n: int) -> None:
        index_persons(worlds[n].study, worlds[n].tables)

    run(SMALL)
    few, many = (_cost_per_million(run, n, rounds=3) for n in (SMALL, LARGE))
    return build_result(
        "Index dates, 200,000 people: cost per million people",
        "20,000 people",
        ours=many,
        theirs=few,
        goal=0.4,
    )


def bench_simulated_register() -> Result:
    """A national register of 1,000,000 invented people, written as files, seconds per million people."""
    from idmaj.simulate import write_simulated_study

    def run(n: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_simulated_study(Path(folder), national=True, people=n)

    few, many = _cost_per_million(run, NATIONAL // 10, rounds=1), _cost_per_million(run, NATIONAL, rounds=1)
    return build_result(
        "Simulated national register, 1,000,000 people: cost per million", "100,000 people", ours=many, theirs=few,
        goal=0.8,
    )  # fmt: skip


BENCHMARKS = (bench_index_dates, bench_simulated_register)
