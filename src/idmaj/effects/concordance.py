"""Concordance: how often the person with the higher predicted hazard has the event first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_groups,
    check_indicator,
    check_values,
    check_weights,
)
from idmaj.effects.cox import Ties, estimate_cox
from idmaj.effects.dominance import sum_dominated
from idmaj.effects.hazard_fit import sum_by_cluster
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class Concordance:
    """Harrell's C over pairs of whom one had the event while the other was still at risk.

    Attributes
    ----------
    estimate, std_error : float
        C, a tie in the predictor counting one half; infinitesimal-jackknife error.
    n_concordant, n_discordant, n_tied : float
        Pairs (weighted: sums of products of weights): as predicted, against, equal predictors.
    """

    estimate: float
    std_error: float
    n_concordant: float
    n_discordant: float
    n_tied: float


@dataclass(frozen=True, eq=False)
class _Ranks:
    """Whole numbers in which `start < own event < end` says that somebody was at risk at another's event."""

    own: IntArray
    start: IntArray
    end: IntArray
    predictor: IntArray


def estimate_concordance(
    time: ArrayLike,
    event: ArrayLike,
    predictor: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> Concordance:
    """Estimate Harrell's C with its error, as R's ``survival::concordance(reverse = TRUE)``.

    Parameters
    ----------
    time, event, entry, weights, strata, clusters
        As `estimate_cox`; pairs are formed within strata.
    predictor : array_like, shape (n,)
        Predicted hazard on any scale; higher means sooner.

    Raises
    ------
    EstimationError
        ``no-events``; ``no-comparable-pairs``; ``entry-not-before-exit``; input conditions.

    References
    ----------
    Harrell, Lee & Mark (1996), Statistics in Medicine 15; Therneau & Watson (2015), Mayo Clinic report 85.
    """
    t = check_values(time, "time")
    n = len(t)
    d, x = check_indicator(event, "event", n=n), check_values(predictor, "predictor", n=n)
    w = check_weights(weights, n)
    group = np.zeros(n, np.intp) if strata is None else check_groups(strata, "strata", n=n)
    people = None if clusters is None else check_groups(clusters, "clusters", n=n, needed=2)
    start = None if entry is None else check_values(entry, "entry", n=n)
    if start is not None and (start >= t).any():
        raise EstimationError("entry-not-before-exit", n=int((start >= t).sum()))
    if not d.any():
        raise EstimationError("no-events", n=0)
    ranks = _rank(t, d, x, start=start, strata=group)
    influence = _count_pairs(ranks, d, w)
    counts = influence @ w / 2
    if counts.sum() <= 0:
        raise EstimationError("no-comparable-pairs", n=int(d.sum()))
    return _summarise(influence * w, counts, people)


def estimate_cox_concordance(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    ties: Ties = "efron",
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> Concordance:
    """Estimate the concordance of a Cox model with the data it was fitted to; arguments as `estimate_cox`."""
    fit = estimate_cox(time, event, covariates, entry=entry, ties=ties, weights=weights, strata=strata)
    x = np.asarray(covariates, dtype=np.float64)
    predictor = np.zeros(len(x))
    for column, b in enumerate(fit.coefficients):
        predictor += x[:, column] * b
    return estimate_concordance(
        time, event, predictor, entry=entry, weights=weights, strata=strata, clusters=clusters
    )


def _rank(
    t: FloatArray, d: BoolArray, x: FloatArray, *, start: FloatArray | None, strata: IntArray
) -> _Ranks:
    moments = np.unique(t)
    width = 2 * len(moments) + 2
    own = strata * width + 2 * np.searchsorted(moments, t) + 1
    before = strata * width
    if start is not None:
        before = before + 2 * np.searchsorted(moments, start, side="right")
    return _Ranks(own, before, own + ~d, np.unique(x, return_inverse=True)[1])


def _count_pairs(ranks: _Ranks, d: BoolArray, w: FloatArray) -> FloatArray:
    """Sum the other's weight over each person's pairs: concordant, discordant, tied; shape (3, n)."""
    x, own = ranks.predictor, ranks.own[d]
    below, up_to, total = _subtract(
        _sum_points((ranks.start, x), w, (own, x[d])), _sum_points((ranks.end, x), w, (own + 1, x[d]))
    )
    found = np.zeros((3, len(w)))
    found[:, d] = below, total - up_to, up_to - below
    events, weights = (own, x[d]), w[d]
    below, up_to, total = _subtract(
        _sum_points(events, weights, (ranks.end, x)), _sum_points(events, weights, (ranks.start, x))
    )
    found += np.stack([total - up_to, below, up_to - below])
    return found


def _sum_points(
    points: tuple[IntArray, IntArray], weights: FloatArray, queries: tuple[IntArray, IntArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    order = np.argsort(points[0])
    passed = np.concatenate([[0.0], np.cumsum(weights[order])])
    total = passed[np.searchsorted(points[0][order], queries[0], side="left")]
    return *sum_dominated(points, weights, queries), total


def _subtract(
    more: tuple[FloatArray, FloatArray, FloatArray], fewer: tuple[FloatArray, FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    return more[0] - fewer[0], more[1] - fewer[1], more[2] - fewer[2]


def _summarise(influence: FloatArray, counts: FloatArray, clusters: IntArray | None) -> Concordance:
    concordant, discordant, tied = (float(count) for count in counts)
    n_pairs = concordant + discordant + tied
    difference = (concordant - discordant) / n_pairs
    change = influence[0] - influence[1] - difference * influence.sum(axis=0)
    error = float(np.linalg.norm(sum_by_cluster(change[None], clusters))) / n_pairs / 2
    return Concordance((difference + 1) / 2, error, concordant, discordant, tied)
