"""Weights for follow-up that ends because support begins: who goes on counts also for those like them who do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_covariates,
    check_indicator,
    check_values,
)
from idmaj.effects.contrast import Contrast
from idmaj.effects.cox import estimate_cox
from idmaj.effects.cumulative_incidence import (
    CumulativeIncidence,
    estimate_cumulative_incidence,
    estimate_incidence_difference,
)
from idmaj.errors import EstimationError

INTERVALS = 20
"""Intervals between whose ends equally many people stop."""
BEFORE = -1.0
"""Entry of the first span, so that what happens at time 0 counts."""


@dataclass(frozen=True, eq=False)
class WeightedSpans:
    """Follow-up cut into spans of constant weight.

    Attributes
    ----------
    row : ndarray of int, shape (m,)
        Whose span it is.
    entry, time : ndarray, shape (m,)
        At risk on (entry, time].
    cause : ndarray of int, shape (m,)
        What ends the span; 0 where follow-up goes on or is censored.
    weight : ndarray, shape (m,)
        Stabilised: about 1 on average.
    n_stopped : int
        People whose follow-up ended because support began.
    largest_share : float
        Largest share of one person in the weight of an interval.
    """

    row: IntArray
    entry: FloatArray
    time: FloatArray
    cause: IntArray
    weight: FloatArray
    n_stopped: int
    largest_share: float


def estimate_censoring_weights(
    time: ArrayLike,
    cause: ArrayLike,
    stopped: ArrayLike,
    covariates: ArrayLike,
    *,
    intervals: int = INTERVALS,
) -> WeightedSpans:
    """Estimate weights against censoring that depends on covariates.

    The hazard of being stopped is Cox's, of the covariates. In each interval a person weighs the chance of having gone
    on that everybody has, over that which the person's covariates give.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to the event or to the end of follow-up, ≥ 0.
    cause : array_like, shape (n,)
        0 for censored, 1 for the main event, 2 … for competing ones.
    stopped : array_like, shape (n,)
        1 where follow-up ended because support began, which only people without an event can have.
    covariates : array_like, shape (n, k)
        As of the start of the clock.
    intervals : int
        Fewer where fewer people stop.

    Raises
    ------
    EstimationError
        ``negative-time``; ``wrong-design`` where somebody stopped and had an event; as
        `idmaj.effects.cox.estimate_cox`.

    References
    ----------
    Robins & Finkelstein (2000), Biometrics 56; Hernán, Brumback & Robins (2000), Epidemiology 11.
    """
    ends = check_values(time, "time")
    if (ends < 0).any():
        raise EstimationError("negative-time")
    kinds = np.asarray(cause, dtype=np.int64)
    is_stopped = check_indicator(stopped, "stopped").astype(bool)
    if (is_stopped & (kinds > 0)).any():
        raise EstimationError("wrong-design")
    matrix = check_covariates(covariates, len(ends))
    cuts = _choose_cuts(ends[is_stopped], intervals)
    row, period = _split(ends, cuts)
    weight = np.ones(len(row))
    if is_stopped.any() and matrix.shape[1]:
        weight = _weigh(ends, is_stopped, matrix, cuts)[row, period]
    edges = np.concatenate([[BEFORE], cuts, [np.inf]])
    last = np.concatenate([row[1:] != row[:-1], [True]]) if len(row) else np.empty(0, dtype=bool)
    total = np.bincount(period, weights=weight)
    return WeightedSpans(
        row=row,
        entry=edges[period],
        time=np.minimum(edges[period + 1], ends[row]),
        cause=np.where(last, kinds[row], 0),
        weight=weight,
        n_stopped=int(is_stopped.sum()),
        largest_share=float((weight / total[period]).max(initial=0.0)),
    )


def _choose_cuts(stops: FloatArray, intervals: int) -> FloatArray:
    """Choose ends of intervals, in each of which somebody stops; the last one is open."""
    if len(stops) == 0:
        return np.empty(0)
    quantiles = np.quantile(stops, np.arange(1, intervals) / intervals, method="higher")
    cuts = np.unique(quantiles)
    return cuts[cuts < stops.max()]


def _split(ends: FloatArray, cuts: FloatArray) -> tuple[IntArray, IntArray]:
    """Cut follow-up at the ends of intervals: whose span it is, and in which interval."""
    n_spans = np.searchsorted(cuts, ends, side="left") + 1
    row = np.repeat(np.arange(len(ends)), n_spans)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(n_spans) - n_spans, n_spans)


def _weigh(ends: FloatArray, is_stopped: BoolArray, matrix: FloatArray, cuts: FloatArray) -> FloatArray:
    """Weights of people in each interval, shape (n, intervals), taken in the middle of its hazard."""
    fit = estimate_cox(ends + 1, is_stopped, matrix)
    ratio = np.exp((matrix - matrix.mean(axis=0)) @ fit.coefficients)
    order = np.argsort(ends, kind="stable")
    stops = ends[order][is_stopped[order]]
    at_risk = np.searchsorted(ends[order], stops, side="left")
    left = np.cumsum(ratio[order][::-1])[::-1][at_risk]
    own, everybody = np.cumsum(1 / left), np.cumsum(1 / (len(ends) - at_risk))
    reached = np.searchsorted(stops, [*cuts, np.inf], side="right")
    middles = [_middle(hazard, reached) for hazard in (own, everybody)]
    return np.asarray(np.exp(ratio[:, None] * middles[0] - middles[1]))


def _middle(hazard: FloatArray, reached: IntArray) -> FloatArray:
    """Mean of a cumulative hazard at the beginning and the end of each interval."""
    at = np.concatenate([[0.0], np.concatenate([[0.0], hazard])[reached]])
    return np.asarray((at[1:] + at[:-1]) / 2)


def estimate_weighted_incidence(
    spans: WeightedSpans, people: ArrayLike, *, n_causes: int = 2
) -> CumulativeIncidence:
    """Estimate cumulative incidence from weighted spans, errors clustered on people.

    Parameters
    ----------
    spans : WeightedSpans
    people : array_like, shape (n,)
        Who each row of the follow-up is about.
    n_causes : int
        Kinds of events.

    Raises
    ------
    EstimationError
        As `estimate_cumulative_incidence`.
    """
    return estimate_cumulative_incidence(
        spans.time - BEFORE, spans.cause, n_causes=n_causes, entry=spans.entry - BEFORE, weights=spans.weight,
        clusters=np.asarray(people)[spans.row],
    )  # fmt: skip


def estimate_reweighted_difference(
    support: WeightedSpans,
    comparison: WeightedSpans,
    people: tuple[ArrayLike, ArrayLike],
    *,
    horizon: float,
    left: bool = True,
    conf_level: float = 0.95,
) -> Contrast:
    """Estimate the difference of cumulative incidence of weighted arms at a horizon.

    Parameters
    ----------
    support, comparison : WeightedSpans
    people : tuple of array_like
        Who the rows of each arm are about; a person in both arms is one cluster.
    horizon : float
    left : bool
        The left limit of the curves, for times counted from dates.
    conf_level : float

    Raises
    ------
    EstimationError
        As `estimate_incidence_difference`.
    """
    one, zero = (
        estimate_weighted_incidence(spans, who)
        for spans, who in zip((support, comparison), people, strict=True)
    )
    return estimate_incidence_difference(
        one, zero, horizon - BEFORE, limit="left" if left else "value", conf_level=conf_level
    )
