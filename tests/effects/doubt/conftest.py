"""A planned comparison made up of whole columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.comparison import Planned, plan_comparison
from idmaj.effects.rows import place_outcome
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "س"}
COVARIATES = ["x", "z", "kind"]


def make_study(kind, design, *, analysis, outcome, sections):
    rule = {"column": "y", "equals": 1} if kind == "binary" else {"column": "y"}
    return Study.model_validate(
        {
            "format": 1, "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
                "design": design, "identifiers": "none",
            },
            "arms": {"column": "arm", "support": [1], "comparison": [0]},
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": {
                "y": {"label": LABEL, "domain": "income", "kind": kind, "better": "higher", "value": rule, **outcome}
            },
            "analysis": {"covariates": COVARIATES, **analysis}, **sections,
        }
    )  # fmt: skip


@pytest.fixture
def make_planned():
    """Make a planned comparison: who is supported, and the outcome, hang on x and on something unmeasured."""

    def make(kind="continuous", design="comparison", *, n=300, effect=1.0, hidden=0.0, seed=3, analysis=None,
             outcome=None, **sections):  # fmt: skip
        rng = np.random.default_rng(seed)
        x, z, u = rng.normal(size=(3, n))
        chance = 0.5 if design == "randomised" else 1 / (1 + np.exp(1 - 0.6 * x - hidden * u))
        treated = rng.random(n) < chance
        y = 3 + effect * treated + x + 0.3 * z + hidden * u + rng.normal(size=n)
        values = (y > 3.5).astype(float) if kind == "binary" else y
        people = pd.DataFrame(
            {"person_id": [f"p{i:04d}" for i in range(n)], "x": x, "z": z, "earlier": x + rng.normal(size=n)}
        )
        people["kind"] = pd.Series(np.array(["a", "b", "c"])[rng.integers(0, 3, n)], dtype="str")
        people["place"] = rng.integers(0, 30, n)
        rows = pd.DataFrame(
            {
                "person_id": people["person_id"], "arm": np.where(treated, "support", "comparison"),
                "outcome": "y", "value": values, "missing": "", "time": np.nan,
            }
        )  # fmt: skip
        study = make_study(kind, design, analysis=analysis or {}, outcome=outcome or {}, sections=sections)
        planned = plan_comparison(
            rows, people, study, place_outcome(study, "y", as_of="2020-01-01"), is_primary=True
        )
        assert isinstance(planned, Planned)
        return planned

    return make
