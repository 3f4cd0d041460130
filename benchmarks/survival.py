"""Survival: Cox and Kaplan-Meier against statsmodels."""

from __future__ import annotations

import numpy as np
from benchmarks.compare import Result, compare


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


BENCHMARKS = (bench_cox, bench_kaplan_meier)
