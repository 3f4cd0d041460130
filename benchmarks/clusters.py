"""Errors of clustered designs against the libraries of the field."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.compare import Result, compare

N_COLUMNS = 9
DRAWS = 9_999


def _draw_study(n: int, n_clusters: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, design with an intercept, clusters; the second column is assigned to clusters, without effect."""
    rng = np.random.default_rng(seed)
    clusters = rng.integers(0, n_clusters, n)
    design = np.column_stack([np.ones(n), rng.normal(size=(n, N_COLUMNS - 1))])
    design[:, 1] = rng.permutation(np.arange(n_clusters) % 2)[clusters]
    outcome = rng.normal(size=n) + 0.5 * rng.normal(size=n_clusters)[clusters]
    return outcome, design, clusters


def _build_peer(outcome: np.ndarray, design: np.ndarray, clusters: np.ndarray) -> Callable[[], float]:
    import pandas as pd
    import pyfixest

    people = pd.DataFrame(design[:, 1:], columns=[f"x{j}" for j in range(1, N_COLUMNS)])
    people = people.assign(y=outcome, cluster=clusters)
    formula = "y ~ " + " + ".join(people.columns[: N_COLUMNS - 1])
    fit = pyfixest.feols(formula, people, vcov={"CRV1": "cluster"})
    return lambda: float(fit.wildboottest(param="x1", reps=DRAWS, cluster="cluster", seed=1)["Pr(>|t|)"])


def _check_enumeration() -> None:
    """Both must agree exactly, on a null effect, where every sign vector is used.

    The peer compares strictly, and rounding decides for it about the two vectors of equal signs, which repeat
    the statistic of the data.
    """
    from idmaj.effects.wild_bootstrap import estimate_wild_bootstrap

    outcome, design, clusters = _draw_study(400, 10, seed=3)
    ours = estimate_wild_bootstrap(outcome, design, clusters, position=1)
    theirs = _build_peer(outcome, design, clusters)()
    if not (ours.is_exact and ours.p_value_strict - 1e-12 <= theirs <= ours.p_value + 1e-12):
        raise SystemExit(f"wild bootstrap, enumerated: {ours.p_value_strict}, not {theirs}; no ratio")


def _bench_wild_bootstrap(n: int) -> Result:
    from idmaj.effects.wild_bootstrap import estimate_wild_bootstrap

    _check_enumeration()
    outcome, design, clusters = _draw_study(n, 75, seed=4)
    theirs = _build_peer(outcome, design, clusters)
    return compare(
        f"Wild cluster bootstrap with interval, n = {n:,}, G = 75, B = {DRAWS:,}",
        "pyfixest wildboottest (p-value alone)",
        lambda: np.array([estimate_wild_bootstrap(outcome, design, clusters, position=1).p_value_strict]),
        lambda: np.array([theirs()]),
        goal=10.0,
        # six Monte-Carlo errors of the difference of two shares of 9,999 draws
        tolerance=0.042,
    )


def bench_wild_bootstrap() -> Result:
    """Restricted wild cluster bootstrap, 500 people in 75 clusters, 9,999 draws."""
    return _bench_wild_bootstrap(500)


def bench_wild_bootstrap_many_people() -> Result:
    """Restricted wild cluster bootstrap, 50,000 people in 75 clusters, 9,999 draws."""
    return _bench_wild_bootstrap(50_000)


BENCHMARKS = (bench_wild_bootstrap, bench_wild_bootstrap_many_people)
