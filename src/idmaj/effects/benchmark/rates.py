"""Published rates as curves from release, and the risk of those who have stayed out for some time already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, check_values
from idmaj.errors import EstimationError
from idmaj.study.base import TimeUnit

OVERALL: Final = "overall"
"""Dimension of the rates of everybody released."""
EVERYBODY: Final = "all"
SAME_TIME: Final = 1e-9
_LENGTHS: Final = {
    ("year", "month"): 12.0,
    ("month", "year"): 1 / 12,
    ("week", "day"): 7.0,
    ("day", "week"): 1 / 7,
}
"""Units that are whole multiples of each other; a year is a calendar anniversary, no number of days."""
Value = Literal["published", "low", "high"]


@dataclass(frozen=True)
class PublishedCurve:
    """Shares returned by published horizons, from release.

    Attributes
    ----------
    horizons : ndarray, shape (k,)
        Rising, above 0.
    published, low, high : ndarray, shape (k,)
        Share returned by each horizon: as published, and the lowest and highest value it may stand for.
    is_joined : ndarray of bool, shape (k,)
        Whether the table declares a constant hazard from the horizon before (release, for the first) to this one.
    """

    horizons: FloatArray
    published: FloatArray
    low: FloatArray
    high: FloatArray
    is_joined: BoolArray

    def at(self, times: ArrayLike, *, value: Value = "published") -> FloatArray:
        """Return the share returned by times since release; NaN where the table tells none.

        Nothing is read beyond the last horizon, and nothing between two horizons unless the table declares it.
        """
        asked = np.asarray(times, dtype=np.float64)
        ends = np.concatenate([[0.0], self.horizons])
        shares = np.concatenate([[0.0], getattr(self, value)])
        after = np.clip(np.searchsorted(ends, asked - SAME_TIME), 1, len(ends) - 1)
        before = after - 1
        part = (asked - ends[before]) / (ends[after] - ends[before])
        kept = (1 - shares[before]) ** (1 - part) * (1 - shares[after]) ** part
        found = np.where(self.is_joined[after - 1], 1 - kept, np.nan)
        found = np.where(np.abs(asked - ends[after]) <= SAME_TIME, shares[after], found)
        found = np.where(np.abs(asked) <= SAME_TIME, 0.0, found)
        is_told = (asked >= -SAME_TIME) & (asked <= ends[-1] + SAME_TIME)
        return np.where(is_told, found, np.nan)

    def condition(self, since: ArrayLike, window: float, *, value: Value = "published") -> FloatArray:
        """Return the risk within a window of people who have stayed out for `since` already.

        Parameters
        ----------
        since : array_like, shape (n,)
            Time since release at the start of the window; NaN where unknown.
        window : float
        value : {"published", "low", "high"}
            The lowest risk takes the low rate at the end and the high one at the start, the highest the reverse.

        Returns
        -------
        ndarray, shape (n,)
            [F(s + τ) - F(s)] / [1 - F(s)]; NaN where the table tells one of the two rates not.
        """
        starts = np.asarray(since, dtype=np.float64)
        opposite: dict[Value, Value] = {"published": "published", "low": "high", "high": "low"}
        before = self.at(starts, value=opposite[value])
        by_end = self.at(starts + window, value=value)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((by_end - before) / (1 - before))


def condition_risk(since: ArrayLike, window: float, *, horizons: ArrayLike, shares: ArrayLike) -> FloatArray:
    """Return the risk within a window, given no event until its start, from cumulative shares.

    Parameters
    ----------
    since : array_like, shape (n,)
        Time since the clock of the shares started.
    window : float
        Above 0.
    horizons, shares : array_like, shape (k,)
        Cumulative share with the event by each horizon.

    Returns
    -------
    ndarray, shape (n,)
        NaN where one of the two shares is not among those given: nothing is interpolated or extrapolated.

    Raises
    ------
    EstimationError
        ``rates-not-cumulative`` unless horizons rise from above 0 and shares lie in [0, 1) without falling;
        input conditions.
    """
    ends = check_values(horizons, "horizons")
    rates = check_values(shares, "shares", n=len(ends))
    falls = (np.diff(ends) <= 0).any() or (np.diff(rates) < 0).any()
    if falls or ends[0] <= 0 or rates[0] < 0 or rates[-1] >= 1 or not window > 0:
        raise EstimationError("rates-not-cumulative")
    curve = PublishedCurve(ends, rates, rates, rates, np.zeros(len(ends), dtype=np.bool_))
    return curve.condition(since, window)


def find_curves(rates: pd.DataFrame, *, event: str, unit: TimeUnit) -> dict[tuple[str, str], PublishedCurve]:
    """Find the curves that a table of published rates holds for an event.

    Parameters
    ----------
    rates
        Table of `idmaj.ingest.benchmarks.read_benchmarks`, of one benchmark; only usable rows are read.
    event
        Event of the outcome.
    unit
        Time unit of the study.

    Returns
    -------
    dict
        (dimension, category) to its curve.

    Raises
    ------
    EstimationError
        ``benchmark-other-event`` where the table has no usable rate of this event; ``benchmark-time-unit`` where
        its horizons are no whole numbers of the study's unit of time.
    """
    usable = rates.loc[rates["is_usable"] & (rates["event"] == event)]
    if usable.empty:
        told = ", ".join(sorted(set(rates.loc[rates["is_usable"], "event"])))
        raise EstimationError("benchmark-other-event", event=event, told=told)
    factors = usable["time_unit"].map(lambda own: 1.0 if own == unit else _LENGTHS.get((own, unit), np.nan))
    timed = usable.assign(horizon=usable["horizon"] * factors.astype(float)).dropna(subset="horizon")
    if timed.empty:
        raise EstimationError("benchmark-time-unit", unit=unit)
    return {
        (str(dimension), str(category)): _build_curve(rows.sort_values("horizon", kind="stable"))
        for (dimension, category), rows in timed.groupby(["dimension", "category"], sort=False)
    }


def _build_curve(rows: pd.DataFrame) -> PublishedCurve:
    ends, published, low, high = (
        rows[name].to_numpy(dtype=np.float64) for name in ("horizon", "rate", "low", "high")
    )
    is_joined = (rows["interpolation"] == "constant_hazard").to_numpy(dtype=np.bool_)
    return PublishedCurve(ends, published, low, high, is_joined)
