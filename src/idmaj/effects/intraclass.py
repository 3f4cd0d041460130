"""How alike people of a cluster are: the intraclass correlation by analysis of variance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import check_groups, check_values
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class IntraclassCorrelation:
    """The share of the variance that lies between clusters.

    Attributes
    ----------
    correlation : float
        May be a little below 0 where clusters differ less than by chance.
    n_clusters : int
    mean_size : float
        Size of clusters corrected for their differing sizes.
    """

    correlation: float
    n_clusters: int
    mean_size: float


def estimate_intraclass(outcome: ArrayLike, clusters: ArrayLike) -> IntraclassCorrelation:
    """Estimate (between - within) / (between + (m - 1) within), from the two mean squares.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    clusters : array_like, shape (n,)
        Labels.

    Raises
    ------
    EstimationError
        ``too-few-groups`` under two clusters; ``too-few-people`` where every cluster is one person;
        ``no-variation``; input conditions.

    References
    ----------
    Donner (1986), International Statistical Review 54, §2.
    """
    y = check_values(outcome, "outcome")
    codes = check_groups(clusters, "clusters", n=len(y), needed=2)
    sizes = np.bincount(codes)
    n, n_clusters = len(y), len(sizes)
    if n == n_clusters:
        raise EstimationError("too-few-people", n=n, needed=n_clusters + 1)
    centred = y - y.mean()
    means = np.bincount(codes, centred) / sizes
    between = float(sizes @ means**2) / (n_clusters - 1)
    within = float(((centred - means[codes]) ** 2).sum()) / (n - n_clusters)
    size = float((n - (sizes @ sizes) / n) / (n_clusters - 1))
    total = between + (size - 1) * within
    if not total > 0:
        raise EstimationError("no-variation")
    return IntraclassCorrelation((between - within) / total, n_clusters, size)
