"""What a horizon says of people whose follow-up ended before it, or began after the clock."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.effects.conditions import BoolArray
from idmaj.effects.pseudo_observations import estimate_pseudo_observations
from idmaj.effects.sample import SEEN
from idmaj.effects.timing.times import Times
from idmaj.study import Outcome

IMMATURE = "immature"
BY_CURVE = "plan-by-curve"
"""Reason of a planned contrast that is made of pseudo-observations."""


def needs_curve(outcomes: pd.DataFrame, times: Times, outcome: Outcome, *, is_stopped: bool = False) -> bool:
    """Tell whether the share of mature people would mislead, so that the curve must be read.

    It would where people came under observation late (who returned before is not in the file), and where the
    file does not say how long people with the event would have been followed: they are all counted, those
    without it only where they were followed long enough.

    Parameters
    ----------
    outcomes
        Rows of the outcome at one horizon.
    times
        Times of the same people.
    outcome
        Its definition.
    is_stopped
        Whether the follow-up of some people ended because they were supported later (section `[index]`).
    """
    is_open = bool((outcomes["missing"] == IMMATURE).any())
    is_told = (outcome.time is None or outcome.followed_for is not None) and not is_stopped
    return times.entered_late or (is_open and not is_told)


def count_followed(outcomes: pd.DataFrame, times: Times, horizon: float) -> pd.DataFrame:
    """Return the rows with a value for everybody whose state at the horizon was seen, to be counted."""
    seen = outcomes["person_id"].isin(times.person_ids[_is_seen(times, horizon)])
    known = outcomes["person_id"].isin(times.person_ids)
    missing = outcomes["missing"].mask(seen, "").mask(known & ~seen, IMMATURE)
    return outcomes.assign(value=seen.astype("float64").where(seen), missing=missing)


def _is_seen(times: Times, horizon: float) -> BoolArray:
    return (times.cause > 0) | (times.time >= horizon)


def complete_by_curve(outcomes: pd.DataFrame, times: Times, horizon: float) -> pd.DataFrame:
    """Replace the values of an outcome by pseudo-observations of the risk, arm by arm.

    Parameters
    ----------
    outcomes
        Rows of the outcome at the horizon.
    times
        Times of the same people.
    horizon
        In the study's unit of time.

    Returns
    -------
    pandas.DataFrame
        The same rows; who has no time keeps the reason why. A column `is_known` tells of whom the state at the
        horizon was seen.

    Raises
    ------
    EstimationError
        ``horizon-beyond-data`` where an arm was not followed that long.
    """
    values = np.full(len(times), np.nan)
    for arm in pd.unique(times.arm):
        chosen = times.arm == arm
        people = times.of(chosen)
        values[chosen] = estimate_pseudo_observations(
            people.time, people.event, competing=people.cause > 1, entry=people.entry, horizon=horizon,
            limit=people.limit,
        )  # fmt: skip
    known = pd.DataFrame({"value": values, SEEN: _is_seen(times, horizon)}, index=times.person_ids)
    found = known.reindex(outcomes["person_id"]).set_axis(outcomes.index)
    return outcomes.assign(
        value=found["value"].astype("float64"),
        missing=outcomes["missing"].where(found["value"].isna(), ""),
        **{SEEN: found[SEEN].fillna(False).astype(bool)},
    )
