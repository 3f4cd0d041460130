"""Time since a date: half-open windows, calendar anniversaries, elapsed time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.study.base import TimeUnit

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


def add_time(starts: pd.Series, amount: float, unit: TimeUnit) -> pd.Series:
    """Move dates on by whole units of the calendar.

    Parameters
    ----------
    starts
        datetime64; NaT stays NaT.
    amount
        Number of units. Days are rounded up to a whole day; a part of a month or year counts as that
        share of the unit that follows.
    unit
        The study's time unit. A year is the calendar anniversary; where the month has no such day,
        its last one (31 January + 1 month = 28 February).
    """
    if unit in DAYS:
        return starts + pd.to_timedelta(np.ceil(amount * DAYS[unit]), unit="D")
    whole = int(np.floor(amount))
    first = _add_months(starts, np.full(len(starts), whole * MONTHS[unit]))
    if amount == whole:
        return first
    following = _add_months(starts, np.full(len(starts), (whole + 1) * MONTHS[unit]))
    return first + ((following - first) * (amount - whole)).dt.ceil("D")


def elapsed(starts: pd.Series, ends: pd.Series, unit: TimeUnit) -> pd.Series:
    """Return the time between dates in a unit, so that a date lies before `add_time(starts, x, unit)`
    exactly when its elapsed time is less than the whole number `x`.

    Parameters
    ----------
    starts, ends
        datetime64, ends not before starts.
    unit
        In months and years: whole units of the calendar passed, plus the share of the one begun.
    """
    if unit in DAYS:
        return (ends - starts).dt.days / DAYS[unit]
    step = MONTHS[unit]
    passed = (ends.dt.year - starts.dt.year) * 12 + ends.dt.month - starts.dt.month
    units = np.floor(passed.fillna(0).to_numpy(dtype=float) / step).astype(np.int64)
    begun = _add_months(starts, units * step)
    units = units - (begun > ends).to_numpy()
    begun = _add_months(starts, units * step)
    following = _add_months(starts, (units + 1) * step)
    return units + (ends - begun) / (following - begun)


def _add_months(starts: pd.Series, months: np.ndarray) -> pd.Series:
    """Add months, kept to the last day of a shorter month."""
    days = starts.to_numpy().astype("datetime64[D]")
    first = days.astype("datetime64[M]")
    moved = first + months.astype("timedelta64[M]")
    last = (moved + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    wanted = moved.astype("datetime64[D]") + (days - first.astype("datetime64[D]"))
    return pd.Series(np.minimum(wanted, last).astype("datetime64[us]"), index=starts.index)
