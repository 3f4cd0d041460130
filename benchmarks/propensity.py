"""Propensities against statsmodels, and what is built on them against one propensity."""

from __future__ import annotations

import numpy as np
from benchmarks.compare import Result, build_result, compare, time_pair

PEOPLE = 1_000_000


def bench_propensity() -> Result:
    """Propensity logit of a data frame by Newton's method, a million people, 12 columns."""
    import pandas as pd
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    from idmaj.effects.logit import estimate_logit

    covariates, treated, _ = _simulate(12)
    names = [f"x{i}" for i in range(12)]
    frame = pd.DataFrame(covariates, columns=names).assign(treated=treated.astype(float))
    formula = "treated ~ " + " + ".join(names)
    return compare(
        "Propensity logit, n = 1,000,000, 12 columns",
        "statsmodels.formula.api.glm",
        lambda: estimate_logit(frame["treated"], frame[names]).coefficients,
        lambda: smf.glm(formula, frame, family=sm.families.Binomial()).fit().params.to_numpy(),
        goal=10.0,
        tolerance=1e-7,
        rounds=3,
    )


def bench_cross_fitting() -> Result:
    """Cross-fitted AIPW of a million people in 5 folds: at most ten propensity fits, so the goal is 0.1."""
    from idmaj.effects.doubly_robust import estimate_aipw
    from idmaj.effects.propensity import estimate_propensity

    covariates, treated, outcome = _simulate(20)
    effect = estimate_aipw(outcome, treated, covariates, folds=5).contrast
    if abs(effect.estimate - 1) > 4 * effect.std_error:
        raise SystemExit(f"cross-fitted AIPW: {effect.estimate:.4f}, the truth is 1; no ratio")
    ours, one_fit = time_pair(
        lambda: estimate_aipw(outcome, treated, covariates, folds=5),
        lambda: estimate_propensity(treated, covariates),
        rounds=3,
    )
    return build_result(
        "AIPW cross-fitted in 5 folds, n = 1,000,000, 20 columns",
        "one propensity fit (at most 10 of them)",
        ours=ours,
        theirs=one_fit,
        goal=0.1,
    )


def _simulate(k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    covariates = rng.normal(size=(PEOPLE, k))
    slopes = np.linspace(-0.5, 0.5, k)
    treated = rng.random(PEOPLE) < 1 / (1 + np.exp(-(covariates @ slopes - 1)))
    return covariates, treated, covariates @ slopes + treated + rng.normal(size=PEOPLE)


BENCHMARKS = (bench_propensity, bench_cross_fitting)
