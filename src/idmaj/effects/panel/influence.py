"""From the influence of each unit on an estimate to its error: clusters, small-sample factors, degrees of freedom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, IntArray, check_groups
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.influence import find_satterthwaite_df
from idmaj.errors import EstimationError

Factor = Literal["groups", "sample", "none"]
ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class InfluenceSpread:
    """Errors of m estimates that were computed from the same units.

    Attributes
    ----------
    vcov : ndarray, shape (m, m)
    df : ndarray, shape (m,)
        Degrees of freedom of Student's t; infinite for the normal distribution.
    n_clusters : int, optional
        Clusters that the errors count; None where they count units.
    """

    vcov: FloatArray
    df: FloatArray
    n_clusters: int | None


def summarise_influence(
    influence: FloatArray,
    groups: ArrayLike,
    *,
    parameters: int | Sequence[int] = 1,
    clusters: ArrayLike | None = None,
    factor: Factor = "groups",
) -> InfluenceSpread:
    """Add up squared influences, over clusters where there are any.

    Parameters
    ----------
    influence : ndarray, shape (n, m)
        How far each unit moves each estimate: the variance is the sum of squares.
    groups : array_like, shape (n,)
        What each unit was compared as: treated or not, or the time when it was first treated. The first
        group in sorted order is the comparison group.
    parameters : int or sequence of int
        Coefficients estimated in the comparison group, the mean included, and one in every other group; or
        the coefficients of each group.
    clusters : array_like, shape (n,), optional
    factor : {"groups", "sample", "none"}
        ``groups``: the sum over a group of n_g units times n_g/(n_g - k_g), t with Satterthwaite's degrees
        of freedom (without covariates this is Welch's test of the changes); with clusters each within one
        group, G_g/(G_g - 1) for its G_g clusters; with clusters that hold several groups, G/(G - 1) and t
        with G - 1. ``sample``: n/(n - 1) or G/(G - 1), normal. ``none``: 1, normal.

    Raises
    ------
    EstimationError
        ``too-few-people`` when a group has no more units than coefficients, ``one-cluster-per-arm``,
        ``too-few-groups`` (one cluster), ``missing-group``.

    References
    ----------
    Satterthwaite (1946), Biometrics Bulletin 2; Bell & McCaffrey (2002), Survey Methodology 28.
    """
    codes = check_groups(groups, "groups", n=len(influence))
    spent = np.ones(int(codes.max()) + 1)
    if isinstance(parameters, int):
        spent[0] = parameters
    else:
        spent[:] = parameters
    if clusters is None:
        return _spread(influence, codes, spent=spent, factor=factor, n_clusters=None)
    cluster = check_groups(clusters, "clusters", n=len(influence), needed=2)
    n_clusters = int(cluster.max()) + 1
    sums = _sum_by(cluster, influence, n_clusters)
    within = find_group_of_cluster(codes, cluster)
    if within is None:
        within = np.zeros(n_clusters, dtype=np.intp)
    ones = np.ones(int(within.max()) + 1)
    return _spread(sums, within, spent=ones, factor=factor, n_clusters=n_clusters)


def find_group_of_cluster(groups: IntArray, clusters: IntArray) -> IntArray | None:
    """Return the group of each cluster, or None where a cluster holds several groups.

    Parameters
    ----------
    groups, clusters : ndarray, shape (n,)
        Codes 0, 1, …
    """
    within = np.zeros(int(clusters.max()) + 1, dtype=np.intp)
    within[clusters] = groups
    return within if bool((within[clusters] == groups).all()) else None


def clear_rounding(influence: FloatArray, *outcomes: FloatArray) -> FloatArray:
    """Return influences with 0 for estimates that only rounding moves, so that no error claims certainty.

    Parameters
    ----------
    influence : ndarray, shape (n,) or (n, m)
    *outcomes : ndarray
        What was subtracted from each other, in the unit of the estimates.
    """
    largest = max(float(np.abs(outcome).max(initial=0.0)) for outcome in outcomes)
    moved = np.sqrt((influence**2).sum(axis=0)) > ROUNDING * largest
    return np.asarray(np.where(moved, influence, 0.0), dtype=np.float64)


def contrast_of_influence(
    estimate: float,
    influence: FloatArray,
    groups: ArrayLike,
    *,
    parameters: int | Sequence[int] = 1,
    clusters: ArrayLike | None = None,
    factor: Factor = "groups",
    conf_level: float = 0.95,
) -> Contrast:
    """Build the contrast of one estimate from the influence of each unit.

    Parameters
    ----------
    estimate : float
    influence : ndarray, shape (n,)
    groups, parameters, clusters, factor
        As `summarise_influence`.
    conf_level : float

    Raises
    ------
    EstimationError
        As `summarise_influence`; ``no-variation``.
    """
    spread = summarise_influence(
        influence[:, None], groups, parameters=parameters, clusters=clusters, factor=factor
    )
    return build_contrast(
        estimate,
        float(np.sqrt(spread.vcov[0, 0])),
        df=float(spread.df[0]),
        conf_level=conf_level,
        n_clusters=spread.n_clusters,
    )


def _spread(
    influence: FloatArray, groups: IntArray, *, spent: FloatArray, factor: Factor, n_clusters: int | None
) -> InfluenceSpread:
    n, m = influence.shape
    if factor != "groups":
        scale = n / (n - 1) if factor == "sample" else 1.0
        return InfluenceSpread(scale * influence.T @ influence, np.full(m, np.inf), n_clusters)
    sizes = np.bincount(groups, minlength=len(spent))
    left = sizes - spent
    if (left <= 0).any():
        smallest = int(np.argmin(left))
        if n_clusters is not None:
            raise EstimationError("one-cluster-per-arm")
        raise EstimationError("too-few-people", n=int(sizes[smallest]), needed=int(spent[smallest]) + 1)
    scaled = influence * np.sqrt(sizes / left)[groups][:, None]
    df = find_satterthwaite_df(_sum_by(groups, scaled**2, len(spent)), left)
    return InfluenceSpread(scaled.T @ scaled, df, n_clusters)


def _sum_by(codes: IntArray, values: FloatArray, n_groups: int) -> FloatArray:
    sums = np.empty((n_groups, values.shape[1]))
    for position, column in enumerate(values.T):
        sums[:, position] = np.bincount(codes, column, n_groups)
    return sums
