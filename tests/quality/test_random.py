"""No table, however damaged, gives a traceback instead of findings."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.quality import CHECKS, run_checks

from .conftest import make_tables

BASE = make_tables(12)
EVENTS = pd.DataFrame(
    {
        "submission_uuid": ["u001-1", "unknown", None],
        "event_on": pd.to_datetime(["2025-01-01", None, "2030-01-01"]),
        "event_type": ["arrest", "", "other"],
    }
)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_damaged_tables_raise_nothing(seed):
    rng = np.random.default_rng(seed)
    interviews = BASE.interviews.iloc[rng.random(len(BASE.interviews)) < rng.random()].copy()
    for column in interviews.columns:
        if rng.random() < 0.3:
            interviews[column] = interviews[column].mask(rng.random(len(interviews)) < 0.5)
    kept = [name for name in interviews if name == "submission_uuid" or rng.random() < 0.8]
    roster = BASE.roster[["person_id", *(n for n in BASE.roster if n != "person_id" and rng.random() < 0.7)]]
    events = EVENTS if rng.random() < 0.5 else BASE.justice_events
    found = run_checks(replace(BASE, interviews=interviews[kept], roster=roster, justice_events=events))
    assert len(found.coverage) == len(CHECKS)
    assert (found.checks["n"] <= found.checks["of"]).all()
