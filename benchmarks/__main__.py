"""Speed against named peers, as ratios in one run; equal results are checked before a ratio is printed.

Usage: ``python -m benchmarks [--only PATTERN]``; writes ``benchmarks/results.json``, where results of other
benchmarks stay.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from benchmarks import ingest

ROUNDS = 5
RESULTS = Path(__file__).with_name("results.json")


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


def time_pair(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Time two callables in turn, after a warm-up of each; return the medians in seconds."""
    ours(), theirs()
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, run in zip(seconds, (ours, theirs), strict=True):
            start = time.perf_counter()
            run()
            kept.append(time.perf_counter() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def compare(name: str, peer: str, ours: Callable[[], np.ndarray], theirs: Callable[[], np.ndarray], *, goal: float,
            tolerance: float) -> Result:  # fmt: skip
    """Check that both give the same numbers, then time them."""
    difference = float(np.max(np.abs(np.asarray(ours()) - np.asarray(theirs()))))
    if not difference <= tolerance:
        raise SystemExit(f"{name}: results differ by {difference:.3g}, more than {tolerance:.3g}; no ratio")
    fast, slow = time_pair(ours, theirs)
    ratio = slow / fast
    return Result(name, peer, fast, slow, "s", ratio, goal, ratio >= goal, _machine())


def make_release_cohort(n: int, *, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make times to return in whole days, events and 8 covariates, known hazard ratios."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 8))
    hazard = 0.001 * np.exp(x @ np.linspace(-0.4, 0.4, 8))
    time_to_return = np.ceil(rng.exponential(1 / hazard))
    censored_at = rng.integers(200, 1_500, size=n)
    return np.minimum(time_to_return, censored_at), time_to_return <= censored_at, x


def bench_cox() -> Result:
    """Cox with Efron ties, 100,000 people, whole days."""
    from statsmodels.duration.hazard_regression import PHReg

    from idmaj.effects.cox import estimate_cox

    days, returned, x = make_release_cohort(100_000)
    return compare(
        "Cox, Efron ties, n = 100,000, 8 covariates",
        "statsmodels PHReg",
        lambda: estimate_cox(days, returned, x).coefficients,
        lambda: PHReg(days, x, status=returned.astype(int), ties="efron").fit(disp=0).params,
        goal=5.0,
        tolerance=1e-7,
    )


def bench_propensity() -> Result:
    """Propensity logit, 100,000 people, 12 columns."""
    import statsmodels.api as sm

    from idmaj.effects.logit import estimate_logit

    rng = np.random.default_rng(2)
    x = rng.normal(size=(100_000, 12))
    treated = rng.random(100_000) < 1 / (1 + np.exp(-(x @ np.linspace(-0.5, 0.5, 12) - 1)))
    design = sm.add_constant(x)
    return compare(
        "Propensity logit, n = 100,000, 12 columns",
        "statsmodels GLM Binomial",
        lambda: estimate_logit(treated, x).coefficients,
        lambda: sm.GLM(treated, design, family=sm.families.Binomial()).fit().params,
        goal=2.0,
        tolerance=1e-6,
    )


def bench_kaplan_meier() -> Result:
    """Kaplan-Meier with Greenwood's error, 1,000,000 people, whole days."""
    from statsmodels.duration.survfunc import SurvfuncRight

    from idmaj.effects.survival import estimate_kaplan_meier, estimate_survival

    days, returned, _ = make_release_cohort(1_000_000)
    horizons = np.unique(days[returned])

    def theirs() -> np.ndarray:
        fit = SurvfuncRight(days, returned.astype(int))
        return np.column_stack([fit.surv_prob, fit.surv_prob_se])

    def ours() -> np.ndarray:
        at = estimate_survival(estimate_kaplan_meier(days, returned), horizons)
        return np.column_stack([at.estimate, at.std_error])

    return compare(
        "Kaplan-Meier, n = 1,000,000", "statsmodels SurvfuncRight", ours, theirs, goal=1.0, tolerance=1e-9
    )


def bench_ingest_csv() -> Result:
    """CSV to canonical Parquet with every cell parsed, 5,000,000 rows of 25 text columns."""
    ours, theirs, peak = ingest.measure_csv()
    name = f"Ingest CSV, {ingest.N_CSV:,} × {len(ingest.HEADER)}, peak {peak:,.0f} MiB of {ingest.MOST_MIB:,}"
    ratio = theirs / ours
    met = ratio >= 1.0 and peak <= ingest.MOST_MIB
    return Result(name, "pandas read_csv + to_parquet", ours, theirs, "s", ratio, 1.0, met, _machine())


def bench_ingest_xlsx() -> Result:
    """Workbook to text, 100,000 rows of 25 columns."""
    ours, theirs = ingest.measure_xlsx()
    name = f"Read XLSX, {ingest.N_XLSX:,} × {len(ingest.HEADER)}"
    return Result(
        name, "openpyxl, read-only", ours, theirs, "s", theirs / ours, 5.0, theirs / ours >= 5.0, _machine()
    )


def _machine() -> str:
    return f"{platform.machine()}, Python {platform.python_version()}"


BENCHMARKS = (bench_cox, bench_propensity, bench_kaplan_meier, bench_ingest_csv, bench_ingest_xlsx)


def main() -> None:
    """Run the benchmarks whose name contains the pattern; print a table and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a benchmark's name, such as cox")
    pattern = parser.parse_args().only
    results = [bench() for bench in BENCHMARKS if pattern in bench.__name__]
    for result in results:
        print(
            f"{result.name}: ours {result.ours:.4f} s, {result.peer} {result.theirs:.4f} s, "
            f"{result.ratio:.1f} times as fast (goal {result.goal:g}: {'met' if result.met else 'missed'})"
        )
    again = {result.name.split(", peak")[0] for result in results}
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = [line for line in kept if line["name"].split(", peak")[0] not in again]
    lines = kept + [asdict(result) for result in results]
    RESULTS.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
