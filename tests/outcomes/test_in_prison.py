"""Custody found at the interview is a result, not a loss: a truth table, row by row."""

import pandas as pd
import pytest

from idmaj.outcomes.build import measure_outcomes
from idmaj.outcomes.recidivism import Register
from idmaj.store.schemas import empty_table
from idmaj.study import Study

LABEL = {"en": "Work", "fr": "Emploi", "ar": "الشغل"}
SOURCES = [
    {"role": "persons", "file": "p.csv", "columns": {"person_id": "id"}},
    {"role": "interviews", "file": "i.csv", "columns": {"person_id": "id", "wave": "w"}},
]
PEOPLE = {
    # person: (contact, worked, wage) -> value of work, of wage; 0 where custody was found
    "a": ("interviewed", "yes", 900.0),
    "b": ("interviewed", "no", 0.0),
    "c": ("in_prison", None, None),
    "d": ("refused", None, None),
    "e": ("deceased", None, None),
    "f": ("in_prison", "yes", 900.0),
}


def study(**changed):
    shared = {"label": LABEL, "horizons": ["w1"]}
    outcomes = {
        "working": shared | {"domain": "employment", "kind": "binary", "better": "higher",
                             "value": {"column": "work", "equals": "yes"}},
        "wage": shared | {"domain": "income", "kind": "continuous", "better": "higher", "value": {"column": "wage"}},
        "jobless": shared | {"domain": "employment", "kind": "binary", "better": "lower",
                             "value": {"column": "work", "equals": "no"}},
        "content": shared | {"domain": "wellbeing", "kind": "binary", "better": "higher",
                             "value": {"column": "work", "equals": "yes"}},
    }  # fmt: skip
    return Study.model_validate(
        {
            "format": 1,
            "id": "toy",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
                "design": "single_group", "identifiers": "none",
            },
            "source": SOURCES,
            "wave": [{"id": "w1", "time": 6}],
            "outcome": {name: outcome | changed for name, outcome in outcomes.items()},
        }
    )  # fmt: skip


def measure(**changed):
    ids = list(PEOPLE)
    contact, work, wage = zip(*PEOPLE.values(), strict=True)
    tables = {
        "persons": empty_table("persons")
        .reindex(range(len(ids)))
        .assign(person_id=ids, arm="", source_row=1),
        "interviews": pd.DataFrame(
            {
                "person_id": ids,
                "wave": "w1",
                "contact": contact,
                "work": pd.Series(work, dtype="str"),
                "wage": wage,
            }
        ),
        "justice_events": empty_table("justice_events"),
        "grants": empty_table("grants"),
    }
    register = Register(tables["justice_events"], pd.Timestamp("2025-09-01").date(), "month")
    return measure_outcomes(study(**changed), tables, register)["outcomes"].set_index(
        ["outcome", "person_id"]
    )


def told(outcomes, name):
    rows = outcomes.loc[name]
    return [kind or value for value, kind in zip(rows["value"], rows["missing"], strict=True)]


def test_who_is_in_prison_is_not_in_work_and_earns_nothing():
    outcomes = measure()
    assert told(outcomes, "working") == [1.0, 0.0, 0.0, "refused", "deceased", 0.0]
    assert told(outcomes, "wage") == [900.0, 0.0, 0.0, "refused", "deceased", 0.0]


def test_those_in_prison_are_told_apart_from_those_at_liberty():
    flags = measure().loc["working", "after_event"]
    assert flags.to_dict() == {"a": False, "b": False, "c": True, "d": False, "e": False, "f": True}


@pytest.mark.parametrize("name", ["jobless", "content"])
def test_where_zero_would_be_good_news_or_is_no_answer_custody_stays_missing(name):
    assert told(measure(), name)[2] == "in_prison"


def test_a_study_file_can_say_otherwise():
    assert told(measure(in_prison="missing"), "working")[2] == "in_prison"
    assert told(measure(in_prison="zero"), "content")[2] == 0.0
