"""Invented lives after prison, each with the return that would have been without support: so the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MONTH = 30.436875
YEAR = 365.2425
NEVER = 100_000
"""Day that nobody's life reaches."""
_DAYS = np.arange(0.0, 20_001.0)


@dataclass(frozen=True)
class Course:
    """How often things happen; hazards are per month.

    Attributes
    ----------
    early, late : float
        Hazard of a return on the day of release, and long after.
    fading : float
        Months in which the difference between them falls to a third.
    effect : float
        Hazard ratio of a return after the hand-over; 1 is no effect.
    support : float
        Hazard of a hand-over, of people at liberty.
    support_from : int
        Days after release from which there are hand-overs.
    death, departure, breach : float
        Hazards of death, of leaving the country, of a return for a breach of conditions.
    """

    early: float = 0.05
    late: float = 0.008
    fading: float = 8.0
    effect: float = 0.7
    support: float = 0.004
    support_from: int = 30
    death: float = 0.0008
    departure: float = 0.0006
    breach: float = 0.002


@dataclass(frozen=True, eq=False)
class Lives:
    """Lives, in whole days since release; `NEVER` where something does not happen.

    Attributes
    ----------
    returned : ndarray of int, shape (n,)
        First return for a new offence, as it is.
    returned_without : ndarray of int, shape (n,)
        The same if there had been no support.
    supported : ndarray of int, shape (n,)
        Hand-over; the day begins with it.
    died, departed : ndarray of int, shape (n,)
    breached, back : ndarray of int, shape (n,)
        Admission for a breach, and the release that follows.
    """

    returned: IntArray
    returned_without: IntArray
    supported: IntArray
    died: IntArray
    departed: IntArray
    breached: IntArray
    back: IntArray


def draw_lives(course: Course, risk: FloatArray, chance: FloatArray, rng: np.random.Generator) -> Lives:
    """Draw lives.

    A person's draws for the return stay the same with and without support, so that the effect on each is known. Time in
    custody for a breach stops the clocks of the return and of the hand-over.

    Parameters
    ----------
    course
        Hazards.
    risk, chance : ndarray of float, shape (n,)
        What multiplies each person's hazard of a return, and of a hand-over.
    rng
        Draws.
    """
    n = len(risk)
    cumulative = _accumulate(course)
    needed = rng.exponential(size=n) / risk
    without = _reach(cumulative, needed)
    wait = rng.exponential(size=n) / (np.maximum(course.support, 1e-12) * chance / MONTH)
    handed = np.minimum(np.floor(course.support_from + wait), NEVER)
    at_support = np.interp(handed, _DAYS, cumulative)
    returned = _reach(cumulative, at_support + (needed - at_support) / course.effect)
    breach = _wait(rng, n, course.breach)
    custody = rng.integers(30, 181, size=n)
    died, departed = _wait(rng, n, course.death), _wait(rng, n, course.departure)

    def on_calendar(days: FloatArray) -> IntArray:
        shifted = np.minimum(days, NEVER) + np.where(days > breach, custody, 0)
        return np.minimum(np.floor(shifted), NEVER).astype(np.int64)

    supported = on_calendar(handed)
    never_there = np.minimum(died, departed)
    gets = (np.floor(without) >= handed) & (supported <= never_there) & (handed < NEVER)
    first = on_calendar(np.where(gets, returned, without))
    is_breached = breach < np.minimum(np.floor(np.where(gets, returned, without)), never_there)
    return Lives(
        returned=first,
        returned_without=on_calendar(without),
        supported=np.where(gets, supported, NEVER),
        died=died,
        departed=departed,
        breached=np.where(is_breached, breach, NEVER),
        back=np.where(is_breached, breach + custody, NEVER),
    )


def true_risks(lives: Lives, chosen: NDArray[np.bool_], *, days: int) -> tuple[float, float]:
    """Return the share of chosen supported people who return within days of their hand-over, with it and without it.

    Death and departure before the return leave people among those who did not.
    """
    gone = np.minimum(lives.died, lives.departed)[chosen]
    end = lives.supported[chosen] + days
    one, zero = (
        float(((returned[chosen] < end) & (returned[chosen] <= gone)).mean())
        for returned in (lives.returned, lives.returned_without)
    )
    return one, zero


def cut_lives(lives: Lives, days_observed: IntArray) -> Lives:
    """Forget what lies on or after the end of each person's observation, and what follows a death or departure."""
    gone = np.minimum(lives.died, lives.departed)
    names = ("returned", "supported", "breached", "back", "died", "departed")
    days = {name: getattr(lives, name) for name in names}
    known = {name: (day < days_observed) & (day <= gone) for name, day in days.items()}
    return replace(lives, **{name: np.where(known[name], day, NEVER) for name, day in days.items()})


def _accumulate(course: Course) -> FloatArray:
    """Cumulative hazard of a return by the end of each day."""
    fading = course.fading * MONTH
    rising = (course.early - course.late) * fading * (1 - np.exp(-_DAYS / fading))
    return np.asarray((course.late * _DAYS + rising) / MONTH)


def _reach(cumulative: FloatArray, needed: FloatArray) -> FloatArray:
    """Find when a cumulative hazard is reached; `NEVER` beyond the table."""
    return np.asarray(np.interp(needed, cumulative, _DAYS, right=NEVER))


def _wait(rng: np.random.Generator, n: int, monthly: float) -> IntArray:
    """Draw whole days until something of a constant hazard."""
    if monthly <= 0:
        return np.full(n, NEVER, dtype=np.int64)
    return np.minimum(rng.exponential(MONTH / monthly, size=n), NEVER).astype(np.int64)
