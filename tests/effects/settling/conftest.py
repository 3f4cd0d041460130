"""A planned comparison of made-up people, and the study that plans it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from idmaj.effects.assignment import Assignment
from idmaj.effects.beside import Beside
from idmaj.effects.comparison import Planned
from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.design import Plan
from idmaj.effects.rows import place_outcome
from idmaj.effects.sample import Sample
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "x"}
OUTCOMES = {
    "work": {
        "label": LABEL, "domain": "employment", "kind": "binary", "better": "higher",
        "value": {"column": "work", "equals": 1},
        "smallest_effect": {"value": 0.1, "scale": "risk_difference"},
    },
    "wage": {
        "label": LABEL, "domain": "income", "kind": "continuous", "better": "higher", "money": True,
        "value": {"column": "wage"}, "smallest_effect": {"value": 500, "scale": "mean_difference"},
    },
}  # fmt: skip


def make_study(design: str = "randomised", **sections: object) -> Study:
    arms = {"column": "arm", "support": [1], "comparison": [0] if design != "single_group" else []}
    return Study.model_validate(
        {
            "format": 1,
            "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
                "design": design, "identifiers": "none",
            },
            "arms": arms,
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": OUTCOMES,
            **sections,
        }
    )  # fmt: skip


def make_sample(
    outcome: np.ndarray, treated: np.ndarray, *, is_binary: bool, lost: int = 0, **other: object
) -> Sample:
    n, one = len(outcome), int(treated.sum())
    ids = np.array([f"p{i:05d}" for i in range(n)])
    return Sample(
        outcome,
        treated,
        np.empty((n, 0)),
        (),
        is_binary,
        ids,
        (one + lost, n - one + lost),
        uncut=outcome,
        **other,
    )  # type: ignore[arg-type]


def make_planned(
    name: str, sample: Sample, study: Study, *, estimator: str = "difference_in_means"
) -> Planned:
    place = place_outcome(study, name, as_of="2024-01-01")
    fields = {"role": "primary", "estimand": "itt", "conf_level": 0.95}
    primary = estimate_contrast(sample, place, estimator=estimator, **fields)  # type: ignore[arg-type]
    beside = Beside(
        sample,
        place,
        study.outcome[name],
        "itt",
        study.study.design,
        estimator,
        is_primary=True,
        conf_level=0.95,
    )
    plan = Plan(estimator, (), (), "plan-study-file")
    return Planned(study, None, None, beside, plan, primary, [])  # type: ignore[arg-type]


@pytest.fixture
def study() -> Callable[..., Study]:
    return make_study


@pytest.fixture
def sample() -> Callable[..., Sample]:
    return make_sample


@pytest.fixture
def planned() -> Callable[..., Planned]:
    return make_planned


@pytest.fixture
def clusters_of() -> Callable[[int, int], Assignment]:
    def make(n: int, size: int) -> Assignment:
        codes = np.arange(n) // size
        return Assignment(None, codes, codes)

    return make
