"""When a share of mature people would mislead, the curve is read: pseudo-observations arm by arm."""

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.timing.following import complete_by_curve, needs_curve
from idmaj.effects.timing.times import Times
from idmaj.errors import EstimationError
from idmaj.study import Outcome

LABEL = {"en": "x", "fr": "x", "ar": "س"}
BASE = {
    "label": LABEL, "domain": "recidivism", "kind": "time_to_event", "better": "lower", "event": "re_arrest",
    "clock": "release", "data_source": "register", "horizons": [12],
}  # fmt: skip


def outcome(**keys):
    return Outcome.model_validate({**BASE, **keys})


def by_columns(**keys):
    return outcome(time="week", happened="arrest", **keys)


def times(time, cause, *, arm=None, entry=None, limit="left"):
    n = len(time)
    return Times(
        person_ids=np.array([f"p{i:02d}" for i in range(n)], dtype=object),
        arm=np.array(arm or ["support"] * n, dtype=object),
        entry=np.array(entry if entry is not None else [0.0] * n),
        time=np.array(time, dtype=float),
        cause=np.array(cause),
        competing=("death",),
        event_class=np.array([""] * n, dtype=object),
        clusters=None,
        limit=limit,
    )


def rows(people, missing):
    return pd.DataFrame(
        {
            "person_id": people.person_ids,
            "arm": people.arm,
            "value": [np.nan if kind else 0.0 for kind in missing],
            "missing": missing,
            "kind": "time_to_event",
        }
    )


@pytest.mark.parametrize(
    ("defined", "missing", "entry", "wanted"),
    [
        (by_columns(), ["", ""], [0, 0], False),  # everybody was followed to the horizon
        (by_columns(), ["", "immature"], [0, 0], True),  # how long the others would have been is not told
        (by_columns(followed_for=52), ["", "immature"], [0, 0], False),
        (
            by_columns(followed_for=52),
            ["", ""],
            [0, 3],
            True,
        ),  # who returned before week 3 is not in the file
        (outcome(event_type="arrest", clock_column="released_on"), ["", "immature"], [0, 0], False),
    ],
)
def test_the_curve_is_read_where_maturity_is_not_known_or_entry_is_late(defined, missing, entry, wanted):
    people = times([20, 20], [0, 0], entry=[float(x) for x in entry])
    assert needs_curve(rows(people, missing), people, defined) is wanted


def test_pseudo_observations_are_made_in_each_arm_and_those_without_times_keep_the_reason():
    people = times(
        [5, 8, 13, 14, 4, 13, 13, 20], [1, 0, 0, 2, 1, 1, 0, 0], arm=["support"] * 4 + ["comparison"] * 4
    )
    lost = pd.DataFrame(
        [{"person_id": "q", "arm": "support", "value": np.nan, "missing": "blank", "kind": "time_to_event"}]
    )
    outcomes = pd.concat([rows(people, [""] * 8), lost], ignore_index=True)
    found = complete_by_curve(outcomes, people, 12.0)
    assert found["missing"].tolist() == [""] * 8 + ["blank"]
    assert np.isnan(found["value"].iloc[-1])
    # support: one event at 5 of 4 at risk, one censored at 8; comparison: one event at 4 of 4, nobody censored
    assert found["value"].iloc[:4].mean() == pytest.approx(0.25, abs=1e-12)
    assert found["value"].iloc[4:8].tolist() == pytest.approx([1, 0, 0, 0], abs=1e-12)
    assert found["is_known"].tolist() == [True, False, True, True, True, True, True, True, False]


def test_an_arm_that_was_not_followed_to_the_horizon_refuses_it():
    people = times([5, 8, 13, 14], [1, 0, 0, 0], arm=["support", "support", "comparison", "comparison"])
    with pytest.raises(EstimationError) as error:
        complete_by_curve(rows(people, [""] * 4), people, 12.0)
    assert error.value.message_id == "horizon-beyond-data"
