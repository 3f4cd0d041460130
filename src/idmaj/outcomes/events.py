"""Tables of times to an event: durations, covariates by period, and how often events came."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.outcomes.clock import add_time
from idmaj.outcomes.definition import Measured
from idmaj.outcomes.follow_up import FollowUp
from idmaj.outcomes.recidivism import (
    Register,
    follow_columns,
    follow_register,
    open_register,
    register_window,
    within_window,
)
from idmaj.outcomes.register_events import pair_events, select_events
from idmaj.prepare.exposure import measure_liberty
from idmaj.study import Outcome, Study
from idmaj.study.rules import horizon_text


def follow_people(study: Study, outcome: Outcome, persons: pd.DataFrame, register: Register) -> FollowUp:
    """Follow people to the first event of an outcome, by columns of the persons or by dates."""
    if outcome.time is not None:
        return follow_columns(outcome, persons)
    return follow_register(outcome, persons, open_register(study, register, outcome))


def read_window(
    study: Study,
    outcome: Outcome,
    horizon: float,
    *,
    followed: FollowUp,
    persons: pd.DataFrame,
    register: Register,
) -> Measured:
    """Tell of each person whether the event of an outcome fell into its window."""
    if not outcome.event_type or outcome.clock_column is None:
        return within_window(followed, horizon)
    return register_window(
        open_register(study, register, outcome),
        persons,
        horizon,
        event_types=outcome.event_type,
        clock=outcome.clock_column,
        outcome=outcome,
    )


def list_durations(persons: pd.DataFrame, name: str, followed: FollowUp) -> pd.DataFrame:
    """List the times of people who have one; see the table `durations`."""
    known = followed.missing == ""
    table = persons.loc[known, ["person_id", "arm"]]
    return table.assign(
        outcome=name,
        entry=followed.entry[known],
        duration=followed.duration[known],
        event=followed.event[known],
        competing=followed.competing[known],
        event_class=followed.event_class[known],
    )


def count_events(
    study: Study, name: str, horizon: float, *, value: np.ndarray, persons: pd.DataFrame, register: Register
) -> pd.DataFrame:
    """Count the events of each person inside a window, and the days at liberty in it.

    Parameters
    ----------
    study, name, horizon
        The outcome, whose events stand in a register, and its window.
    value
        Of the outcome at that horizon; people without one are left out, since they were not followed to its end.
    persons, register
        As for `follow_people`.

    Returns
    -------
    pandas.DataFrame
        Table `frequency`. Several events on one day count once.
    """
    outcome = study.outcome[name]
    assert outcome.clock_column is not None  # asked for registers alone
    rows = persons[~np.isnan(value)]
    opened = open_register(study, register, outcome)
    starts = rows[outcome.clock_column]
    closes = add_time(starts, horizon, register.unit)
    events = select_events(opened, outcome, outcome.event_type)
    pairs = pair_events(rows, events, starts=starts, old_offences=outcome.old_offences)
    inside = pairs[pairs["event_on"] < closes.reindex(pairs["_row"]).to_numpy()]
    if "proven_on" in inside:
        proven_by = add_time(closes, outcome.proof_lag, register.unit)
        inside = inside[inside["proven_on"] < proven_by.reindex(inside["_row"]).to_numpy()]
    days = inside.drop_duplicates(["_row", "event_on"]).groupby("_row").size()
    liberty = measure_liberty(register.spells, rows["person_id"], starts, closes)
    return pd.DataFrame(
        {
            "person_id": rows["person_id"],
            "arm": rows["arm"],
            "outcome": name,
            "horizon": horizon_text(horizon),
            "time": horizon,
            "n_events": days.reindex(rows.index, fill_value=0),
            "n_days": liberty,
        }
    )
