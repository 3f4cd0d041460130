"""One index of several items, weighted by the inverse of their covariance, with its parts kept."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, check_arms
from idmaj.errors import EstimationError

SINGULAR_SHARE = 1e-8


@dataclass(frozen=True, eq=False)
class Index:
    """An index and what it is made of; n people, m items.

    Attributes
    ----------
    values : ndarray, shape (n,)
        In standard deviations of the comparison group, mean 0 there; NaN exactly where `is_known` is False.
    is_known : ndarray, shape (n,)
        False for people without a single item.
    parts : ndarray, shape (n, m)
        Items turned so that more is better, in standard deviations of the comparison group; NaN where missing.
    item_weights : ndarray, shape (m,)
        Weight of each item for people with all items; they sum to 1. A weight may be negative.
    n_missing : ndarray, shape (m,)
        People without the item.
    """

    values: FloatArray
    is_known: BoolArray
    parts: FloatArray
    item_weights: FloatArray
    n_missing: np.ndarray


def build_index(
    items: ArrayLike,
    treated: ArrayLike,
    *,
    directions: ArrayLike | None = None,
    covariance_over: Literal["all", "comparison"] = "all",
    weighting: Literal["inverse_covariance", "equal"] = "inverse_covariance",
) -> Index:
    """Build an index that gives less weight to items that repeat each other.

    Each item is turned, centred and divided by the comparison group's standard deviation; a person's index is
    the weighted mean of the items known, with weights the row sums of the inverse covariance of the items
    (pairs of items known together); the index is then brought to mean 0 and standard deviation 1 in the
    comparison group. The weights are treated as known by what compares the index between arms.

    Parameters
    ----------
    items : array_like, shape (n, m)
        NaN where an item is missing; at least one item.
    treated : array_like, shape (n,)
        0/1 or boolean.
    directions : array_like, shape (m,), optional
        1 where more is better, -1 where less is.
    covariance_over : {"all", "comparison"}
        People behind the covariance: everybody (Anderson), or the comparison group alone.
    weighting : {"inverse_covariance", "equal"}
        ``equal`` gives the plain mean of the items (Kling, Liebman & Katz 2007).

    Raises
    ------
    EstimationError
        ``not-finite`` for an infinite item; ``no-variation`` where an item, or the index, is constant in the
        comparison group; ``collinear-covariates`` with the position of an item that repeats others;
        ``not-identified`` where missing items leave no proper covariance or no usable weight;
        ``too-few-people`` unless the comparison group knows every item of at least two; input conditions.

    References
    ----------
    Anderson (2008), Journal of the American Statistical Association 103; O'Brien (1984), Biometrics 40.
    """
    matrix = _check_items(items)
    n, m = matrix.shape
    arm = check_arms(treated, n)
    parts = _standardise(matrix * _check_directions(directions, m), ~arm)
    known = np.isfinite(parts)
    raw = np.ones(m)
    if weighting == "inverse_covariance":
        raw = _find_weights(parts, np.ones(n, dtype=np.bool_) if covariance_over == "all" else ~arm)
    is_known = np.asarray(known.any(axis=1), dtype=np.bool_)
    mass = known @ raw
    if (np.abs(mass[is_known]) <= SINGULAR_SHARE * np.abs(raw).sum()).any():
        raise EstimationError("not-identified", what="index")
    values = np.full(n, np.nan)
    values[is_known] = (np.where(known, parts, 0.0) @ raw)[is_known] / mass[is_known]
    return Index(
        values=_standardise(values[:, None], ~arm)[:, 0],
        is_known=is_known,
        parts=parts,
        item_weights=raw / raw.sum(),
        n_missing=(~known).sum(axis=0),
    )


def _check_items(items: ArrayLike) -> FloatArray:
    matrix = np.array(items, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[1] == 0:
        raise EstimationError("unequal-lengths", what="items")
    if np.isinf(matrix).any():
        raise EstimationError("not-finite", what="items")
    return matrix


def _check_directions(directions: ArrayLike | None, m: int) -> FloatArray:
    signs = np.ones(m) if directions is None else np.asarray(directions, dtype=np.float64)
    if signs.shape != (m,):
        raise EstimationError("unequal-lengths", what="directions")
    if not np.isin(signs, (-1.0, 1.0)).all():
        raise EstimationError("not-binary", what="directions")
    return signs


def _standardise(matrix: FloatArray, comparison: BoolArray) -> FloatArray:
    inside = matrix[comparison]
    counts = np.isfinite(inside).sum(axis=0)
    if counts.min() < 2:
        raise EstimationError("too-few-people", n=int(counts.min()), needed=2)
    mean = np.nanmean(inside, axis=0)
    spread = np.nanstd(inside, axis=0, ddof=1)
    if (spread <= 1e-12 * np.nanmax(np.abs(inside), axis=0)).any():
        raise EstimationError("no-variation")
    return np.asarray((matrix - mean) / spread)


def _find_weights(parts: FloatArray, people: BoolArray) -> FloatArray:
    """Return the row sums of the inverse covariance, each entry over the people who know both items."""
    inside = parts[people]
    known = np.isfinite(inside).astype(np.float64)
    both = known.T @ known
    if both.min() < 2:
        raise EstimationError("too-few-people", n=int(both.min()), needed=2)
    filled = np.where(known > 0, inside, 0.0)
    sums = filled.T @ known
    covariance = (filled.T @ filled - sums * sums.T / both) / (both - 1)
    scale = np.sqrt(np.diag(covariance))
    if not (scale > 0).all():
        raise EstimationError("no-variation")
    correlation = covariance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] <= SINGULAR_SHARE:
        _refuse(correlation, is_complete=bool(known.all()))
    return np.asarray(np.linalg.solve(covariance, np.ones(len(scale))))


def _refuse(correlation: FloatArray, *, is_complete: bool) -> None:
    if is_complete:
        pivots = np.abs(np.diag(np.linalg.qr(correlation, mode="r")))
        raise EstimationError("collinear-covariates", column=int(np.argmin(pivots)))
    raise EstimationError("not-identified", what="index")
