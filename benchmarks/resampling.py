"""Bootstrap and permutation against refitting with statsmodels formulas, as analysts write them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
from benchmarks.compare import Result, build_result, time_pair

DRAWS = 2_000
REFITS = 10
"""Refits of the peer that are timed; its time is that of 2,000."""
FORMULA = "y ~ " + " + ".join(f"x{i}" for i in range(1, 9))


def make_frame(n: int, *, is_binary: bool = False, seed: int = 3) -> pd.DataFrame:
    """Make an outcome y and 8 covariates x1 … x8."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 8)), columns=[f"x{i}" for i in range(1, 9)])
    signal = frame.to_numpy() @ np.linspace(-0.4, 0.4, 8)
    frame["y"] = (rng.random(n) < 1 / (1 + np.exp(-signal))) if is_binary else signal + rng.normal(size=n)
    return frame.astype(float)


def bench_bootstrap_ols() -> Result:
    """Bootstrap of OLS, 2,000 resamples of 500 people, 9 coefficients."""
    return _bench_ols(500, goal=500.0)


def bench_bootstrap_ols_large() -> Result:
    """Bootstrap of OLS, 2,000 resamples of 50,000 people, 9 coefficients."""
    return _bench_ols(50_000, goal=250.0)


def bench_bootstrap_logit() -> Result:
    """Bootstrap of a logit, 2,000 resamples of 500 people, 9 coefficients."""
    import statsmodels.formula.api as smf

    from idmaj.effects.resampling import bootstrap_logit

    frame = make_frame(500, is_binary=True)
    outcome, covariates = frame["y"].to_numpy(), frame.filter(like="x").to_numpy()
    rows = _draw_rows(500)

    def theirs() -> list[np.ndarray]:
        return [smf.logit(FORMULA, frame.iloc[drawn]).fit(disp=0).params.to_numpy() for drawn in rows]

    return _compare_bootstrap(
        "Bootstrap of a logit, n = 500",
        lambda: bootstrap_logit(outcome, covariates, draws=DRAWS).coefficients,
        theirs,
        peer="refits with smf.logit",
        goal=200.0,
    )


def bench_permutation() -> Result:
    """Randomisation test adjusted for 8 covariates, 2,000 redraws of the arms of 500 people."""
    import statsmodels.formula.api as smf

    from idmaj.effects.randomisation import estimate_randomisation

    formula, rng = FORMULA + " + arm", np.random.default_rng(5)

    def refit(frame: pd.DataFrame, arm: np.ndarray) -> float:
        return float(smf.ols(formula, frame.assign(arm=arm.astype(float))).fit().params["arm"])

    small, arm = make_frame(14), np.arange(14) < 4
    every = [np.isin(np.arange(14), chosen) for chosen in combinations(range(14), 4)]
    far = np.abs([refit(small, other) for other in every]) >= abs(refit(small, arm)) * (1 - 1e-9)
    ours = estimate_randomisation(small["y"], arm, covariates=small.filter(like="x"))
    if not (ours.is_exact and abs(ours.p_value - far.mean()) < 1e-12):
        raise SystemExit(f"permutation: {ours.p_value} against {far.mean()} by refits; no ratio")

    frame, arm = make_frame(500), np.arange(500) < 200
    y, x = frame["y"].to_numpy(), frame.filter(like="x").to_numpy()
    fast, slow = time_pair(
        lambda: estimate_randomisation(y, arm, covariates=x, draws=DRAWS),
        lambda: [refit(frame, rng.permutation(arm)) for _ in range(REFITS)],
    )
    return build_result(
        "Randomisation test, n = 500, 8 covariates, 2,000 redraws",
        "refits with smf.ols",
        ours=fast,
        theirs=slow * DRAWS / REFITS,
        goal=500.0,
    )


def _bench_ols(n: int, *, goal: float) -> Result:
    import statsmodels.formula.api as smf

    from idmaj.effects.resampling import bootstrap_ols

    frame, rows = make_frame(n), _draw_rows(n)
    design = np.column_stack([np.ones(n), frame.filter(like="x").to_numpy()])
    outcome = frame["y"].to_numpy()
    return _compare_bootstrap(
        f"Bootstrap of OLS, n = {n:,}",
        lambda: bootstrap_ols(outcome, design, draws=DRAWS).coefficients,
        lambda: [smf.ols(FORMULA, frame.iloc[drawn]).fit().params.to_numpy() for drawn in rows],
        peer="refits with smf.ols",
        goal=goal,
    )


def _draw_rows(n: int) -> list[np.ndarray]:
    """Return the people of the first resamples that ours draws."""
    from idmaj.effects.resample_counts import draw_counts

    counts = next(draw_counts(n, draws=DRAWS))[:REFITS]
    return [np.repeat(np.arange(n), row.astype(int)) for row in counts]


def _compare_bootstrap(
    name: str,
    ours: Callable[[], np.ndarray],
    theirs: Callable[[], list[np.ndarray]],
    *,
    peer: str,
    goal: float,
) -> Result:
    difference = float(np.abs(ours()[:REFITS] - np.array(theirs())).max())
    if not difference <= 1e-7:
        raise SystemExit(f"{name}: refits differ by {difference:.3g}; no ratio")
    fast, slow = time_pair(ours, theirs)
    name = f"{name}, 2,000 resamples, 9 coefficients"
    return build_result(name, peer, ours=fast, theirs=slow * DRAWS / REFITS, goal=goal)


BENCHMARKS = (
    bench_bootstrap_ols,
    bench_bootstrap_ols_large,
    bench_bootstrap_logit,
    bench_permutation,
)
