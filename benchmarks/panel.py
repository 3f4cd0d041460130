"""Two-way fixed effects against pyfixest, and the memory that ours takes above the data."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from benchmarks.compare import Result, compare

N_UNITS, N_PERIODS, SHARE_SEEN = 250_000, 12, 0.93
MOST_MIB = 512
COLUMNS = ("outcome", "regressors", "units", "periods")


def build_panel() -> dict[str, np.ndarray]:
    """Build an unbalanced panel of 2.8 million rows: a treatment that starts at different times, two covariates."""
    rng = np.random.default_rng(4)
    units, periods = np.repeat(np.arange(N_UNITS), N_PERIODS), np.tile(np.arange(N_PERIODS), N_UNITS)
    seen = rng.random(len(units)) < SHARE_SEEN
    units, periods = units[seen], periods[seen]
    treated = (periods >= rng.integers(3, 20, N_UNITS)[units]).astype(float)
    regressors = np.column_stack([treated, rng.normal(size=(len(units), 2))])
    level = rng.normal(size=N_UNITS)[units] + 0.1 * periods
    outcome = level + regressors @ [0.3, 0.2, 0.0] + rng.normal(size=len(units))
    return {"outcome": outcome, "regressors": regressors, "units": units, "periods": periods}


def bench_two_way() -> Result:
    """Unit and period effects, errors clustered on the unit; compared are coefficients.

    pyfixest 0.60 counts the wrong effects as nested under some values of PYTHONHASHSEED, so that its errors
    cannot be compared; tests compare ours with dummies and with R.
    """
    import pandas as pd
    import pyfixest as pf

    from idmaj.effects.panel.two_way import estimate_two_way

    panel = build_panel()
    names = ["treated", "first", "second"]
    frame = pd.DataFrame(panel["regressors"], columns=names).assign(
        outcome=panel["outcome"], unit=panel["units"], period=panel["periods"]
    )

    def fit_theirs() -> np.ndarray:
        fit = pf.feols(
            "outcome ~ treated + first + second | unit + period",
            frame,
            vcov={"CRV1": "unit"},
            lean=True,
            copy_data=False,
            store_data=False,
        )
        return fit.coef().to_numpy()

    result = compare(
        f"Two-way fixed effects, {len(frame):,} rows, clustered",
        "pyfixest feols, lean",
        lambda: estimate_two_way(*panel.values()).coefficients,
        fit_theirs,
        goal=3.0,
        tolerance=1e-9,
        rounds=3,
    )
    peak = measure_peak(panel)
    name = f"{result.name}, peak {peak:,.0f} MiB above the data of {MOST_MIB:,}"
    return replace(result, name=name, met=result.met and peak <= MOST_MIB)


def measure_peak(panel: dict[str, np.ndarray]) -> float:
    """Measure the memory above the data, in MiB, in a process that does nothing else."""
    with tempfile.TemporaryDirectory() as made:
        for name in COLUMNS:
            np.save(Path(made) / f"{name}.npy", panel[name])
        command = [sys.executable, "-m", "benchmarks.panel", made]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout))


def read_peak() -> float:
    """Peak resident memory of this process since it began, in MiB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> None:
    """Fit once on the arrays of a folder; print the rise of the peak in MiB."""
    from idmaj.effects.panel.two_way import estimate_two_way

    columns = [np.load(Path(sys.argv[1]) / f"{name}.npy") for name in COLUMNS]
    before = read_peak()
    estimate_two_way(*columns)
    print(json.dumps(read_peak() - before))


BENCHMARKS = (bench_two_way,)

if __name__ == "__main__":
    main()
