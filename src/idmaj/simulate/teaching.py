"""Immortal time, simulated: no support helps anybody here, and a clock that starts at the release says that it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from idmaj.simulate.lives import Course
from idmaj.simulate.register import FROM, UNTIL, simulate_register
from idmaj.store import Tables
from idmaj.store.schemas import empty_table
from idmaj.study import Study

MONTHS = 12
"""Months after the index date within which returns are counted."""
COURSE = Course(
    early=0.06, late=0.015, fading=6.0, effect=1.0, support=0.05, death=0.0, departure=0.0, breach=0.0
)
"""Support without effect, frequent and spread over the first years; nothing competes with a return."""


@dataclass(frozen=True, eq=False)
class ImmortalTime:
    """A simulated study in which the clock matters.

    Attributes
    ----------
    study
        Its section `[index]` has the rule risk_set; the outcome is `returned`.
    tables
        Canonical tables.
    truth
        ``with_support``, ``without_support``, ``risk_difference`` within 12 months of the hand-over.
    """

    study: Study
    tables: Tables
    truth: dict[str, float]


def simulate_immortal_time(
    seed: int = 0, n: int = 5_000, *, course: Course = COURSE, selection: float = 0.0
) -> ImmortalTime:
    """Simulate people released from prison, some of whom are given equipment at some later time.

    Parameters
    ----------
    seed
        The same seed gives the same study.
    n
        People released.
    course
        Hazards; by default without any effect of the support.
    selection
        How strongly traits change the chances of support; by default not at all, so that nothing but the clock
        distorts the comparison.
    """
    register = simulate_register(n, seed=seed, course=course, selection=selection)
    persons = register.persons.rename(columns={"person": "person_id"})
    ids = persons["person_id"].isin(register.grants["person"])
    persons = persons.assign(
        arm=pd.Series(np.where(ids, "support", "comparison"), dtype="str"),
        arm_value="",
        source_file="",
        source_row=np.arange(1, len(persons) + 1),
    )
    tables = {name: empty_table(name) for name in ("interviews", "exposure")}
    tables["persons"] = persons
    tables["grants"] = register.grants.rename(columns={"person": "person_id", "grant": "grant_id"})
    events = register.justice_events.rename(columns={"person": "person_id"})
    tables["justice_events"] = events.assign(technical=events["technical"].astype("str"))
    months = register.truth["horizons_months"]
    assert isinstance(months, dict)  # made by simulate_register
    return ImmortalTime(build_teaching_study(), tables, dict(months[str(MONTHS)]))


def build_teaching_study() -> Study:
    """Build the study file of the simulation."""
    words = {"en": "Simulated", "fr": "Simulé", "ar": "محاكاة"}
    files: dict[str, dict[str, str]] = {
        "persons": {},
        "grants": {"person_id": "person", "delivered_on": "delivered_on"},
    }
    files["justice_events"] = {name: name for name in ("person_id", "event_type", "event_on")}
    sources: list[dict[str, Any]] = [
        {"role": role, "file": f"data/raw/teaching/{role}.csv", "columns": c} for role, c in files.items()
    ]
    sources[2] |= {"observed_from": FROM, "observed_until": UNTIL}
    competing = [{"id": kind, "label": words, "event_type": kind} for kind in ("death", "departure")]
    return Study.model_validate(
        {
            "format": 1,
            "id": "teaching",
            "study": {
                "title": words, "programme": words, "population": words, "source": words,
                "design": "comparison", "as_of": UNTIL, "time_unit": "month", "identifiers": "none",
                "simulated": True,
            },
            "arms": {"supported_on": "delivered_on"},
            "index": {"rule": "risk_set"},
            "source": sources,
            "outcome": {
                "returned": {
                    "label": words, "domain": "recidivism", "kind": "time_to_event", "better": "lower",
                    "event": "reincarceration", "clock": "hand_over", "data_source": "register",
                    "event_type": "reincarceration", "clock_column": "index_on", "horizons": [float(MONTHS)],
                    "competing": competing,
                }
            },
            "analysis": {"covariates": ["age", "sex", "earlier_returns", "worked_before"]},
        }
    )  # fmt: skip
