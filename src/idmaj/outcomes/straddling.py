"""Events of which only the month or the year is known, at the edges of windows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.outcomes.clock import add_time
from idmaj.outcomes.register_events import Register, select_events
from idmaj.study.outcome import Outcome


def find_straddling(outcome: Outcome, rows: pd.DataFrame, register: Register, horizon: float) -> np.ndarray:
    """Find people with an event of which only the month or year is known, and the window begins or ends in it.

    Returns
    -------
    ndarray of bool, shape (n,)
        Their event is taken to be on the 15th of the month (1 July of a year); whether it lies in the
        window is not known.
    """
    none = np.zeros(len(rows), dtype=bool)
    if "date_precision" not in register.events or outcome.clock_column is None:
        return none
    events = select_events(register, outcome, outcome.event_type)
    events = events[events["date_precision"].isin(["month", "year"])]
    starts = rows[outcome.clock_column]
    limits = pd.DataFrame({"person_id": rows["person_id"], "_row": np.arange(len(rows)), "_start": starts})
    limits["_end"] = add_time(starts, horizon, register.unit)
    pairs = limits.merge(events, on="person_id", how="inner")
    monthly = (pairs["date_precision"] == "month").to_numpy()
    days = pairs["event_on"].to_numpy().astype("datetime64[D]")
    months, years = days.astype("datetime64[M]"), days.astype("datetime64[Y]")
    first = np.where(monthly, months.astype("datetime64[D]"), years.astype("datetime64[D]"))
    last = np.where(monthly, (months + 1).astype("datetime64[D]"), (years + 1).astype("datetime64[D]")) - 1
    for side in ("_start", "_end"):
        edge = pairs[side].to_numpy().astype("datetime64[D]")
        none[pairs["_row"].to_numpy()[(first < edge) & (edge <= last)]] = True
    return none
