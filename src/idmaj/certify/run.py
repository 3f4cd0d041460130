"""Simulate the worlds of a study, on several processors, and keep what came of them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from idmaj.certify.answers import answer_world
from idmaj.certify.base import Base, read_base
from idmaj.certify.comparisons import draw_comparison, fit_models
from idmaj.certify.groups import answer_group, draw_group
from idmaj.certify.measures import count_states, measure_estimators
from idmaj.certify.trials import draw_trial, read_lot
from idmaj.certify.verdicts import judge_group, judge_worlds
from idmaj.certify.worlds import World
from idmaj.effects.propensity import remember_propensities
from idmaj.report.certificate import STAGE
from idmaj.store import Evaluation, Tables

SEED = 1
WORLDS = 1_000
FEWEST_PEOPLE = 10
"""Below this many people nothing that depends on an outcome is published (METHODS.md, section 2)."""
CHUNK = 20
"""Worlds that a process is given at a time."""
KINDS = {
    "randomised": ("null", "smallest", "double"),
    "comparison": ("null", "smallest", "confounded"),
    "single_group": ("random",),
}
"""Kinds of worlds of each design."""
SHOWN = frozenset({"double", "confounded"})
"""Kinds that no share of the worlds is judged by: a quarter as many are made."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Chunk = tuple[str, int, int]
Found = tuple[list[dict[str, Any]], list[dict[str, Any]], list[bool]]


@dataclass(frozen=True, eq=False)
class Certificate:
    """What simulated worlds say of the calibration of a study's results.

    Attributes
    ----------
    study
        Id of the study.
    worlds, seed
        Worlds of each kind, and the seed that made them.
    tables
        `about`, one row: `study`, `design`, `worlds`, `seed`, `as_of`, `n`; `measures`, `states` and `verdicts`: see
        `idmaj.certify.measures` and `idmaj.certify.verdicts`.
    """

    study: str
    worlds: int
    seed: int
    tables: Tables

    @property
    def measures(self) -> pd.DataFrame:
        """Coverage, errors and bias of each estimator."""
        return self.tables["measures"]

    @property
    def states(self) -> pd.DataFrame:
        """States of the claim ladder, counted."""
        return self.tables["states"]

    @property
    def verdicts(self) -> pd.DataFrame:
        """Limits, and whether they are kept."""
        return self.tables["verdicts"]

    @property
    def passed(self) -> bool:
        """Whether every limit is kept."""
        return bool(self.verdicts["passed"].all())


def certify_study(
    evaluation: Evaluation, *, worlds: int = WORLDS, seed: int = SEED, jobs: int | None = None
) -> Certificate:
    """Put a study through simulated worlds of its own size, through its gates, disclosure and ladder.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    worlds
        Of each kind; a quarter as many of those in `SHOWN`.
    seed
        The same seed gives the same worlds, whatever `jobs`.
    jobs
        Processes; by default one a processor. With 1 everything happens in this one.

    Returns
    -------
    Certificate
        Kept in the store under the content of study and library, `worlds` and `seed`.

    Raises
    ------
    StudyProblems
        Where no worlds can be made of the design.

    Notes
    -----
    Source: METHODS, section 4, Certificate. Worlds are made at the primary horizon and over everybody; what only
    decides between C5 and C6 is not simulated, since C5 already counts as an effect that was stated.
    """
    processes = jobs or os.cpu_count() or 1
    stage = f"{STAGE}-{worlds}-{seed}"
    tables = evaluation.keep(stage, lambda: _simulate(evaluation, worlds, seed, jobs=processes))
    return Certificate(evaluation.study.id, worlds, seed, tables)


def _simulate(evaluation: Evaluation, worlds: int, seed: int, *, jobs: int) -> Tables:
    base = read_base(evaluation)
    design = base.study.study.design
    # Before other processes start: what they read from the store is then there.
    if design == "single_group":
        answer_group(base.made, base, evaluation, {})
    sizes = {kind: -(-worlds // 4) if kind in SHOWN else worlds for kind in _list_kinds(base)}
    chunks = [(kind, at, min(at + CHUNK, n)) for kind, n in sizes.items() for at in range(0, n, CHUNK)]
    rows: list[dict[str, Any]] = []
    states: list[dict[str, Any]] = []
    differ: list[bool] = []
    for more_rows, more_states, more_differ in _run_chunks(evaluation, chunks, seed, jobs=jobs):
        rows += more_rows
        states += more_states
        differ += more_differ
    found = pd.DataFrame(states)
    about = {"study": base.study.id, "design": design, "worlds": worlds, "seed": seed, "as_of": base.as_of}
    tables = {"about": pd.DataFrame([about | {"n": len(base.persons)}]), "states": count_states(found)}
    if design == "single_group":
        silent = len(base.persons) < FEWEST_PEOPLE and not base.study.disclosure.public_microdata
        verdicts = judge_group(found, sum(differ), is_silent=silent)
        return tables | {"measures": measure_estimators(_no_rows()), "verdicts": verdicts}
    measures = measure_estimators(pd.DataFrame(rows) if rows else _no_rows())
    return tables | {"measures": measures, "verdicts": judge_worlds(found, base.study)}


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=["kind", "world", "outcome", "estimator", "role", "truth"])


def _list_kinds(base: Base) -> list[str]:
    """Kinds of worlds; those of a smallest effect only where some outcome declares one."""
    declared = any(one.smallest is not None for one in base.measured)
    sized = {"smallest", "double"}
    return [kind for kind in KINDS[base.study.study.design] if declared or kind not in sized]


@dataclass(eq=False)
class Simulator:
    """What one process needs to simulate worlds; built once.

    Attributes
    ----------
    evaluation
        The study.
    seed
        Of all worlds.
    """

    evaluation: Evaluation
    seed: int
    briefs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the study, and fit what all its worlds share."""
        self.base = read_base(self.evaluation)
        self.draw = _choose_draw(self.base)
        is_group = not self.base.study.has_comparison
        self.own = (
            answer_group(self.base.made, self.base, self.evaluation, self.briefs).digest if is_group else ""
        )

    def run(self, chunk: Chunk) -> Found:
        """Simulate some worlds of a kind."""
        kind, first, last = chunk
        found: Found = ([], [], [])
        for world in range(first, last):
            rng = np.random.default_rng([self.seed, sorted(_NUMBERS).index(kind), world])
            here = {"kind": kind, "world": world}
            if kind == "random":
                group = answer_group(draw_group(self.base, rng), self.base, self.evaluation, self.briefs)
                found[1].extend(here | state | {"has_truth": False} for state in group.states)
                found[2].append(group.digest != self.own)
                continue
            answer = answer_world(self.draw(kind, rng), self.base, lint=kind == "confounded")
            found[0].extend(here | row for row in answer.rows)
            found[1].extend(here | state for state in answer.states)
        return found


_NUMBERS = frozenset(kind for kinds in KINDS.values() for kind in kinds)


def _choose_draw(base: Base) -> Callable[[str, np.random.Generator], World]:
    if base.study.study.design == "comparison":
        models = fit_models(base)
        return lambda kind, rng: draw_comparison(base, models, kind, rng)
    if not base.study.has_comparison:
        return lambda _kind, _rng: World(base.persons, {}, {})
    lot = read_lot(base)
    return lambda kind, rng: draw_trial(base, lot, kind, rng)


def _run_chunks(evaluation: Evaluation, chunks: Sequence[Chunk], seed: int, *, jobs: int) -> Iterator[Found]:
    if jobs == 1:
        simulator = Simulator(evaluation, seed)
        with remember_propensities():
            yield from map(simulator.run, chunks)
        return
    with _one_thread_each():
        pool = multiprocessing.get_context("spawn").Pool(jobs, _start, (evaluation, seed))
    with pool:
        yield from pool.imap(_run_chunk, chunks)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started here compute with one thread: they share the processors already."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_SIMULATOR: list[Simulator] = []


def _start(evaluation: Evaluation, seed: int) -> None:
    remember_propensities().__enter__()  # until the process ends
    _SIMULATOR.append(Simulator(evaluation, seed))


def _run_chunk(chunk: Chunk) -> Found:
    return _SIMULATOR[0].run(chunk)
