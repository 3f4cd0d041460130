"""Pseudo-observations of the risk at a horizon: one number a person, whatever censoring hid.

The pseudo-observation of a person is the Aalen-Johansen estimate plus n times its derivative in the person's
weight. Without censoring and delayed entry it is exactly whether the event came before the horizon; with them its
mean is the estimate. Any estimator of means (differences, regression, weighting, doubly robust) then applies.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, IntArray, check_indicator, check_values
from idmaj.errors import EstimationError

Limit = Literal["value", "left"]


def estimate_pseudo_observations(
    time: ArrayLike,
    event: ArrayLike,
    *,
    horizon: float,
    competing: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    limit: Limit = "left",
) -> FloatArray:
    """Estimate one pseudo-observation of the risk of an event before a horizon for each person.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to the event, the competing event or the end of follow-up, ≥ 0.
    event : array_like, shape (n,)
        1 where `time` ends in the event.
    horizon : float
        In the unit of `time`.
    competing : array_like, shape (n,), optional
        1 where `time` ends in a competing event.
    entry : array_like, shape (n,), optional
        Time since when the person was under observation; at risk on (entry, time].
    limit : {"left", "value"}
        Whether events at the horizon itself are left out or counted.

    Returns
    -------
    ndarray, shape (n,)
        Their mean is the Aalen-Johansen estimate; they may lie outside [0, 1].

    Raises
    ------
    EstimationError
        ``horizon-beyond-data`` where nobody is at risk up to the horizon; input conditions.

    References
    ----------
    Andersen, Klein & Rosthøj (2003), Biometrika 90; infinitesimal jackknife: Jaeckel (1972); Parner, Andersen &
    Overgaard (2023), Lifetime Data Analysis 29, also for delayed entry.
    """
    t = check_values(time, "time")
    first = np.zeros(len(t)) if entry is None else check_values(entry, "entry", n=len(t))
    first = np.where(
        first > 0, first, -np.inf
    )  # from the start, so that an event at time 0 has people at risk
    one = check_indicator(event, "event", n=len(t))
    other = np.zeros(len(t), bool) if competing is None else check_indicator(competing, "competing", n=len(t))
    if t.max() < horizon:
        raise EstimationError("horizon-beyond-data", horizon=float(horizon), last=float(t.max()))
    passed = t < horizon if limit == "left" else t <= horizon
    own, other = one & passed, other & passed & ~one
    moments, position = np.unique(t[own | other], return_inverse=True)
    if not len(moments):
        return np.zeros(len(t))
    at_risk = _count_at_risk(moments, t, first)
    return _differentiate(moments, at_risk, t=t, first=first, own=own, ending=own | other, position=position)


def _differentiate(
    moments: FloatArray, at_risk: FloatArray, *, t: FloatArray, first: FloatArray, own: np.ndarray,
    ending: np.ndarray, position: IntArray,
) -> FloatArray:  # fmt: skip
    """Work out F + n·dF/dw: the derivative of each person's hazards, carried through the product and the sum."""
    n_moments = len(moments)
    hazard = np.bincount(position, weights=own[ending], minlength=n_moments) / at_risk
    leaving = np.bincount(position, minlength=n_moments) / at_risk
    remaining = np.concatenate([[1.0], np.cumprod(1 - leaving)])
    incidence = np.cumsum(remaining[:-1] * hazard)
    to_come = incidence[-1] - incidence
    kept = 1 - leaving
    pull = np.divide(to_come, kept, out=np.zeros(n_moments), where=kept > 0)
    by_event, by_leaving = remaining[:-1] / at_risk, pull / at_risk
    passed = np.concatenate([[0.0], np.cumsum(by_leaving * leaving - by_event * hazard)])
    here, before = (np.searchsorted(moments, x, side="right") for x in (t, first))
    derivative = passed[here] - passed[before]
    derivative[ending] += own[ending] * by_event[position] - by_leaving[position]
    return np.asarray(incidence[-1] + len(t) * derivative)


def _count_at_risk(moments: FloatArray, t: FloatArray, first: FloatArray) -> FloatArray:
    """Count who is under observation just before each moment: entered before it, and not yet gone."""
    entered = np.searchsorted(np.sort(first), moments, side="left")
    gone = np.searchsorted(np.sort(t), moments, side="left")
    return (entered - gone).astype(np.float64)
