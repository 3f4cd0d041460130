"""Made-up studies with subgroups and cohorts, as tables of persons and outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.comparison import Planned, plan_comparison
from idmaj.effects.rows import Place, place_outcome
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "x"}


@dataclass(frozen=True)
class World:
    """A study with its persons and outcome rows at the primary horizon."""

    study: Study
    persons: pd.DataFrame
    outcomes: pd.DataFrame

    @property
    def place(self) -> Place:
        place = place_outcome(self.study, "result", as_of="2026-01-31")
        return place.at(horizon="12", time=12.0)

    def plan(self) -> Planned:
        planned = plan_comparison(self.outcomes, self.persons, self.study, self.place, is_primary=True)
        assert isinstance(planned, Planned)
        return planned


def make_world(
    persons: pd.DataFrame, values, *, design: str = "randomised", kind: str = "binary", **analysis
) -> World:
    ids = [f"p{i:05d}" for i in range(len(persons))]
    persons = persons.assign(person_id=ids)
    amount = {"money": True, "domain": "income"} if kind == "continuous" else {"domain": "employment"}
    if design != "single_group":
        amount["estimator"] = "difference_in_means"  # whatever the table of coverage says of others
    given = {
        "format": 1, "id": "made-up",
        "study": {
            "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL, "design": design,
            "identifiers": "none", "currency": "mad",
        },
        "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
        "outcome": {
            "result": {
                "label": LABEL, "kind": kind, "better": "higher",
                "value": {"column": "y"} if kind == "continuous" else {"column": "y", "equals": "yes"}, **amount,
            }
        },
        "analysis": analysis,
    }  # fmt: skip
    if design != "single_group":
        given["arms"] = {"column": "arm", "support": ["support"], "comparison": ["comparison"]}
    arm = persons.get("arm", "support")
    outcomes = pd.DataFrame({
        "person_id": ids, "outcome": "result", "horizon": "12", "time": 12.0, "is_primary_horizon": True,
        "arm": arm, "value": np.asarray(values, dtype=float), "missing": "", "after_event": False,
    })  # fmt: skip
    return World(Study.model_validate(given), persons, outcomes)


@pytest.fixture
def trial() -> World:
    """600 people by lot; the result is twice as far apart among women as among men; three towns."""
    rng = np.random.default_rng(4)
    n = 600
    arm = np.where(np.arange(n) % 2 == 0, "support", "comparison")
    sex = np.where(rng.random(n) < 0.4, "f", "m")
    town = rng.choice(["a", "b", "c"], n, p=[0.45, 0.45, 0.1])
    effect = np.where(sex == "f", 0.3, 0.1) * (arm == "support")
    values = rng.random(n) < 0.4 + effect
    persons = pd.DataFrame({"arm": arm, "sex": sex, "town": town, "age": rng.integers(18, 60, n)})
    return make_world(persons, values, covariates=["age", "sex"], subgroups=["sex"], cohort="town")


def cohorts_of_seven(k: int, *, seed: int = 3, size: int = 7, kind: str = "binary") -> World:
    """K cohorts of one group, each helped together."""
    rng = np.random.default_rng(seed)
    cohort = np.repeat([f"c{i:02d}" for i in range(k)], size)
    values = rng.random(k * size) < 0.3 if kind == "binary" else rng.gamma(2.0, 1000.0, k * size)
    persons = pd.DataFrame({"cohort": cohort})
    return make_world(persons, values, design="single_group", kind=kind, cohort="cohort")
