"""How people came into the arms: what was assigned, within which strata, and what errors must count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idmaj.effects.conditions import BoolArray, IntArray

CR1_FROM = 50
"""Clusters from which the plain cluster error with G - 1 degrees of freedom replaces CR2 with Satterthwaite's:
below, the plain one is too small (Bell & McCaffrey 2002; Imbens & Kolesár 2016)."""
FEW_CLUSTERS = 10
"""Clusters an arm below which the interval comes from the restricted wild bootstrap (METHODS.md, section 2)."""
FEWEST_CLUSTERS = 3
"""Clusters an arm below which no method is believed."""


@dataclass(frozen=True, eq=False)
class Assignment:
    """What was assigned to the arms.

    Attributes
    ----------
    strata : ndarray of int, shape (n,), optional
        Stratum within which units were assigned.
    units : ndarray of int, shape (n,), optional
        Unit that was assigned as a whole; None where each person was.
    clusters : ndarray of int, shape (n,), optional
        What errors count; None where they count people. The pair, where units were assigned in pairs: the
        two units of a pair vary together, so that they are no independent clusters
        (de Chaisemartin & Ramirez-Cuellar 2024, AEJ Applied 16).
    is_paired : bool
        Whether one of two units (or people) of each stratum was supported.
    """

    strata: IntArray | None = None
    units: IntArray | None = None
    clusters: IntArray | None = None
    is_paired: bool = False

    @property
    def n_clusters(self) -> int | None:
        """Clusters that errors count."""
        return None if self.clusters is None else int(self.clusters.max()) + 1

    @property
    def errors(self) -> str:
        """Kind of standard error that the number of clusters calls for."""
        if self.n_clusters is None:
            return "HC2"
        # A pair of two people has one effect and one difference: the factor of CR1, which counts the effects of
        # the pairs as parameters, would double the variance.
        is_pair_of_people = self.is_paired and self.units is None
        return "CR2" if is_pair_of_people or self.n_clusters < CR1_FROM else "CR1"

    def clusters_per_arm(self, treated: BoolArray) -> tuple[int, int] | None:
        """Clusters with people of the supported arm, and of the other."""
        if self.clusters is None:
            return None
        return len(np.unique(self.clusters[treated])), len(np.unique(self.clusters[~treated]))


def find_assignment(
    treated: BoolArray, *, strata: IntArray | None = None, clusters: IntArray | None = None
) -> Assignment:
    """Find what was assigned, from the strata and clusters that a study declares.

    Parameters
    ----------
    treated : ndarray, shape (n,)
    strata, clusters : ndarray of int, shape (n,), optional
        Codes from 0.

    Returns
    -------
    Assignment
        Where the declared cluster is the stratum itself and holds both arms, the units are its two halves.
    """
    if clusters is None:
        if strata is not None and _are_pairs(strata, np.arange(len(treated))):
            return Assignment(strata, None, strata, is_paired=True)
        return Assignment(strata)
    varies = _varies_within(treated, clusters)
    if strata is not None and varies and _is_same_partition(strata, clusters):
        halves = np.unique(clusters * 2 + treated, return_inverse=True)[1]
        return Assignment(strata, halves, clusters, is_paired=True)
    if varies:
        return Assignment(strata, None, clusters)
    if strata is not None and _are_pairs(strata, clusters):
        return Assignment(strata, clusters, strata, is_paired=True)
    return Assignment(strata, clusters, clusters)


def _are_pairs(strata: IntArray, units: IntArray) -> bool:
    """Whether no stratum holds more than two units, and most hold two."""
    held = np.unique(np.column_stack([strata, units]), axis=0)
    counts = np.bincount(held[:, 0])
    return bool(counts.max(initial=0) == 2 and (counts == 2).mean() > 0.5)


def _varies_within(treated: BoolArray, groups: IntArray) -> bool:
    people, supported = np.bincount(groups), np.bincount(groups, treated)
    return bool(((supported > 0) & (supported < people)).any())


def _is_same_partition(one: IntArray, other: IntArray) -> bool:
    pairs = np.unique(np.column_stack([one, other]), axis=0)
    return len(pairs) == len(np.unique(one)) == len(np.unique(other))
