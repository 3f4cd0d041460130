"""The chance of not yet being censored, and of having entered, by the product-limit method within strata."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.event_times import EventTimes, History, find_next, find_positions, read_at, sum_at

Tie = Literal["with_events", "after_events"]
SMALLEST_LOGARITHM = -690.0


@dataclass(frozen=True, eq=False)
class ProductLimit:
    """A survival curve within strata, m event times.

    Attributes
    ----------
    times : EventTimes
    n_events, at_risk, survival : ndarray, shape (m,)
        Weighted; survival just after each event time.
    """

    times: EventTimes
    n_events: FloatArray
    at_risk: FloatArray
    survival: FloatArray

    def at(
        self, moments: FloatArray, strata: IntArray | None, *, side: Literal["left", "right"]
    ) -> FloatArray:
        """Return the curve at moments of strata: its left limit, or its value."""
        last = find_next(self.times, moments, strata, side=side) - 1
        return read_at(self.times, self.survival, last, strata, otherwise=1.0)


@dataclass(frozen=True, eq=False)
class CensoringCurve:
    """G, the chance of not yet being censored, and H, the chance of having entered.

    Attributes
    ----------
    censored : ProductLimit, optional
        None where nobody is censored.
    entered : ProductLimit, optional
        In reversed time; None without delayed entry.
    tie : {"with_events", "after_events"}
    """

    censored: ProductLimit | None
    entered: ProductLimit | None
    tie: Tie

    def before(self, moments: FloatArray, strata: IntArray | None) -> FloatArray:
        """Return G(t-) · H(t-) at moments of strata."""
        chance = np.ones(len(moments))
        if self.censored is not None:
            chance *= self.censored.at(moments, strata, side="left")
        if self.entered is not None:
            chance *= self.entered.at(-moments, strata, side="right")
        return chance


def build_censoring_curve(history: History, *, tie: Tie) -> CensoringCurve:
    """Build G, and H where people enter late.

    Parameters
    ----------
    history : History
        `lingers` says who had a competing event.
    tie : {"with_events", "after_events"}
        Whether people with an event at a time are at risk of being censored at it.
    """
    ended = history.is_event if history.lingers is None else history.is_event | history.lingers
    censored = None
    if not ended.all():
        passed = ended if tie == "after_events" else None
        censored = build_product_limit(replace(history, is_event=~ended, lingers=None), passed)
    entered = None
    if history.entry is not None:
        always = np.ones(len(ended), dtype=np.bool_)
        backwards = replace(history, time=-history.entry, entry=-history.time, is_event=always, lingers=None)
        entered = build_product_limit(backwards)
    return CensoringCurve(censored, entered, tie)


def build_product_limit(history: History, not_at_own_time: BoolArray | None = None) -> ProductLimit:
    """Build a survival curve within strata; some people are not counted at risk at their own time."""
    found = find_positions(history)
    times, m = found.times, len(found.times.time)
    w, is_event = history.weights[found.order], history.is_event[found.order]
    last = sum_at(found.last, w, m)
    late = found.enters > times.begins[found.last]
    last -= sum_at(found.enters[late] - 1, w[late], m)
    at_risk = times.sum_from(last)
    if not_at_own_time is not None:
        tied = not_at_own_time[found.order] & (history.time[found.order] == times.time[found.last])
        at_risk -= sum_at(found.last[tied], w[tied], m)
    n_events = sum_at(found.last[is_event], w[is_event], m)
    left = np.maximum(1 - n_events / at_risk, np.exp(SMALLEST_LOGARITHM))
    return ProductLimit(times, n_events, at_risk, np.exp(times.sum_to(np.log(left))))


def integrate_martingales(
    values: FloatArray, censored: ProductLimit, history: History, *, tie: Tie, ended: BoolArray
) -> FloatArray:
    """Integrate a function of the censoring times over each person's censoring martingale.

    Parameters
    ----------
    values : ndarray, shape (m,)
    censored : ProductLimit
    history : History
    tie : {"with_events", "after_events"}
    ended : ndarray, shape (n,)
        Who had an event of any kind.

    Returns
    -------
    ndarray, shape (n,)
    """
    times, strata = censored.times, history.strata
    passed = times.sum_to(values * censored.n_events / censored.at_risk)
    last = find_next(times, history.time, strata) - 1
    own = read_at(times, values, last, strata, otherwise=0.0)
    if tie == "after_events":
        last = np.where(ended, find_next(times, history.time, strata, side="left") - 1, last)
    total = np.where(ended, 0.0, own) - read_at(times, passed, last, strata, otherwise=0.0)
    if history.entry is not None:
        entered = find_next(times, history.entry, strata) - 1
        total += read_at(times, passed, entered, strata, otherwise=0.0)
    return total
