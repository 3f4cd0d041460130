"""Contrasts of two curves at a horizon, from what each person adds to either."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.curve_influence import find_influence, find_variance
from idmaj.effects.curve_times import FollowUp
from idmaj.effects.event_table import EventTable
from idmaj.effects.influence import find_satterthwaite_df
from idmaj.errors import EstimationError

SMALL_ARM_BELOW = 100
"""Effective people of the smaller arm under which intervals are widened: plain ones cover too rarely there."""


@dataclass(frozen=True, eq=False)
class Arm:
    """A quantity of one arm.

    Attributes
    ----------
    estimate : float
    table, people
        Counts and rows behind it.
    slopes : ndarray, shape (k, J)
        How the quantity moves with the hazards of the k events at the first J times.
    """

    estimate: float
    table: EventTable = field(repr=False)
    people: FollowUp = field(repr=False)
    slopes: FloatArray = field(repr=False)

    @property
    def variance(self) -> float:
        """Greenwood's variance, or by weighted row or cluster."""
        return find_variance(self.table, self.people, self.slopes)


def build_arms_contrast(
    treated: Arm, comparison: Arm, *, small_sample: bool | None = None, conf_level: float = 0.95
) -> Contrast:
    """Build the difference of two arms.

    Parameters
    ----------
    treated, comparison : Arm
        Independent of each other unless both have clusters: then a label that is in both arms is one cluster.
    small_sample : bool, optional
        Multiply the variance of each arm by m/(m - 1), m its effective size, and use Student's t with
        Satterthwaite's degrees of freedom; or the plain error and the normal distribution. By default the former
        where the smaller arm has fewer than 100.
    conf_level : float

    Raises
    ------
    EstimationError
        ``no-variation``; ``too-few-people`` where an arm has a single row.
    """
    arms = (treated, comparison)
    sizes = np.array([arm.people.size for arm in arms])
    if small_sample is None:
        small_sample = bool(sizes.min() < SMALL_ARM_BELOW)
    if small_sample and (sizes <= 1).any():
        raise EstimationError("too-few-people", n=int(sizes.min()), needed=2)
    left = np.maximum(sizes - 1, 0.0) if small_sample else sizes
    estimate = treated.estimate - comparison.estimate
    n_clusters = None
    if all(arm.people.clusters is not None for arm in arms):
        parts, n_clusters = _sum_shared_clusters(arms, scale=np.sqrt(sizes / left))
        error = float(np.sqrt(parts.sum()))
    else:
        parts = np.array([arm.variance for arm in arms]) * sizes / left
        error = float(np.hypot(*np.sqrt(parts)))
    df = float(find_satterthwaite_df(parts[:, None], left)[0]) if small_sample else np.inf
    return build_contrast(estimate, error, df=df, conf_level=conf_level, n_clusters=n_clusters)


def _sum_shared_clusters(arms: tuple[Arm, Arm], *, scale: FloatArray) -> tuple[FloatArray, int]:
    """Square the sums of clusters over both arms; each counts in the arm to which it adds more."""
    labels = np.concatenate([np.asarray(arm.people.clusters) for arm in arms])
    code = np.unique(labels, return_inverse=True)[1]
    n_clusters = int(code.max()) + 1
    n_treated = len(arms[0].people.time)
    sums = []
    for arm, codes, factor, sign in zip(
        arms, (code[:n_treated], code[n_treated:]), scale, (1, -1), strict=True
    ):
        influence = find_influence(arm.table, arm.people, arm.slopes) * factor * sign
        sums.append(np.bincount(codes, weights=influence, minlength=n_clusters))
    squared = (sums[0] + sums[1]) ** 2
    in_treated = np.abs(sums[0]) > np.abs(sums[1])
    return np.array([squared[in_treated].sum(), squared[~in_treated].sum()]), n_clusters
