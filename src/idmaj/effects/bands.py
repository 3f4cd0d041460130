"""Simultaneous confidence bands of curves: limits that hold the whole course at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.band_processes import (
    BandKind,
    CurveProcess,
    build_incidence_process,
    build_survival_process,
)
from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import normal_quantile
from idmaj.effects.cumulative_incidence import CumulativeIncidence, read_states
from idmaj.effects.curve_times import check_horizon
from idmaj.effects.survival import SurvivalCurve, bound_share
from idmaj.errors import EstimationError

DRAWS = 4_000
FEWEST = 5
"""Events seen where a band begins by default, and people at risk where it ends: beyond, it covers too rarely."""


@dataclass(frozen=True, eq=False)
class SimultaneousBand:
    """A band over [t_low, t_high] on the log(-log) scale.

    Attributes
    ----------
    time, estimate, conf_low, conf_high : ndarray, shape (h,)
        The curve right after each time and its limits; NaN limits at times outside of the band, where the curve
        is 0 or 1 or `t_low` and `t_high` leave them out.
    t_low, t_high : float
        Where the band begins and ends.
    critical_value : float
        Of the supremum of the standardised process, for equal precision in standard errors.
    kind : {"equal_precision", "hall_wellner"}
    conf_level : float
    """

    time: FloatArray
    estimate: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    t_low: float
    t_high: float
    critical_value: float
    kind: BandKind
    conf_level: float


def estimate_simultaneous_band(
    curve: SurvivalCurve | CumulativeIncidence,
    times: ArrayLike | None = None,
    *,
    cause: int = 1,
    kind: BandKind = "equal_precision",
    conf_level: float = 0.95,
    t_low: float | None = None,
    t_high: float | None = None,
    seed: int = 0,
) -> SimultaneousBand:
    """Estimate a band that holds the whole curve between two times.

    The critical value is the quantile of 4,000 draws of the Gaussian process to which the standardised curve
    converges, taken at the curve's own steps: independent multinomial increments where rows count once, the
    covariance of the clusters' influence otherwise.

    Parameters
    ----------
    curve : SurvivalCurve or CumulativeIncidence
    times : array_like, shape (h,), optional
        Where to evaluate the band; the curve's own times by default.
    cause : int
        Number of the event, for a cumulative incidence.
    kind : {"equal_precision", "hall_wellner"}
        Limits in proportion to the pointwise error, for both curves; or Hall & Wellner's, for survival alone.
    conf_level : float
    t_low, t_high : float, optional
        Ends of the band: the fifth event, and the last time with five people at risk, by default.
    seed : int

    Raises
    ------
    EstimationError
        ``no-variation`` where no event lies between the ends; ``wrong-design`` for Hall & Wellner's band of an
        incidence; ``horizon-beyond-data``, ``gap-in-observation`` for `t_high`; ``not-a-cause``.

    References
    ----------
    Nair (1984), Technometrics 26; Hall & Wellner (1980), Biometrika 67; Lin (1997), Statistics in Medicine 16.
    """
    if not isinstance(curve, SurvivalCurve):
        read_states(curve, cause)
    begin, end = _find_ends(curve, cause, t_low, t_high)
    if isinstance(curve, SurvivalCurve):
        values, process = np.append(1.0, curve.survival), build_survival_process(curve)
    elif kind == "equal_precision":
        values, process = read_states(curve, cause)[1], build_incidence_process(curve, cause)
    else:
        raise EstimationError("wrong-design")
    inside = _find_inside(curve.time, values, process, (begin, end))
    scale = process.find_scale(process.variance, kind)
    draws = process.draw_suprema(inside, kind, draws=DRAWS, rng=np.random.default_rng(seed))
    critical = float(np.quantile(draws, conf_level))
    points = curve.time if times is None else check_values(times, "times")
    passed = np.searchsorted(curve.time, points, side="right")
    error = values * scale if isinstance(curve, SurvivalCurve) else scale
    z = normal_quantile(conf_level)
    low, high = bound_share(
        values[passed], error[passed] * critical / z, np.full(len(points), process.size), kind="log_log",
        conf_level=conf_level,
    )  # fmt: skip
    holds = np.isin(passed, inside) & (points >= begin) & (points <= end)
    return SimultaneousBand(
        time=points,
        estimate=values[passed],
        conf_low=np.where(holds, low, np.nan),
        conf_high=np.where(holds, high, np.nan),
        t_low=float(max(begin, curve.time[inside[0] - 1])),
        t_high=float(end),
        critical_value=critical,
        kind=kind,
        conf_level=conf_level,
    )


def _find_ends(
    curve: SurvivalCurve | CumulativeIncidence, cause: int, t_low: float | None, t_high: float | None
) -> tuple[float, float]:
    events = curve.n_events if isinstance(curve, SurvivalCurve) else curve.n_events[cause - 1]
    if t_low is None:
        seen = np.flatnonzero(events.cumsum() >= FEWEST)
        if not len(seen):
            raise EstimationError("no-variation")
        t_low = float(curve.time[seen[0]])
    if t_high is None:
        enough = curve.time[(curve.n_at_risk >= FEWEST) & (curve.time <= curve.covered_until)]
        t_high = float(enough[-1]) if len(enough) else 0.0
    check_horizon(t_high, last=float(curve.time[-1]), covered_until=curve.covered_until)
    return t_low, t_high


def _find_inside(
    time: FloatArray, values: FloatArray, process: CurveProcess, ends: tuple[float, float]
) -> np.ndarray:
    """Find the numbers of times passed at which the band holds: within its ends, the curve neither 0 nor 1."""
    begins, closes = np.append(0.0, time), np.append(time, np.inf)
    moving = (values > 0) & (values < 1) & (process.variance > 0)
    inside = np.flatnonzero(moving & (closes > ends[0]) & (begins <= ends[1]))
    if not len(inside):
        raise EstimationError("no-variation")
    return inside
