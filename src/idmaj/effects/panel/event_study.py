"""Event studies by regression: two-way fixed effects, and Sun and Abraham's interaction weights."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.contrast import Contrast, build_contrast, check_level
from idmaj.effects.panel.event_rows import EventRows, check_event_rows
from idmaj.effects.panel.two_way import estimate_two_way
from idmaj.errors import EstimationError

EventStudyKind = Literal["two-way", "interaction-weighted"]


@dataclass(frozen=True)
class EventWindow:
    """Which event times have a coefficient of their own.

    Attributes
    ----------
    reference : float
        Event time that the others are compared with.
    first, last : float
        Event times at or below the first, and at or above the last, share one coefficient each.
    """

    reference: float = -1.0
    first: float = -np.inf
    last: float = np.inf


@dataclass(frozen=True, eq=False)
class EventStudy:
    """Effects by time since treatment, against the reference.

    Attributes
    ----------
    event_times : ndarray, shape (m,)
        Periods since the first treated one, increasing, the reference left out.
    estimates, std_errors : ndarray, shape (m,)
        In the outcome's unit.
    vcov : ndarray, shape (m, m)
    df : float
        Degrees of freedom of Student's t: clusters - 1.
    reference : float
        Event time whose effect is set to 0.
    n_treated : ndarray, shape (m,)
        Rows of treated units behind each event time.
    n, n_units, n_clusters : int
        What the regression used.
    n_always_treated : int
        Units left out because they were treated in every observed period.
    kind : {"two-way", "interaction-weighted"}
        Where effects differ between units treated at different times, "two-way" mixes effects of other
        event times into each coefficient, some with negative weight.
    """

    event_times: FloatArray
    estimates: FloatArray
    std_errors: FloatArray
    vcov: FloatArray
    df: float
    reference: float
    n_treated: IntArray
    n: int
    n_units: int
    n_clusters: int
    n_always_treated: int
    kind: EventStudyKind

    def find_intervals(self, conf_level: float = 0.95) -> tuple[FloatArray, FloatArray]:
        """Return the ends of each event time's own interval, each of shape (m,)."""
        quantile = special.stdtrit(self.df, 0.5 + check_level(conf_level) / 2)
        return self.estimates - quantile * self.std_errors, self.estimates + quantile * self.std_errors


def estimate_event_study(
    outcome: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike,
    first_treated: ArrayLike,
    *,
    window: EventWindow | None = None,
    covariates: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> EventStudy:
    """Estimate effects by time since treatment in one regression with unit and period effects.

    Parameters
    ----------
    outcome, units, periods : array_like, shape (n,)
        One row per unit and period; rows may be missing. Differences of periods are event time.
    first_treated : array_like, shape (n,)
        First treated period of the row's unit; missing, infinite or 0 for never.
    window : EventWindow, optional
        Reference -1 and no bins where not given.
    covariates : array_like, shape (n, k), optional
    clusters : array_like, shape (n,), optional
        Units where not given.
    weights : array_like, shape (n,), optional

    Raises
    ------
    EstimationError
        ``no-period-before`` where no treated unit is seen at the reference; ``not-identified``, such as
        without never-treated units and without bins; ``no-comparison-group``, ``one-cluster-per-arm``,
        ``empty-arm``; as `estimate_two_way`.

    References
    ----------
    Sun & Abraham (2021), Journal of Econometrics 225, on what these coefficients mix.
    """
    chosen = window or EventWindow()
    rows = check_event_rows(
        outcome, units, periods, first_treated, covariates=covariates, clusters=clusters, weights=weights
    )
    event = np.clip(rows.event_times, chosen.first, chosen.last)
    times = _find_event_times(event, chosen.reference)
    members = event[:, None] == times
    return _estimate(
        rows, members, np.eye(len(times)), times=times, reference=chosen.reference, kind="two-way"
    )


def estimate_sun_abraham(
    outcome: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike,
    first_treated: ArrayLike,
    *,
    reference: float = -1.0,
    covariates: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> EventStudy:
    """Estimate effects by time since treatment without mixing in those of other event times.

    Every group of units treated at the same time has its own coefficient at every event time; an event
    time's effect is their average, weighted by the groups' shares of its rows, which count as fixed.
    Never-treated units are the comparison; where there are none, the group treated last, before it is.

    Parameters
    ----------
    outcome, units, periods, first_treated : array_like, shape (n,)
        As in `estimate_event_study`.
    reference : float
        Event time that effects are compared with.
    covariates : array_like, shape (n, k), optional
    clusters, weights : array_like, shape (n,), optional

    Raises
    ------
    EstimationError
        As `estimate_event_study`.

    References
    ----------
    Sun & Abraham (2021), Journal of Econometrics 225.
    """
    rows = _keep_comparison(
        check_event_rows(
            outcome, units, periods, first_treated, covariates=covariates, clusters=clusters, weights=weights
        )
    )
    times = _find_event_times(rows.event_times, reference)
    pairs = np.column_stack([rows.event_times, rows.first_treated])
    cells = np.unique(pairs[~np.isnan(pairs[:, 0]) & (pairs[:, 0] != reference)], axis=0)
    members = (pairs[:, None, :] == cells).all(axis=2)
    sizes = members.sum(axis=0) if rows.weights is None else rows.weights @ members
    shares = (times[:, None] == cells[:, 0]) * sizes
    shares = shares / shares.sum(axis=1, keepdims=True)
    return _estimate(rows, members, shares, times=times, reference=reference, kind="interaction-weighted")


def average_after(study: EventStudy, *, conf_level: float = 0.95) -> Contrast:
    """Return the unweighted average of the effects at event times 0 and later.

    Parameters
    ----------
    study : EventStudy
    conf_level : float

    Raises
    ------
    EstimationError
        As `build_contrast`.
    """
    after = study.event_times >= 0
    share = after / after.sum()
    return build_contrast(
        float(share @ study.estimates),
        float(np.sqrt(share @ study.vcov @ share)),
        df=study.df,
        conf_level=conf_level,
        n_clusters=study.n_clusters,
    )


def _find_event_times(event: FloatArray, reference: float) -> FloatArray:
    times = np.unique(event[~np.isnan(event)])
    if reference not in times:
        raise EstimationError("no-period-before")
    return times[times != reference]


def _keep_comparison(rows: EventRows) -> EventRows:
    if np.isinf(rows.first_treated).any():
        return rows
    last = rows.first_treated.max()
    kept = rows.periods < last
    never = rows.first_treated == last
    return replace(
        rows,
        outcome=rows.outcome[kept],
        periods=rows.periods[kept],
        units=rows.units[kept],
        clusters=rows.clusters[kept],
        first_treated=np.where(never, np.inf, rows.first_treated)[kept],
        event_times=np.where(never, np.nan, rows.event_times)[kept],
        covariates=rows.covariates[kept],
        weights=None if rows.weights is None else rows.weights[kept],
    )


def _estimate(
    rows: EventRows,
    members: np.ndarray,
    shares: FloatArray,
    *,
    times: FloatArray,
    reference: float,
    kind: EventStudyKind,
) -> EventStudy:
    design = np.column_stack([members.astype(np.float64), rows.covariates])
    fit = estimate_two_way(
        rows.outcome, design, rows.units, rows.periods, clusters=rows.clusters, weights=rows.weights
    )
    m = members.shape[1]
    vcov = shares @ fit.vcov[:m, :m] @ shares.T
    return EventStudy(
        event_times=times,
        estimates=shares @ fit.coefficients[:m],
        std_errors=np.sqrt(np.diag(vcov)),
        vcov=vcov,
        df=float(fit.df[0]),
        reference=float(reference),
        n_treated=((shares > 0) @ members.sum(axis=0)).astype(np.intp),
        n=fit.n,
        n_units=fit.n_units,
        n_clusters=int(fit.df[0]) + 1,
        n_always_treated=rows.n_always_treated,
        kind=kind,
    )
