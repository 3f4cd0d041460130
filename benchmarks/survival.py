"""Hazard models: Cox against R, lifelines and statsmodels; weighted Cox and Fine-Gray against our own Cox.

R (package survival) is timed where `Rscript` is installed, lifelines in an environment of its own, which
`.ci/setup peers` makes. Each peer reads the same rows from a file and times its fit alone.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.compare import Result, build_result, time_pair

LIFELINES = Path(".venv/lifelines/bin/python")
LARGE, SMALL = 1_000_000, 100_000
TOLERANCE = {"R survival::coxph": 1e-8, "lifelines CoxPHFitter": 1e-6, "statsmodels PHReg": 1e-7}
CONTINUOUS_TOLERANCE = 5e-8
"""R joins times that differ by rounding alone, and rows pass through a file: SPEED.md saw 1.3e-8."""
GIBIBYTE = 2**30

R_SCRIPT = """
suppressMessages(library(survival))
a <- commandArgs(TRUE); n <- as.integer(a[2])
d <- as.data.frame(matrix(readBin(a[1], 'double', n * 10), nrow = n))
names(d) <- c('time', 'event', paste0('x', 1:8))
s <- numeric(0)
for (i in 1:as.integer(a[3])) s <- c(s, system.time(
  fit <- coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8, d, ties = 'efron'))[['elapsed']])
b <- paste(sprintf('%.17g', coef(fit)), collapse = ',')
cat('{"seconds": [', paste(s, collapse = ','), '], "coefficients": [', b, ']}', sep = '')
"""
LIFELINES_SCRIPT = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, pandas as pd
from lifelines import CoxPHFitter
file, n, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
frame = pd.DataFrame(np.fromfile(file).reshape(10, n).T, columns=["time", "event", *(f"x{i}" for i in range(1, 9))])
seconds = []
for _ in range(rounds):
    start = time.perf_counter()
    fit = CoxPHFitter().fit(frame, "time", "event")
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds, "coefficients": fit.params_.tolist()}))
"""


def make_release_cohort(
    n: int, *, whole_days: bool = True, seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make times to return, events and 8 covariates, known hazard ratios."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 8))
    hazard = 0.001 * np.exp(x @ np.linspace(-0.4, 0.4, 8))
    time_to_return = rng.exponential(1 / hazard)
    censored_at = rng.uniform(200, 1_500, size=n)
    days = np.minimum(time_to_return, censored_at)
    return np.ceil(days) if whole_days else days, time_to_return <= censored_at, x


def _fit_elsewhere(program: str, script: str, file: str, n: int, rounds: int) -> dict[str, Any]:
    saved = Path(file).with_name("fit")
    saved.write_text(script, encoding="utf-8")
    command = [program, str(saved), file, str(n), str(rounds)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(found.stdout))


def _peers(n: int, rounds: int) -> Iterator[tuple[str, Callable[[str], dict[str, Any]]]]:
    """Yield the peers that are here, each with what fits the rows of a file and times it."""
    if shutil.which("Rscript"):
        yield "R survival::coxph", lambda file: _fit_elsewhere("Rscript", R_SCRIPT, file, n, rounds)
    else:
        print("Rscript is not installed: no ratio against R")
    if LIFELINES.exists():
        yield (
            "lifelines CoxPHFitter",
            lambda file: _fit_elsewhere(str(LIFELINES), LIFELINES_SCRIPT, file, n, rounds),
        )
    yield "statsmodels PHReg", lambda file: _fit_statsmodels(file, n, rounds)


def _fit_statsmodels(file: str, n: int, rounds: int) -> dict[str, Any]:
    from statsmodels.duration.hazard_regression import PHReg

    rows = np.fromfile(file).reshape(10, n)
    x, seconds = np.ascontiguousarray(rows[2:].T), []
    for _ in range(rounds):
        start = time.perf_counter()
        fit = PHReg(rows[0], x, status=rows[1].astype(int), ties="efron").fit(disp=0)
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds, "coefficients": fit.params.tolist()}


def _bench_cox(n: int, *, whole_days: bool, goals: dict[str, float], rounds: int) -> list[Result]:
    from idmaj.effects.cox import estimate_cox

    days, returned, x = make_release_cohort(n, whole_days=whole_days)
    ours, results = estimate_cox(days, returned, x).coefficients, []
    kind = "whole days" if whole_days else "continuous times"
    peak = _measure_peak(lambda: estimate_cox(days, returned, x))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "rows.bin")
        np.concatenate([[days, returned.astype(float)], x.T]).tofile(file)
        for peer, fit in _peers(n, rounds):
            if peer not in goals:
                continue
            own = [_time(lambda: estimate_cox(days, returned, x)) for _ in range(rounds)]
            theirs = fit(file)
            own += [_time(lambda: estimate_cox(days, returned, x)) for _ in range(rounds)]
            _check_equal(ours, theirs["coefficients"], peer, whole_days=whole_days)
            name = f"Cox, Efron ties, n = {n:,}, 8 covariates, {kind}, against {peer.split()[0]}"
            name += f", peak {peak / GIBIBYTE:.2f} GiB above the data"
            results.append(
                build_result(
                    name,
                    peer,
                    ours=statistics.median(own),
                    theirs=statistics.median(theirs["seconds"]),
                    goal=goals[peer],
                    also=peak <= GIBIBYTE / 2,
                )
            )
    return results


def _check_equal(ours: np.ndarray, theirs: list[float], peer: str, *, whole_days: bool) -> None:
    difference = float(np.max(np.abs(ours - np.asarray(theirs))))
    limit = TOLERANCE[peer] if whole_days else max(CONTINUOUS_TOLERANCE, TOLERANCE[peer])
    if not difference <= limit:
        raise SystemExit(f"Cox against {peer}: coefficients differ by {difference:.3g}; no ratio")


def _time(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _measure_peak(run: Callable[[], object]) -> int:
    """Measure the largest memory that arrays take at a time, beyond what was there before."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def bench_cox_large() -> list[Result]:
    """Cox with Efron ties, 1,000,000 people, whole days, against R, lifelines and statsmodels."""
    goals = {"R survival::coxph": 3.5, "lifelines CoxPHFitter": 1.4, "statsmodels PHReg": 7.0}
    return _bench_cox(LARGE, whole_days=True, goals=goals, rounds=3)


def bench_cox_continuous() -> list[Result]:
    """Cox with Efron ties, 100,000 people, continuous times, against lifelines and statsmodels."""
    goals = {"lifelines CoxPHFitter": 15.0, "statsmodels PHReg": 80.0}
    return _bench_cox(SMALL, whole_days=False, goals=goals, rounds=2)


def bench_weighted_cox() -> Result:
    """Cox with inverse-probability weights and sandwich errors, held against plain Cox of the same people."""
    from idmaj.effects.cox import estimate_cox

    days, returned, x = make_release_cohort(LARGE)
    weights = np.random.default_rng(2).uniform(0.5, 2, LARGE)
    weighted, plain = time_pair(
        lambda: estimate_cox(days, returned, x, weights=weights),
        lambda: estimate_cox(days, returned, x),
        rounds=3,
    )
    return build_result(
        "Weighted Cox, n = 1,000,000, at most 2 times plain Cox", "our own plain Cox",
        ours=weighted, theirs=plain, goal=0.5,
    )  # fmt: skip


def bench_fine_gray() -> Result:
    """Fine-Gray with estimated censoring weights, held against plain Cox of the same people."""
    from idmaj.effects.cox import estimate_cox
    from idmaj.effects.fine_gray import estimate_fine_gray

    days, returned, x = make_release_cohort(LARGE)
    competing = ~returned & (np.random.default_rng(3).random(LARGE) < 0.3)
    model, plain = time_pair(
        lambda: estimate_fine_gray(days, returned, competing, x),
        lambda: estimate_cox(days, returned, x),
        rounds=3,
    )
    return build_result(
        "Fine-Gray, n = 1,000,000, at most 4 times plain Cox", "our own plain Cox",
        ours=model, theirs=plain, goal=0.25,
    )  # fmt: skip


BENCHMARKS = (bench_cox_large, bench_cox_continuous, bench_weighted_cox, bench_fine_gray)
