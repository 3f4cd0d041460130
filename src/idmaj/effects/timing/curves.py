"""Rows of curves: survival or incidence over time with pointwise and simultaneous intervals, and adjusted ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from idmaj.effects.bands import estimate_simultaneous_band
from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.cumulative_incidence import CumulativeIncidence, estimate_incidence
from idmaj.effects.rows import Place
from idmaj.effects.survival import SurvivalCurve, estimate_survival
from idmaj.effects.timing.levels import incidence_of, survival_of
from idmaj.effects.timing.times import EVENT, Times
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

LARGEST = 1_000
"""Points of a curve; more are thinned to every k-th, horizons kept: finer than any print, and than any screen."""


def estimate_curves(
    times: Times, place: Place, *, horizons: list[float], conf_level: float
) -> list[EffectEstimate]:
    """Estimate the curve of each group, at time 0 and at every time someone leaves.

    Parameters
    ----------
    times
        People of the outcome.
    place
        Where rows stand.
    horizons
        Times that thinning keeps.
    conf_level
        Coverage of the pointwise log-log interval, and of the band over the whole curve.

    Returns
    -------
    list of EffectEstimate
        A row gives the curve right after its time, who was at risk just before it, and the events and
        censorings since the row before.
    """
    rows: list[EffectEstimate] = []
    for term, people in times.groups():
        if len(people):
            rows += _Curve(people, place, term, horizons, conf_level).rows()
    return rows


class _Curve:
    """The curves of one group."""

    def __init__(
        self, people: Times, place: Place, term: str, horizons: list[float], conf_level: float
    ) -> None:
        self.people, self.place, self.term = people, place, term
        self.conf_level = conf_level
        self.points = _choose_points(people.time, horizons)

    def rows(self) -> Iterator[EffectEstimate]:
        """Yield the survival curve; with competing events the incidence of each of them."""
        people = self.people
        if not people.competing:
            yield from self._rows(
                survival_of(people), EVENT, estimator="kaplan_meier", scale="survival", term=self.term
            )
            return
        curve = incidence_of(people, people.cause)
        of: dict[str, Any] = {"estimator": "aalen_johansen", "scale": "cumulative_incidence"}
        yield from self._rows(curve, EVENT, **of, term=self.term)
        for cause, name in enumerate(people.competing, start=EVENT + 1):
            yield from self._rows(curve, cause, **of, term=f"{self.term}: {name}", has_band=False)

    def _rows(
        self, curve: SurvivalCurve | CumulativeIncidence, cause: int, *, has_band: bool = True, **fields: Any
    ) -> Iterator[EffectEstimate]:
        shared = {
            **fields, "role": "diagnostic", "conf_level": self.conf_level, "n": len(self.people),
            "n_min": float(len(self.people)),
        }  # fmt: skip
        if isinstance(curve, SurvivalCurve):
            at: Any = estimate_survival(curve, self.points, conf_level=self.conf_level)
        else:
            at = estimate_incidence(
                curve, self.points, cause=cause, limit="value", conf_level=self.conf_level
            )
        low, high = np.asarray(at.conf_low), np.asarray(at.conf_high)
        yield from self._line(shared, at, low, high, cause, interval="log_log")
        if has_band:
            yield from self._band(shared, curve, at, cause)

    def _band(self, shared: dict[str, Any], curve: Any, at: Any, cause: int) -> Iterator[EffectEstimate]:
        try:
            band = estimate_simultaneous_band(curve, self.points, cause=cause, conf_level=self.conf_level)
        except EstimationError:
            return  # a curve that never moved, or too short for a band, is drawn with its pointwise interval
        yield from self._line(shared, at, band.conf_low, band.conf_high, cause, interval="simultaneous")

    def _line(
        self, shared: dict[str, Any], at: Any, low: FloatArray, high: FloatArray, cause: int, *, interval: str
    ) -> Iterator[EffectEstimate]:
        people = self.people
        at_risk, events, censored = _count(people, self.points, cause)
        start = 1.0 if shared["scale"] == "survival" else 0.0
        fields = {**shared, "interval": interval}
        yield self.place.row(
            **fields, time=0.0, estimate=start, std_error=0.0, conf_low=start, conf_high=start,
            n_at_risk=len(people) if not people.entered_late else int((people.entry <= 0).sum()), n_events=0,
            n_censored=0,
        )  # fmt: skip
        for i, time in enumerate(self.points):
            if not np.isfinite(low[i]):
                continue
            yield self.place.row(
                **fields, time=float(time), estimate=float(at.estimate[i]), std_error=float(at.std_error[i]),
                conf_low=float(low[i]), conf_high=float(high[i]), n_at_risk=int(at_risk[i]),
                n_events=int(events[i]), n_censored=int(censored[i]),
            )  # fmt: skip


def _choose_points(time: FloatArray, horizons: list[float]) -> FloatArray:
    """Choose the times of a curve's points: every time someone leaves, or every k-th of them."""
    distinct = np.unique(time[time > 0])
    if len(distinct) <= LARGEST:
        return distinct
    step = -(-len(distinct) // LARGEST)
    kept = [x for x in horizons if x <= distinct[-1]]
    return np.unique(np.concatenate([distinct[step - 1 :: step], distinct[-1:], kept]))


def _count(people: Times, points: FloatArray, cause: int) -> tuple[IntArray, IntArray, IntArray]:
    """Count who is at risk just before each point, and the events and censorings since the point before."""
    entered = np.searchsorted(np.sort(people.entry), points, side="left")
    if not people.entered_late:
        entered = np.full(len(points), len(people.time))
    gone = np.searchsorted(np.sort(people.time), points, side="left")
    events, censored = (
        np.diff(np.searchsorted(np.sort(people.time[chosen]), points, side="right"), prepend=0)
        for chosen in (people.cause == cause, people.cause == 0)
    )
    return entered - gone, events, censored
