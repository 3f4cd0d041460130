"""Curves and tests of times to an event: against statsmodels, and Aalen-Johansen against our Kaplan-Meier."""

from __future__ import annotations

import numpy as np
from benchmarks.compare import Result, build_result, compare, time_pair

N = 1_000_000


def make_returns(
    n: int, *, whole_days: bool = True, seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make times to return, death or the end of observation, the cause (0, 1, 2) and an arm without effect."""
    rng = np.random.default_rng(seed)
    times = np.stack([rng.exponential(2_000, n), rng.exponential(9_000, n), rng.uniform(200, 1_500, n)])
    cause = np.array([1, 2, 0])[times.argmin(axis=0)]
    days = times.min(axis=0)
    return np.ceil(days) if whole_days else days, cause, rng.random(n) < 0.5


def _bench_kaplan_meier(name: str, *, whole_days: bool) -> Result:
    """Both give survival and Greenwood's error at every event time; limits are worked out where they are shown."""
    from statsmodels.duration.survfunc import SurvfuncRight

    from idmaj.effects.survival import estimate_kaplan_meier

    days, cause, _ = make_returns(N, whole_days=whole_days)
    returned = cause == 1
    status = returned.astype(int)

    def theirs() -> np.ndarray:
        fit = SurvfuncRight(days, status)
        return np.column_stack([fit.surv_prob, fit.surv_prob_se])

    def ours() -> np.ndarray:
        curve = estimate_kaplan_meier(days, returned)
        happened = curve.n_events > 0
        survival = curve.survival[happened]
        return np.column_stack([survival, survival * np.sqrt(curve.variance[happened])])

    return compare(name, "statsmodels SurvfuncRight", ours, theirs, goal=1.0, tolerance=1e-9, rounds=9)


def bench_kaplan_meier_days() -> Result:
    """Kaplan-Meier with Greenwood's error, 1,000,000 people, whole days."""
    return _bench_kaplan_meier("Kaplan-Meier with errors, n = 1,000,000, whole days", whole_days=True)


def bench_kaplan_meier_continuous() -> Result:
    """Kaplan-Meier with Greenwood's error, 1,000,000 people, times without ties."""
    return _bench_kaplan_meier("Kaplan-Meier with errors, n = 1,000,000, continuous times", whole_days=False)


def _bench_log_rank(name: str, *, whole_days: bool) -> Result:
    from statsmodels.duration.survfunc import survdiff

    from idmaj.effects.log_rank import estimate_log_rank

    days, cause, arm = make_returns(N, whole_days=whole_days)
    returned = cause == 1
    status, group = returned.astype(int), arm.astype(int)
    return compare(
        name,
        "statsmodels survdiff",
        lambda: np.array([estimate_log_rank(days, returned, group).statistic]),
        lambda: np.array([survdiff(days, status, group)[0]]),
        goal=1.0,
        tolerance=1e-6,
    )


def bench_log_rank_days() -> Result:
    """Log-rank test of two arms, 1,000,000 people, whole days."""
    return _bench_log_rank("Log-rank, n = 1,000,000, whole days", whole_days=True)


def bench_log_rank_continuous() -> Result:
    """Log-rank test of two arms, 1,000,000 people, times without ties."""
    return _bench_log_rank("Log-rank, n = 1,000,000, continuous times", whole_days=False)


def _bench_aalen_johansen(name: str, *, whole_days: bool) -> Result:
    """The goal of a tenth of the speed is that of under ten times the seconds of Kaplan-Meier."""
    from idmaj.effects.cumulative_incidence import estimate_cumulative_incidence, estimate_incidence
    from idmaj.effects.survival import estimate_kaplan_meier, estimate_survival

    days, cause, _ = make_returns(N, whole_days=whole_days)
    horizons = np.array([365.0, 730.0, 1_095.0])

    def incidence() -> np.ndarray:
        curve = estimate_cumulative_incidence(days, cause, n_causes=2)
        return np.stack([estimate_incidence(curve, horizons, cause=c).estimate for c in (1, 2)])

    def survival() -> np.ndarray:
        return estimate_survival(estimate_kaplan_meier(days, cause > 0), horizons).estimate

    gap = float(np.abs(incidence().sum(axis=0) + survival() - 1).max())
    if gap > 1e-9:
        raise SystemExit(f"{name}: risks and survival do not add up to 1 by {gap:.3g}; no ratio")
    ours, theirs = time_pair(incidence, survival)
    return build_result(name, "our Kaplan-Meier", ours=ours, theirs=theirs, goal=0.1)


def bench_aalen_johansen_days() -> Result:
    """Aalen-Johansen of two events with errors, 1,000,000 people, whole days."""
    return _bench_aalen_johansen("Aalen-Johansen with errors, n = 1,000,000, whole days", whole_days=True)


def bench_aalen_johansen_continuous() -> Result:
    """Aalen-Johansen of two events with errors, 1,000,000 people, times without ties."""
    return _bench_aalen_johansen(
        "Aalen-Johansen with errors, n = 1,000,000, continuous times", whole_days=False
    )


BENCHMARKS = (
    bench_kaplan_meier_days, bench_kaplan_meier_continuous, bench_log_rank_days, bench_log_rank_continuous,
    bench_aalen_johansen_days, bench_aalen_johansen_continuous,
)  # fmt: skip
