"""How often the randomisation test rejects a true null hypothesis, by design of the lottery.

The population is that of `benchmarks.processes` with the same income in both arms; the lottery is redrawn 999
times (enumerated where it has at most 100,000 outcomes).
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from benchmarks.processes import assign, draw_people

from idmaj.effects.randomisation import estimate_randomisation

DESIGNS = ("randomised", "stratified", "paired", "clustered", "paired towns")
SIZES = (60, 200)
REDRAWS = 999
LEVEL = 0.05


def measure_rejections(design: str, n: int, *, draws: int) -> dict[str, Any]:
    """Measure the share of draws with p ≤ 0.05, which must be at most 5 % and two Monte-Carlo errors."""
    rejected = 0
    key = zlib.crc32(design.encode())
    for i in range(draws):
        rng = np.random.default_rng([key, n, i])
        people = draw_people(rng, n, in_towns="towns" in design or design == "clustered")
        treated, assignment = assign(rng, people, design)
        test = estimate_randomisation(
            people.outcome(np.zeros(n)), treated, strata=assignment.strata, clusters=assignment.units,
            draws=REDRAWS, seed=i,
        )  # fmt: skip
        rejected += test.p_value <= LEVEL
    return {
        "test": "permutation", "design": design, "n": n, "draws": draws, "rejected": round(rejected / draws, 4),
        "mc_error": round(float(np.sqrt(LEVEL * (1 - LEVEL) / draws)), 4),
    }  # fmt: skip
