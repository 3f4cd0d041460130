"""Propensities against statsmodels."""

from __future__ import annotations

import numpy as np
from benchmarks.compare import Result, compare


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


BENCHMARKS = (bench_propensity,)
