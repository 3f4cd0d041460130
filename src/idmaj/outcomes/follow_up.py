"""Time to the first event, of the outcome or competing with it, and what a window says of it.

Windows are half-open. Exact times: T in [0, τ). Ordinal periods: period w is the interval [w − 1, w),
so an event in period w lies in every window τ ≥ w. Who has not been followed for the whole window is
`immature`: counted, never scored 0. Deaths and departures inside the window stay in the denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from idmaj.outcomes.definition import Measured

IMMATURE = "immature"
"""The time has not come at which the window could be over."""
CENSORED = "censored"
"""Lost sight of before the end of a window that others were followed through."""
LATE_ENTRY = "late_entry"
"""Came under observation after the clock had started: who had the event before is not in the file."""
NOT_AT_RISK = "not_at_risk"
"""Observed at no time at which the event could have been the first."""


@dataclass(frozen=True)
class FollowUp:
    """Time to the first event or to the end of follow-up, one a person.

    Attributes
    ----------
    duration
        In the study's time unit; NaN where `missing` says why.
    event
        Whether the event of the outcome happened at the end of it.
    missing
        Kind of what is missing, "" where there is a duration.
    is_period
        Whether durations are ordinal periods.
    entry
        Time since when the person was under observation; 0 by default.
    competing
        Id of the competing event that happened at the end of it, "" where none did.
    event_class
        Class of the event, "" where there is no event or no class.
    followed
        Time for which the person would have been followed without any event; NaN where nothing tells.
    """

    duration: np.ndarray
    event: np.ndarray
    missing: np.ndarray
    is_period: bool
    entry: np.ndarray = field(default_factory=lambda: np.zeros(0))
    competing: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=object))
    event_class: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=object))
    followed: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Fill what was not given: no delay, no other events, maturity unknown."""
        n = len(self.duration)
        blank = np.full(n, "", dtype=object)
        given = {
            "entry": np.zeros(n),
            "competing": blank,
            "event_class": blank,
            "followed": np.full(n, np.nan),
        }
        for name, values in given.items():
            if len(getattr(self, name)) != n:
                object.__setattr__(self, name, values)


@dataclass(frozen=True)
class First:
    """The first event of each person.

    Attributes
    ----------
    time
        When it happened; infinite where nothing did.
    event
        Whether it is the event of the outcome, which wins a tie.
    competing
        Id of the competing event, "" where it is none.
    """

    time: np.ndarray
    event: np.ndarray
    competing: np.ndarray


def find_first(main: np.ndarray, others: Mapping[str, np.ndarray]) -> First:
    """Find which of several events came first.

    Parameters
    ----------
    main
        Time of the event of the outcome, infinite where it did not happen.
    others
        Time of each competing event, in the order in which they win ties among themselves.
    """
    time, competing = main.astype(float), np.full(len(main), "", dtype=object)
    for name, times in others.items():
        earlier = times < time
        time, competing = np.where(earlier, times, time), np.where(earlier, name, competing)
    return First(time, np.isfinite(time) & (competing == ""), competing)


def within_window(follow_up: FollowUp, horizon: float) -> Measured:
    """Tell from times whether the event fell into the window.

    Returns
    -------
    Measured
        1 where it did; 0 where the person was followed for the whole window without it, or something
        competing came first; missing `immature` where follow-up ended, or would have ended whatever
        happened, inside the window; `censored` where it ended before it would have; `late_entry` where
        it began after the clock.
    """
    time, event = follow_up.duration, follow_up.event
    inside = event & ((time <= horizon) if follow_up.is_period else (time < horizon))
    unfinished = ~event & (follow_up.competing == "") & (time < horizon)
    is_told = ~np.isnan(follow_up.followed)
    open_ends = np.where(is_told, follow_up.followed < horizon, unfinished)
    kinds = np.where(
        unfinished & is_told & (follow_up.followed >= horizon), CENSORED, np.where(open_ends, IMMATURE, "")
    )
    kinds = np.where(follow_up.entry > 0, LATE_ENTRY, kinds)
    kinds = np.where(follow_up.missing == "", kinds, follow_up.missing).astype(object)
    return Measured(np.where(kinds == "", inside.astype(float), np.nan), kinds)
