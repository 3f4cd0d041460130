"""How a sample was drawn: weights, strata, clusters in one or two stages, sizes of the population."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_groups,
    check_values,
    check_weights,
)
from idmaj.errors import EstimationError

LARGEST_SHARE = 0.5
SMALLEST_EFFECTIVE_SHARE = 0.02
SEVERAL = 3

Weighting = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of drawing: H strata (at the second stage: clusters of the first) that hold G clusters.

    Attributes
    ----------
    clusters : ndarray, shape (n,)
        Cluster of each person, 0 … G - 1.
    strata : ndarray, shape (G,)
        Stratum of each cluster, 0 … H - 1.
    fraction : ndarray, shape (H,)
        Share of the stratum's clusters that was drawn; 0 where the population is not known or endless.
    carried : ndarray, shape (H,)
        Share drawn at the earlier stages; 1 at the first.
    """

    clusters: IntArray
    strata: IntArray
    fraction: FloatArray
    carried: FloatArray


@dataclass(frozen=True, eq=False)
class Calibration:
    """Known totals that the weights were made to agree with.

    Attributes
    ----------
    columns : ndarray, shape (n, q)
        Quantities whose population totals are known; they need not be of full rank.
    weights_before : ndarray, shape (n,)
    reweight : callable
        From weights (n,) to weights that agree with the totals: repeated for each replicate.
    """

    columns: FloatArray
    weights_before: FloatArray
    reweight: Weighting


@dataclass(frozen=True, eq=False)
class Replicates:
    """Weights of the replicates and how their spread becomes a variance.

    Attributes
    ----------
    weights : ndarray, shape (n, R)
    scales : ndarray, shape (R,)
        The variance is Σ scale · (estimate of the replicate - centre)².
    centre : str
        ``"mean"`` of the replicates or the ``"full"`` sample's estimate.
    df : int
        Degrees of freedom of the variance.
    """

    weights: FloatArray
    scales: FloatArray
    centre: str
    df: int


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """A sample and how it was drawn; build it with `build_survey_design`.

    Attributes
    ----------
    weights : ndarray, shape (n,)
        People of the population for whom each person stands.
    strata : ndarray, shape (n,)
        Stratum of each person, 0 … H - 1.
    stages : tuple of Stage
        The second only where the first one's population sizes are known: without them its variance is
        contained in the first one's.
    calibrations : tuple of Calibration
        In the order in which they were done.
    replicates : Replicates, optional
        Where present, errors come from them and not from linearisation.
    """

    weights: FloatArray
    strata: IntArray
    stages: tuple[Stage, ...]
    calibrations: tuple[Calibration, ...] = ()
    replicates: Replicates | None = None

    @property
    def n_clusters(self) -> int:
        """Clusters of the first stage."""
        return len(self.stages[0].strata)

    @property
    def n_strata(self) -> int:
        """Strata of the first stage."""
        return len(self.stages[0].fraction)


def build_survey_design(
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | tuple[ArrayLike, ArrayLike] | None = None,
    fpc: ArrayLike | tuple[ArrayLike, ArrayLike] | None = None,
) -> SurveyDesign:
    """Build a design from one row per person.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Non-negative. Zero leaves a person out of every estimate, not out of the design.
    strata : array_like, shape (n,), optional
        Labels; one stratum if not given.
    clusters : array_like, shape (n,), or a pair of them, optional
        Labels of the units drawn; a pair for two stages (labels of the second count within the first). People
        were drawn one by one if not given.
    fpc : array_like, shape (n,), or a pair of them, optional
        For the finite-population correction: how many clusters the person's stratum holds in the population;
        second, how many second-stage units the person's cluster holds. Drawn with replacement, or from an
        endless population, if not given.

    Raises
    ------
    EstimationError
        ``negative-weights``, ``no-weight``, ``not-finite``; ``extreme-weights`` where one person of three or
        more carries over half of the weight, or Kish's effective size is under 2 % of the people;
        ``single-cluster-stratum`` unless that cluster is its stratum's whole population;
        ``cluster-crosses-strata``; ``too-few-groups`` for one cluster in all; ``not-a-count`` for population
        sizes below the number drawn or not the same throughout a stratum; ``missing-group``,
        ``unequal-lengths``.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, ch. 4; Lumley (2010), Complex Surveys.
    """
    weight = check_survey_weights(weights)
    n = len(weight)
    stratum = np.zeros(n, dtype=np.intp) if strata is None else check_groups(strata, "strata", n=n)
    labels = clusters if isinstance(clusters, tuple) else (np.arange(n) if clusters is None else clusters,)
    sizes = fpc if isinstance(fpc, tuple) else (fpc,)
    stages: list[Stage] = []
    parent, carried = stratum, np.ones(int(stratum.max()) + 1)
    for label, size in zip(labels, sizes, strict=False):
        stage = _build_stage(label, parent, size=size, carried=carried, nested=bool(stages))
        stages.append(stage)
        if size is None:
            break
        parent, carried = stage.clusters, (stage.carried * stage.fraction)[stage.strata]
    return SurveyDesign(weight, stratum, tuple(stages))


def check_survey_weights(weights: ArrayLike) -> FloatArray:
    """Return sampling weights, unless a few people dominate all estimates.

    Raises
    ------
    EstimationError
        ``negative-weights``, ``no-weight``, ``extreme-weights``, input conditions.
    """
    array = check_values(weights, "weights")
    array = check_weights(array / max(float(np.abs(array).max()), np.finfo(float).tiny), len(array))
    check_spread(array)
    original = np.array(weights, dtype=np.float64)
    with np.errstate(over="ignore"):
        finite = np.isfinite(original.sum())
    if not finite:
        raise EstimationError("extreme-weights")
    return original


def check_spread(weights: FloatArray) -> None:
    """Refuse weights of which one person, or a few of many, carry nearly everything.

    Raises
    ------
    EstimationError
        ``extreme-weights``.
    """
    positive = weights[weights > 0]
    if len(positive) < SEVERAL:
        return
    dominated = positive.max() > LARGEST_SHARE * positive.sum()
    if dominated or find_effective_size(positive) < SMALLEST_EFFECTIVE_SHARE * len(positive):
        raise EstimationError("extreme-weights")


def find_effective_size(weights: ArrayLike) -> float:
    """Return Kish's effective number of people, (Σw)²/Σw².

    Raises
    ------
    EstimationError
        As `idmaj.effects.conditions.check_weights`.
    """
    array = check_values(weights, "weights")
    share = check_weights(array, len(array)) / array.max()
    return float(share.sum() ** 2 / (share @ share))


def find_df(design: SurveyDesign, inside: BoolArray | None = None) -> int:
    """Return the degrees of freedom of errors: clusters minus strata that have anybody with a weight.

    Parameters
    ----------
    design : SurveyDesign
    inside : ndarray, shape (n,), optional
        People of the domain.
    """
    if design.replicates is not None:
        return design.replicates.df
    counted = design.weights > 0 if inside is None else (design.weights > 0) & inside
    strata = np.bincount(design.strata[counted], minlength=design.n_strata)
    return count_clusters(design, counted) - int(np.count_nonzero(strata))


def count_clusters(design: SurveyDesign, inside: BoolArray) -> int:
    """Return how many clusters of the first stage have anybody inside.

    Parameters
    ----------
    design : SurveyDesign
    inside : ndarray, shape (n,)
    """
    return int(np.count_nonzero(np.bincount(design.stages[0].clusters[inside])))


def _build_stage(
    labels: ArrayLike, parent: IntArray, *, size: ArrayLike | None, carried: FloatArray, nested: bool
) -> Stage:
    codes = check_groups(labels, "clusters", n=len(parent))
    if nested:
        codes = np.unique(parent * (codes.max() + 1) + codes, return_inverse=True)[1].astype(np.intp)
    first = np.unique(codes, return_index=True)[1]
    strata = parent[first]
    if (strata[codes] != parent).any():
        raise EstimationError("cluster-crosses-strata")
    drawn = np.bincount(strata, minlength=len(carried))
    fraction = np.zeros(len(carried)) if size is None else _find_fraction(size, parent, drawn)
    if not nested and len(strata) == 1 and fraction[0] < 1:
        raise EstimationError("too-few-groups", what="clusters", n=1, needed=2)
    alone = (drawn == 1) & (fraction < 1) & (carried > 0)
    if alone.any():
        raise EstimationError("single-cluster-stratum", n=int(alone.sum()))
    return Stage(codes, strata, fraction, carried)


def _find_fraction(size: ArrayLike, parent: IntArray, drawn: IntArray) -> FloatArray:
    population = check_values(size, "fpc", n=len(parent))
    first = np.unique(parent, return_index=True)[1]
    of_stratum = population[first]
    if (of_stratum[parent] != population).any() or (of_stratum < drawn).any():
        raise EstimationError("not-a-count", events=int(drawn.max()), n=int(of_stratum.min()))
    return drawn / of_stratum
